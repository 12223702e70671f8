//! How long building and asking take, at ten thousand, a hundred thousand and a million products that are made up but
//! spread like real ones: a few words in very many of them, most words in very few.
//!
//! `cargo bench -p index` takes all sizes; `cargo bench -p index -- /10000/` one of them.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{Criterion, criterion_group, criterion_main};
use index::{Brand, Builder, Index, Limits, Order, Product, Question};

const SIZES: [i64; 3] = [10_000, 100_000, 1_000_000];
const VOCABULARY: u64 = 60_000;
const KEYS: [(&str, u64); 10] = [
    ("Colour", 24),
    ("Material", 18),
    ("Size", 40),
    ("Weight", 900),
    ("Warranty", 5),
    ("Country", 30),
    ("Style", 12),
    ("Power", 200),
    ("Finish", 9),
    ("Model", 100_000),
];

/// Numbers that look random and are always the same (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ mixed >> 31) % sides
    }

    /// The first sides come up most, each less often than the one before.
    fn uneven(&mut self, sides: u64) -> u64 {
        let high = self.roll(sides) + 1;
        let middle = self.roll(high) + 1;
        self.roll(middle)
    }
}

/// A word that can be said: the letters stand for the number's digits.
fn word(mut number: u64) -> String {
    let mut word = String::new();
    loop {
        word.push(char::from(
            b"bdfgklmnprstvz"[usize::try_from(number % 14).unwrap_or_default()],
        ));
        word.push(char::from(
            b"aeiou"[usize::try_from(number / 14 % 5).unwrap_or_default()],
        ));
        number /= 70;
        if number == 0 {
            return word + "x";
        }
    }
}

fn words(dice: &mut Dice, count: u64) -> String {
    (0..count)
        .map(|_| word(dice.uneven(VOCABULARY)) + " ")
        .collect()
}

fn product(id: i64) -> Product {
    let mut dice = Dice(u64::try_from(id).unwrap_or_default() << 20);
    // One product in five is of steel, one in five of oak; these are the common words to be asked for.
    let steel = if dice.roll(5) == 0 { "steel " } else { "" };
    let oak = if dice.roll(5) == 0 { "oak " } else { "" };
    let brand = dice.uneven(5_000);
    let category = i32::try_from(dice.uneven(400)).unwrap_or_default();
    let (length, told) = (3 + dice.roll(5), 15 + dice.roll(40));
    let mut attributes = Vec::new();
    for (key, values) in KEYS {
        if dice.roll(10) < 7 {
            attributes.push((
                key.to_owned(),
                format!("{} {}", word(values), dice.uneven(values)),
            ));
        }
    }
    Product {
        id,
        name: format!("{steel}{}{oak}", words(&mut dice, length)),
        sku: format!("SKU-{id:07}"),
        description: words(&mut dice, told),
        brand: Some(Brand {
            id: i32::try_from(brand).unwrap_or_default(),
            slug: word(brand),
            name: word(brand),
        }),
        category: Some(category),
        category_names: vec![
            word(u64::try_from(category % 20).unwrap_or_default()),
            word(u64::try_from(category).unwrap_or_default()),
        ],
        attributes,
        price: Some(i64::try_from(100 + dice.uneven(200_000)).unwrap_or_default()),
        rating: (dice.roll(3) > 0)
            .then(|| f32::from(u16::try_from(dice.roll(41)).unwrap_or_default()) / 10.0 + 1.0),
        popularity: f32::from(u16::try_from(dice.uneven(1000)).unwrap_or_default()) / 200.0,
        in_stock: dice.roll(10) > 0,
        created_at: i64::try_from(dice.roll(1 << 40)).unwrap_or_default(),
    }
}

fn built(products: i64) -> Index {
    let (begun, busy) = (Instant::now(), all_threads());
    let mut builder = Builder::new();
    (1..=products).for_each(|id| builder.push(product(id)));
    let index = Index::new();
    index.replace(builder);
    let (took, extent) = (begun.elapsed(), index.extent());
    let busy = all_threads() - busy;
    let each = extent.memory / extent.products;
    println!(
        "{products} products made up and built in {took:.2?} ({busy:.1} seconds of all processors), {each} bytes each: {extent:?}; {}",
        resident()
    );
    index
}

/// The seconds that all threads of this process, those that ended among them, had a processor.
fn all_threads() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = told
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let ticks: f64 = fields
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    // The unit of that file, a hundredth of a second on every Linux in use.
    ticks / 100.0
}

/// What the system says this process takes.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The time this thread had a processor: a machine that does other things beside it changes little.
struct Busy;

impl Busy {
    fn so_far() -> Duration {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        let nanoseconds = told
            .split(' ')
            .next()
            .and_then(|number| number.parse().ok());
        Duration::from_nanos(nanoseconds.unwrap_or_default())
    }
}

