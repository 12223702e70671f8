//! What many people search for, proposed to those who begin to type it.
//!
//! A proposal is read by everybody, so nobody may be able to put words into it: a search is proposed once it was asked a
//! number of times, if it is short, if it is nothing but words, and if some product has all of them. However often
//! somebody asks for anything else, it is shown to nobody.

use std::time::Duration;

use index::{Index, Question};

use super::searches;
use crate::{
    db::{DbError, Pool},
    replica::Replica,
};

/// How often a search must have been asked within four weeks.
const LEAST: i64 = 5;

/// Searches that are looked at, the most asked ones; fewer are fit. Each costs the index a question.
const CANDIDATES: u32 = 1_000;

/// Longest search proposed, in characters and in words: what fits into the list.
const LONGEST: usize = 50;
const MOST_WORDS: usize = 6;

/// How old proposals may be.
const EVERY: Duration = Duration::from_mins(5);
/// Pause after PostgreSQL could not be asked.
const AGAIN: Duration = Duration::from_secs(20);
/// How far both vary, as a share, so that instances do not keep step.
const JITTER: f64 = 0.2;

/// Keeps the proposals of this process' index up to date, without end.
pub async fn keep_up(pool: Pool, replica: Replica) {
    loop {
        let refreshed = async {
            replica.filled().await?;
            refresh(&pool, replica.index()).await
        };
        let pause = match refreshed.await {
            Ok(proposed) => {
                tracing::debug!(proposed, "searches to propose are read");
                EVERY
            }
            Err(error) => {
                tracing::debug!(%error, "searches to propose cannot be read");
                AGAIN
            }
        };
        let factor = rand::random_range(1.0 - JITTER..=1.0 + JITTER);
        tokio::time::sleep(pause.mul_f64(factor)).await;
    }
}

/// Has `index` propose what many people search for; gives how many searches that are.
pub async fn refresh(pool: &Pool, index: &Index) -> Result<usize, DbError> {
    let asked = searches::recent(pool, LEAST, CANDIDATES).await?;
    let index = index.clone();
    let checked = tokio::task::spawn_blocking(move || {
        let words = asked.into_iter().map(|search| search.words);
        let fit: Vec<String> = words.filter(|words| is_fit(&index, words)).collect();
        index.set_asked(&fit);
        fit.len()
    });
    let failed = |error| DbError::Unavailable(format!("proposals were not checked: {error}"));
    checked.await.map_err(failed)
}

/// Whether everybody may read it, because it is what products say.
fn is_fit(index: &Index, words: &str) -> bool {
    if !is_plain(words) {
        return false;
    }
    let question = Question {
        text: words.to_owned(),
        limit: 0,
        without_facets: true,
        ..Question::default()
    };
    // Past the memory of answers: it is for what visitors ask.
    let answer = index.ask_anew(&question);
    answer.exact > 0 && answer.reading.corrections.is_empty()
}

/// Whether it is a few words, without signs that mean something in a search.
fn is_plain(words: &str) -> bool {
    let is_word = |word: &str| {
        let fits = |sign: char| sign.is_alphanumeric() || "-'.,&/+".contains(sign);
        word.starts_with(char::is_alphanumeric) && word.chars().all(fits)
    };
    words.chars().count() <= LONGEST
        && words.split(' ').count() <= MOST_WORDS
        && words.split(' ').all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_are_plain() {
        for words in ["oak desk", "wh-1000xm4", "5.5 kg", "o'neill", "größe"] {
            assert!(is_plain(words), "{words}");
        }
        for other in [
            "",
            "oak -desk",
            "\"oak desk\"",
            "oak; desk",
            "https://example.org",
            "a b c d e f g",
            &"a".repeat(LONGEST + 1),
        ] {
            assert!(!is_plain(other), "{other}");
        }
    }
}
