//! The form for name and slug.

use leptos::prelude::*;

use super::fields::{LineField, typed_form};
use crate::{
    components::form::FormProblem,
    model::{
        editing::Difference,
        taxonomy::{Kind, NamedForm, NamedPage},
    },
    pages::admin::product::conflict::Conflict,
    respond::form_answer,
};

/// Name and slug as they are, or as they were typed.
#[component]
pub fn EditForm(page: NamedPage) -> impl IntoView {
    let answer = form_answer();
    let typed = typed_form(&answer);
    let is_conflict = answer.problem("conflict").is_some();
    let conflict = typed.as_ref().filter(|_| is_conflict).map(|mine| {
        let differences = differences(&page, mine);
        let own = page.kind.page(page.id);
        view! { <Conflict differences who=Vec::new() categories=Vec::new() own /> }
    });
    let (name, slug) = typed.map_or((page.name, page.slug), |form| (form.name, form.slug));
    let hint = match page.kind {
        Kind::Category => {
            "The last part of its address. If it changes, the addresses of it and of all below it lead to the new ones."
        }
        Kind::Brand => {
            "What stands for it where lists are filtered. Addresses that have the old one lead to the new one."
        }
    };
    let title = "Name and slug";
    view! {
        {conflict}
        <section class="named-part" aria-labelledby="edit-title">
            <h2 id="edit-title">{title}</h2>
            <form class="form" method="post" action=page.kind.page(page.id)>
                {(!is_conflict).then(|| view! { <FormProblem answer=answer.clone() /> })}
                <input type="hidden" name="version" value=page.version.to_string() />
                <LineField answer=answer.clone() name="name" label="Name" value=name />
                <LineField answer name="slug" label="Slug" value=slug hint optional=true />
                <button class="button" type="submit">
                    "Save"
                </button>
            </form>
        </section>
    }
}

/// What is there by now and what was typed, where that differs.
fn differences(page: &NamedPage, mine: &NamedForm) -> Vec<Difference> {
    let fields = [
        ("name", "Name", &page.name, &mine.name),
        ("slug", "Slug", &page.slug, &mine.slug),
    ];
    let differing = fields
        .into_iter()
        .filter(|(_, _, theirs, mine)| theirs != mine);
    differing
        .map(|(field, label, theirs, mine)| Difference {
            field,
            label: label.to_owned(),
            texts: [theirs.clone(), mine.clone()],
        })
        .collect()
}
