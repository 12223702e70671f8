//! From what was typed to what is searched for.
//!
//! Words that some product has are taken as they are, together with their other forms, with what they may be written as
//! together with their neighbours and with what means the same. What that comes to depends on the text alone, so that it
//! stays the same while products come and go. Only words that nothing has are put right from the [`Dictionary`].

mod draft;
mod reading;
mod repair;
mod segments;

#[cfg(test)]
mod tests;

use crate::analysis::{fold, relatives, term_of};
use crate::dictionary::{Dictionary, Synonyms};
use crate::index::Index;
use crate::query::{Group, Query, Vocabulary, Way};

use draft::{Draft, drafts};
pub use reading::Reading;
use repair::Repair;
use segments::{Segment, segments};

/// More words are not looked up. Nobody types so many; a pasted description is found by its beginning.
const MAX_GROUPS: usize = 32;

/// Text beyond this is not read.
const MAX_CHARS: usize = 1_024;

/// What another form of the word counts: `games` for `gaming`.
const RELATIVE: f32 = 0.6;

/// What two neighbours written as one count.
const JOINED: f32 = 0.8;

/// What a word of the same meaning counts.
const SYNONYM: f32 = 0.8;

impl Index {
    /// Sets what words stand for, in place of what was set before: who searches for the first of a pair finds products
    /// with the second, too. Words that mean the same are two pairs.
    ///
    /// Several words can be replaced by one, and one by several only where products write them as one (`cell-phone`,
    /// `cellphone`).
    pub fn set_synonyms(&self, pairs: &[(String, String)]) {
        let synonyms = Synonyms::new(pairs);
        self.write().dictionary.set_synonyms(synonyms);
    }
}

/// What is meant by the text.
///
/// With `verbatim`, words are neither corrected nor replaced by others.
pub(crate) fn understand(
    text: &str,
    verbatim: bool,
    dictionary: &Dictionary,
    vocabulary: &dyn Vocabulary,
) -> (Query, Reading) {
    let folded = fold(text);
    let mut query = Query::default();
    let mut typed = Vec::new();
    for (number, segment) in segments(&folded, MAX_CHARS).into_iter().enumerate() {
        let drafts = drafts(&segment, number);
        if segment.excluded {
            query
                .excluded
                .extend(excluded(&segment, drafts, vocabulary));
        } else {
            typed.extend(drafts);
        }
    }
    let mut typed = alternatives_of_choices(typed);
    typed.truncate(MAX_GROUPS);

    let mut reading = Reading::default();
    if !verbatim {
        join_neighbours(&mut typed);
        typed.iter_mut().for_each(add_relatives);
        add_synonyms(&mut typed, dictionary.synonyms(), vocabulary, &mut reading);
        typed = Repair::new(dictionary, vocabulary, &mut reading).all(typed);
    }
    query.groups = groups(typed);
    query.groups.truncate(MAX_GROUPS);
    reading.describe(&query, vocabulary);
    (query, reading)
}

/// The terms no result may have. Of several words that stand for one thing, the rarest.
fn excluded(segment: &Segment<'_>, drafts: Vec<Draft>, vocabulary: &dyn Vocabulary) -> Vec<String> {
    let mut terms: Vec<String> = drafts
        .iter()
        .flat_map(|draft| draft.joins.iter().cloned())
        .collect();
    terms.sort();
    terms.dedup();
    if terms.is_empty() || segment.quoted {
        let rarest = drafts.into_iter().min_by_key(|draft| {
            let frequency = vocabulary.frequency(&draft.term);
            (frequency == 0, frequency)
        });
        terms.extend(rarest.map(|draft| draft.term));
    }
    terms
}

/// Takes out each `or` between two words and notes that either will do.
fn alternatives_of_choices(drafts: Vec<Draft>) -> Vec<Draft> {
    let last = drafts.len().saturating_sub(1);
    let mut kept: Vec<Draft> = Vec::with_capacity(drafts.len());
    let mut choice = false;
    for (at, mut draft) in drafts.into_iter().enumerate() {
        if draft.is("or") && at > 0 && at < last {
            choice = true;
            continue;
        }
        draft.choice = std::mem::take(&mut choice) && !kept.is_empty();
        kept.push(draft);
    }
    kept
}

/// Lets neighbours stand for what they are together: `head phones`.
fn join_neighbours(drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let [first, second] = &mut drafts[at - 1..=at] else {
            continue;
        };
        let together = first.segment == second.segment && !first.quoted && !second.choice;
        if together
            && first.can_join()
            && second.can_join()
            && (first.has_letters() || second.has_letters())
        {
            let joined = term_of(&format!("{}{}", first.surface, second.surface));
            first.or(&joined, JOINED, Way::Compound);
            second.or(&joined, JOINED, Way::Compound);
        }
    }
}

/// Lets other forms of the word stand for it.
fn add_relatives(draft: &mut Draft) {
    if !draft.quoted && !draft.optional {
        for term in relatives(&draft.surface) {
            draft.or(&term, RELATIVE, Way::Stem);
        }
    }
}

/// Lets words of the same meaning stand for each other.
fn add_synonyms(
    drafts: &mut [Draft],
    synonyms: &Synonyms,
    vocabulary: &dyn Vocabulary,
    reading: &mut Reading,
) {
    if synonyms.is_empty() {
        return;
    }
    for start in 0..drafts.len() {
        for end in start + 1..=drafts.len().min(start + Synonyms::LONGEST) {
            let said = &drafts[start..end];
            if said
                .iter()
                .any(|draft| draft.quoted || draft.segment != said[0].segment)
            {
                break;
            }
            let terms: Vec<String> = said.iter().map(|draft| draft.term.clone()).collect();
            for (term, shown) in synonyms.of(&terms) {
                if vocabulary.frequency(term) > 0 {
                    let typed: Vec<&str> = drafts[start..end]
                        .iter()
                        .map(|draft| draft.surface.as_str())
                        .collect();
                    reading.synonyms.push((typed.join(" "), shown.clone()));
                }
                drafts[start..end]
                    .iter_mut()
                    .for_each(|draft| draft.or(term, SYNONYM, Way::Synonym));
            }
        }
    }
}

/// The groups of these words: each word's own, of choices one, and none twice.
fn groups(drafts: Vec<Draft>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let choice = draft.choice;
        let group = draft.group();
        let twice = groups.iter().any(|other| other.means(&group));
        match groups.last_mut() {
            Some(last) if choice => {
                last.surface = format!("{} or {}", last.surface, group.surface);
                last.required |= group.required;
                last.optional &= group.optional;
                last.typed = format!("{} or {}", last.typed, group.typed);
                for other in group.alternatives {
                    draft::add(&mut last.alternatives, &other.term, other.weight, other.way);
                }
            }
            _ if twice => {}
            _ => groups.push(group),
        }
    }
    groups
}
