//! What people think of a product.

use leptos::prelude::*;

use crate::model::money::grouped_count;

/// Stars filled in proportion, with the figures in words for those who cannot see them.
#[component]
pub fn Rating(rating: Option<f32>, review_count: i32) -> impl IntoView {
    rating.map(|rating| {
        let reviews = match review_count {
            0 => String::new(),
            1 => "1 review".to_owned(),
            many => format!("{} reviews", grouped_count(i64::from(many))),
        };
        let words = format!("{rating:.1} of 5 stars");
        let filled = format!("{:.0}", rating * 20.0);
        view! {
            <p class="rating">
                // A width in a picture: no policy against styles in pages forbids it.
                <svg class="stars" viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label=words>
                    <rect width=filled height="1" />
                </svg>
                <span class="rating-figure" aria-hidden="true">
                    {format!("{rating:.1}")}
                </span>
                <span class="rating-count">{reviews}</span>
            </p>
        }
    })
}
