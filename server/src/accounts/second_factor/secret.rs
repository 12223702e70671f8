//! Codes of six digits, made of a shared secret and the time (RFC 6238).

use std::fmt;

use app::model::account::SecretToShare;
use totp_rs::{Builder, Totp};

use super::qr;

/// As RFC 4226, section 4, recommends.
const OCTETS: usize = 20;
/// Characters that are easy to read out and type at a time.
const GROUP: usize = 4;
const ISSUER: &str = "Vitrine";

/// What the server and an app make the same codes of: 160 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; OCTETS]);

impl Secret {
    /// One that nobody can guess.
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// The secret in what the database holds; nothing if that is none.
    pub(super) fn from_stored(octets: &[u8]) -> Option<Self> {
        octets.try_into().ok().map(Self)
    }

    /// As the database holds it.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The half minute, counted from 1970, that `code` belongs to, if it is of the one at `now` (seconds since 1970) or of
    /// one beside it: clocks differ, and typing takes time.
    pub fn step_of(&self, code: &str, now: u64) -> Option<u64> {
        self.totp("").check(code, now)
    }

    /// The code at `now`, in seconds since 1970.
    pub fn code_at(&self, now: u64) -> String {
        self.totp("").generate(now).to_string()
    }

    /// In the forms in which apps take it, for the account of this address.
    pub fn to_share(&self, email: &str) -> anyhow::Result<SecretToShare> {
        let totp = self.totp(email);
        let base32 = totp.secret().to_base32();
        let groups: Vec<_> = base32.as_bytes().chunks(GROUP).collect();
        let address = totp.to_url()?;
        Ok(SecretToShare {
            text: String::from_utf8_lossy(&groups.join(&b' ')).into_owned(),
            picture: qr::picture(&address)?,
            address,
        })
    }

    /// SHA-1, six digits, half a minute, one step to either side: what every app understands.
    fn totp(&self, email: &str) -> Totp {
        Builder::new()
            .with_secret(self.0)
            .with_issuer(Some(ISSUER))
            .with_account_name(email)
            .build_noncompliant()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B, and the last six digits of its codes.
    fn of_the_rfc() -> Secret {
        Secret(*b"12345678901234567890")
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        for (now, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(of_the_rfc().code_at(now), code);
            assert_eq!(of_the_rfc().step_of(code, now), Some(now / 30));
        }
    }

    #[test]
    fn a_code_holds_for_its_half_minute_and_one_to_either_side() {
        let steps = |now| of_the_rfc().step_of("287082", now);
        assert_eq!(
            [29, 30, 89, 90].map(steps),
            [Some(1), Some(1), Some(1), None]
        );
        let early = of_the_rfc().code_at(90);
        assert_eq!(of_the_rfc().step_of(&early, 60), Some(3));
        assert_eq!(of_the_rfc().step_of(&early, 59), None);
    }

    #[test]
    fn what_is_no_code_opens_nothing() {
        for text in ["", "28708", "2870820", "28708x", "-87082", "２８７０８２"] {
            assert_eq!(of_the_rfc().step_of(text, 59), None, "{text}");
        }
    }

    #[test]
    fn apps_are_told_whose_it_is() {
        let share = of_the_rfc().to_share("ada+x@example.com").unwrap();
        assert_eq!(share.text, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let address = "otpauth://totp/Vitrine:ada%2Bx%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Vitrine";
        assert_eq!(share.address, address);
    }

    #[test]
    fn a_secret_comes_back_from_what_is_stored_and_stands_in_no_log() {
        let secret = Secret::random();
        assert_eq!(Secret::from_stored(secret.as_bytes()), Some(secret.clone()));
        assert_eq!(Secret::from_stored(b"short"), None);
        assert_eq!(format!("{secret:?}"), "Secret(..)");
    }
}
