//! What the page cost, as the server measured it (`Server-Timing`): said by the script, since a page that is kept for all
//! cannot know how it was come by this time.

use js_sys::{Array, Number, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

use super::dom::{one, show};

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
    let navigations = window().performance()?.get_entries_by_type("navigation");
    let navigation = navigations.get(0);
    // Going back may show what the browser has without asking anybody.
    if number(&navigation, "transferSize")? <= 0.0 {
        return Some("From your browser’s own cache: the server was not asked".to_owned());
    }
    let timings: Array = get(&navigation, "serverTiming")?.dyn_into().ok()?;
    let timing = |name: &str| {
        let mut timings = timings.iter();
        timings.find(|timing| text(timing, "name").as_deref() == Some(name))
    };
    let page = timing("page")?;
    let statements = timing("sql").and_then(|sql| text(&sql, "description"));
    let source = text(&page, "description")?;
    // The browser has all it takes to write a fraction; the module would grow by a tenth.
    let milliseconds = Number::from(number(&page, "duration")?).to_fixed(1).ok()?;
    Some(sentence(
        &String::from(milliseconds),
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

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

fn number(object: &JsValue, name: &str) -> Option<f64> {
    get(object, name)?.as_f64()
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    get(object, name)?.as_string()
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
