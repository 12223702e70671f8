//! A shop of two instances, and an administrator of it.

use std::time::Duration;

use app::model::performance::PanelQuery;
use cache::NamespaceStats;
use server::{
    insight::performance::Health,
    state::{AppState, Services},
};

use crate::log_in::site::{Answer, EMAIL, Site, Twin};

/// The panel, where its forms are.
pub(super) const PANEL: &str = "/admin/performance";

/// Time that something in the background may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Both instances, which follow the same log of changes.
pub(super) struct World {
    pub(super) site: Site,
    pub(super) twin: Twin,
    /// The administrator's, good for both.
    pub(super) cookie: String,
}

impl World {
    pub(super) async fn start() -> Self {
        let site = Site::following(200).await;
        let cookie = admin(&site).await;
        let twin = site.twin().await;
        Self { site, twin, cookie }
    }

    /// Sends the first instance one of the panel's forms, which is followed; what the other one then says was done.
    pub(super) async fn act(&self, fields: &[(&str, &str)]) -> String {
        let answer = self.site.post(PANEL, &self.cookie, fields).await;
        assert_eq!(answer.location(), "/admin/performance#actions");
        let page = self.twin.get(PANEL, &self.cookie).await.body;
        let again = self.site.get(PANEL, &self.cookie).await.body;
        assert_eq!(told(&again), None, "it is said once");
        told(&page).expect("a sentence").to_owned()
    }

    /// The states of both.
    pub(super) fn both(&self) -> [&AppState; 2] {
        [&self.site.state, &self.twin.state]
    }

    /// The page at `path` for a guest, by each instance.
    pub(super) async fn pages(&self, path: &str) -> [Answer; 2] {
        [self.site.get(path, "").await, self.twin.get(path, "").await]
    }

    /// What has been done, by event and what it was about, in order.
    pub(super) async fn audit(&self) -> Vec<String> {
        audit(&self.site).await
    }
}

/// Logs in as an administrator.
pub(super) async fn admin(site: &Site) -> String {
    let change = format!("UPDATE users SET role = 'admin' WHERE email = '{EMAIL}'");
    site.execute(&change).await;
    site.cookie().await
}

/// Acts of administrators, by event and what they were about, in order.
pub(super) async fn audit(site: &Site) -> Vec<String> {
    let sql = "SELECT concat_ws(': ', event, about) AS name FROM audit_log
               WHERE event NOT LIKE 'logged%' ORDER BY id";
    site.names(sql).await
}

/// The sentence that a page says about what was done.
pub(super) fn told(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<p role=\"status\" class=\"note\">")?;
    rest.split('<').next()
}

/// How a page was come by.
pub(super) fn source(answer: &Answer) -> &str {
    answer.headers["cache-status"].to_str().unwrap()
}

/// The counters of a namespace in one instance.
pub(super) fn stats(of: &Services, name: &str) -> NamespaceStats {
    let mut stats = of.cache.stats().into_iter();
    stats.find(|stats| stats.name == name).unwrap_or_default()
}

/// The sentence at the head of an instance's panel, and its events.
pub(super) async fn panel(of: &Services) -> (String, Vec<String>) {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    of.panel.tick(now, &of.cache.stats(), Health::FULL);
    let shown = of.performance(&PanelQuery::default(), now).await;
    let events = shown.events.into_iter().map(|event| event.text);
    (shown.status.sentence, events.collect())
}

/// Waits until something holds.
pub(super) async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, waiting).await;
    waited.unwrap_or_else(|_| panic!("waited in vain: {what}"));
}
