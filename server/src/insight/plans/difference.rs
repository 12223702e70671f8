//! What differs between two plans, in words.

use std::collections::BTreeMap;

use super::node::{Node, Tree};

/// Steps that only come with others, which are told.
const ACCOMPANYING: [&str; 3] = ["Hash", "Bitmap Index Scan", "Limit"];

/// How a table is read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Way {
    kind: String,
    table: String,
    indexes: String,
}

/// What is told of a plan.
#[derive(Debug, Default)]
struct Outline {
    /// The tables with the names that they have in the statement, in the order in which they are read.
    order: Vec<String>,
    ways: BTreeMap<String, Vec<Way>>,
    joins: Vec<String>,
    others: BTreeMap<String, usize>,
}

/// What is done otherwise `now`, the most telling first; never nothing.
pub fn differences(before: &Tree, now: &Tree) -> Vec<String> {
    let (before, now) = (Outline::of(before), Outline::of(now));
    let mut words = now.ways_instead_of(&before);
    if now.joins != before.joins {
        words.extend(joins(&now.joins, &before.joins));
    }
    let sorted = |order: &[String]| {
        let mut order = order.to_vec();
        order.sort();
        order
    };
    if now.order != before.order && sorted(&now.order) == sorted(&before.order) {
        words.push(format!(
            "Tables in the order {} instead of {}",
            now.order.join(", "),
            before.order.join(", ")
        ));
    }
    words.extend(now.others_beside(&before));
    if words.is_empty() {
        words.push("The same steps, put together in another way".to_owned());
    }
    words
}

impl Outline {
    fn of(tree: &Tree) -> Self {
        let mut outline = Self::default();
        outline.add(&tree.root);
        outline
    }

    fn add(&mut self, node: &Node) {
        let kind = node.full_kind();
        if let Some(key) = node.relation_and_alias().filter(|_| node.is_scan()) {
            let way = Way {
                kind,
                table: node.relation.clone().unwrap_or_default(),
                indexes: node.indexes().join(" and "),
            };
            self.ways.entry(key.clone()).or_default().push(way);
            self.order.push(key);
        } else if node.is_join() {
            self.joins.push(kind);
        } else if !ACCOMPANYING.contains(&node.kind.as_str()) {
            *self.others.entry(kind).or_default() += 1;
        }
        for child in &node.children {
            self.add(child);
        }
    }

    fn ways_instead_of(&self, before: &Self) -> Vec<String> {
        let mut words = Vec::new();
        let mut keys: Vec<&String> = self.ways.keys().chain(before.ways.keys()).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let (now, before) = (ways(self, key), ways(before, key));
            for index in 0..now.len().max(before.len()) {
                match (now.get(index), before.get(index)) {
                    (Some(now), Some(before)) if now != before => {
                        words.push(format!("{} instead of {}", now.on(), before.by()));
                    }
                    (Some(now), None) => words.push(format!("Now also {}", now.on())),
                    (None, Some(before)) => words.push(format!("No more {}", before.on())),
                    _ => {}
                }
            }
        }
        words
    }

    fn others_beside(&self, before: &Self) -> Vec<String> {
        let more = |one: &Self, other: &Self| {
            let kinds = one.others.iter();
            let more = kinds.filter(|(kind, count)| {
                **count > other.others.get(*kind).copied().unwrap_or_default()
            });
            more.map(|(kind, _)| kind.clone()).collect::<Vec<_>>()
        };
        let (with, without) = (more(self, before), more(before, self));
        let mut words = Vec::new();
        if !with.is_empty() {
            words.push(format!("Now with {}", with.join(", ")));
        }
        if !without.is_empty() {
            words.push(format!("Now without {}", without.join(", ")));
        }
        words
    }
}

fn ways<'a>(outline: &'a Outline, key: &str) -> &'a [Way] {
    outline.ways.get(key).map_or(&[], Vec::as_slice)
}

