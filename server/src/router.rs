//! Every HTTP route: the pages of `app`, and what is no page.

mod files;
mod suggest;

use std::sync::Arc;

use app::{
    backend::{Accounts, Catalog},
    router::ProvideContext,
};
use axum::{Router, middleware::from_fn_with_state, routing::get};
use http::request::Parts;
use leptos::prelude::{LeptosOptions, provide_context, use_context};

use crate::{
    accounts::{RequestAccounts, handlers},
    backend::CatalogBackend,
    config::SiteConfig,
    db::Pool,
    health, middleware, picture, session,
    state::AppState,
};

/// The whole site.
pub fn build(state: &AppState) -> Router {
    let config = &state.config;
    let options = leptos_options(&config.site);
    let catalog: Arc<dyn Catalog> =
        Arc::new(CatalogBackend::new(state.pool.clone(), state.cache.clone()));
    let provide = provide(Arc::clone(&catalog), state.pool.clone());

    // Only these may ask for a session; none does before a page or handler touches it.
    let pages = app::router::pages(&options, &provide).layer(from_fn_with_state(
        state.counts.clone(),
        middleware::page_counts::count,
    ));
    let with_session = Router::new()
        .merge(handlers::routes().with_state(state.clone()))
        .merge(pages)
        .layer(session::layer(state.sessions.clone(), &config.session));
    let routes = Router::new()
        .route("/suggest", get(suggest::suggest).with_state(catalog))
        .route(picture::ROUTE, get(picture::show))
        .merge(files::routes(&config.site))
        .merge(health::routes(state.clone()))
        .merge(with_session);

    let error_page =
        move |status, request_id: &str| app::router::error_page(&options, status, request_id);
    middleware::layers(routes, config, Arc::new(error_page))
}

/// What Leptos needs to know: where the browser finds the script and the style.
fn leptos_options(site: &SiteConfig) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name(files::output_name(site))
        .site_pkg_dir(files::PACKAGE_DIR)
        .build()
}

/// Gives each request's pages the catalogue, and the accounts as that request sees them.
fn provide(catalog: Arc<dyn Catalog>, pool: Pool) -> ProvideContext {
    Arc::new(move || {
        provide_context(Arc::clone(&catalog));
        let accounts =
            use_context::<Parts>().and_then(|parts| RequestAccounts::from_parts(&parts, &pool));
        if let Some(accounts) = accounts {
            provide_context::<Arc<dyn Accounts>>(Arc::new(accounts));
        }
    })
}
