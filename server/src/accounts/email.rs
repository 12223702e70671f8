//! The address an account is known by.

/// An email address as it is stored: trimmed, lower-cased, of plausible form.
///
/// The form is that of RFC 5321's `Mailbox` without quoted local parts and address literals, open
/// to letters of every script (RFC 6531). Whether it receives mail is not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Most octets of an address (RFC 5321, section 4.5.3.1.3, without the angle brackets).
    pub const MAX_OCTETS: usize = 254;
    const MAX_LOCAL_OCTETS: usize = 64;
    const MAX_LABEL_OCTETS: usize = 63;

    /// The address in what was typed.
    pub fn parse(typed: &str) -> Result<Self, EmailError> {
        let address = typed.trim().to_lowercase();
        if address.len() > Self::MAX_OCTETS {
            return Err(EmailError::TooLong);
        }
        let (local, domain) = address.rsplit_once('@').ok_or(EmailError::Malformed)?;
        if is_local_part(local) && is_domain(domain) {
            Ok(Self(address))
        } else {
            Err(EmailError::Malformed)
        }
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// More than [`Email::MAX_OCTETS`].
    #[error("an email address has at most {} characters", Email::MAX_OCTETS)]
    TooLong,
    /// Not of the form `name@example.com`.
    #[error("this is not an email address; it should look like name@example.com")]
    Malformed,
}

fn is_local_part(local: &str) -> bool {
    local.len() <= Email::MAX_LOCAL_OCTETS
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(is_atom_char))
}

/// RFC 5322's `atext`, and RFC 6531's extension of it kept to letters and digits: invisible and
/// direction-changing characters would make two addresses look alike.
fn is_atom_char(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

fn is_domain(domain: &str) -> bool {
    domain.split('.').all(|label| {
        (1..=Email::MAX_LABEL_OCTETS).contains(&label.len())
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_trimmed_and_lower_cased() {
        let email = Email::parse(" \tAda.Lovelace+Shop@Example.COM\n").unwrap();
        assert_eq!(email.as_str(), "ada.lovelace+shop@example.com");
    }

    #[test]
    fn plausible_addresses_are_accepted() {
        for typed in [
            "a@b",
            "o'neil@example.org",
            "x_y@sub-domain.example",
            "用户@例子.公司",
        ] {
            assert!(Email::parse(typed).is_ok(), "{typed}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        let refused = [
            "",
            "@",
            "a",
            "a@",
            "@b",
            "a b@c",
            "a@b c",
            "a@b@c",
            ".a@b",
            "a.@b",
            "a..b@c",
            "a@b.",
            "a@.b",
            "a@-b",
            "a@b-",
            "a@b_c",
            "a\0@b",
            "a@b\0",
            "a\u{200b}@b",
            "a\u{202e}@b",
            "\"a\"@b",
            "a@[127.0.0.1]",
            "a\r\n@b",
            "<a@b>",
            "a,b@c",
        ];
        for typed in refused {
            assert_eq!(Email::parse(typed), Err(EmailError::Malformed), "{typed:?}");
        }
    }

    #[test]
    fn length_is_limited() {
        let label = "x".repeat(63);
        let longest = format!("{}@{label}.{label}.{}", "x".repeat(64), "x".repeat(61));
        assert_eq!(longest.len(), Email::MAX_OCTETS);
        assert!(Email::parse(&longest).is_ok());
        assert_eq!(
            Email::parse(&format!("{longest}x")),
            Err(EmailError::TooLong)
        );
        assert!(Email::parse(&format!("{}@b", "x".repeat(65))).is_err());
    }
}
