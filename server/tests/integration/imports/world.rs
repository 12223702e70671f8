//! A shop, and somebody who brings files.

use std::{fs, path::PathBuf, time::Duration};

use axum::body::Body;
use http::{Request, StatusCode};
use tokio_postgres::{Client, NoTls};

use crate::log_in::site::{Answer, EMAIL, Site};

/// Parts the parts of a form.
pub(super) const BOUNDARY: &str = "----parts";

/// How long somebody may be at work.
const PATIENCE: Duration = Duration::from_mins(1);

pub(super) struct World {
    pub(super) site: Site,
    pub(super) cookie: String,
}

/// A form with a file.
pub(super) fn form(name: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: text/csv\r\n\r\n"
    );
    [
        head.as_bytes(),
        content,
        format!("\r\n--{BOUNDARY}--\r\n").as_bytes(),
    ]
    .concat()
}

impl World {
    /// With an editor.
    pub(super) async fn start() -> Self {
        Self::over(Site::following(60).await).await
    }

    pub(super) async fn over(site: Site) -> Self {
        let cookie = site.cookie().await;
        Self { site, cookie }
    }

    /// Lets the account be an administrator, who has just typed the password.
    pub(super) async fn promote(&mut self) {
        let change = format!("UPDATE users SET role = 'admin' WHERE email = '{EMAIL}'");
        self.site.execute(&change).await;
        self.cookie = self.site.cookie().await;
    }

    pub(super) async fn send(&self, body: Body, cookie: &str) -> Answer {
        let request = Request::post("/admin/import")
            .header("sec-fetch-site", "same-origin")
            .header(
                "content-type",
                format!("multipart/form-data; boundary={BOUNDARY}"),
            );
        self.site.send(request, cookie, body).await
    }

    /// Sends a file.
    pub(super) async fn upload(&self, name: &str, content: impl AsRef<[u8]>) -> Answer {
        let body = Body::from(form(name, content.as_ref()));
        self.send(body, &self.cookie).await
    }

    /// Sends a file that is taken; the address of its page.
    pub(super) async fn bring(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        self.upload(name, content).await.location().to_owned()
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.site.get(path, &self.cookie).await
    }

    pub(super) async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body.replace("<!>", "")
    }

    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.site.post(path, &self.cookie, fields).await
    }

    /// The page once nobody is at work any more.
    pub(super) async fn rested(&self, path: &str) -> String {
        let resting = async {
            loop {
                let page = self.page(path).await;
                if !page.contains("id=\"import-progress\"") {
                    return page;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(PATIENCE, resting)
            .await
            .expect("somebody is at work for ever")
    }

    /// The page once it says that all instances go by what was imported.
    pub(super) async fn settled(&self, path: &str) -> String {
        let settling = async {
            loop {
                let page = self.rested(path).await;
                if !words(&page).is_empty() {
                    return page;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(PATIENCE, settling)
            .await
            .expect("nobody says how it went")
    }

    /// Has a file checked as its columns are guessed; the page that tells what would come of it.
    pub(super) async fn check(&self, path: &str) -> String {
        let fields = selected(&self.page(path).await);
        let mut fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        fields.push(("act", "check"));
        let answer = self.post(path, &fields).await;
        assert_eq!(answer.location(), path);
        self.rested(path).await
    }

    /// Begins what was told.
    pub(super) async fn run(&self, path: &str, page: &str) -> Answer {
        let fields = [("act", "run"), ("token", token(page)), ("skip", "1")];
        self.post(path, &fields).await
    }

    /// Sends a file, has it checked and imports it; the pages that tell what would come of it and what has.
    pub(super) async fn import(&self, name: &str, content: impl AsRef<[u8]>) -> (String, String) {
        let path = self.bring(name, content).await;
        let told = self.check(&path).await;
        assert_eq!(self.run(&path, &told).await.location(), path);
        (told, self.settled(&path).await)
    }

    /// All that is known of all products but when they were last touched and how often.
    pub(super) async fn catalogue(&self) -> Vec<String> {
        let sql = "SELECT (to_jsonb(p) - '{version,updated_at}'::text[])::text AS name FROM products p ORDER BY id";
        self.site.names(sql).await
    }

    pub(super) async fn one(&self, sql: &str) -> String {
        let mut rows = self.site.names(sql).await;
        assert_eq!(rows.len(), 1, "{sql}: {rows:?}");
        rows.remove(0)
    }

    /// What was done to imports, as the audit log has it.
    pub(super) async fn events(&self) -> Vec<String> {
        let sql = "SELECT event AS name FROM audit_log WHERE event LIKE 'import%' ORDER BY id";
        self.site.names(sql).await
    }

    /// Names of the files that are kept.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(&self.site.state.config.uploads.folder) else {
            return Vec::new();
        };
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    /// Somebody else at the database.
    pub(super) async fn other(&self) -> Client {
        let url = self.site.database.url();
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    /// Waits until the import waits for a lock.
    pub(super) async fn waits(&self) {
        let sql = "SELECT count(*)::text AS name FROM pg_stat_activity
                   WHERE application_name = 'vitrine import' AND wait_event_type = 'Lock' AND datname = current_database()";
        let waiting = async {
            while self.one(sql).await == "0" {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting)
            .await
            .expect("it never waits");
    }
}

/// What was told, for the form that does it.
pub(super) fn token(page: &str) -> &str {
    let (_, rest) = page
        .split_once("name=\"token\" value=\"")
        .unwrap_or_else(|| panic!("nothing can be done: {page}"));
    rest.split('"').next().unwrap_or_default()
}

/// The sentence with all that was counted.
pub(super) fn counts(page: &str) -> &str {
    let (_, rest) = page
        .split_once("class=\"import-counts\">")
        .unwrap_or_else(|| panic!("nothing is told: {page}"));
    rest.split('<').next().unwrap_or_default()
}

/// What there is to say about an import.
pub(super) fn words(page: &str) -> &str {
    let words = page.split_once("class=\"note import-words\">");
    words.map_or("", |(_, rest)| rest.split('<').next().unwrap_or_default())
}

/// What is wrong with what was sent.
pub(super) fn problem(page: &str) -> &str {
    for place in ["id=\"file-problem\"", "role=\"alert\""] {
        if let Some((_, rest)) = page.split_once(place) {
            let (_, rest) = rest.split_once('>').unwrap_or_default();
            return rest.split('<').next().unwrap_or_default();
        }
    }
    ""
}

/// What the columns are said to be, as a browser would send it.
pub(super) fn selected(page: &str) -> Vec<(String, String)> {
    let selects = page.split("<select name=\"column").skip(1);
    let fields = selects.map(|rest| {
        let (number, rest) = rest.split_once('"').unwrap();
        let options = rest.split("</select>").next().unwrap().split("<option ");
        let chosen = options
            .skip(1)
            .find(|option| option.split('>').next().unwrap().contains(" selected"));
        let value = chosen.and_then(|option| option.split("value=\"").nth(1)?.split('"').next());
        let value = value.unwrap_or_default().replace("&amp;", "&");
        (format!("column{number}"), value)
    });
    fields.collect()
}
