//! How PostgreSQL runs a statement, drawn as a tree: the last step at the top, those that it takes its rows from below it.

use leptos::prelude::*;

use super::level::LevelMark;
use crate::model::{
    database::Level,
    figures::{millis, number, percent, size},
    plan::{Misjudged, Plan, PlanBuffers, PlanDetail, PlanNode},
};

/// Octets of a page of PostgreSQL's.
const PAGE: i64 = 8_192;

/// The tree as lists within lists; each step says in words what it does, and a bar its part of the whole.
#[component]
pub fn PlanTree(plan: Plan) -> impl IntoView {
    let root = step(plan.root);
    view! { <ul class="plan-tree">{root}</ul> }
}

fn step(node: PlanNode) -> AnyView {
    let facts = facts(&node).into_iter().map(fact).collect_view();
    let off = off(&node);
    let kind = kind(&node);
    let width = format!("{:.1}", node.share);
    let details = node.details.into_iter().map(detail).collect_view();
    let below = (!node.children.is_empty())
        .then(|| view! { <ul>{node.children.into_iter().map(step).collect_view()}</ul> });
    view! {
        <li class="plan-step">
            {kind} <p>{node.sentence}</p>
            <svg class="plan-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                <rect width=width height="1" />
            </svg>
            <dl class="plan-facts">{facts} {details}</dl>
            {off}
            {below}
        </li>
    }
    .into_any()
}

/// "Index Scan on products p by `products_pkey`"
fn kind(node: &PlanNode) -> impl IntoView + use<> {
    let relation = node.relation.clone();
    let relation = relation.map(|relation| view! { " on " <code>{relation}</code> });
    let index = node.index.clone();
    let index = index.map(|index| view! { " by " <code>{index}</code> });
    view! {
        <p class="plan-kind">
            <strong>{node.kind.clone()}</strong>
            {relation}
            {index}
        </p>
    }
}

fn fact((name, value): (&'static str, String)) -> impl IntoView {
    view! {
        <dt>{name}</dt>
        <dd>{value}</dd>
    }
}

fn detail(detail: PlanDetail) -> impl IntoView {
    view! {
        <dt>{detail.label}</dt>
        <dd>
            <code>{detail.text}</code>
        </dd>
    }
}

/// What is known in figures, each with its name.
fn facts(node: &PlanNode) -> Vec<(&'static str, String)> {
    let expected = number(node.expected_rows);
    let share = percent(node.share / 100.0);
    let Some(actual) = node.actual else {
        return vec![
            ("Rows", format!("about {expected} expected")),
            ("Cost", format!("{share} of all, estimated")),
        ];
    };
    if actual.loops <= 0.0 {
        return vec![(
            "Rows",
            format!("about {expected} expected; it never had to run"),
        )];
    }
    let off = node.misjudged().map(Misjudged::words);
    let rows = number(actual.rows);
    let rows = format!(
        "{rows} came, {expected} expected: {}",
        off.unwrap_or_default()
    );
    let mut facts = vec![
        ("Rows", rows),
        ("Time", format!("{}, {share} of all", millis(actual.own_ms))),
    ];
    if actual.loops > 1.0 {
        facts.push((
            "Ran",
            format!("{} times; rows are of one time", number(actual.loops)),
        ));
    }
    facts.extend(actual.buffers.map(|buffers| ("Pages", pages(buffers))));
    facts
}

/// Where its pages came from: its own and those of the steps below it.
fn pages(buffers: PlanBuffers) -> String {
    let PlanBuffers {
        hit,
        read,
        temporary,
    } = buffers;
    let size = |pages: i64| size(pages.saturating_mul(PAGE));
    let read = match read {
        0 => "none read".to_owned(),
        read => format!("{} read", size(read)),
    };
    let temporary = match temporary {
        0 => String::new(),
        temporary => format!(", {} through temporary files", size(temporary)),
    };
    format!("{} from memory, {read}{temporary}", size(hit))
}

/// A word about an estimate that misled PostgreSQL, and what helps.
fn off(node: &PlanNode) -> Option<impl IntoView + use<>> {
    let misjudged = node
        .misjudged()
        .filter(|misjudged| misjudged.is_far_off())?;
    let relation = node.relation.as_ref();
    let table = relation.and_then(|relation| relation.split(' ').next());
    let remedy = match table {
        Some(table) => format!("If many rows changed lately, run ANALYZE {table};"),
        None => "Look for the step below it where that begins.".to_owned(),
    };
    Some(view! {
        <p class="plan-off">
            <LevelMark level=Level::Watch />
            {format!(" There were {}. {remedy}", misjudged.words())}
        </p>
    })
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;
    use crate::model::plan::PlanActual;

    fn node(kind: &str, share: f64, children: Vec<PlanNode>) -> PlanNode {
        PlanNode {
            kind: kind.to_owned(),
            relation: Some("products p".to_owned()),
            index: None,
            sentence: "Reads it.".to_owned(),
            share,
            expected_rows: 1.0,
            actual: None,
            details: Vec::new(),
            children,
        }
    }

    fn html(root: PlanNode) -> String {
        let plan = Plan { root, times: None };
        Owner::new().with(|| view! { <PlanTree plan /> }.to_html())
    }

    #[test]
    fn steps_stand_within_those_that_take_their_rows() {
        let scan = node("Seq Scan", 75.0, vec![]);
        let html = html(node("Limit", 25.0, vec![scan]));
        let (limit, scan) = html.split_once("<ul>").unwrap();
        assert!(limit.contains("<strong>Limit<"), "{html}");
        assert!(scan.contains("<strong>Seq Scan<"), "{html}");
        assert!(scan.contains("75.0% of all, estimated"), "{html}");
        assert!(html.contains(r#"<rect width="75.0""#), "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn an_estimate_that_was_far_off_is_told_with_a_remedy() {
        let mut scan = node("Seq Scan", 100.0, vec![]);
        scan.actual = Some(PlanActual {
            rows: 500.0,
            loops: 3.0,
            own_ms: 2.5,
            buffers: Some(PlanBuffers {
                hit: 2,
                read: 1,
                temporary: 0,
            }),
        });
        let html = html(scan);
        for text in [
            "500 came, 1 expected: 500.0 times as many as expected",
            "2.5\u{a0}ms, 100% of all",
            "3 times; rows are of one time",
            "16.4\u{a0}kB from memory, 8.19\u{a0}kB read",
            "Watch",
            "run ANALYZE products;",
        ] {
            assert!(html.contains(text), "{text} in {html}");
        }
    }
}