fn joins(now: &[String], before: &[String]) -> Option<String> {
    match (now, before) {
        // That there is a table more or less was told.
        ([], _) | (_, []) => None,
        (now, before) => Some(format!(
            "{} instead of {}",
            now.join(", "),
            before.join(", ")
        )),
    }
}

impl Way {
    /// "Seq Scan on products"
    fn on(&self) -> String {
        let Self { kind, table, .. } = self;
        format!("{kind} on {table}{}", self.by_indexes())
    }

    /// The same of a table that was named: "Index Scan by `products_pkey`"
    fn by(&self) -> String {
        format!("{}{}", self.kind, self.by_indexes())
    }

    fn by_indexes(&self) -> String {
        if self.indexes.is_empty() {
            String::new()
        } else {
            format!(" by {}", self.indexes)
        }
    }
}

impl Node {
    fn full_kind(&self) -> String {
        let parallel = if self.parallel { "Parallel " } else { "" };
        let how = match (self.kind.as_str(), self.strategy.as_str()) {
            ("Aggregate", "Hashed") => "Hash",
            ("Aggregate", "Sorted") => "Group",
            _ => "",
        };
        format!("{parallel}{how}{}", self.kind)
    }

    fn is_scan(&self) -> bool {
        self.kind.ends_with("Scan")
    }

    fn is_join(&self) -> bool {
        self.kind.ends_with("Join") || self.kind == "Nested Loop"
    }

    /// The indexes it goes by, be it through steps that only note where rows are.
    fn indexes(&self) -> Vec<&str> {
        let mut indexes: Vec<&str> = self.index.iter().map(String::as_str).collect();
        for child in &self.children {
            if child.kind.starts_with("Bitmap") {
                indexes.extend(child.indexes());
            }
        }
        indexes
    }
}

#[cfg(test)]
mod tests {
    use super::{super::node::tests::recorded, *};

    const JOIN: &str = include_str!("recorded/measured_join.json");

    fn scan(tree: &mut Tree) -> &mut Node {
        &mut tree.root.children[0].children[0].children[0]
    }

    #[test]
    fn another_way_to_read_a_table_is_told_by_its_index() {
        let now = recorded(JOIN);
        let mut before = recorded(JOIN);
        let products = scan(&mut before);
        products.kind = "Index Scan".to_owned();
        products.index = Some("products_pkey".to_owned());
        assert_eq!(
            differences(&before, &now),
            ["Seq Scan on products instead of Index Scan by products_pkey"]
        );
        assert_eq!(
            differences(&now, &before),
            ["Index Scan on products by products_pkey instead of Seq Scan"]
        );
    }

    #[test]
    fn the_indexes_of_a_bitmap_stand_below_it() {
        let (before, mut now) = (recorded(JOIN), recorded(JOIN));
        let noted = |index: &str| Node {
            kind: "Bitmap Index Scan".to_owned(),
            index: Some(index.to_owned()),
            ..Node::default()
        };
        let products = scan(&mut now);
        products.kind = "Bitmap Heap Scan".to_owned();
        products.children = vec![Node {
            kind: "BitmapAnd".to_owned(),
            children: vec![noted("one"), noted("two")],
            ..Node::default()
        }];
        let words = differences(&before, &now);
        assert_eq!(
            words[0],
            "Bitmap Heap Scan on products by one and two instead of Seq Scan"
        );
    }

    #[test]
    fn joins_orders_and_other_steps_are_told() {
        let before = recorded(JOIN);
        let mut now = recorded(JOIN);
        let sort = now.root.children[0].clone();
        let mut join = sort.children[0].clone();
        join.kind = "Nested Loop".to_owned();
        join.children.reverse();
        now.root.children = vec![join];
        assert_eq!(
            differences(&before, &now),
            [
                "Nested Loop instead of Hash Join",
                "Tables in the order brands b, products p instead of products p, brands b",
                "Now without Sort",
            ]
        );
        assert_eq!(
            differences(&before, &before),
            ["The same steps, put together in another way"]
        );
    }
}
