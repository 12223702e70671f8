//! A failure as a page: what happened, in plain words, and where to go from here.

use leptos::prelude::*;
use leptos_meta::Meta;

use super::page_title::PageTitle;
use crate::{error::AppError, respond::set_status};

/// The page shown instead of one that could not be made; sets its status.
#[component]
pub fn Failure(
    /// What the visitor may learn.
    error: AppError,
) -> impl IntoView {
    set_status(error.status());
    view! {
        <PageTitle text=heading(&error) />
        <Meta name="robots" content="noindex" />
        <FailureNotice error />
    }
}

/// What happened and where to go from here, without a word about it in the document's head.
#[component]
pub fn FailureNotice(
    /// What the visitor may learn.
    error: AppError,
    /// Number of the request, for those who ask us about it.
    #[prop(optional, into)]
    request_id: String,
) -> impl IntoView {
    let reference = (!request_id.is_empty()).then(|| {
        view! { <p class="request-id">"Reference: " <code>{request_id}</code></p> }
    });
    view! {
        <section class="notice" data-status=error.status().as_u16()>
            <h1>{heading(&error)}</h1>
            <p>{error.to_string()}</p>
            {reference}
            <p>
                <a class="button" href="/">
                    "To the front page"
                </a>
                " "
                <a class="button button-quiet" href="/search">
                    "All products"
                </a>
            </p>
        </section>
    }
}

/// A failure in two or three words.
pub fn heading(error: &AppError) -> &'static str {
    match error {
        AppError::NotFound => "Page not found",
        AppError::Unauthorized => "Please log in",
        AppError::Forbidden => "Not allowed",
        AppError::Invalid(_) => "That request made no sense",
        AppError::TooManyRequests => "Please slow down",
        AppError::Unavailable => "Back in a moment",
        AppError::Internal => "Something went wrong",
    }
}
