//! Reading catalogues and tables.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use index::{Brand, Product};
use serde_json::Value;

/// The lines of a file, which may be compressed.
pub(crate) fn lines(path: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let file = File::open(path)?;
    let reader: Box<dyn Read> = if Path::new(path).extension().is_some_and(|end| end == "gz") {
        Box::new(GzDecoder::new(file))
    } else {
        Box::new(file)
    };
    Ok(BufReader::new(reader).lines().collect::<Result<_, _>>()?)
}

/// The products of a catalogue with its own names for them, numbered in the order of the file.
pub(crate) fn products(path: &str) -> Result<Vec<(Product, String)>, Box<dyn Error>> {
    let mut products = Vec::new();
    for line in lines(path)? {
        let value: Value = serde_json::from_str(&line)?;
        products.push((
            product(&value, i64::try_from(products.len())?),
            text(&value, "id"),
        ));
    }
    Ok(products)
}

fn product(value: &Value, id: i64) -> Product {
    let brand = text(value, "brand");
    let sku: Vec<String> = std::iter::once(text(value, "x_model"))
        .chain(texts(&value["x_gtin"]))
        .collect();
    Product {
        id,
        name: text(value, "title"),
        sku: sku.join(" "),
        description: text(value, "description"),
        brand: (!brand.is_empty()).then(|| Brand {
            id: 0,
            slug: brand.to_lowercase(),
            name: brand,
        }),
        category_names: texts(&value["category"]),
        attributes: value["attributes"]
            .as_object()
            .map(|pairs| {
                pairs
                    .iter()
                    .map(|(key, value)| {
                        (key.clone(), value.as_str().unwrap_or_default().to_owned())
                    })
                    .collect()
            })
            .unwrap_or_default(),
        price: value["price_cents"].as_i64(),
        rating: value["rating"].to_string().parse().ok(),
        in_stock: true,
        ..Product::default()
    }
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    let list = value.as_array().map_or(&[][..], Vec::as_slice);
    list.iter()
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}
