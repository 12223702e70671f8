//! `POST /admin/products/{product}/preview` and `/admin/products/new/preview`: the page of a product as the shop would show it,
//! made of what is in the fields. Nothing is written, and nobody keeps it.

use app::model::{
    account::Role,
    catalog::{ProductDetail, ProductSummary},
    editing::ProductForm,
    form::FormAnswer,
    money::Money,
    photo::Photo,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;

use super::{
    check::{Checked, check},
    page_of,
    save::refused,
    unavailable,
};
use crate::{
    accounts::handlers::require_role,
    catalog::{save::Present, save::Values, taxonomy::Taxonomy},
    import::slug::name_slug,
    picture,
    session::TypedSession,
    state::AppState,
};

/// Shows a product that is there as it would be.
pub(super) async fn preview(
    State(state): State<AppState>,
    Path(product): Path<String>,
    session: TypedSession,
    body: String,
) -> Response {
    match product.parse() {
        Ok(product) => shown(&state, &session, &page_of(product), &body).await,
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Shows a product that is still to be made.
pub(super) async fn preview_new(
    State(state): State<AppState>,
    session: TypedSession,
    body: String,
) -> Response {
    shown(&state, &session, "/admin/products/new", &body).await
}

async fn shown(state: &AppState, session: &TypedSession, page: &str, body: &str) -> Response {
    match require_role(session, &state.pool, page, Role::Editor).await {
        Ok(Ok(_)) => {}
        Ok(Err(answer)) => return answer,
        Err(error) => return unavailable(&error),
    }
    let Checked { answer, .. } = check(&ProductForm::parse(body));
    if answer.has_problems() {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, answer, "form", body);
    }
    // The page looks for what was typed, and is made of that.
    refused(StatusCode::OK, FormAnswer::default(), "preview", body)
}

/// The product that a form describes, if it could be saved. `present` is how it is now, `photos` are its photographs.
pub fn previewed(
    form: &ProductForm,
    present: Option<&Present>,
    photos: Vec<Photo>,
    taxonomy: &Taxonomy,
) -> Option<ProductDetail> {
    let Checked {
        values,
        brand,
        answer,
    } = check(form);
    if answer.has_problems() {
        return None;
    }
    let Values {
        sku,
        slug,
        name,
        description,
        category_id,
        price_minor,
        compare_at_minor,
        currency,
        stock,
        attributes,
        ..
    } = values;
    let trail = category_id.map_or_else(Vec::new, |id| taxonomy.trail(id));
    let id = present.map_or(0, |present| present.id);
    let money = |minor| Money::new(minor, currency.clone());
    let category = trail.last().map(|crumb| crumb.path.as_str());
    let summary = ProductSummary {
        id,
        slug,
        name,
        brand: (!brand.is_empty()).then(|| brand.clone()),
        price: price_minor.map(money),
        compare_at: compare_at_minor.map(money),
        rating: present.and_then(|present| present.rating),
        review_count: present.map_or(0, |present| present.review_count),
        in_stock: stock.is_none_or(|left| left > 0),
        picture: picture::path(category, id),
        photo: photos.first().cloned(),
    };
    Some(ProductDetail {
        summary,
        brand_slug: (!brand.is_empty()).then(|| name_slug(&brand)),
        trail,
        description,
        sku,
        stock,
        attributes: attributes.into_iter().collect(),
        photos,
        similar: Vec::new(),
    })
}
