//! `/admin/database/query?name=catalog.cards`: a statement and how PostgreSQL runs it.

pub mod history;
pub mod runs;
pub mod times;

use leptos::prelude::*;
use leptos_meta::Meta;

use self::{
    history::PlansSoFar,
    runs::{Callers, Slowest},
    times::Times,
};
use crate::{
    backend,
    components::{
        account_page::ToLogIn, failure::Failure, page_title::PageTitle, plan_tree::PlanTree,
    },
    error::AppError,
    model::{
        database::{IndexAdvice, PlanAnswer, PlannedBy, QueryQuery, QueryReport, RunFacts},
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
                "This process has not run a statement of this name since it started, and no other did in the last hour."
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
    let which = which(&query, report.example.as_ref());
    let ways = ways(&query, &report);
    let values = report.example.map(|run| run.values).unwrap_or_default();
    let text = report.sql.map(|sql| view! { <Text sql /> });
    view! {
        <PageTitle text=query.name.clone() />
        <Meta name="robots" content="noindex" />
        <section class="page">
            <h1>{query.name.clone()}</h1>
            <h2>"The last hour"</h2>
            <Times times=report.times />
            <h2>"Slowest runs of this process"</h2>
            <Slowest runs=report.slowest />
            <h2>"Who sends it"</h2>
            <Callers callers=report.callers />
            <h2>"Plan"</h2>
            <p>{which}</p>
            {ways}
            <Answer plan=report.plan />
            <h2>"What would help"</h2>
            <Advice advice=report.advice />
            <h2>"Plans so far"</h2>
            <PlansSoFar plans=report.plans />
            {text}
            <Values values />
            <Back />
        </section>
    }
}

/// By which values it is planned.
fn which(query: &QueryQuery, example: Option<&RunFacts>) -> String {
    let which = match (query.by, example) {
        (_, None) => return "For any values: as if none were known.".to_owned(),
        (PlannedBy::Slowest, _) => "the slowest run of the last hour",
        _ => "a recent run",
    };
    let run = example.map(|run| {
        format!(
            "{}, {} rows, {} ago",
            millis(run.took_ms),
            run.rows,
            span(run.seconds_ago)
        )
    });
    format!(
        "For the values of {which}, which are not shown: {}.",
        run.unwrap_or_default()
    )
}

#[component]
fn Text(sql: String) -> impl IntoView {
    view! {
        <h2>"Text"</h2>
        <div class="scrolls" tabindex="0" role="region" aria-label="Text of the statement">
            <pre>
                <code>{sql}</code>
            </pre>
        </div>
    }
}

/// The other ways to look at the statement.
fn ways(query: &QueryQuery, report: &QueryReport) -> AnyView {
    if !report.has_example {
        return view! {
            <p>"No run of it is kept with its values, so it is never run for its plan."</p>
        }
        .into_any();
    }
    let all = [
        (PlannedBy::Recent, "For the values of a recent run"),
        (PlannedBy::Slowest, "For the values of the slowest run"),
        (PlannedBy::Any, "For any values"),
    ];
    let others = all.into_iter().filter(|(by, _)| *by != query.by);
    let others = others.map(|(by, words)| {
        let other = QueryQuery {
            by,
            // For any values it cannot be run.
            measured: query.measured && by != PlannedBy::Any,
            ..query.clone()
        };
        view! {
            <li>
                <a href=other.href()>{words}</a>
            </li>
        }
    });
    let others = others.collect_view();
    let measure = (query.by != PlannedBy::Any).then(|| {
        let measure = measure(query, report.is_measurable);
        view! { <li>{measure}</li> }
    });
    view! { <ul class="actions">{others} {measure}</ul> }.into_any()
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
        None => "As PostgreSQL would run it now. Rows and costs are estimates; it was not run."
            .to_owned(),
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
