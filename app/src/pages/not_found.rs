//! What stands at addresses where nothing stands.

use leptos::prelude::*;

use crate::{components::failure::Failure, error::AppError};

/// 404 with ways on.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <Failure error=AppError::NotFound /> }
}
