//! What surrounds every page.

use leptos::{context::Provider, prelude::*};

use super::heart::HeartForm;
use crate::{
    backend::NamesSession,
    islands::search_box::{SearchBox, Typed},
    model::search::ParsedQuery,
    respond,
};

/// Name, search and account.
#[component]
pub fn Header() -> impl IntoView {
    // Only the results page has its words in the box: elsewhere the address means other things.
    let typed = match respond::request_path().as_str() {
        "/search" => ParsedQuery::parse(&respond::request_query()).query.text,
        _ => String::new(),
    };
    let session = use_context::<NamesSession>().is_some_and(|names| names.0);
    view! {
        <header class="site-header">
            <a class="site-name" href="/">
                "Vitrine"
            </a>
            <form class="search-form" role="search" action="/search" method="get">
                <Provider value=Typed(typed)>
                    <SearchBox />
                </Provider>
                <button class="button" type="submit">
                    "Search"
                </button>
            </form>
            <nav class="site-nav" aria-label="Site">
                <a href="/search">"All products"</a>
                <a href="/favourites">"Favourites"</a>
                <a href="/me">"Account"</a>
                {session.then(|| view! { <LogOut /> })}
            </nav>
        </header>
    }
}

/// In sight on every page of who may be logged in (ASVS 5.0, 7.4.4).
#[component]
fn LogOut() -> impl IntoView {
    view! {
        <form method="post" action="/log-out">
            <button class="link-button" type="submit">
                "Log out"
            </button>
        </form>
    }
}

/// The end of every page.
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="site-footer">
            <p>"Vitrine: product search whose speed you can see."</p>
            <HeartForm next=respond::request_address() />
        </footer>
        // What scripts have to say.
        <p id="said" class="said" role="status"></p>
    }
}
