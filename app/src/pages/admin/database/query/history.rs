//! The plans that a statement had up to now.

use leptos::prelude::*;

use crate::{
    components::plan_tree::PlanTree,
    model::{database::PastPlan, figures::span},
};

/// When each began, how long it held, and what it did otherwise; the plan itself opens below.
#[component]
pub fn PlansSoFar(plans: Vec<PastPlan>) -> impl IntoView {
    if plans.is_empty() {
        return view! {
            <p>
                "None is noted yet. Plans for any values are looked at a minute after the start, and then every ten minutes."
            </p>
        }
        .into_any();
    }
    let first = plans.len() - 1;
    let plans = plans.into_iter().enumerate();
    let plans = plans.map(|(index, plan)| past(plan, index == first));
    let plans = plans.collect_view();
    view! {
        <p>"For any values, as they were looked at every ten minutes."</p>
        <ol class="past-plans" reversed>
            {plans}
        </ol>
    }
    .into_any()
}

fn past(plan: PastPlan, is_first: bool) -> AnyView {
    let held = if plan.is_last {
        format!("seen until now, for {}", span(plan.held))
    } else {
        format!("held for {}", span(plan.held))
    };
    let words = match (plan.change.as_str(), is_first) {
        ("", true) => "The first that was seen.".to_owned(),
        ("", false) => "The statement itself was changed.".to_owned(),
        (change, _) => format!("{change}."),
    };
    view! {
        <li>
            <p>
                <strong>{format!("Since {} UTC", plan.began)}</strong>
                {format!(", {held}")}
            </p>
            <p>{words}</p>
            <details>
                <summary>"Show this plan"</summary>
                <PlanTree plan=plan.plan />
            </details>
        </li>
    }
    .into_any()
}
