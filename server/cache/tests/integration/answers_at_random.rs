//! Answers that change at random, beside tags that do: no reader takes what was answered before he began.
//!
//! As in `histories.rs`, with an index in each of two processes over one Redis: a change of the log gives a question another
//! answer, or the one it had, or touches a card, and reaches each process in its own time, the index first. Answers are
//! few, so they often change back. A failure tells its seed; `CACHE_TEST_SEED` runs that one again.

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cache::{Change, Key, Namespace, Tag, Touched, View};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use crate::support::{CARDS, Fault, Lists, Server, World};

/// Histories in a run of the test.
const CASES: u32 = 6;
const CHANGES: u32 = 120;
const READERS: u64 = 6;
const QUESTIONS: [&str; 3] = ["oak", "elm", "ash"];
const ANSWERS: RangeInclusive<u64> = 1..=3;

/// Expires all the time, and is refreshed.
const LISTS: Namespace =
    Namespace::new("list", 1, Duration::from_millis(5)).grace(Duration::from_mins(1));
const PAGES: Namespace = Namespace::new("page", 1, Duration::from_mins(1));

/// What holds at one position of the log.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    answers: [u64; QUESTIONS.len()],
    /// How often the card has been written to.
    written: u64,
}

/// A change on its way to a process.
type Told = (Change, State);

struct History {
    processes: [Lists; 2],
    queues: [UnboundedSender<Told>; 2],
    /// By position.
    log: Mutex<Vec<State>>,
    /// The last change that any process has been told of.
    told: Arc<AtomicU64>,
    over: AtomicBool,
    stale: Mutex<Vec<String>>,
}

impl History {
    /// What held at this position or later, as far as any process has been told.
    fn since(&self, position: u64) -> Vec<State> {
        let told = self.told.load(Ordering::SeqCst);
        let [first, last] = [position, told].map(|position| usize::try_from(position).unwrap());
        self.log.lock().unwrap()[first..=last].to_vec()
    }

    fn change(&self, rng: &mut StdRng) {
        let mut log = self.log.lock().unwrap();
        let mut state = *log.last().unwrap();
        let mut tags = Vec::new();
        if rng.random_ratio(1, 4) {
            state.written = self.processes[0].process.source.write(1);
            tags.push(Tag::new("card", 1));
        } else {
            state.answers[rng.random_range(0..QUESTIONS.len())] = rng.random_range(ANSWERS);
        }
        let position = u64::try_from(log.len()).unwrap();
        log.push(state);
        for queue in &self.queues {
            let touched = Touched::Tags(tags.clone());
            queue.send((Change { position, touched }, state)).unwrap();
        }
    }

    async fn read(&self, rng: &mut StdRng) {
        let lists = &self.processes[rng.random_range(0..2)];
        let asked = rng.random_range(0..QUESTIONS.len());
        let began = lists.process.cache.clock().applied();
        let view = lists.process.cache.view();
        if rng.random_ratio(1, 4) {
            pause(rng).await;
        }
        let (answer, written) = page(lists, view, asked).await;
        let states = self.since(began);
        let answered = states.iter().any(|state| state.answers[asked] == answer);
        if !answered || written < states[0].written {
            let stale = format!("{asked}: {answer}, {written} at {began}: {states:?}");
            self.stale.lock().unwrap().push(stale);
        }
    }
}

/// An answer and a card, through the request's view or one made while the page loads; the answer from a list that is kept
/// by itself, or past the cache.
async fn page(lists: &Lists, view: View, asked: usize) -> (u64, u64) {
    let (reader, outer) = (lists.clone(), view.clone());
    let load = move || {
        let (reader, outer) = (reader.clone(), outer.clone());
        async move {
            let view = if rand::random() {
                outer
            } else {
                reader.process.cache.view()
            };
            let question = QUESTIONS[asked];
            let answer = if rand::random() {
                reader.read_through(&view, &LISTS, question).await?
            } else {
                let asked = reader.index.ask(question);
                view.note(asked.clone());
                asked.answer
            };
            let card = reader.process.read_through(&view, &CARDS, 1).await?;
            Ok::<_, Fault>(((answer, card.title), view.dependencies()))
        }
    };
    let page = view.get_with(&PAGES, Key::of(&asked), load).await.unwrap();
    let words: Vec<_> = page.1.split(' ').collect();
    (page.0, words[words.len() - 2].parse().unwrap())
}

