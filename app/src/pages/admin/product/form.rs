//! The form of a product: one for a new one and for one that is there.

use leptos::prelude::*;

use super::{
    conflict::Conflict,
    fields::{Attributes, Choose, Line, Lines, Shown},
};
use crate::{
    components::form::FormProblem,
    model::{
        editing::{Choice, Editing, ProductForm},
        form::FormAnswer,
    },
    respond::form_answer,
};

/// The fields as they are, or as somebody typed them, with what is wrong.
#[component]
pub fn EditorForm(editing: Editing) -> impl IntoView {
    let answer = form_answer();
    let present = editing.form.clone().unwrap_or_default();
    let typed = answer.typed("form").map(ProductForm::parse);
    let is_conflict = answer.problem("conflict").is_some();
    let form = typed.clone().unwrap_or_else(|| present.clone());
    // Who saves again after a conflict has seen what is there now.
    let begun = form
        .version
        .filter(|_| !is_conflict)
        .unwrap_or(editing.version);
    let action = match editing.id {
        Some(id) => format!("/admin/products/{id}"),
        None => "/admin/products/new".to_owned(),
    };
    let preview = format!("{action}/preview");
    let conflict = typed.filter(|_| is_conflict).map(|mine| {
        let since = mine.version.unwrap_or_default();
        let theirs = editing
            .history
            .iter()
            .filter(|change| change.version > since);
        let who: Vec<(String, String)> = theirs
            .map(|change| (change.who.clone(), change.at.clone()))
            .collect();
        let differences = present.differences(&mine);
        let (categories, own) = (editing.categories.clone(), action.clone());
        view! { <Conflict differences who categories own /> }
    });
    let shown = Shown {
        form,
        answer: answer.clone(),
        is_locked: !editing.may.edit,
    };
    view! {
        {conflict}
        {(!is_conflict).then(|| view! { <FormProblem answer=answer.clone() /> })}
        <Links editing=editing.clone() form=present />
        <form class="editor-form" method="post" action=action>
            <input type="hidden" name="version" value=begun />
            <Texts shown=shown.clone() />
            <Facts shown=shown.clone() editing=editing.clone() answer />
            {editing.may.edit.then(|| view! { <Buttons is_new=editing.id.is_none() is_conflict preview /> })}
        </form>
        <Delete editing />
    }
}

#[component]
fn Texts(shown: Shown) -> impl IntoView {
    view! {
        <div class="editor-texts">
            <Line shown=shown.clone() name="name" label="Name" maxlength=500 required=true />
            <Lines shown=shown.clone() name="description" label="Description" maxlength=20_000 />
            <Attributes shown />
        </div>
    }
}

#[component]
fn Facts(shown: Shown, editing: Editing, answer: FormAnswer) -> impl IntoView {
    let statuses = [
        ("draft", "Draft: not seen yet"),
        ("published", "Published: on sale"),
        ("archived", "Archived: no longer sold"),
    ];
    let statuses = statuses.map(|(value, label)| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
    });
    let nowhere = Choice {
        value: String::new(),
        label: "In no category".to_owned(),
    };
    let categories = std::iter::once(nowhere).chain(editing.categories).collect();
    let brands = editing.brands.into_iter();
    let brands = brands
        .map(|name| view! { <option value=name></option> })
        .collect_view();
    let new_brand = answer.problem("brand").is_some() || shown.form.new_brand;
    let ticked = shown.form.new_brand;
    view! {
        <div class="editor-facts">
            <Choose shown=shown.clone() name="status" label="Status" choices=statuses.into() />
            <Choose shown=shown.clone() name="category" label="Category" choices=categories />
            <Line shown=shown.clone() name="brand" label="Brand" maxlength=200 list="brands" />
            <datalist id="brands">{brands}</datalist>
            {new_brand
                .then(|| {
                    view! {
                        <label class="tick">
                            <input type="checkbox" name="new_brand" checked=ticked />
                            "Make this brand"
                        </label>
                    }
                })}
            <div class="editor-pair">
                <Line
                    shown=shown.clone()
                    name="price"
                    label="Price"
                    inputmode="decimal"
                    maxlength=20
                    hint="Empty: on request."
                />
                <Line
                    shown=shown.clone()
                    name="compare_at"
                    label="Former price"
                    inputmode="decimal"
                    maxlength=20
                />
            </div>
            <div class="editor-pair">
                <Line shown=shown.clone() name="currency" label="Currency" maxlength=3 required=true />
                <Line
                    shown=shown.clone()
                    name="stock"
                    label="Stock"
                    inputmode="numeric"
                    maxlength=10
                    hint="Empty: not counted."
                />
            </div>
            <Line shown=shown.clone() name="sku" label="Item number" maxlength=200 required=true />
            <Line
                shown=shown.clone()
                name="slug"
                label="Address"
                maxlength=200
                hint="The part after /p/. Empty: made of the name. The old address leads to the new one."
            />
            <Line shown name="image" label="Picture" inputmode="url" maxlength=2_048 />
            {editing.id.map(|_| view! { <Ratings rating=editing.rating count=editing.review_count /> })}
        </div>
    }
}

#[component]
fn Ratings(rating: Option<f32>, count: i32) -> impl IntoView {
    let text = match rating {
        Some(rating) => format!("{rating:.1} of 5, by {count} people"),
        None => "Not rated yet".to_owned(),
    };
    view! {
        <p class="editor-rating">
            <strong>"Rating"</strong>
            <span>{text}</span>
        </p>
    }
}

#[component]
fn Buttons(
    is_new: bool,
    is_conflict: bool,
    /// Where the product is shown as it would be.
    preview: String,
) -> impl IntoView {
    let text = match (is_new, is_conflict) {
        (true, _) => "Make product",
        (false, true) => "Save mine",
        (false, false) => "Save",
    };
    view! {
        <p class="editor-buttons">
            <button class="button" type="submit" name="act" value="save">
                {text}
            </button>
            // In a window of its own, so that nothing typed is lost.
            <button
                class="button button-quiet"
                type="submit"
                name="act"
                value="preview"
                formaction=preview
                formtarget="_blank"
                formnovalidate
            >
                "Preview"
            </button>
        </p>
    }
}

/// Where to go from here.
#[component]
fn Links(editing: Editing, form: ProductForm) -> impl IntoView {
    let id = editing.id?;
    let shop = match form.get("status") {
        "draft" => None,
        _ => Some(format!("/p/{}", form.get("slug"))),
    };
    let like = format!("/admin/products/new?like={id}");
    Some(view! {
        <ul class="editor-links">
            {shop
                .map(|address| {
                    view! {
                        <li>
                            <a href=address>"View in shop"</a>
                        </li>
                    }
                })}
            {editing
                .may
                .edit
                .then(|| {
                    view! {
                        <li>
                            <a href=like>"Duplicate"</a>
                        </li>
                    }
                })}
            <li>
                <a href="#history">"History"</a>
            </li>
        </ul>
    })
}

#[component]
fn Delete(editing: Editing) -> impl IntoView {
    let id = editing.id.filter(|_| editing.may.delete)?;
    Some(view! {
        <form
            class="editor-delete"
            method="post"
            action=format!("/admin/products/{id}/delete")
        >
            <button class="link-button" type="submit">
                "Delete this product"
            </button>
        </form>
    })
}
