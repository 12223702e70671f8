//! From what was typed to what can be written, or to what is wrong with it.

use std::collections::BTreeMap;

use app::model::{editing::ProductForm, form::FormAnswer, money::Money};

use crate::{
    catalog::{
        rules::{
            self, MAX_ATTRIBUTE, MAX_ATTRIBUTES, MAX_ATTRIBUTES_LENGTH, MAX_DESCRIPTION, MAX_ID,
            MAX_NAME, MAX_TITLE, MAX_URL, PRICE_BOUND,
        },
        save::Values,
    },
    import::{slug::title_slug, text},
};

/// What was typed, as far as it can be told without the database. Brand and category are still to be looked up.
pub(super) struct Checked {
    /// Nothing of it is true if there are problems.
    pub(super) values: Values,
    /// Name of the brand; empty if there is none.
    pub(super) brand: String,
    /// What is wrong.
    pub(super) answer: FormAnswer,
}

/// Looks at every field, so that all that is wrong is said at once.
pub(super) fn check(form: &ProductForm) -> Checked {
    let mut notes = Notes::default();
    let currency = currency(form, &mut notes);
    let name = notes.line("name", form.get("name"), MAX_TITLE);
    if name.is_empty() && !notes.has("name") {
        notes.wrong("name", "Please give it a name.");
    }
    let sku = notes.line("sku", form.get("sku"), MAX_ID);
    if sku.is_empty() && !notes.has("sku") {
        notes.wrong("sku", "Please give its number in your own books.");
    }
    let values = Values {
        slug: slug(form, &name, &mut notes),
        sku,
        status: status(form, &mut notes),
        description: notes.lines("description", form.get("description"), MAX_DESCRIPTION),
        brand_id: None,
        category_id: category(form, &mut notes),
        price_minor: price("price", form, &currency, &mut notes),
        compare_at_minor: price("compare_at", form, &currency, &mut notes),
        stock: stock(form, &mut notes),
        attributes: attributes(form, &mut notes),
        image: image(form, &mut notes),
        name,
        currency,
    };
    Checked {
        values,
        brand: notes.line("brand", form.get("brand"), MAX_NAME),
        answer: notes.0,
    }
}

/// What was typed into the row of the list.
pub(super) struct CheckedRow {
    pub(super) status: String,
    pub(super) price_minor: Option<i64>,
    pub(super) stock: Option<i32>,
    /// What is wrong; nothing of the rest is true if anything is.
    pub(super) answer: FormAnswer,
}

/// The same for the few fields that the list has, of a product that is priced in `currency`.
pub(super) fn check_row(form: &ProductForm, currency: &str) -> CheckedRow {
    let mut notes = Notes::default();
    CheckedRow {
        status: status(form, &mut notes),
        price_minor: price("price", form, currency, &mut notes),
        stock: stock(form, &mut notes),
        answer: notes.0,
    }
}

/// What is wrong so far.
#[derive(Default)]
struct Notes(FormAnswer);

impl Notes {
    fn wrong(&mut self, field: &'static str, words: impl Into<String>) {
        self.0 = std::mem::take(&mut self.0).with_problem(field, words);
    }

    fn has(&self, field: &str) -> bool {
        self.0.problem(field).is_some()
    }

    fn line(&mut self, field: &'static str, typed: &str, limit: usize) -> String {
        self.text(field, text::one_line(typed, limit))
    }

    fn lines(&mut self, field: &'static str, typed: &str, limit: usize) -> String {
        self.text(field, text::many_lines(typed, limit))
    }

    fn text(&mut self, field: &'static str, tidy: Result<String, String>) -> String {
        tidy.unwrap_or_else(|reason| {
            self.wrong(field, format!("This {reason}."));
            String::new()
        })
    }
}

fn currency(form: &ProductForm, notes: &mut Notes) -> String {
    let typed = form.get("currency");
    rules::currency(typed).unwrap_or_else(|| {
        notes.wrong("currency", "A currency has three letters, such as USD.");
        typed.trim().to_ascii_uppercase()
    })
}

/// Made of the title if nothing was typed.
fn slug(form: &ProductForm, name: &str, notes: &mut Notes) -> String {
    let typed = form.get("slug").trim();
    if typed.is_empty() {
        return title_slug(name);
    }
    if !rules::may_be_slug(typed) {
        notes.wrong(
            "slug",
            "An address has words of a–z and 0–9 joined by single hyphens, such as oak-desk.",
        );
    }
    typed.to_owned()
}

fn status(form: &ProductForm, notes: &mut Notes) -> String {
    let status = form.get("status");
    if !rules::is_status(status) {
        notes.wrong("status", "Please choose one.");
    }
    status.to_owned()
}

fn category(form: &ProductForm, notes: &mut Notes) -> Option<i32> {
    let typed = form.get("category");
    if typed.is_empty() {
        return None;
    }
    let number = typed.parse().ok();
    if number.is_none() {
        notes.wrong("category", "Please choose one of the list.");
    }
    number
}

