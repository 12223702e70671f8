//! Files of every form.

use serde_json::json;
use server::import::{Options, record::Format};

use crate::import::fixture::{Fixture, gzip, options};

const CSV: &str = "id,title,description,category,price_cents,rating,attributes,attr:colour,attr: size ,x_ours\n\
    1,\"Table, oak\",\"It says \"\"solid\"\",\nand it is\",Home > Tables,1000,4.5,\"{\"\"legs\"\":4}\",brown,L,x\n\
    \n\
    2,3.3\" Disc,,,,,,,,\n";

#[tokio::test]
async fn csv_arrives_as_jsonl_would() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    assert_eq!(shop.import("a.csv", CSV).await?.counts.created, 2);
    let products = shop.products().await?;
    assert_eq!(products[0]["name"], "Table, oak");
    assert_eq!(products[0]["description"], "It says \"solid\",\nand it is");
    assert_eq!(products[0]["category"], "home/tables");
    assert_eq!(products[0]["price_minor"], 1000);
    assert_eq!(
        products[0]["attributes"],
        json!({"legs": "4", "colour": "brown", "size": "L"})
    );
    assert_eq!(products[1]["name"], "3.3\" Disc");
    assert_eq!(products[1]["attributes"], json!({}));
    Ok(())
}

#[tokio::test]
async fn the_windows_way_of_saving_is_understood() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let content = format!("\u{feff}{}", CSV.replace('\n', "\r\n"));
    assert_eq!(shop.import("a.CSV", content).await?.counts.created, 2);
    assert_eq!(
        shop.products().await?[0]["description"],
        "It says \"solid\",\nand it is"
    );
    Ok(())
}

#[tokio::test]
async fn gzip_is_seen_by_its_first_bytes() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let path = shop.write("products", gzip(CSV.as_bytes())?)?;
    let options = Options {
        format: Some(Format::Csv),
        ..options(path)
    };
    assert_eq!(shop.import_with(&options).await?.counts.created, 2);
    // Files joined end to end are one.
    let two = [
        gzip(b"{\"id\":\"3\",\"title\":\"Three\"}\n")?,
        gzip(b"{\"id\":\"4\",\"title\":\"Four\"}")?,
    ];
    assert_eq!(
        shop.import("b.jsonl.gz", two.concat())
            .await?
            .counts
            .created,
        2
    );
    Ok(())
}

#[tokio::test]
async fn files_that_cannot_be_read_say_why() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let good = "{\"id\":\"1\",\"title\":\"One\"}\n".repeat(5_000);
    let mut cut = gzip(good.as_bytes())?;
    cut.truncate(cut.len() - 12);
    let cases: [(&str, Vec<u8>, &str); 16] = [
        ("cut.jsonl.gz", cut, "cut short"),
        ("empty.jsonl", Vec::new(), "no products"),
        ("blank.jsonl", b"\n  \r\n\n".to_vec(), "no products"),
        ("empty.csv", Vec::new(), "no products"),
        ("header.csv", b"id,title\n".to_vec(), "no products"),
        (
            "other.csv",
            b"sku,name\n1,One\n".to_vec(),
            "no column is named \"id\", only sku, name",
        ),
        (
            "half.csv",
            b"id,name\n1,One\n".to_vec(),
            "no column is named \"title\"",
        ),
        (
            "semicolons.csv",
            b"id;title\n1;One\n".to_vec(),
            "not semicolons",
        ),
        (
            "twice.csv",
            b"id,title,id\n1,One,2\n".to_vec(),
            "columns 1 and 3",
        ),
        (
            "nameless.csv",
            b"id,title,\n1,One,\n".to_vec(),
            "column 3 has no name",
        ),
        (
            "open.csv",
            b"id,title\n1,\"One\n2,Two\n".to_vec(),
            "record of line 2",
        ),
        (
            "latin.csv",
            b"id,title,caf\xe9\n".to_vec(),
            "byte 13 of the line (0xE9) is not UTF-8",
        ),
        ("utf16.jsonl", b"\xff\xfe{\0}\0".to_vec(), "UTF-16"),
        ("zip.jsonl", b"PK\x03\x04rest".to_vec(), "zip"),
        ("list.txt", b"{}".to_vec(), "--format"),
        ("products.json", b"[]".to_vec(), "--format"),
    ];
    for (name, content, expected) in cases {
        let Err(error) = shop.import(name, content).await else {
            anyhow::bail!("{name} was imported")
        };
        let message = format!("{error:#}");
        assert!(message.contains(expected), "{name}: {message}");
    }
    for (path, expected) in [
        (shop.path("missing.jsonl"), "cannot open"),
        (shop.path(""), "directory"),
    ] {
        let options = Options {
            format: Some(Format::Jsonl),
            ..options(path)
        };
        let Err(error) = shop.import_with(&options).await else {
            anyhow::bail!("it was imported")
        };
        assert!(format!("{error:#}").contains(expected), "{error:#}");
    }
    assert_eq!(shop.rows().await?, (0, 0, 0));
    Ok(())
}