async fn pause(rng: &mut StdRng) {
    match rng.random_range(0..4) {
        0 => {}
        1 => tokio::task::yield_now().await,
        _ => tokio::time::sleep(Duration::from_micros(rng.random_range(0..2000))).await,
    }
}

/// Brings changes to a process, each in its own time: to its index, and some time later to its clock.
async fn deliver(
    mut queue: UnboundedReceiver<Told>,
    lists: Lists,
    told: Arc<AtomicU64>,
    mut rng: StdRng,
) {
    while let Some((change, state)) = queue.recv().await {
        pause(&mut rng).await;
        told.fetch_max(change.position, Ordering::SeqCst);
        for (question, answer) in QUESTIONS.iter().zip(state.answers) {
            lists.index.set(question, answer);
        }
        pause(&mut rng).await;
        lists.process.cache.clock().apply(&change);
    }
}

/// Plays one history; what was read that should not have been, and how many pages were hits.
async fn play(server: &Server, seed: u64) -> (Vec<String>, u64) {
    let rng = |n: u64| StdRng::seed_from_u64(seed ^ (n << 32));
    let world = World::on(server);
    world.source.dawdle();
    let processes = [Lists::of(&world), Lists::of(&world)];
    let first = State {
        answers: [1; QUESTIONS.len()],
        ..State::default()
    };
    for lists in &processes {
        for question in QUESTIONS {
            lists.index.set(question, 1);
        }
    }
    let (one, other) = (unbounded_channel(), unbounded_channel());
    let (mut delivery, told) = (JoinSet::new(), Arc::<AtomicU64>::default());
    delivery.spawn(deliver(one.1, processes[0].clone(), told.clone(), rng(1)));
    delivery.spawn(deliver(other.1, processes[1].clone(), told.clone(), rng(2)));
    let history = Arc::new(History {
        processes,
        queues: [one.0, other.0],
        log: Mutex::new(vec![first]),
        told,
        over: AtomicBool::new(false),
        stale: Mutex::default(),
    });
    let mut readers = JoinSet::new();
    for n in 0..READERS {
        let (history, mut rng) = (Arc::clone(&history), rng(100 + n));
        readers.spawn(async move {
            while !history.over.load(Ordering::SeqCst) {
                history.read(&mut rng).await;
                pause(&mut rng).await;
            }
        });
    }
    let mut writer = rng(10);
    for _ in 0..CHANGES {
        history.change(&mut writer);
        // About as long as a change takes to be told, or the readers would be ever further behind.
        for _ in 0..3 {
            pause(&mut writer).await;
        }
    }
    history.over.store(true, Ordering::SeqCst);
    readers.join_all().await;
    let stale = std::mem::take(&mut *history.stale.lock().unwrap());
    let stats = history
        .processes
        .iter()
        .map(|lists| lists.process.cache.stats());
    let pages = stats.flatten().filter(|stats| stats.name == "page");
    (stale, pages.map(|stats| stats.hits.total()).sum())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_reader_takes_an_answer_that_was_another_when_he_began() {
    let server = Server::running().await;
    let given = std::env::var("CACHE_TEST_SEED").ok();
    let given: Option<u64> = given.map(|seed| seed.parse().unwrap());
    for _ in 0..CASES {
        let seed = given.unwrap_or_else(rand::random);
        let (stale, hits) = play(&server, seed).await;
        assert!(stale.is_empty(), "CACHE_TEST_SEED={seed}: {stale:#?}");
        assert!(hits > 0, "CACHE_TEST_SEED={seed}: nothing was a hit");
    }
}
