//! Which of the forms of a page a client takes (`Accept-Encoding`, RFC 9110, section 12.5.3).

use http::{HeaderMap, header::ACCEPT_ENCODING};

/// A form of a page's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Smallest.
    Brotli,
    /// For what does not know the other.
    Gzip,
    /// As it is.
    Identity,
}

impl Encoding {
    /// The smallest form among those the client likes best. Who takes none of them gets the page as it is: that helps
    /// more than a refusal.
    pub(super) fn accepted(headers: &HeaderMap) -> Self {
        let accepted = Accepted::of(headers);
        [
            (Self::Brotli, accepted.weight("br")),
            (Self::Gzip, accepted.weight("gzip")),
            // Unlisted is allowed, and less welcome than what is listed.
            (Self::Identity, accepted.listed("identity").unwrap_or(0)),
        ]
        .into_iter()
        .filter(|(_, weight)| *weight > 0)
        .rev()
        .max_by_key(|(_, weight)| *weight)
        .map_or(Self::Identity, |(encoding, _)| encoding)
    }

    /// Its name in `Content-Encoding`; none for the body as it is.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// Names with their weights in thousandths.
struct Accepted<'a>(Vec<(&'a str, u16)>);

impl<'a> Accepted<'a> {
    fn of(headers: &'a HeaderMap) -> Self {
        let values = headers.get_all(ACCEPT_ENCODING).iter();
        let items = values
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(item);
        Self(items.collect())
    }

    fn listed(&self, name: &str) -> Option<u16> {
        let found = self
            .0
            .iter()
            .find(|(listed, _)| listed.eq_ignore_ascii_case(name));
        found.map(|(_, weight)| *weight)
    }

    fn weight(&self, name: &str) -> u16 {
        self.listed(name).or_else(|| self.listed("*")).unwrap_or(0)
    }
}

/// `br;q=0.8` as its name and weight; nothing if it is malformed.
fn item(text: &str) -> Option<(&str, u16)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?;
    let weight = match parts.next() {
        None => 1000,
        Some(parameter) => thousandths(
            parameter
                .strip_prefix(['q', 'Q'])?
                .trim_start()
                .strip_prefix('=')?
                .trim(),
        )?,
    };
    Some((name, weight))
}

/// `0.8` as 800 (RFC 9110, section 12.4.2).
fn thousandths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part_fits = part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !part_fits || !matches!(whole, "0" | "1") {
        return None;
    }
    let weight = whole.parse::<u16>().ok()? * 1000 + format!("{part:0<3}").parse::<u16>().ok()?;
    (weight <= 1000).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(text: &str) -> Encoding {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, text.parse().unwrap());
        Encoding::accepted(&headers)
    }

    #[test]
    fn the_smallest_of_the_most_welcome_is_chosen() {
        use Encoding::{Brotli, Gzip, Identity};
        for (text, chosen) in [
            ("gzip, deflate, br, zstd", Brotli),
            ("gzip", Gzip),
            ("GZip;q=0.5", Gzip),
            ("br;q=0.5, gzip;q=0.8", Gzip),
            ("br ; Q = 1.0 , gzip;q=0.999", Brotli),
            ("br;q=0, gzip;q=0", Identity),
            ("*", Brotli),
            ("*;q=0.1, br;q=0", Gzip),
            ("identity, gzip;q=0.5", Identity),
            ("identity;q=0.5, gzip;q=0.5", Gzip),
            ("identity;q=0", Identity),
            ("deflate", Identity),
            ("br;q=2", Identity),
            ("br;q=0.1234, gzip", Gzip),
            ("br;level=1", Identity),
            (",;,=;q=", Identity),
            ("", Identity),
        ] {
            assert_eq!(accepted(text), chosen, "{text}");
        }
        assert_eq!(Encoding::accepted(&HeaderMap::new()), Identity);
    }
}
