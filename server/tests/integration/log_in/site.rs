//! The whole site in this process, and what a browser keeps of it.

use std::{collections::HashMap, sync::Arc, time::Duration};

use app::model::account::Role;
use axum::{Router, body::Body, response::Response};
use cache::TagClock;
use http::{
    HeaderMap, Method, Request, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE},
};
use server::{
    accounts::{Email, NewUser, Password, PasswordHasher, User, UserName},
    config::Config,
    db::{self, Name as _},
    invalidation::{self, TransactionId},
    router,
    state::AppState,
};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::support::{
    catalog::{Named, seeded_database},
    database::TestDatabase,
    mail::{Mail, MailFolder},
    redis_server::RedisServer,
};

/// Address and password of the one account there is.
pub(crate) const EMAIL: &str = "ada@example.com";
pub(crate) const PASSWORD: &str = "right & horse";

/// A site with one account, over a database and a Redis of its own.
pub(crate) struct Site {
    pub(crate) redis: RedisServer,
    pub(crate) database: TestDatabase,
    pub(crate) hasher: Arc<PasswordHasher>,
    pub(crate) state: AppState,
    mail: MailFolder,
    /// What is brought to be imported, and photographs.
    _uploads: TempDir,
    router: Router,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// Hashes that cost next to nothing.
const CHEAP: &[(&str, &str)] = &[
    ("VITRINE_ARGON2_MEMORY_KIB", "64"),
    ("VITRINE_ARGON2_ITERATIONS", "1"),
];

impl Site {
    pub(crate) async fn start() -> Self {
        Self::with(CHEAP).await
    }

    /// With more settings than the necessary ones.
    pub(crate) async fn with(settings: &[(&str, &str)]) -> Self {
        let database = TestDatabase::new().await;
        // Its clock never joins the log, so no page is kept.
        Self::over(database, settings, TagClock::default()).await
    }

    /// With so many products, which never change, and whose pages are kept.
    pub(crate) async fn keeping_pages(products: u64) -> Self {
        let database = seeded_database(products).await;
        let clock = TagClock::standalone(database.url());
        let site = Self::over(database, CHEAP, clock).await;
        site.state.replica.filled().await.unwrap();
        site
    }

    /// With so many products, as a server that has joined the log of changes.
    pub(crate) async fn following(products: u64) -> Self {
        let database = seeded_database(products).await;
        let site = Self::over(database, CHEAP, TagClock::default()).await;
        join(&site.state).await;
        site
    }

    /// Another instance of a site that [follows](Self::following) its changes.
    pub(crate) async fn twin(&self) -> Twin {
        let state = AppState::new(self.state.config.clone()).unwrap();
        join(&state).await;
        let router = router::build(&state);
        Twin { state, router }
    }

    /// What answers.
    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    async fn over(database: TestDatabase, settings: &[(&str, &str)], clock: TagClock) -> Self {
        let redis = RedisServer::start();
        // Tests ask more often than people do.
        let defaults = [("VITRINE_RATE_LIMITS", "off")];
        let mut variables: HashMap<&str, String> = defaults
            .iter()
            .chain(settings)
            .map(|(name, text)| (*name, (*text).to_owned()))
            .collect();
        variables.insert("DATABASE_URL", database.url().to_owned());
        variables.insert("REDIS_URL", redis.url());
        variables.insert("VITRINE_SECURE_COOKIES", "true".to_owned());
        let mail = MailFolder::new();
        variables.insert("VITRINE_MAIL", mail.route());
        let uploads = tempfile::tempdir().unwrap();
        let folder = uploads.path().join("uploads");
        variables.insert("VITRINE_UPLOADS", folder.display().to_string());
        let folder = uploads.path().join("pictures");
        variables.insert("VITRINE_PICTURES", folder.display().to_string());
        variables.insert("VITRINE_PUBLIC_URL", "https://shop.example".to_owned());
        let config = Config::from_lookup(&|name| variables.get(name).cloned()).unwrap();
        let state = AppState::with_clock(config, clock).unwrap();
        add_account(&state, EMAIL, "Ada <b>Lovelace</b>", Role::Editor).await;
        Self {
            router: router::build(&state),
            hasher: Arc::clone(&state.hasher),
            state,
            mail,
            _uploads: uploads,
            redis,
            database,
        }
    }

    pub(crate) async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(Request::get(path), cookie, Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.form(Method::POST, path, cookie, &form).await
    }

