//! `/admin/products/acts/{number}`: all that one act did to products, and the way to take all of it back.

use leptos::prelude::*;
use leptos_meta::Meta;

use super::product::history::Fields;
use crate::{
    backend,
    components::{
        account_page::{ToLogIn, Told},
        failure::Failure,
        page_title::PageTitle,
    },
    error::AppError,
    model::{
        editing::{ActChange, ActReport},
        money::grouped_count,
        pairs::first,
    },
    respond::{never_keep, request_path, request_query},
};

/// Who did it and when, to how many products, and what became of each.
#[component]
pub fn ActPage() -> impl IntoView {
    never_keep();
    let path = request_path();
    let key = path.strip_prefix("/admin/products/acts/").map(str::parse);
    let after = first(&request_query(), "after").and_then(|number| number.parse().ok());
    view! {
        <Suspense>
            {Suspend::new(async move {
                let report = match key {
                    Some(Ok(key)) => load(key, after.unwrap_or(0)).await,
                    _ => Err(AppError::NotFound),
                };
                match report {
                    Ok(report) => view! { <Report report /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(key: i64, after: i64) -> Result<ActReport, AppError> {
    backend::products()?.act(key, after).await
}

#[component]
fn Report(report: ActReport) -> impl IntoView {
    let title = format!("Act {}", report.id);
    let may_undo = report.may_undo();
    let id = report.id;
    let next = report
        .next
        .map(|after| format!("/admin/products/acts/{id}?after={after}"));
    let left = (report.left > 0).then(|| {
        let (count, products) = (report.left, report.left_products.clone());
        view! { <Left count products /> }
    });
    let summary = summary(&report);
    let undoes = report.undoes;
    let file = report.file().map(|file| {
        let text = format!("It imported the file “{file}”.");
        view! { <p>{text}</p> }
    });
    let changes = report.changes.into_iter();
    let changes = changes.map(|change| view! { <Item change /> });
    view! {
        <PageTitle text=title.clone() />
        <Meta name="robots" content="noindex" />
        <section class="page act">
            <p class="editor-back">
                <a href="/admin/products">"Products"</a>
            </p>
            <h1>{title}</h1>
            {report.told.map(|told| view! { <Told told /> })}
            <p class="act-summary">
                {summary} " By " {report.who} ", " <time>{report.at}</time> " (UTC)."
            </p>
            {file}
            {undoes
                .map(|act| {
                    view! {
                        <p>
                            "It took back "
                            <a href=format!(
                                "/admin/products/acts/{act}",
                            )>{format!("act {act}")}</a> "."
                        </p>
                    }
                })}
            {may_undo
                .then(|| {
                    view! {
                        <form method="post" action=format!("/admin/products/acts/{id}/undo")>
                            <button class="button button-quiet" type="submit">
                                "Undo all of it"
                            </button>
                        </form>
                    }
                })}
            {left}
            <h2>"What it did"</h2>
            <ol class="changes">{changes.collect_view()}</ol>
            {next
                .map(|address| {
                    view! {
                        <p>
                            <a href=address rel="next">
                                "More of it"
                            </a>
                        </p>
                    }
                })}
        </section>
    }
}

/// To how many products it did what.
fn summary(report: &ActReport) -> String {
    let changed = report.products - report.made - report.removed;
    let parts = [
        (changed, "changed"),
        (report.made, "made"),
        (report.removed, "removed"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts = parts.map(|(count, verb)| match count {
        1 => format!("1 product {verb}"),
        many => format!("{} products {verb}", grouped_count(many)),
    });
    let parts: Vec<String> = parts.collect();
    format!("{}.", parts.join(", "))
}

/// What could not be taken back.
#[component]
fn Left(count: i64, products: Vec<(i64, Option<String>)>) -> impl IntoView {
    let text = match count {
        1 => "1 product stayed as it was: it had been changed since, or another one had its number or address.".to_owned(),
        many => format!(
            "{} products stayed as they were: they had been changed since, or others had their numbers or addresses.",
            grouped_count(many)
        ),
    };
    let items = products.into_iter().map(|(id, name)| {
        let name = name.unwrap_or_else(|| format!("Product {id}, which is gone"));
        view! {
            <li>
                <a href=format!("/admin/products/{id}")>{name}</a>
            </li>
        }
    });
    view! {
        <h2>"What it could not take back"</h2>
        <p>{text}</p>
        <ul class="act-left">{items.collect_view()}</ul>
    }
}

#[component]
fn Item(change: ActChange) -> impl IntoView {
    let ActChange {
        product,
        name,
        change,
    } = change;
    let fields = change.fields;
    view! {
        <li class="change">
            <p class="change-head">
                <strong>
                    <a href=format!("/admin/products/{product}")>{name}</a>
                </strong>
                {format!(": {}", change.what.to_lowercase())}
            </p>
            {(!fields.is_empty()).then(|| view! { <Fields fields /> })}
        </li>
    }
}
