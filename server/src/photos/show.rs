//! `GET /pictures/{name}`: a file of a photograph; any other name is that of a picture that is [drawn](crate::picture).

use app::model::photo::PhotoFormat;
use axum::{
    extract::{Path, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use super::folder::{Folder, is_hash};
use crate::{picture, state::AppState};

/// What is said of each file, beside its type.
const HEADERS: [(HeaderName, &str); 3] = [
    (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Opened by itself it is in a document of the browser's, which has styles: one that may do nothing, and is in no frame.
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; sandbox",
    ),
];

/// Shows it, piece by piece as it is taken. What an address shows never changes, so it may be kept forever.
pub(crate) async fn show(
    State(state): State<AppState>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let Some((hash, width, format)) = parse(&name) else {
        return picture::show(&name);
    };
    let file = Folder::new(&state.config.pictures).file(hash, width, format);
    let Ok(mut response) = ServeFile::new(file).oneshot(request).await;
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        for (name, value) in HEADERS {
            let value = HeaderValue::from_static(value);
            response.headers_mut().insert(name, value);
        }
    }
    response.into_response()
}

/// Hash, width and format of a file's name. No other text is one, so no name leads out of the folder.
fn parse(name: &str) -> Option<(&str, u32, PhotoFormat)> {
    let (stem, extension) = name.split_once('.')?;
    let (hash, width) = stem.split_once('-')?;
    let is_number = width.bytes().all(|byte| byte.is_ascii_digit())
        && !width.starts_with('0')
        && width.len() <= 4;
    if !is_hash(hash) || !is_number {
        return None;
    }
    Some((
        hash,
        width.parse().ok()?,
        PhotoFormat::of_extension(extension)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_the_right_form_are_files() {
        let hash = "0123456789abcdef0123456789abcdef";
        let whole = format!("{hash}-800.webp");
        assert_eq!(parse(&whole), Some((hash, 800, PhotoFormat::WebP)));
        for other in [
            format!("{hash}-800.svg"),
            format!("{hash}-800.webp.jpg"),
            format!("{hash}-080.jpg"),
            format!("{hash}-+80.jpg"),
            format!("{hash}-80000.jpg"),
            format!("{hash}-.jpg"),
            format!("{hash}.jpg"),
            format!("{}-8.jpg", hash.to_uppercase()),
            "../../../../../../../../etc/passwd-8.jpg".to_owned(),
            "..-8.jpg".to_owned(),
            "7-lamp.svg".to_owned(),
        ] {
            assert_eq!(parse(&other), None, "{other}");
        }
    }
}
