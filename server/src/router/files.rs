//! The files a browser loads: the built package under `/pkg`, and what lies beside it in the site
//! folder (`favicon.svg`).

use std::path::Path;

use axum::Router;
use http::{HeaderValue, header::CACHE_CONTROL};
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

use super::discovery::ROBOTS;
use crate::config::SiteConfig;

/// Folder of the built package, on disk and in addresses.
pub(super) const PACKAGE_DIR: &str = "pkg";

/// Name of the package's files when the site was not built, or built for development.
const PLAIN_NAME: &str = "vitrine";

/// Names with a hash in them mean the same for ever.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Others may change at any time: ask, and mostly hear "not modified".
const ASK: HeaderValue = HeaderValue::from_static("no-cache");

/// Name common to the package's script, module and style, as its build left it in `pkg/name`.
/// Read once, when the server starts.
pub(super) fn output_name(site: &SiteConfig) -> String {
    let path = site.root.join(PACKAGE_DIR).join("name");
    match std::fs::read_to_string(&path) {
        Ok(name) => name.trim().to_owned(),
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "the site was not built: pages come without style and script");
            PLAIN_NAME.to_owned()
        }
    }
}

/// Serves the files.
pub(super) fn routes(site: &SiteConfig) -> Router {
    let freshness = if output_name(site) == PLAIN_NAME {
        ASK
    } else {
        FOR_EVER
    };
    let package = ServeDir::new(site.root.join(PACKAGE_DIR))
        .precompressed_br()
        .precompressed_gzip();
    let package =
        Router::new()
            .fallback_service(package)
            .layer(SetResponseHeaderLayer::if_not_present(
                CACHE_CONTROL,
                freshness,
            ));
    top_files(&site.root).into_iter().fold(
        Router::new().nest(&format!("/{PACKAGE_DIR}"), package),
        |router, name| {
            let file = ServeFile::new(site.root.join(&name));
            router.route_service(&format!("/{name}"), file)
        },
    )
}

/// Names of the files in the site folder itself: a fixed list, so that an unknown address costs no
/// look at the disk.
fn top_files(root: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(root) else {
        return Vec::new();
    };
    entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.contains(['{', '}']) && name != ROBOTS)
        .collect()
}
