//! `GET /cards?ids=1,2,3`: the cards of these products, as HTML: for a browser that remembers which products it looked at,
//! and must not show what they cost then.

use app::{backend::Catalog, model::pairs};
use axum::{
    extract::{RawQuery, State},
    response::{Html, IntoResponse, Response},
};
use http::header::CACHE_CONTROL;

use crate::state::AppState;

/// Products shown at most; more are left out.
const MOST: usize = 100;

/// The cards of those products that are sold, in the order of their keys.
pub(super) async fn cards(State(state): State<AppState>, RawQuery(query): RawQuery) -> Response {
    match state
        .catalog()
        .cards(&ids(&query.unwrap_or_default()))
        .await
    {
        Ok(products) => {
            let html = Html(app::router::product_grid(products));
            ([(CACHE_CONTROL, "no-cache")], html).into_response()
        }
        Err(error) => error.status().into_response(),
    }
}

/// The keys in the first `ids`; what is none is left out.
fn ids(query: &str) -> Vec<i64> {
    let list = pairs::first(query, "ids").unwrap_or_default();
    let ids = list.split(',').filter_map(|id| id.parse().ok());
    ids.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::{MOST, ids};

    #[test]
    fn what_is_no_key_is_left_out() {
        assert_eq!(ids("a=b&ids=3,x,,1,99999999999999999999,2"), [3, 1, 2]);
        assert_eq!(ids(""), [0; 0]);
    }

    #[test]
    fn there_are_not_endlessly_many() {
        let list = vec!["7"; MOST + 1].join(",");
        assert_eq!(ids(&format!("ids={list}")).len(), MOST);
    }
}
