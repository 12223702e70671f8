//! Making a page by the service that makes all pages, from its address alone.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use cache::{Cache, Dependencies, LoadError, View};
use http::{HeaderMap, StatusCode, header::SET_COOKIE};

use super::page::{LARGEST, Page};
use crate::{
    backend::Found,
    telemetry::{self, Step, Trace},
};

/// One page to be made. Cheap to clone; clones make the same page.
#[derive(Clone)]
pub(super) struct Rendering {
    cache: Cache,
    next: Next,
    target: Arc<str>,
    made: Arc<AtomicBool>,
    /// Of the request that it is made for.
    trace: Option<Trace>,
}

/// Why there is no page to keep.
#[derive(Debug, Clone)]
pub(super) enum Failure {
    /// Everybody gets this answer.
    Whole(Arc<WholeAnswer>),
    /// The answer must not be shared; each visitor gets one of their own.
    Unshareable,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(super) struct WholeAnswer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl LoadError for Failure {
    fn is_away(&self) -> bool {
        matches!(self, Self::Whole(answer) if answer.status == StatusCode::SERVICE_UNAVAILABLE)
    }
}

impl Rendering {
    /// The page at `target`, made by `next`, which is the service of `route`.
    pub(super) fn new(cache: Cache, next: Next, target: String) -> Self {
        Self {
            cache,
            next,
            target: target.into(),
            made: Arc::default(),
            trace: Trace::current(),
        }
    }

    /// The same page, to be made once more.
    pub(super) fn anew(&self) -> Self {
        Self {
            made: Arc::default(),
            trace: None,
            ..self.clone()
        }
    }

    /// Whether this page was made rather than found.
    pub(super) fn was_made(&self) -> bool {
        self.made.load(Relaxed)
    }

    /// Makes the page, and tells what it depends on.
    pub(super) async fn run(self) -> Result<(Page, Dependencies), Failure> {
        telemetry::carried(self.trace.clone(), self.make()).await
    }

    async fn make(self) -> Result<(Page, Dependencies), Failure> {
        let (view, found) = (self.cache.view(), Found::default());
        self.made.store(true, Relaxed);
        let asking = self.ask(&view, &found);
        let answer = telemetry::step(Step::Render, "page", asking).await?;
        let status = answer.status;
        let depends = match status {
            StatusCode::OK => view.dependencies(),
            StatusCode::NOT_FOUND | StatusCode::GONE => view.dependencies().into_absent(),
            _ => return Err(Failure::Whole(Arc::new(answer))),
        };
        let outdated = view.is_outdated();
        let keep = view.is_trusted() && !outdated;
        let finish = move || Page::new(status, &answer.headers, answer.body, keep);
        let finished = tokio::task::spawn_blocking(finish);
        match telemetry::step(Step::Compress, "page", finished).await {
            Ok(Ok(mut page)) => {
                page.outdated = outdated;
                page.found = found.results();
                Ok((page, depends))
            }
            // Compressing into memory does not fail.
            Ok(Err(_)) | Err(_) => Err(Failure::Unshareable),
        }
    }

    /// The answer to a request that nobody in particular makes.
    async fn ask(self, view: &View, found: &Found) -> Result<WholeAnswer, Failure> {
        let mut request = Request::get(&*self.target)
            .body(Body::empty())
            .map_err(|_| Failure::Unshareable)?;
        request.extensions_mut().insert(view.clone());
        request.extensions_mut().insert(found.clone());
        let (parts, body) = self.next.run(request).await.into_parts();
        if parts.headers.contains_key(SET_COOKIE) {
            return Err(Failure::Unshareable);
        }
        let body = to_bytes(body, LARGEST)
            .await
            .map_err(|_| Failure::Unshareable)?;
        Ok(WholeAnswer {
            status: parts.status,
            headers: parts.headers,
            body,
        })
    }
}

impl WholeAnswer {
    pub(super) fn to_response(&self) -> Response {
        (self.status, self.headers.clone(), self.body.clone()).into_response()
    }
}
