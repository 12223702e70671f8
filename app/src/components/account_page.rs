//! What all pages about accounts have in common.

use leptos::prelude::*;
use leptos_meta::Meta;

use super::page_title::PageTitle;
use crate::respond::never_keep;

/// A page about an account: kept by nobody, found by no search engine.
#[component]
pub fn AccountPage(
    /// Title and heading.
    title: &'static str,
    children: Children,
) -> impl IntoView {
    never_keep();
    view! {
        <PageTitle text=title />
        <Meta name="robots" content="noindex" />
        <section class="page">
            <h1>{title}</h1>
            {children()}
        </section>
    }
}

/// Something to be told before all else.
#[component]
pub fn Note(
    /// In words of our own.
    message: &'static str,
) -> impl IntoView {
    view! {
        <p class="note" role="status">
            {message}
        </p>
    }
}
