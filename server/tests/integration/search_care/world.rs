//! A shop of two instances, and its editor.

use http::StatusCode;
use server::{catalog::edit::ProductEdit, state::AppState};

use crate::log_in::site::{Answer, Site, Twin};

/// Three products, the first ones, have names that nothing else has.
pub(super) const NAMES: [&str; 3] = ["Quokka", "Zorilla", "Wombat"];

/// A shop whose account may edit.
pub(super) struct World {
    pub(super) site: Site,
    pub(super) twin: Twin,
    /// The editor's.
    pub(super) cookie: String,
}

impl World {
    pub(super) async fn start() -> Self {
        let site = Site::following(60).await;
        for (id, name) in (1..).zip(NAMES) {
            let edit = ProductEdit {
                name: Some(name.to_owned()),
                ..ProductEdit::default()
            };
            site.state.writer().edit(id, &edit).await.unwrap();
        }
        let cookie = site.cookie().await;
        Self {
            twin: site.twin().await,
            site,
            cookie,
        }
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.site.get(path, &self.cookie).await
    }

    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.site.post(path, &self.cookie, fields).await
    }

    /// Sends a form and follows it; what the page says then.
    pub(super) async fn told(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(path, fields).await;
        let page = self.get(answer.location()).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let told = page.body.split_once("<p role=\"status\" class=\"note\">");
        let told = told.and_then(|(_, rest)| rest.split('<').next());
        told.unwrap_or_default().to_owned()
    }

    /// Says something about a product in the search for quokkas.
    pub(super) async fn care(&self, act: &str, product: &str, place: &str) -> String {
        let fields = [("act", act), ("product", product), ("place", place)];
        self.told("/admin/search/query?q=Quokka", &fields).await
    }

    /// What guests see of the named products at both instances, in order, and how many results they are told of.
    pub(super) async fn shown(&self, path: &str) -> (Vec<&'static str>, String) {
        let [one, other] = [
            self.site.get(path, "").await.body,
            self.twin.get(path, "").await.body,
        ]
        .map(|page| shown(&page));
        assert_eq!(one, other, "{path}");
        one
    }

    /// Pages that both instances have made so far.
    pub(super) fn made(&self) -> u64 {
        made(&self.site.state) + made(&self.twin.state)
    }
}

/// The named products on a page, in order, and its range.
fn shown(page: &str) -> (Vec<&'static str>, String) {
    let places = NAMES.into_iter();
    let mut places: Vec<(usize, &str)> = places
        .filter_map(|name| Some((page.find(&format!("/p/{}", slug(page, name)?))?, name)))
        .collect();
    places.sort_unstable();
    let range = page
        .split_once("class=\"result-range\"")
        .map(|(_, rest)| rest);
    let range = range.and_then(|rest| rest.split_once('>')?.1.split('<').next());
    (
        places.into_iter().map(|(_, name)| name).collect(),
        range.unwrap_or_default().to_owned(),
    )
}

/// The address of the card that has this name.
fn slug<'p>(page: &'p str, name: &str) -> Option<&'p str> {
    let mut cards = page.split("<article").skip(1);
    let card = cards.find(|card| card.contains(name))?;
    card.split_once("/p/")?.1.split(['"', '?']).next()
}

fn made(state: &AppState) -> u64 {
    let namespaces = state.cache.stats().into_iter();
    let pages = namespaces.filter(|namespace| namespace.name == "page");
    pages.map(|namespace| namespace.loads).sum()
}
