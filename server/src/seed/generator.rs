//! One product of the demo catalogue after another.

use super::{
    assortment::{Aisle, Assortment, Department, Good, Place},
    brands::{self, Zipf},
    random::Random,
};
use crate::import::{field::Given, product::Product};

/// The newest product is from just before this moment: 2026-11-01T00:00:00Z, in seconds.
const LAST_DAY: i64 = 1_793_491_200;
/// The oldest is from this long before: three years.
const AGE_SECONDS: u64 = 3 * 365 * 86_400;
/// How far prices of one kind lie apart: deviation of their logarithm.
const PRICE_SPREAD: f64 = 0.45;

/// Makes products. The n-th depends on `seed` and n alone, so a smaller catalogue is the beginning
/// of a larger one.
#[derive(Debug)]
pub struct Generator {
    seed: u64,
    assortment: Assortment,
    brands: Vec<String>,
    /// The makers of each department.
    makers: Vec<Zipf>,
    /// The department of each of a hundred products.
    shares: Vec<usize>,
}

impl Generator {
    /// A generator for `seed`.
    pub fn new(seed: u64) -> anyhow::Result<Self> {
        let assortment = Assortment::load()?;
        let count = assortment.departments.len();
        // A department sells as much as it has aisles.
        let shares = assortment
            .departments
            .iter()
            .enumerate()
            .flat_map(|(index, department)| std::iter::repeat_n(index, department.aisles.len()))
            .collect();
        Ok(Self {
            seed,
            brands: brands::names(seed),
            makers: (0..count)
                .map(|index| Zipf::for_department(index, count, seed))
                .collect(),
            assortment,
            shares,
        })
    }

    /// Product number `number`, counted from 1. `None` only if the assortment is empty.
    pub fn product(&self, number: u64) -> Option<Product> {
        let mut random = Random::new(self.seed, number);
        let index = *random.pick(&self.shares)?;
        let department = self.assortment.departments.get(index)?;
        let aisle = random.pick(&department.aisles)?;
        let good = random.pick(&aisle.goods)?;
        let brand = self
            .brands
            .get(self.makers.get(index)?.choose(&mut random))?;
        let style = if random.chance(80) {
            random.pick(&aisle.styles)
        } else {
            None
        };
        let attributes: Vec<(&str, &str, Place)> = aisle
            .attributes
            .iter()
            .filter_map(|attribute| {
                let value = random.pick(&attribute.values)?;
                Some((attribute.name.as_str(), value.as_str(), attribute.place))
            })
            .collect();
        let line = if department.model_numbers {
            model_number(&mut random)
        } else {
            random.pick(&self.assortment.series)?.clone()
        };
        let name = product_name(brand, &line, style, good, &attributes);
        let price = price(&mut random, good);
        let (rating, review_count) = reviews(&mut random);
        Some(Product {
            line: number,
            given: Given::ALL,
            sku: format!("VT-{number:07}"),
            name,
            description: description(&mut random, department, aisle, good, &line),
            brand: Some(brand.clone()),
            category: vec![department.name.clone(), aisle.name.clone()],
            price_minor: Some(price),
            compare_at_minor: compare_at(&mut random, price),
            rating,
            review_count,
            stock: Some(stock(&mut random)),
            attributes: attributes
                .iter()
                .map(|(name, value, _)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            created_at: Some(created_at(&mut random)),
            ..Product::default()
        })
    }
}

/// Like "Halvorn Linden Round Oak Side Table, 60 cm".
fn product_name(
    brand: &str,
    line: &str,
    style: Option<&String>,
    good: &Good,
    attributes: &[(&str, &str, Place)],
) -> String {
    let mut name = format!("{brand} {line}");
    let before = attributes
        .iter()
        .filter(|(_, _, place)| *place == Place::Before);
    let words = style
        .map(String::as_str)
        .into_iter()
        .chain(before.map(|(_, value, _)| *value));
    for word in words.chain([good.noun.as_str()]) {
        name.push(' ');
        name.push_str(word);
    }
    for (_, value, _) in attributes
        .iter()
        .filter(|(_, _, place)| *place == Place::After)
    {
        name.push_str(", ");
        name.push_str(value);
    }
    name
}

/// Two letters and three or four digits: "KT-4820".
fn model_number(random: &mut Random) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHKLMNPRSTVWXZ";
    let mut letter = || char::from(random.pick(LETTERS).copied().unwrap_or(b'A'));
    let (first, second) = (letter(), letter());
    format!("{first}{second}-{}", (10 + random.below(990)) * 10)
}

fn description(
    random: &mut Random,
    department: &Department,
    aisle: &Aisle,
    good: &Good,
    line: &str,
) -> String {
    let mut sentences = Vec::with_capacity(3);
    if random.chance(55) {
        let noun = good.noun.to_lowercase();
        sentences.push(match random.below(4) {
            0 => format!("The {line} {noun} does one thing and does it well."),
            1 => format!("A {noun} for every day, from the {line} range."),
            2 => format!("Our {line} {noun}, made to last."),
            _ => format!("With the {line}, a {noun} becomes something to look forward to."),
        });
    }
    sentences.extend(random.pick(&aisle.says).cloned());
    if random.chance(50) {
        sentences.extend(random.pick(&department.says).cloned());
    }
    sentences.join(" ")
}

/// Log-normal around the kind's median, with the endings shops like.
fn price(random: &mut Random, good: &Good) -> i64 {
    let raw = random.log_normal(f64::from(good.median), PRICE_SPREAD);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a price is far below 2^63 cents"
    )]
    let dollars = ((raw / 100.0) as i64).max(1);
    match random.below(20) {
        0..=10 => dollars * 100 - 1,
        11..=14 => dollars * 100 - 5,
        15..=16 => dollars * 100 - 50,
        _ => dollars * 100,
    }
}

/// One in seven or so was dearer before.
fn compare_at(random: &mut Random, price: i64) -> Option<i64> {
    if !random.chance(15) {
        return None;
    }
    let percent = 110 + i64::try_from(random.below(9) * 5).unwrap_or_default();
    let former = price * percent / 100;
    // Up to the next full price of the same look.
    Some(former - former % 100 + 99).filter(|former| *former > price)
}

/// Rating and number of reviews. Most products have few, some have thousands, some none at all.
fn reviews(random: &mut Random) -> (Option<f32>, i32) {
    if random.chance(12) {
        return (None, 0);
    }
    #[expect(clippy::cast_possible_truncation, reason = "a count is far below 2^31")]
    let count = (random.log_normal(14.0, 1.7) as i32).clamp(1, 60_000);
    let tenths = 42.0 + 4.5 * random.normal();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a rating has at most 50 tenths"
    )]
    let tenths = (tenths as i16).clamp(10, 50);
    (Some(f32::from(tenths) / 10.0), count)
}

/// One in twelve is sold out.
fn stock(random: &mut Random) -> i32 {
    if random.chance(8) {
        return 0;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a stock is far below 2^31")]
    let stock = (random.log_normal(25.0, 1.0) as i32).clamp(1, 5_000);
    stock
}

/// Microseconds since the epoch, evenly over the three years.
fn created_at(random: &mut Random) -> i64 {
    let before = i64::try_from(random.below(AGE_SECONDS)).unwrap_or_default() + 1;
    (LAST_DAY - before) * 1_000_000
}
