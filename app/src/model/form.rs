//! What the server says to a form by the form's own page.

/// What is wrong with a form that was sent, and what was typed, to be shown again; or what it is told that nobody is told
/// again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormAnswer {
    problems: Vec<(&'static str, String)>,
    typed: Vec<(&'static str, String)>,
    told_once: Vec<String>,
}

impl FormAnswer {
    /// Says what is wrong with a field; with the whole form if `field` is empty. `words` are for the visitor.
    #[must_use]
    pub fn with_problem(mut self, field: &'static str, words: impl Into<String>) -> Self {
        self.problems.push((field, words.into()));
        self
    }

    /// Keeps what was typed into a field. Never a password.
    #[must_use]
    pub fn with_typed(mut self, field: &'static str, text: &str) -> Self {
        self.typed.push((field, text.to_owned()));
        self
    }

    /// Tells what can be told only now.
    #[must_use]
    pub fn with_told_once(mut self, texts: impl IntoIterator<Item = String>) -> Self {
        self.told_once.extend(texts);
        self
    }

    /// What is told this once.
    pub fn told_once(&self) -> &[String] {
        &self.told_once
    }

    /// What is wrong with this field, if anything; with the whole form for an empty name.
    pub fn problem(&self, field: &str) -> Option<&str> {
        find(&self.problems, field)
    }

    /// What was typed into this field; nothing at a first visit.
    pub fn typed(&self, field: &str) -> Option<&str> {
        find(&self.typed, field)
    }

    /// All that is wrong: each with its field.
    pub fn problems(&self) -> &[(&'static str, String)] {
        &self.problems
    }

    /// Whether anything is wrong.
    pub fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }
}

fn find<'a>(pairs: &'a [(&'static str, String)], field: &str) -> Option<&'a str> {
    let mut of_field = pairs.iter().filter(|(name, _)| *name == field);
    of_field.next().map(|(_, text)| text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_has_its_own_words() {
        let answer = FormAnswer::default()
            .with_problem("email", "No address.")
            .with_typed("email", "ada@")
            .with_typed("name", "Ada");
        assert_eq!(answer.problem("email"), Some("No address."));
        assert_eq!(answer.problem(""), None);
        assert_eq!(answer.typed("name"), Some("Ada"));
        assert!(answer.has_problems());
        assert!(!FormAnswer::default().has_problems());
    }
}
