//! What happened to a product, the last first, each with a way to take it back.

use leptos::prelude::*;

use crate::model::editing::{Change, FieldChange};

/// The changes, and the way to older ones.
#[component]
pub fn History(id: i64, changes: Vec<Change>, older: Option<i64>) -> impl IntoView {
    let is_empty = changes.is_empty();
    let items = changes
        .into_iter()
        .map(|change| view! { <Item id change /> });
    let items = items.collect_view();
    let older = older.map(|before| format!("/admin/products/{id}?before={before}#history"));
    view! {
        <section class="history" id="history" aria-labelledby="history-title">
            <h2 id="history-title">"History"</h2>
            {is_empty.then(|| view! { <p>"Nothing has happened to it since the shop keeps a history."</p> })}
            <ol class="changes">{items}</ol>
            {older
                .map(|address| {
                    view! {
                        <p>
                            <a href=address>"Older changes"</a>
                        </p>
                    }
                })}
        </section>
    }
}

#[component]
fn Item(id: i64, change: Change) -> impl IntoView {
    let Change {
        at,
        who,
        what,
        fields,
        version: _,
        act,
        undo,
    } = change;
    let label = format!("Undo the change of {at}");
    view! {
        <li class="change">
            <p class="change-head">
                <strong>{what}</strong>
                {format!(" by {who}, ")}
                <time>{at}</time>
                {act
                    .map(|act| {
                        view! {
                            ", "
                            <a href=format!("/admin/products/acts/{act}")>{format!("act {act}")}</a>
                        }
                    })}
            </p>
            {(!fields.is_empty()).then(|| view! { <Fields fields /> })}
            {undo
                .map(|act| {
                    view! {
                        <form method="post" action=format!("/admin/products/{id}/undo")>
                            <input type="hidden" name="act" value=act />
                            <button class="link-button" type="submit" aria-label=label>
                                "Undo this change"
                            </button>
                        </form>
                    }
                })}
        </li>
    }
}

/// What became of fields.
#[component]
pub fn Fields(fields: Vec<FieldChange>) -> impl IntoView {
    let fields = fields.into_iter().map(|one| {
        view! {
            <dt>{one.field}</dt>
            <dd>
                <del>{one.before}</del>
                <span class="change-arrow" aria-hidden="true">
                    "→"
                </span>
                <ins>{one.after}</ins>
            </dd>
        }
    });
    view! { <dl class="change-fields">{fields.collect_view()}</dl> }
}
