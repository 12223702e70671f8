//! The routes that change something: as a list, and as the sources have them.

use std::collections::BTreeSet;

use crate::support::sources;

/// Method and path of each.
pub(super) const ROUTES: &[(&str, &str)] = &[
    ("DELETE", "/api/v1/products/{id}"),
    ("PATCH", "/api/v1/products/{id}"),
    ("PATCH", "/favourites/ids"),
    ("POST", "/admin/account/end-sessions"),
    ("POST", "/admin/brands"),
    ("POST", "/admin/brands/acts/{act}/undo"),
    ("POST", "/admin/brands/{brand}"),
    ("POST", "/admin/brands/{brand}/delete"),
    ("POST", "/admin/brands/{brand}/merge"),
    ("POST", "/admin/categories"),
    ("POST", "/admin/categories/acts/{act}/undo"),
    ("POST", "/admin/categories/{category}"),
    ("POST", "/admin/categories/{category}/delete"),
    ("POST", "/admin/categories/{category}/merge"),
    ("POST", "/admin/categories/{category}/move"),
    ("POST", "/admin/database"),
    ("POST", "/admin/import"),
    ("POST", "/admin/import/{import}"),
    ("POST", "/admin/performance"),
    ("POST", "/admin/products"),
    ("POST", "/admin/products/acts/{act}/undo"),
    ("POST", "/admin/products/bulk"),
    ("POST", "/admin/products/new"),
    ("POST", "/admin/products/new/preview"),
    ("POST", "/admin/products/{product}"),
    ("POST", "/admin/products/{product}/delete"),
    ("POST", "/admin/products/{product}/photos"),
    ("POST", "/admin/products/{product}/photos/list"),
    ("POST", "/admin/products/{product}/preview"),
    ("POST", "/admin/products/{product}/undo"),
    ("POST", "/admin/search/query"),
    ("POST", "/admin/search/synonyms"),
    ("POST", "/admin/tokens"),
    ("POST", "/api/v1/products"),
    ("POST", "/confirm"),
    ("POST", "/confirm-email"),
    ("POST", "/favourites"),
    ("POST", "/forgot"),
    ("POST", "/log-in"),
    ("POST", "/log-in/code"),
    ("POST", "/log-out"),
    ("POST", "/me/delete"),
    ("POST", "/me/email"),
    ("POST", "/me/export"),
    ("POST", "/me/password"),
    ("POST", "/me/second-factor"),
    ("POST", "/me/sessions/end"),
    ("POST", "/me/sessions/end-others"),
    ("POST", "/register"),
    ("POST", "/reset"),
    ("POST", "/verify"),
    ("POST", "/vitals"),
];

/// An address of the route with this path.
pub(super) fn example(path: &str) -> String {
    [
        "{product}",
        "{act}",
        "{id}",
        "{import}",
        "{brand}",
        "{category}",
    ]
    .into_iter()
    .fold(path.to_owned(), |path, name| path.replace(name, "1"))
}

/// Axum's functions for methods that may change something. The last two take any method, and so have no place here.
const FUNCTIONS: [&str; 6] = ["post", "put", "patch", "delete", "any", "on"];

/// What is between the parenthesis that `text` begins behind and the one that closes it.
fn arguments(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    &text[..end.expect("a closing parenthesis")]
}

/// Whether `function` is called in `text`.
fn calls(text: &str, function: &str) -> bool {
    let is_part_of_a_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut before = text.split(&format!("{function}(")).collect::<Vec<_>>();
    before.pop();
    before
        .iter()
        .any(|before| !before.ends_with(is_part_of_a_name))
}

/// The path that a route's first argument means: a text, or a constant of the same file.
fn path<'a>(argument: &'a str, file: &'a str) -> &'a str {
    let quoted = match argument.strip_prefix('"') {
        Some(quoted) => quoted,
        None => {
            file.split_once(&format!("const {argument}: &str = \""))
                .unwrap_or_else(|| panic!("what is the path {argument}?"))
                .1
        }
    };
    quoted.split('"').next().unwrap_or_default()
}

/// Method and path of each route in a source file that changes something.
fn routes(file: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for rest in file.split(".route(").skip(1) {
        let arguments = arguments(rest);
        let (first, methods) = arguments.split_once(',').expect("a path and methods");
        for function in FUNCTIONS.iter().filter(|name| calls(methods, name)) {
            found.push((function.to_uppercase(), path(first.trim(), file).to_owned()));
        }
    }
    found
}

#[test]
fn no_route_is_forgotten() {
    let sources = sources::files("server/src", "rs");
    let found: BTreeSet<_> = sources.iter().flat_map(|(_, file)| routes(file)).collect();
    let listed = ROUTES
        .iter()
        .map(|(method, path)| ((*method).to_owned(), (*path).to_owned()));
    assert_eq!(found, listed.collect());
}

/// Each of Leptos' server functions would be a route, too.
#[test]
fn there_are_no_server_functions() {
    for (path, file) in sources::files("app/src", "rs") {
        assert!(!file.contains("#[server"), "{}", path.display());
    }
}

#[test]
fn routes_are_found_however_they_are_written() {
    let file = r#"const PAGE: &str = "/page";
        Router::new()
            .route("/a", get(show).patch(change)).route(PAGE, axum::routing::post(submit))
            .route(
                "/b",
                delete(forget),
            )
            .route("/c", get(delete)).route("/d", get(compost(x)))"#;
    let found = routes(file);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(method, path)| (method.as_str(), path.as_str()))
        .collect();
    assert_eq!(
        found,
        [("PATCH", "/a"), ("POST", "/page"), ("DELETE", "/b")]
    );
}
