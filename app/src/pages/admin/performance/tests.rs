//! What the panel draws.

use leptos::prelude::*;

use super::{
    Panel, ROWS,
    fixture::{MARKUP, busy, trace},
    request::Request,
};
use crate::{
    model::performance::{Actions, PanelQuery, Performance, Switch, Window},
    router::{Regions, performance_regions},
};

fn page(performance: Performance) -> String {
    let actions = Some(Actions {
        namespaces: ["card", "page"].map(switch).into(),
        told: Some(format!("Dropped {MARKUP}.")),
    });
    Owner::new().with(|| view! { <Panel performance actions /> }.to_html())
}

/// The page is off.
fn switch(name: &str) -> Switch {
    Switch {
        name: name.to_owned(),
        off_since: (name == "page").then(|| "2026-11-22 14:02:07".to_owned()),
    }
}

fn region(performance: &Performance, wanted: &str) -> String {
    let regions = performance_regions(performance, Regions::All).into_iter();
    let found = regions
        .filter(|(id, _)| *id == wanted)
        .map(|(_, html)| html);
    found.collect()
}

/// Holds of all that is drawn.
fn assert_fit_for_a_page(html: &str) {
    for forbidden in [
        "style=", "<style", "<script", "<b>", "onclick", "NaN", "inf",
    ] {
        assert!(!html.contains(forbidden), "{forbidden} in {html}");
    }
}

#[test]
fn the_page_has_every_region_as_it_is_drawn_alone() {
    for performance in [busy(), Performance::default()] {
        let page = page(performance.clone());
        let regions = performance_regions(&performance, Regions::All);
        let placed = ROWS.iter().flat_map(|(_, ids)| ids.iter()).count();
        assert_eq!(placed + 1, regions.len());
        for (id, html) in regions {
            assert!(page.contains(&format!(" id=\"{id}\"")), "{id}");
            assert!(page.contains(&html), "{id}");
            assert!(!html.is_empty(), "{id}");
        }
        assert_fit_for_a_page(&page);
    }
}

#[test]
fn the_actions_are_of_no_region_and_for_those_alone_who_may() {
    let html = page(busy());
    let actions = html.split("id=\"actions\"").nth(1).unwrap();
    for part in [
        "action=\"/admin/performance\"",
        "value=\"drop-tag\"",
        "value=\"warm\"",
        "<option value=\"card\">card<",
        "<option value=\"page\">page, off since 2026-11-22 14:02:07 UTC<",
        "Dropped &lt;b&gt;",
    ] {
        assert!(actions.contains(part), "{part}: {actions}");
    }
    for (id, region) in performance_regions(&busy(), Regions::All) {
        assert!(!region.contains("<form"), "{id}");
    }
    let namespaces = region(&busy(), "namespaces");
    assert_eq!(namespaces.matches("off since 2026").count(), 1);
    let performance = busy();
    let viewers = Owner::new().with(|| view! { <Panel performance actions=None /> }.to_html());
    assert!(!viewers.contains("<form"), "{viewers}");
}

