//! Why a product is a result: for each word what it found, and what the product's place comes from.

use leptos::prelude::*;

use crate::model::search::{SortOrder, Why, WhyFound, WhyWord, WordPlace};

/// The words in sentences, then the parts of the rank as bars. A script takes this out of its page and puts it on the card.
#[component]
pub fn Explanation(
    why: Why,
    /// Order of the list that the product stands in.
    order: SortOrder,
) -> impl IntoView {
    let words = why
        .words
        .iter()
        .map(|word| view! { <li>{sentence(word)}</li> });
    let words = words.collect_view();
    let found = why.words.iter().filter_map(|word| {
        let percent = word.found.as_ref()?.percent;
        Some((format!("“{}”", word.typed), percent))
    });
    let bonuses = why
        .bonuses
        .iter()
        .map(|bonus| (bonus.kind.label().to_owned(), bonus.percent));
    let parts = found
        .chain(bonuses)
        .map(|(label, percent)| view! { <Part label percent /> });
    let parts = parts.collect_view();
    let heading = match order {
        SortOrder::Relevance if why.pinned.is_some() => "What its place would come from otherwise",
        SortOrder::Relevance => "What its place comes from",
        _ => "What its place would come from under “Best match”",
    };
    let pinned = why.pinned.filter(|_| order == SortOrder::Relevance);
    let pinned = pinned.map(|place| {
        let text = format!("The shop itself put this product at place {place} of this search.");
        view! { <p>{text}</p> }
    });
    view! {
        <div class="why">
            {pinned}
            <ul class="why-words">{words}</ul>
            <p class="why-heading">{heading}</p>
            <ul class="why-parts">{parts}</ul>
        </div>
    }
}

#[component]
fn Part(label: String, percent: u32) -> impl IntoView {
    view! {
        <li>
            <span class="why-label">{label}</span>
            " "
            <span class="why-percent">{format!("{percent} %")}</span>
            <svg class="why-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                <rect width=percent height="1" />
            </svg>
        </li>
    }
}

/// "“gaming”: “game”, another form of it, in the name and description."
pub fn sentence(word: &WhyWord) -> String {
    let typed = &word.typed;
    match &word.found {
        None if word.optional => format!("“{typed}” does not matter, and is missing."),
        None => format!("“{typed}” is missing."),
        Some(WhyFound {
            word, way, places, ..
        }) => {
            let places = listed(places);
            let other = (word != typed).then(|| format!(" “{word}”,"));
            let way = way.label().map(|label| format!(" {label},"));
            format!(
                "“{typed}”:{}{} in the {places}.",
                other.unwrap_or_default(),
                way.unwrap_or_default()
            )
        }
    }
}

/// "name, brand and description".
fn listed(places: &[WordPlace]) -> String {
    let labels: Vec<&str> = places.iter().map(|place| place.label()).collect();
    match labels.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::search::WordWay;

    fn word(typed: &str, found: Option<(&str, WordWay, &[WordPlace])>) -> WhyWord {
        WhyWord {
            typed: typed.to_owned(),
            optional: false,
            found: found.map(|(word, way, places)| WhyFound {
                word: word.to_owned(),
                way,
                places: places.to_vec(),
                percent: 50,
            }),
        }
    }

    #[test]
    fn each_word_says_what_it_found() {
        let both = [WordPlace::Name, WordPlace::Description];
        for (word, said) in [
            (
                word("oak", Some(("oak", WordWay::Exact, &both))),
                "“oak”: in the name and description.",
            ),
            (
                word("gaming", Some(("game", WordWay::Stem, &both[..1]))),
                "“gaming”: “game”, another form of it, in the name.",
            ),
            (word("red", None), "“red” is missing."),
        ] {
            assert_eq!(sentence(&word), said);
        }
    }
}
