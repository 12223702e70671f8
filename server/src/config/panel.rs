//! What the performance panel measures by.

use std::time::Duration;

use super::{
    parse::{milliseconds, number, one_of},
    variable::{Reader, Variable},
};

const TARGET: Variable = Variable {
    name: "VITRINE_TARGET_MS",
    default: "150",
    meaning: "Milliseconds that 95 of 100 requests are to be answered in; the panel says when they are not.",
};

const HIT_RATE: Variable = Variable {
    name: "VITRINE_TARGET_HIT_PERCENT",
    default: "80",
    meaning: "Percent of look-ups that the cache is to answer; the panel says when it does not.",
};

const SERVER_TIMING: Variable = Variable {
    name: "VITRINE_SERVER_TIMING",
    default: "staff",
    meaning: "Who is told by each answer all that it cost (Server-Timing): staff, or all.",
};

pub(super) const VARIABLES: &[Variable] = &[TARGET, HIT_RATE, SERVER_TIMING];

const AUDIENCES: &[(&str, bool)] = &[("staff", false), ("all", true)];

/// What the performance panel measures by.
#[derive(Debug, Clone, Copy)]
pub struct PanelConfig {
    /// `VITRINE_TARGET_MS`: the 95th percentile of the time to answer is not to exceed it. Default 150 ms.
    pub target: Duration,
    /// `VITRINE_TARGET_HIT_PERCENT`: the share of look-ups that the cache is to answer, from 0 to 1. Default 0.8.
    pub hit_rate: f64,
    /// `VITRINE_SERVER_TIMING`: whether all are told what each answer cost, or only those who work here. Default staff.
    pub timing_for_all: bool,
}

impl PanelConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let target = reader.read(TARGET, milliseconds(1..=60_000));
        let percent = reader.read(HIT_RATE, number(0..=100_u32));
        let timing_for_all = reader.read(SERVER_TIMING, one_of(AUDIENCES));
        Some(Self {
            timing_for_all: timing_for_all?,
            target: target?,
            hit_rate: f64::from(percent?) / 100.0,
        })
    }
}
