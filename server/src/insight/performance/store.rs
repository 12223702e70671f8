//! What was measured, in PostgreSQL: it outlives the process, and has the figures of all instances.

use diesel::{
    QueryableByName, sql_query,
    sql_types::{BigInt, Binary, Integer, Nullable, Text},
};

use crate::{
    db::{DbError, Name as _, Pool},
    telemetry::Frame,
};

/// Frames of one length, and for how long they are kept. All in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Series {
    pub(super) step: u64,
    kept: u64,
}

/// A minute each, for a day.
pub const MINUTES: Series = Series {
    step: 60,
    kept: 24 * 3_600,
};

/// Ten minutes each, for two weeks.
pub const TEN_MINUTES: Series = Series {
    step: 600,
    kept: 14 * 24 * 3_600,
};

/// Also forgets what is too old.
const SAVE: &str = "\
    WITH forgotten AS (DELETE FROM panel_history WHERE step_seconds = $1 AND second < $5) \
    INSERT INTO panel_history (step_seconds, second, instance, frame) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (step_seconds, second, instance) DO UPDATE SET frame = excluded.frame";

const LOAD: &str = "\
    SELECT frame FROM panel_history \
    WHERE step_seconds = $1 AND second >= $2 AND ($3 IS NULL OR instance = $3) ORDER BY second";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Binary)]
    frame: Vec<u8>,
}

/// Keeps a frame of this instance.
pub async fn save(
    pool: &Pool,
    series: Series,
    instance: &str,
    frame: &Frame,
) -> anyhow::Result<()> {
    let bytes = postcard::to_allocvec(frame)?;
    let mut connection = pool.get().await?;
    sql_query(SAVE)
        .bind::<Integer, _>(i32::try_from(series.step)?)
        .bind::<BigInt, _>(i64::try_from(frame.second)?)
        .bind::<Text, _>(instance)
        .bind::<Binary, _>(bytes)
        .bind::<BigInt, _>(i64::try_from(frame.second.saturating_sub(series.kept))?)
        .named("panel.save")
        .execute(&mut connection)
        .await?;
    Ok(())
}

/// The frames since this second, in their order: of one instance, or of all. Those of another version are left out.
pub async fn load(
    pool: &Pool,
    series: Series,
    instance: Option<&str>,
    since: u64,
) -> Result<Vec<Frame>, DbError> {
    let mut connection = pool.get().await?;
    let rows: Vec<Row> = sql_query(LOAD)
        .bind::<Integer, _>(i32::try_from(series.step).unwrap_or(i32::MAX))
        .bind::<BigInt, _>(i64::try_from(since).unwrap_or(i64::MAX))
        .bind::<Nullable<Text>, _>(instance)
        .named("panel.load")
        .load(&mut connection)
        .await?;
    let frames = rows.iter().map(|row| postcard::from_bytes(&row.frame));
    Ok(frames.filter_map(Result::ok).collect())
}
