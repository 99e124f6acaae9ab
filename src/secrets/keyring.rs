//! The keys of a service: read from a file, never stored in the database.
//!
//! Each line of the file is one key of 256 bits. The first seals, all of them open: that is how keys are changed. Three
//! keys are derived from each (HKDF, RFC 5869), so that what is sealed for one purpose opens for no other.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom as _, SystemRandom};
use ring::{hkdf, hmac};
use sha2::{Digest as _, Sha256};

/// Bytes of a key.
const KEY_BYTES: usize = 32;
/// Largest key file that is read, in bytes.
const MAX_FILE_BYTES: u64 = 64 * 1024;

/// Which key: the first bytes of a digest of it. Says nothing about the key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub(crate) [u8; 8]);

/// What a sealed value was sealed for. Each has a key of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A named secret of the database.
    Stored,
    /// A value of a run.
    Run,
}

/// A value that only the holder of the key can read or change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sealed {
    pub(crate) key: KeyId,
    pub(crate) nonce: [u8; NONCE_LEN],
    /// With the tag at its end.
    pub(crate) ciphertext: Vec<u8>,
}

/// The keys of a service; the first seals.
pub struct Keyring {
    keys: Vec<Key>,
    random: SystemRandom,
}

struct Key {
    id: KeyId,
    stored: LessSafeKey,
    run: LessSafeKey,
    digests: hmac::Key,
}

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It cannot be read or made.
    #[error("cannot {doing} the key file {}: {source}", .path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file the configuration names is not there.
    #[error(
        "there is no key file {}; copy the one of the other nodes, or make one: `(umask 077; openssl rand -hex 32 > {})`",
        .path.display(), .path.display()
    )]
    Missing {
        /// Which file.
        path: PathBuf,
    },
    /// Others can read it.
    #[error("others can read the key file {} (mode {mode:03o}); run `chmod 600` on it", .path.display())]
    Exposed {
        /// Which file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// It holds something else than keys.
    #[error(
        "the key file {} is wrong in line {line}: a key is 64 hexadecimal digits, one key a line, the first seals; \
         `openssl rand -hex 32` makes one", .path.display()
    )]
    Wrong {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1; 0 where there is no key at all.
        line: usize,
    },
}

/// A sealed value that cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It was sealed with a key this service does not have.
    #[error(
        "it was sealed with the key {0}, which is not in the key file of this node; put that key into the file as a \
         further line and restart"
    )]
    NoSuchKey(KeyId),
    /// It was changed, cut short, or sealed for something else.
    #[error("it was changed or cut short after it was sealed")]
    Damaged,
}

impl Keyring {
    /// One random key that is nowhere else: what it seals is lost with the process. For tests and measurements.
    #[must_use]
    pub fn ephemeral() -> Self {
        let random = SystemRandom::new();
        Self {
            keys: vec![Key::new(&fresh(&random))],
            random,
        }
    }

    /// Reads the keys of `path`; with `make` a file that is not there is made with one new key (mode 0600).
    ///
    /// # Errors
    /// The file cannot be read or made, others than its owner can read it, or it holds something else than keys.
    pub fn load(path: &Path, make: bool) -> Result<Self, KeyFileError> {
        let failed = |doing| {
            move |source| KeyFileError::Io {
                doing,
                path: path.to_owned(),
                source,
            }
        };
        let mut file = match fs::File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound && make => {
                let made = create(path);
                // Another process may have been quicker: then its key counts.
                match made {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed("make")(error)),
                    _ => fs::File::open(path).map_err(failed("open"))?,
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(KeyFileError::Missing { path: path.to_owned() });
            }
            Err(error) => return Err(failed("open")(error)),
        };
        let mode = file.metadata().map_err(failed("look at"))?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(KeyFileError::Exposed {
                path: path.to_owned(),
                mode,
            });
        }
        let mut text = String::new();
        io::Read::by_ref(&mut file)
            .take(MAX_FILE_BYTES)
            .read_to_string(&mut text)
            .map_err(failed("read"))?;
        let mut keys = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut bytes = [0; KEY_BYTES];
            hex::decode_to_slice(line, &mut bytes).map_err(|_| KeyFileError::Wrong {
                path: path.to_owned(),
                line: number + 1,
            })?;
            keys.push(Key::new(&bytes));
        }
        if keys.is_empty() {
            return Err(KeyFileError::Wrong {
                path: path.to_owned(),
                line: 0,
            });
        }
        Ok(Self {
            keys,
            random: SystemRandom::new(),
        })
    }

    /// The key that seals.
    #[must_use]
    pub fn first(&self) -> KeyId {
        self.sealing().id
    }

    /// Whether values sealed with this key can be opened.
    #[must_use]
    pub fn has(&self, id: KeyId) -> bool {
        self.keys.iter().any(|key| key.id == id)
    }

    fn sealing(&self) -> &Key {
        self.keys.first().expect("a keyring has at least one key")
    }

    /// Seals with the first key; `bound` must be the same when it is opened.
    pub(super) fn seal(&self, purpose: Purpose, bound: &[u8], plain: &[u8]) -> Sealed {
        let key = self.sealing();
        let nonce: [u8; NONCE_LEN] = random_bytes(&self.random);
        let mut ciphertext = plain.to_vec();
        key.of(purpose)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(bound), &mut ciphertext)
            .expect("a value is shorter than the 256 GiB this cipher takes");
        Sealed {
            key: key.id,
            nonce,
            ciphertext,
        }
    }

    /// Opens what was sealed for this purpose and bound to this.
    pub(super) fn open(&self, purpose: Purpose, bound: &[u8], sealed: &Sealed) -> Result<Vec<u8>, OpenError> {
        let key = self
            .keys
            .iter()
            .find(|key| key.id == sealed.key)
            .ok_or(OpenError::NoSuchKey(sealed.key))?;
        let mut bytes = sealed.ciphertext.clone();
        let plain = key
            .of(purpose)
            .open_in_place(Nonce::assume_unique_for_key(sealed.nonce), Aad::from(bound), &mut bytes)
            .map_err(|_| OpenError::Damaged)?;
        let length = plain.len();
        bytes.truncate(length);
        Ok(bytes)
    }

    /// Digests that tell equal values apart from others and nothing else to who has no key: one for each key, the first
    /// is to be kept and any may match.
    pub(super) fn digests(&self, bytes: &[u8]) -> Vec<[u8; 32]> {
        let digest = |key: &Key| {
            let tag = hmac::sign(&key.digests, bytes);
            tag.as_ref().try_into().expect("HMAC-SHA-256 has 32 bytes")
        };
        self.keys.iter().map(digest).collect()
    }
}

