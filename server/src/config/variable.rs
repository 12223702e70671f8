//! One environment variable: its declaration, its reading and its showing.

use std::fmt;

use super::parse::Wanted;

/// How the names of variables end whose whole text is secret.
const SECRET: &str = "_TOKEN";

/// An environment variable the server knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Name in the environment.
    pub name: &'static str,
    /// Text that is read when the variable is missing or empty.
    pub default: &'static str,
    /// One line for an operator, with the unit.
    pub meaning: &'static str,
}

/// A variable with the value in effect, safe to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// What is set.
    pub variable: Variable,
    /// The text in effect; a password in it is blotted out.
    pub value: String,
    /// Whether the environment gave the value; otherwise it is the default.
    pub from_environment: bool,
}

/// A variable whose value cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Name of the variable.
    pub name: &'static str,
    /// The refused text; a password in it is blotted out.
    pub value: String,
    /// What would be accepted.
    pub wanted: Wanted,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={:?}: wanted {}", self.name, self.value, self.wanted)
    }
}

/// Where values come from: the process environment, or a table in a test.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads variables one by one and gathers what is wrong with them.
pub(super) struct Reader<'a> {
    lookup: Lookup<'a>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(lookup: Lookup<'a>) -> Self {
        Self {
            lookup,
            problems: Vec::new(),
        }
    }

    /// The parsed value, or `None` after noting the problem.
    pub(super) fn read<T>(
        &mut self,
        variable: Variable,
        parse: impl FnOnce(&str) -> Result<T, Wanted>,
    ) -> Option<T> {
        let text = text_of(variable, self.lookup).unwrap_or_else(|| variable.default.to_owned());
        match parse(&text) {
            Ok(value) => Some(value),
            Err(wanted) => {
                self.refuse(variable, &text, wanted);
                None
            }
        }
    }

    /// Notes a problem that only shows when several values are seen together.
    pub(super) fn refuse(&mut self, variable: Variable, text: &str, wanted: Wanted) {
        self.problems.push(Problem {
            name: variable.name,
            value: shown(variable, text),
            wanted,
        });
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}

/// What is in effect for `variable`.
pub(super) fn setting(variable: Variable, lookup: Lookup<'_>) -> Setting {
    let text = text_of(variable, lookup);
    Setting {
        variable,
        from_environment: text.is_some(),
        value: shown(variable, text.as_deref().unwrap_or(variable.default)),
    }
}

/// What of a variable's text may be seen.
fn shown(variable: Variable, text: &str) -> String {
    if variable.name.ends_with(SECRET) && !text.is_empty() {
        return "***".to_owned();
    }
    redact(text)
}

/// `text` with the password of a URL replaced by `***`.
///
/// Errs on the side of hiding: everything up to the last `@` counts as user and password.
pub fn redact(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let shown = match rest.rsplit_once('@') {
        Some((credentials, place)) => match credentials.split_once(':') {
            Some((user, _)) => format!("{user}:***@{place}"),
            None => rest.to_owned(),
        },
        None => rest.to_owned(),
    };
    format!("{scheme}://{}", redact_parameter(&shown))
}

/// Hides `password=…` among the parameters of a URL.
fn redact_parameter(text: &str) -> String {
    let Some((place, parameters)) = text.split_once('?') else {
        return text.to_owned();
    };
    let shown: Vec<&str> = parameters
        .split('&')
        .map(|parameter| match parameter.split_once('=') {
            Some((name, _)) if name.to_ascii_lowercase().contains("pass") => "password=***",
            _ => parameter,
        })
        .collect();
    format!("{place}?{}", shown.join("&"))
}

/// The text the environment gives; an empty one counts as not given.
fn text_of(variable: Variable, lookup: Lookup<'_>) -> Option<String> {
    lookup(variable.name).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn passwords_never_show() {
        for (text, shown) in [
            (
                "postgres://shop:s3cret@db/vitrine",
                "postgres://shop:***@db/vitrine",
            ),
            (
                "postgres://shop:a@b:c/d@db/vitrine",
                "postgres://shop:***@db/vitrine",
            ),
            (
                "redis://:s3cret@127.0.0.1:6379/1",
                "redis://:***@127.0.0.1:6379/1",
            ),
            (
                "unix:///run/redis.sock?db=1&pass=s3cret",
                "unix:///run/redis.sock?db=1&password=***",
            ),
            (
                "postgres:///shop?user=a&password=s3cret",
                "postgres:///shop?user=a&password=***",
            ),
            (
                "postgres://shop@%2Frun%2Fpg:5432/vitrine",
                "postgres://shop@%2Frun%2Fpg:5432/vitrine",
            ),
            (
                "redis+cluster://me:s3cret@127.0.0.1:1,127.0.0.1:2",
                "redis+cluster://me:***@127.0.0.1:1,127.0.0.1:2",
            ),
            (
                "redis+sentinel://:s3cret@a:1,b:2/shop/1?sentinel_username=u&sentinel_password=s3cret",
                "redis+sentinel://:***@a:1,b:2/shop/1?sentinel_username=u&password=***",
            ),
            ("127.0.0.1:3000", "127.0.0.1:3000"),
        ] {
            assert_eq!(redact(text), shown);
        }
    }
}
