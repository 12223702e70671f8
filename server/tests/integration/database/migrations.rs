//! Every migration can be run, taken back and run again, and leaves nothing behind.

use std::collections::BTreeSet;

use diesel::{QueryableByName, sql_query, sql_types::Text};
use server::db::{self, Name as _};

use crate::support::database::TestDatabase;

/// Each object of the database that a migration may make, as a line of text.
const OBJECTS: &str = "
    SELECT format('column %s.%s %s null:%s default:%s generated:%s', table_name, column_name,
                  data_type, is_nullable, column_default, generation_expression) AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT pg_get_functiondef(oid) FROM pg_proc
     WHERE pronamespace = 'public'::regnamespace AND prokind <> 'a'
    UNION ALL
    SELECT format('aggregate %s by %s', a.aggfnoid::regprocedure, a.aggtransfn)
      FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid WHERE p.pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('type %s', typname) FROM pg_type WHERE typnamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('relation %s %s', relkind, relname) FROM pg_class
     WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('extension %s', extname) FROM pg_extension
    UNION ALL
    SELECT format('text search %s: token %s %s by %s', cfgname, maptokentype, mapseqno,
                  mapdict::regdictionary)
      FROM pg_ts_config JOIN pg_ts_config_map ON mapcfg = pg_ts_config.oid
     WHERE cfgnamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('schema %s', nspname) FROM pg_namespace
     WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'";

const NONE: [&str; 0] = [];

#[derive(QueryableByName)]
struct Object {
    #[diesel(sql_type = Text)]
    line: String,
}

async fn objects(url: &str) -> BTreeSet<String> {
    let mut connection = db::connect(url).await.unwrap();
    let objects: Vec<Object> = sql_query(OBJECTS)
        .named("test.objects")
        .load(&mut connection)
        .await
        .unwrap();
    objects.into_iter().map(|object| object.line).collect()
}

/// What is in one and not in the other.
fn differences(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Vec<String> {
    before.symmetric_difference(after).cloned().collect()
}

async fn pending(url: &str) -> Vec<String> {
    let mut connection = db::connect(url).await.unwrap();
    db::pending_migrations(&mut connection).await.unwrap()
}

#[tokio::test]
async fn each_migration_goes_up_and_down_and_up_again() {
    let database = TestDatabase::new().await;
    let url = database.url();
    let complete = objects(url).await;
    let mut names = db::revert(url, usize::MAX).await.unwrap();
    names.reverse();
    assert!(!names.is_empty());
    assert_eq!(pending(url).await, names);

    for name in &names {
        let before = objects(url).await;
        assert_eq!(db::apply(url, 1).await.unwrap(), [name.as_str()]);
        let after = objects(url).await;
        assert_ne!(differences(&before, &after), NONE, "{name} does nothing");
        assert_eq!(db::revert(url, 1).await.unwrap(), [name.as_str()]);
        let reverted = objects(url).await;
        assert_eq!(
            differences(&before, &reverted),
            NONE,
            "{name} is not taken back whole"
        );
        assert_eq!(db::apply(url, 1).await.unwrap(), [name.as_str()]);
        let again = objects(url).await;
        assert_eq!(
            differences(&after, &again),
            NONE,
            "{name} differs the second time"
        );
    }
    assert_eq!(differences(&objects(url).await, &complete), NONE);
    assert!(pending(url).await.is_empty());
    assert!(db::migrate(url).await.unwrap().is_empty());
}

#[tokio::test]
async fn two_instances_may_migrate_at_once() {
    let database = TestDatabase::new().await;
    let url = database.url();
    let names = db::revert(url, usize::MAX).await.unwrap().len();
    let (one, other) = tokio::join!(db::migrate(url), db::migrate(url));
    assert_eq!(one.unwrap().len() + other.unwrap().len(), names);
}

#[tokio::test]
async fn a_database_that_is_away_is_named() {
    let error = db::migrate("postgres://shop:s3cret@127.0.0.1:1/vitrine")
        .await
        .unwrap_err();
    let text = format!("{error:#}");
    assert!(
        text.contains("postgres://shop:***@127.0.0.1:1/vitrine"),
        "{text}"
    );
}