impl Key {
    fn new(bytes: &[u8; KEY_BYTES]) -> Self {
        let master = hkdf::Salt::new(hkdf::HKDF_SHA256, b"throughline secrets v1").extract(bytes);
        let aead = |label: &'static [u8]| {
            let info = [label];
            let derived = master.expand(&info, &CHACHA20_POLY1305);
            LessSafeKey::new(UnboundKey::from(
                derived.expect("HKDF gives a key as long as the cipher's"),
            ))
        };
        let digests = master.expand(&[b"digests"], hmac::HMAC_SHA256);
        let digest = Sha256::new()
            .chain_update(b"throughline key id v1")
            .chain_update(bytes)
            .finalize();
        let mut id = [0; 8];
        id.copy_from_slice(&digest[..8]);
        Self {
            id: KeyId(id),
            stored: aead(b"stored"),
            run: aead(b"run"),
            digests: hmac::Key::from(digests.expect("HKDF gives a key as long as the hash")),
        }
    }

    fn of(&self, purpose: Purpose) -> &LessSafeKey {
        match purpose {
            Purpose::Stored => &self.stored,
            Purpose::Run => &self.run,
        }
    }
}

fn create(path: &Path) -> io::Result<()> {
    // Linked into place: a start that is killed in between leaves no half key, and of two that start at once one wins.
    let unfinished = path.with_extension(format!("new-{}", std::process::id()));
    let _ = fs::remove_file(&unfinished);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)?;
    writeln!(file, "{}", hex::encode(fresh(&SystemRandom::new())))?;
    file.sync_all()?;
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished)?;
    linked
}

fn fresh(random: &SystemRandom) -> [u8; KEY_BYTES] {
    random_bytes(random)
}

fn random_bytes<const N: usize>(random: &SystemRandom) -> [u8; N] {
    let mut bytes = [0; N];
    random
        .fill(&mut bytes)
        .expect("the system has random numbers: without them no run could have an id either");
    bytes
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|key| key.id)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, text: &str, mode: u32) {
        fs::write(path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_key_file_is_made_once_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        assert!(matches!(Keyring::load(&path, false), Err(KeyFileError::Missing { .. })));
        let first = Keyring::load(&path, true).unwrap().first();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(Keyring::load(&path, true).unwrap().first(), first);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let error = Keyring::load(&path, true).unwrap_err();
        assert!(matches!(error, KeyFileError::Exposed { mode: 0o640, .. }), "{error}");
    }

    #[test]
    fn what_is_no_key_is_named_by_its_line_and_not_quoted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        write(&path, &format!("# ours\n{}\nabcdef\n", "0f".repeat(32)), 0o600);
        let error = Keyring::load(&path, false).unwrap_err();
        assert!(matches!(error, KeyFileError::Wrong { line: 3, .. }), "{error}");
        assert!(!error.to_string().contains("abcdef"));
        write(&path, "# nothing\n", 0o600);
        assert!(matches!(
            Keyring::load(&path, false),
            Err(KeyFileError::Wrong { line: 0, .. })
        ));
    }

    #[test]
    fn the_first_key_seals_and_all_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let (old, new) = ("0f".repeat(32), "a1".repeat(32));
        write(&path, &old, 0o600);
        let before = Keyring::load(&path, false).unwrap();
        let sealed = before.seal(Purpose::Stored, b"crm 1", b"hunter2");
        write(&path, &format!("{new}\n{old}\n"), 0o600);
        let both = Keyring::load(&path, false).unwrap();
        assert_ne!(both.first(), before.first());
        assert_eq!(both.open(Purpose::Stored, b"crm 1", &sealed).unwrap(), b"hunter2");
        assert!(both.digests(b"x").contains(&before.digests(b"x")[0]));
        write(&path, &new, 0o600);
        let after = Keyring::load(&path, false).unwrap();
        assert_eq!(
            after.open(Purpose::Stored, b"crm 1", &sealed),
            Err(OpenError::NoSuchKey(before.first()))
        );
    }

    #[test]
    fn nothing_opens_for_another_purpose_place_or_content() {
        let ring = Keyring::ephemeral();
        let sealed = ring.seal(Purpose::Stored, b"crm 1", b"hunter2");
        assert_eq!(ring.open(Purpose::Run, b"crm 1", &sealed), Err(OpenError::Damaged));
        assert_eq!(ring.open(Purpose::Stored, b"crm 2", &sealed), Err(OpenError::Damaged));
        let mut changed = sealed.clone();
        changed.ciphertext[0] ^= 1;
        assert_eq!(ring.open(Purpose::Stored, b"crm 1", &changed), Err(OpenError::Damaged));
        assert_ne!(
            ring.seal(Purpose::Stored, b"crm 1", b"hunter2"),
            sealed,
            "no two are alike"
        );
    }
}
