//! Words on their way to a group.

use super::segments::Segment;
use crate::analysis::{Form, Kind, STOP_WORDS, forms};
use crate::query::{Alternative, Group, Way};

/// A word that was typed, with what may stand for it.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact about the word, none rules out another"
)]
pub(super) struct Draft {
    /// What was typed, folded: all of it, if this is only a part.
    pub(super) typed: String,
    /// The word folded, as it is understood.
    pub(super) surface: String,
    /// Its term.
    pub(super) term: String,
    /// What may stand for it, itself first.
    pub(super) alternatives: Vec<Alternative>,
    /// Its parts, as words and terms.
    pub(super) parts: Vec<(String, String)>,
    /// Joined forms it was typed in: terms.
    pub(super) joins: Vec<String>,
    /// It stood in quotes.
    pub(super) quoted: bool,
    /// It counts if it is there, but need not be.
    pub(super) optional: bool,
    /// A number with its unit.
    pub(super) measure: bool,
    /// It or the one before will do.
    pub(super) choice: bool,
    /// The stretch of text it belongs to.
    pub(super) segment: usize,
}

impl Draft {
    /// A word by itself.
    pub(super) fn word(surface: &str, term: &str) -> Self {
        Self {
            typed: surface.to_owned(),
            surface: surface.to_owned(),
            term: term.to_owned(),
            alternatives: vec![Alternative {
                term: term.to_owned(),
                weight: 1.0,
                way: Way::Exact,
            }],
            ..Self::default()
        }
    }

    /// A word that is a part of what was typed.
    pub(super) fn part(typed: &str, surface: &str, term: &str) -> Self {
        let mut part = Self::word(surface, term);
        typed.clone_into(&mut part.typed);
        for own in &mut part.alternatives {
            own.way = Way::Compound;
        }
        part
    }

    /// Whether it is this word, and meant as a sign.
    pub(super) fn is(&self, word: &str) -> bool {
        !self.quoted && self.surface == word
    }

    /// Whether it may be written as one with its neighbour.
    pub(super) fn can_join(&self) -> bool {
        !self.measure
            && !self.quoted
            && !self.optional
            && !self.surface.contains(|sign: char| !sign.is_alphanumeric())
    }

    /// Whether there are letters in it.
    pub(super) fn has_letters(&self) -> bool {
        self.surface.chars().any(char::is_alphabetic)
    }

    /// Lets a term stand for it.
    pub(super) fn or(&mut self, term: &str, weight: f32, way: Way) {
        add(&mut self.alternatives, term, weight, way);
    }

    /// The group it becomes.
    pub(super) fn group(self) -> Group {
        Group {
            typed: self.typed,
            surface: self.surface,
            alternatives: self.alternatives,
            required: self.quoted,
            optional: self.optional,
        }
    }
}

/// Adds an alternative, or raises its weight.
pub(super) fn add(alternatives: &mut Vec<Alternative>, term: &str, weight: f32, way: Way) {
    match alternatives.iter_mut().find(|known| known.term == term) {
        Some(known) if known.weight < weight => (known.weight, known.way) = (weight, way),
        Some(_) => {}
        None => alternatives.push(Alternative {
            term: term.to_owned(),
            weight,
            way,
        }),
    }
}

/// The words of a stretch of text.
pub(super) fn drafts(segment: &Segment<'_>, number: usize) -> Vec<Draft> {
    let mut drafts: Vec<(u32, Draft)> = Vec::new();
    let forms = forms(segment.text);
    for form in &forms {
        match form.kind {
            Kind::Word if form.ideograph && in_pair(&forms, form.position) => {}
            Kind::Word | Kind::Pair => drafts.push((form.position, draft(form, segment, number))),
            Kind::Part => {
                if let Some((position, draft)) = drafts.last_mut()
                    && *position == form.position
                {
                    draft
                        .parts
                        .push((form.surface.clone().into_owned(), form.term()));
                }
            }
            Kind::Join(_) => {}
        }
    }
    for form in &forms {
        let Kind::Join(span) = form.kind else {
            continue;
        };
        let term = form.term();
        for (position, draft) in &mut drafts {
            if (form.position..form.position + span).contains(position) {
                draft.or(&term, 1.0, Way::Compound);
                draft.joins.push(term.clone());
            }
        }
    }
    drafts.into_iter().map(|(_, draft)| draft).collect()
}

fn draft(form: &Form<'_>, segment: &Segment<'_>, number: usize) -> Draft {
    Draft {
        quoted: segment.quoted,
        optional: !segment.quoted && STOP_WORDS.binary_search(&form.surface.as_ref()).is_ok(),
        measure: form.measure,
        segment: number,
        ..Draft::word(&form.surface, &form.term())
    }
}

/// Whether a pair begins here or one place before.
fn in_pair(forms: &[Form<'_>], position: u32) -> bool {
    forms.iter().any(|form| {
        form.kind == Kind::Pair && (form.position == position || form.position + 1 == position)
    })
}
