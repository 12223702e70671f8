//! The pictures of a product on its own page.

use leptos::prelude::*;

use super::photograph::{Coming, Photograph};
use crate::model::photo::{LONGEST, Photo};

/// How wide the large picture is (`style/components/gallery.css`).
const LARGE: &str = "(max-width: 52rem) 94vw, 34rem";

/// How wide a small one is.
const SMALL: &str = "4.5rem";

/// The photographs side by side, of which one is seen, and small ones that lead to each. Each leads to the picture as large
/// as there is. Without any, the one that is drawn.
#[component]
pub fn Gallery(
    /// What they show.
    name: String,
    photos: Vec<Photo>,
    /// Address of the one that is drawn.
    picture: String,
) -> impl IntoView {
    if photos.is_empty() {
        return view! {
            <img class="product-picture" src=picture alt="" width="400" height="400" fetchpriority="high" />
        }
        .into_any();
    }
    let count = photos.len();
    let small = (count > 1).then(|| {
        let all = photos.clone().into_iter().enumerate();
        let all = all.map(|(index, photo)| view! { <Small index photo /> });
        view! { <ul class="gallery-small">{all.collect_view()}</ul> }
    });
    let large = photos.into_iter().enumerate();
    let large = large.map(|(index, photo)| view! { <Large index photo /> });
    view! {
        <section class="gallery" data-gallery="" aria-label=format!("Pictures of {name}")>
            <ul class="gallery-large">{large.collect_view()}</ul>
            {small}
        </section>
    }
    .into_any()
}

#[component]
fn Large(index: usize, photo: Photo) -> impl IntoView {
    let whole = photo.about(LONGEST);
    let coming = if index == 0 {
        Coming::First
    } else {
        Coming::Late
    };
    view! {
        <li id=format!("picture-{}", index + 1)>
            <a href=whole title="Full size">
                <Photograph photo class="product-picture" sizes=LARGE width=800 coming />
            </a>
        </li>
    }
}

#[component]
fn Small(index: usize, photo: Photo) -> impl IntoView {
    let number = index + 1;
    let label = format!("Picture {number}: {}", photo.alt);
    let current = (index == 0).then_some("true");
    view! {
        <li>
            <a
                href=format!("#picture-{number}")
                data-action="picture"
                aria-label=label
                aria-current=current
            >
                <Photograph
                    photo
                    class="gallery-thumb"
                    sizes=SMALL
                    width=200
                    coming=Coming::Late
                    is_ornament=true
                />
            </a>
        </li>
    }
}
