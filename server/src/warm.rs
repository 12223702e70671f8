//! Warming: asking for the pages that people ask for most, before they do.
//!
//! The pages are asked for as a browser would, so whatever they are made of is warmed with them: the pages themselves,
//! lists, counts and cards. What Redis still holds costs no statement.

mod warming;

use std::{
    fmt,
    time::{Duration, Instant},
};

use app::model::search::SearchQuery;
use axum::{Router, body::Body};
use futures::{StreamExt as _, stream};
use http::{Request, header::ACCEPT_ENCODING};
use tower::ServiceExt as _;

pub use self::warming::{Warming, keep_up};

use crate::{
    db::{DbError, Pool},
    insight::{counts::Uncounted, searches, views},
};

/// Pages of each kind.
const MOST: u32 = 200;

/// Pages asked for at once: few, for visitors come first.
const AT_ONCE: usize = 2;

/// What was warmed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Warmed {
    /// Pages that were answered.
    pub pages: usize,
    /// Pages that could not be made.
    pub failed: usize,
    /// How long all of it took.
    pub took: Duration,
}

impl fmt::Display for Warmed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.took.as_secs_f64();
        write!(
            f,
            "{} pages in {seconds:.1} s, {} failed",
            self.pages, self.failed
        )
    }
}

/// Asks `router` for the front page, the searches asked most and the products viewed most, lately.
pub async fn warm(router: &Router, pool: &Pool) -> Result<Warmed, DbError> {
    let started = Instant::now();
    let mut paths = vec!["/".to_owned()];
    for search in searches::recent(pool, 1, MOST).await? {
        let query = SearchQuery {
            text: search.words,
            ..SearchQuery::default()
        };
        paths.push(query.href());
    }
    let viewed = views::hottest(pool, MOST).await?;
    paths.extend(viewed.iter().map(|product| format!("/p/{}", product.slug)));
    let answers = stream::iter(paths).map(|path| is_answered(router.clone(), path));
    let answers: Vec<bool> = answers.buffer_unordered(AT_ONCE).collect().await;
    let pages = answers.iter().filter(|answered| **answered).count();
    Ok(Warmed {
        pages,
        failed: answers.len() - pages,
        took: started.elapsed(),
    })
}

async fn is_answered(router: Router, path: String) -> bool {
    let request = Request::get(path)
        .header(ACCEPT_ENCODING, "br")
        .extension(Uncounted);
    let Ok(request) = request.body(Body::empty()) else {
        return false;
    };
    match router.oneshot(request).await {
        // A page that is gone meanwhile is answered, too.
        Ok(response) => !response.status().is_server_error(),
        Err(never) => match never {},
    }
}
