//! Prices: exact, in minor units of a currency.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount of money in minor units (cents for USD) and its ISO 4217 currency code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Whole number of minor units; never negative in the catalogue.
    pub minor: i64,
    /// ISO 4217 code, three capital letters.
    pub currency: String,
}

impl Money {
    /// `minor` units of `currency`.
    pub fn new(minor: i64, currency: impl Into<String>) -> Self {
        Self {
            minor,
            currency: currency.into(),
        }
    }

    /// The amount that `text` writes as a plain decimal number: `1234.5`, or with grouping commas; nothing if it is none,
    /// is negative or has more digits than the currency.
    pub fn parse(text: &str, currency: &str) -> Option<Self> {
        let digits = usize::try_from(minor_digits(currency)).ok()?;
        let plain = text.trim().replace(',', "");
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_amount = !(whole.is_empty() && part.is_empty());
        if !is_amount || !is_number(whole) || !is_number(part) || part.len() > digits {
            return None;
        }
        let minor = format!("{whole}{part:0<digits$}").parse().ok()?;
        Some(Self::new(minor, currency))
    }

    /// The plain decimal number without grouping or sign of currency, as machines want it.
    pub fn decimal(&self) -> String {
        let digits = minor_digits(&self.currency);
        let scale = 10_u64.pow(digits);
        let (whole, part) = split(self.minor, scale);
        let sign = if self.minor < 0 { "-" } else { "" };
        if digits == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{part:0width$}", width = digits as usize)
        }
    }
}

/// `$1,234.50`; currencies without a well-known sign come as `1,234.50 CHF`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimal = self.decimal();
        let (sign, plain) = decimal
            .strip_prefix('-')
            .map_or(("", decimal.as_str()), |rest| ("-", rest));
        let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
        let dot = if part.is_empty() { "" } else { "." };
        let amount = format!("{}{dot}{part}", grouped(whole));
        match symbol(&self.currency) {
            Some(symbol) => write!(f, "{sign}{symbol}{amount}"),
            None => write!(f, "{sign}{amount} {}", self.currency),
        }
    }
}

/// A count with its thousands set apart: `1,234,567`.
pub fn grouped_count(count: i64) -> String {
    let digits = grouped(&count.unsigned_abs().to_string());
    if count < 0 {
        format!("-{digits}")
    } else {
        digits
    }
}

fn split(minor: i64, scale: u64) -> (u64, u64) {
    let amount = minor.unsigned_abs();
    (amount / scale, amount % scale)
}

/// Digits after the decimal point (ISO 4217, list one: the exponents that are not 2).
fn minor_digits(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

fn symbol(currency: &str) -> Option<&'static str> {
    match currency {
        "USD" => Some("$"),
        "EUR" => Some("€"),
        "GBP" => Some("£"),
        "JPY" => Some("¥"),
        _ => None,
    }
}

fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_shoppers_write_it() {
        assert_eq!(Money::new(123_450, "USD").to_string(), "$1,234.50");
        assert_eq!(Money::new(5, "EUR").to_string(), "€0.05");
        assert_eq!(Money::new(1_500, "JPY").to_string(), "¥1,500");
        assert_eq!(Money::new(99_900, "CHF").to_string(), "999.00 CHF");
        assert_eq!(Money::new(1_234_567, "KWD").to_string(), "1,234.567 KWD");
        assert_eq!(Money::new(-250, "USD").to_string(), "-$2.50");
    }

    #[test]
    fn what_was_typed_is_read_back() {
        for (text, currency, minor) in [
            ("49.90", "USD", 4_990),
            (" 1,234.5 ", "EUR", 123_450),
            ("7", "GBP", 700),
            (".5", "USD", 50),
            ("1500", "JPY", 1_500),
            ("1.005", "KWD", 1_005),
        ] {
            let money = Money::parse(text, currency);
            assert_eq!(money, Some(Money::new(minor, currency)), "{text}");
            let decimal = money.unwrap().decimal();
            assert_eq!(
                Money::parse(&decimal, currency),
                Some(Money::new(minor, currency))
            );
        }
        for text in [
            "",
            ".",
            "-1",
            "1.005",
            "1e3",
            "four",
            "1.2.3",
            "99999999999999999999",
        ] {
            assert_eq!(Money::parse(text, "USD"), None, "{text}");
        }
        assert_eq!(Money::parse("1.5", "JPY"), None);
    }

    #[test]
    fn the_smallest_amount_does_not_overflow() {
        assert_eq!(Money::new(i64::MIN, "JPY").decimal(), i64::MIN.to_string());
    }

    #[test]
    fn counts_are_grouped_by_thousands() {
        assert_eq!(grouped_count(1_000_000), "1,000,000");
        assert_eq!(grouped_count(999), "999");
    }
}
