//! Colours, sizes and spaces: by the names they have in `style/tokens.css`.

use leptos::prelude::*;

const COLOURS: [&str; 17] = [
    "ground",
    "surface",
    "surface-raised",
    "line",
    "line-strong",
    "text",
    "text-quiet",
    "accent",
    "accent-strong",
    "on-accent",
    "accent-soft",
    "mark",
    "sale",
    "star",
    "star-empty",
    "good",
    "watch",
];
const SIZES: [&str; 6] = ["xs", "s", "m", "l", "xl", "xxl"];
const SPACES: [&str; 7] = ["1", "2", "3", "4", "5", "6", "7"];

/// One of each.
#[component]
pub fn Tokens() -> impl IntoView {
    view! {
        <section aria-labelledby="tokens">
            <h2 id="tokens">"Tokens"</h2>
            <ul class="swatches">
                {COLOURS
                    .map(|name| {
                        view! {
                            <li>
                                <span class=format!("swatch swatch-{name}")></span>
                                <code>{name}</code>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            {SIZES
                .map(|name| {
                    view! {
                        <p class=format!("size-{name}")>
                            "Find it before you finish typing " <code>{format!("text-{name}")}</code>
                        </p>
                    }
                })
                .collect_view()}
            <ul class="spaces">
                {SPACES
                    .map(|name| {
                        view! {
                            <li>
                                <span class=format!("space space-{name}")></span>
                                <code>{format!("space-{name}")}</code>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <div class="samples">
                <div class="surface surface-1">"shadow-1"</div>
                <div class="surface surface-2">"shadow-2"</div>
            </div>
        </section>
    }
}
