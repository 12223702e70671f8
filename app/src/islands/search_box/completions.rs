//! Asking the server for completions while somebody types, and keeping only the newest answer.

use std::collections::HashMap;

use leptos::{prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::{AbortController, Element, HtmlElement, RequestInit};

use super::cursor::Cursor;
use crate::browser::{
    dom::{all, fetch_text, lower_case},
    searches,
};

/// The list under the field: its options as the server rendered them, and the one pointed at.
#[derive(Clone, Copy)]
pub(super) struct Completions {
    html: RwSignal<String>,
    cursor: RwSignal<Cursor>,
    /// The request under way. Only the browser ever puts one here: what is wrapped must stay on
    /// its thread, and the server renders on many.
    request: StoredValue<Option<SendWrapper<AbortController>>>,
    known: StoredValue<HashMap<String, String>>,
}

impl Completions {
    /// An empty list.
    pub(super) fn new() -> Self {
        Self {
            html: RwSignal::new(String::new()),
            cursor: RwSignal::new(Cursor::default()),
            request: StoredValue::new(None),
            known: StoredValue::new(HashMap::new()),
        }
    }

    /// The options.
    pub(super) fn html(self) -> String {
        self.html.get()
    }

    /// Whether there is anything to show.
    pub(super) fn is_open(self) -> bool {
        self.html.with(|html| !html.is_empty())
    }

    /// Takes the list away; an answer still on its way will not bring it back.
    pub(super) fn close(self) {
        self.cancel();
        self.show(String::new());
    }

    /// Looks up completions of `typed`, at each key: an answer takes the server less time than the next key takes to come,
    /// and waiting for the keys to rest would be all that is felt. For nothing, offers what was searched for lately.
    pub(super) fn ask(self, typed: String) {
        self.cancel();
        let typed = lower_case(typed.trim());
        if typed.is_empty() {
            self.show(searches::options());
        } else if let Some(html) = self.known.with_value(|known| known.get(&typed).cloned()) {
            self.show(html);
        } else {
            self.fetch(typed);
        }
    }

    /// Moves the cursor.
    pub(super) fn point(self, step: impl Fn(Cursor) -> Cursor) {
        self.cursor.update(|cursor| *cursor = step(*cursor));
        let pointed = self.cursor.get_untracked().index();
        for (index, option) in options().into_iter().enumerate() {
            let selected = (Some(index) == pointed).to_string();
            // Only fails on an invalid attribute name.
            let _ = option.set_attribute("aria-selected", &selected);
        }
    }

    /// Id of the option pointed at, as the server numbered it.
    pub(super) fn pointed_id(self) -> Option<String> {
        self.cursor
            .get()
            .index()
            .map(|index| format!("suggestion-{index}"))
    }

    /// Does what a press of the option pointed at does; whether there is one.
    pub(super) fn press(self) -> bool {
        let option = self.pointed();
        if let Some(option) = option.as_ref().and_then(JsCast::dyn_ref::<HtmlElement>) {
            option.click();
        }
        option.is_some()
    }

    /// Forgets the search pointed at; whether one is.
    pub(super) fn forget_pointed(self) -> bool {
        let pointed = self.pointed();
        let cross =
            pointed.and_then(|option| option.query_selector("[data-forget]").ok().flatten());
        cross.is_some_and(|cross| self.forget(&cross))
    }

    /// Forgets what `element`, or what it is part of, is there to forget; whether it is there for that.
    pub(super) fn forget(self, element: &Element) -> bool {
        let marked = element.closest("[data-forget]").ok().flatten();
        let words = marked.and_then(|marked| marked.get_attribute("data-forget"));
        if let Some(words) = &words {
            searches::forget(words);
            self.show(searches::options());
        }
        words.is_some()
    }

    fn pointed(self) -> Option<Element> {
        let index = self.cursor.get_untracked().index()?;
        options().into_iter().nth(index)
    }

    /// What a screen reader says about the list.
    pub(super) fn announcement(self) -> String {
        if !self.is_open() {
            return String::new();
        }
        if self.html.with(|html| html.contains("data-forget")) {
            return "Recent searches. Delete forgets the one pointed at.".to_owned();
        }
        match self.cursor.with(|cursor| cursor.len()) {
            1 => "1 suggestion".to_owned(),
            many => format!("{many} suggestions"),
        }
    }

    fn show(self, html: String) {
        let count = html.matches("role=\"option\"").count();
        self.cursor.set(Cursor::above(count));
        self.html.set(html);
    }

    fn cancel(self) {
        self.request.update_value(|request| {
            if let Some(request) = request.take() {
                request.abort();
            }
        });
    }

    fn fetch(self, typed: String) {
        let Ok(abort) = AbortController::new() else {
            return;
        };
        let signal = abort.signal();
        self.request.set_value(Some(SendWrapper::new(abort)));
        spawn_local(async move {
            // No answer, no completions: the field works on as a plain one.
            if let Some(html) = fetch_options(&typed, &signal).await
                && !signal.aborted()
            {
                self.known.update_value(|known| {
                    known.insert(typed, html.clone());
                });
                self.show(html);
            }
        });
    }
}

fn options() -> Vec<Element> {
    all("#suggestions [role=option]")
}

/// The options for `typed`.
async fn fetch_options(typed: &str, signal: &web_sys::AbortSignal) -> Option<String> {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("q", typed)
        .finish();
    let init = RequestInit::new();
    init.set_signal(Some(signal));
    fetch_text(&format!("/suggest?{query}"), &init).await.ok()
}
