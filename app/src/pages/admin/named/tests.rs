//! Pages of categories and brands, drawn from what the server would say.

use leptos::prelude::*;

use super::{key, outlook::Question, past::Past, ways::Ways};
use crate::model::{
    editing::Choice,
    taxonomy::{Kind, NamedPage, Outlook, PastAct},
};

fn page(kind: Kind) -> NamedPage {
    NamedPage {
        kind,
        id: 7,
        version: 3,
        name: "Lamps <b>".to_owned(),
        slug: "lamps".to_owned(),
        above: vec!["Home".to_owned()],
        parent: Some(1),
        href: "/c/home/lamps".to_owned(),
        own: 2,
        all: 5,
        children: 1,
        places: vec![Choice {
            value: "1".to_owned(),
            label: "Home".to_owned(),
        }],
        others: vec![Choice {
            value: "9".to_owned(),
            label: "Lights".to_owned(),
        }],
        old: Vec::new(),
        past: Vec::new(),
        may_edit: true,
        told: None,
    }
}

fn assert_holds(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn the_key_is_read_from_the_address_alone() {
    for (path, found) in [
        ("/admin/categories/7", Some(7)),
        ("/admin/categories/7/move", Some(7)),
        ("/admin/categories/x", None),
        ("/admin/brands/7", None),
        ("/admin/categories", None),
    ] {
        assert_eq!(key(Kind::Category, path), found, "{path}");
    }
}

#[test]
fn a_category_can_be_moved_and_merged_but_not_deleted_with_what_is_in_it() {
    let draw = |page| Owner::new().with(|| view! { <Ways page /> }.to_html());
    let html = draw(page(Kind::Category));
    assert_holds(
        &html,
        &[
            "action=\"/admin/categories/7/move\"",
            "<option value=\"1\" selected>Home",
            "action=\"/admin/categories/7/merge\"",
            "<option value=\"9\">Lights",
            "Merge it into another category instead",
        ],
    );
    assert!(!html.contains("/delete"), "{html}");
    let empty = NamedPage {
        own: 0,
        children: 0,
        ..page(Kind::Brand)
    };
    let html = draw(empty);
    assert_holds(
        &html,
        &[
            "action=\"/admin/brands/7/delete\"",
            "Delete “Lamps &lt;b&gt;”",
            "list=\"brands\"",
        ],
    );
    assert!(!html.contains("/move"), "{html}");
}

#[test]
fn what_is_in_the_way_has_no_button() {
    let outlook = Outlook {
        kind: Kind::Category,
        id: 7,
        name: "Lamps".to_owned(),
        question: "Move “Lamps” to the top?".to_owned(),
        facts: vec!["4 addresses will lead to the new ones.".to_owned()],
        token: Some("abc".to_owned()),
        problem: None,
        button: "Move “Lamps”".to_owned(),
    };
    let draw = |outlook: Outlook| {
        let own = "/admin/categories/7/move".to_owned();
        Owner::new().with(|| {
            leptos_meta::provide_meta_context();
            view! { <Question outlook own /> }.to_html()
        })
    };
    let html = draw(outlook.clone());
    assert_holds(
        &html,
        &[
            "method=\"post\" action=\"/admin/categories/7/move\"",
            "value=\"abc\"",
            "4 addresses will lead",
        ],
    );
    let html = draw(Outlook {
        token: None,
        problem: Some("It is there already.".to_owned()),
        ..outlook
    });
    assert_holds(&html, &["role=\"alert\"", "It is there already."]);
    assert!(!html.contains("<form"), "{html}");
}

#[test]
fn an_act_can_be_taken_back_by_who_may() {
    let act = |may_undo| PastAct {
        id: 12,
        at: "2026-01-02 03:04".to_owned(),
        who: "Ada".to_owned(),
        what: "Moved category “Lamps”".to_owned(),
        products: 0,
        may_undo,
    };
    let draw = |may_undo| {
        let past = vec![act(may_undo)];
        Owner::new().with(|| view! { <Past kind=Kind::Brand past back=Some(7) /> }.to_html())
    };
    assert_holds(
        &draw(true),
        &[
            "action=\"/admin/brands/acts/12/undo\"",
            "name=\"back\" value=\"7\"",
            "aria-label=\"Undo: Moved category “Lamps”\"",
        ],
    );
    assert!(!draw(false).contains("<form"));
}
