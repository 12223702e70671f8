//! Products as lines of a file: the way out, such that what is written reads back as the same product.

use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use super::{csv, field::Field, formula, record::Format};
use crate::catalog::export::ExportRow;

/// What ends a record of CSV.
const END: &str = "\r\n";

/// What stands above all products; nothing in a format that needs no names.
pub fn head(format: Format) -> String {
    match format {
        Format::Jsonl => String::new(),
        Format::Csv => {
            let names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
            format!("{}{END}", names.join(","))
        }
    }
}

/// Appends a product.
pub fn product(format: Format, product: &ExportRow, text: &mut String) {
    match format {
        Format::Jsonl => {
            let entries = Field::ALL.map(|field| (field.name().to_owned(), value(product, field)));
            text.push_str(&Value::from_iter(entries).to_string());
            text.push('\n');
        }
        Format::Csv => {
            for (number, field) in Field::ALL.into_iter().enumerate() {
                if number > 0 {
                    text.push(char::from(csv::COMMA));
                }
                csv::write(text, &cell(value(product, field)), csv::COMMA);
            }
            text.push_str(END);
        }
    }
}

fn value(product: &ExportRow, field: Field) -> Value {
    match field {
        Field::Id => json!(product.sku),
        Field::Title => json!(product.name),
        Field::Description => some(&product.description),
        Field::Brand => json!(product.brand),
        Field::Category => json!(product.category),
        Field::PriceCents => json!(product.price_minor),
        Field::CompareAtCents => json!(product.compare_at_minor),
        Field::Currency => json!(product.currency),
        Field::Rating => rating(product.rating),
        Field::ReviewCount => json!(product.review_count),
        Field::Stock => json!(product.stock),
        Field::Slug => json!(product.slug),
        Field::Status => json!(product.status),
        Field::ImageUrl => json!(product.image),
        Field::Attributes => product.attributes.clone(),
        // All moments of the database can be written so.
        Field::CreatedAt => json!(product.created_at.format(&Rfc3339).ok()),
    }
}

fn some(text: &str) -> Value {
    Some(text).filter(|text| !text.is_empty()).into()
}

/// In as few digits as tell it from its neighbours in single precision.
fn rating(rating: Option<f32>) -> Value {
    let shortest = rating.and_then(|rating| rating.to_string().parse::<f64>().ok());
    json!(shortest)
}

/// What stands in a cell of CSV. Numbers are as they are; text that might be run is marked.
fn cell(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => formula::write(&text),
        Value::Array(levels) => category(&levels),
        other => other.to_string(),
    }
}

/// `A > B`, or as JSON where that would be read in another way.
fn category(levels: &[Value]) -> String {
    let names: Vec<&str> = levels.iter().filter_map(Value::as_str).collect();
    let is_plain = !names.iter().any(|name| name.contains('>'));
    let path = names.join(" > ");
    if is_plain && !path.starts_with('[') {
        formula::write(&path)
    } else {
        json!(names).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_written_so_that_it_is_read() {
        for (levels, cell) in [
            (json!(["Home", "Tables"]), "Home > Tables"),
            (json!(["=Home"]), "'=Home"),
            (json!(["Home", "> 2 m"]), r#"["Home","> 2 m"]"#),
            (json!(["[new]"]), r#"["[new]"]"#),
        ] {
            assert_eq!(category(levels.as_array().unwrap()), cell);
        }
    }

    #[test]
    fn ratings_have_no_more_digits_than_needed() {
        assert_eq!(cell(rating(Some(4.7))), "4.7");
        assert_eq!(cell(rating(Some(4.0))), "4.0");
        assert_eq!(cell(rating(None)), "");
    }
}
