//! A plan as pages draw it.

use std::collections::HashSet;

use app::model::plan::{Plan, PlanActual, PlanBuffers, PlanNode, PlanTimes};

use super::node::{Node, Tree};
use crate::insight::literals::values;

impl Tree {
    /// The plan of the statement `sql`, without the values it ran with.
    pub fn wire(&self, sql: &str) -> Plan {
        let known = values(sql);
        let whole = self.root.whole(1.0);
        let times = self.execution_ms.map(|execution_ms| PlanTimes {
            planning_ms: self.planning_ms.unwrap_or_default(),
            execution_ms,
        });
        Plan {
            root: self.root.wire(&known, whole, 1.0),
            times,
        }
    }
}

impl Node {
    fn wire(&self, known: &HashSet<&str>, whole: f64, processes: f64) -> PlanNode {
        let below = self.processes_below(processes);
        let children = self.children.iter();
        let share = if whole > 0.0 {
            100.0 * self.own_weight(processes) / whole
        } else {
            0.0
        };
        PlanNode {
            kind: if self.parallel {
                format!("Parallel {}", self.kind)
            } else {
                self.kind.clone()
            },
            relation: self.relation_and_alias(),
            index: self.index.clone(),
            sentence: self.sentence(),
            share,
            expected_rows: self.expected_rows,
            actual: self.actual(processes),
            details: self.details(known),
            children: children
                .map(|child| child.wire(known, whole, below))
                .collect(),
        }
    }

    fn actual(&self, processes: f64) -> Option<PlanActual> {
        Some(PlanActual {
            rows: self.rows?,
            loops: self.loops?,
            own_ms: self.own_ms(processes)?,
            buffers: self.buffers(),
        })
    }

    fn buffers(&self) -> Option<PlanBuffers> {
        Some(PlanBuffers {
            hit: self.hit?,
            read: self.read?,
            temporary: self.temporary_read + self.temporary_written,
        })
    }
}

#[cfg(test)]
mod tests {
    use app::model::plan::PlanNode;

    use super::super::node::tests::recorded;

    fn sum(node: &PlanNode) -> f64 {
        node.share + node.children.iter().map(sum).sum::<f64>()
    }

    #[test]
    fn shares_are_parts_of_a_hundred() {
        for json in [
            include_str!("recorded/measured_join.json"),
            include_str!("recorded/measured_parallel.json"),
            include_str!("recorded/measured_subplan.json"),
            include_str!("recorded/seq_scan.json"),
        ] {
            let plan = recorded(json).wire("");
            assert!((sum(&plan.root) - 100.0).abs() < 1e-6, "{plan:#?}");
        }
    }

    #[test]
    fn values_are_left_out_but_for_the_statements_own() {
        let tree = recorded(include_str!("recorded/seq_scan.json"));
        let text = |sql| tree.wire(sql).root.details[0].text.clone();
        assert_eq!(
            text("SELECT $1"),
            "((status = '…'::text) AND (brand_id = …))"
        );
        let own = "SELECT 1 FROM products WHERE status = 'draft' AND brand_id = $1";
        assert_eq!(text(own), "((status = 'draft'::text) AND (brand_id = …))");
    }

    #[test]
    fn what_was_measured_stands_beside_what_was_expected() {
        let plan = recorded(include_str!("recorded/measured_subplan.json")).wire("");
        assert!(plan.times.is_some());
        let [average, by_key, never] = &*plan.root.children else {
            panic!("{plan:#?}");
        };
        let scan = &average.children[0];
        assert!((scan.expected_rows - 60_000.0).abs() < 0.5);
        assert_eq!(scan.actual.unwrap().buffers.unwrap().hit, 619);
        assert_eq!(by_key.index.as_deref(), Some("products_pkey"));
        assert!(never.actual.unwrap().loops < 0.5);
        assert_eq!(never.misjudged(), None);
    }
}
