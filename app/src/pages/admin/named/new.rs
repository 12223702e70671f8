//! The form for a new category or brand.

use leptos::prelude::*;

use super::fields::{LineField, typed_form};
use crate::{
    components::form::FormProblem,
    model::{form::FormAnswer, taxonomy::Kind},
};

/// Name and slug, and whatever else belongs to the kind.
#[component]
pub fn NewForm(
    kind: Kind,
    /// The address of this page.
    action: String,
    answer: FormAnswer,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let typed = typed_form(&answer).unwrap_or_default();
    let title = format!("New {}", kind.noun());
    let button = format!("Make {}", kind.noun());
    view! {
        <section class="named-part" aria-labelledby="new-title">
            <h2 id="new-title">{title}</h2>
            <form class="form" method="post" action=action>
                <FormProblem answer=answer.clone() />
                <LineField answer=answer.clone() name="name" label="Name" value=typed.name />
                <LineField
                    answer
                    name="slug"
                    label="Slug"
                    value=typed.slug
                    hint="What stands for it in addresses. Left empty, it follows from the name."
                    optional=true
                />
                {children.map(|children| children())}
                <button class="button" type="submit">
                    {button}
                </button>
            </form>
        </section>
    }
}
