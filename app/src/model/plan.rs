//! How PostgreSQL runs a statement, as a tree.

use serde::{Deserialize, Serialize};

/// The plan of a statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Its last step, which the others lead to.
    pub root: PlanNode,
    /// How long it took; `None` if the statement was planned and not run.
    pub times: Option<PlanTimes>,
}

/// How long a statement took that was run for its plan.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PlanTimes {
    /// Milliseconds to find the plan.
    pub planning_ms: f64,
    /// Milliseconds to follow it.
    pub execution_ms: f64,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanNode {
    /// As PostgreSQL calls it: `Index Scan`.
    pub kind: String,
    /// The table that it reads or writes, with the name it has in the statement if that is another.
    pub relation: Option<String>,
    /// The index that it goes by.
    pub index: Option<String>,
    /// What it does, in one plain sentence.
    pub sentence: String,
    /// Its own part of the whole, without the steps below it, in percent: of the time if the statement was run, of the
    /// estimated cost if not.
    pub share: f64,
    /// Rows that PostgreSQL expects of it each time it runs.
    pub expected_rows: f64,
    /// What was measured, if the statement was run.
    pub actual: Option<PlanActual>,
    /// Conditions and keys it works with, the values taken out.
    pub details: Vec<PlanDetail>,
    /// The steps that it takes its rows from.
    pub children: Vec<PlanNode>,
}

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PlanActual {
    /// Rows it gave each time, on average.
    pub rows: f64,
    /// How often it ran; zero if it was never needed.
    pub loops: f64,
    /// Milliseconds it took by itself, of all times together.
    pub own_ms: f64,
    /// What it and the steps below it read.
    pub buffers: Option<PlanBuffers>,
}

/// Pages of 8 kB that a step and those below it touched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanBuffers {
    /// Found in PostgreSQL's memory.
    pub hit: i64,
    /// Asked of the operating system.
    pub read: i64,
    /// Written to and read from temporary files, since memory did not do.
    pub temporary: i64,
}

/// A condition or a key of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanDetail {
    /// What it is: `Filter`.
    pub label: String,
    /// Its text, the values taken out.
    pub text: String,
}

/// How far an estimate was off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Misjudged {
    /// How many times as many rows, or as few.
    pub factor: f64,
    /// Whether there were more rows than expected.
    pub more: bool,
}

impl PlanNode {
    /// How far the estimate was off; `None` if the step did not run.
    pub fn misjudged(&self) -> Option<Misjudged> {
        let actual = self.actual.filter(|actual| actual.loops > 0.0)?;
        // Below one row PostgreSQL estimates one.
        let (expected, rows) = (self.expected_rows.max(1.0), actual.rows.max(1.0));
        let more = rows > expected;
        let factor = if more {
            rows / expected
        } else {
            expected / rows
        };
        Some(Misjudged { factor, more })
    }
}

impl Misjudged {
    /// Whether PostgreSQL may well have chosen another plan, had it known.
    pub fn is_far_off(self) -> bool {
        self.factor >= 10.0
    }

    /// As said beside the rows: "as expected", "12 times as many as expected".
    pub fn words(self) -> String {
        let Self { factor, more } = self;
        match (factor < 1.5, more) {
            (true, _) => "as expected".to_owned(),
            (false, true) => format!("{factor:.1} times as many as expected"),
            (false, false) => format!("{factor:.1} times as few as expected"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(expected_rows: f64, rows: f64, loops: f64) -> PlanNode {
        let actual = PlanActual {
            rows,
            loops,
            own_ms: 1.0,
            buffers: None,
        };
        PlanNode {
            kind: "Seq Scan".to_owned(),
            relation: None,
            index: None,
            sentence: String::new(),
            share: 100.0,
            expected_rows,
            actual: Some(actual),
            details: Vec::new(),
            children: Vec::new(),
        }
    }

    #[test]
    fn an_estimate_is_off_by_a_factor_in_one_direction() {
        let told = |expected, rows| {
            let misjudged = node(expected, rows, 1.0).misjudged().unwrap();
            (misjudged.words(), misjudged.is_far_off())
        };
        let as_expected = ("as expected".to_owned(), false);
        assert_eq!(told(100.0, 120.0), as_expected);
        assert_eq!(told(1.0, 0.0), as_expected);
        let more = ("12.0 times as many as expected".to_owned(), true);
        assert_eq!(told(10.0, 120.0), more);
        let fewer = ("5.0 times as few as expected".to_owned(), false);
        assert_eq!(told(50.0, 10.0), fewer);
    }

    #[test]
    fn a_step_that_never_ran_was_not_misjudged() {
        assert_eq!(node(50.0, 0.0, 0.0).misjudged(), None);
    }
}
