//! `/admin/products/{key}` and `/admin/products/new`: a product in the hands of those who run the shop.

pub mod conflict;
pub mod fields;
pub mod form;
pub mod history;
pub mod photos;
pub mod preview;

use leptos::prelude::*;
use leptos_meta::Meta;

use self::{form::EditorForm, history::History, photos::Photographs};
use crate::{
    backend,
    components::{
        account_page::{ToLogIn, Told},
        failure::Failure,
        page_title::PageTitle,
    },
    error::AppError,
    model::editing::{Editing, EditingQuery},
    respond::{never_keep, request_path, request_query},
};

/// A product with its history, and the forms that change it for those who may. Each form that is not followed is drawn at its
/// own address, below that of the product.
#[component]
pub fn ProductEditorPage() -> impl IntoView {
    never_keep();
    let key = key_in(&request_path());
    let query = EditingQuery::parse(&request_query());
    view! {
        <Suspense>
            {Suspend::new(async move {
                match key {
                    Some(key) => page(existing(key, query).await),
                    None => page(Err(AppError::NotFound)),
                }
            })}
        </Suspense>
    }
}

/// The key of the product that an address is about.
fn key_in(path: &str) -> Option<i64> {
    let rest = path.strip_prefix("/admin/products/")?;
    rest.split('/').next()?.parse().ok()
}

/// The form of a product that is still to be made.
#[component]
pub fn NewProductPage() -> impl IntoView {
    never_keep();
    let query = EditingQuery::parse(&request_query());
    view! { <Suspense>{Suspend::new(async move { page(new(query).await) })}</Suspense> }
}

async fn existing(key: i64, query: EditingQuery) -> Result<Editing, AppError> {
    backend::products()?.editing(key, query).await
}

async fn new(query: EditingQuery) -> Result<Editing, AppError> {
    backend::products()?.new_product(query).await
}

fn page(loaded: Result<Editing, AppError>) -> AnyView {
    match loaded {
        Ok(editing) => view! { <Editor editing /> }.into_any(),
        Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
        Err(error) => view! { <Failure error /> }.into_any(),
    }
}

#[component]
fn Editor(editing: Editing) -> impl IntoView {
    let title = match (&editing.form, editing.id) {
        (_, None) => "New product".to_owned(),
        (Some(form), _) => form.get("name").to_owned(),
        (None, Some(id)) => format!("Product {id} was removed"),
    };
    let (told, told_at_photos) = match editing.told.clone() {
        told if editing.photos.told => (None, told),
        told => (told, None),
    };
    let photos = editing.id.map(|id| {
        let (photos, may_edit) = (editing.photos.clone(), editing.may.edit);
        view! { <Photographs id photos may_edit told=told_at_photos /> }
    });
    let photos = photos.filter(|_| editing.form.is_some());
    let history = editing.history.clone();
    let (id, older) = (editing.id, editing.older);
    let is_there = editing.form.is_some();
    view! {
        <PageTitle text=title.clone() />
        <Meta name="robots" content="noindex" />
        <section class="editor">
            <p class="editor-back">
                <a href="/admin/products">"Products"</a>
            </p>
            <h1>{title}</h1>
            {told.map(|told| view! { <Told told /> })}
            {if is_there {
                view! { <EditorForm editing /> }.into_any()
            } else {
                view! { <p>"The shop does not have it any more. What happened to it is kept, and its removal can be taken back."</p> }
                    .into_any()
            }}
            {photos}
            {id.map(|id| view! { <History id changes=history older /> })}
        </section>
    }
}
