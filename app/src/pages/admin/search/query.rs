//! `/admin/search/query`: one search, what the shop shows for it, and what it says about it.

pub mod compared;
pub mod shown;

use leptos::prelude::*;
use leptos_meta::Meta;

use self::{
    compared::Without,
    shown::{Forget, Pin, Shown},
};
use super::{LookUp, shop_address};
use crate::{
    backend,
    components::{
        account_page::{ToLogIn, Told},
        failure::Failure,
        form::FormProblem,
        page_title::PageTitle,
    },
    error::AppError,
    model::{
        care::{CareQuery, CaredProduct, PERIODS, QueryCare, SynonymsQuery},
        money::grouped_count,
    },
    respond::{form_answer, never_keep, request_query},
};

/// A search with all that can be done about it.
#[component]
pub fn QueryCarePage() -> impl IntoView {
    never_keep();
    let query = CareQuery::parse(&request_query());
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&query).await {
                    Ok(care) => view! { <Care query care /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(query: &CareQuery) -> Result<QueryCare, AppError> {
    backend::search_care()?.search(query).await
}

#[component]
fn Care(query: CareQuery, care: QueryCare) -> impl IntoView {
    let told = care.told.clone();
    let title = format!("Search “{}”", care.words);
    let shop = shop_address(&care.words);
    let synonym = SynonymsQuery {
        edit: None,
        search: care.words.clone(),
    };
    let synonym = care.may_edit.then(|| {
        view! { <a href=synonym.href()>"Add a synonym"</a> }
    });
    let may_edit = care.may_edit;
    view! {
        <PageTitle text=title.clone() />
        <Meta name="robots" content="noindex" />
        <section class="page care">
            <ul class="care-back">
                <li>
                    <a href="/admin/search">"Searches"</a>
                </li>
            </ul>
            <h1>{title}</h1>
            {told.map(|told| view! { <Told told /> })}
            <FormProblem answer=form_answer() />
            <Figures care=care.clone() />
            <p class="care-links">
                <a href=shop>"View in shop"</a>
                {synonym}
            </p>
            {may_edit.then(|| view! { <Find query=query.clone() care=care.clone() /> })}
            <div class="care-sides">
                <Shown care=care.clone() />
                <Without care=care.clone() />
            </div>
            <Absent care=care.clone() />
            <Hidden care />
            <LookUp />
        </section>
    }
}

/// How often it was asked, and what came of it.
#[component]
fn Figures(care: QueryCare) -> impl IntoView {
    let days = PERIODS.into_iter().max().unwrap_or(1);
    let figure = care.figure;
    let text = match figure.asked {
        0 => format!("Nobody asked it in the last {days} days."),
        asked => format!(
            "Asked {} in the last {days} days; without a result: {}; products opened: {}.",
            times(asked),
            times(figure.without_result),
            grouped_count(figure.clicks),
        ),
    };
    let opened = care.opened.into_iter().map(|(product, clicks)| {
        view! { <li>{name(&product)} " " <span class="care-quiet">{times(clicks)}</span></li> }
    });
    let opened: Vec<_> = opened.collect();
    let opened = (!opened.is_empty()).then(|| {
        view! {
            <details class="care-opened">
                <summary>"Opened most"</summary>
                <ol>{opened}</ol>
            </details>
        }
    });
    view! {
        <p class="care-totals">{text}</p>
        {opened}
    }
}

fn times(count: i64) -> String {
    match count {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{} times", grouped_count(count)),
    }
}

/// Looking for a product to pin it.
#[component]
fn Find(query: CareQuery, care: QueryCare) -> impl IntoView {
    let words = care.words.clone();
    let found = care.found.map(|found| {
        let items = found.into_iter().map(|product| {
            let words = words.clone();
            view! {
                <li class="care-found">
                    <span>{name(&product)} " " <span class="care-quiet">{product.id}</span></span>
                    <Pin words product place=None button="Pin" />
                </li>
            }
        });
        let items: Vec<_> = items.collect();
        if items.is_empty() {
            view! { <p class="care-nothing" role="status">"No product that is sold has this key, or this in its name."</p> }
                .into_any()
        } else {
            view! { <ul class="care-finds">{items}</ul> }.into_any()
        }
    });
    view! {
        <section id="find" class="care-find">
            <h2>"Pin a product"</h2>
            <form class="care-look-up" method="get" action="/admin/search/query#find">
                <input type="hidden" name="q" value=care.words />
                <div class="field">
                    <label for="find-text">"Name, item number or key"</label>
                    <input
                        id="find-text"
                        name="find"
                        type="search"
                        value=query.find
                        autocomplete="off"
                        maxlength="200"
                        required
                    />
                </div>
                <button class="button button-quiet" type="submit">
                    "Find"
                </button>
            </form>
            {found}
        </section>
    }
}

/// Pins that do not stand where they were put, since the product is not sold at the moment.
#[component]
fn Absent(care: QueryCare) -> impl IntoView {
    let absent = care
        .pins
        .into_iter()
        .filter(|(_, product)| !product.is_published);
    let items = absent.map(|(place, product)| {
        let text = format!("for place {place}");
        let words = care.words.clone();
        view! {
            <li class="care-found">
                <span>{name(&product)} " " <span class="care-quiet">{text}</span></span>
                {care.may_edit.then(|| view! { <Forget words product button="Unpin" /> })}
            </li>
        }
    });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="care-absent">
                <h2>"Pinned, but not sold at the moment"</h2>
                <ul class="care-finds">{items}</ul>
            </section>
        }
    })
}

#[component]
fn Hidden(care: QueryCare) -> impl IntoView {
    let items = care.hidden.into_iter().map(|product| {
        let words = care.words.clone();
        view! {
            <li class="care-found">
                <span>{name(&product)}</span>
                {care.may_edit.then(|| view! { <Forget words product button="Show again" /> })}
            </li>
        }
    });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="care-hidden">
                <h2>"Hidden from this search"</h2>
                <ul class="care-finds">{items}</ul>
            </section>
        }
    })
}

/// A product's name, as the way to its editor.
fn name(product: &CaredProduct) -> AnyView {
    let address = format!("/admin/products/{}", product.id);
    view! { <a href=address>{product.name.clone()}</a> }.into_any()
}
