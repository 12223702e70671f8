//! How much the cache answers.

use leptos::prelude::*;

use super::{
    level::Judgement,
    section::{Empty, Section},
};
use crate::{
    components::chart::{LineChart, Series, TableTwin, Target, Time},
    model::figures::{count, percent, whole_percent, wilson},
    model::performance::Rate,
};

/// Below so many look-ups the share may be chance, and the page says how much of it.
const FEW: u64 = 1000;

/// The share of hits as a number, against the target and over time.
#[component]
pub fn CacheRegion(rate: Rate, target: f64, points: Vec<Rate>, time: Time) -> impl IntoView {
    let inside = match rate.share() {
        Some(share) => view! { <Figures rate share target points time /> }.into_any(),
        None => view! { <Empty text="Nothing was looked up yet." /> }.into_any(),
    };
    view! {
        <Section
            id="cache"
            title="Hit rate"
            about="Look-ups of values that may be kept, whatever the tier"
        >
            {inside}
        </Section>
    }
}

#[component]
fn Figures(rate: Rate, share: f64, target: f64, points: Vec<Rate>, time: Time) -> impl IntoView {
    let all = rate.hits + rate.misses;
    let is_met = share >= target;
    let judgement = if is_met {
        format!("The target of {} is met.", whole_percent(target))
    } else {
        format!("Below the target of {}.", whole_percent(target))
    };
    let shares: Vec<_> = points.iter().map(|point| point.share()).collect();
    let label = label(&shares, &time, share);
    let line = Series {
        name: "Hit rate",
        class: "line-solid",
        values: shares,
        now: percent(share),
    };
    let goal = Target {
        value: target,
        text: format!("Target {}", whole_percent(target)),
    };
    let columns = ["Time (UTC)", "Hits", "Misses", "Hit rate"].map(str::to_owned);
    let rows = time
        .labels
        .iter()
        .zip(&points)
        .map(|(at, point)| row(at, *point))
        .collect();
    view! {
        <p class="big-number">
            <span class="big">{percent(share)}</span>
            <span>{format!("{} of {} look-ups", count(rate.hits), count(all))} {interval(rate)}</span>
        </p>
        <Judgement is_met text=judgement next=("Why it missed, by namespace", "#namespaces") />
        <LineChart label time lines=vec![line] target=goal unit=whole_percent shares=true />
        <TableTwin caption="Hit rate over time" columns=columns.to_vec() rows />
    }
}

/// How far the share may be from the true one, if it was counted from few.
fn interval(rate: Rate) -> Option<String> {
    let all = rate.hits + rate.misses;
    let (from, to) = wilson(rate.hits, all).filter(|_| all < FEW)?;
    Some(format!(
        ": so few that it lies between {} and {} with 95% certainty",
        percent(from),
        percent(to)
    ))
}

fn label(shares: &[Option<f64>], time: &Time, share: f64) -> String {
    let known = shares.iter().enumerate();
    let known = known.filter_map(|(index, share)| Some((index, (*share)?)));
    let lowest = known.min_by(|(_, a), (_, b)| a.total_cmp(b));
    let lowest = lowest.map_or_else(String::new, |(index, lowest)| {
        let at = time.label(index);
        format!("; lowest at {at} with {}", percent(lowest))
    });
    format!("Hit rate over time: {} together{lowest}.", percent(share))
}

fn row(at: &str, rate: Rate) -> Vec<String> {
    let share = rate.share().map_or_else(|| "–".to_owned(), percent);
    vec![at.to_owned(), count(rate.hits), count(rate.misses), share]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_few_look_ups_have_an_interval() {
        let of = |hits, misses| interval(Rate { hits, misses });
        let expected = ": so few that it lies between 49.0% and 94.3% with 95% certainty";
        assert_eq!(of(8, 2).as_deref(), Some(expected));
        assert_eq!(of(800, 200), None);
        assert_eq!(of(0, 0), None);
    }
}
