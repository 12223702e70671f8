//! Files that are no files of products, and files that never come whole.

use std::{io, io::Write as _};

use axum::body::{Body, Bytes};
use flate2::{Compression, write::GzEncoder};
use http::StatusCode;

use super::world::{World, counts, form, problem, words};
use crate::log_in::site::Site;

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// Nothing of what was refused stays.
async fn assert_nothing_stays(world: &World) {
    assert!(world.files().is_empty(), "{:?}", world.files());
    let count = "SELECT count(*)::text AS name FROM imports";
    assert_eq!(world.one(count).await, "0");
    assert!(world.events().await.is_empty());
}

#[tokio::test]
async fn what_is_no_table_is_refused_in_words() {
    let world = World::start().await;
    let half = gzip(&b"id,title\n1,A\n".repeat(1_000));
    let mut damaged = half.clone();
    damaged[20] ^= 0xff;
    for (content, said) in [
        (b"".to_vec(), "nothing in this one"),
        (b" \n\n".to_vec(), "nothing in it"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(),
            "SVG",
        ),
        (b"<!doctype html><script>alert(1)</script>".to_vec(), "HTML"),
        (b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(), "picture"),
        (b"%PDF-1.7\n".to_vec(), "PDF"),
        (b"PK\x03\x04\x14\0".to_vec(), "zip"),
        (b"[{\"id\":\"1\",\"title\":\"A\"}]".to_vec(), "array"),
        (half[..half.len() / 2].to_vec(), "cut short"),
        (damaged, "damaged"),
        ([0_u8, 1, 2, 3].repeat(100), "not text"),
        (gzip(b"\x89PNG\r\n"), "picture"),
    ] {
        let answer = world.upload("products.csv", &content).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        let page = answer.body.replace("<!>", "");
        assert!(problem(&page).contains(said), "{said}: {}", problem(&page));
        assert!(
            page.contains("enctype=\"multipart/form-data\""),
            "the form is there again"
        );
    }
    assert_nothing_stays(&world).await;
}

#[tokio::test]
async fn there_is_an_end_to_all_sizes() {
    let site = Site::with(&[
        ("VITRINE_UPLOAD_MIB", "1"),
        ("VITRINE_UPLOAD_UNPACKED_MIB", "2"),
        ("VITRINE_ARGON2_MEMORY_KIB", "64"),
        ("VITRINE_ARGON2_ITERATIONS", "1"),
    ])
    .await;
    let world = World::over(site).await;
    let bomb = gzip(&b"1,A\n".repeat(1 << 20));
    assert!(bomb.len() < 64 * 1024);
    for (content, status, said) in [
        (
            vec![b'a'; (1 << 20) + 1],
            StatusCode::PAYLOAD_TOO_LARGE,
            "larger than 1 MiB",
        ),
        (
            vec![b'a'; 5 << 20],
            StatusCode::PAYLOAD_TOO_LARGE,
            "larger than 1 MiB",
        ),
        (
            bomb,
            StatusCode::UNPROCESSABLE_ENTITY,
            "Unpacked, it is larger than 2 MiB",
        ),
    ] {
        let answer = world.upload("a.csv", content).await;
        assert_eq!(answer.status, status, "{said}");
        assert!(problem(&answer.body).contains(said), "{}", answer.body);
    }
    assert_nothing_stays(&world).await;
    // More than any other form may have in it.
    let large = format!("id,title\n{}", "1,A\n".repeat(100_000));
    world.upload("a.csv", large).await.location();
}

#[tokio::test]
async fn what_is_cut_off_leaves_nothing() {
    let world = World::start().await;
    let whole = form("a.csv", &b"id,title\n1,A\n".repeat(1_000));
    let half = Bytes::from(whole[..whole.len() / 2].to_vec());
    let cut = futures::stream::iter([
        Ok(half.clone()),
        Err(io::Error::from(io::ErrorKind::ConnectionReset)),
    ]);
    let answer = world.send(Body::from_stream(cut), &world.cookie).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        problem(&answer.body).contains("did not arrive whole"),
        "{}",
        answer.body
    );
    // A form that ends too early.
    let early = world.send(Body::from(half.clone()), &world.cookie).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    // A client that goes away while we wait for more.
    let stuck = futures::StreamExt::chain(
        futures::stream::iter([Ok::<_, io::Error>(half)]),
        futures::stream::pending(),
    );
    let waiting = world.send(Body::from_stream(stuck), &world.cookie);
    let has_begun = async {
        while world.files().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        _ = waiting => panic!("it is over"),
        () = has_begun => {}
    }
    assert_nothing_stays(&world).await;
}

#[tokio::test]
async fn a_form_without_a_file_is_told_so() {
    let world = World::start().await;
    let nothing = world
        .send(Body::from("------parts--\r\n"), &world.cookie)
        .await;
    assert!(
        problem(&nothing.body).contains("Choose a file"),
        "{}",
        nothing.body
    );
    let plain = world.post("/admin/import", &[("file", "a.csv")]).await;
    assert_eq!(plain.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        problem(&plain.body).contains("Choose a file"),
        "{}",
        plain.body
    );
    assert_nothing_stays(&world).await;
}

/// What can only be known when all of it is read.
#[tokio::test]
async fn what_is_wrong_with_the_whole_file_is_told_by_the_check() {
    let world = World::start().await;
    for (content, said) in [
        (
            "id,title\n1,\"A\n2,B\n",
            "a quoted cell that is never closed",
        ),
        ("id,title\n", "there are no products in it"),
    ] {
        let path = world.bring("a.csv", content).await;
        let page = world.check(&path).await;
        assert!(words(&page).contains(said), "{said}: {}", words(&page));
        assert!(
            words(&page).starts_with("Nothing was written"),
            "{}",
            words(&page)
        );
        assert!(!words(&page).contains('/'), "{}", words(&page));
    }
    // Twice the same number, in CSV and beyond.
    let path = world.bring("a.csv", "id,title\n1,A\n1,B\n").await;
    let told = world.check(&path).await;
    assert!(counts(&told).contains("1 row cannot be imported"), "{told}");
    assert!(told.contains("is also that of line 2"), "{told}");
}

#[tokio::test]
async fn a_file_that_has_gone_is_told_so() {
    let world = World::start().await;
    let path = world.bring("a.csv", "id,title\n1,A\n").await;
    let told = world.check(&path).await;
    for file in world.files() {
        std::fs::remove_file(file).unwrap();
    }
    assert!(world.page(&path).await.contains("not here any more"));
    let run = world.run(&path, &told).await;
    assert_eq!(run.status, StatusCode::CONFLICT);
    assert!(run.body.contains("not here any more"), "{}", run.body);
}
