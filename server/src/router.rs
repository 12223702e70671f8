//! Every HTTP route: the pages of `app`, and what is no page.

mod cards;
mod discovery;
mod files;
mod forms;
mod live;
mod metrics;
mod suggest;
mod vitals;

use std::sync::Arc;

use app::{
    backend::{
        Accounts, Catalog, Database, Imports, Insights, NamesSession, Products, PublicUrl,
        SearchCare, Taxonomies,
    },
    router::ProvideContext,
};
use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};
use cache::View;
use http::request::Parts;
use leptos::prelude::{LeptosOptions, provide_context, use_context};

use crate::{
    accounts::{RequestAccounts, handlers},
    actions, api,
    backend::{
        CareBackend, DatabaseBackend, Found, ImportsBackend, InsightsBackend, ProductsBackend,
        TaxonomyBackend,
    },
    care,
    config::SiteConfig,
    editing, health, imports,
    middleware::{self, SharedLayer, rate_limit::Limit},
    page_cache::{self, PageCache},
    photos, picture,
    rate_limit::Policy,
    session,
    state::AppState,
    taxonomy,
};

/// The whole site.
pub fn build(state: &AppState) -> Router {
    let config = &state.config;
    let options = leptos_options(&config.site);
    let provide = provide(state.clone());
    let page_cache = PageCache::new(state, &options.output_name);

    // Only these may ask for a session; none does before a page or handler touches it. What is the same for all who have
    // none does not come so far.
    let sessions = session::layer(state.sessions.clone(), &config.session);
    let pages = app::router::pages(&options, &provide);
    let forms = handlers::routes()
        .merge(actions::routes())
        .merge(care::routes())
        .merge(editing::routes())
        .merge(imports::routes())
        .merge(photos::routes())
        .merge(taxonomy::routes())
        .with_state(state.clone())
        .layer(from_fn_with_state(pages.clone(), forms::draw));
    let live = Router::new()
        .route(live::ROUTE, get(live::live))
        .with_state(state.clone());
    let with_session = Router::new()
        .merge(forms)
        .merge(live)
        .merge(pages)
        .layer(sessions)
        .layer(from_fn_with_state(
            config.session.clone(),
            session::keep_hint,
        ))
        .layer(from_fn(session::keep_for_scripts))
        .layer(SharedLayer)
        .layer(from_fn_with_state(page_cache, page_cache::serve))
        .layer(from_fn_with_state(
            state.counts.clone(),
            middleware::page_counts::count,
        ))
        .layer(from_fn_with_state(
            Limit::new(&state.limits, Policy::Pages),
            middleware::rate_limit::by_address,
        ));
    let scripts = Router::new()
        .route("/suggest", get(suggest::suggest).with_state(state.clone()))
        .route("/cards", get(cards::cards).with_state(state.clone()))
        .route("/vitals", post(vitals::vitals))
        .merge(discovery::routes(state.clone()))
        .layer(from_fn_with_state(
            Limit::new(&state.limits, Policy::Api),
            middleware::rate_limit::by_address,
        ));
    let routes = Router::new()
        .merge(scripts)
        .merge(api::routes(state))
        .route(picture::ROUTE, get(photos::show).with_state(state.clone()))
        .merge(files::routes(&config.site))
        .merge(health::routes(state.clone()))
        .merge(metrics::routes(state.clone()))
        .merge(with_session);

    let policy = middleware::content_security_policy(&app::router::inline_scripts(&options));
    let error_page =
        move |status, request_id: &str| app::router::error_page(&options, status, request_id);
    middleware::layers(routes, config, policy, Arc::new(error_page)).layer(from_fn_with_state(
        state.clone(),
        middleware::server_timing::tell,
    ))
}

/// What Leptos needs to know: where the browser finds the script and the style.
fn leptos_options(site: &SiteConfig) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name(files::output_name(site))
        .site_pkg_dir(files::PACKAGE_DIR)
        .build()
}

/// Gives each request's pages the catalogue, the accounts and the database as that request sees them: the catalogue through the view
/// that came with the request, if somebody wants to know what was read, and telling what it found.
fn provide(state: AppState) -> ProvideContext {
    let public_url = PublicUrl(state.config.site.public_url.as_str().into());
    Arc::new(move || {
        provide_context(public_url.clone());
        let parts = use_context::<Parts>();
        let view = parts
            .as_ref()
            .and_then(|parts| parts.extensions.get::<View>());
        let catalog = match view {
            Some(view) => state.catalog_of(view.clone()),
            None => state.catalog(),
        };
        let found = parts
            .as_ref()
            .and_then(|parts| parts.extensions.get::<Found>());
        let catalog = catalog.telling(found.cloned().unwrap_or_default());
        provide_context::<Arc<dyn Catalog>>(Arc::new(catalog));
        let names_session = parts
            .as_ref()
            .is_some_and(|parts| session::has_session(&parts.headers, &state.config.session));
        provide_context(NamesSession(names_session));
        let accounts = parts
            .and_then(|parts| RequestAccounts::from_parts(&parts, &state.sessions, &state.pool));
        if let Some(accounts) = accounts.map(Arc::new) {
            let database = DatabaseBackend::new(
                Arc::clone(&accounts),
                state.pool.clone(),
                state.panel.clone(),
            );
            provide_context::<Arc<dyn Database>>(Arc::new(database));
            let most = state.config.pictures.bytes;
            let products = ProductsBackend::new(Arc::clone(&accounts), state.pool.clone(), most);
            provide_context::<Arc<dyn Products>>(Arc::new(products));
            let named = TaxonomyBackend::new(Arc::clone(&accounts), state.pool.clone());
            provide_context::<Arc<dyn Taxonomies>>(Arc::new(named));
            let pool = state.pool.clone();
            let care = CareBackend::new(Arc::clone(&accounts), pool, state.catalog());
            provide_context::<Arc<dyn SearchCare>>(Arc::new(care));
            let imports = ImportsBackend::new(Arc::clone(&accounts), state.clone());
            provide_context::<Arc<dyn Imports>>(Arc::new(imports));
            let insights = InsightsBackend::new(Arc::clone(&accounts), state.clone());
            provide_context::<Arc<dyn Insights>>(Arc::new(insights));
            provide_context::<Arc<dyn Accounts>>(accounts);
        }
    })
}
