//! `GET /api/openapi.json`: the API told for programs (`OpenAPI` 3.1), made of the types that are sent.

use std::sync::LazyLock;

use axum::{extract::State, response::Response};
use http::HeaderMap;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        RefOr, Schema, Server,
        schema::AdditionalProperties,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::{etag, product, products, search, site, suggest, write};
use crate::{problem::Problem, state::AppState};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Vitrine",
        version = "1",
        description = "Search a shop’s catalogue, and keep it. Prices are whole numbers of the currency’s minor unit. \
                       Whatever is refused is `application/problem+json` (RFC 9457), with a `code` for programs. Programs \
                       prove by a token who sends them: editors make them at `/admin/tokens`."
    ),
    paths(
        search::search,
        suggest::suggest,
        product::product,
        products::list,
        write::create,
        write::change,
        write::remove
    ),
    components(schemas(Problem)),
    tags(
        (name = "Reading", description = "What is on sale: for everybody."),
        (name = "Products", description = "Products of every status: with a token."),
    ),
    modifiers(&Token, &Closed)
)]
struct Api;

/// How a program proves who sends it.
struct Token;

impl Modify for Token {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("`Authorization: Bearer vit_…`"))
            .build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(token));
    }
}

/// What is sent may have no fields that are not told.
struct Closed;

impl Modify for Closed {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        for name in ["NewProduct", "ProductPatch"] {
            if let Some(RefOr::T(Schema::Object(object))) = components.schemas.get_mut(name) {
                let none = AdditionalProperties::FreeForm(false);
                object.additional_properties = Some(Box::new(none));
            }
        }
    }
}

static API: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(Api::openapi);

/// The whole API, as one document.
pub(super) async fn document(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let mut api = API.clone();
    api.servers = Some(vec![Server::new(site(&state))]);
    etag::shared(&headers, &api, false)
}

/// Where to look: who comes by hand finds the way.
pub(super) async fn pointer(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let at = |path| format!("{}{path}", site(&state));
    let pointer = serde_json::json!({
        "openapi": at("/api/openapi.json"),
        "search": at("/api/v1/search?q="),
        "tokens": at("/admin/tokens"),
    });
    etag::shared(&headers, &pointer, false)
}
