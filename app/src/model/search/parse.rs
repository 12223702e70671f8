//! Reading a search from an address that anybody may have typed: every text gives a search, and
//! what could not be followed is said in a note.

use super::{
    MAX_PAGE, attributes,
    query::{ATTRIBUTE_PREFIX, SearchQuery, SortOrder},
};

/// Longest text searched for, in characters; more is cut.
const MAX_TEXT_CHARS: usize = 200;
/// Most words searched for; more are cut.
const MAX_WORDS: usize = 16;
/// Most makers that can be chosen at once; more are dropped.
const MAX_BRANDS: usize = 30;
/// Longest slug or path that is looked up, in bytes.
const MAX_SLUG_BYTES: usize = 200;
/// Highest price that can be asked for, in minor units: beyond any catalogue, far from overflow.
const MAX_PRICE: i64 = 100_000_000_000;

/// Something in the address that could not be followed to the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// The text was too long.
    TextCut,
    /// No category can have such a path.
    CategoryIgnored,
    /// No maker can have such a slug, or too many were chosen.
    BrandIgnored,
    /// No product can have such a property, or too many were chosen.
    AttributeIgnored,
    /// A price was no number.
    PriceIgnored,
    /// The lower price was above the upper one.
    PricesSwapped,
    /// The rating was not 1 to 4.
    RatingIgnored,
    /// The order is unknown.
    UnknownSort,
    /// The page was no number from 1 up.
    PageIgnored,
}

impl Note {
    /// What to tell the visitor.
    pub fn text(self) -> &'static str {
        match self {
            Self::TextCut => "Your search was very long; only its beginning was used.",
            Self::CategoryIgnored => "That category is not known; all were searched.",
            Self::BrandIgnored => "Some of the chosen brands could not be used.",
            Self::AttributeIgnored => "Some of the chosen properties could not be used.",
            Self::PriceIgnored => "A price was not a number and was left out.",
            Self::PricesSwapped => "The lower price was above the upper one; they were swapped.",
            Self::RatingIgnored => "That rating is not known and was left out.",
            Self::UnknownSort => "That order is not known; results are sorted by best match.",
            Self::PageIgnored => "That page number is not known; this is the first page.",
        }
    }
}

/// A search read from an address, and what to tell about the reading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedQuery {
    /// What will be searched.
    pub query: SearchQuery,
    /// What could not be followed, in the order met, each once.
    pub notes: Vec<Note>,
}

impl ParsedQuery {
    /// Reads the query part of an address (`q=lamp&page=2`), percent-encoded or not, valid UTF-8
    /// or not. Of a parameter that may stand once, the first non-empty one counts.
    pub fn parse(query_string: &str) -> Self {
        let mut given = Given::default();
        for (name, value) in form_urlencoded::parse(query_string.as_bytes()) {
            given.take(&name, &value);
        }
        given.finish()
    }

    /// The same search inside the category at `path`, as on category pages; `None` if no category
    /// can have that path.
    pub fn in_category(mut self, path: &str) -> Option<Self> {
        self.query.category = Some(valid_path(path)?);
        Some(self)
    }
}

/// The parameters of an address, not looked at yet.
#[derive(Default)]
struct Given {
    text: Option<String>,
    category: Option<String>,
    brands: Vec<String>,
    attributes: Vec<(String, String)>,
    min: Option<String>,
    max: Option<String>,
    rating: Option<String>,
    stock: bool,
    sort: Option<String>,
    page: Option<String>,
    exact: bool,
}

impl Given {
    fn take(&mut self, name: &str, value: &str) {
        if let Some(attribute) = name.strip_prefix(ATTRIBUTE_PREFIX) {
            // As it stands in the catalogue, spaces and all.
            self.attributes
                .push((attribute.to_owned(), value.to_owned()));
            return;
        }
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        match name {
            "q" => first(&mut self.text, value),
            "category" => first(&mut self.category, value),
            "brand" => self.brands.push(value.to_owned()),
            "min" => first(&mut self.min, value),
            "max" => first(&mut self.max, value),
            "rating" => first(&mut self.rating, value),
            "stock" => self.stock |= is_yes(value),
            "exact" => self.exact |= is_yes(value),
            "sort" => first(&mut self.sort, value),
            "page" => first(&mut self.page, value),
            _ => {}
        }
    }

