//! A product, or a change to one, as a program sends it.

use app::model::{editing::ProductForm, money::Money};
use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use serde_json::{Map, Value};

use crate::{
    catalog::{rules::PRICE_BOUND, save::Present},
    editing,
    problem::{FieldProblem, Problem},
};

/// Objects and lists in one another: an attribute stands in the second.
const MAX_DEPTH: usize = 4;

/// Fields of one text: as programs call them, as the editor's form does, and whether a product always has one.
const TEXTS: [(&str, &str, bool); 8] = [
    ("name", "name", true),
    ("sku", "sku", true),
    ("status", "status", true),
    ("currency", "currency", true),
    ("slug", "slug", false),
    ("description", "description", false),
    ("brand", "brand", false),
    ("image", "image", false),
];

/// Fields of one number.
const NUMBERS: [(&str, &str, i64); 3] = [
    ("price_minor", "price", PRICE_BOUND - 1),
    ("compare_at_minor", "compare_at", PRICE_BOUND - 1),
    ("stock", "stock", 2_147_483_647),
];

/// What a new product must have.
const REQUIRED: [&str; 3] = ["name", "sku", "currency"];

/// A body that is an object of JSON, of one of `kinds`.
pub(super) fn object(
    headers: &HeaderMap,
    body: &[u8],
    kinds: &[&str],
) -> Result<Map<String, Value>, Problem> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind
        .and_then(|kind| kind.split(';').next())
        .unwrap_or_default();
    if !kinds
        .iter()
        .any(|known| known.eq_ignore_ascii_case(kind.trim()))
    {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
            format!(
                "The body must be {}, and Content-Type must say so.",
                kinds.join(" or ")
            ),
        ));
    }
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        let words = format!("The body is no JSON: {error}.");
        Problem::new(StatusCode::BAD_REQUEST, "invalid_json", words)
    })?;
    if depth(&value) > MAX_DEPTH {
        let words = "The body is nested deeper than any product.";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "invalid_json", words));
    }
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(wrong("", "The body must be an object.")),
    }
}

/// The reader itself goes no deeper than 128.
fn depth(value: &Value) -> usize {
    let below = match value {
        Value::Object(object) => object.values().map(depth).max(),
        Value::Array(list) => list.iter().map(depth).max(),
        _ => return 0,
    };
    1 + below.unwrap_or(0)
}

fn wrong(field: &str, message: &str) -> Problem {
    Problem::fields(vec![FieldProblem::new(field, message)])
}

/// What was sent, as the editor has it.
#[derive(Debug)]
pub(super) struct Sent {
    /// What the fields are to hold. The category is still to be looked up.
    pub(super) form: ProductForm,
    /// The fields that were named, as the form calls them.
    pub(super) touched: Vec<&'static str>,
    /// Path of the category, if one was named.
    pub(super) category: Option<String>,
}

/// Reads a change to `present`, or a new product, by the rules of merge patches (RFC 7396); tells all that is wrong at once.
pub(super) fn read(sent: &Map<String, Value>, present: Option<&Present>) -> Result<Sent, Problem> {
    let mut errors = unknown(sent);
    let mut read = Sent {
        form: present.map_or_else(
            || ProductForm::default().with("status", "draft"),
            editing::form,
        ),
        touched: Vec::new(),
        category: None,
    };
    if present.is_none() {
        let missing = REQUIRED.iter().filter(|name| !sent.contains_key(**name));
        errors.extend(missing.map(|name| FieldProblem::new(*name, "This is needed.")));
    }
    read.texts(sent, present.is_none(), &mut errors);
    read.category(sent.get("category"), &mut errors);
    read.numbers(sent, &mut errors);
    read.attributes(sent.get("attributes"), &mut errors);
    if errors.is_empty() {
        Ok(read)
    } else {
        Err(Problem::fields(errors))
    }
}

impl Sent {
    fn touch(&mut self, field: &'static str, text: &str) {
        self.form = std::mem::take(&mut self.form).with(field, text);
        self.touched.push(field);
    }

    fn texts(&mut self, sent: &Map<String, Value>, is_new: bool, errors: &mut Vec<FieldProblem>) {
        for (name, field, is_needed) in TEXTS {
            let text = match sent.get(name) {
                None => continue,
                Some(Value::String(text)) => text.as_str(),
                Some(Value::Null) if !is_needed => "",
                // A new product that says nothing of its status is a draft.
                Some(Value::Null) if is_new && name == "status" => "draft",
                Some(Value::Null) => {
                    errors.push(FieldProblem::new(name, "This cannot be taken away."));
                    continue;
                }
                Some(other) => {
                    errors.push(is_not(name, "a text", other));
                    continue;
                }
            };
            self.touch(field, text);
        }
    }

    fn category(&mut self, sent: Option<&Value>, errors: &mut Vec<FieldProblem>) {
        match sent {
            None => {}
            Some(Value::String(path)) if path.contains('\0') => {
                errors.push(FieldProblem::new("category", "This has a NUL character."));
            }
            Some(Value::String(path)) => {
                self.touch("category", "");
                self.category = Some(path.clone()).filter(|path| !path.is_empty());
            }
            Some(Value::Null) => self.touch("category", ""),
            Some(other) => errors.push(is_not("category", "a text", other)),
        }
    }

