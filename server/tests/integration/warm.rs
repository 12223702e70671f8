//! Warming: what people ask for most is there before they ask.

use server::{insight::counts::Counting, router, warm};

use crate::support::{
    catalog::any_slug,
    site::{NO_REDIS, Site},
};

#[tokio::test]
async fn the_pages_asked_for_most_are_made_before_anybody_asks() {
    let site = Site::start(200, NO_REDIS).await;
    let slug = any_slug(&site.catalogue.pool).await;
    let asked = format!(
        "INSERT INTO product_views VALUES ('{slug}', 5, 1), ('removed', 2, 1);
         INSERT INTO searches SELECT (now() AT TIME ZONE 'UTC')::date - days, words, asked, 0, 3, 0
             FROM (VALUES (0, 'steel', 9), (20, 'steel', 9), (40, 'of old', 99)) AS given (days, words, asked)"
    );
    site.catalogue.execute(&asked).await;

    let warmed = warm::warm(&router::build(&site.state), &site.state.pool)
        .await
        .expect("a database");
    assert_eq!((warmed.pages, warmed.failed), (4, 0));
    for path in ["/", "/search?q=steel", &format!("/p/{slug}")] {
        let answer = site.get(path).await;
        assert_eq!(answer.header("cache-status"), "vitrine; hit", "{path}");
    }

    // Nobody looked at these pages but the three requests above, and the front page is not counted.
    let counting = Counting::start(site.state.counts.clone(), site.state.pool.clone());
    counting.finish(std::time::Duration::from_secs(10)).await;
    let sums = "SELECT concat_ws(' ', sum(views), (SELECT sum(asked) FROM searches)) AS name FROM product_views";
    assert_eq!(site.catalogue.names(sums).await, ["8 118"]);
}
