//! What is in the fields of a product's form, as text.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Fields of one text each: the name in the form, and what people call it.
const FIELDS: [(&str, &str); 12] = [
    ("name", "Name"),
    ("status", "Status"),
    ("slug", "Address"),
    ("sku", "Item number"),
    ("brand", "Brand"),
    ("category", "Category"),
    ("price", "Price"),
    ("compare_at", "Former price"),
    ("currency", "Currency"),
    ("stock", "Stock"),
    ("description", "Description"),
    ("image", "Picture"),
];

/// Names of the two fields of each attribute, which stand there many times.
const ATTRIBUTE: [&str; 2] = ["attribute_name", "attribute_value"];

/// What is in the fields of a product's form, whether it could be true or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductForm {
    fields: BTreeMap<String, String>,
    /// Name and value of each attribute; those without both are left out.
    pub attributes: Vec<(String, String)>,
    /// The version of the product that the form was made of.
    pub version: Option<i64>,
    /// Whether a brand that is not known yet is to be made.
    pub new_brand: bool,
    /// The button that was pressed.
    pub act: String,
}

/// A field that is not the same in two forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its name in the form; empty for an attribute.
    pub field: &'static str,
    /// What people call it.
    pub label: String,
    /// What is in it here, and there.
    pub texts: [String; 2],
}

impl ProductForm {
    /// What a browser sent. Of a field that is there twice, the first counts.
    pub fn parse(body: &str) -> Self {
        let mut form = Self::default();
        let mut name: Option<String> = None;
        for (key, value) in form_urlencoded::parse(body.as_bytes()) {
            // Browsers send line breaks so, whatever was typed (HTML, section 4.10.22.4).
            let value = value.replace("\r\n", "\n");
            match &*key {
                "version" => form.version = value.parse().ok(),
                "new_brand" => form.new_brand = true,
                "act" => form.act = value,
                key if key == ATTRIBUTE[0] => name = Some(value),
                key if key == ATTRIBUTE[1] => {
                    let name = name.take().unwrap_or_default();
                    if !(name.trim().is_empty() && value.trim().is_empty()) {
                        form.attributes.push((name, value));
                    }
                }
                key => {
                    if let Some((field, _)) = FIELDS.iter().find(|(field, _)| *field == key) {
                        form.fields.entry((*field).to_owned()).or_insert(value);
                    }
                }
            }
        }
        form
    }

    /// The same with another text in a field.
    #[must_use]
    pub fn with(mut self, field: &str, text: impl Into<String>) -> Self {
        self.fields.insert(field.to_owned(), text.into());
        self
    }

    /// The same, made of this version of its product.
    #[must_use]
    pub fn of_version(self, version: i64) -> Self {
        let version = Some(version);
        Self { version, ..self }
    }

    /// The same with these attributes.
    #[must_use]
    pub fn with_attributes(self, attributes: impl IntoIterator<Item = (String, String)>) -> Self {
        let attributes = attributes.into_iter().collect();
        Self { attributes, ..self }
    }

    /// What is in a field.
    pub fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    /// The fields in which the other form is not the same.
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let of_field = |(field, label): &(&'static str, &str)| {
            let texts = [self.get(field), other.get(field)].map(|text| text.trim().to_owned());
            (texts[0] != texts[1]).then(|| Difference {
                field,
                label: (*label).to_owned(),
                texts,
            })
        };
        let mut found: Vec<Difference> = FIELDS.iter().filter_map(of_field).collect();
        let [here, there] = [self, other].map(|form| {
            let attributes = form.attributes.iter();
            let tidy = |(name, value): &(String, String)| {
                (name.trim().to_owned(), value.trim().to_owned())
            };
            attributes.map(tidy).collect::<BTreeMap<_, _>>()
        });
        let names: BTreeSet<&String> = here.keys().chain(there.keys()).collect();
        found.extend(names.into_iter().filter_map(|name| {
            let texts = [&here, &there].map(|form| form.get(name).cloned().unwrap_or_default());
            (texts[0] != texts[1]).then(|| Difference {
                field: "",
                label: name.clone(),
                texts,
            })
        }));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_is_read() {
        let form = ProductForm::parse(
            "version=7&name=Oak+desk&name=again&x=1&attribute_name=colour&attribute_value=red\
             &attribute_name=&attribute_value=&attribute_name=width&attribute_value=\
             &description=a%0D%0Ab&act=save&new_brand=on",
        );
        assert_eq!(form.version, Some(7));
        assert_eq!(form.get("name"), "Oak desk");
        assert_eq!(form.get("description"), "a\nb");
        assert_eq!(form.get("x"), "");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(form.attributes, [pair("colour", "red"), pair("width", "")]);
        assert!(form.new_brand);
        assert_eq!(form.act, "save");
        let bad = ProductForm::parse("version=x&attribute_value=red&%ff=%zz");
        assert_eq!(bad.version, None);
        assert_eq!(bad.attributes, [pair("", "red")]);
    }

    #[test]
    fn only_what_differs_is_told() {
        let mine = ProductForm::parse("name=Oak+desk&price=10&attribute_name=a&attribute_value=1");
        let theirs = ProductForm::parse(
            "name=Oak+desk+&price=12&attribute_name=b&attribute_value=2&attribute_name=a&attribute_value=1",
        );
        assert_eq!(mine.differences(&mine), []);
        let told: Vec<_> = theirs
            .differences(&mine)
            .into_iter()
            .map(|one| (one.field, one.label, one.texts))
            .collect();
        let texts = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        assert_eq!(
            told,
            [
                ("price", "Price".to_owned(), texts("12", "10")),
                ("", "b".to_owned(), texts("2", "")),
            ]
        );
    }
}
