//! PostgreSQL's own types, by the numbers that they always have (`pg_type.dat`).

use diesel::pg::PgTypeMetadata;

/// A type that is not in the list: PostgreSQL finds out by itself which it is.
const UNKNOWN: &str = "unknown";

/// Octets before the number of values in an array: dimensions, whether some are NULL, their type.
const ARRAY_HEAD: usize = 12;

/// What PostgreSQL calls it.
pub(super) fn name(metadata: &PgTypeMetadata) -> &'static str {
    match metadata.oid().unwrap_or_default() {
        16 => "boolean",
        17 => "bytea",
        20 => "bigint",
        21 => "smallint",
        23 => "int",
        25 => "text",
        114 => "json",
        700 => "real",
        701 => "double precision",
        1000 => "boolean[]",
        1001 => "bytea[]",
        1005 => "smallint[]",
        1007 => "int[]",
        1009 => "text[]",
        1016 => "bigint[]",
        1021 => "real[]",
        1022 => "double precision[]",
        1043 => "varchar",
        1082 => "date",
        1114 => "timestamp",
        1115 => "timestamp[]",
        1182 => "date[]",
        1184 => "timestamptz",
        1185 => "timestamptz[]",
        1186 => "interval",
        1700 => "numeric",
        2950 => "uuid",
        2951 => "uuid[]",
        3802 => "jsonb",
        _ => UNKNOWN,
    }
}

/// A value as it is sent, by type and length alone: `text(5)`, `bigint[24]`.
pub(super) fn redacted(kind: &str, value: Option<&[u8]>) -> String {
    let Some(value) = value else {
        return format!("{kind} NULL");
    };
    if let Some(single) = kind.strip_suffix("[]") {
        return format!("{single}[{}]", array_length(value));
    }
    match kind {
        "text" | "varchar" => {
            let characters = String::from_utf8_lossy(value).chars().count();
            format!("{kind}({characters})")
        }
        "bytea" | "json" | "jsonb" | UNKNOWN => format!("{kind}({} octets)", value.len()),
        _ => kind.to_owned(),
    }
}

/// How many values the first dimension has.
fn array_length(value: &[u8]) -> u32 {
    let length = value.get(ARRAY_HEAD..ARRAY_HEAD + 4);
    let length = length.and_then(|octets| octets.try_into().ok());
    // An empty one has no dimension.
    length.map_or(0, u32::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_type_and_length_are_told() {
        let array = [
            [0, 0, 0, 1],
            [0; 4],
            [0, 0, 0, 23],
            [0, 0, 0, 3],
            [0, 0, 0, 1],
        ]
        .concat();
        for (kind, value, expected) in [
            ("text", Some("secret".as_bytes()), "text(6)"),
            ("text", None, "text NULL"),
            ("bytea", Some(&[1, 2][..]), "bytea(2 octets)"),
            ("int", Some(&[0, 0, 18, 103][..]), "int"),
            ("int[]", Some(&array[..]), "int[3]"),
            ("int[]", Some(&[0; 12][..]), "int[0]"),
            (UNKNOWN, Some(&[1][..]), "unknown(1 octets)"),
        ] {
            assert_eq!(redacted(kind, value), expected);
        }
    }

    #[test]
    fn a_type_that_is_not_known_is_left_to_postgresql() {
        assert_eq!(name(&PgTypeMetadata::new(1184, 1185)), "timestamptz");
        assert_eq!(name(&PgTypeMetadata::new(0, 0)), UNKNOWN);
    }
}
