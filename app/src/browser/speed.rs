//! What the page cost, as the server measured it (`Server-Timing`): said by the script, since a page that is kept for all
//! cannot know how it was come by this time.

use super::{
    dom::{one, show, with_digits},
    server_timing::Navigation,
};

/// Fills the page's place for it.
pub(super) fn start() {
    if let Some(place) = one("#speed")
        && let Some(text) = measured()
    {
        place.set_text_content(Some(&text));
        show(&place, true);
    }
}

fn measured() -> Option<String> {
    let timings = match Navigation::of_page()? {
        Navigation::Kept => {
            return Some("From your browser’s own cache: the server was not asked".to_owned());
        }
        Navigation::Answered(timings) => timings,
    };
    let (milliseconds, source) = timings.part("page")?;
    let statements = timings.part("sql").map(|(_, statements)| statements);
    Some(sentence(
        &with_digits(milliseconds, 1)?,
        &source,
        statements.as_deref(),
    ))
}

/// What was measured, and where the page was; `source` as the server names it.
fn sentence(milliseconds: &str, source: &str, statements: Option<&str>) -> String {
    let source = match source {
        "memory" => "the whole page from memory",
        "redis" => "the whole page from Redis",
        "shared" => "the page made once for all who asked",
        _ => "the page made now",
    };
    let statements = match statements {
        None => String::new(),
        Some("0") => ", without a question to the database".to_owned(),
        Some("1") => ", with 1 question to the database".to_owned(),
        Some(many) => format!(", with {many} questions to the database"),
    };
    format!("{milliseconds} ms on the server: {source}{statements}")
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn says_what_was_measured_and_where() {
        let kept = sentence("0.3", "memory", None);
        assert_eq!(kept, "0.3 ms on the server: the whole page from memory");
        let made = sentence("14.0", "made", Some("2"));
        let expected = "14.0 ms on the server: the page made now, with 2 questions to the database";
        assert_eq!(made, expected);
        let personal = sentence("3.0", "made", Some("0"));
        assert!(personal.ends_with("the page made now, without a question to the database"));
    }
}