#[test]
fn ids_are_there_once() {
    let page = page(busy());
    let ids = page.split(" id=\"").skip(1);
    let mut ids: Vec<_> = ids.filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn a_namespace_says_when_it_was_last_out_of_date_and_why() {
    let html = region(&busy(), "namespaces");
    for words in [
        "3 s ago",
        "product:42",
        "psql by shop",
        "3 min ago",
        "2 h ago",
        "never",
    ] {
        assert_eq!(html.matches(words).count(), 1, "{words}: {html}");
    }
}

#[test]
fn each_part_of_the_time_has_a_colour_of_its_own() {
    let performance = busy();
    let html = region(&performance, "phases");
    let parts = html.split("<li class=\"").skip(1);
    let mut colours: Vec<_> = parts.filter_map(|rest| rest.split('"').next()).collect();
    colours.sort_unstable();
    colours.dedup();
    assert_eq!(colours.len(), performance.requests.phases.len(), "{html}");
}

#[test]
fn each_kind_of_event_has_a_shape_of_its_own() {
    let html = region(&busy(), "events");
    let paths = html.split("<path d=\"").skip(1);
    let mut shapes: Vec<_> = paths.filter_map(|rest| rest.split('"').next()).collect();
    shapes.sort_unstable();
    shapes.dedup();
    assert_eq!(shapes.len(), busy().events.len(), "{html}");
}

#[test]
fn names_never_become_markup() {
    let performance = busy();
    for id in [
        "routes",
        "namespaces",
        "invalidations",
        "statements",
        "searches",
        "latest",
    ] {
        let html = region(&performance, id);
        assert!(html.contains("&lt;b&gt;"), "{id}: {html}");
        assert!(!html.contains(MARKUP), "{id}: {html}");
    }
    let request = Owner::new().with(|| view! { <Request trace=Some(trace()) /> }.to_html());
    assert!(request.contains("&lt;b&gt;"), "{request}");
    assert_fit_for_a_page(&request);
}

#[test]
fn every_chart_over_time_has_its_table() {
    for id in ["latency", "heat", "phases", "cache"] {
        let html = region(&busy(), id);
        assert_eq!(html.matches("role=\"img\"").count(), 1, "{id}: {html}");
        assert_eq!(html.matches("<details").count(), 1, "{id}: {html}");
        assert!(html.contains("aria-label=\""), "{id}: {html}");
    }
}

#[test]
fn what_is_empty_says_so() {
    let empty = Performance::default();
    for (id, words) in [
        ("latency", "No requests yet."),
        ("heat", "No requests yet."),
        ("cache", "Nothing was looked up yet."),
        ("statements", "No statements yet."),
        ("redis", "Redis does not answer."),
        ("events", "Nothing out of the ordinary."),
    ] {
        let html = region(&empty, id);
        assert!(html.contains(words), "{id}: {html}");
        assert!(!html.contains("role=\"img\""), "{id}: {html}");
    }
}

#[test]
fn a_figure_that_misses_its_target_leads_on() {
    let performance = busy();
    let latency = region(&performance, "latency");
    assert!(
        latency.contains("above the target of 150\u{a0}ms"),
        "{latency}"
    );
    assert!(latency.contains("href=\"#phases\""), "{latency}");
    let cache = region(&performance, "cache");
    assert!(cache.contains("92.5%"), "{cache}");
    assert!(!cache.contains("href=\"#namespaces\""), "{cache}");
}

#[test]
fn statements_and_requests_lead_to_their_pages() {
    let performance = busy();
    let statements = region(&performance, "statements");
    assert!(
        statements.contains("/admin/database/query?name=search.facets"),
        "{statements}"
    );
    assert!(
        statements.contains("name=%3Cb%3E%22bold%22"),
        "{statements}"
    );
    assert_eq!(statements.matches("N+1?").count(), 1, "{statements}");
    assert!(statements.contains("↑ 210% slower"), "{statements}");
    let latest = region(&performance, "latest");
    assert!(latest.contains("request?id=01J9ZK3000%26%22"), "{latest}");
}

#[test]
fn the_address_says_all_that_is_chosen() {
    let query = PanelQuery {
        window: Window::Hour,
        instance: Some("shop-2".to_owned()),
    };
    let page = page(Performance { query, ..busy() });
    let stream = "data-stream=\"/admin/performance/live?window=1h&amp;instance=shop-2\"";
    assert!(page.contains(stream), "{page}");
    let current = page
        .split("<a ")
        .filter(|link| link.contains("aria-current=\"true\""));
    let current: Vec<_> = current
        .filter_map(|link| link.split(['<', '>']).nth(1))
        .collect();
    assert_eq!(current, ["1 hour", "shop-2"]);
    assert!(
        page.contains("href=\"/admin/performance?window=7d&amp;instance=shop-2\""),
        "{page}"
    );
}

#[test]
fn a_request_is_drawn_step_by_step() {
    let html = Owner::new().with(|| view! { <Request trace=Some(trace()) /> }.to_html());
    assert_eq!(html.matches("class=\"step-bar\"").count(), 11);
    assert!(html.contains("3 of 3 times the same"), "{html}");
    assert!(
        html.contains("/admin/database/query?name=catalog.card\""),
        "{html}"
    );
    assert!(html.contains("<details"), "{html}");
    let unknown = Owner::new().with(|| view! { <Request trace=None /> }.to_html());
    assert!(unknown.contains("not kept"), "{unknown}");
}
