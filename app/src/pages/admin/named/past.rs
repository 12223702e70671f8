//! What happened to categories or brands, the last first, each with a way to take it back.

use leptos::prelude::*;

use crate::model::{
    money::grouped_count,
    taxonomy::{Kind, PastAct},
};

/// The acts.
#[component]
pub fn Past(
    kind: Kind,
    past: Vec<PastAct>,
    /// The key of the one whose page this is.
    back: Option<i32>,
) -> impl IntoView {
    let is_empty = past.is_empty();
    let items = past.into_iter().map(|act| item(kind, act, back));
    let items = items.collect_view();
    view! {
        <section class="history named-part" id="history" aria-labelledby="history-title">
            <h2 id="history-title">"History"</h2>
            {is_empty.then(|| view! { <p>"Nothing has happened since the shop keeps a history."</p> })}
            <ol class="changes">{items}</ol>
        </section>
    }
}

fn item(kind: Kind, act: PastAct, back: Option<i32>) -> impl IntoView + use<> {
    let PastAct {
        id,
        at,
        who,
        what,
        products,
        may_undo,
    } = act;
    let label = format!("Undo: {what}");
    let products = (products > 0).then(|| {
        let words = match products {
            1 => "1 product changed".to_owned(),
            many => format!("{} products changed", grouped_count(many)),
        };
        view! {
            ", "
            <a href=format!("/admin/products/acts/{id}")>{words}</a>
        }
    });
    let undo = may_undo.then(|| {
        let back =
            back.map(|back| view! { <input type="hidden" name="back" value=back.to_string() /> });
        view! {
            <form method="post" action=format!("{}/acts/{id}/undo", kind.list())>
                {back}
                <button class="link-button" type="submit" aria-label=label>
                    "Undo"
                </button>
            </form>
        }
    });
    view! {
        <li class="change">
            <p class="change-head">
                <strong>{what}</strong>
                {format!(" by {who}, ")}
                <time>{at}</time>
                {products}
            </p>
            {undo}
        </li>
    }
}
