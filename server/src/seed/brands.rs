//! The makers of the demo catalogue. Their names are made up of syllables.

use super::random::Random;

/// How many makers there are.
pub const COUNT: usize = 300;

const BEGINNINGS: [&str; 30] = [
    "Aldr", "Bael", "Cald", "Dov", "Elsk", "Farn", "Gorr", "Halv", "Ilm", "Jarn", "Kest", "Lov",
    "Morv", "Nant", "Ostr", "Pell", "Quill", "Rav", "Sund", "Tarn", "Ulv", "Vand", "Wex", "Yest",
    "Zand", "Brem", "Torv", "Hesk", "Mund", "Skar",
];
const ENDINGS: [&str; 24] = [
    "ael", "ask", "anti", "arok", "ewin", "edal", "elin", "emar", "eno", "erby", "esund", "evik",
    "ibra", "idal", "imar", "inge", "istad", "oda", "olin", "ombe", "orn", "otti", "uda", "umo",
];
const TRADES: [&str; 8] = [
    " & Daughters",
    " Works",
    " Studio",
    " House",
    " Supply",
    " Atelier",
    " Brothers",
    " Union",
];

/// The names, the largest maker first; the same for the same `seed`.
pub fn names(seed: u64) -> Vec<String> {
    let mut stems: Vec<String> = BEGINNINGS
        .iter()
        .flat_map(|beginning| {
            ENDINGS
                .iter()
                .map(move |ending| format!("{beginning}{ending}"))
        })
        .collect();
    let mut random = Random::new(seed, u64::MAX);
    let mut names = Vec::with_capacity(COUNT);
    for _ in 0..COUNT {
        let index = usize::try_from(random.below(stems.len() as u64)).unwrap_or_default();
        let mut name = stems.swap_remove(index);
        if random.chance(25) {
            name.push_str(random.pick(&TRADES).copied().unwrap_or_default());
        }
        names.push(name);
    }
    names
}

/// A choice among makers by Zipf's law: the maker of rank `r` is chosen as often as `1 / r` says.
#[derive(Debug)]
pub struct Zipf {
    /// The makers with the sums of all weights up to and with theirs.
    cumulative: Vec<(u64, usize)>,
}

impl Zipf {
    /// The makers that serve the department of that number. Each has a home and may have a second
    /// department, so lists of brands differ from one to the next.
    pub fn for_department(department: usize, departments: usize, seed: u64) -> Self {
        let mut total = 0;
        let mut cumulative = Vec::new();
        for brand in 0..COUNT {
            let mut random = Random::new(seed, u64::MAX - 1 - brand as u64);
            let second = random.below(departments as u64 * 3 / 2);
            if brand % departments == department || second == department as u64 {
                total += 1_000_000 / (brand as u64 + 1);
                cumulative.push((total, brand));
            }
        }
        Self { cumulative }
    }

    /// The number of a maker.
    pub fn choose(&self, random: &mut Random) -> usize {
        let total = self.cumulative.last().map_or(1, |(sum, _)| *sum);
        let mark = random.below(total);
        let index = self.cumulative.partition_point(|(sum, _)| *sum <= mark);
        self.cumulative.get(index).map_or(0, |(_, brand)| *brand)
    }
}
