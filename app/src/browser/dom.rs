//! Finding things in the document, and asking the server for more of them.

use std::time::Duration;

use js_sys::{JsString, Number};
use leptos::prelude::{document, set_timeout, window};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, DomParser, Element, Event, NodeList, PageTransitionEvent, RequestInit, Response,
    SupportedType,
};

/// How long on the screen: time to read a short sentence.
const SAID: Duration = Duration::from_secs(5);

/// All elements of the page that match.
pub(crate) fn all(selector: &str) -> Vec<Element> {
    document()
        .query_selector_all(selector)
        .map_or_else(|_| Vec::new(), |nodes| elements(&nodes))
}

/// All elements in `root` that match.
pub(crate) fn all_in(root: &Element, selector: &str) -> Vec<Element> {
    root.query_selector_all(selector)
        .map_or_else(|_| Vec::new(), |nodes| elements(&nodes))
}

/// Does something at each event of this name that reaches the window, as long as the page lives. Smaller than Leptos's
/// listeners, which are compiled once for each kind of event.
pub(crate) fn on_window(name: &str, act: impl FnMut(Event) + 'static) {
    let act = Closure::<dyn FnMut(Event)>::new(act);
    // Fails for no name.
    let _ = window().add_event_listener_with_callback(name, act.as_ref().unchecked_ref());
    act.forget();
}

/// Whether the page comes back as the browser kept it, in an event `pageshow`.
pub(crate) fn is_kept(event: &Event) -> bool {
    let event = event.dyn_ref::<PageTransitionEvent>();
    event.is_some_and(PageTransitionEvent::persisted)
}

/// Text in lower case. The browser can do that, and the module need not bring the tables.
pub(crate) fn lower_case(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// A number with this many digits behind the point; nothing for a number of digits that no browser knows. The browser has
/// all it takes to write a fraction: the module would grow by a tenth.
pub(crate) fn with_digits(number: f64, digits: u8) -> Option<String> {
    let text = Number::from(number).to_fixed(digits).ok()?;
    Some(text.into())
}

/// The first element of the page that matches.
pub(crate) fn one(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

fn elements(nodes: &NodeList) -> Vec<Element> {
    (0..nodes.length())
        .filter_map(|index| nodes.get(index)?.dyn_into().ok())
        .collect()
}

/// Shows an element, or hides it.
pub(crate) fn show(element: &Element, shown: bool) {
    // Neither fails but on an invalid name.
    let _ = if shown {
        element.remove_attribute("hidden")
    } else {
        element.set_attribute("hidden", "")
    };
}

/// Says something to everybody: on the screen for a while, and by a screen reader.
pub(crate) fn say(text: &str) {
    let Some(said) = one("#said") else { return };
    said.set_text_content(Some(text));
    let text = text.to_owned();
    let forget = move || {
        // Something else may have been said meanwhile.
        if said.text_content().as_ref() == Some(&text) {
            said.set_text_content(None);
        }
    };
    set_timeout(forget, SAID);
}

/// What `address` of this site answers with success; otherwise the status of the answer, 0 if there is none.
pub(crate) async fn fetch(address: &str, init: &RequestInit) -> Result<Response, u16> {
    let fetched = window().fetch_with_str_and_init(address, init);
    let response: Response = JsFuture::from(fetched)
        .await
        .and_then(JsCast::dyn_into)
        .map_err(|_| 0_u16)?;
    if response.ok() {
        Ok(response)
    } else {
        Err(response.status())
    }
}

/// The text at `address` of this site; otherwise as [`fetch`].
pub(crate) async fn fetch_text(address: &str, init: &RequestInit) -> Result<String, u16> {
    text_of(&fetch(address, init).await?).await
}

/// The text of an answer; 0 if it breaks off.
pub(crate) async fn text_of(response: &Response) -> Result<String, u16> {
    let text = response.text().map_err(|_| 0_u16)?;
    let text = JsFuture::from(text).await.map_err(|_| 0_u16)?;
    text.as_string().ok_or(0)
}

/// The page at `address` of this site, as a document that is not shown.
pub(crate) async fn fetch_page(address: &str) -> Result<Document, u16> {
    let html = fetch_text(address, &RequestInit::new()).await?;
    let parser = DomParser::new().map_err(|_| 0_u16)?;
    parser
        .parse_from_string(&html, SupportedType::TextHtml)
        .map_err(|_| 0)
}