fn price(
    field: &'static str,
    form: &ProductForm,
    currency: &str,
    notes: &mut Notes,
) -> Option<i64> {
    let typed = form.get(field).trim();
    if typed.is_empty() {
        return None;
    }
    let amount = Money::parse(typed, currency).filter(|money| money.minor < PRICE_BOUND);
    if amount.is_none() {
        notes.wrong(field, "A price is a plain number, such as 49.90.");
    }
    amount.map(|money| money.minor)
}

fn stock(form: &ProductForm, notes: &mut Notes) -> Option<i32> {
    let typed = form.get("stock").trim();
    if typed.is_empty() {
        return None;
    }
    let number = typed.parse().ok().filter(|number| *number >= 0);
    if number.is_none() {
        notes.wrong(
            "stock",
            "The stock is a whole number, or nothing if it is not counted.",
        );
    }
    number
}

fn image(form: &ProductForm, notes: &mut Notes) -> Option<String> {
    let address = notes.line("image", form.get("image"), MAX_URL);
    if !address.is_empty() && !rules::is_picture(&address) {
        notes.wrong("image", "An address begins with https://, http:// or /.");
    }
    Some(address).filter(|address| !address.is_empty())
}

/// One problem at most, for all of them: it names the attribute.
fn attributes(form: &ProductForm, notes: &mut Notes) -> BTreeMap<String, String> {
    match try_attributes(form) {
        Ok(attributes) => attributes,
        Err(words) => {
            notes.wrong("attributes", words);
            BTreeMap::new()
        }
    }
}

fn try_attributes(form: &ProductForm) -> Result<BTreeMap<String, String>, String> {
    let mut attributes = BTreeMap::new();
    let mut length = 0;
    for (name, value) in &form.attributes {
        let named = |reason| format!("“{name}” {reason}.");
        let name = text::one_line(name, MAX_NAME).map_err(named)?;
        let value = text::one_line(value, MAX_ATTRIBUTE).map_err(named)?;
        // Who empties the value means that it goes.
        if value.is_empty() {
            continue;
        }
        if name.is_empty() {
            return Err(format!("“{value}” needs a name, too."));
        }
        length += name.len() + value.len();
        if attributes.insert(name.clone(), value).is_some() {
            return Err(format!("“{name}” is there twice."));
        }
    }
    if attributes.len() > MAX_ATTRIBUTES || length > MAX_ATTRIBUTES_LENGTH {
        return Err(format!(
            "At most {MAX_ATTRIBUTES} properties of {MAX_ATTRIBUTES_LENGTH} bytes in all are allowed."
        ));
    }
    Ok(attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> ProductForm {
        ProductForm::default()
            .with("name", " Oak  desk ")
            .with("sku", "A-1")
            .with("status", "draft")
            .with("currency", "usd")
    }

    #[test]
    fn what_is_good_is_tidied() {
        let form = good()
            .with("price", "1,249.9")
            .with("stock", " 7 ")
            .with("description", "one \n\ntwo\t");
        let Checked { values, answer, .. } = check(&form);
        assert!(!answer.has_problems(), "{answer:?}");
        assert_eq!(values.name, "Oak desk");
        assert_eq!(values.slug, "oak-desk");
        assert_eq!((values.price_minor, values.stock), (Some(124_990), Some(7)));
        assert_eq!(values.currency, "USD");
        assert_eq!(values.description, "one \n\ntwo");
    }

    #[test]
    fn each_fault_is_told_beside_its_field() {
        for (field, typed) in [
            ("name", ""),
            ("name", "\0"),
            ("sku", " "),
            ("slug", "Oak Desk"),
            ("status", "sold"),
            ("currency", "US"),
            ("price", "-1"),
            ("price", "1.234"),
            ("price", "10000000000"),
            ("compare_at", "a"),
            ("stock", "1.5"),
            ("stock", "-1"),
            ("category", "x"),
            ("image", "javascript:alert(1)"),
            ("image", "//example.org/a.png"),
        ] {
            let answer = check(&good().with(field, typed)).answer;
            assert!(answer.problem(field).is_some(), "{field}: {typed:?}");
        }
        let long = "a".repeat(MAX_TITLE + 1);
        assert!(
            check(&good().with("name", long))
                .answer
                .problem("name")
                .is_some()
        );
    }

    #[test]
    fn attributes_have_a_name_each_and_once() {
        let with = |pairs: &[(&str, &str)]| {
            let pairs = pairs
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()));
            check(&good().with_attributes(pairs))
        };
        let gone = with(&[("colour", "red"), ("width", " ")]);
        assert!(!gone.answer.has_problems());
        assert_eq!(gone.values.attributes.len(), 1);
        for pairs in [
            &[("", "red")][..],
            &[("a", "1"), (" a", "2")],
            &[("a", "\0")],
        ] {
            assert!(
                with(pairs).answer.problem("attributes").is_some(),
                "{pairs:?}"
            );
        }
    }
}
