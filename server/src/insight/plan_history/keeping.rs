//! Looking at the plans of all statements, one instance at a time.

use std::{sync::Arc, time::Duration};

use diesel::{QueryableByName, sql_types::Bool};
use serde_json::Value;

use super::store::{self, Last, New};
use crate::{
    db::{self, DbError, Known, Pool, Statement, Wording, all_known},
    insight::plans::{Tree, differences},
};

/// After the start: by then the shop has run what it runs.
const FIRST: Duration = Duration::from_mins(1);

/// From one round to the next.
const BETWEEN: Duration = Duration::from_mins(10);

/// What another instance has looked at within this time is not looked at again.
const RECENT: Duration = Duration::from_mins(5);

/// How the names of statements begin that ask about other statements.
const PANEL: &str = "panel.";

/// One instance at a time; the lock ends with the connection that has it.
const TURN: &str = "SELECT pg_try_advisory_lock(hashtext('vitrine'), hashtext('plans')) AS taken";

#[derive(QueryableByName)]
struct Turn {
    #[diesel(sql_type = Bool)]
    taken: bool,
}

/// Looks from time to time, until it is dropped.
pub async fn keep_up(url: String, pool: Pool) {
    tokio::time::sleep(FIRST).await;
    loop {
        if let Err(error) = round(&url, &pool, RECENT).await {
            tracing::debug!(%error, "the plans of statements are not looked at");
        }
        tokio::time::sleep(BETWEEN).await;
    }
}

/// Looks once at all statements that were not looked at for `recent`, unless another instance is at it; gives how many are
/// run in another way than before.
pub async fn round(url: &str, pool: &Pool, recent: Duration) -> Result<usize, DbError> {
    let away = |error: diesel::ConnectionError| DbError::Unavailable(error.to_string());
    let mut connection = db::connect(url).await.map_err(away)?;
    let turn = Statement::new("plans.turn", TURN, vec![]);
    let turns: Vec<Turn> = turn.load_on(&mut connection).await?;
    if !turns.iter().any(|turn| turn.taken) {
        return Ok(0);
    }
    let changed = look(pool, recent).await?;
    store::prune(pool).await?;
    drop(connection);
    Ok(changed)
}

async fn look(pool: &Pool, recent: Duration) -> Result<usize, DbError> {
    let last = store::last(pool).await?;
    let (mut same, mut changed) = (Vec::new(), 0);
    for (name, wording) in all_known().into_iter().filter_map(planned) {
        let last = last.get(name);
        if last.is_some_and(|last| last.seconds_ago < recent.as_secs_f64()) {
            continue;
        }
        let Some((plan, tree)) = plan(pool, name, &wording).await? else {
            continue;
        };
        let shape = tree.fingerprint();
        if let Some(last) = last.filter(|last| last.shape == shape) {
            same.push((last.id, wording.sql.to_string()));
            continue;
        }
        let change = change(last, &wording, &tree);
        if !change.is_empty() {
            tracing::info!(
                statement = name,
                change,
                "PostgreSQL runs a statement in another way"
            );
            changed += 1;
        }
        let new = New {
            name,
            shape: &shape,
            sql: &wording.sql,
            plan: &plan,
            change: &change,
        };
        store::add(pool, new).await?;
    }
    store::seen(pool, &same).await?;
    Ok(changed)
}

/// The name and text of a statement that has a plan, if it is not about others.
fn planned(known: Known) -> Option<(&'static str, Arc<Wording>)> {
    let wording = known.wording.filter(|wording| wording.has_plan())?;
    (!known.name.starts_with(PANEL)).then_some((known.name, wording))
}

/// The plan for any values; nothing if PostgreSQL gives none. An error if it is away, or takes its time: others wait then, too.
async fn plan(
    pool: &Pool,
    name: &str,
    wording: &Wording,
) -> Result<Option<(Value, Tree)>, DbError> {
    let plan = match wording.generic_plan(pool).await {
        Ok(plan) => plan,
        Err(DbError::Other(error)) => {
            tracing::debug!(%error, statement = name, "a statement has no plan");
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let tree = Tree::read(plan.clone());
    Ok(tree.ok().map(|tree| (plan, tree)))
}

/// What differs from the plan before, in words; nothing if there was none, or if the statement is another.
fn change(last: Option<&Last>, wording: &Wording, now: &Tree) -> String {
    let before = last.filter(|last| last.sql == wording.sql);
    let before = before.and_then(|last| Tree::read(last.plan.clone()).ok());
    before.map_or_else(String::new, |before| differences(&before, now).join("; "))
}
