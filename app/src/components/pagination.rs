//! Ways to the other pages of a list.

use leptos::prelude::*;

use crate::model::search::SearchQuery;

/// Pages shown on either side of the present one.
const NEIGHBOURS: u32 = 2;

/// First, last, neighbouring pages, and one step either way; nothing if there is one page.
#[component]
pub fn Pagination(query: SearchQuery, page: u32, page_count: u32) -> impl IntoView {
    (page_count > 1).then(|| {
        let step = |target: u32, label: &'static str, rel: &'static str| {
            let href = query.at_page(target).href();
            view! {
                <li>
                    <a class="page-step" href=href rel=rel>
                        {label}
                    </a>
                </li>
            }
        };
        let previous = (page > 1).then(|| step(page - 1, "Previous", "prev"));
        let next = (page < page_count).then(|| step(page + 1, "Next", "next"));
        let links = shown_pages(page, page_count)
            .into_iter()
            .map(|entry| page_link(&query, entry, page))
            .collect_view();
        view! {
            // For a script, which alone can use it.
            <div class="more" id="more" hidden>
                <button class="button" type="button" data-action="more">
                    "Show more results"
                </button>
                <p class="more-failure" role="alert"></p>
            </div>
            <nav class="pagination" aria-label="Pages">
                <ul>{previous} {links} {next}</ul>
            </nav>
        }
    })
}

fn page_link(query: &SearchQuery, entry: Option<u32>, current: u32) -> AnyView {
    match entry {
        None => view! { <li aria-hidden="true">"…"</li> }.into_any(),
        Some(number) => {
            let label = format!("Page {number}");
            let marked = (number == current).then_some("page");
            view! {
                <li>
                    <a href=query.at_page(number).href() aria-label=label aria-current=marked>
                        {number}
                    </a>
                </li>
            }
            .into_any()
        }
    }
}

/// Page numbers in order; `None` stands for a gap of at least two pages.
fn shown_pages(page: u32, page_count: u32) -> Vec<Option<u32>> {
    let near = page.saturating_sub(NEIGHBOURS)..=page.saturating_add(NEIGHBOURS);
    let mut shown: Vec<Option<u32>> = Vec::new();
    let mut last = 0;
    for number in (1..=page_count).filter(|n| *n == 1 || *n == page_count || near.contains(n)) {
        match number - last {
            1 => {}
            2 => shown.push(Some(number - 1)),
            _ => shown.push(None),
        }
        shown.push(Some(number));
        last = number;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::shown_pages;

    fn text(page: u32, count: u32) -> String {
        let show = |entry: Option<u32>| entry.map_or("…".to_owned(), |n| n.to_string());
        shown_pages(page, count)
            .into_iter()
            .map(show)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn far_pages_are_a_gap_but_a_single_missing_page_is_shown() {
        assert_eq!(text(1, 1), "1");
        assert_eq!(text(1, 9), "1 2 3 … 9");
        assert_eq!(text(5, 9), "1 2 3 4 5 6 7 8 9");
        assert_eq!(text(50, 416), "1 … 48 49 50 51 52 … 416");
    }
}
