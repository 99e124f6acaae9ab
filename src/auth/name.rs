//! Names of users and tokens.

/// Longest name, in characters.
pub const MAX_NAME: usize = 100;

/// A name that cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a name has 1 to {MAX_NAME} of the characters A to Z, a to z, 0 to 9 and . _ @ -")]
pub struct BadName;

/// The name as it is kept: small letters, so that `Ann` and `ann` are one person.
///
/// # Errors
/// Other characters, none, or too many.
pub fn name(text: &str) -> Result<String, BadName> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._@-".contains(&byte);
    if (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(fits) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(BadName)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_plain_and_small() {
        assert_eq!(name("Ann.B@x-1_2").unwrap(), "ann.b@x-1_2");
        for wrong in ["", "a b", "а", "../x", "a\0", &"x".repeat(101)] {
            assert_eq!(name(wrong), Err(BadName), "{wrong}");
        }
    }
}