    /// After the texts: prices are written in their currency.
    fn numbers(&mut self, sent: &Map<String, Value>, errors: &mut Vec<FieldProblem>) {
        let currency = self.form.get("currency").trim().to_ascii_uppercase();
        for (name, field, most) in NUMBERS {
            let number = match sent.get(name) {
                None => continue,
                Some(Value::Null) => {
                    self.touch(field, "");
                    continue;
                }
                Some(Value::Number(number)) => number.as_i64().filter(|it| (0..=most).contains(it)),
                Some(other) => {
                    errors.push(is_not(name, "a whole number", other));
                    continue;
                }
            };
            match number {
                Some(number) if field == "stock" => self.touch(field, &number.to_string()),
                Some(minor) => self.touch(field, &Money::new(minor, currency.clone()).decimal()),
                None => {
                    let words = format!("This is a whole number from 0 to {most}.");
                    errors.push(FieldProblem::new(name, words));
                }
            }
        }
    }

    fn attributes(&mut self, sent: Option<&Value>, errors: &mut Vec<FieldProblem>) {
        let mut all: Vec<(String, String)> = self.form.attributes.clone();
        match sent {
            None => return,
            Some(Value::Null) => all.clear(),
            Some(Value::Object(object)) => {
                for (name, value) in object {
                    all.retain(|(known, _)| known != name);
                    match value {
                        Value::String(text) => all.push((name.clone(), text.clone())),
                        Value::Null => {}
                        other => {
                            let name = format!("attributes.{name}");
                            errors.push(is_not(&name, "a text", other));
                        }
                    }
                }
            }
            Some(other) => errors.push(is_not("attributes", "an object", other)),
        }
        self.form = std::mem::take(&mut self.form).with_attributes(all);
        self.touched.push("attributes");
    }
}

/// Fields that no product has.
fn unknown(sent: &Map<String, Value>) -> Vec<FieldProblem> {
    let texts = TEXTS.iter().map(|(name, ..)| *name);
    let numbers = NUMBERS.iter().map(|(name, ..)| *name);
    let known: Vec<&str> = texts
        .chain(numbers)
        .chain(["category", "attributes"])
        .collect();
    let unknown = sent.keys().filter(|name| !known.contains(&name.as_str()));
    unknown
        .map(|name| FieldProblem::new(name, "A product has no such field."))
        .collect()
}

fn is_not(field: &str, wanted: &str, value: &Value) -> FieldProblem {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    FieldProblem::new(field, format!("This must be {wanted}, and is {found}."))
}

/// The editor's name of a field as programs have it.
pub(super) fn name_of(field: &str) -> &str {
    let numbers = NUMBERS.iter().find(|(_, known, _)| *known == field);
    numbers.map_or(field, |(name, ..)| *name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn new(value: &Value) -> Result<Sent, Problem> {
        read(value.as_object().unwrap(), None)
    }

    fn good() -> Value {
        json!({"name": "Oak desk", "sku": "D-1", "currency": "usd"})
    }

    #[test]
    fn what_is_not_said_is_as_in_an_empty_form() {
        let sent = new(&good()).unwrap();
        assert_eq!(sent.form.get("status"), "draft");
        assert_eq!(sent.form.get("price"), "");
        assert_eq!(sent.touched, ["name", "sku", "currency"]);
    }

    #[test]
    fn prices_are_minor_units_of_their_currency() {
        for (currency, minor, decimal) in [
            ("usd", 4_990, "49.90"),
            ("JPY", 4_990, "4990"),
            ("KWD", 1, "0.001"),
        ] {
            let mut sent = good();
            sent["currency"] = json!(currency);
            sent["price_minor"] = json!(minor);
            assert_eq!(new(&sent).unwrap().form.get("price"), decimal);
        }
    }

    #[test]
    fn each_fault_is_told_by_the_name_of_its_field() {
        for (field, value) in [
            ("name", json!(7)),
            ("name", json!(null)),
            ("sku", json!([])),
            ("currency", json!(null)),
            ("category", json!(7)),
            ("category", json!("a\u{0}")),
            ("price_minor", json!("49.90")),
            ("price_minor", json!(49.9)),
            ("price_minor", json!(-1)),
            ("price_minor", json!(1_000_000_000_000_i64)),
            ("stock", json!(3_000_000_000_i64)),
            ("stock", json!(true)),
            ("attributes", json!([])),
            ("attributes.width", json!({"width": 7})),
            ("colour", json!("red")),
        ] {
            let mut sent = good();
            let name = field.split('.').next().unwrap();
            sent[name] = value;
            let problem = new(&sent).unwrap_err().to_json();
            assert!(
                problem.contains(&format!("\"field\":\"{field}\"")),
                "{problem}"
            );
        }
        let nothing = new(&json!({})).unwrap_err().to_json();
        for field in REQUIRED {
            assert!(nothing.contains(field), "{nothing}");
        }
    }

    #[test]
    fn a_body_is_an_object_of_its_kind() {
        let headers = |kind: &'static str| {
            HeaderMap::from_iter([(CONTENT_TYPE, http::HeaderValue::from_static(kind))])
        };
        let json = ["application/json"];
        let read = |kind, body: &str| object(&headers(kind), body.as_bytes(), &json);
        assert!(read("Application/JSON; charset=utf-8", "{\"a\":1}").is_ok());
        let deep = format!("{}1{}", "[".repeat(1_000), "]".repeat(1_000));
        let nested = "{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}";
        for (kind, body) in [
            ("text/plain", "{}"),
            ("application/json", ""),
            ("application/json", "{"),
            ("application/json", "[]"),
            ("application/json", nested),
            ("application/json", &deep),
        ] {
            assert!(read(kind, body).is_err(), "{kind} {body:.40}");
        }
    }
}
