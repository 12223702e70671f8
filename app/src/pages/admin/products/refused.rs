//! A row of the list that could not be saved: what was typed, why not, and how the product is now.

use leptos::prelude::*;

use crate::{
    backend,
    error::AppError,
    model::{
        editing::{ListedProduct, RowForm, RowNow},
        form::FormAnswer,
    },
    pages::admin::product::conflict::Conflict,
};

/// What was typed into a row, and why it was not saved.
#[derive(Debug, Clone)]
pub struct RefusedRow {
    /// As it was typed.
    pub typed: RowForm,
    /// What is wrong with it.
    pub answer: FormAnswer,
    /// How the product is now.
    pub now: RowNow,
}

impl RefusedRow {
    /// What the server says to a row's form; nothing if none was sent.
    pub async fn of(answer: FormAnswer) -> Result<Option<Self>, AppError> {
        let Some(mut typed) = answer.typed("row").map(RowForm::parse) else {
            return Ok(None);
        };
        let version = typed.form.version.unwrap_or_default();
        let now = backend::products()?.row(typed.product, version).await?;
        let present = now.product.as_ref();
        // Who saves again after a conflict has seen what is there now.
        if let Some(product) = present.filter(|_| answer.problem("conflict").is_some()) {
            typed.form = typed.form.of_version(product.version);
        }
        Ok(Some(Self { typed, answer, now }))
    }

    /// Has its product among those that are listed: what was typed must not get lost because it does not match any more.
    pub fn put_into(&self, products: &mut Vec<ListedProduct>) {
        let is_listed = products.iter().any(|one| one.id == self.typed.product);
        if let Some(product) = self.now.product.clone().filter(|_| !is_listed) {
            products.insert(0, product);
        }
    }
}

/// What is said above the list.
#[component]
pub fn RefusedNotice(
    refused: RefusedRow,
    /// The address of the list.
    own: String,
) -> impl IntoView {
    let RefusedRow { typed, answer, now } = refused;
    let Some(product) = now.product else {
        return view! {
            <p class="note" role="alert">
                "This product is not there any more."
            </p>
        }
        .into_any();
    };
    let row = format!("#p{}", typed.product);
    if answer.problem("conflict").is_none() {
        return view! {
            <p class="note" role="alert">
                <a href=row>{product.name}</a>
                " was not saved: please look at what is said beside its fields."
            </p>
        }
        .into_any();
    }
    let differences = typed.differences(&product);
    let own = format!("{own}{row}");
    view! {
        <h2>
            <a href=row>{product.name}</a>
        </h2>
        <Conflict differences who=now.since categories=Vec::new() own />
    }
    .into_any()
}
