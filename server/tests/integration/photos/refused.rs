//! What is no photograph, who may bring none, and when there is no room.

use axum::body::{Body, Bytes};
use http::{Request, StatusCode};
use image::ImageFormat;
use tower::ServiceExt as _;

use super::world::{World, form, picture, png, problem, request};
use crate::log_in::site::{EMAIL, Site};

/// Hashes that cost next to nothing.
const CHEAP: [(&str, &str); 2] = [
    ("VITRINE_ARGON2_MEMORY_KIB", "64"),
    ("VITRINE_ARGON2_ITERATIONS", "1"),
];

/// Nothing of what was refused stays.
async fn assert_nothing_stays(world: &World) {
    assert!(world.files().is_empty(), "{:?}", world.files());
    let rows = "SELECT count(*)::text AS name FROM products WHERE photos <> '[]'";
    assert_eq!(world.one(rows).await, "0");
}

fn header_of_a_bomb() -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    png.extend(50_000_u32.to_be_bytes());
    png.extend(50_000_u32.to_be_bytes());
    png.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
    png
}

#[tokio::test]
async fn what_is_no_photograph_is_refused_in_words_and_nothing_typed_is_lost() {
    let world = World::start().await;
    let whole = picture(300, 300, 7, ImageFormat::Jpeg);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    for (file, said) in [
        (&b""[..], "nothing in this file"),
        (svg, "an SVG drawing"),
        (b"<!doctype html><script>alert(1)</script>", "an HTML page"),
        (b"GIF89a/*<script>alert(1)</script>*/", "a GIF"),
        (&header_of_a_bomb(), "50000 × 50000 pixels"),
        (&whole[..whole.len() / 2], "cut short"),
        (b"\xff\xd8\xff\xe0", "cut short"),
        (b"just text", "no picture that is known"),
    ] {
        let answer = world.bring("A \"desk\"", file).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        let words = problem(&answer.body, "file");
        assert!(words.contains(said), "{said}: {words}");
        assert!(
            answer.body.contains("value=\"A &quot;desk&quot;\""),
            "{said}: {}",
            answer.body
        );
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
    let nothing = world.bring(" ", b"").await;
    assert!(problem(&nothing.body, "file").contains("nothing in this file"));
    assert!(
        problem(&nothing.body, "alt").contains("what it shows"),
        "both are told"
    );
    let no_text = world.bring(" \n", &png(10, 10, 1)).await;
    assert_eq!(no_text.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(problem(&no_text.body, "alt").contains("what it shows"));
    // A form that was never finished, and one that is no such form.
    let half = form("A desk", "a.png", &png(10, 10, 1));
    let half = world
        .send("/admin/products/7/photos", half[..half.len() - 40].to_vec())
        .await;
    assert!(
        problem(&half.body, "file").contains("did not arrive whole"),
        "{}",
        half.body
    );
    let other = world
        .post("/admin/products/7/photos", &[("alt", "A desk")])
        .await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_nothing_stays(&world).await;
}

#[tokio::test]
async fn a_file_may_be_so_large() {
    let world = World::start().await;
    for (size, status) in [
        (11 << 20, StatusCode::PAYLOAD_TOO_LARGE),
        (30 << 20, StatusCode::PAYLOAD_TOO_LARGE),
        (10 << 20, StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let answer = world.bring("A desk", &vec![b'x'; size]).await;
        assert_eq!(answer.status, status, "{size}");
        let words = problem(&answer.body, "file");
        let is_size = words.contains("larger than 10 MiB");
        assert_eq!(is_size, status == StatusCode::PAYLOAD_TOO_LARGE, "{words}");
        assert!(answer.body.contains("value=\"A desk\""), "{size}");
    }
    assert_nothing_stays(&world).await;
}

#[tokio::test]
async fn one_photograph_is_there_once_and_there_is_an_end_to_them() {
    let world = World::start().await;
    let file = png(10, 10, 1);
    world.add("A desk", &file).await;
    let again = world.bring("The same", &file).await;
    assert!(
        problem(&again.body, "file").contains("there already"),
        "{}",
        again.body
    );
    world
        .site
        .by_hand(
            "UPDATE products SET photos = (
                 SELECT jsonb_agg(jsonb_build_object('hash', md5(n::text), 'width', 1, 'height', 1, 'alt', 'n'))
                 FROM generate_series(1, 20) AS n) WHERE id = 7",
        )
        .await;
    let more = world.bring("A desk", &png(10, 10, 2)).await;
    assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        more.body.contains("20 photographs at most"),
        "{}",
        more.body
    );
    assert!(
        !more.body.contains("type=\"file\""),
        "there is no form for another"
    );
}

#[tokio::test]
async fn only_editors_bring_photographs_and_only_for_products() {
    let world = World::start().await;
    let body = || form("A desk", "a.png", &png(10, 10, 1));
    for path in [
        "/admin/products/999/photos",
        "/admin/products/x/photos",
        "/admin/products/99999999999999999999/photos",
    ] {
        assert_eq!(
            world.send(path, body()).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let list = "/admin/products/999/photos/list";
    assert_eq!(
        world.post(list, &[("act", "save")]).await.status,
        StatusCode::NOT_FOUND
    );
    let forms = ["/admin/products/7/photos", "/admin/products/7/photos/list"];
    for path in forms {
        let to = "/log-in?next=%2Fadmin%2Fproducts%2F7";
        let guest = world.site.post(path, "", &[("act", "save")]).await;
        assert!(
            guest.location().starts_with(to),
            "{path}: {}",
            guest.location()
        );
    }
    let guest = world.site.send(request(forms[0]), "", body().into()).await;
    assert!(guest.location().starts_with("/log-in?"));
    for role in ["customer", "viewer"] {
        let change = format!("UPDATE users SET role = '{role}' WHERE email = '{EMAIL}'");
        world.site.execute(&change).await;
        for path in forms {
            let refused = world.post(path, &[("act", "save")]).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role} {path}");
        }
        let refused = world.send(forms[0], body()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role}");
    }
    let page = world.editor().await;
    assert!(
        page.contains("Photographs") && !page.contains("type=\"file\""),
        "{page}"
    );
    world.site.execute("UPDATE users SET role = 'editor'").await;
    let foreign = Request::post(forms[0])
        .header("host", "shop.example")
        .header("origin", "https://evil.example")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "multipart/form-data; boundary=----parts");
    let refused = world.site.send(foreign, &world.cookie, body().into()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_nothing_stays(&world).await;
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_told() {
    let site = Site::with(&[CHEAP[0], CHEAP[1]]).await;
    site.execute(
        "INSERT INTO products (id, sku, slug, name) OVERRIDING SYSTEM VALUE VALUES (7, 'k', 'k', 'K')",
    )
    .await;
    let world = World::over(site).await;
    // A file stands where the folder should be.
    let folder = &world.site.state.config.pictures.folder;
    std::fs::write(folder, "").unwrap();
    let answer = world.bring("A desk", &png(10, 10, 1)).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    let words = problem(&answer.body, "file");
    assert!(words.contains("cannot write to its folder"), "{words}");
    assert!(answer.body.contains("value=\"A desk\""));
    let column = "SELECT photos::text AS name FROM products WHERE id = 7";
    assert_eq!(world.one(column).await, "[]");
}

/// A body of which the beginning comes, and the rest never.
fn endless() -> Body {
    let start = form("A desk", "a.png", &png(10, 10, 1));
    let start = Bytes::copy_from_slice(&start[..start.len() - 40]);
    let pieces = futures::stream::once(async { Ok::<_, std::io::Error>(start) });
    Body::from_stream(futures::StreamExt::chain(
        pieces,
        futures::stream::pending(),
    ))
}

#[tokio::test]
async fn who_comes_while_others_bring_theirs_is_told_when_to_come_back() {
    let world = World::start().await;
    let path = "/admin/products/7/photos";
    let send = || {
        let request = request(path).header("cookie", &world.cookie);
        let request = request.body(endless()).unwrap();
        tokio::spawn(world.site.router().oneshot(request))
    };
    let mut others: Vec<_> = (0..4).map(|_| send()).collect();
    let patience = std::time::Duration::from_secs(20);
    let refused = async {
        loop {
            let answer = world.bring("A desk", &png(10, 10, 1)).await;
            if answer.status == StatusCode::SERVICE_UNAVAILABLE
                && problem(&answer.body, "file").contains("try again soon")
            {
                return answer;
            }
            // One that was turned away, on a machine with other things to do, comes again.
            for other in others.iter_mut().filter(|other| other.is_finished()) {
                *other = send();
            }
        }
    };
    let refused = tokio::time::timeout(patience, refused)
        .await
        .expect("all are taken");
    assert_eq!(refused.headers["retry-after"], "10");
    for other in others {
        other.abort();
    }
    let taken = async {
        while world.bring("A desk", &png(10, 10, 200)).await.status != StatusCode::SEE_OTHER {}
    };
    tokio::time::timeout(patience, taken)
        .await
        .expect("places are free again");
}
