//! One act on many products: what is meant, as the address of its page says it, and what would come of it.

use serde::{Deserialize, Serialize};

use super::{Choice, May, ProductsQuery};
use crate::model::{
    money::Money,
    pairs::{all, first},
};

/// What can be done to many products: as it stands in the address, and on the button.
pub const ACTS: [(&str, &str); 6] = [
    ("publish", "Publish"),
    ("draft", "Make drafts"),
    ("archive", "Archive"),
    ("price", "Change prices"),
    ("category", "Move to a category"),
    ("delete", "Delete"),
];

/// How prices are changed: as it stands in the address, and for people.
pub const PRICE_CHANGES: [(&str, &str); 3] = [
    ("up", "Raise by percent"),
    ("down", "Lower by percent"),
    ("set", "Set to an amount"),
];

/// Keys that are read from an address, at most: more than a page of the list has.
const MOST_IDS: usize = 200;

/// Which products, and what is to be done to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkQuery {
    /// The page of the list that it began on.
    pub list: ProductsQuery,
    /// These products; nothing: all that match the list's filters.
    pub ids: Option<Vec<i64>>,
    /// One of [`ACTS`]; empty if it is none.
    pub act: String,
    /// One of [`PRICE_CHANGES`]; empty if it is not said yet.
    pub how: String,
    /// The percentage or the price, as it was typed.
    pub amount: String,
    /// What the amount is in.
    pub currency: String,
    /// Number of the category to move to, or `none`; empty if it is not said yet.
    pub to: String,
}

impl BulkQuery {
    /// What the query part of an address asks for, be it one of ours or what the form on the list made.
    pub fn parse(query: &str) -> Self {
        let text =
            |name| first(query, name).map_or_else(String::new, |text| text.trim().to_owned());
        let known = |name, choices: &[(&str, &str)]| {
            let given = text(name);
            let is_known = choices.iter().any(|(value, _)| *value == given);
            if is_known { given } else { String::new() }
        };
        let ids = match text("which").as_str() {
            "all" => None,
            "page" => Some(all(query, "page")),
            _ => Some(all(query, "id")),
        };
        Self {
            list: ProductsQuery::parse(query).having_done(None),
            ids: ids.map(|texts| keys(&texts)),
            act: known("act", &ACTS),
            how: known("how", &PRICE_CHANGES),
            amount: text("amount"),
            currency: text("currency"),
            to: text("to"),
        }
    }

    /// What is said by the address, by name.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.list.pairs();
        match &self.ids {
            None => pairs.push(("which", "all".to_owned())),
            Some(ids) => {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                pairs.push(("id", ids.join(",")));
            }
        }
        for (name, value) in [
            ("act", &self.act),
            ("how", &self.how),
            ("amount", &self.amount),
            ("currency", &self.currency),
            ("to", &self.to),
        ] {
            if !value.is_empty() {
                pairs.push((name, value.clone()));
            }
        }
        pairs
    }

    /// The address of the page that asks whether it is meant.
    pub fn href(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let query = query.extend_pairs(self.pairs()).finish();
        format!("/admin/products/bulk?{query}")
    }

    /// The same products and act, with nothing said yet about how.
    #[must_use]
    pub fn without_details(&self) -> Self {
        Self {
            list: self.list.clone(),
            ids: self.ids.clone(),
            act: self.act.clone(),
            ..Self::default()
        }
    }
}

/// The keys in these texts, which hold some each, with commas between; each once, in order.
fn keys(texts: &[String]) -> Vec<i64> {
    let parts = texts.iter().flat_map(|text| text.split(','));
    let mut keys: Vec<i64> = parts
        .filter_map(|part| part.trim().parse().ok())
        .take(MOST_IDS)
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// An act on many products that waits for a word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulk {
    /// What products can be put into.
    pub categories: Vec<Choice>,
    /// What would come of it; nothing if it is not said in full yet, or not in a way that can be followed.
    pub tally: Option<Tally>,
    /// What is wrong with a field, or with the whole if it is empty.
    pub problem: Option<(String, String)>,
    /// What whoever looks at it may do.
    pub may: May,
}

/// What would come of an act, exactly.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many products are meant.
    pub chosen: i64,
    /// How many of them would change.
    pub will: i64,
    /// How many are so already.
    pub already: i64,
    /// Those that cannot be changed, by reason.
    pub refused: Vec<Refused>,
    /// What would become of prices, by currency.
    pub prices: Vec<PriceRange>,
    /// Names what was counted: it is another one if anything of it is.
    pub token: String,
}

/// Products that an act cannot change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// How many.
    pub products: i64,
    /// Why, as the end of a sentence: `without a price`.
    pub why: String,
}

/// The lowest and the highest price of those that change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRange {
    /// How many change.
    pub products: i64,
    /// As they are; nothing if none has a price.
    pub before: Option<[Money; 2]>,
    /// As they become.
    pub after: Option<[Money; 2]>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_on_the_list_says_which_are_meant() {
        let parse = BulkQuery::parse;
        let ids = |query| parse(query).ids;
        assert_eq!(ids("which=all&id=1&page=1,2"), None);
        assert_eq!(ids("which=page&id=1&page=2,1,x"), Some(vec![1, 2]));
        assert_eq!(ids("which=ticked&id=3&id=1&id=3&page=9"), Some(vec![1, 3]));
        assert_eq!(ids(""), Some(vec![]), "who says nothing means none");
        let many: Vec<String> = (0..999).map(|id| format!("id={id}")).collect();
        assert_eq!(ids(&many.join("&")).map(|ids| ids.len()), Some(MOST_IDS));
    }

    #[test]
    fn an_address_reads_back() {
        for query in [
            "q=oak&status=draft&after=Oak&key=4&which=all&act=price&how=up&amount=12.5&currency=USD",
            "id=1,5&act=category&to=none",
            "id=&act=delete",
        ] {
            let read = BulkQuery::parse(query);
            let href = read.href();
            let (path, rest) = href.split_once('?').unwrap();
            assert_eq!(path, "/admin/products/bulk");
            assert_eq!(BulkQuery::parse(rest), read, "{href}");
        }
        let read = BulkQuery::parse("act=sell&how=x&done=5");
        assert_eq!((&*read.act, &*read.how, read.list.done), ("", "", None));
    }
}
