//! A photograph in the size that suits its place.

use leptos::prelude::*;

use crate::model::photo::{Photo, PhotoFormat};

/// Cards of a first row that are loaded at once: no more than there are in the narrowest window that has a wide one's height.
const FIRST_ROW: usize = 4;

/// When a picture is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coming {
    /// Before all others: it is what one sees first.
    First,
    /// With the page.
    Soon,
    /// Once somebody comes near it.
    Late,
}

impl Coming {
    /// Of the card with this place in a grid, which may be what the page begins with.
    pub fn of_card(index: usize, is_first: bool) -> Self {
        match index {
            0 if is_first => Self::First,
            1..FIRST_ROW if is_first => Self::Soon,
            _ => Self::Late,
        }
    }

    /// The attribute `loading`.
    pub fn loading(self) -> Option<&'static str> {
        (self == Self::Late).then_some("lazy")
    }

    /// The attribute `fetchpriority`.
    pub fn priority(self) -> Option<&'static str> {
        (self == Self::First).then_some("high")
    }
}

/// A photograph, of which the browser takes the format that it knows and the width that its place needs.
#[component]
pub fn Photograph(
    photo: Photo,
    class: &'static str,
    /// How wide its place is, as in HTML.
    sizes: &'static str,
    /// Its width for browsers that cannot choose, in pixels.
    width: u32,
    coming: Coming,
    /// Whether it only repeats what stands beside it.
    #[prop(optional)]
    is_ornament: bool,
) -> impl IntoView {
    let source = photo.about(width);
    let webp = photo.source_set(PhotoFormat::WebP);
    let jpeg = photo.source_set(PhotoFormat::Jpeg);
    let alt = if is_ornament {
        String::new()
    } else {
        photo.alt
    };
    view! {
        <picture>
            <source type=PhotoFormat::WebP.media_type() srcset=webp sizes=sizes />
            <img
                class=class
                src=source
                srcset=jpeg
                sizes=sizes
                alt=alt
                width=photo.width
                height=photo.height
                loading=coming.loading()
                fetchpriority=coming.priority()
            />
        </picture>
    }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::{
        Coming::{First, Late, Soon},
        *,
    };

    fn html(coming: Coming) -> String {
        let photo = Photo {
            hash: "ab".repeat(16),
            width: 500,
            height: 250,
            alt: "\"><script>".to_owned(),
        };
        let view = || view! { <Photograph photo class="x" sizes="50vw" width=400 coming /> };
        Owner::new().with(|| view().to_html())
    }

    #[test]
    fn it_has_a_size_and_a_text_and_all_widths() {
        let html = html(Coming::Late);
        for part in [
            r#"width="500" height="250""#,
            "&quot;&gt;&lt;script&gt;",
            r#"type="image/webp""#,
            "-200.webp 200w, ",
            "-500.jpg 500w\"",
            r#"src="/pictures/abababababababababababababababab-400.jpg""#,
            r#"loading="lazy""#,
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("fetchpriority"), "{html}");
    }

    #[test]
    fn only_the_first_row_is_loaded_at_once() {
        let all: Vec<Coming> = (0..6).map(|index| Coming::of_card(index, true)).collect();
        assert_eq!(all, [First, Soon, Soon, Soon, Late, Late]);
        assert_eq!(Coming::of_card(0, false), Late);
        assert!(html(First).contains(r#"fetchpriority="high""#));
        assert!(!html(First).contains("lazy"));
    }
}
