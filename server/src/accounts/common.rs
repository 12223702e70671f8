//! Passwords that are tried first.
//!
//! The list is that of zxcvbn (Wheeler, USENIX Security 2016): 30,000 passwords of past breaches, and the commonest names
//! and words. It also knows what people do to them, and rows of keys, repetitions and dates. Nothing is asked of a password
//! but that it is not among the first guesses (NIST SP 800-63B, section 3.1.1.2; ASVS 5.0, 6.2.4 and 6.2.11).

use zxcvbn::zxcvbn;

use super::{HashError, Password};

/// What is guessed within so many tries is refused: the whole list, and what is as easy.
const FIRST_GUESSES: u64 = 50_000;

/// Longer ones are on no list, and would take long to look at.
const LONGEST: usize = 40;

/// Words of the shop itself.
const OF_THE_SHOP: &[&str] = &["vitrine"];

/// Whether `password` is among those that somebody would try first who knows the texts in `about` of its owner: an
/// address, a name.
pub async fn is_common(password: &Password, about: &[&str]) -> Result<bool, HashError> {
    let text = password.as_str().to_owned();
    let about: Vec<String> = about
        .iter()
        .flat_map(|text| pieces(text))
        .map(str::to_owned)
        .collect();
    // Milliseconds of work: not on a thread that serves requests.
    tokio::task::spawn_blocking(move || {
        let about: Vec<&str> = about.iter().map(String::as_str).collect();
        is_guessed_early(&text, &about)
    })
    .await
    .map_err(|error| HashError::Fault(error.to_string()))
}

/// The text, and the words in it: of an address, what is before the `@` and the parts of the domain.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let local = text.split('@').next().into_iter();
    words
        .chain(local)
        .chain([text])
        .filter(|word| word.len() > 2)
}

fn is_guessed_early(password: &str, about: &[&str]) -> bool {
    if password.chars().nth(LONGEST).is_some() {
        return false;
    }
    let known: Vec<&str> = about.iter().chain(OF_THE_SHOP).copied().collect();
    zxcvbn(password, &known).guesses() < FIRST_GUESSES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for password in [
            "password",
            "Password1",
            "12345678",
            "123456789",
            "qwertyuiop",
            "1q2w3e4r5t",
            "iloveyou",
            "sunshine",
            "football",
            "trustno1",
            "baseball",
            "princess",
            "superman",
            "aaaaaaaa",
            "abcdefgh",
            "P@ssw0rd",
            "19840612",
        ] {
            assert!(is_guessed_early(password, &[]), "{password}");
        }
    }

    #[test]
    fn nothing_is_asked_of_the_others() {
        for password in [
            "right horse",
            "four plain words suffice",
            "ohvaeyie",
            "кот на крыше",
            "xkcd 936 was right",
        ] {
            assert!(!is_guessed_early(password, &[]), "{password}");
        }
        assert!(!is_guessed_early(&"password".repeat(8), &[]));
    }

    #[test]
    fn neither_ones_own_address_nor_the_shops_name_is_a_password() {
        let about: Vec<&str> = ["ada.lovelace@example.com", "Ada King"]
            .into_iter()
            .flat_map(pieces)
            .collect();
        for password in [
            "ada.lovelace",
            "Lovelace",
            "ada.lovelace@example.com",
            "vitrine1",
        ] {
            assert!(is_guessed_early(password, &about), "{password}");
        }
        assert!(!is_guessed_early("ada.lovelace", &[]));
    }
}
