//! What is typed into a form, field by field.

use app::model::{form::FormAnswer, taxonomy::NamedForm};

use crate::{
    catalog::rules::{MAX_NAME, may_be_slug},
    import::slug::name_slug,
};

/// Name and slug as they are to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Checked {
    pub(super) name: String,
    pub(super) slug: String,
    /// The key of the category above; nothing: none.
    pub(super) parent: Option<i32>,
}

/// Looks at every field, so that all that is wrong is said at once.
pub(super) fn check(form: &NamedForm) -> Result<Checked, FormAnswer> {
    let mut answer = FormAnswer::default();
    let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        answer = answer.with_problem("name", "Please give it a name.");
    } else if name.chars().count() > MAX_NAME {
        let words = format!("A name has {MAX_NAME} characters at most.");
        answer = answer.with_problem("name", words);
    } else if name.contains(char::is_control) {
        answer = answer.with_problem("name", "A name is a line of text.");
    }
    let slug = match form.slug.trim() {
        "" => name_slug(&name),
        typed => typed.to_owned(),
    };
    if !may_be_slug(&slug) {
        let words = "A slug is made of lower-case letters a to z and digits, and single hyphens between them.";
        answer = answer.with_problem("slug", words);
    }
    let parent = match form.parent.trim() {
        "" => None,
        key => {
            let key = key.parse().ok();
            if key.is_none() {
                answer = answer.with_problem("parent", "There is no such category.");
            }
            key
        }
    };
    if answer.has_problems() {
        return Err(answer);
    }
    Ok(Checked { name, slug, parent })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, slug: &str) -> NamedForm {
        NamedForm {
            name: name.to_owned(),
            slug: slug.to_owned(),
            ..NamedForm::default()
        }
    }

    #[test]
    fn a_slug_follows_from_the_name_unless_one_is_typed() {
        let slug = |form| check(&form).map(|checked| checked.slug);
        assert_eq!(slug(form("Oak &  ash", "")).unwrap(), "oak-and-ash");
        assert_eq!(slug(form("Oak", " wood ")).unwrap(), "wood");
        assert_eq!(check(&form(" Oak  tree ", "")).unwrap().name, "Oak tree");
    }

    #[test]
    fn all_that_is_wrong_is_said_beside_its_field() {
        let wrong = NamedForm {
            parent: "x".to_owned(),
            ..form("", "Not a slug")
        };
        let answer = check(&wrong).unwrap_err();
        for field in ["name", "slug", "parent"] {
            assert!(answer.problem(field).is_some(), "{field}");
        }
        assert!(check(&form(&"a".repeat(201), "")).is_err());
        assert!(check(&form("a\u{1}", "")).is_err());
        assert!(check(&form("a", &"b".repeat(201))).is_err());
    }
}
