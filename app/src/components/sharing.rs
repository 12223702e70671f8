//! What a page says of itself to search engines, and to whoever shares its address.

use leptos::prelude::*;
use leptos_meta::{Link, Meta};

use crate::backend::whole_address;

/// The one address of the page, and how it is shown where somebody shares it (<https://ogp.me>).
#[component]
pub fn Sharing(
    /// The page's one address, from its path on.
    #[prop(into)]
    path: String,
    #[prop(into)] title: String,
    #[prop(optional, into)] description: String,
    /// Path of a picture of what the page is about.
    #[prop(optional, into)]
    picture: Option<String>,
    /// What the page is, in words of Open Graph.
    #[prop(default = "website")]
    kind: &'static str,
) -> impl IntoView {
    let address = whole_address(&path);
    let description = (!description.is_empty()).then(|| {
        view! {
            <Meta name="description" content=description.clone() />
            <Meta property="og:description" content=description />
        }
    });
    let picture = picture.map(|path| {
        view! { <Meta property="og:image" content=whole_address(&path) /> }
    });
    view! {
        <Link rel="canonical" href=address.clone() />
        <Meta property="og:site_name" content="Vitrine" />
        <Meta property="og:type" content=kind />
        <Meta property="og:title" content=title />
        <Meta property="og:url" content=address />
        {description}
        {picture}
    }
}
