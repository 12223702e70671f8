//! What has to be said about an act before it can be told what would come of it.

use leptos::prelude::*;

use crate::model::editing::{Bulk, BulkQuery, Choice, PRICE_CHANGES};

/// The fields of a change of prices or of a move; nothing for other acts.
#[component]
pub fn Details(query: BulkQuery, bulk: Bulk) -> impl IntoView {
    let field = bulk.problem.clone();
    // Where nothing can be done at all, nothing needs to be said about how.
    if field.as_ref().is_some_and(|(field, _)| field.is_empty()) {
        return None;
    }
    let fields = match query.act.as_str() {
        "price" => view! { <PriceFields query=query.clone() bulk /> }.into_any(),
        "category" => view! { <CategoryField query=query.clone() bulk /> }.into_any(),
        _ => return None,
    };
    let known = query.without_details().pairs().into_iter();
    let known = known.map(|(name, value)| {
        view! { <input type="hidden" name=name value=value /> }
    });
    Some(view! {
        <form class="bulk-details" method="get" action="/admin/products/bulk">
            {known.collect_view()}
            {fields}
            <p>
                <button class="button button-quiet" type="submit">
                    "Show what would change"
                </button>
            </p>
        </form>
    })
}

/// What is wrong with a field, said below it, and the id of that.
fn problem(bulk: &Bulk, name: &str) -> (Option<AnyView>, Option<String>) {
    let found = bulk.problem.as_ref().filter(|(field, _)| field == name);
    let Some((_, words)) = found.cloned() else {
        return (None, None);
    };
    let id = format!("{name}-problem");
    let said = view! { <p class="problem" id=id.clone()>{words}</p> };
    (Some(said.into_any()), Some(id))
}

#[component]
fn PriceFields(query: BulkQuery, bulk: Bulk) -> impl IntoView {
    let (problem, described) = self::problem(&bulk, "amount");
    let invalid = described.as_ref().map(|_| "true");
    let (currency_problem, currency_described) = self::problem(&bulk, "currency");
    let currency_invalid = currency_described.as_ref().map(|_| "true");
    let ways = PRICE_CHANGES.map(|(value, label)| {
        let selected = value == query.how;
        view! { <option value=value selected=selected>{label}</option> }
    });
    let currency = match query.currency.as_str() {
        "" => "USD".to_owned(),
        known => known.to_owned(),
    };
    view! {
        <div class="field">
            <label for="how">"How"</label>
            <select id="how" name="how">
                {ways.into_iter().collect_view()}
            </select>
        </div>
        <div class="field">
            <label for="amount">"Percent, or the price"</label>
            <input
                id="amount"
                name="amount"
                type="text"
                inputmode="decimal"
                value=query.amount
                autocomplete="off"
                maxlength="20"
                required
                aria-invalid=invalid
                aria-describedby=described
            />
            {problem}
        </div>
        <div class="field">
            <label for="currency">"Currency of the price"</label>
            <input
                id="currency"
                name="currency"
                type="text"
                value=currency
                autocomplete="off"
                maxlength="3"
                aria-invalid=currency_invalid
                aria-describedby=currency_described
            />
            {currency_problem}
        </div>
    }
}

#[component]
fn CategoryField(query: BulkQuery, bulk: Bulk) -> impl IntoView {
    let (problem, described) = problem(&bulk, "to");
    let invalid = described.as_ref().map(|_| "true");
    let nowhere = Choice {
        value: "none".to_owned(),
        label: "In no category".to_owned(),
    };
    let choices = bulk.categories.into_iter().chain([nowhere]);
    let options = choices.map(|Choice { value, label }| {
        let selected = value == query.to;
        view! { <option value=value selected=selected>{label}</option> }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label for="to">"Move to"</label>
            <select id="to" name="to" aria-invalid=invalid aria-describedby=described>
                {options}
            </select>
            {problem}
        </div>
    }
}
