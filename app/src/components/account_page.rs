//! What all pages about accounts have in common.

use leptos::prelude::*;
use leptos_meta::Meta;

use super::page_title::PageTitle;
use crate::respond::{never_keep, redirect, request_address};

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
        <Meta name="description" content=format!("{title}: your account at Vitrine.") />
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

/// What was done on the page before.
#[component]
pub fn Told(told: String) -> impl IntoView {
    view! {
        <p class="note" role="status">
            {told}
        </p>
    }
}

/// Guests go on to the form, and from there back to this page; the link is for programs that follow no redirect.
#[component]
pub fn ToLogIn() -> impl IntoView {
    never_keep();
    let next: String = form_urlencoded::byte_serialize(request_address().as_bytes()).collect();
    let form = format!("/log-in?next={next}");
    redirect(&form);
    view! {
        <section class="page">
            <p>
                <a href=form>"Please log in."</a>
            </p>
        </section>
    }
}