    fn finish(self) -> ParsedQuery {
        let mut notes = Notes::default();
        let (text, cut) = clean_text(self.text.as_deref().unwrap_or_default());
        notes.add_if(cut, Note::TextCut);
        let category = notes.read(self.category, valid_path, Note::CategoryIgnored);
        let brands = read_brands(self.brands, &mut notes);
        let (attributes, dropped) = attributes::read(self.attributes);
        notes.add_if(dropped, Note::AttributeIgnored);
        let (min_price, max_price) = read_prices(self.min, self.max, &mut notes);
        let min_rating = notes.read(self.rating, read_rating, Note::RatingIgnored);
        let sort = notes.read(self.sort, SortOrder::from_slug, Note::UnknownSort);
        let page = notes.read(self.page, read_page, Note::PageIgnored);
        let query = SearchQuery {
            // Without words there is nothing to take literally.
            verbatim: self.exact && !text.is_empty(),
            text,
            category,
            brands,
            attributes,
            min_price,
            max_price,
            min_rating,
            in_stock: self.stock,
            sort: sort.unwrap_or_default(),
            page_index: page.unwrap_or(1).min(MAX_PAGE) - 1,
        };
        ParsedQuery {
            query,
            notes: notes.0,
        }
    }
}

fn is_yes(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

fn first(slot: &mut Option<String>, value: &str) {
    slot.get_or_insert_with(|| value.to_owned());
}

#[derive(Default)]
struct Notes(Vec<Note>);

impl Notes {
    fn add_if(&mut self, condition: bool, note: Note) {
        if condition && !self.0.contains(&note) {
            self.0.push(note);
        }
    }

    /// Reads a value that was given; adds `note` if it could not be read.
    fn read<T>(
        &mut self,
        raw: Option<String>,
        read: impl Fn(&str) -> Option<T>,
        note: Note,
    ) -> Option<T> {
        let value = read(&raw?);
        self.add_if(value.is_none(), note);
        value
    }
}

/// Words parted by single spaces, without control characters (PostgreSQL's text knows no NUL);
/// and whether something was cut off.
fn clean_text(raw: &str) -> (String, bool) {
    let words: Vec<&str> = raw
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let kept = words.get(..MAX_WORDS).unwrap_or(&words).join(" ");
    let text: String = kept.chars().take(MAX_TEXT_CHARS).collect();
    let cut = words.len() > MAX_WORDS || text.len() < kept.len();
    (text.trim_end().to_owned(), cut)
}

/// A category's path, if `raw` has the form of one: slugs joined by `/`.
fn valid_path(raw: &str) -> Option<String> {
    let path = raw.trim_end_matches('/');
    let valid = path.len() <= MAX_SLUG_BYTES && path.split('/').all(is_slug);
    valid.then(|| path.to_owned())
}

/// Lower-case ASCII letters and digits in groups joined by single hyphens.
fn is_slug(text: &str) -> bool {
    text.split('-').all(|group| {
        !group.is_empty()
            && group
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

fn read_brands(mut brands: Vec<String>, notes: &mut Notes) -> Vec<String> {
    let given = brands.len();
    brands.retain(|slug| slug.len() <= MAX_SLUG_BYTES && is_slug(slug));
    notes.add_if(brands.len() < given, Note::BrandIgnored);
    brands.sort_unstable();
    brands.dedup();
    notes.add_if(brands.len() > MAX_BRANDS, Note::BrandIgnored);
    brands.truncate(MAX_BRANDS);
    brands
}

fn read_prices(
    min: Option<String>,
    max: Option<String>,
    notes: &mut Notes,
) -> (Option<i64>, Option<i64>) {
    let min = notes.read(min, read_price, Note::PriceIgnored);
    let max = notes.read(max, read_price, Note::PriceIgnored);
    match (min, max) {
        (Some(low), Some(high)) if low > high => {
            notes.add_if(true, Note::PricesSwapped);
            (max, min)
        }
        other => other,
    }
}

/// `12`, `12.5` or `12,50` in minor units; what is dearer than anything is the dearest there is.
fn read_price(value: &str) -> Option<i64> {
    let value = value.trim_start_matches(['$', '€', '£']);
    let (whole, part) = value.split_once(['.', ',']).unwrap_or((value, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(part) {
        return None;
    }
    let whole: i64 = whole.parse().unwrap_or(MAX_PRICE);
    let cents: i64 = format!("{part:0<2}").get(..2)?.parse().ok()?;
    Some(
        whole
            .saturating_mul(100)
            .saturating_add(cents)
            .min(MAX_PRICE),
    )
}

fn read_rating(value: &str) -> Option<u8> {
    value.parse().ok().filter(|stars| (1..=4).contains(stars))
}

/// A page from 1 up; numbers too large to hold are simply very far pages.
fn read_page(value: &str) -> Option<u32> {
    let is_number = value.bytes().all(|b| b.is_ascii_digit());
    let page = is_number.then(|| value.parse().unwrap_or(u32::MAX))?;
    (page > 0).then_some(page)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(query: &str) -> SearchQuery {
        ParsedQuery::parse(query).query
    }

    #[test]
    fn order_of_parameters_does_not_matter() {
        assert_eq!(
            parse("q=oak&page=2&brand=b&brand=a&a.size=L&a.colour=red&a.colour=blue"),
            parse(
                "a.colour=blue&brand=a&page=2&q=oak&a.colour=red&a.size=L&brand=b&brand=a&a.size=L"
            )
        );
    }

    #[test]
    fn properties_are_read_by_name() {
        let query = parse("a.colour=red&a.colour=blue&a.Seat+height=45%C2%A0cm");
        let expected = [
            ("Seat height", vec!["45\u{a0}cm"]),
            ("colour", vec!["blue", "red"]),
        ];
        let expected = expected.map(|(name, values)| {
            let values = values.into_iter().map(str::to_owned).collect();
            (name.to_owned(), values)
        });
        assert_eq!(query.attributes, expected);
        assert_eq!(
            ParsedQuery::parse("a.=red&a.colour=blue").notes,
            [Note::AttributeIgnored]
        );
    }

    #[test]
    fn only_words_can_be_taken_literally() {
        assert!(parse("q=oka&exact=1").verbatim);
        assert!(!parse("q=oka&exact=0").verbatim);
        assert_eq!(parse("exact=1"), SearchQuery::default());
    }

    #[test]
    fn what_cannot_be_followed_is_noted() {
        let parsed = ParsedQuery::parse("sort=best&page=0&min=9&max=3&rating=7&category=A%00");
        assert_eq!(
            parsed.notes,
            [
                Note::CategoryIgnored,
                Note::PricesSwapped,
                Note::RatingIgnored,
                Note::UnknownSort,
                Note::PageIgnored
            ]
        );
        assert_eq!(parsed.query.min_price, Some(300));
        assert_eq!(parsed.query.max_price, Some(900));
        assert_eq!(parsed.query.page(), 1);
    }

    #[test]
    fn a_negative_price_is_no_price() {
        let parsed = ParsedQuery::parse("min=-5&max=12,5");
        assert_eq!(parsed.notes, [Note::PriceIgnored]);
        assert_eq!(parsed.query.min_price, None);
        assert_eq!(parsed.query.max_price, Some(1250));
    }

    #[test]
    fn far_pages_stay_countable() {
        assert_eq!(parse("page=1000000000").page(), MAX_PAGE);
        assert_eq!(parse("page=99999999999999999999").page(), MAX_PAGE);
    }

    #[test]
    fn long_texts_are_cut_and_said_so() {
        let parsed = ParsedQuery::parse(&format!("q={}", "a".repeat(10_240)));
        assert_eq!(parsed.query.text.chars().count(), MAX_TEXT_CHARS);
        assert_eq!(parsed.notes, [Note::TextCut]);
    }

    #[test]
    fn control_characters_and_broken_encoding_are_no_words() {
        assert_eq!(parse("q=red%00+%1Fshoe%0A").text, "red shoe");
        assert_eq!(parse("q=%ff%zz").text, "\u{fffd}%zz");
    }

    proptest! {
        #[test]
        fn any_text_gives_a_search(raw in ".*") {
            let parsed = ParsedQuery::parse(&raw);
            prop_assert!(parsed.query.text.chars().count() <= MAX_TEXT_CHARS);
            prop_assert!(parsed.query.page() <= MAX_PAGE);
        }

        #[test]
        fn the_address_of_a_search_reads_back_as_it(
            pairs in prop::collection::vec(
                (
                    "q|brand|min|max|rating|stock|sort|page|category|exact|a\\.[a-c .=&é]{0,2}",
                    "1|[a-z0-9]{0,3}[a-z0-9 .,/&=é-]{0,8}",
                ),
                0..9,
            )
        ) {
            let raw = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            let query = parse(&raw);
            let again = ParsedQuery::parse(&query.to_query_string());
            prop_assert_eq!(&again.notes, &[]);
            let again = match query.path().strip_prefix("/c/") {
                Some(category) => again.in_category(category).map(|parsed| parsed.query),
                None => Some(again.query),
            };
            prop_assert_eq!(again, Some(query));
        }
    }
}
