//! Two accounts and a guest, each with what nobody else has, at a site that keeps pages.

use cache::{Applied, Change, Touched};
use http::Method;

use crate::{
    log_in::site::{Answer, Site},
    policies::{OTHERS, PAGES},
};

/// A visitor, and what belongs to nobody else.
#[derive(Default)]
pub(super) struct Visitor {
    cookie: String,
    pub(super) email: String,
    pub(super) name: String,
    /// Names of the sessions: two, of which the cookie's is one.
    pub(super) keys: Vec<String>,
    /// Key of the only product that is kept.
    pub(super) favourite: String,
    /// Texts that no page of anybody else has.
    pub(super) secrets: Vec<String>,
}

pub(super) struct World {
    site: Site,
    /// Two accounts, then a guest.
    pub(super) visitors: [Visitor; 3],
}

impl World {
    pub(super) async fn new() -> Self {
        let site = Site::keeping_pages(60).await;
        let products = "SELECT id::text AS name FROM products WHERE status = 'published'
                        ORDER BY id LIMIT 2";
        let products = site.names(products).await;
        let visitors = [
            member(&site, "canary-one@example.com", "Canary One", &products[0]).await,
            member(&site, "canary-two@example.org", "Canary Two", &products[1]).await,
            guest(&site).await,
        ];
        Self { site, visitors }
    }

    /// Each page and what is no page, as the visitor of this number gets it.
    pub(super) async fn get(&self, path: &str, visitor: usize) -> Answer {
        self.site.get(path, &self.visitors[visitor].cookie).await
    }

    /// All pages, and what is no page.
    pub(super) async fn paths(&self) -> Vec<String> {
        let found = "SELECT '/p/' || slug AS name FROM products WHERE status = 'published'
                     UNION ALL SELECT '/c/' || path FROM categories ORDER BY 1";
        let found = self.site.names(found).await;
        let first = |prefix: &str| found.iter().find(|path| path.starts_with(prefix)).cloned();
        let listed = PAGES.iter().chain(OTHERS);
        listed
            .map(|(path, _)| (*path).to_owned())
            .chain([first("/p/"), first("/c/")].into_iter().flatten())
            .collect()
    }

    /// Every page is made anew from now on.
    pub(super) fn forget_pages(&self) {
        let clock = &self.site.state.clock;
        let change = Change {
            position: clock.applied() + 1,
            touched: Touched::Everything,
        };
        assert_eq!(clock.apply(&change), Applied::Done);
    }
}

/// Somebody with an account, two sessions and a favourite.
async fn member(site: &Site, email: &str, name: &str, favourite: &str) -> Visitor {
    site.join(email, name).await;
    let before = site.redis.session_keys();
    let (cookie, other) = (site.cookie_of(email).await, site.cookie_of(email).await);
    let mut keys = site.redis.session_keys();
    keys.retain(|key| !before.contains(key));
    let keys: Vec<String> = keys
        .iter()
        .filter_map(|key| key.rsplit(':').next())
        .map(str::to_owned)
        .collect();
    let change = format!("add={favourite}");
    site.form(Method::PATCH, "/favourites/ids", &cookie, &change)
        .await;
    let ids = [&cookie, &other].map(|cookie| value(cookie).to_owned());
    let secrets = [
        vec![email.to_owned(), name.to_owned()],
        keys.clone(),
        ids.to_vec(),
    ];
    Visitor {
        cookie,
        email: email.to_owned(),
        name: name.to_owned(),
        keys,
        favourite: favourite.to_owned(),
        secrets: secrets.concat(),
    }
}

/// Somebody without, who has typed something into forms that were not followed.
async fn guest(site: &Site) -> Visitor {
    let typed = "canary-typed@example.net";
    for path in ["/log-in", "/register"] {
        let fields = [("email", typed), ("name", typed), ("password", "wrong")];
        let answer = site.post(path, "", &fields).await;
        assert!(answer.body.contains(typed), "{path}: {}", answer.body);
    }
    Visitor {
        secrets: vec![typed.to_owned()],
        ..Visitor::default()
    }
}

/// The id in a cookie.
fn value(cookie: &str) -> &str {
    cookie.split_once('=').expect("a name").1
}
