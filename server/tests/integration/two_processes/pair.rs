//! Two processes, their accounts, and visitors of both.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use app::model::account::Role;
use http::{
    Request, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, COOKIE, HOST},
    request::Builder,
};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use server::{
    accounts::{
        Email, NewUser, Password, PasswordHasher, Token, User, UserName, allow_password_reset,
    },
    config::PasswordConfig,
    db,
};
use tokio::{net::TcpStream, time::timeout};

use crate::{
    log_in::site::{Answer, PASSWORD},
    support::{
        database::TestDatabase, instance::Instance, mail::MailFolder, redis_server::RedisServer,
    },
};

/// The process that does something, and the one that was not asked.
pub(super) const A: usize = 0;
pub(super) const B: usize = 1;
/// The one that was not asked comes first: what the other finds out must not help it.
pub(super) const BOTH: [usize; 2] = [B, A];

/// Addresses of the accounts. All have [`PASSWORD`].
pub(super) const ADA: &str = "ada@example.com";
pub(super) const BOB: &str = "bob@example.com";
pub(super) const EVE: &str = "eve@example.com";

/// Where nothing fails, a busy machine is given time.
pub(super) const PATIENT: &[(&str, &str)] = &[("VITRINE_SESSION_DEADLINE_MS", "5000")];

/// Time an answer may take, and Redis to be found again.
const PATIENCE: Duration = Duration::from_secs(30);

/// Hashes that cost next to nothing.
const CHEAP: PasswordConfig = PasswordConfig {
    memory_kib: 64,
    iterations: 1,
    parallelism: 1,
};

/// Two processes that share all they have.
pub(super) struct Pair {
    processes: [Instance; 2],
    pub(super) redis: RedisServer,
    database: TestDatabase,
    _mail: MailFolder,
}

impl Pair {
    /// Two with more settings than the necessary ones.
    pub(super) async fn start(settings: &[(&str, &str)]) -> Self {
        let (redis, database) = (RedisServer::start(), TestDatabase::new().await);
        add_accounts(database.url()).await;
        let mail = MailFolder::new();
        let route = mail.route();
        let necessary = [
            ("VITRINE_ARGON2_MEMORY_KIB", "64"),
            ("VITRINE_ARGON2_ITERATIONS", "1"),
            ("VITRINE_SECURE_COOKIES", "true"),
            ("VITRINE_MAIL", route.as_str()),
            // Tests ask more often than people do.
            ("VITRINE_RATE_LIMITS", "off"),
        ];
        let settings = [necessary.as_slice(), settings].concat();
        let processes =
            [(); 2].map(|()| Instance::start_with(database.url(), &redis.url(), &settings));
        Self {
            processes,
            redis,
            database,
            _mail: mail,
        }
    }

    pub(super) async fn get(&self, at: usize, path: &str, cookie: &str) -> Answer {
        self.send(at, Request::get(path), cookie, String::new())
            .await
    }

    pub(super) async fn post(
        &self,
        at: usize,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = Request::post(path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(at, request, cookie, form).await
    }

    pub(super) async fn log_in(&self, at: usize, email: &str, password: &str) -> Answer {
        let fields = [("email", email), ("password", password)];
        self.post(at, "/log-in", "", &fields).await
    }

    /// Logs in and gives the cookie.
    pub(super) async fn cookie(&self, at: usize, email: &str) -> String {
        let answer = self.log_in(at, email, PASSWORD).await;
        answer.cookie().expect("not logged in")
    }

    /// Both processes know whose cookie this is.
    pub(super) async fn assert_known(&self, cookie: &str, email: &str, when: &str) {
        for at in BOTH {
            let me = self.get(at, "/me", cookie).await;
            assert_eq!(me.status, StatusCode::OK, "{when}, process {at}");
            assert!(me.body.contains(email), "{when}, process {at}");
        }
    }

    /// The cookie is worth nothing in either process.
    pub(super) async fn assert_refused(&self, cookie: &str, when: &str) {
        for at in BOTH {
            let me = self.get(at, "/me", cookie).await;
            assert_eq!(me.status, StatusCode::SEE_OTHER, "{when}, process {at}");
            assert_eq!(me.location(), "/log-in?next=%2Fme");
        }
    }

    /// What a link for a new password says that was sent to this address.
    pub(super) async fn reset_token(&self, email: &str) -> String {
        let mut connection = db::connect(self.database.url()).await.unwrap();
        let email = Email::parse(email).unwrap();
        let user = User::find_by_email(&mut connection, &email).await.unwrap();
        let token = Token::random();
        allow_password_reset(&mut connection, &token, user.unwrap().id)
            .await
            .unwrap();
        token.to_text()
    }

    /// `vitrine end-sessions`, as an operator types it.
    pub(super) fn end_sessions(&self, email: &str) {
        let ended = Command::new(env!("CARGO_BIN_EXE_vitrine"))
            .args(["end-sessions", email])
            .env_clear()
            .env("DATABASE_URL", self.database.url())
            .env("REDIS_URL", self.redis.url())
            .output()
            .unwrap();
        assert!(ended.status.success(), "{ended:?}");
    }

    /// Waits until both processes let people in again.
    pub(super) async fn healed(&self) {
        let began = Instant::now();
        for at in BOTH {
            while self.log_in(at, ADA, PASSWORD).await.status != StatusCode::SEE_OTHER {
                assert!(began.elapsed() < PATIENCE, "process {at} does not heal");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }

    async fn send(&self, at: usize, request: Builder, cookie: &str, body: String) -> Answer {
        let mut request = request
            .header(HOST, "shop.example")
            .header(ACCEPT, "text/html");
        if !cookie.is_empty() {
            request = request.header(COOKIE, cookie);
        }
        let request = request.body(Full::from(body)).unwrap();
        let address = self.processes[at].address();
        let answer = timeout(PATIENCE, send(&address, request)).await;
        answer.expect("no answer")
    }
}

async fn send(address: &str, request: Request<Full<Bytes>>) -> Answer {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let response = sender.send_request(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

async fn add_accounts(database: &str) {
    let password = Password::parse(PASSWORD.to_owned()).unwrap();
    let hasher = PasswordHasher::new(&CHEAP).unwrap();
    let password_hash = hasher.hash(password).await.unwrap();
    let mut connection = db::connect(database).await.unwrap();
    for email in [ADA, BOB, EVE] {
        let new = NewUser {
            email: &Email::parse(email).unwrap(),
            name: &UserName::default(),
            password_hash: &password_hash,
            role: Role::Customer,
        };
        User::insert(&mut connection, &new).await.unwrap();
    }
}
