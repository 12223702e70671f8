//! The panel's own work, second by second.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use super::{
    Health, Panel,
    builds::{self, BUILD},
    fleet::Fleet,
    redis,
    store::{self, MINUTES, Series, TEN_MINUTES},
    wall_clock,
};
use crate::{db::Pool, state::AppState};

/// Between two frames.
const FRAME: Duration = Duration::from_secs(1);

/// How far back memory is filled at the start, in seconds.
const RECALLED: u64 = 2 * 3_600;

/// What the stream in Redis has of the last minutes need not be recalled, in seconds.
const TOLD: u64 = 600;

/// Adds a frame each second, tells the other instances, and keeps what is to outlive the process; until it is dropped.
pub async fn keep_up(state: AppState) {
    let panel = &state.panel;
    let mut fleet = Fleet::new(&state.panel_stream(), panel.instance());
    let mut seconds = interval(FRAME);
    seconds.set_missed_tick_behavior(MissedTickBehavior::Skip);
    recall(panel, &state.pool).await;
    tell_of_start(panel, &state.pool).await;
    let mut last = wall_clock::now();
    loop {
        seconds.tick().await;
        let second = wall_clock::now();
        let frame = panel.tick(second, &state.cache.stats(), health(&state).await);
        if fleet.is_emptied(&state.redis).await {
            panel.announce("flush", "Redis was emptied: what was kept there is gone.");
        }
        fleet.tell(&state.redis, &frame).await;
        for happened in panel.untold() {
            fleet.tell_of(&state.redis, &happened).await;
        }
        for drop in panel.untold_drops() {
            fleet.tell_of_drop(&state.redis, &drop).await;
        }
        let heard = fleet.hear(&state.redis).await;
        for (instance, frame) in heard.frames {
            panel.hear(instance, frame);
        }
        for happened in heard.events {
            panel.heard_of(happened);
        }
        for drop in heard.drops {
            panel.heard_of_drop(drop);
        }
        for series in [MINUTES, TEN_MINUTES] {
            if second / series.step > last / series.step {
                tokio::spawn(save(
                    state.clone(),
                    series,
                    last / series.step * series.step,
                    second,
                ));
            }
        }
        last = second;
    }
}

/// Tells all instances that this one has started, and whether with another build than the one that was started before.
async fn tell_of_start(panel: &Panel, pool: &Pool) {
    let before = builds::note(pool, BUILD).await.unwrap_or_else(|error| {
        tracing::debug!(%error, "which build ran before is not known");
        None
    });
    let instance = panel.instance();
    match before.filter(|before| *before != BUILD) {
        Some(before) => {
            let text = format!("{instance} started with build {BUILD}, after {before}.");
            panel.announce("deploy", &text);
        }
        None => panel.announce("start", &format!("{instance} started.")),
    }
}

async fn health(state: &AppState) -> Health {
    Health {
        postgres: !state.pool.is_away(),
        redis: redis::ping(&state.redis).await,
        trusted: state.clock.is_trusted(),
        indexed: state.replica.is_filled(),
    }
}

async fn recall(panel: &Panel, pool: &Pool) {
    let now = wall_clock::now();
    let older = store::load(pool, MINUTES, None, now.saturating_sub(RECALLED)).await;
    let mut older = older.unwrap_or_else(|error| {
        tracing::debug!(%error, "what was measured before is not known");
        Vec::new()
    });
    older.retain(|frame| frame.second + TOLD < now);
    panel.recall(older);
}

/// Keeps the frame that began at this second and has ended.
async fn save(state: AppState, series: Series, begin: u64, now: u64) {
    let mut frame = state.panel.together(begin, now);
    frame.second = begin;
    let saved = store::save(&state.pool, series, state.panel.instance(), &frame).await;
    if let Err(error) = saved {
        tracing::debug!(%error, "what was measured is not kept");
    }
}
