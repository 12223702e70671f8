//! Values by type alone, for whoever may see a statement but not what somebody searched for.

use super::Bind;

impl Bind {
    /// What PostgreSQL calls its type.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Texts(_) => "text[]",
            Self::Int(_) => "int",
            Self::Ints(_) => "int[]",
            Self::BigInt(_) => "bigint",
            Self::BigInts(_) => "bigint[]",
            Self::Real(_) => "real",
            Self::Bool(_) => "boolean",
        }
    }

    /// Its type, and how long it is: `text(5)`, `bigint[24]`.
    pub fn redacted(&self) -> String {
        match self {
            Self::Text(value) => match value {
                Some(text) => format!("text({})", text.chars().count()),
                None => "text NULL".to_owned(),
            },
            Self::Texts(values) => array("text", values.as_ref().map(Vec::len)),
            Self::Int(value) => single("int", value.is_some()),
            Self::Ints(values) => array("int", values.as_ref().map(Vec::len)),
            Self::BigInt(value) => single("bigint", value.is_some()),
            Self::BigInts(values) => array("bigint", Some(values.len())),
            Self::Real(value) => single("real", value.is_some()),
            Self::Bool(_) => "boolean".to_owned(),
        }
    }
}

fn single(kind: &str, is_there: bool) -> String {
    if is_there {
        kind.to_owned()
    } else {
        format!("{kind} NULL")
    }
}

fn array(kind: &str, length: Option<usize>) -> String {
    match length {
        Some(length) => format!("{kind}[{length}]"),
        None => format!("{kind}[] NULL"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_is_shown() {
        let binds = [
            Bind::Text(Some("Grüße".into())),
            Bind::Text(None),
            Bind::Texts(Some(vec!["secret".into(), String::new()])),
            Bind::Texts(None),
            Bind::Int(Some(4711)),
            Bind::Ints(None),
            Bind::BigInt(None),
            Bind::BigInts(vec![4711; 24]),
            Bind::Real(Some(4.5)),
            Bind::Bool(true),
        ];
        let expected = [
            "text(5)",
            "text NULL",
            "text[2]",
            "text[] NULL",
            "int",
            "int[] NULL",
            "bigint NULL",
            "bigint[24]",
            "real",
            "boolean",
        ];
        assert_eq!(binds.map(|bind| bind.redacted()), expected);
    }
}
