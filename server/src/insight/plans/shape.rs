//! What a plan is, whatever it costs: its steps, tables and indexes, and their order.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::node::{Node, Tree};

impl Tree {
    /// The same for two plans that do the same things in the same order, and for no others.
    pub fn fingerprint(&self) -> String {
        let mut text = String::new();
        self.root.write_shape(&mut text);
        BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(text))
    }
}

impl Node {
    fn write_shape(&self, text: &mut String) {
        let of_subplan = match self.relationship.as_str() {
            // Which of two inputs it is shows in the order.
            "Outer" | "Inner" => "",
            other => other,
        };
        let parallel = if self.parallel { "Parallel" } else { "" };
        for part in [
            of_subplan,
            parallel,
            &self.kind,
            &self.join,
            &self.strategy,
            &self.partial,
            &self.operation,
            &self.relation_and_alias().unwrap_or_default(),
            self.index.as_deref().unwrap_or_default(),
            self.cte.as_deref().unwrap_or_default(),
            self.function.as_deref().unwrap_or_default(),
        ] {
            text.push_str(part);
            text.push('|');
        }
        text.push('(');
        for child in &self.children {
            child.write_shape(text);
        }
        text.push(')');
    }
}

#[cfg(test)]
mod tests {
    use super::super::node::tests::recorded;

    const JOIN: &str = include_str!("recorded/measured_join.json");

    #[test]
    fn costs_and_conditions_are_no_part_of_it() {
        let (one, mut other) = (recorded(JOIN), recorded(JOIN));
        other.root.cost *= 2.0;
        other.root.children[0].expected_rows += 1.0;
        let scan = &mut other.root.children[0].children[0].children[0];
        scan.filter = Some("(status = $1)".to_owned());
        assert_eq!(one.fingerprint(), other.fingerprint());
    }

    #[test]
    fn steps_tables_indexes_and_their_order_are() {
        let known = recorded(JOIN).fingerprint();
        let mut kind = recorded(JOIN);
        kind.root.children[0].children[0].kind = "Merge Join".to_owned();
        let mut index = recorded(JOIN);
        index.root.index = Some("products_pkey".to_owned());
        let mut order = recorded(JOIN);
        order.root.children[0].children[0].children.reverse();
        for other in [kind, index, order] {
            assert_ne!(other.fingerprint(), known);
        }
    }
}
