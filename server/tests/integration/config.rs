//! Reading the configuration.

use std::{collections::HashMap, time::Duration};

use server::{
    config::{self, Config, LogFormat, UnknownVariable, Variable},
    rate_limit::Policy,
};

/// The configuration that these variables give.
fn read(variables: &[(&str, &str)]) -> Result<Config, config::ConfigError> {
    let table: HashMap<&str, &str> = variables.iter().copied().collect();
    Config::from_lookup(&|name| table.get(name).map(ToString::to_string))
}

/// The one problem that `name=value` has.
fn problem(name: &'static str, value: &str) -> String {
    let error = read(&[(name, value)]).expect_err(value);
    assert_eq!(error.problems.len(), 1, "{error}");
    error.problems[0].to_string()
}

#[test]
fn nothing_needs_to_be_set() {
    let config = read(&[]).unwrap();
    assert_eq!(config.http.addr.to_string(), "127.0.0.1:3000");
    assert_eq!(config.database.pool_size, 10);
    assert_eq!(config.database.statement_timeout, Duration::from_secs(5));
    assert_eq!(config.redis.deadline, Duration::from_millis(20));
    assert_eq!(config.session.customers.idle, Duration::from_hours(14 * 24));
    assert_eq!(config.password.memory_kib, 19 * 1024);
    assert_eq!(config.log.format, LogFormat::Text);
}

#[test]
fn an_empty_variable_counts_as_missing() {
    let config = read(&[("VITRINE_ADDR", ""), ("VITRINE_DATABASE_POOL", " ")]).unwrap();
    assert_eq!(config.http.addr.port(), 3000);
    assert_eq!(config.database.pool_size, 10);
}

