//! Which IP addresses are of the public internet, and which others a connection may reach all the same.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::AddressRefused;

/// What of IPv4 is not the public internet (IANA's registry of special-purpose addresses, RFC 6890, and multicast): this
/// host, private, shared (carrier-grade NAT), loopback, link-local (metadata services of clouds), protocol assignments,
/// documentation, old 6to4 relays, benchmarks, multicast, reserved and broadcast.
const INNER_V4: [([u8; 4], u8); 15] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// All of IPv6 that is given out to the internet. Loopback, mapped IPv4, NAT64, link-local, unique local and multicast
/// lie outside of it.
const PUBLIC_V6: ([u16; 8], u8) = ([0x2000, 0, 0, 0, 0, 0, 0, 0], 3);
/// What in there is not: protocol assignments (Teredo among them), 6to4 (both carry an IPv4 address that would have to be
/// checked), documentation.
const INNER_V6: [([u16; 8], u8); 4] = [
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23),
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16),
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20),
];

/// The networks a connection may reach besides the public internet.
#[derive(Debug, Default)]
pub(super) struct Networks(Vec<IpNet>);

impl Networks {
    /// Reads `10.20.0.0/16` and single addresses.
    pub(super) fn read<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        let read = |text: &str| {
            let single = || text.parse::<IpAddr>().map(IpNet::from);
            text.parse::<IpNet>()
                .or_else(|_| single())
                .map_err(|_| format!("allow_networks: `{text}` is no network; write it like 10.20.0.0/16 or fd00::/8"))
        };
        texts.map(read).collect::<Result<_, _>>().map(Self)
    }

    /// Whether this address, which `host` stands for, may be connected to.
    pub(super) fn check(&self, host: &str, address: IpAddr) -> Result<(), AddressRefused> {
        if is_public(address) || self.0.iter().any(|network| network.contains(&address)) {
            return Ok(());
        }
        Err(AddressRefused {
            host: host.to_owned(),
            address,
        })
    }
}

/// Whether an address is one of the public internet. An IPv6 address that carries an IPv4 one is none: what it leads to
/// would have to be checked.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !INNER_V4
            .iter()
            .any(|(network, bits)| within_v4(*network, *bits, address)),
        IpAddr::V6(address) => {
            within_v6(PUBLIC_V6.0, PUBLIC_V6.1, address)
                && !INNER_V6
                    .iter()
                    .any(|(network, bits)| within_v6(*network, *bits, address))
        }
    }
}

fn within_v4(network: [u8; 4], bits: u8, address: Ipv4Addr) -> bool {
    Ipv4Net::new_assert(Ipv4Addr::from(network), bits).contains(&address)
}

fn within_v6(network: [u16; 8], bits: u8, address: Ipv6Addr) -> bool {
    Ipv6Net::new_assert(Ipv6Addr::from(network), bits).contains(&address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_internet_and_what_is_not() {
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "2606:4700::1111",
            "2a00::1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for inner in [
            "0.0.0.0",
            "0.1.2.3",
            "10.255.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "198.19.0.1",
            "224.0.0.1",
            "239.1.1.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:8.8.8.8",
            "::ffff:127.0.0.1",
            "::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2002:7f00:1::",
            "2001:0:7f00:1::",
            "2001:db8::1",
            "100::1",
            "fec0::1",
        ] {
            assert!(!is_public(inner.parse().unwrap()), "{inner}");
        }
    }

    #[test]
    fn what_is_allowed_is_reached_and_no_more() {
        let networks = Networks::read(["10.20.0.0/16", "::1", "127.0.0.1"].into_iter()).unwrap();
        let may = |address: &str| networks.check("x", address.parse().unwrap()).is_ok();
        assert!(may("10.20.3.4") && may("::1") && may("127.0.0.1") && may("8.8.8.8"));
        assert!(!may("10.21.0.1") && !may("127.0.0.2") && !may("::ffff:10.20.3.4"));
        let error = networks.check("db.local", "10.21.0.1".parse().unwrap()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "db.local is 10.21.0.1, which is not an address of the public internet"
        );
    }
}
