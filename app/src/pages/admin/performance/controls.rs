//! What can be chosen: how far back, and which instance. All of it is links, so the address says it all.

use leptos::prelude::*;

use crate::model::performance::{PanelQuery, Window};

/// Links to other windows and instances, and how old the figures are.
#[component]
pub fn Controls(query: PanelQuery, instances: Vec<String>, at: String) -> impl IntoView {
    let windows = Window::ALL.map(|window| {
        let to = PanelQuery {
            window,
            ..query.clone()
        };
        choice(window.label().to_owned(), &to, window == query.window)
    });
    let windows = windows.into_iter().collect_view();
    view! {
        <div class="panel-controls">
            <nav aria-label="Window">
                <ul class="choices">{windows}</ul>
            </nav>
            <Instances query instances />
            <div class="live">
                <p class="live-state" id="live-state" data-state="drawn">
                    {format!("As of {at} UTC")}
                </p>
                <button
                    class="button button-quiet live-button"
                    id="live-button"
                    type="button"
                    data-action="pause"
                    hidden
                >
                    "Pause"
                </button>
            </div>
        </div>
    }
}

/// Links to the instances; nothing if there is but one, and no other is asked for.
#[component]
fn Instances(query: PanelQuery, instances: Vec<String>) -> impl IntoView {
    if instances.len() < 2 && query.instance.is_none() {
        return None;
    }
    let of = |instance: Option<String>| PanelQuery {
        window: query.window,
        instance,
    };
    let all = choice(
        "All instances".to_owned(),
        &of(None),
        query.instance.is_none(),
    );
    let each = instances.iter().map(|name| {
        let is_current = query.instance.as_ref() == Some(name);
        choice(name.clone(), &of(Some(name.clone())), is_current)
    });
    let each = each.collect_view();
    Some(view! {
        <nav aria-label="Instance">
            <ul class="choices">{all} {each}</ul>
        </nav>
    })
}

fn choice(text: String, to: &PanelQuery, is_current: bool) -> AnyView {
    let href = address("/admin/performance", to);
    view! {
        <li>
            <a href=href aria-current=is_current.then_some("true")>
                {text}
            </a>
        </li>
    }
    .into_any()
}

/// Where `query` is answered.
pub(super) fn address(path: &str, query: &PanelQuery) -> String {
    match query.to_query_string() {
        none if none.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}
