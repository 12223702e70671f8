//! `/admin/products/{key}/preview`: a product as the shop would show it, made of what is in the fields of its form.

use leptos::prelude::*;
use leptos_meta::Meta;

use super::{NewProductPage, ProductEditorPage, key_in};
use crate::{
    backend,
    components::{account_page::ToLogIn, failure::Failure, page_title::PageTitle},
    error::AppError,
    model::{catalog::ProductDetail, editing::ProductForm},
    pages::product::article::ProductArticle,
    respond::{form_answer, never_keep, request_path},
};

/// The product of the form that was sent here. Of one with faults, the form again; who comes without one is shown the way to it.
#[component]
pub fn PreviewPage() -> impl IntoView {
    never_keep();
    let (path, answer) = (request_path(), form_answer());
    let key = key_in(&path);
    if let Some(typed) = answer.typed("preview").map(ProductForm::parse) {
        return view! { <Shown key typed /> }.into_any();
    }
    if answer.has_problems() {
        return match key {
            Some(_) => view! { <ProductEditorPage /> }.into_any(),
            None => view! { <NewProductPage /> }.into_any(),
        };
    }
    let editor = path.strip_suffix("/preview").unwrap_or(&path).to_owned();
    view! {
        <PageTitle text="Preview" />
        <Meta name="robots" content="noindex" />
        <section class="page">
            <h1>"Preview"</h1>
            <p>
                "A preview is made of what is in the form of a product. "
                <a href=editor>"To the form"</a>
            </p>
        </section>
    }
    .into_any()
}

#[component]
fn Shown(key: Option<i64>, typed: ProductForm) -> impl IntoView {
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(key, &typed).await {
                    Ok(product) => view! { <Preview product /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(key: Option<i64>, form: &ProductForm) -> Result<ProductDetail, AppError> {
    backend::products()?.preview(key, form).await
}

#[component]
fn Preview(product: ProductDetail) -> impl IntoView {
    view! {
        <PageTitle text=format!("Preview: {}", product.summary.name) />
        <Meta name="robots" content="noindex" />
        <p class="preview-bar" role="status">
            <strong>"Preview: not published."</strong>
            " This is what the page would show. Nothing of it is saved."
        </p>
        <ProductArticle product />
    }
}
