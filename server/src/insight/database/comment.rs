//! The name that a statement says in a comment before its text.

/// The name in `/* room.what */ SELECT …` and the rest; no name if there is no such comment.
pub(super) fn name_and_text(sql: &str) -> (Option<String>, &str) {
    let comment = || {
        let (comment, rest) = sql.trim_start().strip_prefix("/*")?.split_once("*/")?;
        let name = comment.trim();
        is_name(name).then(|| (name.to_owned(), rest.trim_start()))
    };
    match comment() {
        Some((name, rest)) => (Some(name), rest),
        None => (None, sql.trim_start()),
    }
}

/// Whether it looks like `room.what`.
fn is_name(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
    };
    text.contains('.') && text.len() <= 80 && text.split('.').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_before_the_text() {
        let told = name_and_text(" /* catalog.cards */ SELECT 1");
        assert_eq!(told, (Some("catalog.cards".to_owned()), "SELECT 1"));
    }

    #[test]
    fn other_comments_are_no_names() {
        for sql in [
            "/* see below */ SELECT 1",
            "/* catalog */ SELECT 1",
            "/* a.b",
            "SELECT 1 /* a.b */",
            "/**/",
        ] {
            assert_eq!(name_and_text(sql), (None, sql), "{sql}");
        }
    }
}