impl Measurement for Busy {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        Self::so_far()
    }

    fn end(&self, start: Duration) -> Duration {
        // Never nothing, whatever the clock's grain: criterion divides by it.
        Self::so_far()
            .saturating_sub(start)
            .max(Duration::from_nanos(1))
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

fn asked(text: &str) -> Question {
    Question {
        text: text.to_owned(),
        limit: 24,
        ..Question::default()
    }
}

fn ask(criterion: &mut Criterion<Busy>) {
    for size in SIZES {
        // Criterion tells nobody which groups its filter leaves, and a million products take a while to make.
        let filter = std::env::args()
            .skip(1)
            .find(|argument| argument.starts_with('/'));
        if filter.is_some_and(|filter| filter != format!("/{size}/")) {
            continue;
        }
        let index = built(size);
        let mut group = criterion.benchmark_group("ask");
        group.sample_size(20);
        let bare = |question: Question| Question {
            without_facets: true,
            ..question
        };
        let filtered = Question {
            brands: vec![word(1), word(2), word(3)],
            min_price: Some(1_000),
            max_price: Some(90_000),
            min_rating: Some(3),
            attributes: vec![("Warranty".to_owned(), vec![format!("{} 0", word(5))])],
            ..asked("steel")
        };
        let questions = [
            ("one word in five, facets", asked("steel")),
            ("one word in five", bare(asked("steel"))),
            ("two such words, facets", asked("steel oak")),
            ("two such words", bare(asked("steel oak"))),
            (
                "four words",
                bare(asked(&format!("steel oak {} {}", word(0), word(1)))),
            ),
            ("rare word, facets", asked(&word(40_000))),
            ("filters and facets", filtered),
            ("everything, facets", asked("")),
            (
                "cheapest of one word in five",
                bare(Question {
                    order: Order::PriceAscending,
                    ..asked("steel")
                }),
            ),
            (
                "page 400 of one word in five",
                bare(Question {
                    offset: 9_576,
                    ..asked("steel")
                }),
            ),
        ];
        for (name, question) in questions {
            println!("{name}: {} results", index.ask(&question).total);
            group.bench_function(format!("{name}/{size}/"), |bencher| {
                bencher.iter(|| ask_anew(&index, black_box(&question)));
            });
        }
        group.finish();
        completions(&index, size);
        changes(criterion, &index, size);
    }
}

/// How long it takes to complete what somebody types letter by letter. What matters is the slowest, so each is told by
/// itself: the best of a few times, for the processor's time of a thread is not told finely enough for that.
fn completions(index: &Index, size: i64) {
    let letters = || ('a'..='z').map(String::from);
    let pairs = || letters().flat_map(|first| letters().map(move |second| first.clone() + &second));
    let after = |words: &str| letters().map(|last| format!("{words} {last}")).collect();
    let longer = (0..500).map(|number| word(number * number)).collect();
    let typed: [(&str, Vec<String>); 5] = [
        ("one letter", letters().collect()),
        ("two letters", pairs().collect()),
        ("a word", longer),
        ("one word in five and a letter", after("steel")),
        ("two such words and a letter", after("steel oak")),
    ];
    for (name, texts) in typed {
        let mut times: Vec<Duration> = Vec::new();
        for text in &texts {
            let tries = (0..7).map(|_| {
                let begun = Instant::now();
                black_box(index.complete(black_box(text), Limits::default()));
                begun.elapsed()
            });
            times.extend(tries.min());
        }
        times.sort();
        let at = |hundredths: usize| times[(times.len() - 1) * hundredths / 100];
        println!(
            "complete {name}/{size}/: median {:.2?}, 99 % {:.2?}, worst {:.2?}",
            at(50),
            at(99),
            at(100)
        );
    }
}

fn ask_anew(index: &Index, question: &Question) -> usize {
    index.ask_anew(question).total
}

fn changes(criterion: &mut Criterion<Busy>, index: &Index, size: i64) {
    let mut group = criterion.benchmark_group("apply");
    group.sample_size(20);
    let mut turn = 0;
    group.bench_function(format!("a price/{size}/"), |bencher| {
        bencher.iter(|| {
            turn += 1;
            index.apply(vec![(
                1,
                Some(Product {
                    price: Some(turn),
                    ..product(1)
                }),
            )]);
        });
    });
    group.bench_function(format!("a name/{size}/"), |bencher| {
        bencher.iter(|| {
            turn += 1;
            index.apply(vec![(
                2,
                Some(Product {
                    name: format!("renamed {turn}"),
                    ..product(2)
                }),
            )]);
        });
    });
    group.finish();
}

criterion_group!(name = benches; config = Criterion::default().with_measurement(Busy); targets = ask);
criterion_main!(benches);
