//! Some fields of a product changed, as a program says it: all others stay what they are, whether a form would take them or not.

use app::model::{editing::ProductForm, form::FormAnswer};
use diesel_async::AsyncPgConnection;

use super::{
    check::{Checked, check},
    save::{Stop, free_slug},
};
use crate::catalog::{
    brand,
    save::{Present, Values},
};

/// What the product is to be: `present` with the fields of `form` that `touched` names, or a new one of all of them. The rules
/// are those of the editor. A brand that is not known yet is made if `new_brand` says so.
pub async fn merged(
    connection: &mut AsyncPgConnection,
    present: Option<&Present>,
    form: &ProductForm,
    touched: &[&'static str],
    new_brand: bool,
) -> Result<Values, Stop> {
    let is_touched = |field: &str| present.is_none() || touched.contains(&field);
    let Checked {
        values: new,
        brand,
        answer: found,
    } = check(form);
    // What was wrong before is not the fault of who changes something else.
    let mut answer = FormAnswer::default();
    for (field, words) in found.problems() {
        if is_touched(field) {
            answer = answer.with_problem(field, words.clone());
        }
    }
    let mut values = match present {
        Some(present) => overlaid(present.values.clone(), new, &is_touched),
        None => new,
    };
    let names_brand = is_touched("brand") && !brand.is_empty();
    if names_brand && answer.problem("brand").is_none() {
        values.brand_id = brand::find(connection, &brand).await?;
        if values.brand_id.is_none() && !new_brand {
            let words =
                format!("No brand is called “{brand}” yet. Say make_brand=true to make it.");
            answer = answer.with_problem("brand", words);
        }
    }
    let id = present.map(|present| present.id);
    let taken = if is_touched("slug") {
        free_slug(connection, id, form, &mut values).await?
    } else {
        crate::catalog::save::taken(connection, id, &values.sku, &values.slug).await?
    };
    for (field, is_taken) in [("sku", taken.sku), ("slug", taken.slug)] {
        if is_taken && is_touched(field) {
            answer = answer.with_problem(field, "Another product has this one.");
        }
    }
    if answer.has_problems() {
        return Err(Stop::Refused(Box::new(answer)));
    }
    if names_brand && values.brand_id.is_none() {
        values.brand_id = brand::make(connection, &brand).await?;
    }
    Ok(values)
}

/// `old` with those fields of `new` that are touched.
fn overlaid(old: Values, new: Values, is_touched: &impl Fn(&str) -> bool) -> Values {
    fn one<T>(is_touched: bool, old: T, new: T) -> T {
        if is_touched { new } else { old }
    }
    Values {
        sku: one(is_touched("sku"), old.sku, new.sku),
        slug: one(is_touched("slug"), old.slug, new.slug),
        status: one(is_touched("status"), old.status, new.status),
        name: one(is_touched("name"), old.name, new.name),
        description: one(is_touched("description"), old.description, new.description),
        // Still to be looked up, if it is named.
        brand_id: one(is_touched("brand"), old.brand_id, None),
        category_id: one(is_touched("category"), old.category_id, new.category_id),
        price_minor: one(is_touched("price"), old.price_minor, new.price_minor),
        compare_at_minor: one(
            is_touched("compare_at"),
            old.compare_at_minor,
            new.compare_at_minor,
        ),
        currency: one(is_touched("currency"), old.currency, new.currency),
        stock: one(is_touched("stock"), old.stock, new.stock),
        attributes: one(is_touched("attributes"), old.attributes, new.attributes),
        image: one(is_touched("image"), old.image, new.image),
    }
}
