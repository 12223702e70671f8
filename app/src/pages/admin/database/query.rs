//! `/admin/database/query?name=catalog.cards`: a statement and how PostgreSQL runs it.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    backend,
    components::{
        account_page::ToLogIn, failure::Failure, page_title::PageTitle, plan_tree::PlanTree,
    },
    error::AppError,
    model::{
        database::{IndexAdvice, PlanAnswer, QueryQuery, QueryReport},
        figures::{millis, span},
        plan::Plan,
    },
    respond::{never_keep, request_query, set_status},
};

/// The statement of the address, or that there is none.
#[component]
pub fn DatabaseQueryPage() -> impl IntoView {
    never_keep();
    let query = QueryQuery::parse(&request_query());
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&query).await {
                    Ok(report) => view! { <Query query report /> }.into_any(),
                    Err(AppError::NotFound) => view! { <Unknown /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(query: &QueryQuery) -> Result<QueryReport, AppError> {
    backend::database()?.query(query).await
}

#[component]
fn Unknown() -> impl IntoView {
    set_status(AppError::NotFound.status());
    view! {
        <PageTitle text="No such statement" />
        <Meta name="robots" content="noindex" />
        <section class="page">
            <h1>"No such statement"</h1>
            <p>
                "This process has not run a statement of this name since it started, or only with more values than it keeps. Another process may have."
            </p>
            <Back />
        </section>
    }
}

#[component]
fn Back() -> impl IntoView {
    view! {
        <p>
            <a href="/admin/database">"All statements"</a>
        </p>
    }
}

#[component]
fn Query(query: QueryQuery, report: QueryReport) -> impl IntoView {
    let which = if query.slowest {
        "The slowest run of the last hour"
    } else {
        "A recent run"
    };
    let run = format!(
        "{which}: {}, {} rows, {} ago.",
        millis(report.took_ms),
        report.rows,
        span(report.seconds_ago)
    );
    let ways = ways(&query, report.is_measurable);
    view! {
        <PageTitle text=query.name.clone() />
        <Meta name="robots" content="noindex" />
        <section class="page">
            <h1>{query.name.clone()}</h1>
            <p>{run}</p>
            {ways}
            <h2>"What would help"</h2>
            <Advice advice=report.advice />
            <h2>"Plan"</h2>
            <Answer plan=report.plan />
            <h2>"Text"</h2>
            <div class="wide-table" tabindex="0" role="region" aria-label="Text of the statement">
                <pre>
                    <code>{report.sql}</code>
                </pre>
            </div>
            <Values values=report.values />
            <Back />
        </section>
    }
}

/// The other ways to look at the statement.
fn ways(query: &QueryQuery, is_measurable: bool) -> impl IntoView + use<> {
    let other = QueryQuery {
        slowest: !query.slowest,
        ..query.clone()
    };
    let other_words = if query.slowest {
        "Take a recent run instead"
    } else {
        "Take the slowest run instead"
    };
    let measure = measure(query, is_measurable);
    view! {
        <ul class="actions">
            <li>
                <a href=other.href()>{other_words}</a>
            </li>
            <li>{measure}</li>
        </ul>
    }
}

/// The way to have it run for its plan, or back.
fn measure(query: &QueryQuery, is_measurable: bool) -> AnyView {
    if !is_measurable {
        return view! { "It does more than read, so it is never run for its plan." }.into_any();
    }
    let turned = QueryQuery {
        measured: !query.measured,
        ..query.clone()
    };
    let words = if query.measured {
        "Plan it without running it"
    } else {
        "Run it to measure each step"
    };
    view! {
        <a href=turned.href() rel="nofollow">
            {words}
        </a>
    }
    .into_any()
}

#[component]
fn Advice(advice: Vec<IndexAdvice>) -> impl IntoView {
    if advice.is_empty() {
        return view! { <p>"No index that would help for sure."</p> }.into_any();
    }
    let advice = advice.into_iter().map(|one| {
        view! {
            <li>
                {one.reason}
                <code class="sql">{one.sql}</code>
            </li>
        }
    });
    let advice = advice.collect_view();
    view! { <ul class="advice">{advice}</ul> }.into_any()
}

#[component]
fn Answer(plan: PlanAnswer) -> impl IntoView {
    match plan {
        PlanAnswer::None(why) => view! { <p>{why}</p> }.into_any(),
        PlanAnswer::Plan(plan) => view! {
            <p>{how_it_was_made(&plan)}</p>
            <PlanTree plan=*plan />
        }
        .into_any(),
    }
}

fn how_it_was_made(plan: &Plan) -> String {
    match plan.times {
        None => "As PostgreSQL would run it now with the values of that run. Rows and costs are estimates; it was not run.".to_owned(),
        Some(times) => format!(
            "As PostgreSQL has just run it with the values of that run, in a transaction that was rolled back: {} to plan, {} \
             to run.",
            millis(times.planning_ms),
            millis(times.execution_ms)
        ),
    }
}

#[component]
fn Values(values: Vec<String>) -> impl IntoView {
    let values = (1..).zip(values).map(|(number, value)| {
        view! {
            <dt>
                <code>{format!("${number}")}</code>
            </dt>
            <dd>{value}</dd>
        }
    });
    let values = values.collect_view();
    (!values.is_empty()).then(|| {
        view! {
            <h2>"Values, by type and length"</h2>
            <dl class="facts">{values}</dl>
        }
    })
}
