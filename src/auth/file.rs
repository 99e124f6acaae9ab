//! The token of a service nobody configured one for: made at the first start and kept in its data folder.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::new_token;

/// Why the token file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TokenFileError {
    /// It cannot be read or made.
    #[error("cannot {doing} the token file {}: {source}", .path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Others can read it.
    #[error("others can read the token file {} (mode {mode:03o}); run `chmod 600` on it and change the token", .path.display())]
    Exposed {
        /// Which file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
}

/// Reads the token of `path`; makes one (mode 0600) where there is none. Answers whether it is new.
///
/// # Errors
/// The file cannot be read or written, or others than its owner can read it.
pub fn load_or_create(path: &Path) -> Result<(String, bool), TokenFileError> {
    let failed = |doing| {
        move |source| TokenFileError::Io {
            doing,
            path: path.to_owned(),
            source,
        }
    };
    match fs::File::open(path) {
        Ok(mut file) => {
            let mode = file.metadata().map_err(failed("look at"))?.permissions().mode() & 0o777;
            if mode & 0o077 != 0 {
                return Err(TokenFileError::Exposed {
                    path: path.to_owned(),
                    mode,
                });
            }
            let mut text = String::new();
            file.read_to_string(&mut text).map_err(failed("read"))?;
            Ok((text.trim().to_owned(), false))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let token = new_token();
            // Written beside and moved into place: a start that is killed in between leaves no half token.
            let unfinished = path.with_extension("new");
            let _ = fs::remove_file(&unfinished);
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&unfinished)
                .map_err(failed("make"))?;
            writeln!(file, "{token}")
                .and_then(|()| file.sync_all())
                .map_err(failed("write"))?;
            fs::rename(&unfinished, path).map_err(failed("write"))?;
            Ok((token, true))
        }
        Err(error) => Err(failed("open")(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_made_once_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        let (token, is_new) = load_or_create(&path).unwrap();
        assert!(is_new);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(load_or_create(&path).unwrap(), (token, false));
    }

    #[test]
    fn a_token_others_can_read_is_not_used() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        load_or_create(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(
            load_or_create(&path),
            Err(TokenFileError::Exposed { mode: 0o644, .. })
        ));
    }
}
