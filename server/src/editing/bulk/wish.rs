//! From what the address of an act says to what can be done, or to what is wrong with it.

use app::model::{
    editing::BulkQuery,
    money::{Money, grouped_count},
};

use crate::catalog::{
    bulk::{Change, Chosen},
    edit::Status,
    rules::{self, MOST_RAISED, PARTS_OF_WHOLE, PRICE_BOUND},
    taxonomy::Taxonomy,
};

/// Which products, and what is done to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Which.
    pub chosen: Chosen,
    /// What.
    pub change: Change,
}

/// What is wrong: the field, nothing for the whole, and words for people.
pub type Problem = (&'static str, String);

/// What is meant; nothing if it is not said in full yet.
pub fn understand(query: &BulkQuery, taxonomy: &Taxonomy) -> Result<Option<Wish>, Problem> {
    if query.act.is_empty() {
        return Err(("", "Please choose on the list what to do.".to_owned()));
    }
    if query.ids.as_ref().is_some_and(Vec::is_empty) {
        let words = "No product is ticked. Please go back and tick some, or choose all of them.";
        return Err(("", words.to_owned()));
    }
    let change = match query.act.as_str() {
        "publish" => Some(Change::Status(Status::Published)),
        "draft" => Some(Change::Status(Status::Draft)),
        "archive" => Some(Change::Status(Status::Archived)),
        "price" => price(query)?,
        "category" => category(query, taxonomy)?,
        _ => Some(Change::Delete),
    };
    let chosen = Chosen {
        query: query.list.clone(),
        within: query.list.category.map(|id| taxonomy.subtree(id)),
        ids: query.ids.clone(),
    };
    Ok(change.map(|change| Wish { chosen, change }))
}

fn price(query: &BulkQuery) -> Result<Option<Change>, Problem> {
    if query.how.is_empty() || query.amount.is_empty() {
        return Ok(None);
    }
    let change = match query.how.as_str() {
        "up" => percent(&query.amount, MOST_RAISED).map(|part| PARTS_OF_WHOLE + part),
        "down" => percent(&query.amount, PARTS_OF_WHOLE).map(|part| PARTS_OF_WHOLE - part),
        _ => return amount(query).map(Some),
    };
    match change {
        Some(parts) => Ok(Some(Change::Percent(parts))),
        None => Err((
            "amount",
            "A percentage is a number above zero with at most two decimals, such as 12.5: up to 100 to lower, up to 1000 to raise."
                .to_owned(),
        )),
    }
}

/// Hundredths of a percent, above zero.
fn percent(text: &str, most: i64) -> Option<i64> {
    let number = text.strip_suffix('%').unwrap_or(text);
    // To some a comma begins the decimals, to others it parts thousands.
    if number.contains(',') {
        return None;
    }
    // As two decimals are read in dollars.
    let parts = Money::parse(number, "USD")?.minor;
    (1..=most).contains(&parts).then_some(parts)
}

fn amount(query: &BulkQuery) -> Result<Change, Problem> {
    let Some(currency) = rules::currency(&query.currency) else {
        let words = "A currency has three letters, such as USD.";
        return Err(("currency", words.to_owned()));
    };
    let amount = Money::parse(&query.amount, &currency).filter(|money| money.minor < PRICE_BOUND);
    match amount {
        Some(money) => Ok(Change::Price(money.minor, currency)),
        None => Err((
            "amount",
            "A price is a plain number, such as 49.90.".to_owned(),
        )),
    }
}

fn category(query: &BulkQuery, taxonomy: &Taxonomy) -> Result<Option<Change>, Problem> {
    if query.to.is_empty() {
        return Ok(None);
    }
    if query.to == "none" {
        return Ok(Some(Change::Category(None)));
    }
    let number = query.to.parse().ok();
    match number.filter(|id| taxonomy.get(*id).is_some()) {
        Some(id) => Ok(Some(Change::Category(Some(id)))),
        None => Err(("to", "This category is not there any more.".to_owned())),
    }
}

impl Wish {
    /// A sentence's beginning about what was done.
    pub(super) fn done(&self, products: i64) -> String {
        let many = match products {
            1 => "1 product".to_owned(),
            many => format!("{} products", grouped_count(many)),
        };
        match &self.change {
            Change::Status(Status::Published) => format!("{many} published"),
            Change::Status(Status::Draft) if products == 1 => format!("{many} made a draft"),
            Change::Status(Status::Draft) => format!("{many} made drafts"),
            Change::Status(Status::Archived) => format!("{many} archived"),
            Change::Category(_) => format!("{many} moved"),
            Change::Price(..) | Change::Percent(_) => format!("Price of {many} changed"),
            Change::Delete => format!("{many} deleted"),
        }
    }

    /// What was done, for the audit log.
    pub(super) fn about(&self) -> String {
        match &self.change {
            Change::Status(status) => status.as_str().to_owned(),
            Change::Category(Some(id)) => format!("category {id}"),
            Change::Category(None) => "no category".to_owned(),
            Change::Price(minor, currency) => {
                format!("price {}", Money::new(*minor, currency.clone()))
            }
            Change::Percent(parts) => {
                let percent = Money::new(*parts, "USD").decimal();
                format!("prices to {percent}%")
            }
            Change::Delete => "deleted".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::taxonomy::Category;

    fn wish(query: &str) -> Result<Option<Wish>, Problem> {
        let category = Category {
            id: 7,
            parent_id: None,
            path: "lamps".to_owned(),
            name: "Lamps".to_owned(),
        };
        understand(&BulkQuery::parse(query), &Taxonomy::new(vec![category]))
    }

    fn change(query: &str) -> Option<Change> {
        let query = format!("id=1&{query}");
        wish(&query).unwrap().map(|wish| wish.change)
    }

    #[test]
    fn what_is_asked_for_is_understood() {
        assert_eq!(
            change("act=archive"),
            Some(Change::Status(Status::Archived))
        );
        assert_eq!(change("act=delete"), Some(Change::Delete));
        assert_eq!(change("act=category&to=7"), Some(Change::Category(Some(7))));
        assert_eq!(change("act=category&to=none"), Some(Change::Category(None)));
        for (query, parts) in [
            ("how=up&amount=10", 11_000),
            ("how=up&amount=12.55%25", 11_255),
            ("how=up&amount=1000", 110_000),
            ("how=down&amount=100", 0),
            ("how=down&amount=.01", 9_999),
        ] {
            let found = change(&format!("act=price&{query}"));
            assert_eq!(found, Some(Change::Percent(parts)), "{query}");
        }
        assert_eq!(
            change("act=price&how=set&amount=1,249.9&currency=eur"),
            Some(Change::Price(124_990, "EUR".to_owned()))
        );
        assert_eq!(
            change("act=price&how=set&amount=500&currency=JPY"),
            Some(Change::Price(500, "JPY".to_owned()))
        );
    }

    #[test]
    fn what_is_not_said_yet_is_nothing() {
        for query in ["act=price", "act=price&how=up", "act=category"] {
            assert_eq!(change(query), None, "{query}");
        }
    }

    #[test]
    fn what_cannot_be_followed_is_told_beside_its_field() {
        for (query, field) in [
            ("id=1", ""),
            ("act=archive", ""),
            ("id=&act=archive", ""),
            ("id=1&act=category&to=8", "to"),
            ("id=1&act=category&to=x", "to"),
            ("id=1&act=price&how=up&amount=0", "amount"),
            ("id=1&act=price&how=up&amount=-5", "amount"),
            ("id=1&act=price&how=up&amount=1000.01", "amount"),
            ("id=1&act=price&how=up&amount=12,5", "amount"),
            ("id=1&act=price&how=down&amount=100.01", "amount"),
            ("id=1&act=price&how=down&amount=1.555", "amount"),
            ("id=1&act=price&how=set&amount=dear&currency=USD", "amount"),
            (
                "id=1&act=price&how=set&amount=10000000000&currency=USD",
                "amount",
            ),
            ("id=1&act=price&how=set&amount=1&currency=X", "currency"),
        ] {
            let problem = wish(query).map(drop).unwrap_err();
            assert_eq!(problem.0, field, "{query}");
        }
    }
}
