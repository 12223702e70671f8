//! Pinned and hidden products, from the form to every instance's pages.

use server::catalog::edit::{ProductEdit, Status};

use super::world::World;

const QUOKKA: &str = "/search?q=quokka";
const WOMBAT: &str = "/search?q=wombat";

fn results(names: &[&'static str]) -> (Vec<&'static str>, String) {
    let range = match names.len() {
        0 => "No results".to_owned(),
        total => format!("1–{total} of {total}"),
    };
    (names.to_vec(), range)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_instances_go_by_it_and_other_searches_stay_kept() {
    let world = World::start().await;
    for _ in 0..2 {
        assert_eq!(world.shown(QUOKKA).await, results(&["Quokka"]));
        assert_eq!(world.shown(WOMBAT).await, results(&["Wombat"]));
    }
    let told = world.care("pin", "2", "1").await;
    assert!(
        told.starts_with(
            "Pinned Zorilla at place 1. It touched care:quokka. All 2 instances go by it, after "
        ),
        "{told}"
    );
    let before = world.made();
    assert_eq!(world.shown(WOMBAT).await, results(&["Wombat"]));
    assert_eq!(world.made(), before, "another search was dropped");
    // It does not match, and stands first; writing makes no difference.
    assert_eq!(world.shown(QUOKKA).await, results(&["Zorilla", "Quokka"]));
    let loud = world.shown("/search?q=++QUOKKA").await;
    assert_eq!(loud, results(&["Zorilla", "Quokka"]));
    assert!(world.made() > before);
    // Words are what it is about: with others nothing is said.
    assert_eq!(world.shown("/search?q=quokkas").await.0, ["Quokka"]);

    let told = world.care("hide", "1", "").await;
    assert!(
        told.starts_with("Hid Quokka. It touched care:quokka."),
        "{told}"
    );
    for path in [
        QUOKKA,
        "/search?q=quokka&sort=price",
        "/search?q=quokka&sort=newest",
    ] {
        assert_eq!(world.shown(path).await, results(&["Zorilla"]), "{path}");
    }
    // Nothing is done twice.
    let again = world.care("hide", "1", "").await;
    assert_eq!(again, "Nothing was changed: all of it was so already.");
    for product in ["1", "2"] {
        let told = world.care("forget", product, "").await;
        assert!(told.starts_with("Let go of "), "{told}");
    }
    assert_eq!(world.shown(QUOKKA).await, results(&["Quokka"]));

    let audit = "SELECT concat_ws(': ', event, about) AS name FROM audit_log WHERE about LIKE '%“%' ORDER BY id";
    assert_eq!(
        world.site.names(audit).await,
        [
            "pinned in a search: product 2 in “quokka”",
            "hidden from a search: product 1 in “quokka”",
            "search let go of: product 1 in “quokka”",
            "search let go of: product 2 in “quokka”",
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pinned_product_stands_there_while_it_is_sold() {
    let world = World::start().await;
    world.care("pin", "2", "1").await;
    let set = async |status| {
        let edit = ProductEdit {
            status: Some(status),
            ..ProductEdit::default()
        };
        world.site.state.writer().edit(2, &edit).await.unwrap();
    };
    for _ in 0..2 {
        assert_eq!(world.shown(QUOKKA).await, results(&["Zorilla", "Quokka"]));
        set(Status::Draft).await;
        assert_eq!(world.shown(QUOKKA).await, results(&["Quokka"]));
        let page = world.get("/admin/search/query?q=quokka").await.body;
        assert!(
            page.contains("Pinned, but not sold at the moment"),
            "{page}"
        );
        set(Status::Published).await;
    }
    // With a filter that it does not pass it is not there, and not counted.
    world
        .site
        .by_hand(
            "UPDATE products SET price_minor = CASE id WHEN 1 THEN 1000 ELSE 900000 END WHERE id IN (1, 2)",
        )
        .await;
    assert_eq!(
        world.shown("/search?q=quokka&max=20").await,
        results(&["Quokka"])
    );
    assert_eq!(
        world.shown("/search?q=quokka&min=20").await,
        results(&["Zorilla"])
    );
    // It takes its pin along when it goes.
    world
        .site
        .by_hand("DELETE FROM products WHERE id = 2")
        .await;
    assert_eq!(world.shown(QUOKKA).await, results(&["Quokka"]));
    let rows = world
        .site
        .names("SELECT words AS name FROM search_care")
        .await;
    assert_eq!(rows, [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_by_hand_counts_as_well() {
    let world = World::start().await;
    assert_eq!(world.shown(QUOKKA).await, results(&["Quokka"]));
    assert_eq!(world.shown(WOMBAT).await, results(&["Wombat"]));
    world
        .site
        .by_hand(
            "INSERT INTO search_care VALUES ('quokka', 2, 1), ('quokka', 3, 2), ('Wombat', 1, 1)",
        )
        .await;
    assert_eq!(
        world.shown(QUOKKA).await,
        results(&["Zorilla", "Wombat", "Quokka"])
    );
    // No search is kept in such letters.
    assert_eq!(world.shown(WOMBAT).await, results(&["Wombat"]));
    world
        .site
        .by_hand("UPDATE search_care SET place = 3 - place WHERE words = 'quokka'")
        .await;
    assert_eq!(
        world.shown(QUOKKA).await,
        results(&["Wombat", "Zorilla", "Quokka"])
    );
    world.site.execute("TRUNCATE search_care").await;
    world
        .site
        .by_hand("INSERT INTO search_care VALUES ('lamp', 1, 1)")
        .await;
    assert_eq!(world.shown(QUOKKA).await, results(&["Quokka"]));
    // One that starts knows it, too.
    world.care("pin", "3", "").await;
    let late = world.site.twin().await;
    let page = late.get(QUOKKA, "").await.body;
    assert!(page.contains("Wombat"), "{page}");
}

#[tokio::test]
async fn the_page_of_a_search_shows_both_sides_and_finds_products() {
    let world = World::start().await;
    world.care("pin", "2", "").await;
    world.care("hide", "1", "").await;
    let page = world
        .get("/admin/search/query?q=QUOKKA&find=womb")
        .await
        .body;
    let page = page.replace("<!>", "");
    let (shown, without) = page.split_once("Without pins and hidden products").unwrap();
    assert!(shown.contains("Pinned at 1"), "{page}");
    assert!(shown.contains("aria-label=\"Pin Wombat\""), "{page}");
    assert!(
        without.contains("<span class=\"care-moved\">hidden</span>"),
        "{page}"
    );
    assert!(page.contains("aria-label=\"Show again Quokka\""), "{page}");
    // Why a card stands there is said to shoppers, too.
    let why = world.get("/why?q=quokka&product=2").await.body;
    assert!(
        why.contains("The shop itself put this product at place 1"),
        "{why}"
    );
    let none = world.get("/why?q=quokka&product=1").await;
    assert_eq!(none.status, 404);
    let report = world.get("/admin/search").await.body;
    assert!(report.contains("/admin/search/query?q=quokka"), "{report}");
}