#[test]
fn all_mistakes_are_named_at_once() {
    let error = read(&[
        ("VITRINE_ADDR", "localhost"),
        ("VITRINE_DATABASE_POOL", "many"),
        ("VITRINE_LOG_FORMAT", "xml"),
        ("VITRINE_SESSION_IDLE_DAYS", "0"),
    ])
    .unwrap_err();
    let names: Vec<&str> = error.problems.iter().map(|problem| problem.name).collect();
    assert_eq!(
        names,
        [
            "VITRINE_DATABASE_POOL",
            "VITRINE_ADDR",
            "VITRINE_SESSION_IDLE_DAYS",
            "VITRINE_LOG_FORMAT",
        ]
    );
    let text = error.to_string();
    for line in [
        r#"VITRINE_ADDR="localhost": wanted an IP address and a port, such as 127.0.0.1:3000"#,
        r#"VITRINE_DATABASE_POOL="many": wanted a whole number from 1 to 1000"#,
        r#"VITRINE_LOG_FORMAT="xml": wanted text or json"#,
        r#"VITRINE_SESSION_IDLE_DAYS="0": wanted a whole number from 1 to 400"#,
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
}

#[test]
fn a_refused_address_keeps_its_password() {
    for (name, value) in [
        ("DATABASE_URL", "mysql://shop:s3cret@db/vitrine"),
        ("DATABASE_URL", "postgres://shop:s3cret@db:port/vitrine"),
        (
            "DATABASE_URL",
            "postgres://shop:s3cret@db/vitrine?sslmode=require",
        ),
        ("REDIS_URL", "http://:s3cret@cache"),
        ("REDIS_URL", "rediss://:s3cret@cache"),
        ("REDIS_URL", "redis+cluster://:s3cret@cache/1"),
        ("REDIS_URL", "redis+sentinel://:s3cret@cache"),
        ("VITRINE_SESSION_REDIS_URL", "http://:s3cret@cache"),
    ] {
        let problem = problem(name, value);
        assert!(!problem.contains("s3cret"), "{problem}");
    }
    let config = read(&[
        ("DATABASE_URL", "postgres://shop:s3cret@db/vitrine"),
        ("REDIS_URL", "redis://:s3cret@cache"),
        ("VITRINE_SESSION_REDIS_URL", "redis://:s3cret@sessions"),
    ])
    .unwrap();
    let debug = format!("{config:?}");
    assert!(!debug.contains("s3cret"), "{debug}");
}

#[test]
fn databases_are_reached_by_host_or_by_socket() {
    for url in [
        "postgres://shop@db:5433/vitrine",
        "postgresql://shop@db/vitrine",
        "postgres://shop@%2Frun%2Fpostgresql:5433/vitrine",
        "postgres:///vitrine?host=/run/postgresql&user=shop",
    ] {
        assert_eq!(read(&[("DATABASE_URL", url)]).unwrap().database.url, url);
    }
    assert!(problem("DATABASE_URL", "postgres:///vitrine").contains("a host"));
    for url in [
        "redis://cache:6380/3",
        "unix:///run/redis.sock",
        "redis+sentinel://me:hush@a:1,b:2/shop/1?sentinel_password=hush",
        "redis+cluster://:hush@a:1,b:2",
    ] {
        assert_eq!(read(&[("REDIS_URL", url)]).unwrap().redis.url, url);
    }
}

#[test]
fn sessions_are_with_the_cache_unless_told_otherwise() {
    let cache = ("REDIS_URL", "redis://cache");
    let redis = read(&[cache]).unwrap().redis;
    assert_eq!(redis.session_url(), "redis://cache");
    let own = ("VITRINE_SESSION_REDIS_URL", "redis://sessions");
    let redis = read(&[cache, own]).unwrap().redis;
    assert_eq!(redis.session_url(), "redis://sessions");
    assert_eq!(redis.url, "redis://cache");
}

#[test]
fn cookies_are_secure_wherever_others_can_reach_the_server() {
    let secure = |addr, choice| {
        read(&[("VITRINE_ADDR", addr), ("VITRINE_SECURE_COOKIES", choice)])
            .unwrap()
            .session
            .secure_cookies
    };
    assert!(!secure("127.0.0.1:3000", "auto"));
    assert!(!secure("[::1]:3000", "auto"));
    assert!(secure("0.0.0.0:3000", "auto"));
    assert!(secure("127.0.0.1:3000", "true"));
    assert!(!secure("0.0.0.0:3000", "false"));
}

#[test]
fn a_password_hash_needs_memory_for_each_lane() {
    let error = read(&[
        ("VITRINE_ARGON2_MEMORY_KIB", "31"),
        ("VITRINE_ARGON2_PARALLELISM", "4"),
    ])
    .unwrap_err();
    assert_eq!(
        error.problems[0].to_string(),
        r#"VITRINE_ARGON2_MEMORY_KIB="31": wanted at least 32 for 4 lanes"#
    );
}

#[test]
fn a_limit_is_calls_in_a_time() {
    let limit = |text| {
        let config = read(&[("VITRINE_LIMIT_LOG_IN", text)]).unwrap();
        config.rate_limit.log_in.map(|quota| quota.to_string())
    };
    for (text, quota) in [
        ("100/15m", Some("100/900s")),
        (" 1 / 1s ", Some("1/1s")),
        ("5/1h", Some("5/3600s")),
        ("5/1d", Some("5/86400s")),
        ("off", None),
    ] {
        assert_eq!(limit(text).as_deref(), quota, "{text}");
    }
    for text in [
        "100",
        "0/1m",
        "1/0s",
        "1/25h",
        "-1/1m",
        "1/m",
        "1/1",
        "2000000/1m",
        "1/99999999999999999999d",
        "1/1m30s",
        "none",
    ] {
        let problem = problem("VITRINE_LIMIT_LOG_IN", text);
        assert!(
            problem.contains("calls and a time, such as 100/15m"),
            "{problem}"
        );
    }
}

#[test]
fn limits_can_be_switched_off_together() {
    let off = read(&[("VITRINE_RATE_LIMITS", "off")]).unwrap().rate_limit;
    for policy in Policy::ALL {
        assert!(policy.quota(&off).is_none(), "{policy:?}");
        let on = read(&[]).unwrap().rate_limit;
        assert!(policy.quota(&on).is_some(), "{policy:?}");
    }
}

#[test]
fn a_log_filter_must_be_one() {
    assert!(read(&[("VITRINE_LOG", "info,server=debug")]).is_ok());
    assert!(problem("VITRINE_LOG", "server=loud").contains("a level"));
}

#[test]
fn slips_of_the_pen_are_noticed() {
    let names = [
        "VITRINE_ADR",
        "VITRINE_COLOUR",
        "VITRINE_ADDR",
        "HOME",
        "ADDR",
    ];
    let unknown = config::unknown_variables(names.map(String::from));
    let expected = |name: &str, nearest| UnknownVariable {
        name: name.to_owned(),
        nearest,
    };
    assert_eq!(
        unknown,
        [
            expected("VITRINE_ADR", Some("VITRINE_ADDR")),
            expected("VITRINE_COLOUR", None),
        ]
    );
}

#[test]
fn every_variable_that_is_read_is_declared() {
    let asked = std::cell::RefCell::new(Vec::new());
    let lookup = |name: &str| {
        asked.borrow_mut().push(name.to_owned());
        None
    };
    Config::from_lookup(&lookup).unwrap();
    let mut asked = asked.take();
    asked.sort();
    let mut declared: Vec<&str> = config::variables().map(|variable| variable.name).collect();
    declared.sort_unstable();
    assert_eq!(asked, declared);
}

#[test]
fn what_is_in_effect_can_be_shown() {
    let lookup = |name: &str| (name == "DATABASE_URL").then(|| "postgres://a:b@c/d".to_owned());
    let settings = config::settings(&lookup);
    let shown = |name: &str| {
        let setting = settings
            .iter()
            .find(|setting| setting.variable.name == name);
        setting.map(|setting| (setting.value.as_str(), setting.from_environment))
    };
    assert_eq!(shown("DATABASE_URL"), Some(("postgres://a:***@c/d", true)));
    assert_eq!(shown("VITRINE_LOG"), Some(("info", false)));
    assert_eq!(settings.len(), config::variables().count());
}

#[test]
fn the_example_names_every_variable_with_its_default() {
    let entry = |variable: Variable| {
        format!(
            "# {}\n{}={}\n",
            variable.meaning, variable.name, variable.default
        )
    };
    let entries: Vec<String> = config::variables().map(entry).collect();
    let expected = format!(
        "# Every setting of the server, with its default. A missing or empty one takes the default.\n\n{}",
        entries.join("\n")
    );
    let found = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../.env.example"));
    assert!(
        found.as_ref().is_ok_and(|found| *found == expected),
        ".env.example should be:\n{expected}"
    );
}
