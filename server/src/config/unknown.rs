//! Variables that look like ours and are none: mostly slips of the pen.

use std::fmt;

/// What the names of our own variables begin with.
const PREFIX: &str = "VITRINE_";

/// A variable of the environment that begins like ours but is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownVariable {
    /// Its name.
    pub name: String,
    /// The known name it is most like, if it is like one.
    pub nearest: Option<&'static str>,
}

impl fmt::Display for UnknownVariable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not known and has no effect", self.name)?;
        if let Some(nearest) = self.nearest {
            write!(f, "; is it {nearest}?")?;
        }
        Ok(())
    }
}

/// Those of `names` that begin with `VITRINE_` and mean nothing to the server.
pub fn unknown_variables(names: impl IntoIterator<Item = String>) -> Vec<UnknownVariable> {
    let known: Vec<&'static str> = super::variables().map(|variable| variable.name).collect();
    let mut unknown: Vec<UnknownVariable> = names
        .into_iter()
        .filter(|name| name.starts_with(PREFIX) && !known.contains(&name.as_str()))
        .map(|name| UnknownVariable {
            nearest: nearest(&name, &known),
            name,
        })
        .collect();
    unknown.sort_by(|a, b| a.name.cmp(&b.name));
    unknown
}

/// The known name `name` may be a slip of: at most a third of it differs.
fn nearest(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let own = name.strip_prefix(PREFIX)?;
    known
        .iter()
        .filter_map(|candidate| Some((edits(own, candidate.strip_prefix(PREFIX)?), *candidate)))
        .min()
        .filter(|(edits, _)| *edits <= own.len().div_ceil(3))
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance: insertions, deletions and replacements that lead from `a` to `b`.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::edits;

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("same", "same"), 0);
    }
}
