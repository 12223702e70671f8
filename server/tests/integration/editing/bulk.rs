//! One act on many products: what is told before it, what it does, and taking all of it back.

use http::StatusCode;

use super::world::World;
use crate::log_in::site::Answer;

const BULK: &str = "/admin/products/bulk";

/// What the page of an act says would come of it.
pub(super) fn tally(page: &str) -> &str {
    let (_, rest) = page
        .split_once("class=\"bulk-tally\">")
        .unwrap_or_else(|| panic!("nothing is told: {page}"));
    rest.split('<').next().unwrap_or_default()
}

/// What was told, for the form that confirms it.
pub(super) fn token(page: &str) -> &str {
    let (_, rest) = page
        .split_once("name=\"token\" value=\"")
        .unwrap_or_else(|| panic!("nothing can be confirmed: {page}"));
    rest.split('"').next().unwrap_or_default()
}

impl World {
    /// The page that tells what would come of an act.
    pub(super) async fn ask(&self, query: &str) -> String {
        let page = self.get(&format!("{BULK}?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        page.body.replace("<!>", "")
    }

    pub(super) async fn confirm(&self, query: &str, token: &str) -> Answer {
        self.post(&format!("{BULK}?{query}"), &[("token", token)])
            .await
    }

    /// Does what the page tells; what that was, and what the list says afterwards.
    pub(super) async fn bulk(&self, query: &str) -> (String, String) {
        let page = self.ask(query).await;
        let done = self.confirm(query, token(&page)).await;
        (tally(&page).to_owned(), self.after(&done).await)
    }

    /// Takes an act back, from the list.
    async fn undo_all(&self, act: &str) -> Answer {
        let path = format!("/admin/products/acts/{act}/undo");
        self.post(&path, &[("back", "/admin/products?order=name")])
            .await
    }

    async fn count(&self, condition: &str) -> String {
        let sql = format!("SELECT count(*)::text AS name FROM products WHERE {condition}");
        self.one(&sql).await
    }
}

#[tokio::test]
async fn what_is_told_is_done_in_one_act_and_taken_back_as_one() {
    let world = World::start().await;
    let prepare = "UPDATE products SET status = CASE WHEN id <= 20 THEN 'draft' ELSE 'published' END, name = 'Mark ' || id";
    world.site.execute(prepare).await;
    let before = world.catalogue().await;
    let list = "q=Mark&order=name";
    let query = format!("{list}&which=all&act=publish");
    let page = world.ask(&query).await;
    assert_eq!(
        tally(&page),
        "60 products: 20 will change, 40 already are published."
    );
    assert!(page.contains("Publish 20 products"), "{page}");
    assert_eq!(world.catalogue().await, before, "nothing is done yet");

    let done = world.confirm(&query, token(&page)).await;
    let act = world.last_act().await;
    assert_eq!(
        done.location(),
        format!("/admin/products?{list}&done={act}")
    );
    let shown = world.get(done.location()).await.body;
    assert!(shown.contains("20 products published. It touched 40 tags. The one instance there is goes by it, after "), "{shown}");
    assert!(
        shown.contains(&format!("action=\"/admin/products/acts/{act}/undo\"")),
        "{shown}"
    );
    assert_eq!(world.count("status = 'published'").await, "60");
    let noted = format!(
        "SELECT concat_ws(' ', a.what, u.email, count(h.id)) AS name FROM product_acts a JOIN users u ON u.id = a.user_id
         JOIN product_history h ON h.act = a.id WHERE a.id = {act} GROUP BY a.id, u.email"
    );
    assert_eq!(world.one(&noted).await, "bulk ada@example.com 20");
    let slug = world
        .one("SELECT slug AS name FROM products WHERE id = 7")
        .await;
    assert_eq!(
        world.site.get(&format!("/p/{slug}"), "").await.status,
        StatusCode::OK
    );

    let report = world
        .get(&format!("/admin/products/acts/{act}"))
        .await
        .body
        .replace("<!>", "");
    assert!(report.contains("20 products changed."), "{report}");
    assert!(report.contains("Mark 7</a></strong>: changed"), "{report}");
    let undone = world.undo_all(&act).await;
    assert_eq!(undone.location(), "/admin/products?order=name");
    let told = world.after(&undone).await;
    assert!(
        told.starts_with("Taken back for all 20 products."),
        "{told}"
    );
    assert_eq!(world.catalogue().await, before);
    assert_eq!(
        world.site.get(&format!("/p/{slug}"), "").await.status,
        StatusCode::NOT_FOUND
    );

    let undo = world.last_act().await;
    world
        .post(&format!("/admin/products/acts/{undo}/undo"), &[])
        .await
        .location();
    assert_eq!(
        world.count("status = 'published'").await,
        "60",
        "an undo is an act itself"
    );
    let audit = "SELECT concat_ws(': ', event, about) AS name FROM audit_log WHERE about LIKE '%act%' ORDER BY id";
    assert_eq!(
        world.site.names(audit).await,
        [
            format!("products changed: published: 20 products, act {act}"),
            format!("change taken back: act {act}, 20 products"),
            format!("change taken back: act {undo}, 20 products"),
        ]
    );
}

#[tokio::test]
async fn only_those_that_are_meant_change() {
    let world = World::start().await;
    world
        .site
        .execute("UPDATE products SET status = 'published', category_id = NULL")
        .await;
    let category = world
        .one("SELECT max(id)::text AS name FROM categories")
        .await;
    for (query, tally, changed) in [
        (
            "which=ticked&id=3&id=5&page=1,2,3,4,5&act=archive".to_owned(),
            "2 products: all will change.",
            "status = 'archived' AND id IN (3, 5)",
        ),
        (
            "which=page&id=9&page=3,4&act=draft".to_owned(),
            "2 products: all will change.",
            "status = 'draft' AND id IN (3, 4)",
        ),
        (
            "which=all&status=archived&id=9&act=publish".to_owned(),
            "1 product: 1 will change.",
            "status = 'published' AND id = 5",
        ),
        (
            format!("id=1,2,5&act=category&to={category}"),
            "3 products: all will change.",
            &*format!("category_id = {category} AND id IN (1, 2, 5)"),
        ),
        (
            "id=1,9&act=category&to=none".to_owned(),
            "2 products: 1 will change, 1 already is there.",
            "category_id IS NULL AND id = 1",
        ),
    ] {
        let act = world.last_act().await;
        let (told, _) = world.bulk(&query).await;
        assert_eq!(told, tally, "{query}");
        let touched = format!(
            "SELECT string_agg(product_id::text, ', ' ORDER BY product_id) AS name FROM product_history WHERE act > {act}"
        );
        let touched = world.one(&touched).await;
        let wanted = changed.split(" AND ").last().unwrap();
        let wanted = wanted
            .trim_start_matches("id IN (")
            .trim_start_matches("id = ");
        assert_eq!(touched, wanted.trim_end_matches(')'), "{query}");
        let all = touched.split(", ").count().to_string();
        assert_eq!(world.count(changed).await, all, "{query}");
    }
}

#[tokio::test]
async fn who_is_not_understood_is_told_why_and_nothing_is_done() {
    let world = World::start().await;
    let before = world.catalogue().await;
    for (query, words) in [
        ("act=archive", "No product is ticked."),
        ("which=ticked&page=1,2&act=archive", "No product is ticked."),
        (
            "which=all&act=sell",
            "Please choose on the list what to do.",
        ),
        (
            "id=1&act=price&how=up&amount=lots",
            "A percentage is a number",
        ),
        ("id=1&act=price", "Show what would change"),
        ("id=1&act=category&to=999", "not there any more"),
    ] {
        let page = world.ask(query).await;
        assert!(page.contains(words), "{query}: {page}");
        assert!(!page.contains("name=\"token\""), "{query}: {page}");
        let refused = world.confirm(query, "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(refused.body.contains(words), "{query}: {}", refused.body);
    }
    for token in ["", "x", &"0".repeat(64)] {
        let refused = world.confirm("which=all&act=archive", token).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{token}");
    }
    assert_eq!(world.catalogue().await, before);
}

#[tokio::test]
async fn a_set_that_has_changed_is_asked_about_again() {
    let world = World::start().await;
    world
        .site
        .execute("UPDATE products SET status = 'published', price_minor = 1000")
        .await;
    let archive = "which=all&status=published&act=archive";
    let raise = "which=all&act=price&how=up&amount=10";
    for (query, meanwhile, matters) in [
        // The same number of them, but another one.
        (
            archive,
            "UPDATE products SET status = CASE id WHEN 3 THEN 'draft' ELSE 'published' END WHERE id IN (3, 61)",
            true,
        ),
        (archive, "DELETE FROM products WHERE id = 4", true),
        (
            archive,
            "UPDATE products SET name = 'Other' WHERE id = 5",
            false,
        ),
        (
            raise,
            "UPDATE products SET price_minor = 1001 WHERE id = 6",
            true,
        ),
        (raise, "UPDATE products SET stock = 7 WHERE id = 7", false),
    ] {
        world
            .site
            .execute("INSERT INTO products (sku, slug, name, status) VALUES ('x', 'x', 'X', 'draft') ON CONFLICT DO NOTHING")
            .await;
        let seen = world.ask(query).await;
        let seen = token(&seen).to_owned();
        world.site.execute(meanwhile).await;
        let before = world.catalogue().await;
        let answer = world.confirm(query, &seen).await;
        if !matters {
            let undone = world.last_act().await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{meanwhile}");
            world.undo_all(&undone).await.location();
            assert_eq!(world.catalogue().await, before, "{meanwhile}");
            continue;
        }
        assert_eq!(answer.status, StatusCode::CONFLICT, "{meanwhile}");
        assert!(
            answer.body.contains("These products have changed since"),
            "{}",
            answer.body
        );
        assert_eq!(world.catalogue().await, before, "{meanwhile}");
        // What it tells now can be confirmed.
        let now = token(&answer.body).to_owned();
        assert_ne!(now, seen);
        let done = world.confirm(query, &now).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{meanwhile}");
        world.undo_all(&world.last_act().await).await.location();
        assert_eq!(world.catalogue().await, before, "{meanwhile}");
    }
}

#[tokio::test]
async fn while_others_change_the_same_products_it_waits_and_tries_again() {
    let world = World::start().await;
    world
        .site
        .execute("UPDATE products SET status = 'published'")
        .await;
    let query = "which=all&act=archive";
    let page = world.ask(query).await;
    let mut other = server::db::connect(world.site.database.url())
        .await
        .unwrap();
    let begin = "BEGIN; UPDATE products SET stock = 99 WHERE id = 30";
    server::db::batch(&mut other, "test.sql", begin)
        .await
        .unwrap();
    let waiting = "SELECT count(*)::text AS name FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    let commit = async {
        let waits = async {
            while world.one(waiting).await == "0" {
                tokio::task::yield_now().await;
            }
        };
        let patience = std::time::Duration::from_secs(20);
        tokio::time::timeout(patience, waits)
            .await
            .expect("nobody waits");
        server::db::batch(&mut other, "test.sql", "COMMIT")
            .await
            .unwrap();
    };
    let (done, ()) = tokio::join!(world.confirm(query, token(&page)), commit);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(
        world.count("status = 'archived'").await,
        "60",
        "none is left out"
    );
    assert_eq!(
        world.count("stock = 99 AND id = 30").await,
        "1",
        "nor is theirs overwritten"
    );
}

#[tokio::test]
async fn what_was_changed_since_is_named_and_stays() {
    let world = World::start().await;
    world
        .site
        .execute("UPDATE products SET status = 'published'")
        .await;
    world.bulk("id=1,2,3,4,5&act=archive").await;
    let act = world.last_act().await;
    world
        .save(2, &[("status", "draft"), ("name", "Kept as it is")])
        .await;
    world
        .site
        .execute("DELETE FROM products WHERE id = 3")
        .await;
    // Another field: the product goes back, and this stays.
    world.save(4, &[("stock", "44")]).await;
    let undone = world.undo_all(&act).await;
    let undo = world.last_act().await;
    assert_eq!(undone.location(), format!("/admin/products/acts/{undo}"));
    let page = world.get(undone.location()).await.body.replace("<!>", "");
    for part in [
        "Taken back for 3 of 5 products; 2 have been changed since and stay as they are.",
        "2 products stayed as they were",
        "<a href=\"/admin/products/2\">Kept as it is</a>",
        "<a href=\"/admin/products/3\">Product 3, which is gone</a>",
        &format!("<a href=\"/admin/products/acts/{act}\">act {act}</a>"),
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let now = "SELECT string_agg(id || ' ' || status, ', ' ORDER BY id) AS name FROM products WHERE id <= 5";
    assert_eq!(
        world.one(now).await,
        "1 published, 2 draft, 4 published, 5 published"
    );
    assert_eq!(world.count("id = 4 AND stock = 44").await, "1");
    let again = world.undo_all(&act).await;
    let told = world.after(&again).await;
    assert!(told.starts_with("Nothing was taken back"), "{told}");
}

#[tokio::test]
async fn administrators_delete_many_and_bring_them_back() {
    let mut world = World::start().await;
    let query = "which=all&q=Doomed&act=delete";
    let rename = "UPDATE products SET name = 'Doomed ' || id WHERE id % 2 = 0";
    world.site.execute(rename).await;
    assert_eq!(
        world.get(&format!("{BULK}?{query}")).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(world.confirm(query, "").await.status, StatusCode::FORBIDDEN);
    world.promote().await;
    let page = world.ask(query).await;
    assert_eq!(tally(&page), "30 products: all will be deleted.");
    world.site.redis.forget_confirmations();
    let stale = world.confirm(query, token(&page)).await;
    let back = "/confirm?next=%2Fadmin%2Fproducts%2Fbulk%3Fq%3DDoomed%26which%3Dall%26act%3Ddelete";
    assert_eq!(stale.location(), back);
    world.promote().await;
    let before = world.catalogue().await;
    let (_, told) = world.bulk(query).await;
    assert!(
        told.starts_with("30 products deleted. It touched "),
        "{told}"
    );
    assert_eq!(world.count("true").await, "30");
    let act = world.last_act().await;
    let undone = world.undo_all(&act).await;
    let told = world.after(&undone).await;
    assert!(
        told.starts_with("Taken back for all 30 products."),
        "{told}"
    );
    assert_eq!(world.catalogue().await, before);
    let undo = world.last_act().await;
    // To take that back is to delete them again.
    world.site.redis.forget_confirmations();
    let stale = world.undo_all(&undo).await;
    assert_eq!(
        stale.location(),
        "/confirm?next=%2Fadmin%2Fproducts%3Forder%3Dname"
    );
}

#[tokio::test]
async fn what_came_back_in_great_numbers_is_still_told_from_what_did_not() {
    let mut world = World::start().await;
    world.promote().await;
    let make = "INSERT INTO products (sku, slug, name) SELECT 'D' || i, 'd-' || i, 'Doomed' FROM generate_series(1, 1500) i";
    world.site.execute(make).await;
    let (told, _) = world.bulk("which=all&q=Doomed&act=delete").await;
    assert_eq!(told, "1,500 products: all will be deleted.");
    let act = world.last_act().await;
    // Its address has another owner now.
    world
        .site
        .execute("INSERT INTO products (sku, slug, name) VALUES ('other', 'd-7', 'Other')")
        .await;
    let undone = world.undo_all(&act).await;
    let page = world.get(undone.location()).await.body.replace("<!>", "");
    for part in [
        "Taken back for 1,499 of 1,500 products; 1 ",
        "1,499 products made.",
        "1 product stayed as it was",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    // They came in such numbers that nobody knows which ones they were.
    assert!(!page.contains("Undo all of it"), "{page}");
    assert_eq!(world.count("name = 'Doomed'").await, "1499");
}
