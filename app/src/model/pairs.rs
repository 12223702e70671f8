//! The pairs of names and values in the query part of an address, or in a form.

/// The first value of this name.
pub fn first(pairs: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(pairs.as_bytes())
        .find(|(given, _)| given == name)
        .map(|(_, value)| value.into_owned())
}

/// All values of this name, in order.
pub fn all(pairs: &str, name: &str) -> Vec<String> {
    form_urlencoded::parse(pairs.as_bytes())
        .filter(|(given, _)| given == name)
        .map(|(_, value)| value.into_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{all, first};

    #[test]
    fn the_first_of_a_name_counts() {
        let pairs = "a=1&b=x%20y+z&a=2&c";
        let value = |name| first(pairs, name);
        assert_eq!(value("a").as_deref(), Some("1"));
        assert_eq!(value("b").as_deref(), Some("x y z"));
        assert_eq!(value("c").as_deref(), Some(""));
        assert_eq!(value("d"), None);
        assert_eq!(all(pairs, "a"), ["1", "2"]);
    }
}
