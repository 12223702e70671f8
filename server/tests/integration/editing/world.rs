//! A shop and its editor.

use http::StatusCode;

use crate::log_in::site::{Answer, EMAIL, Site};

/// A shop whose account may edit.
pub(super) struct World {
    pub(super) site: Site,
    /// The editor's.
    pub(super) cookie: String,
}

/// What is in the fields of a form that was drawn: names and values, ready to be sent.
pub(super) type Fields = Vec<(String, String)>;

impl World {
    pub(super) async fn start() -> Self {
        let site = Site::following(60).await;
        let cookie = site.cookie().await;
        Self { site, cookie }
    }

    /// Lets the account be an administrator, who has just typed the password.
    pub(super) async fn promote(&mut self) {
        let change = format!("UPDATE users SET role = 'admin' WHERE email = '{EMAIL}'");
        self.site.execute(&change).await;
        self.cookie = self.site.cookie().await;
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.site.get(path, &self.cookie).await
    }

    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.site.post(path, &self.cookie, fields).await
    }

    /// The fields of the editor of a product, as a browser would send them.
    pub(super) async fn fields(&self, path: &str) -> Fields {
        let page = self.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        fields(&page.body)
    }

    /// Sends these fields, some of them with another value.
    pub(super) async fn send(
        &self,
        path: &str,
        fields: &Fields,
        changes: &[(&str, &str)],
    ) -> Answer {
        let sent = fields.iter().map(|(name, value)| {
            let change = changes.iter().find(|(changed, _)| changed == name);
            (
                name.as_str(),
                change.map_or(value.as_str(), |(_, value)| *value),
            )
        });
        let mut all: Vec<(&str, &str)> = sent.collect();
        let has = |name: &str| fields.iter().any(|(known, _)| known == name);
        all.extend(changes.iter().filter(|(name, _)| !has(name)));
        self.post(path, &all).await
    }

    /// Changes some fields of a product as its editor does; what the page then says.
    pub(super) async fn save(&self, id: i64, changes: &[(&str, &str)]) -> String {
        let path = format!("/admin/products/{id}");
        let fields = self.fields(&path).await;
        let answer = self.send(&path, &fields, changes).await;
        self.after(&answer).await
    }

    /// What the page says that an answer leads to.
    pub(super) async fn after(&self, answer: &Answer) -> String {
        let page = self.get(answer.location()).await;
        told(&page.body).unwrap_or_default().to_owned()
    }

    /// One text of the database.
    pub(super) async fn one(&self, sql: &str) -> String {
        let mut rows = self.site.names(sql).await;
        assert_eq!(rows.len(), 1, "{sql}: {rows:?}");
        rows.remove(0)
    }

    /// All that is known of all products but when they were last touched and how often.
    pub(super) async fn catalogue(&self) -> Vec<String> {
        let sql = "SELECT (to_jsonb(p) - '{version,updated_at}'::text[])::text AS name FROM products p ORDER BY id";
        self.site.names(sql).await
    }

    /// The number of the last act.
    pub(super) async fn last_act(&self) -> String {
        self.one("SELECT max(id)::text AS name FROM product_acts")
            .await
    }

    /// Changes since the catalogue was filled, in order: the product, what it was and what it became.
    pub(super) async fn history(&self) -> Vec<String> {
        let sql = "SELECT concat_ws(' ', product_id, before, after) AS name FROM product_history WHERE act > 1 ORDER BY id";
        self.site.names(sql).await
    }
}

/// The sentence that a page says about what was done.
pub(super) fn told(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<p role=\"status\" class=\"note\">")?;
    rest.split('<').next()
}

/// What is between `<form class="editor-form"` and its end, as fields.
fn fields(page: &str) -> Fields {
    let (_, form) = page.split_once("class=\"editor-form\"").expect("an editor");
    let form = form.split("</form>").next().unwrap_or_default();
    let mut fields = Vec::new();
    let mut select = None;
    for tag in form.split('<').skip(1) {
        let attribute = |name: &str| {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            rest.split('"').next().map(unescaped)
        };
        let opening = tag.split('>').next().unwrap_or_default();
        if tag.starts_with("input") && !opening.contains("type=\"checkbox\"") {
            let name = attribute("name").expect("a name");
            fields.push((name, attribute("value").unwrap_or_default()));
        } else if tag.starts_with("textarea") {
            let (_, text) = tag.split_once('>').expect("a text");
            let text = text.strip_prefix('\n').unwrap_or(text);
            fields.push((attribute("name").expect("a name"), unescaped(text)));
        } else if tag.starts_with("select") {
            select = attribute("name");
        } else if tag.starts_with("option") && opening.contains(" selected") {
            let name = select.clone().expect("a list");
            fields.push((name, attribute("value").unwrap_or_default()));
        }
    }
    fields
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}
