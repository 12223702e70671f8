//! Leaving bad lines out.

use std::fs;

use serde_json::{Value, json};
use server::import::{Options, reject::BadLines};

use crate::import::fixture::{Fixture, options};

const MIXED: &[u8] = b"{\"id\":\"1\",\"title\":\"One\"}\n{\"id\":\"2\"}\n\n{\"id\":\"3\",\"title\":\"\xff\"}\n\
    {\"id\":\"4\",\"title\":\"Four\",\"slug\":\"taken\"}\n{\"id\":\"5\",\"title\":\"Five\",\"slug\":\"five\"}\n";

#[tokio::test]
async fn bad_lines_are_kept_beside_the_file() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    shop.import("first.jsonl", r#"{"id":"0","title":"Taken"}"#)
        .await?;
    let options = Options {
        skip_bad: true,
        ..options(shop.write("mixed.jsonl", MIXED)?)
    };
    let report = shop.import_with(&options).await?;
    assert_eq!((report.counts.created, report.rejected), (2, 3));
    assert_eq!(
        report.rejects_file,
        Some(shop.path("mixed.jsonl.rejects.jsonl"))
    );
    assert_eq!(shop.rows().await?.0, 3);

    let kept = fs::read_to_string(shop.path("mixed.jsonl.rejects.jsonl"))?;
    let kept: Vec<Value> = kept
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    assert_eq!(
        kept,
        [
            json!({"line": 2, "field": "title", "reason": "is missing", "original": "{\"id\":\"2\"}"}),
            json!({
                "line": 4, "field": "line", "reason": "byte 20 of the line (0xFF) is not UTF-8",
                "original": "{\"id\":\"3\",\"title\":\"\u{fffd}\"}",
            }),
            json!({
                "line": 5, "field": "slug", "reason": "\"taken\" is that of another product",
                "original": "{\"id\":\"4\",\"title\":\"Four\",\"slug\":\"taken\"}",
            }),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_path_for_them_can_be_given_but_not_that_of_the_file() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let path = shop.write("mixed.jsonl", MIXED)?;
    let own = Options {
        skip_bad: true,
        rejects: Some(path.clone()),
        ..options(path.clone())
    };
    assert!(shop.import_with(&own).await.is_err());
    assert_eq!(fs::read(&path)?, MIXED);

    let other = Options {
        rejects: Some(shop.path("kept.jsonl")),
        ..own
    };
    shop.import_with(&other).await?;
    assert_eq!(shop.files()?, ["kept.jsonl", "mixed.jsonl"]);
    Ok(())
}

#[tokio::test]
async fn nothing_is_left_behind_when_no_line_is_good() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let options = Options {
        skip_bad: true,
        ..options(shop.write("bad.jsonl", "{}\n{}\n")?)
    };
    let Err(error) = shop.import_with(&options).await else {
        anyhow::bail!("it was imported")
    };
    assert_eq!(error.downcast::<BadLines>()?.total, 2);
    assert_eq!(shop.files()?, ["bad.jsonl"]);
    assert_eq!(shop.rows().await?, (0, 0, 0));
    Ok(())
}

#[tokio::test]
async fn without_bad_lines_there_is_no_file() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let options = Options {
        skip_bad: true,
        ..options(shop.write("a.jsonl", r#"{"id":"1","title":"One"}"#)?)
    };
    let report = shop.import_with(&options).await?;
    assert_eq!((report.rejected, report.rejects_file), (0, None));
    assert_eq!(shop.files()?, ["a.jsonl"]);
    Ok(())
}
