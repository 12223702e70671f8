//! The way down from the front page.

use leptos::prelude::*;

use crate::model::catalog::Crumb;

/// Links to the categories above, widest first.
#[component]
pub fn Breadcrumbs(trail: Vec<Crumb>) -> impl IntoView {
    view! {
        <nav class="breadcrumbs" aria-label="Breadcrumb">
            <ol>
                <li>
                    <a href="/">"Home"</a>
                </li>
                {trail
                    .into_iter()
                    .map(|crumb| {
                        view! {
                            <li>
                                <a href=format!("/c/{}", crumb.path)>{crumb.name}</a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </nav>
    }
}
