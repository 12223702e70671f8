//! Which of the matching products pass the filters, and which fail a single one: those count in its facet. Categories are
//! counted among those asked for, so a product elsewhere counts nowhere.

use crate::care::Pin;
use crate::core::{Core, NO_PRICE, NO_STARS, Properties, Row};
use crate::matching::Matches;
use crate::number::{place, small};
use crate::order::Results;
use crate::question::Question;

/// The number of each facet; those of properties follow.
pub(crate) const BRAND: usize = 0;
pub(crate) const PRICE: usize = 1;
pub(crate) const RATING: usize = 2;
pub(crate) const STOCK: usize = 3;
pub(crate) const PROPERTIES: usize = 4;

/// A question's filters as they are looked up.
#[derive(Debug)]
pub(crate) struct Filters {
    /// By the category's number: whether it passes.
    categories: Option<Vec<bool>>,
    /// By the brand's number: whether it passes.
    brands: Option<Vec<bool>>,
    prices: Option<(i64, i64)>,
    stars: Option<u8>,
    in_stock: bool,
    /// The properties that are asked for.
    pub(crate) properties: Vec<Property>,
    /// By the pair's number: which of the properties it satisfies, counted from 1; 0 for none.
    satisfies: Vec<u32>,
}

/// A property that is asked for.
#[derive(Debug)]
pub(crate) struct Property {
    pub(crate) key: String,
    pub(crate) values: Vec<String>,
    /// Its number, if any product has or had it.
    pub(crate) number: Option<u32>,
}

/// What became of products that match.
#[derive(Debug, Default)]
pub(crate) struct Sifted {
    /// Those that pass.
    pub(crate) passed: Results,
    /// For each facet, the slots of those that only its filter keeps out.
    pub(crate) near: Vec<Vec<u32>>,
}

impl Filters {
    /// The filters of a question.
    pub(crate) fn of(core: &Core, question: &Question) -> Self {
        let chosen = |brand: &crate::product::Brand| question.brands.contains(&brand.slug);
        let mut filters = Self {
            categories: question.categories.as_ref().map(|chosen| {
                core.categories
                    .ids()
                    .iter()
                    .map(|id| chosen.contains(id))
                    .collect()
            }),
            brands: (!question.brands.is_empty())
                .then(|| core.brands.all().iter().map(chosen).collect()),
            prices: (question.min_price.is_some() || question.max_price.is_some()).then(|| {
                (
                    question.min_price.unwrap_or(i64::MIN),
                    question.max_price.unwrap_or(i64::MAX),
                )
            }),
            stars: question.min_rating,
            in_stock: question.in_stock,
            properties: properties(core, &question.attributes),
            satisfies: Vec::new(),
        };
        if !filters.properties.is_empty() {
            filters.satisfies = vec![0; core.properties.pairs()];
            for (filter, property) in filters.properties.iter().enumerate() {
                for value in &property.values {
                    if let Some(pair) = core.properties.find(&property.key, value) {
                        filters.satisfies[place(pair)] = small(filter) + 1;
                    }
                }
            }
        }
        filters
    }

    fn is_empty(&self) -> bool {
        self.categories.is_none()
            && self.brands.is_none()
            && self.prices.is_none()
            && self.stars.is_none()
            && !self.in_stock
            && self.properties.is_empty()
    }

    /// Keeps the products that pass; for each facet, those that only its filter kept out.
    pub(crate) fn sift(&self, core: &Core, matches: &mut Matches) -> Vec<Vec<u32>> {
        let mut near = vec![Vec::new(); PROPERTIES + self.properties.len()];
        if self.is_empty() {
            return near;
        }
        let mut met = vec![usize::MAX; self.properties.len()];
        let mut keep = Vec::with_capacity(matches.slots().len());
        for (turn, slot) in matches.slots().iter().enumerate() {
            let verdict = self.judge(&Subject::of(core, *slot), turn, &mut met);
            keep.push(verdict == Verdict::Passes);
            if let Verdict::FailsOne(facet) = verdict {
                near[facet].push(*slot);
            }
        }
        matches.keep(&keep);
        near
    }

