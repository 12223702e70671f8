//! What else can be done to a category or a brand: moving, merging, deleting.

use leptos::prelude::*;

use super::fields::ParentField;
use crate::model::{
    form::FormAnswer,
    taxonomy::{Kind, NamedPage},
};

/// A form for each. To move and to merge ask first.
#[component]
pub fn Ways(page: NamedPage) -> impl IntoView {
    let relocate = (page.kind == Kind::Category).then(|| view! { <MoveForm page=page.clone() /> });
    view! {
        <div class="named-ways">
            {relocate}
            <MergeForm page=page.clone() />
            <DeleteForm page />
        </div>
    }
}

#[component]
fn MoveForm(page: NamedPage) -> impl IntoView {
    let chosen = page.parent.map_or_else(String::new, |id| id.to_string());
    let action = format!("{}/move", page.kind.page(page.id));
    view! {
        <section class="named-part" aria-labelledby="move-title">
            <h2 id="move-title">"Move"</h2>
            <form class="form" method="get" action=action>
                <ParentField answer=FormAnswer::default() places=page.places chosen label="Below" />
                <button class="button button-quiet" type="submit">
                    "Move …"
                </button>
                <p class="hint">"All below it goes along. You are told what would come of it first."</p>
            </form>
        </section>
    }
}

#[component]
fn MergeForm(page: NamedPage) -> impl IntoView {
    let action = format!("{}/merge", page.kind.page(page.id));
    let field = match page.kind {
        Kind::Category => {
            let options = page.others.into_iter().map(|other| {
                view! { <option value=other.value>{other.label}</option> }
            });
            let options = options.collect_view();
            view! {
                <select id="into" name="into" required>
                    <option value="">"Choose one"</option>
                    {options}
                </select>
            }
            .into_any()
        }
        Kind::Brand => {
            let options = page
                .others
                .into_iter()
                .map(|other| view! { <option value=other.value></option> });
            let options = options.collect_view();
            view! {
                <input
                    id="into"
                    name="into"
                    type="text"
                    list="brands"
                    autocomplete="off"
                    maxlength="200"
                    required
                />
                <datalist id="brands">{options}</datalist>
            }
            .into_any()
        }
    };
    let (label, hint) = match page.kind {
        Kind::Category => (
            "Into",
            "Its products and subcategories go there, its addresses lead there, and it is gone. You are told what would come of it first.",
        ),
        Kind::Brand => (
            "Into (name or slug)",
            "Its products go there, its slug means that one, and it is gone. You are told what would come of it first.",
        ),
    };
    view! {
        <section class="named-part" aria-labelledby="merge-title">
            <h2 id="merge-title">"Merge"</h2>
            <form class="form" method="get" action=action>
                <div class="field">
                    <label for="into">{label}</label>
                    {field}
                </div>
                <button class="button button-quiet" type="submit">
                    "Merge …"
                </button>
                <p class="hint">{hint}</p>
            </form>
        </section>
    }
}

#[component]
fn DeleteForm(page: NamedPage) -> impl IntoView {
    let action = format!("{}/delete", page.kind.page(page.id));
    let is_empty = page.own == 0 && page.children == 0;
    let body = if is_empty {
        view! {
            <form class="form" method="post" action=action>
                <button class="button button-danger" type="submit">
                    {format!("Delete “{}”", page.name)}
                </button>
                <p class="hint">"Nothing is in it. Its address will say that it is gone."</p>
            </form>
        }
        .into_any()
    } else {
        let words = match page.kind {
            Kind::Category => {
                "It has products or subcategories. Merge it into another category instead, or move what is in it first."
            }
            Kind::Brand => "It has products. Merge it into another brand instead.",
        };
        view! { <p class="hint">{words}</p> }.into_any()
    };
    view! {
        <section class="named-part" aria-labelledby="delete-title">
            <h2 id="delete-title">"Delete"</h2>
            {body}
        </section>
    }
}
