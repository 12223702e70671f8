//! A shop, two processes that serve it, and a view of it that caches nothing.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Router, body::Body};
use diesel_async::AsyncPgConnection;
use http::Request;
use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use server::{config::Config, db, import::progress::Progress, router, seed, state::AppState};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use super::{
    question::{self, Vocabulary},
    write::{self, Written},
};
use crate::support::{
    database::TestDatabase,
    instance::{Browser, Instance, Page},
};

/// Few enough that pages and writes meet often.
const PRODUCTS: u64 = 400;

/// Searches that are asked again and again, beside new ones.
const REGULAR_QUESTIONS: usize = 60;

/// Addresses of products that are looked at long after they were written to.
const REMEMBERED_SLUGS: usize = 60;

/// Time a process has to learn that PostgreSQL is there.
const DOUBT: Duration = Duration::from_secs(10);

/// Connections that read without pause, to each process.
const READERS: usize = 2;

pub(super) struct World {
    pub(super) state: AppState,
    pub(super) connection: AsyncPgConnection,
    pub(super) vocabulary: Arc<Vocabulary>,
    instances: Vec<Instance>,
    browsers: Vec<Browser>,
    uncached: Router,
    regular: Vec<String>,
    /// Slugs that products had when they were written to, the latest last.
    slugs: VecDeque<String>,
    compared: u64,
    _database: TestDatabase,
}

impl World {
    pub(super) async fn new(redis: &str, seed: u64) -> Self {
        let database = TestDatabase::new().await;
        let options = seed::Options {
            products: PRODUCTS,
            seed: 1,
            replace: false,
        };
        seed::fill(database.url(), options, Progress::Silent)
            .await
            .expect("a shop");
        let mut connection = db::connect(database.url()).await.expect("a connection");
        let vocabulary = Arc::new(write::vocabulary(&mut connection).await);
        // One after the other: a frozen first process must not be the one the second waits for.
        let instances: Vec<_> = (0..2)
            .map(|_| Instance::start(database.url(), redis))
            .collect();
        let mut browsers = Vec::new();
        for instance in &instances {
            browsers.push(instance.browser().await);
        }
        // Its clock never joins the log, so it takes nothing from any tier.
        let state = AppState::new(config(database.url(), redis)).expect("a server");
        let mut dice = StdRng::seed_from_u64(seed);
        let regular = (0..REGULAR_QUESTIONS).map(|_| question::search(&mut dice, &vocabulary));
        Self {
            uncached: router::build(&state),
            state,
            connection,
            regular: regular.collect(),
            vocabulary,
            instances,
            browsers,
            slugs: VecDeque::new(),
            compared: 0,
            _database: database,
        }
    }

    pub(super) fn instance(&self, number: usize) -> &Instance {
        &self.instances[number]
    }

    /// Writes something at random and waits until that is acknowledged.
    pub(super) async fn write(&mut self, dice: &mut StdRng) -> Written {
        let written = write::any(self, dice).await;
        self.slugs.extend(written.slugs.iter().cloned());
        let old = self.slugs.len().saturating_sub(REMEMBERED_SLUGS);
        self.slugs.drain(..old);
        written
    }

    /// A page to look at, with some liking for what was just written.
    pub(super) fn question(&mut self, dice: &mut StdRng, written: &Written) -> String {
        match dice.random_range(0..9) {
            0 => "/".to_owned(),
            // Whatever became of the product since.
            8 => match self.slugs.get(dice.random_range(0..REMEMBERED_SLUGS)) {
                Some(slug) => format!("/p/{slug}"),
                None => "/search".to_owned(),
            },
            1 | 2 => match written.slugs.choose(dice) {
                Some(slug) => format!("/p/{slug}"),
                None => "/search".to_owned(),
            },
            3 => match written.words.choose(dice) {
                Some(word) => format!("/search?q={word}"),
                None => "/search?sort=price".to_owned(),
            },
            4 => match written.paths.choose(dice) {
                Some(path) => path.clone(),
                None => question::search(dice, &self.vocabulary),
            },
            _ => self.regular.choose(dice).cloned().unwrap_or_default(),
        }
    }

