//! The few fields of a product that can be changed in the list.

use serde::{Deserialize, Serialize};

use super::{Difference, ListedProduct, ProductForm};
use crate::model::{money::Money, pairs::first};

/// What was sent by the form of one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowForm {
    /// Which product; none has the number 0.
    pub product: i64,
    /// Price, stock, status and version.
    pub form: ProductForm,
}

/// A product of the list as it is now, for who could not change it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowNow {
    /// The product; nothing if it is gone.
    pub product: Option<ListedProduct>,
    /// Who has changed it since, and when, the last first.
    pub since: Vec<(String, String)>,
}

impl RowForm {
    /// What a browser sent.
    pub fn parse(body: &str) -> Self {
        let product = first(body, "product").and_then(|key| key.parse().ok());
        Self {
            product: product.unwrap_or(0),
            form: ProductForm::parse(body),
        }
    }

    /// The fields of a row as they are.
    pub fn of(product: &ListedProduct) -> Self {
        let price = product.price.as_ref();
        let stock = product.stock.map_or_else(String::new, |it| it.to_string());
        let form = ProductForm::default()
            .with("status", product.status.clone())
            .with("price", price.map_or_else(String::new, Money::decimal))
            .with("stock", stock)
            .of_version(product.version);
        Self {
            product: product.id,
            form,
        }
    }

    /// What differs: theirs in `now`, and what is typed here.
    pub fn differences(&self, now: &ListedProduct) -> Vec<Difference> {
        let all = Self::of(now).form.differences(&self.form).into_iter();
        let in_row = |one: &Difference| ["status", "price", "stock"].contains(&one.field);
        all.filter(in_row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_compared_by_its_fields_alone() {
        let now = ListedProduct {
            id: 7,
            name: "Oak desk".to_owned(),
            sku: "A-1".to_owned(),
            status: "draft".to_owned(),
            brand: None,
            price: Some(Money::new(4_990, "USD")),
            currency: "USD".to_owned(),
            stock: None,
            version: 3,
        };
        let mine = RowForm::parse("product=7&version=2&price=49.90&stock=4&status=draft&name=x");
        assert_eq!((mine.product, mine.form.version), (7, Some(2)));
        let found = mine.differences(&now);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].texts, [String::new(), "4".to_owned()]);
        assert_eq!(RowForm::of(&now).differences(&now), []);
        assert_eq!(RowForm::parse("product=x").product, 0);
    }
}
