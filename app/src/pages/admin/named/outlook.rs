//! `/admin/categories/{key}/move`, and `…/merge` of categories and brands: what would come of it, told before it is done.

use leptos::prelude::*;
use leptos_meta::Meta;

use super::key;
use crate::{
    backend,
    components::{account_page::ToLogIn, failure::Failure, page_title::PageTitle},
    error::AppError,
    model::taxonomy::{Kind, MergeQuery, MoveQuery, Outlook},
    respond::{form_answer, never_keep, request_path, request_query},
};

/// What would come of moving a category.
#[component]
pub fn MoveCategoryPage() -> impl IntoView {
    let query = MoveQuery::parse(&request_query());
    asking(Kind::Category, move |key| {
        let query = query.clone();
        async move {
            let own = query.href(key);
            let outlook = backend::taxonomies()?.moving(key, &query).await?;
            Ok((outlook, own))
        }
    })
}

/// What would come of merging a category into another.
#[component]
pub fn MergeCategoryPage() -> impl IntoView {
    merging(Kind::Category)
}

/// What would come of merging a brand into another.
#[component]
pub fn MergeBrandPage() -> impl IntoView {
    merging(Kind::Brand)
}

fn merging(kind: Kind) -> impl IntoView {
    let query = MergeQuery::parse(&request_query());
    asking(kind, move |key| {
        let query = query.clone();
        async move {
            let own = query.href(kind, key);
            let outlook = backend::taxonomies()?.merging(kind, key, &query).await?;
            Ok((outlook, own))
        }
    })
}

/// The page of what `load` finds out, whose address it tells, too.
fn asking<L, F>(kind: Kind, load: L) -> AnyView
where
    L: Fn(i32) -> F + Send + Sync + 'static,
    F: Future<Output = Result<(Outlook, String), AppError>> + Send + 'static,
{
    never_keep();
    let loading = key(kind, &request_path()).map(load);
    view! {
        <Suspense>
            {Suspend::new(async move {
                let loaded = match loading {
                    Some(loading) => loading.await,
                    None => Err(AppError::NotFound),
                };
                match loaded {
                    Ok((outlook, own)) => view! { <Question outlook own /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// What is asked, what would come of it, and the button that does just that.
#[component]
pub fn Question(outlook: Outlook, own: String) -> impl IntoView {
    let Outlook {
        kind,
        id,
        name,
        question,
        facts,
        token,
        problem,
        button,
    } = outlook;
    let said = form_answer().problem("").map(str::to_owned);
    let alerts = [said, problem].into_iter().flatten();
    let alerts = alerts.map(|words| {
        view! {
            <p class="note" role="alert">
                {words}
            </p>
        }
    });
    let alerts = alerts.collect_view();
    let facts = facts.into_iter().map(|fact| view! { <li>{fact}</li> });
    let facts = facts.collect_view();
    let ask = token.map(|token| {
        view! {
            <form class="named-ask" method="post" action=own>
                <input type="hidden" name="token" value=token />
                <button class="button" type="submit">
                    {button}
                </button>
            </form>
        }
    });
    view! {
        <PageTitle text=question.clone() />
        <Meta name="robots" content="noindex" />
        <section class="page named">
            <p class="editor-back">
                <a href=kind.list()>{kind.plural()}</a>
            </p>
            <h1>{question}</h1>
            {alerts}
            <ul class="named-facts">{facts}</ul>
            {ask}
            <p class="named-back">
                <a href=kind.page(id)>{format!("Back to “{name}”, changing nothing")}</a>
            </p>
        </section>
    }
}
