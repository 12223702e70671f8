//! `vitrine doctor`.

mod finding;
mod mail;
mod pictures;
mod postgres;
mod redis;
mod site;
mod uploads;

use anyhow::bail;

use self::finding::{Finding, Verdict};
use crate::config::{self, Config, Lookup};

/// Prints the configuration in effect and what is found when everything the server needs is
/// looked at, with what to do about it. Fails if something is missing without which it cannot
/// work.
pub async fn run(lookup: Lookup<'_>, names: impl Iterator<Item = String>) -> anyhow::Result<()> {
    println!("configuration");
    for setting in config::settings(lookup) {
        let origin = if setting.from_environment {
            ""
        } else {
            "  (default)"
        };
        println!("  {}={}{origin}", setting.variable.name, setting.value);
    }

    let mut findings: Vec<Finding> = config::unknown_variables(names)
        .into_iter()
        .map(|variable| Finding::warn(variable.to_string(), "correct or remove it"))
        .collect();
    match Config::from_lookup(lookup) {
        Ok(config) => {
            findings.push(Finding::ok("the configuration can be used"));
            findings.extend(postgres::examine(&config.database).await);
            findings.extend(redis::examine(&config.redis).await);
            findings.extend(mail::examine(&config.mail, &config.site, &config.http).await);
            findings.extend(site::examine(&config.site));
            findings.extend(uploads::examine(&config.uploads));
            findings.extend(pictures::examine(&config.pictures));
        }
        Err(error) => findings.extend(
            error
                .problems
                .into_iter()
                .map(|problem| Finding::fail(problem.to_string(), "correct it in the environment")),
        ),
    }

    println!("findings");
    for finding in &findings {
        println!("  {finding}");
    }
    if findings
        .iter()
        .any(|finding| finding.verdict == Verdict::Fail)
    {
        bail!("the server cannot work like this; see the lines marked FAIL");
    }
    Ok(())
}
