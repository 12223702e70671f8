//! Rules about words that mean the same, by a form.

use http::StatusCode;

use super::world::World;

const PAGE: &str = "/admin/search/synonyms";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_is_added_changed_and_removed_everywhere() {
    let world = World::start().await;
    assert_eq!(world.shown("/search?q=divanette").await.1, "No results");
    // From the search that finds nothing, and back to it.
    let form = "/admin/search/synonyms?q=divanette";
    let add = [("act", "add"), ("rule", "divanette, quokka")];
    let answer = world.post(form, &add).await;
    assert_eq!(answer.location(), "/admin/search/query?q=divanette");
    let page = world.get(answer.location()).await.body;
    let told = "Added divanette, quokka. It touched synonyms. All 2 instances go by it, after ";
    assert!(page.contains(told), "{page}");
    assert!(page.contains("Quokka"), "{page}");
    assert_eq!(world.shown("/search?q=divanette").await.0, ["Quokka"]);

    let id = world
        .site
        .names("SELECT id::text AS name FROM synonyms")
        .await;
    let id = id.first().unwrap().as_str();
    let change = [
        ("act", "change"),
        ("id", id),
        ("rule", "divanette => wombat, cell phone"),
    ];
    let told = world.told(PAGE, &change).await;
    assert!(
        told.starts_with("Changed to divanette =&gt; cell phone, wombat. "),
        "{told}"
    );
    assert!(
        told.ends_with("“cell phone” is found only where products write it as one word."),
        "{told}"
    );
    assert_eq!(world.shown("/search?q=divanette").await.0, ["Wombat"]);
    assert_eq!(
        world.told(PAGE, &change).await,
        "Nothing was changed: all of it was so already."
    );

    let told = world.told(PAGE, &[("act", "remove"), ("id", id)]).await;
    assert!(
        told.starts_with("Removed divanette =&gt; cell phone, wombat. "),
        "{told}"
    );
    assert_eq!(world.shown("/search?q=divanette").await.1, "No results");
    let audit = "SELECT event AS name FROM audit_log WHERE about LIKE 'rule %' ORDER BY id";
    assert_eq!(
        world.site.names(audit).await,
        ["synonym added", "synonym changed", "synonym removed"]
    );
}

#[tokio::test]
async fn what_is_no_rule_is_said_beside_the_field() {
    let world = World::start().await;
    let added = world
        .post(PAGE, &[("act", "add"), ("rule", "sofa, couch")])
        .await;
    assert_eq!(added.location(), PAGE);
    world
        .post(PAGE, &[("act", "add"), ("rule", "tv => television")])
        .await;
    let ids = world
        .site
        .names("SELECT id::text AS name FROM synonyms ORDER BY id")
        .await;
    for (act, rule, said) in [
        (
            "add",
            "sofa",
            "Equivalent terms are two at least, parted by commas.",
        ),
        ("add", "a => b => c", "A rule has one “=&gt;” at most."),
        ("add", "couch,sofa", "Rule 1 says that already."),
        ("change", "Sofa, couch", "Rule 1 says that already."),
        ("add", "", "“” has no letter or digit."),
    ] {
        let fields = [("act", act), ("rule", rule), ("id", ids[1].as_str())];
        let refused = world.post("/admin/search/synonyms?edit=2", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{rule}");
        let said = said.replace("Rule 1", &format!("Rule {}", ids[0]));
        assert!(refused.body.contains(&said), "{said}: {}", refused.body);
        let typed = rule.replace('>', "&gt;");
        assert!(
            refused.body.contains(&format!("value=\"{typed}\"")),
            "{typed}"
        );
    }
    let gone = [("act", "change"), ("rule", "a, b"), ("id", "999")];
    let gone = world.post(PAGE, &gone).await;
    assert!(
        gone.body.contains("This rule is not there any more."),
        "{}",
        gone.body
    );
    let rules = world
        .site
        .names("SELECT terms[1] AS name FROM synonyms ORDER BY id")
        .await;
    assert_eq!(rules, ["couch", "television"]);
}
