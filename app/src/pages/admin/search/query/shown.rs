//! What the shop shows for a search, with the buttons that change it.

use leptos::prelude::*;

use super::name;
use crate::{
    components::explanation::sentence,
    model::{
        care::{CareQuery, CaredProduct, CaredResult, QueryCare},
        money::grouped_count,
    },
};

/// The first results, each with why it is one.
#[component]
pub fn Shown(care: QueryCare) -> impl IntoView {
    let (words, may_edit) = (care.words, care.may_edit);
    let count = match care.total {
        0 => "No results".to_owned(),
        1 => "1 result".to_owned(),
        total => format!("{} results", grouped_count(total)),
    };
    let results = care.shown.into_iter().enumerate();
    let items = results.map(|(index, result)| {
        let words = words.clone();
        view! { <Item words result index may_edit /> }
    });
    let items = items.collect_view();
    view! {
        <section class="care-side" aria-labelledby="shown">
            <h2 id="shown">"As the shop shows it"</h2>
            <p class="care-quiet">{count}</p>
            <ol class="care-results">{items}</ol>
        </section>
    }
}

#[component]
fn Item(words: String, result: CaredResult, index: usize, may_edit: bool) -> impl IntoView {
    let CaredResult {
        product,
        words: why,
        pinned,
    } = result;
    let why: Vec<String> = why.iter().map(sentence).collect();
    let badge = pinned.map(|place| {
        let text = format!("Pinned at {place}");
        view! { <span class="care-badge">{text}</span> }
    });
    let buttons = may_edit.then(|| {
        let button = if pinned.is_some() { "Move" } else { "Pin" };
        let place = pinned.and_then(|place| usize::try_from(place).ok());
        let place = Some(place.unwrap_or(index + 1));
        let (of_pin, of_hide) = (product.clone(), product.clone());
        let forget = pinned.map(|_| {
            let (words, product) = (words.clone(), product.clone());
            view! { <Forget words product button="Unpin" /> }
        });
        view! {
            <div class="care-acts">
                <Pin words=words.clone() product=of_pin place button />
                {forget}
                <Act words=words.clone() product=of_hide act="hide" button="Hide" />
            </div>
        }
    });
    view! {
        <li class="care-result care-shown">
            <div class="care-text">
                <p>{name(&product)} " " {badge}</p>
                <p class="care-why">{why.join(" ")}</p>
            </div>
            {buttons}
        </li>
    }
}

/// Puts a product at a place; at the first free one if none is given.
#[component]
pub fn Pin(
    words: String,
    product: CaredProduct,
    place: Option<usize>,
    button: &'static str,
) -> impl IntoView {
    let label = format!("{button} {}", product.name);
    let id = format!("place-{}", product.id);
    let place = place.map(|place| {
        let of = format!("Place of {}", product.name);
        view! {
            <label class="visually-hidden" for=id.clone()>
                {of}
            </label>
            <input
                id=id.clone()
                class="care-place"
                name="place"
                type="number"
                min="1"
                max="20"
                inputmode="numeric"
                value=place.min(20).to_string()
            />
        }
    });
    view! {
        <form class="care-act" method="post" action=CareQuery::of(&words).href()>
            <input type="hidden" name="product" value=product.id.to_string() />
            {place}
            <button
                class="button button-quiet"
                type="submit"
                name="act"
                value="pin"
                aria-label=label
            >
                {button}
            </button>
        </form>
    }
}

/// Says nothing about a product any more.
#[component]
pub fn Forget(words: String, product: CaredProduct, button: &'static str) -> impl IntoView {
    view! { <Act words product act="forget" button /> }
}

#[component]
fn Act(
    words: String,
    product: CaredProduct,
    act: &'static str,
    button: &'static str,
) -> impl IntoView {
    let label = format!("{button} {}", product.name);
    view! {
        <form class="care-act" method="post" action=CareQuery::of(&words).href()>
            <input type="hidden" name="product" value=product.id.to_string() />
            <button
                class="button button-quiet"
                type="submit"
                name="act"
                value=act
                aria-label=label
            >
                {button}
            </button>
        </form>
    }
}
