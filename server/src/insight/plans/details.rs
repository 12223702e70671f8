//! The conditions and keys of a step, without values.

use std::collections::HashSet;

use app::model::plan::PlanDetail;

use super::node::Node;
use crate::insight::literals::redact;

impl Node {
    /// What the step goes by; only values that are `known` to stand in the statement itself are left in.
    pub(super) fn details(&self, known: &HashSet<&str>) -> Vec<PlanDetail> {
        let keys = |keys: &Vec<String>| (!keys.is_empty()).then(|| keys.join(", "));
        let all = [
            ("Index condition", self.index_condition.clone()),
            ("Checked again", self.recheck.clone()),
            ("Joined where", self.hash_condition.clone()),
            ("Joined where", self.merge_condition.clone()),
            ("Join filter", self.join_filter.clone()),
            ("Filter", self.filter.clone()),
            ("Order", keys(&self.sort_keys)),
            ("Groups", keys(&self.group_keys)),
            (
                "Name",
                Some(self.subplan.clone()).filter(|name| !name.is_empty()),
            ),
        ];
        let details = all.into_iter().filter_map(|(label, text)| {
            Some(PlanDetail {
                label: label.to_owned(),
                text: redact(&text?, known),
            })
        });
        details.collect()
    }
}