    /// Sends a form that is encoded already.
    pub(crate) async fn form(
        &self,
        method: Method,
        path: &str,
        cookie: &str,
        form: &str,
    ) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, cookie, Body::from(form.to_owned()))
            .await
    }

    pub(crate) async fn log_in(&self, password: &str) -> Answer {
        self.post("/log-in", "", &[("email", EMAIL), ("password", password)])
            .await
    }

    /// Whether the password opens the account.
    pub(crate) async fn opens(&self, password: &str) -> bool {
        self.log_in(password).await.status == StatusCode::SEE_OTHER
    }

    /// Logs in and gives the cookie.
    pub(crate) async fn cookie(&self) -> String {
        self.cookie_of(EMAIL).await
    }

    /// Logs in with another account and gives the cookie.
    pub(crate) async fn cookie_of(&self, email: &str) -> String {
        let fields = [("email", email), ("password", PASSWORD)];
        let answer = self.post("/log-in", "", &fields).await;
        answer.cookie().expect("not logged in")
    }

    /// Makes another account whose password is [`PASSWORD`].
    pub(crate) async fn join(&self, email: &str, name: &str) {
        add_account(&self.state, email, name, Role::Customer).await;
    }

    /// All letters since the last time, once none is under way any more.
    pub(crate) async fn mails(&self) -> Vec<Mail> {
        self.state.outbox.idle().await;
        self.mail.take()
    }

    /// The only letter since the last time.
    pub(crate) async fn mail(&self) -> Mail {
        let mut mails = self.mails().await;
        assert_eq!(mails.len(), 1, "{mails:#?}");
        mails.remove(0)
    }

    /// Runs SQL.
    pub(crate) async fn execute(&self, sql: &str) -> usize {
        let mut connection = self.state.pool.get().await.unwrap();
        diesel::sql_query(sql)
            .named("test.sql")
            .execute(&mut connection)
            .await
            .unwrap()
    }

    /// Runs SQL as somebody in psql would, and returns when all instances go by it.
    pub(crate) async fn by_hand(&self, sql: &str) {
        let mut connection = db::connect(self.database.url()).await.unwrap();
        for (name, sql) in [("test.begin", "BEGIN"), ("test.by_hand", sql)] {
            db::batch(&mut connection, name, sql).await.expect(sql);
        }
        let xid = TransactionId::current(&mut connection).await.unwrap();
        db::batch(&mut connection, "test.commit", "COMMIT")
            .await
            .unwrap();
        invalidation::acknowledge(&mut connection, None, xid)
            .await
            .unwrap();
    }

    /// The rows of a query with one column called `name`.
    pub(crate) async fn names(&self, sql: &str) -> Vec<String> {
        let mut connection = self.state.pool.get().await.unwrap();
        let rows: Vec<Named> = diesel::sql_query(sql)
            .named("test.names")
            .load(&mut connection)
            .await
            .unwrap();
        rows.into_iter().map(|row| row.name).collect()
    }

    /// The answer as it comes.
    pub(crate) async fn answer(&self, request: http::request::Builder) -> Response {
        let request = request.body(Body::empty()).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn send(
        &self,
        request: http::request::Builder,
        cookie: &str,
        body: Body,
    ) -> Answer {
        answer(&self.router, request, cookie, body).await
    }
}

/// Another instance of a site, with the same database and Redis.
pub(crate) struct Twin {
    pub(crate) state: AppState,
    pub(crate) router: Router,
}

impl Twin {
    pub(crate) async fn get(&self, path: &str, cookie: &str) -> Answer {
        answer(&self.router, Request::get(path), cookie, Body::empty()).await
    }
}

/// Lets an instance follow the log of changes.
async fn join(state: &AppState) {
    state.invalidation.start();
    let patience = Duration::from_secs(20);
    assert!(state.invalidation.joined(patience).await);
}

async fn answer(
    router: &Router,
    request: http::request::Builder,
    cookie: &str,
    body: Body,
) -> Answer {
    let mut request = request.header(ACCEPT, "text/html").body(body).unwrap();
    if !cookie.is_empty() {
        request
            .headers_mut()
            .insert(COOKIE, cookie.parse().unwrap());
    }
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 1_000_000).await.unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

impl Answer {
    /// Where the visitor is sent.
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.headers.get(LOCATION).unwrap().to_str().unwrap()
    }

    /// The cookie as the browser sends it back; `None` if none was set or it was taken back.
    pub(crate) fn cookie(&self) -> Option<String> {
        let cookies = self.headers.get_all(SET_COOKIE).iter();
        let mut cookies = cookies.map(|cookie| cookie.to_str().unwrap());
        let cookie = cookies.find(|cookie| cookie.starts_with("__Host-vitrine="))?;
        let kept = !cookie.contains("Max-Age=0");
        kept.then(|| cookie.split(';').next().unwrap_or_default().to_owned())
    }
}

/// Makes an account whose password is [`PASSWORD`].
async fn add_account(state: &AppState, email: &str, name: &str, role: Role) {
    let password = Password::parse(PASSWORD.to_owned()).unwrap();
    let new = NewUser {
        email: &Email::parse(email).unwrap(),
        name: &UserName::parse(name).unwrap(),
        password_hash: &state.hasher.hash(password).await.unwrap(),
        role,
    };
    let mut connection = state.pool.get().await.unwrap();
    User::insert(&mut connection, &new).await.unwrap();
}
