//! The page tier: whole pages of the shop, made and compressed once and sent many times.
//!
//! Only for requests that name no session. Such a page is made from its address alone: the rendering sees none of the
//! visitor's headers, so nothing of one visitor can reach another. What it depends on is what it read while it was made.
//!
//! What browsers are told:
//!
//! - A shared page is `no-cache`: it may be kept, and is asked for each time, which costs a 304 and is never stale. `Vary`
//!   names the cookie, since logging in changes what is answered.
//! - A page for somebody with a session is `private, no-cache` and has no tag: nothing between us may keep it, and the
//!   way back to it shows it at once.
//! - A page that may lack changes is `no-store`: once the database is back, nobody should meet it again.
//!
//! `Cache-Status` (RFC 9211) says which of this it was; `detail=outdated` marks the last kind. `Server-Timing` says how
//! long it took here, and where the page came from.

mod address;
mod answer;
mod encoding;
mod page;
mod popular;
mod render;
mod renewal;
mod timing;

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use cache::{Cache, Key, Namespace};
use http::{HeaderMap, header::AUTHORIZATION};

pub use self::{popular::Popular, renewal::keep_up, timing::MadeIn};

use self::{
    address::PageAddress,
    answer::Source,
    render::{Failure, Rendering},
    timing::Timing,
};
use crate::{
    backend::Found,
    config::SessionConfig,
    session,
    state::AppState,
    telemetry::{self, Step},
};

/// Whole pages. Changes are kept out by tags; time only bounds what is kept of pages nobody asks for.
pub(crate) const PAGE: Namespace = Namespace::new("page", 1, Duration::from_hours(6));

/// The source files that this program was built from, as a hash.
const BUILD: &str = env!("VITRINE_BUILD");

/// What the page tier needs to know.
#[derive(Clone)]
pub struct PageCache {
    cache: Cache,
    popular: Popular,
    session: SessionConfig,
    package: Arc<str>,
}

impl PageCache {
    /// Keeps pages in the cache of `state`. They name files of the built package called `package`.
    pub fn new(state: &AppState, package: &str) -> Self {
        Self {
            cache: state.cache.clone(),
            popular: state.popular_pages.clone(),
            session: state.config.session.clone(),
            package: package.into(),
        }
    }

    /// Whether the answer may be made for this visitor alone.
    fn is_personal(&self, headers: &HeaderMap) -> bool {
        session::has_session(headers, &self.session) || headers.contains_key(AUTHORIZATION)
    }

    /// Everything a shared page depends on beside what it reads.
    fn key(&self, address: &PageAddress) -> Key {
        Key::of(&(BUILD, &*self.package, &address.meaning))
    }
}

/// Answers requests for pages of the shop from the cache, and leaves all others to `next`.
pub async fn serve(State(pages): State<PageCache>, request: Request, next: Next) -> Response {
    let Some(address) = PageAddress::of(request.method(), request.uri()) else {
        return next.run(request).await;
    };
    if pages.is_personal(request.headers()) {
        return personal(&pages, request, next).await;
    }
    let timing = Timing::begin();
    let view = pages.cache.view();
    let rendering = Rendering::new(pages.cache.clone(), next.clone(), address.target());
    let key = pages.key(&address);
    pages.popular.note_ask(key, || rendering.anew());
    let load = {
        let rendering = rendering.clone();
        move || rendering.clone().run()
    };
    match view.get_with(&PAGE, key, load).await {
        Ok(page) => {
            let answer =
                |source| answer::shared(page, view.is_outdated(), source, request.headers());
            if rendering.was_made() {
                pages.popular.note_made(&key);
                timing.made(answer(Source::Rendered).await)
            } else {
                timing.kept(answer(Source::Kept).await, view.effort())
            }
        }
        Err(Failure::Whole(failure)) => failure.to_response(),
        Err(Failure::Unshareable) => personal(&pages, request, next).await,
    }
}

/// Answers one visitor, who shares nothing but the entries that the page reads.
async fn personal(pages: &PageCache, mut request: Request, next: Next) -> Response {
    let timing = Timing::begin();
    let (view, found) = (pages.cache.view(), Found::default());
    request.extensions_mut().insert(view.clone());
    request.extensions_mut().insert(found.clone());
    let made = telemetry::step(Step::Render, "page", next.run(request)).await;
    let mut response = answer::personal(made, &view).await;
    response.extensions_mut().insert(found);
    timing.made(response)
}
