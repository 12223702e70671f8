//! How many requests took how long, over time.

use leptos::prelude::*;

use super::section::{Empty, Section};
use crate::{
    components::chart::{HeatMap, TableTwin, Time},
    model::figures::{count, millis},
    model::performance::Heat,
};

/// Rows of the table: as many as are read at a glance.
const ROWS: usize = 12;

/// Texts beside the map at most.
const TEXTS: usize = 8;

/// The map: what the quantiles hide, such as two humps, is seen here.
#[component]
pub fn HeatRegion(heat: Heat, time: Time) -> impl IntoView {
    let inside = match busiest(&heat) {
        None => view! { <Empty text="No requests yet." /> }.into_any(),
        Some((row, amount)) => {
            let label = format!(
                "Requests by their time, over time. Most took {}: {} requests.",
                row_name(&heat.ends, row),
                count(amount)
            );
            let (rows, ticks) = (rows(&heat, &time), ticks(&heat.ends));
            let names = (0..=heat.ends.len()).map(|row| row_name(&heat.ends, row));
            let columns = ["Time (UTC)".to_owned()].into_iter().chain(names);
            let columns: Vec<_> = columns.collect();
            view! {
                <HeatMap label time columns=heat.columns ticks />
                <TableTwin caption="Requests by their time, over time" columns rows />
            }
            .into_any()
        }
    };
    view! {
        <Section
            id="heat"
            title="Spread of times"
            about="Requests by how long they took: the stronger the colour, the more"
        >
            {inside}
        </Section>
    }
}

/// The row with most requests, and how many; nothing if there are none.
fn busiest(heat: &Heat) -> Option<(usize, u64)> {
    let sum = |row: usize| {
        heat.columns
            .iter()
            .filter_map(|column| column.get(row))
            .sum()
    };
    let sums = (0..=heat.ends.len()).map(|row| (row, sum(row)));
    sums.max_by_key(|(_, sum)| *sum).filter(|(_, sum)| *sum > 0)
}

fn row_name(ends: &[f64], row: usize) -> String {
    match (
        row.checked_sub(1).and_then(|below| ends.get(below)),
        ends.get(row),
    ) {
        (None, Some(end)) => format!("up to {}", millis(*end)),
        (Some(begin), Some(end)) => format!("{} to {}", millis(*begin), millis(*end)),
        (Some(begin), None) => format!("over {}", millis(*begin)),
        (None, None) => "any time".to_owned(),
    }
}

/// Texts at the borders of the rows from above, some of them empty: there is no room for all.
fn ticks(ends: &[f64]) -> Vec<String> {
    let every = ends.len().div_ceil(TEXTS).max(1);
    let inner = ends.iter().enumerate().rev().map(|(index, end)| {
        if index % every == 0 {
            millis(*end)
        } else {
            String::new()
        }
    });
    [String::new()]
        .into_iter()
        .chain(inner)
        .chain([String::new()])
        .collect()
}

/// The counts of a few points together.
fn rows(heat: &Heat, time: &Time) -> Vec<Vec<String>> {
    let together = heat.columns.len().div_ceil(ROWS).max(1);
    let groups = heat
        .columns
        .chunks(together)
        .zip(time.labels.chunks(together));
    let row = |(columns, times): (&[Vec<u64>], &[String])| {
        let at = times.first().cloned().unwrap_or_default();
        let sum = |row: usize| columns.iter().filter_map(|column| column.get(row)).sum();
        let sums = (0..=heat.ends.len()).map(|row| count(sum(row)));
        [format!("from {at}")].into_iter().chain(sums).collect()
    };
    groups.map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_named_by_their_ends() {
        let ends = [1.0, 5.0];
        let names = [0, 1, 2].map(|row| row_name(&ends, row).replace('\u{a0}', " "));
        assert_eq!(names, ["up to 1 ms", "1 ms to 5 ms", "over 5 ms"]);
        assert_eq!(row_name(&[], 0), "any time");
    }

    #[test]
    fn there_is_a_text_for_each_border() {
        for count in [0, 1, 8, 9, 30] {
            let ends: Vec<f64> = (1..=count).map(f64::from).collect();
            let ticks = ticks(&ends);
            assert_eq!(ticks.len(), ends.len() + 2);
            assert!(ticks.iter().filter(|tick| !tick.is_empty()).count() <= TEXTS);
        }
    }
}
