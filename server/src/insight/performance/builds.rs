//! Which build of the program runs.

use diesel::{
    QueryableByName,
    sql_types::{Nullable, Text},
};

use crate::db::{Bind, DbError, Pool, Statement};

/// This build: the version, and a hash of what the program was built from.
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), "-", env!("VITRINE_BUILD"));

#[derive(QueryableByName)]
struct Before {
    #[diesel(sql_type = Nullable<Text>)]
    before: Option<String>,
}

/// Notes that `build` was started; the build that was started before it, if one is known. It is in PostgreSQL, since a
/// Redis that is emptied would make of every start the first.
pub async fn note(pool: &Pool, build: &str) -> Result<Option<String>, DbError> {
    let mut connection = pool.get().await?;
    // Of those that start at once each waits for the row, so one of them sees the build before.
    let rows: Vec<Before> = Statement::new(
        "panel.build",
        "INSERT INTO panel_build AS last (build) VALUES ($1)
         ON CONFLICT (single) DO UPDATE SET before = last.build, build = excluded.build
         RETURNING before",
        vec![Bind::Text(Some(build.to_owned()))],
    )
    .load_on(&mut connection)
    .await?;
    Ok(rows.into_iter().next().and_then(|row| row.before))
}