    /// Keeps those pins that pass; of the others, notes those near that only one facet's filter keeps out.
    pub(crate) fn sift_pins(&self, core: &Core, pins: Vec<Pin>, near: &mut [Vec<u32>]) -> Vec<Pin> {
        let mut met = vec![usize::MAX; self.properties.len()];
        let mut passed = Vec::with_capacity(pins.len());
        for (turn, pin) in pins.into_iter().enumerate() {
            match self.judge(&Subject::of(core, pin.slot), turn, &mut met) {
                Verdict::Passes => passed.push(pin),
                Verdict::FailsOne(facet) => near[facet].push(pin.slot),
                Verdict::Fails => {}
            }
        }
        passed
    }

    /// How many filters something fails: none, one, or two for more.
    pub(crate) fn failed(&self, subject: &Subject<'_>) -> usize {
        match self.judge(subject, 0, &mut vec![usize::MAX; self.properties.len()]) {
            Verdict::Passes => 0,
            Verdict::FailsOne(_) => 1,
            Verdict::Fails => 2,
        }
    }

    /// Whether something passes. `met` notes for each property in which turn it was satisfied last.
    #[inline]
    fn judge(&self, subject: &Subject<'_>, turn: usize, met: &mut [usize]) -> Verdict {
        let mut verdict = Verdict::Passes;
        let (core, at) = (subject.core, place(subject.slot));
        let within = |table: &Vec<bool>, number: u32| table.get(place(number)) == Some(&true);
        let categories = self.categories.as_ref();
        if categories.is_some_and(|table| !within(table, core.category[at])) {
            return Verdict::Fails;
        }
        let brands = self.brands.as_ref();
        if brands.is_some_and(|table| !within(table, core.brand[at])) {
            verdict.fail(BRAND);
        }
        let passes =
            |price: i64, (least, most)| price != NO_PRICE && least <= price && price <= most;
        if self
            .prices
            .is_some_and(|prices| !passes(subject.price(), prices))
        {
            verdict.fail(PRICE);
        }
        let reaches =
            |stars: i8, least: u8| stars != NO_STARS && i16::from(stars) >= i16::from(least);
        if self
            .stars
            .is_some_and(|least| !reaches(subject.stars(), least))
        {
            verdict.fail(RATING);
        }
        if self.in_stock && !subject.in_stock() {
            verdict.fail(STOCK);
        }
        if met.is_empty() || verdict == Verdict::Fails {
            return verdict;
        }
        for pair in core.pairs.get(subject.slot) {
            if let Some(filter) = self.satisfies[place(*pair)].checked_sub(1) {
                met[place(filter)] = turn;
            }
        }
        for (filter, last) in met.iter().enumerate() {
            if *last != turn {
                verdict.fail(PROPERTIES + filter);
            }
        }
        verdict
    }
}

/// What filters look at: a product as it is, or as it was before its row changed. Looked up only where asked.
#[derive(Debug)]
pub(crate) struct Subject<'s> {
    core: &'s Core,
    slot: u32,
    row: Option<Row>,
}

impl<'s> Subject<'s> {
    /// The product in a slot.
    pub(crate) fn of(core: &'s Core, slot: u32) -> Self {
        let row = None;
        Self { core, slot, row }
    }

    /// The product in a slot with this row.
    pub(crate) fn with(core: &'s Core, slot: u32, row: Row) -> Self {
        let row = Some(row);
        Self { core, slot, row }
    }

    fn price(&self) -> i64 {
        let now = || self.core.columns.price[place(self.slot)];
        self.row.map_or_else(now, |row| row.price)
    }

    fn stars(&self) -> i8 {
        let now = || self.core.columns.stars[place(self.slot)];
        self.row.map_or_else(now, |row| row.stars)
    }

    fn in_stock(&self) -> bool {
        let now = || self.core.columns.in_stock[place(self.slot)];
        self.row.map_or_else(now, |row| row.in_stock)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Passes,
    FailsOne(usize),
    Fails,
}

impl Verdict {
    fn fail(&mut self, facet: usize) {
        *self = if *self == Self::Passes {
            Self::FailsOne(facet)
        } else {
            Self::Fails
        };
    }
}

/// The properties that are asked for, each once.
fn properties(core: &Core, asked: &[(String, Vec<String>)]) -> Vec<Property> {
    let mut properties: Vec<Property> = Vec::new();
    for (key, values) in asked.iter().filter(|(_, values)| !values.is_empty()) {
        let key = Properties::cleaned(key);
        let known = properties.iter_mut().find(|property| property.key == key);
        if let Some(property) = known {
            property.values.extend(values.iter().cloned());
        } else {
            let number = core.properties.find_key(&key);
            let values = values.clone();
            properties.push(Property {
                key,
                values,
                number,
            });
        }
    }
    properties
}
