//! `/admin/products/bulk`: what one act would do to many products, told exactly before it is done.

pub mod details;
pub mod tally;

use leptos::prelude::*;
use leptos_meta::Meta;

use self::{
    details::Details,
    tally::{TallyView, which},
};
use crate::{
    backend,
    components::{account_page::ToLogIn, failure::Failure, page_title::PageTitle},
    error::AppError,
    model::{
        editing::{ACTS, Bulk, BulkQuery, Tally},
        form::FormAnswer,
        money::grouped_count,
    },
    respond::{form_answer, never_keep, request_query},
};

/// Which products, what is to be done to them, and what would come of it; the button does just that.
#[component]
pub fn BulkPage() -> impl IntoView {
    never_keep();
    let query = BulkQuery::parse(&request_query());
    let answer = form_answer();
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&query).await {
                    Ok(bulk) => view! { <Question query bulk answer /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(query: &BulkQuery) -> Result<Bulk, AppError> {
    backend::products()?.bulk(query).await
}

#[component]
fn Question(query: BulkQuery, bulk: Bulk, answer: FormAnswer) -> impl IntoView {
    let title = match ACTS.iter().find(|(act, _)| *act == query.act) {
        Some(("category", _)) => "Move products to a category",
        Some(("price", _)) => "Change prices",
        Some(("publish", _)) => "Publish products",
        Some(("draft", _)) => "Make products drafts",
        Some(("archive", _)) => "Archive products",
        Some(("delete", _)) => "Delete products",
        _ => "Change products",
    };
    let back = query.list.href();
    let meant = which(&query, &bulk);
    let said = answer.problem("").map(str::to_owned);
    let of_all = bulk
        .problem
        .as_ref()
        .filter(|(field, _)| field.is_empty())
        .map(|(_, words)| words.clone());
    let tally = bulk.tally.clone().map(|tally| {
        let act = query.act.clone();
        let ask = (tally.will > 0).then(|| {
            let (query, tally) = (query.clone(), tally.clone());
            view! { <Ask query tally /> }
        });
        view! {
            <TallyView act tally />
            {ask}
        }
    });
    view! {
        <PageTitle text=title />
        <Meta name="robots" content="noindex" />
        <section class="page bulk">
            <p class="editor-back">
                <a href=back.clone()>"Products"</a>
            </p>
            <h1>{title}</h1>
            {said.or(of_all).map(|words| view! { <p class="note" role="alert">{words}</p> })}
            <p class="bulk-which">{meant}</p>
            <Details query bulk />
            {tally}
            <p class="bulk-back">
                <a href=back>"Back to the list, changing nothing"</a>
            </p>
        </section>
    }
}

/// The button that does what was told.
#[component]
fn Ask(query: BulkQuery, tally: Tally) -> impl IntoView {
    let products = match tally.will {
        1 => "1 product".to_owned(),
        many => format!("{} products", grouped_count(many)),
    };
    let text = match query.act.as_str() {
        "publish" => format!("Publish {products}"),
        "draft" if tally.will == 1 => "Make 1 product a draft".to_owned(),
        "draft" => format!("Make {products} drafts"),
        "archive" => format!("Archive {products}"),
        "price" => format!("Change the price of {products}"),
        "category" => format!("Move {products}"),
        _ => format!("Delete {products}"),
    };
    let class = match query.act.as_str() {
        "delete" => "button button-danger",
        _ => "button",
    };
    view! {
        <form class="bulk-ask" method="post" action=query.href()>
            <input type="hidden" name="token" value=tally.token />
            <button class=class type="submit">
                {text}
            </button>
            <p class="hint">"It is one act in the history, and can be undone as one."</p>
        </form>
    }
}
