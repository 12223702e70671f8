//! What many people search for is proposed, and nobody can put words into it.

use server::insight::suggestions::refresh;

use crate::support::site::Site;

async fn proposed(site: &Site, typed: &str) -> Vec<String> {
    let page = site.get(&format!("/suggest?q={typed}")).await.body;
    let links = page.split("href=\"/search?q=").skip(1);
    links
        .map(|rest| rest.split('"').next().unwrap_or_default().replace('+', " "))
        .collect()
}

/// Has each of these been asked so often today.
async fn ask(site: &Site, searches: &[(&str, u32)]) {
    for (words, asked) in searches {
        let sql = format!(
            "INSERT INTO searches VALUES ((now() AT TIME ZONE 'UTC')::date, '{words}', {asked}, 0, 9, 0)"
        );
        site.catalogue.execute(&sql).await;
    }
}

#[tokio::test]
async fn only_what_many_ask_and_products_say_is_proposed() {
    let site = Site::without_redis(50).await;
    site.catalogue
        .execute(
            "UPDATE products SET name = 'Quokka lamp', description = 'Warm light' WHERE id = 1;
             UPDATE products SET name = 'Quokka zorilla' WHERE id = 2",
        )
        .await;
    site.touch(&["product:1", "product:2"]).await;
    ask(
        &site,
        &[
            ("quokka lamp", 6),
            ("quokka zorilla", 9),
            // Too seldom.
            ("quokka warm", 4),
            // No product has all of that; no product has this at all; not words alone; too long.
            ("quokka zorilla lamp", 900),
            ("quokka is a thief", 900),
            ("quokkq zorilla", 900),
            ("\"quokka zorilla\"", 900),
            ("quokka -lamp", 900),
            ("quokka https://evil.test", 900),
            ("quokka quokka quokka quokka quokka quokka quokka", 900),
        ],
    )
    .await;
    assert!(
        !proposed(&site, "quo")
            .await
            .contains(&"quokka lamp".to_owned())
    );
    assert_eq!(
        refresh(&site.state.pool, site.state.replica.index())
            .await
            .unwrap(),
        2
    );
    assert_eq!(
        proposed(&site, "quo").await[..2],
        ["quokka zorilla", "quokka lamp"]
    );
    assert_eq!(proposed(&site, "Quokka+l").await[0], "quokka lamp");

    // A catalogue that does not say so any more takes it out at once.
    site.catalogue
        .execute("UPDATE products SET status = 'archived' WHERE id = 2")
        .await;
    site.touch(&["product:2"]).await;
    assert!(
        !proposed(&site, "quokka+z")
            .await
            .contains(&"quokka zorilla".to_owned())
    );
}