    /// Every process answers the page as it is made anew. One to which PostgreSQL seems to be away, as after it stood still,
    /// may say so on its pages until it knows better: what it says to be in doubt is not held against it.
    pub(super) async fn assert_agreed(&mut self, path: &str, context: &str) {
        let anew = self.anew(path).await;
        for number in 0..self.browsers.len() {
            let began = Instant::now();
            let answer = loop {
                let answer = self.browsers[number].get(path).await;
                if !answer.is_in_doubt() || began.elapsed() > DOUBT {
                    break answer;
                }
                tokio::time::sleep(DOUBT / 100).await;
            };
            assert!(
                answer.status < 500,
                "{path} is {} in process {number}: {context}",
                answer.status
            );
            if answer != anew {
                let difference = difference(&answer, &anew);
                let later = self.asked_again(path).await;
                panic!(
                    "process {number} shows something else at {path}: {context}\n{difference}\n{later}"
                );
            }
            self.compared += 1;
        }
    }

    /// How each process answers a page somewhat later: what differs then will not mend itself.
    async fn asked_again(&mut self, path: &str) -> String {
        tokio::time::sleep(DOUBT / 5).await;
        let anew = self.anew(path).await;
        let mut told = Vec::new();
        for (number, browser) in self.browsers.iter_mut().enumerate() {
            let answer = browser.get(path).await;
            let agrees = if answer == anew {
                "as it should".to_owned()
            } else {
                difference(&answer, &anew)
            };
            told.push(format!(
                "two seconds later process {number} answers: {agrees}"
            ));
        }
        told.join("\n")
    }

    /// The page, made without any cache.
    async fn anew(&self, path: &str) -> Page {
        let request = Request::get(path)
            .header("host", "shop.test")
            .header("accept", "text/html")
            .body(Body::empty())
            .expect("a request");
        let response = self.uncached.clone().oneshot(request).await;
        let (parts, body) = response.expect("an answer").into_parts();
        let body = axum::body::to_bytes(body, usize::MAX)
            .await
            .expect("a body");
        let body = String::from_utf8(body.to_vec()).expect("UTF-8");
        Page::new(parts.status.as_u16(), &body)
    }

    /// Readers who keep loads, refreshes and stores under way at all times. They end with the value.
    pub(super) fn read_without_pause(&self) -> JoinSet<()> {
        let mut readers = JoinSet::new();
        for instance in &self.instances {
            for number in 0..READERS {
                let (opening, regular) = (instance.address(), self.regular.clone());
                readers.spawn(async move {
                    let mut browser = Browser::open(opening).await;
                    for turn in 0.. {
                        let path = &regular[(turn * 7 + number) % regular.len()];
                        browser.get(path).await;
                    }
                });
            }
        }
        readers
    }

    /// What was compared, and what the caches did meanwhile.
    pub(super) async fn report(&mut self) {
        println!("{} pages compared, all alike", self.compared);
        for browser in &mut self.browsers {
            let metrics = browser.get("/metrics").await.body;
            let wrong = |line: &&str| line.contains("wrong") && !line.starts_with('#');
            for line in metrics.lines().filter(wrong) {
                assert!(line.ends_with(" 0.0"), "the auditor found: {line}");
            }
        }
    }
}

pub(crate) fn config(database: &str, redis: &str) -> Config {
    let lookup = |name: &str| match name {
        "DATABASE_URL" => Some(database.to_owned()),
        "REDIS_URL" => Some(redis.to_owned()),
        // All browsers here share one address.
        "VITRINE_RATE_LIMITS" => Some("off".to_owned()),
        _ => None,
    };
    Config::from_lookup(&lookup).expect("a configuration")
}

/// The lines in which two pages differ, as far as they fit on a screen.
fn difference(answer: &Page, anew: &Page) -> String {
    let pieces = |page: &Page| {
        let pieces = page.body.split_inclusive('>').map(str::to_owned);
        pieces.collect::<Vec<_>>()
    };
    let (shown, expected) = (pieces(answer), pieces(anew));
    let first = shown.iter().zip(&expected).position(|(a, b)| a != b);
    let first = first.unwrap_or(shown.len().min(expected.len()));
    let around = first.saturating_sub(4)..first + 6;
    let excerpt = |pieces: &[String]| {
        pieces
            .get(around.start..around.end.min(pieces.len()))
            .unwrap_or_default()
            .concat()
    };
    format!(
        "status {} for {}\nshown:    {}\nexpected: {}",
        answer.status,
        anew.status,
        excerpt(&shown),
        excerpt(&expected)
    )
}
