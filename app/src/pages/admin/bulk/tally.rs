//! What an act would do, in words and figures.

use leptos::prelude::*;

use crate::{
    components::data_table::{Column, DataTable},
    model::{
        editing::{Bulk, BulkQuery, PriceRange, Refused, STATUSES, STOCKS, Tally},
        money::{Money, grouped_count},
    },
};

/// How many change, stay as they are, and cannot be changed; and what becomes of prices.
#[component]
pub fn TallyView(act: String, tally: Tally) -> impl IntoView {
    let refused = tally.refused.iter().map(refusal).collect_view();
    let has_refused = !tally.refused.is_empty();
    let sentence = sentence(&act, &tally);
    view! {
        <p class="bulk-tally" role="status">
            {sentence}
        </p>
        {has_refused.then(|| view! { <ul class="bulk-refused">{refused}</ul> })}
        {(!tally.prices.is_empty()).then(|| view! { <Prices ranges=tally.prices /> })}
    }
}

/// All of it in a sentence: `312 products: 290 will change, 22 already are published.`
pub fn sentence(act: &str, tally: &Tally) -> String {
    let products = match tally.chosen {
        1 => "1 product".to_owned(),
        many => format!("{} products", grouped_count(many)),
    };
    let so = match (act, tally.already) {
        ("publish", 1) => "already is published",
        ("publish", _) => "already are published",
        ("draft", 1) => "already is a draft",
        ("draft", _) => "already are drafts",
        ("archive", 1) => "already is archived",
        ("archive", _) => "already are archived",
        ("price", 1) => "would keep its price",
        ("price", _) => "would keep their price",
        ("category", 1) => "already is there",
        ("category", _) => "already are there",
        (_, 1) => "stays",
        _ => "stay",
    };
    let verb = if act == "delete" {
        "will be deleted"
    } else {
        "will change"
    };
    let will = match tally.will {
        0 => "none".to_owned(),
        all if all == tally.chosen && all > 1 => "all".to_owned(),
        some => grouped_count(some),
    };
    let mut parts = vec![format!("{will} {verb}")];
    if tally.already > 0 {
        parts.push(format!("{} {so}", grouped_count(tally.already)));
    }
    let refused: i64 = tally.refused.iter().map(|one| one.products).sum();
    if refused > 0 {
        parts.push(format!("{} cannot", grouped_count(refused)));
    }
    format!("{products}: {}.", parts.join(", "))
}

fn refusal(refused: &Refused) -> impl IntoView + use<> {
    let count = grouped_count(refused.products);
    let text = format!("{count} cannot be changed: {}.", refused.why);
    view! { <li>{text}</li> }
}

#[component]
fn Prices(ranges: Vec<PriceRange>) -> impl IntoView {
    let columns = vec![
        Column::name("Prices"),
        Column::number("Products"),
        Column::number("Lowest"),
        Column::number("Highest"),
    ];
    let rows = ranges.into_iter().flat_map(|range| {
        let currency = range.after.iter().chain(&range.before).flatten().next();
        let currency = currency.map_or_else(String::new, |money| money.currency.clone());
        [("now", range.before), ("then", range.after)].map(|(when, prices)| {
            let [lowest, highest] = match prices {
                Some(prices) => prices.map(|money: Money| money.to_string()),
                None => ["on request", "on request"].map(str::to_owned),
            };
            vec![
                format!("{currency} {when}").into_any(),
                grouped_count(range.products).into_any(),
                lowest.into_any(),
                highest.into_any(),
            ]
        })
    });
    let rows = rows.collect();
    view! { <DataTable caption="Prices that change" columns rows /> }
}

/// Which products are meant, in words.
pub fn which(query: &BulkQuery, bulk: &Bulk) -> String {
    if let Some(ids) = &query.ids {
        return match ids.len() {
            0 => String::new(),
            1 => "The one product that you chose.".to_owned(),
            many => format!("The {many} products that you chose."),
        };
    }
    let list = &query.list;
    let label = |choices: &[(&str, &str)], value: &str| {
        let found = choices.iter().find(|(known, _)| *known == value);
        found.map(|(_, label)| label.to_lowercase())
    };
    let category = list.category.map(|id| id.to_string()).map(|id| {
        let found = bulk.categories.iter().find(|choice| choice.value == id);
        found.map_or(id, |choice| choice.label.clone())
    });
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let parts = [
        some(&list.text).map(|text| format!("“{text}” in name or number")),
        label(&STATUSES, &list.status).map(|status| format!("status {status}")),
        category.map(|name| format!("category {name} with all below")),
        some(&list.brand).map(|brand| format!("brand {brand}")),
        label(&STOCKS, &list.stock).map(|stock| format!("stock {stock}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        "All products of the shop, on all pages of the list.".to_owned()
    } else {
        format!(
            "All products that match, on all pages of the list: {}.",
            parts.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_come_of_it_is_a_sentence() {
        let tally = |chosen, will, already, refused| Tally {
            chosen,
            will,
            already,
            refused: vec![Refused {
                products: refused,
                why: "without a price".to_owned(),
            }],
            ..Tally::default()
        };
        for (act, tally, words) in [
            (
                "publish",
                tally(312, 290, 22, 0),
                "312 products: 290 will change, 22 already are published.",
            ),
            (
                "price",
                tally(9_999, 5, 4, 9_990),
                "9,999 products: 5 will change, 4 would keep their price, 9,990 cannot.",
            ),
            (
                "delete",
                tally(3, 3, 0, 0),
                "3 products: all will be deleted.",
            ),
            ("draft", tally(1, 1, 0, 0), "1 product: 1 will change."),
            (
                "draft",
                tally(2, 1, 1, 0),
                "2 products: 1 will change, 1 already is a draft.",
            ),
            (
                "archive",
                tally(2, 0, 2, 0),
                "2 products: none will change, 2 already are archived.",
            ),
        ] {
            assert_eq!(sentence(act, &tally), words);
        }
    }
}
