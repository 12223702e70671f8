//! Without judgments: products are searched for by words of their own titles, with words too many.

use index::words;

use super::{Asked, Judgments};

/// About how many products are searched for.
const SOUGHT: usize = 2_000;

/// How many neighbouring words of the title are typed.
const WORDS: usize = 4;

/// Searches for some of these products, known by import id and title, and what is to be found: that product. With the own
/// words stand so many of another product's title.
pub fn known(titles: &[(String, String)], strange: usize) -> (Vec<Asked>, Judgments) {
    let mut queries = Vec::new();
    let mut judgments = Judgments::default();
    let step = (titles.len() / SOUGHT).max(1);
    for (at, (sku, title)) in titles.iter().enumerate().step_by(step) {
        let (_, other) = &titles[(at * 7 + 13) % titles.len()];
        if let Some(text) = text(title, other, strange, at) {
            judgments.add(sku.clone(), sku.clone(), 1);
            queries.push(Asked {
                id: sku.clone(),
                text,
            });
        }
    }
    (queries, judgments)
}

/// Words of a title in order, with those of another one before, between or behind them; nothing if there are too few.
fn text(title: &str, other: &str, strange: usize, seed: usize) -> Option<String> {
    let own = distinct(title);
    let others = distinct(other);
    let strange_words: Vec<&String> = others
        .iter()
        .filter(|word| !own.contains(word))
        .take(strange)
        .collect();
    if own.len() < WORDS || strange_words.len() < strange {
        return None;
    }
    let start = seed % (own.len() - WORDS + 1);
    let mut typed: Vec<&String> = own[start..start + WORDS].iter().collect();
    for word in strange_words {
        typed.insert(seed % (typed.len() + 1), word);
    }
    let typed: Vec<&str> = typed.into_iter().map(String::as_str).collect();
    Some(typed.join(" "))
}

fn distinct(text: &str) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for word in words(text) {
        if word.len() > 1 && !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_sought_by_its_own_words_and_strange_ones() {
        let titles = [("a", "Old oak desk lamp"), ("b", "Red sofa")];
        let titles = titles.map(|(sku, title)| (sku.to_owned(), title.to_owned()));
        let (queries, _) = known(&titles, 0);
        // The other title is too short.
        let ids: Vec<&str> = queries.iter().map(|query| query.id.as_str()).collect();
        assert_eq!(ids, ["a"]);
        let (queries, _) = known(&titles, 2);
        let typed: Vec<&str> = queries[0].text.split(' ').collect();
        assert_eq!(typed.len(), 6);
        assert!(typed.contains(&"sofa") && typed.contains(&"oak"));
    }
}
