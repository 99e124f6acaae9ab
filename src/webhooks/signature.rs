//! The signature of a web hook: `t=<unix seconds>,v1=<hex>`, where the hex is the HMAC-SHA256 of `<t>.<body>` with a key
//! both sides know. The time is inside, so a request that was overheard is of use for five minutes only.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use thiserror::Error;

/// The header that carries it.
pub const SIGNATURE_HEADER: &str = "x-throughline-signature";
/// How far the time of a signature may be from now, either way, in seconds.
const WINDOW_S: i64 = 300;

/// What is wrong with a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// Not of the form.
    #[error("the signature cannot be read; it is `t=<unix seconds>,v1=<hex of the HMAC-SHA256 of \"<t>.<body>\">`")]
    Malformed,
    /// Another key, another body, another time.
    #[error("the signature is not the one of this body and time with the key of this hook")]
    Wrong,
    /// Right, but of another time.
    #[error(
        "the signature is right, but its time is more than 5 minutes from the clock of this service; sign anew for \
         every attempt, and look at both clocks"
    )]
    Expired,
}

/// The signature of a body at a time.
#[must_use]
pub fn sign(key: &[u8], at: DateTime<Utc>, body: &[u8]) -> String {
    let at = at.timestamp();
    format!("t={at},v1={}", hex::encode(mac(key, at, body).finalize().into_bytes()))
}

/// Checks a signature. Several `v1` may stand in one header, while a key is being changed: one of them must be right.
///
/// # Errors
/// What is wrong with it.
pub fn verify(key: &[u8], header: &str, body: &[u8], now: DateTime<Utc>) -> Result<(), SignatureError> {
    let (mut at, mut shown) = (None, Vec::new());
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", text)) if at.is_none() => {
                at = Some(text.parse::<i64>().map_err(|_| SignatureError::Malformed)?);
            }
            Some(("v1", text)) if shown.len() < 4 => {
                shown.push(hex::decode(text).map_err(|_| SignatureError::Malformed)?);
            }
            // Versions of later days.
            Some((name, _)) if name != "t" && name != "v1" => {}
            _ => return Err(SignatureError::Malformed),
        }
    }
    let at = at.filter(|_| !shown.is_empty()).ok_or(SignatureError::Malformed)?;
    let mut right = false;
    for shown in shown {
        // Compares in constant time.
        right |= mac(key, at, body).verify_slice(&shown).is_ok();
    }
    if !right {
        return Err(SignatureError::Wrong);
    }
    match now.timestamp().checked_sub(at) {
        Some(age) if age.abs() <= WINDOW_S => Ok(()),
        _ => Err(SignatureError::Expired),
    }
}

fn mac(key: &[u8], at: i64, body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length will do for HMAC");
    mac.update(at.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_signed_body_in_its_time_is_taken() {
        let now = DateTime::from_timestamp(1_764_000_000, 0).unwrap();
        let signed = sign(b"key", now, b"body");
        // Made with `printf '1764000000.body' | openssl dgst -sha256 -hmac key`.
        assert_eq!(
            signed,
            "t=1764000000,v1=39426c2ef7e48b418dd33709c23261612defb50b6acddf939d80afeaf8457c07"
        );
        assert_eq!(verify(b"key", &signed, b"body", now), Ok(()));
        let seconds = chrono::TimeDelta::seconds;
        assert_eq!(verify(b"key", &signed, b"body", now + seconds(300)), Ok(()));
        assert_eq!(verify(b"key", &signed, b"body", now - seconds(300)), Ok(()));
        for late in [301, -301] {
            assert_eq!(
                verify(b"key", &signed, b"body", now + seconds(late)),
                Err(SignatureError::Expired)
            );
        }
        assert_eq!(verify(b"kez", &signed, b"body", now), Err(SignatureError::Wrong));
        assert_eq!(verify(b"key", &signed, b"bodY", now), Err(SignatureError::Wrong));
        let moved = signed.replace("t=1764000000", "t=1764000001");
        assert_eq!(verify(b"key", &moved, b"body", now), Err(SignatureError::Wrong));
        let two = signed.replace(",v1=", ",v1=00,v1=");
        assert_eq!(verify(b"key", &two, b"body", now), Ok(()), "while a key is changed");
        for text in ["", "t=1", "v1=00", "t=x,v1=00", "t=1,v1=zz", "t=1,t=2,v1=00", "nothing"] {
            assert_eq!(
                verify(b"key", text, b"body", now),
                Err(SignatureError::Malformed),
                "{text}"
            );
        }
    }
}
