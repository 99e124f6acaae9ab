//! The files of the console and what a browser must know of each.

use std::borrow::Cow;

use axum::http::{HeaderMap, header};
use rust_embed::{EmbeddedFile, RustEmbed};

/// The page every address leads to.
const PAGE: &str = "index.html";

/// A build is not needed to compile: a binary without it says so.
#[derive(RustEmbed)]
#[folder = "console/dist/site"]
#[allow_missing = true]
struct Site;

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Plain,
}

impl Encoding {
    /// The best the browser takes.
    pub(super) fn best(headers: &HeaderMap) -> Self {
        let accepted = headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok());
        let takes = |name: &str| {
            accepted.unwrap_or_default().split(',').any(|part| {
                let mut words = part.split(';');
                let named = words.next().is_some_and(|word| word.trim() == name);
                named && !words.any(|word| matches!(word.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
            })
        };
        if takes("br") {
            Self::Brotli
        } else if takes("gzip") {
            Self::Gzip
        } else {
            Self::Plain
        }
    }

    /// As `Content-Encoding` has it.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }

    fn suffix(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some(".br"),
            Self::Gzip => Some(".gz"),
            Self::Plain => None,
        }
    }
}

/// A file on its way to a browser.
pub(super) struct File {
    pub(super) content: Cow<'static, [u8]>,
    pub(super) media_type: String,
    pub(super) etag: String,
    pub(super) encoding: Encoding,
}

/// A file by its name in the site, packed as asked where the build made it so. Not the page: it goes out with a nonce.
pub(super) fn file(name: &str, encoding: Encoding) -> Option<File> {
    let hidden = name.split('/').any(|part| part.is_empty() || part.starts_with('.'));
    if hidden || name == PAGE || name.ends_with(".br") || name.ends_with(".gz") {
        return None;
    }
    let packed = encoding
        .suffix()
        .and_then(|suffix| Site::get(&format!("{name}{suffix}")));
    match packed {
        Some(packed) => Some(read(name, packed, encoding)),
        None => Some(read(name, Site::get(name)?, Encoding::Plain)),
    }
}

/// The page, where the binary has a console.
pub(super) fn page() -> Option<File> {
    Some(read(PAGE, Site::get(PAGE)?, Encoding::Plain))
}

fn read(name: &str, file: EmbeddedFile, encoding: Encoding) -> File {
    let guessed = mime_guess::from_path(name).first_or_octet_stream();
    let media_type = if guessed.type_() == "text" {
        format!("{guessed}; charset=utf-8")
    } else {
        guessed.to_string()
    };
    File {
        etag: format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16])),
        content: file.data,
        media_type,
        encoding,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_best_packing_the_browser_takes_is_chosen() {
        for (accepted, best) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip, br;q=0", Encoding::Gzip),
            ("gzip;q=0.5", Encoding::Gzip),
            ("identity", Encoding::Plain),
            ("bridge", Encoding::Plain),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            assert_eq!(Encoding::best(&headers), best, "{accepted}");
        }
        assert_eq!(Encoding::best(&HeaderMap::new()), Encoding::Plain);
    }
}
