//! The questions that are put to the log of searches.

use super::{
    days::Days,
    row::{ClickedProduct, SearchDay, SearchRow, SlowSearch, Totals},
};
use crate::{
    db::{Bind, DbError, Pool, Statement},
    insight::counts::kept,
};

/// Which searches come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// Those that were asked most.
    MostAsked,
    /// Those that found nothing most often; no others.
    WithoutResult,
    /// Those whose results were opened least; of those only that found something five times at least.
    Unopened,
}

macro_rules! searches {
    ($which:literal) => {
        concat!(
            "SELECT words, sum(asked)::bigint AS asked, sum(without_result)::bigint AS without_result,
                    (array_agg(results ORDER BY day DESC) FILTER (WHERE results IS NOT NULL))[1] AS results,
                    sum(clicks)::bigint AS clicks
             FROM searches WHERE day BETWEEN $1::date AND $2::date
             GROUP BY words ",
            $which,
            " LIMIT $3"
        )
    };
}

/// The first searches of this report, at most `limit`.
pub async fn report(
    pool: &Pool,
    days: Days,
    report: Report,
    limit: u32,
) -> Result<Vec<SearchRow>, DbError> {
    let (name, sql) = match report {
        Report::MostAsked => (
            "searches.most_asked",
            searches!("HAVING sum(asked) > 0 ORDER BY sum(asked) DESC, words"),
        ),
        Report::WithoutResult => (
            "searches.without_result",
            searches!("HAVING sum(without_result) > 0 ORDER BY sum(without_result) DESC, words"),
        ),
        Report::Unopened => (
            "searches.unopened",
            searches!(
                "HAVING sum(asked - without_result) >= 5
                 ORDER BY sum(clicks) / sum(asked - without_result), sum(asked - without_result) DESC, words"
            ),
        ),
    };
    let binds = days.binds().into_iter().chain([limited(limit)]);
    Statement::new(name, sql, binds.collect()).load(pool).await
}

/// The searches whose first page takes longest to make, on average, at most `limit`.
pub async fn slowest(pool: &Pool, days: Days, limit: u32) -> Result<Vec<SlowSearch>, DbError> {
    let statement = Statement::new(
        "searches.slowest",
        "SELECT words, sum(made)::bigint AS made, sum(micros)::float8 / sum(made)::float8 / 1000 AS millis
         FROM searches WHERE day BETWEEN $1::date AND $2::date
         GROUP BY words HAVING sum(made) > 0
         ORDER BY millis DESC, words LIMIT $3",
        days.binds().into_iter().chain([limited(limit)]).collect(),
    );
    statement.load(pool).await
}

/// All searches of these days together.
pub async fn totals(pool: &Pool, days: Days) -> Result<Totals, DbError> {
    let statement = Statement::new(
        "searches.totals",
        "SELECT count(DISTINCT words) AS searches, coalesce(sum(asked), 0)::bigint AS asked,
                coalesce(sum(without_result), 0)::bigint AS without_result,
                coalesce(sum(clicks), 0)::bigint AS clicks
         FROM searches WHERE day BETWEEN $1::date AND $2::date",
        days.binds().into(),
    );
    let rows: Vec<Totals> = statement.load(pool).await?;
    let none = || DbError::Unavailable("a sum has no row".to_owned());
    rows.into_iter().next().ok_or_else(none)
}

/// Each of these days on which somebody searched, the first one first.
pub async fn by_day(pool: &Pool, days: Days) -> Result<Vec<SearchDay>, DbError> {
    let statement = Statement::new(
        "searches.by_day",
        "SELECT day, sum(asked)::bigint AS asked, sum(without_result)::bigint AS without_result,
                sum(clicks)::bigint AS clicks
         FROM searches WHERE day BETWEEN $1::date AND $2::date
         GROUP BY day ORDER BY day",
        days.binds().into(),
    );
    statement.load(pool).await
}

/// The products that were opened most from the results of a search for `text`, at most `limit`. Those that were deleted
/// since are left out.
pub async fn clicked_products(
    pool: &Pool,
    days: Days,
    text: &str,
    limit: u32,
) -> Result<Vec<ClickedProduct>, DbError> {
    let Some(words) = kept(text) else {
        return Ok(Vec::new());
    };
    let binds = days.binds().into_iter();
    let binds = binds.chain([limited(limit), Bind::Text(Some(words))]);
    let statement = Statement::new(
        "searches.clicked_products",
        "SELECT p.id, p.slug, p.name, opened.clicks
         FROM (
             SELECT product_id, sum(clicks)::bigint AS clicks FROM search_clicks
             WHERE day BETWEEN $1::date AND $2::date AND words = $4
             GROUP BY product_id
         ) AS opened
         JOIN products p ON p.id = opened.product_id
         ORDER BY opened.clicks DESC, p.id LIMIT $3",
        binds.collect(),
    );
    statement.load(pool).await
}

/// One search, by the words as they are kept; nothing if nobody asked it.
pub async fn of_words(pool: &Pool, days: Days, words: &str) -> Result<Option<SearchRow>, DbError> {
    let words = Bind::Text(Some(words.to_owned()));
    let statement = Statement::new(
        "searches.of_words",
        "SELECT words, sum(asked)::bigint AS asked, sum(without_result)::bigint AS without_result,
                (array_agg(results ORDER BY day DESC) FILTER (WHERE results IS NOT NULL))[1] AS results,
                sum(clicks)::bigint AS clicks
         FROM searches WHERE day BETWEEN $1::date AND $2::date AND words = $3
         GROUP BY words",
        days.binds().into_iter().chain([words]).collect(),
    );
    let rows: Vec<SearchRow> = statement.load(pool).await?;
    Ok(rows.into_iter().next())
}

/// The searches that are asked most lately, at most `limit`: of those that find something and were asked `least` times or
/// more within four weeks. What was asked today counts twice what was asked a week ago.
pub async fn recent(pool: &Pool, least: i64, limit: u32) -> Result<Vec<SearchRow>, DbError> {
    let statement = Statement::new(
        "searches.recent",
        "SELECT words, asked, without_result, results, clicks
         FROM (
             SELECT words, sum(asked)::bigint AS asked, sum(without_result)::bigint AS without_result,
                    (array_agg(results ORDER BY searches.day DESC) FILTER (WHERE results IS NOT NULL))[1] AS results,
                    sum(clicks)::bigint AS clicks,
                    sum(asked * power(0.5, (today.day - searches.day) / 7.0)) AS heat
             FROM searches, (SELECT (now() AT TIME ZONE 'UTC')::date AS day) AS today
             WHERE searches.day > today.day - 28
             GROUP BY words
         ) AS lately
         WHERE asked >= $1 AND results > 0
         ORDER BY heat DESC, words LIMIT $2",
        vec![Bind::BigInt(Some(least.max(1))), limited(limit)],
    );
    statement.load(pool).await
}

fn limited(limit: u32) -> Bind {
    Bind::BigInt(Some(limit.into()))
}
