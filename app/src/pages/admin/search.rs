//! `/admin/search`: what is searched for, what comes of it, and the ways to do something about it.

pub mod query;
pub mod synonyms;

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    backend,
    components::{
        account_page::ToLogIn,
        data_table::{Column, DataTable},
        failure::Failure,
        page_title::PageTitle,
    },
    error::AppError,
    model::{
        care::{
            CareQuery, CaredSearch, PERIODS, ReportQuery, SearchReport, SearchTotals, SynonymsQuery,
        },
        figures::{millis, share},
        money::grouped_count,
        performance::{SearchFigure, SlowSearch},
        search::SearchQuery,
    },
    respond::{never_keep, request_query},
};

/// The report on some days, with the searches that are cared for.
#[component]
pub fn SearchReportPage() -> impl IntoView {
    never_keep();
    let query = ReportQuery::parse(&request_query());
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(query).await {
                    Ok(report) => view! { <Report query report /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(query: ReportQuery) -> Result<SearchReport, AppError> {
    backend::search_care()?.report(query).await
}

#[component]
fn Report(query: ReportQuery, report: SearchReport) -> impl IntoView {
    let SearchReport {
        from,
        to,
        totals,
        figures,
        cared,
        may_edit,
    } = report;
    let days = if from == to {
        format!("On {to} (UTC)")
    } else {
        format!("From {from} to {to} (UTC)")
    };
    let asked = Wanted {
        caption: "Asked most",
        nothing: "No searches yet.",
        can_be_helped: false,
    };
    let nothing = Wanted {
        caption: "Found nothing",
        nothing: "All searches found something.",
        can_be_helped: may_edit,
    };
    let unopened = Wanted {
        caption: "Found, but not opened",
        nothing: "No search was asked five times or more without being opened.",
        can_be_helped: may_edit,
    };
    view! {
        <PageTitle text="Searches" />
        <Meta name="robots" content="noindex" />
        <section class="page care">
            <h1>"Searches"</h1>
            <LookUp />
            <p class="care-links">
                <a href="/admin/search/synonyms">"Words that mean the same"</a>
                <a href="#cared">"Searches with pins"</a>
            </p>
            <Periods query />
            <p class="care-totals" role="status">
                {days} ": " {totals_text(totals)}
            </p>
            {list(nothing, figures.without_result)}
            {list(unopened, figures.unopened)}
            {list(asked, figures.top)}
            {slowest(figures.slowest)}
            <Cared cared />
        </section>
    }
}

/// The way to the care for a search that stands in no list.
#[component]
pub fn LookUp() -> impl IntoView {
    view! {
        <form class="care-look-up" method="get" action="/admin/search/query">
            <div class="field">
                <label for="care-q">"Look at a search"</label>
                <input id="care-q" name="q" type="text" autocomplete="off" maxlength="200" required />
            </div>
            <button class="button button-quiet" type="submit">
                "Open"
            </button>
        </form>
    }
}

#[component]
fn Periods(query: ReportQuery) -> impl IntoView {
    let links = PERIODS.into_iter().map(|days| {
        let text = match days {
            1 => "Today".to_owned(),
            days => format!("{days} days"),
        };
        let current = (days == query.days).then_some("page");
        let address = ReportQuery { days }.href();
        view! {
            <li>
                <a href=address aria-current=current>
                    {text}
                </a>
            </li>
        }
    });
    view! {
        <nav aria-label="Days">
            <ul class="care-periods">{links.collect_view()}</ul>
        </nav>
    }
}

fn totals_text(totals: SearchTotals) -> String {
    format!(
        "{} searches, {} different; {} found nothing; products opened: {}",
        grouped_count(totals.asked),
        grouped_count(totals.searches),
        share(totals.without_result, totals.asked),
        grouped_count(totals.clicks),
    )
}

/// How a list of searches is shown.
struct Wanted {
    caption: &'static str,
    /// What stands there if it is empty.
    nothing: &'static str,
    /// Whether something can be done about them.
    can_be_helped: bool,
}

fn list(wanted: Wanted, searches: Vec<SearchFigure>) -> impl IntoView {
    let Wanted {
        caption,
        nothing,
        can_be_helped,
    } = wanted;
    let mut columns = vec![
        Column::name("Search"),
        Column::number("Asked"),
        Column::number("No result"),
        Column::number("Opened"),
        Column::text("In the shop"),
    ];
    // Beside the name, where a phone shows it, too.
    if can_be_helped {
        columns.insert(1, Column::text("Help"));
    }
    let row = |of: SearchFigure| {
        let mut cells = vec![
            words(&of.words),
            grouped_count(of.asked).into_any(),
            share(of.without_result, of.asked).into_any(),
            share(of.clicks, of.asked).into_any(),
            shop(&of.words),
        ];
        if can_be_helped {
            cells.insert(1, help(&of.words));
        }
        cells
    };
    let rows = searches.into_iter().map(row).collect();
    table(caption, nothing, columns, rows)
}

fn slowest(searches: Vec<SlowSearch>) -> impl IntoView {
    let columns = vec![
        Column::name("Search"),
        Column::number("Made"),
        Column::number("On average"),
        Column::text("In the shop"),
    ];
    let row = |of: SlowSearch| {
        vec![
            words(&of.words),
            grouped_count(of.made).into_any(),
            millis(of.millis).into_any(),
            shop(&of.words),
        ]
    };
    let rows = searches.into_iter().map(row).collect();
    table("Slowest to make", "None was made yet.", columns, rows)
}

#[component]
fn Cared(cared: Vec<CaredSearch>) -> impl IntoView {
    let columns = vec![
        Column::name("Search"),
        Column::number("Pinned"),
        Column::number("Hidden"),
        Column::text("In the shop"),
    ];
    let row = |of: CaredSearch| {
        vec![
            words(&of.words),
            grouped_count(of.pins).into_any(),
            grouped_count(of.hidden).into_any(),
            shop(&of.words),
        ]
    };
    let rows = cared.into_iter().map(row).collect();
    view! {
        <div id="cared">
            {table("Searches with pins or hidden products", "There are none yet.", columns, rows)}
        </div>
    }
}

fn table(
    caption: &'static str,
    nothing: &'static str,
    columns: Vec<Column>,
    rows: Vec<Vec<AnyView>>,
) -> AnyView {
    let inside = if rows.is_empty() {
        view! { <p class="care-nothing">{nothing}</p> }.into_any()
    } else {
        view! { <DataTable caption columns rows /> }.into_any()
    };
    view! {
        <section class="care-list">
            <h2>{caption}</h2>
            {inside}
        </section>
    }
    .into_any()
}

/// A search, as the way to what can be done about it.
fn words(words: &str) -> AnyView {
    let address = CareQuery::of(words).href();
    view! { <a href=address>{words.to_owned()}</a> }.into_any()
}

/// The way to what shoppers see.
fn shop(words: &str) -> AnyView {
    let label = format!("Results of “{words}” in the shop");
    view! {
        <a href=shop_address(words) aria-label=label>
            "Results"
        </a>
    }
    .into_any()
}

/// The address of a search in the shop.
fn shop_address(words: &str) -> String {
    let query = SearchQuery {
        text: words.to_owned(),
        ..SearchQuery::default()
    };
    query.href()
}

/// Forms with the search filled in.
fn help(words: &str) -> AnyView {
    let synonym = SynonymsQuery {
        edit: None,
        search: words.to_owned(),
    };
    let pin = CareQuery {
        find: words.to_owned(),
        ..CareQuery::of(words)
    };
    let pin = format!("{}#find", pin.href());
    let labels = ["Add a synonym", "Pin a product"].map(|what| format!("{what} for “{words}”"));
    let [add, choose] = labels;
    view! {
        <span class="care-help">
            <a href=synonym.href() aria-label=add>
                "Add a synonym"
            </a>
            <a href=pin aria-label=choose>
                "Pin a product"
            </a>
        </span>
    }
    .into_any()
}
