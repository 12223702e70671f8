//! How the database does, in one sentence.

use app::model::database::{Finding, Level, PoolUsage, RunningStatement};

/// The worst of what is known, and the sentence that names it.
pub(super) fn verdict(
    pool: &PoolUsage,
    running: &[RunningStatement],
    findings: &[Finding],
) -> (Level, String) {
    let of_pool = (
        pool.level(),
        format!("{} requests wait for a connection.", pool.waiting),
    );
    let of_running = running.iter().map(|one| (one.level, of_running(one)));
    let of_findings = findings
        .iter()
        .map(|one| (one.level, format!("{}: {}.", one.what, one.name)));
    let all = std::iter::once(of_pool)
        .chain(of_running)
        .chain(of_findings);
    let all: Vec<(Level, String)> = all.filter(|(level, _)| *level > Level::Good).collect();
    let Some(worst) = all.iter().map(|(level, _)| *level).max() else {
        return (Level::Good, "Nothing needs doing.".to_owned());
    };
    // What happens now comes before what can wait.
    let first = all.iter().find(|(level, _)| *level == worst);
    let sentence = first.map_or_else(String::new, |(_, sentence)| sentence.clone());
    let more = match all.len() - 1 {
        0 => String::new(),
        1 => " One more thing is worth a look.".to_owned(),
        more => format!(" {more} more things are worth a look."),
    };
    (worst, sentence + &more)
}

fn of_running(one: &RunningStatement) -> String {
    let name = one.name.as_deref().unwrap_or("a statement");
    match one.blocked_by.first() {
        Some(blocker) => format!("Process {}, {name}, waits for process {blocker}.", one.pid),
        None => format!(
            "Process {}, {name}, has been {} for {} s.",
            one.pid, one.state, one.seconds
        ),
    }
}

#[cfg(test)]
mod tests {
    use app::model::database::Next;

    use super::*;

    fn finding(level: Level, name: &str) -> Finding {
        Finding {
            level,
            what: "Unused index".to_owned(),
            name: name.to_owned(),
            bytes: 0,
            effect: String::new(),
            next: Next::default(),
        }
    }

    #[test]
    fn the_worst_is_named_and_the_rest_is_counted() {
        let pool = PoolUsage::default();
        let good = [finding(Level::Good, "a")];
        let (level, sentence) = verdict(&pool, &[], &good);
        assert_eq!((level, &*sentence), (Level::Good, "Nothing needs doing."));
        let mixed = [finding(Level::Watch, "b"), finding(Level::Bad, "c")];
        let (level, sentence) = verdict(&pool, &[], &mixed);
        assert_eq!(level, Level::Bad);
        assert_eq!(sentence, "Unused index: c. One more thing is worth a look.");
        let busy = PoolUsage { waiting: 3, ..pool };
        let (level, sentence) = verdict(&busy, &[], &mixed[..1]);
        assert_eq!(level, Level::Watch);
        assert!(
            sentence.starts_with("3 requests wait for a connection."),
            "{sentence}"
        );
    }
}
