//! What a step does, in one plain sentence.

use super::node::Node;

impl Node {
    /// The sentence.
    pub(super) fn sentence(&self) -> String {
        let what = self
            .reading()
            .or_else(|| self.joining())
            .unwrap_or_else(|| self.working());
        match self.relationship.as_str() {
            "InitPlan" => format!("{what} This is done once, before the rest."),
            "SubPlan" => format!("{what} This is done for each row that asks for it."),
            _ => what,
        }
    }

    /// Steps that read tables.
    fn reading(&self) -> Option<String> {
        let table = self.relation.as_deref().unwrap_or("the table");
        let index = self.index.as_deref().unwrap_or("an index");
        let kept = match self.filter {
            Some(_) => ", and keeps those that pass the filter",
            None => "",
        };
        Some(match self.kind.as_str() {
            "Seq Scan" if self.parallel => {
                format!("Reads all rows of {table}, shared among several processes{kept}.")
            }
            "Seq Scan" => format!("Reads all rows of {table}, from end to end{kept}."),
            "Index Scan" => format!("Finds rows of {table} by the index {index}{kept}."),
            "Index Only Scan" => {
                format!(
                    "Takes what is asked for from the index {index} alone, without {table} itself{kept}."
                )
            }
            "Bitmap Index Scan" => format!("Notes where rows are, by the index {index}."),
            "Bitmap Heap Scan" => {
                format!(
                    "Reads the noted rows of {table} in the order in which they lie there{kept}."
                )
            }
            "BitmapAnd" => "Keeps the places that are in all notes.".to_owned(),
            "BitmapOr" => "Puts notes of places together.".to_owned(),
            "Tid Scan" => format!("Fetches rows of {table} from places that are known{kept}."),
            "CTE Scan" => {
                let name = self.cte.as_deref().unwrap_or("a query");
                format!("Reads the rows of {name}, which were computed before{kept}.")
            }
            "Function Scan" => {
                let name = self.function.as_deref().unwrap_or("a function");
                format!("Takes the rows that {name} gives{kept}.")
            }
            "Values Scan" => format!("Takes the rows that the statement names{kept}."),
            "Subquery Scan" => format!("Takes the rows of a query within the statement{kept}."),
            _ => return None,
        })
    }

    /// Steps that bring rows of two others together.
    fn joining(&self) -> Option<String> {
        let way = match self.kind.as_str() {
            "Nested Loop" => "For each row of the first step, looks for partners in the second",
            "Hash Join" => {
                "Looks up each row of the first step in a table in memory, made of the second"
            }
            "Merge Join" => "Goes through two sorted lists side by side",
            _ => return None,
        };
        let kept = match self.join.as_str() {
            "Left" | "Right" | "Full" => ", and also keeps rows that have none",
            "Semi" => ", and keeps those that have one",
            "Anti" => ", and keeps those that have none",
            _ => " and joins what belongs together",
        };
        Some(format!("{way}{kept}."))
    }

    /// All others.
    fn working(&self) -> String {
        match self.kind.as_str() {
            "Hash" if self.batches > 1 => {
                "Makes a table to look up rows in, in parts: it does not fit into memory."
                    .to_owned()
            }
            "Hash" => "Makes a table in memory to look up rows in.".to_owned(),
            "Sort" if self.sort_space == "Disk" => {
                "Sorts the rows by files on disk: they do not fit into memory.".to_owned()
            }
            "Sort" if self.sort_method.starts_with("top-N") => {
                "Keeps the first rows of the order that is asked for, and drops the others at once."
                    .to_owned()
            }
            "Sort" => "Sorts the rows.".to_owned(),
            "Incremental Sort" => "Sorts rows that come half sorted already.".to_owned(),
            "Limit" => "Stops as soon as there are as many rows as are wanted.".to_owned(),
            "Aggregate" if self.partial == "Partial" => {
                "Counts or sums up the rows of one process.".to_owned()
            }
            "Aggregate" if self.strategy == "Plain" => {
                "Counts or sums up all rows into one.".to_owned()
            }
            "Aggregate" if self.strategy == "Sorted" => "Groups rows that come sorted.".to_owned(),
            "Aggregate" => "Groups rows by a table in memory.".to_owned(),
            "Unique" => "Drops rows that come twice.".to_owned(),
            "WindowAgg" => "Computes for each row something of its neighbours.".to_owned(),
            "Append" => "Gives the rows of one step after those of the other.".to_owned(),
            "Merge Append" => "Puts sorted lists together into one.".to_owned(),
            "Gather" | "Gather Merge" => {
                "Collects the rows of several processes that work side by side.".to_owned()
            }
            "Materialize" => "Keeps the rows in memory to give them again.".to_owned(),
            "Memoize" => {
                "Remembers what was found for a value, should it be asked for again.".to_owned()
            }
            "Result" => "Computes a row without reading a table.".to_owned(),
            "ProjectSet" => "Makes several rows of each one.".to_owned(),
            "LockRows" => "Locks the rows.".to_owned(),
            "ModifyTable" => self.modifying(),
            kind => format!("A step that PostgreSQL calls {kind}."),
        }
    }

    fn modifying(&self) -> String {
        let table = self.relation.as_deref().unwrap_or("the table");
        match self.operation.as_str() {
            "Insert" => format!("Writes new rows into {table}."),
            "Update" => format!("Changes rows of {table}."),
            "Delete" => format!("Deletes rows of {table}."),
            _ => format!("Writes into {table}."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::node::{Node, tests::recorded};

    fn all(node: &Node, told: &mut Vec<String>) {
        told.push(format!("{}: {}", node.kind, node.sentence()));
        for child in &node.children {
            all(child, told);
        }
    }

    #[test]
    fn each_step_says_what_it_does() {
        let mut told = Vec::new();
        for json in [
            include_str!("recorded/measured_join.json"),
            include_str!("recorded/measured_subplan.json"),
        ] {
            all(&recorded(json).root, &mut told);
        }
        let expected = [
            "Limit: Stops as soon as there are as many rows as are wanted.",
            "Sort: Keeps the first rows of the order that is asked for, and drops the others at once.",
            "Hash Join: Looks up each row of the first step in a table in memory, made of the second and joins what \
             belongs together.",
            "Seq Scan: Reads all rows of products, from end to end, and keeps those that pass the filter.",
            "Hash: Makes a table in memory to look up rows in.",
            "Seq Scan: Reads all rows of brands, from end to end, and keeps those that pass the filter.",
            "Nested Loop: For each row of the first step, looks for partners in the second, and keeps those that have none.",
            "Aggregate: Counts or sums up all rows into one. This is done once, before the rest.",
            "Seq Scan: Reads all rows of products, from end to end.",
            "Index Scan: Finds rows of products by the index products_pkey, and keeps those that pass the filter.",
            "Seq Scan: Reads all rows of brands, from end to end, and keeps those that pass the filter.",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn an_unknown_step_is_at_least_named() {
        let node = Node {
            kind: "Quantum Scan".to_owned(),
            ..Node::default()
        };
        assert_eq!(
            node.sentence(),
            "A step that PostgreSQL calls Quantum Scan."
        );
    }
}
