//! `/styleguide`: what the pages are made of, in all its states. In development builds alone: it is no page of a shop.

pub mod samples;
pub mod tokens;

use leptos::prelude::*;
use leptos_meta::Meta;

use self::tokens::Tokens;
use super::not_found::NotFoundPage;
use crate::{
    components::{
        breadcrumbs::Breadcrumbs,
        chips::{Chips, Chosen},
        failure::FailureNotice,
        form::{EmailField, FormProblem, NewPasswordField, TextField},
        heart::Heart,
        level::LevelMark,
        outdated::OutdatedNotice,
        page_title::PageTitle,
        pagination::Pagination,
        price::Price,
        product_grid::ProductGrid,
        rating::Rating,
        suggestion_list::SuggestionList,
    },
    error::AppError,
    model::{level::Level, search::SearchQuery},
};

/// All of it; in a release, where it is not meant to be, the page of what is not found.
#[component]
pub fn StyleguidePage() -> impl IntoView {
    if cfg!(debug_assertions) {
        view! { <Styleguide /> }.into_any()
    } else {
        view! { <NotFoundPage /> }.into_any()
    }
}

#[component]
fn Styleguide() -> impl IntoView {
    view! {
        <PageTitle text="Style guide" />
        <Meta name="robots" content="noindex" />
        <h1>"Style guide"</h1>
        <Tokens />
        <Part title="Buttons and links">
            <div class="samples">
                <a class="button" href="#buttons-and-links">
                    "Button"
                </a>
                <button class="button button-quiet" type="button">
                    "Quiet button"
                </button>
                <button class="button" type="button" disabled>
                    "Disabled"
                </button>
                <button class="link-button" type="button">
                    "Like a link"
                </button>
                <a href="#buttons-and-links">"A link"</a>
            </div>
        </Part>
        <Part title="Fields">
            <Fields />
        </Part>
        <Part title="Products">
            <ProductGrid products=samples::products() highlight=vec!["oak".to_owned()] />
        </Part>
        <Part title="Parts of a product">
            <div class="samples">
                <Price price=samples::money(1_999) compare_at=None />
                <Price price=samples::money(1_999) compare_at=samples::money(2_999) />
                <Price price=None compare_at=None />
                <Rating rating=Some(4.3) review_count=1_204 />
                <Rating rating=Some(1.0) review_count=1 />
                <Heart id=1 name="Sample".to_owned() label="Favourite" />
                <Heart id=1 name="Sample".to_owned() kept=true label="Favourite, kept" />
            </div>
        </Part>
        <Part title="Ways">
            <Breadcrumbs trail=samples::trail() />
            <Pagination query=SearchQuery::default() page=7 page_count=42 />
            <Chips query=SearchQuery::default() chosen=chosen() />
        </Part>
        <Part title="Suggestions">
            <div class="styleguide-list">
                <SuggestionList suggestions=samples::suggestions() />
            </div>
        </Part>
        <Part title="What is said">
            <OutdatedNotice />
            <p class="note">"A note."</p>
            <div class="notice">
                <p>"Nothing here yet."</p>
            </div>
            <div class="samples">
                {[Level::Good, Level::Watch, Level::Bad].map(|level| view! { <LevelMark level /> }).collect_view()}
            </div>
            <FailureNotice error=AppError::Unavailable request_id="0f3a9c" />
        </Part>
    }
}

/// A part of the guide under its own heading.
#[component]
fn Part(title: &'static str, children: Children) -> impl IntoView {
    let id = title.to_lowercase().replace(' ', "-");
    let label = id.clone();
    view! {
        <section aria-labelledby=label>
            <h2 id=id>{title}</h2>
            {children()}
        </section>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let wrong = samples::refused_form();
    view! {
        <div class="form">
            <FormProblem answer=wrong.clone() />
            <TextField answer=samples::empty_form() name="name" label="Empty" autocomplete="off" maxlength=80 />
            <EmailField answer=wrong.clone() label="Refused" />
            <NewPasswordField answer=samples::empty_form() />
            <label class="choice">
                <input type="checkbox" checked />
                <span>"Chosen"</span>
                <span class="count">"12"</span>
            </label>
            <label class="choice">
                <input type="checkbox" disabled />
                <span>"Empties the page"</span>
                <span class="count">"0"</span>
            </label>
        </div>
    }
}

fn chosen() -> Vec<Chosen> {
    ["Brand: Nordhaus", "Up to $40"]
        .map(|label| Chosen {
            label: label.to_owned(),
            without: SearchQuery::default(),
        })
        .into()
}
