//! The pages as an Axum router, and the few pieces of HTML the server asks for outside of it.
//!
//! The server hands in what pages need as a plain function that fills Leptos' context: no type of
//! a page leaks into the server, so editing one does not recompile the other.

use std::sync::Arc;

use axum::Router;
use http::StatusCode;
use leptos::{nonce::Nonce, prelude::*};
use leptos_axum::{LeptosRoutes, generate_route_list, render_app_async_with_context};

use crate::{
    app::{App, document, shell},
    components::{
        failure::{FailureNotice, heading},
        layout::{Footer, Header},
        outdated::OutdatedNotice,
        product_grid::ProductGrid,
        suggestion_list::SuggestionList,
    },
    error::AppError,
    model::{
        catalog::ProductSummary, imports::ImportProgress, performance::Performance,
        search::Suggestions,
    },
    pages::admin::{imports::progress::Progress, performance::regions},
};

pub use crate::pages::admin::performance::Regions;

/// [`OutdatedSlot`](crate::components::outdated::OutdatedSlot) in a finished page. No text of a visitor can spell it: quotes
/// are escaped everywhere.
const OUTDATED_SLOT: &str = r#"<template id="outdated"></template>"#;

/// What Leptos ends each page with for its resources and error boundaries, of which no page has any.
const STATE_SCRIPTS: [&str; 2] = [
    "__RESOLVED_RESOURCES=[];__SERIALIZED_ERRORS=[];__PENDING_RESOURCES=[];__RESOURCE_RESOLVERS=[];",
    "__INCOMPLETE_CHUNKS=[];",
];

/// Fills the Leptos context of one request.
pub type ProvideContext = Arc<dyn Fn() + Send + Sync>;

/// All pages; what no page and no route of the server's matches gets the 404 page.
pub fn pages(options: &LeptosOptions, provide: &ProvideContext) -> Router {
    let provide_in = |provide: &ProvideContext| {
        let provide = Arc::clone(provide);
        move || {
            // Random in each rendering, and so a constant in a page that is kept: it would protect nothing, and make two
            // renderings of one page differ. No policy of the site asks for it.
            take_context::<Nonce>();
            provide();
        }
    };
    let shell_of = |options: &LeptosOptions| {
        let options = options.clone();
        move || shell(options.clone())
    };
    let not_found = render_app_async_with_context(provide_in(provide), shell_of(options));
    Router::new()
        .leptos_routes_with_context(
            options,
            generate_route_list(App),
            provide_in(provide),
            shell_of(options),
        )
        .fallback(not_found)
        .with_state(options.clone())
}

/// A whole page for a failure that no page could tell of itself.
pub fn error_page(options: &LeptosOptions, status: StatusCode, request_id: &str) -> String {
    let error = error_of(status);
    let title = view! { <title>{format!("{} · Vitrine", heading(&error))}</title> };
    Owner::new().with(|| {
        let body = view! {
            <Header />
            <main id="main">
                <FailureNotice error request_id />
            </main>
            <Footer />
        };
        document(options.clone(), title, body).to_html()
    })
}

/// The scripts that stand in pages, as a browser reads them: the same in all pages, so that a policy can name them by their
/// hashes.
pub fn inline_scripts(options: &LeptosOptions) -> Vec<String> {
    let options = options.clone();
    let page = Owner::new().with(|| document(options, (), ()).to_html());
    let in_all = scripts_in(&page).map(str::to_owned);
    in_all.chain(STATE_SCRIPTS.map(str::to_owned)).collect()
}

/// A finished page of [`pages`] with the notice that it may lack changes.
pub fn mark_outdated(page: &str) -> String {
    let notice = Owner::new().with(|| view! { <OutdatedNotice /> }.to_html());
    page.replacen(OUTDATED_SLOT, &notice, 1)
}

/// The options of the search box's list.
pub fn suggestion_list(suggestions: Suggestions) -> String {
    Owner::new().with(|| view! { <SuggestionList suggestions /> }.to_html())
}

/// The cards of these products, as a page shows them.
pub fn product_grid(products: Vec<ProductSummary>) -> String {
    Owner::new().with(|| view! { <ProductGrid products /> }.to_html())
}

/// How far an import has come, as its page shows it.
pub fn import_progress(progress: ImportProgress) -> String {
    Owner::new().with(|| view! { <Progress progress /> }.to_html())
}

/// The inside of each region of the performance panel, by the region's id, as the page itself draws it.
pub fn performance_regions(
    performance: &Performance,
    wanted: Regions,
) -> Vec<(&'static str, String)> {
    Owner::new().with(|| {
        let regions = regions(performance, wanted).into_iter();
        regions.map(|(id, inside)| (id, inside.to_html())).collect()
    })
}

/// The texts of the scripts in a page of ours.
fn scripts_in(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (_, rest) = rest.split_once('>')?;
        Some(rest.split_once("</script>")?.0)
    })
}

/// What a visitor may learn of an answer of which only the status is known.
fn error_of(status: StatusCode) -> AppError {
    match status {
        StatusCode::NOT_FOUND => AppError::NotFound,
        StatusCode::UNAUTHORIZED => AppError::Unauthorized,
        StatusCode::FORBIDDEN => AppError::Forbidden,
        StatusCode::TOO_MANY_REQUESTS => AppError::TooManyRequests,
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => AppError::Unavailable,
        StatusCode::METHOD_NOT_ALLOWED => {
            AppError::Invalid("This address does not take that kind of request.".to_owned())
        }
        StatusCode::PAYLOAD_TOO_LARGE => AppError::Invalid("That was too much to send.".to_owned()),
        StatusCode::URI_TOO_LONG => AppError::Invalid("That address is too long.".to_owned()),
        status if status.is_client_error() => {
            AppError::Invalid("The request could not be understood.".to_owned())
        }
        _ => AppError::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::outdated::OutdatedSlot;

    #[test]
    fn the_notice_takes_the_place_of_the_slot() {
        let slot = Owner::new().with(|| view! { <OutdatedSlot /> }.to_html());
        assert_eq!(slot, OUTDATED_SLOT);
        let page = mark_outdated(&format!("<main>{slot}<h1>Lamp</h1></main>"));
        let notice = page.strip_prefix("<main><p ").unwrap();
        let notice = notice.strip_suffix("</p><h1>Lamp</h1></main>").unwrap();
        assert!(notice.contains("may be out of date"), "{notice}");
    }
}
