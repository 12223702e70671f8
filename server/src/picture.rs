//! Pictures of products, drawn by the server: for a product without a photograph the same small
//! SVG each time, by its number and its category.

mod drawing;
mod kind;
mod palette;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};

pub use kind::Kind;
use palette::Palette;

/// The route of [`show`], and of photographs.
pub const ROUTE: &str = "/pictures/{name}";

/// `default-src` stands in for all that load, and for neither of the others.
const POLICY: &str = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/// Address of a product's picture. `category` is the path of its category (`lighting/bulbs`).
pub fn path(category: Option<&str>, product: i64) -> String {
    let kind = category.map_or(Kind::Box, Kind::of_category);
    format!("/pictures/{}-{}.svg", product.unsigned_abs(), kind.name())
}

/// `GET /pictures/{number}-{kind}.svg`. An unknown kind is shown as a box; a name of another form is
/// not found. What an address shows never changes, so it may be kept forever.
pub fn show(name: &str) -> Response {
    let Some((seed, kind)) = parse(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Opened by itself it is a document: one that may do nothing, and is in no frame.
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, svg(kind, seed)).into_response()
}

fn parse(name: &str) -> Option<(u64, Kind)> {
    let (seed, kind) = name.strip_suffix(".svg")?.split_once('-')?;
    // `parse` alone would take a plus sign.
    let digits = !seed.is_empty() && seed.bytes().all(|byte| byte.is_ascii_digit());
    let word = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_lowercase());
    (digits && word).then(|| Some((seed.parse().ok()?, Kind::named(kind))))?
}

/// The picture of a product: an SVG document of 400 by 400 units and less than 2 kB. The same for
/// the same `kind` and `seed`.
pub fn svg(kind: Kind, seed: u64) -> String {
    let mut bits = mix(seed);
    let mut draw = |bound: u64| {
        let value = bits % bound;
        bits /= bound;
        value
    };
    let palette = Palette::new(kind, usize::try_from(draw(12)).unwrap_or_default());
    let (disc_x, disc_y, disc_size) = (100 + draw(200), 90 + draw(120), 90 + draw(70));
    let percent = 106 + draw(14);
    let scale = format!("{}.{:02}", percent / 100, percent % 100);
    let mirror = if draw(2) == 0 { "" } else { "-" };
    let (sky, ground) = (&palette.sky, &palette.ground);
    let object = palette.paint(drawing::of(kind));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 400\">\
         <linearGradient id=\"a\" x2=\".6\" y2=\"1\"><stop stop-color=\"{sky}\"/>\
         <stop offset=\"1\" stop-color=\"{ground}\"/></linearGradient>\
         <path fill=\"url(#a)\" d=\"M0 0h400v400H0z\"/>\
         <circle cx=\"{disc_x}\" cy=\"{disc_y}\" r=\"{disc_size}\" fill=\"#fff\" opacity=\".28\"/>\
         <g transform=\"translate(200 210) scale({mirror}{scale} {scale}) translate(-200 -210)\">\
         {object}</g></svg>"
    )
}

/// Spreads neighbouring numbers far apart: the last step of `SplitMix64`.
fn mix(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    /// Names of the elements, checked to be closed in the right order.
    fn elements(svg: &str) -> Vec<&str> {
        let (mut all, mut open) = (Vec::new(), Vec::new());
        for tag in svg.split('<').skip(1) {
            let (tag, text) = tag.split_once('>').expect("a closed tag");
            assert!(text.is_empty(), "text: {text}");
            let name = tag
                .split([' ', '/'])
                .find(|part| !part.is_empty())
                .expect("a name");
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name));
            } else {
                assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
                all.push(name);
                if !tag.ends_with('/') {
                    open.push(name);
                }
            }
        }
        assert!(open.is_empty(), "{open:?}");
        all
    }

    #[test]
    fn every_picture_is_small_whole_and_harmless() {
        for kind in Kind::ALL {
            for seed in 0..200 {
                let picture = svg(kind, seed);
                assert!(picture.len() < 2_000, "{kind:?}: {}", picture.len());
                assert!(picture.contains("viewBox=\"0 0 400 400\""));
                for element in elements(&picture) {
                    let known = [
                        "svg",
                        "linearGradient",
                        "stop",
                        "g",
                        "path",
                        "rect",
                        "circle",
                        "ellipse",
                    ];
                    assert!(known.contains(&element), "{element}");
                }
                for letter in "MDLASWYGK".chars() {
                    assert!(
                        !picture.contains(&format!("\"{letter}\"")),
                        "{kind:?}: {letter} is not painted"
                    );
                }
            }
        }
    }

    #[test]
    fn a_product_has_one_picture_and_neighbours_have_others() {
        assert_eq!(svg(Kind::Lamp, 7), svg(Kind::Lamp, 7));
        let different: std::collections::HashSet<_> =
            (0..100).map(|seed| svg(Kind::Lamp, seed)).collect();
        assert!(different.len() > 95, "{}", different.len());
    }

    #[test]
    fn the_category_decides_what_is_drawn() {
        assert_eq!(path(Some("lighting/bulbs"), 7), "/pictures/7-lamp.svg");
        assert_eq!(
            path(Some("toys-and-games/books"), 7),
            "/pictures/7-teddy.svg"
        );
        assert_eq!(path(Some("unheard-of"), 7), "/pictures/7-box.svg");
        assert_eq!(path(None, 7), "/pictures/7-box.svg");
    }

    #[test]
    fn every_department_of_the_demo_shop_has_an_object() {
        let assortment = crate::seed::assortment::Assortment::load().unwrap();
        for department in assortment.departments {
            let slug = crate::import::slug::name_slug(&department.name);
            assert_ne!(Kind::of_category(&slug), Kind::Box, "{slug}");
        }
    }

    #[tokio::test]
    async fn only_addresses_of_the_right_form_are_found() {
        for name in [
            "7.svg",
            "7-.svg",
            "-lamp.svg",
            "+7-lamp.svg",
            "7-Lamp.svg",
            "7-lamp",
            "x-lamp.svg",
            "99999999999999999999-lamp.svg",
            "7-lamp.svg.svg",
        ] {
            assert_eq!(show(name).status(), StatusCode::NOT_FOUND, "{name}");
        }
        let response = show("7-lamp.svg");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "image/svg+xml");
        assert_eq!(
            response.headers()[header::X_CONTENT_TYPE_OPTIONS],
            "nosniff"
        );
        let body = to_bytes(response.into_body(), 10_000).await.unwrap();
        assert_eq!(body, svg(Kind::Lamp, 7));
        let unknown = show("7-submarine.svg");
        let body = to_bytes(unknown.into_body(), 10_000).await.unwrap();
        assert_eq!(body, svg(Kind::Box, 7));
    }
}
