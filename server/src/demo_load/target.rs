//! The server that is asked: one on this machine and no other.

use std::str::FromStr;

use http::Uri;

/// Where a server on this machine listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(String);

/// The address leads elsewhere, or nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "wanted an address on this machine, such as http://127.0.0.1:3000: nobody else is to be burdened"
)]
pub struct NotHere;

impl Target {
    /// The address of what is at `path` there.
    pub(super) fn address(&self, path: &str) -> Uri {
        let address = format!("{}{path}", self.0);
        address.parse().unwrap_or_default()
    }
}

impl FromStr for Target {
    type Err = NotHere;

    fn from_str(text: &str) -> Result<Self, NotHere> {
        let uri: Uri = text.trim_end_matches('/').parse().map_err(|_| NotHere)?;
        let here = matches!(uri.host(), Some("127.0.0.1" | "localhost" | "[::1]"));
        let plain = uri.scheme_str() == Some("http") && matches!(uri.path(), "" | "/");
        let authority = uri.authority().filter(|_| here && plain).ok_or(NotHere)?;
        Ok(Self(format!("http://{authority}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_asked() {
        for here in [
            "http://127.0.0.1:3000",
            "http://localhost:80/",
            "http://[::1]:3000",
        ] {
            assert!(here.parse::<Target>().is_ok(), "{here}");
        }
        for elsewhere in [
            "http://example.com",
            "https://127.0.0.1",
            "http://127.0.0.1.example.com",
            "http://10.0.0.1:3000",
            "http://localhost@example.com",
            "127.0.0.1:3000",
            "",
        ] {
            assert_eq!(elsewhere.parse::<Target>(), Err(NotHere), "{elsewhere}");
        }
    }

    #[test]
    fn a_path_is_put_behind_it() {
        let target: Target = "http://127.0.0.1:3000/".parse().unwrap();
        assert_eq!(
            target.address("/search?q=a"),
            "http://127.0.0.1:3000/search?q=a"
        );
    }
}
