//! Which part of the whole each step has.

use super::node::Node;

impl Node {
    /// Milliseconds of this step alone, if it was run; `processes` run it side by side.
    ///
    /// PostgreSQL gives the time of one run, with the steps below it, on average of all runs in all processes.
    pub(super) fn own_ms(&self, processes: f64) -> Option<f64> {
        let all = self.all_ms(processes)?;
        let below = self.processes_below(processes);
        let children = self.children.iter().filter_map(|child| child.all_ms(below));
        // What another step reads of a subplan is counted in both.
        Some((all - children.sum::<f64>()).max(0.0))
    }

    fn all_ms(&self, processes: f64) -> Option<f64> {
        Some(self.ms? * self.loops? / processes)
    }

    /// What this step alone is estimated to cost. A limit costs less than what it cuts short.
    pub(super) fn own_cost(&self) -> f64 {
        let children = self.children.iter().map(|child| child.cost);
        (self.cost - children.sum::<f64>()).max(0.0)
    }

    /// What all steps weigh of which a step's [`own_weight`](Self::own_weight) is a part.
    pub(super) fn whole(&self, processes: f64) -> f64 {
        let below = self.processes_below(processes);
        let children = self.children.iter().map(|child| child.whole(below));
        self.own_weight(processes) + children.sum::<f64>()
    }

    /// Its own time if it was run, its own cost if not.
    pub(super) fn own_weight(&self, processes: f64) -> f64 {
        self.own_ms(processes).unwrap_or_else(|| self.own_cost())
    }
}

#[cfg(test)]
mod tests {
    use super::super::node::tests::recorded;

    #[test]
    fn a_step_has_what_those_below_it_have_not() {
        let root = recorded(include_str!("recorded/measured_join.json")).root;
        let join = &root.children[0].children[0];
        let own = join.own_ms(1.0).unwrap();
        assert!((own - (12.638 - 9.953 - 0.017)).abs() < 1e-9, "{own}");
        assert!((root.whole(1.0) - 12.708).abs() < 1e-9);
    }

    #[test]
    fn processes_side_by_side_share_the_time() {
        let root = recorded(include_str!("recorded/measured_parallel.json")).root;
        let gather = &root.children[0];
        assert!((gather.processes_below(1.0) - 3.0).abs() < 1e-9);
        let scan = &gather.children[0].children[0];
        let own = scan.own_ms(3.0).unwrap();
        assert!((own - 13.103).abs() < 1e-9, "{own}");
        assert!(root.whole(1.0) <= 23.373);
    }

    #[test]
    fn without_times_costs_are_shared() {
        let root = recorded(include_str!("recorded/seq_scan.json")).root;
        assert!((root.own_weight(1.0) - 1_519.0).abs() < 1e-9);
    }
}
