//! How files are read, and what their columns are said to be.

use http::StatusCode;

use super::world::{World, counts, problem, selected};

#[tokio::test]
async fn what_others_write_is_understood() {
    let world = World::start().await;
    let text = "SKU;Name;Colour;Brand\nß1;Crème;rot;Müller & Söhne\n";
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat();
    for (content, encoding) in [
        (text.as_bytes().to_vec(), "utf-8"),
        (marked, "utf-8"),
        (latin, "windows-1252"),
        ([vec![0xff, 0xfe], utf16.clone()].concat(), "utf-16le"),
        (utf16, "utf-16le"),
    ] {
        let path = world.bring("a.txt", &content).await;
        let page = world.page(&path).await;
        for chosen in ["semicolon", encoding] {
            let option = format!("<option value=\"{chosen}\" selected");
            assert!(page.contains(&option), "{encoding}: {page}");
        }
        let values: Vec<String> = selected(&page)
            .into_iter()
            .map(|(_, value)| value)
            .collect();
        assert_eq!(values, ["id", "title", "", "brand"], "{encoding}");
        let fields = [
            ("act", "check"),
            ("column0", "id"),
            ("column1", "title"),
            ("column2", "attr:Colour"),
            ("column3", "brand"),
        ];
        world.post(&path, &fields).await.location();
        let told = world.rested(&path).await;
        assert!(
            counts(&told).starts_with("1 product would be made"),
            "{encoding}: {told}"
        );
        assert!(told.contains("<ins>Müller &amp; Söhne</ins>"), "{told}");
        assert!(
            told.contains("{&quot;Colour&quot;:&quot;rot&quot;}") || told.contains("Colour"),
            "{told}"
        );
    }
}

#[tokio::test]
async fn a_file_is_read_in_another_way_when_that_is_wanted() {
    let world = World::start().await;
    let path = world.bring("a.csv", "id,title;with,more\n1,A;b,c\n").await;
    assert_eq!(selected(&world.page(&path).await).len(), 3);
    let other = [
        ("act", "read"),
        ("delimiter", "semicolon"),
        ("encoding", "utf-8"),
    ];
    assert_eq!(world.post(&path, &other).await.location(), path);
    let page = world.page(&path).await;
    assert_eq!(selected(&page).len(), 2, "{page}");
}

#[tokio::test]
async fn a_choice_that_cannot_be_is_said_and_kept() {
    let world = World::start().await;
    let path = world.bring("a.csv", "a,a,c\n1,A,x\n").await;
    for (fields, said) in [
        (
            [("column0", ""), ("column1", "title"), ("column2", "")],
            "which column is id",
        ),
        (
            [("column0", "id"), ("column1", "id"), ("column2", "title")],
            "both to be id",
        ),
        (
            [
                ("column0", "attr:a"),
                ("column1", "attr:a"),
                ("column2", "title"),
            ],
            "attribute",
        ),
    ] {
        let fields = [fields.as_slice(), &[("act", "check")]].concat();
        let answer = world.post(&path, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.body.replace("<!>", "");
        assert!(problem(&page).contains(said), "{said}: {page}");
        let chosen = selected(&page);
        for (name, value) in &fields[..3] {
            assert!(
                chosen.contains(&((*name).to_owned(), (*value).to_owned())),
                "{page}"
            );
        }
    }
    let fields = [
        ("act", "check"),
        ("column0", "id"),
        ("column1", "title"),
        ("column2", ""),
    ];
    world.post(&path, &fields).await.location();
    assert!(counts(&world.rested(&path).await).starts_with("1 product would be made"));
}

#[tokio::test]
async fn names_of_json_that_mean_nothing_can_be_given_a_meaning() {
    let world = World::start().await;
    let file = "{\"id\":\"1\",\"Heading\":\"A\",\"Colour\":7}\n{\"id\":\"2\",\"Heading\":\"B\",\"attributes\":{\"x\":\"y\"},\"Colour\":null}\n";
    let path = world.bring("a.jsonl", file).await;
    let page = world.page(&path).await;
    assert_eq!(selected(&page).len(), 2, "{page}");
    let fields = [
        ("act", "check"),
        ("column0", "attr:Colour"),
        ("column1", "title"),
    ];
    let heading_first = page.find("Heading").unwrap() < page.find("Colour").unwrap();
    let fields = if heading_first {
        [
            ("act", "check"),
            ("column0", "title"),
            ("column1", "attr:Colour"),
        ]
    } else {
        fields
    };
    world.post(&path, &fields).await.location();
    let told = world.rested(&path).await;
    assert!(
        counts(&told).starts_with("2 products would be made"),
        "{told}"
    );
    world.run(&path, &told).await.location();
    world.rested(&path).await;
    let made = "SELECT concat_ws(' ', name, attributes) AS name FROM products WHERE sku IN ('1', '2') ORDER BY sku";
    assert_eq!(
        world.site.names(made).await,
        ["A {\"Colour\": \"7\"}", "B {\"x\": \"y\"}"]
    );
}

#[tokio::test]
async fn bad_rows_come_back_with_their_reasons() {
    let world = World::start().await;
    let file = "id;title;stock\n1;A;x\n2;B;2\n1;C;3\n4;\"D;d\";-1\n5;E\n6;F\u{0};1\n";
    let path = world.bring("a.csv", file).await;
    let told = world.check(&path).await;
    assert_eq!(
        counts(&told),
        "2 products would be made, 0 changed, 0 stay as they are; 4 rows cannot be imported."
    );
    for part in [
        "must be a whole number",
        "has 2 cells under 3 columns",
        "NUL",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let jsonl = world.get(&format!("{path}/rejects?format=jsonl")).await;
    assert_eq!(jsonl.body.lines().count(), 4);
    let csv = world.get(&format!("{path}/rejects?format=csv")).await.body;
    assert!(
        csv.starts_with("id;title;stock;x_reason\r\n1;A;x;"),
        "{csv}"
    );
    assert!(csv.contains("4;\"D;d\";-1;"), "{csv}");
    let none = world.get(&format!("{path}/rejects?format=xml")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);

    // All or nothing, unless somebody says otherwise.
    let fields = [("act", "run"), ("token", super::world::token(&told))];
    let answer = world.post(&path, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("to be left out"), "{}", answer.body);
    world.run(&path, &told).await.location();
    let done = world.rested(&path).await;
    assert_eq!(
        counts(&done),
        "2 products made, 0 changed, 0 as they were, 4 rows left out."
    );
    // Corrected, it is a file like any other.
    let corrected = csv.replace(";x;", ";9;").replace(";-1;", ";1;");
    let again = world.bring("again.csv", corrected).await;
    let told = world.check(&again).await;
    assert!(
        counts(&told).starts_with("1 product would be made, 1 changed"),
        "{told}"
    );
}
