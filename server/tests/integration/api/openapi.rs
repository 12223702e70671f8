//! The document that tells the API.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{site::Site, sources};

async fn document() -> Value {
    let site = Site::without_redis(10).await;
    let answer = site.get("/api/openapi.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    serde_json::from_str(&answer.body).unwrap()
}

/// Calls `look` with each object of a document.
fn walk(value: &Value, look: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            look(object);
            for below in object.values() {
                walk(below, look);
            }
        }
        Value::Array(list) => {
            for below in list {
                walk(below, look);
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let document = document().await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut references = 0;
    walk(&document, &mut |object| {
        if let Some(Value::String(reference)) = object.get("$ref") {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
            references += 1;
        }
    });
    assert!(references > 20, "{references}");
}

/// Methods and paths that the sources of the API route.
fn routed() -> BTreeSet<String> {
    let sources = sources::files("server/src", "rs");
    let (_, file) = sources
        .iter()
        .find(|(path, _)| path.ends_with("src/api.rs"))
        .unwrap();
    let mut found = BTreeSet::new();
    for route in file.split(".route(").skip(1) {
        let path = route.split('"').nth(1).unwrap();
        let methods = route.split("\n        .route(").next().unwrap();
        for method in ["get", "post", "patch", "delete"] {
            if path.starts_with("/api/v1/") && methods.contains(&format!("{method}(")) {
                found.insert(format!("{method} {path}"));
            }
        }
    }
    found
}

#[tokio::test]
async fn every_route_is_told_with_all_that_may_come_of_it() {
    let document = document().await;
    let mut told = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let name = format!("{method} {path}");
            let responses = operation["responses"].as_object().unwrap();
            for status in ["401", "429", "503"] {
                let kinds = &responses[status]["content"];
                assert!(
                    kinds["application/problem+json"].is_object(),
                    "{name}: {status}"
                );
            }
            assert!(operation["security"].is_array(), "{name}");
            told.insert(name);
        }
    }
    assert_eq!(told, routed());
    assert!(told.len() >= 7, "{told:?}");
    let token = &document["components"]["securitySchemes"]["token"];
    assert_eq!(token["scheme"], "bearer");
    for name in ["NewProduct", "ProductPatch"] {
        let schema = &document["components"]["schemas"][name];
        assert_eq!(schema["additionalProperties"], false, "{name}");
        assert!(
            schema["example"].is_object() || schema["examples"].is_array(),
            "{name}"
        );
    }
}
