//! The pages about imports, made of what a server without a database says.

use std::sync::Arc;

use async_trait::async_trait;
use axum::{body::Body, http::Request};
use http::StatusCode;
use http_body_util::BodyExt;
use leptos::prelude::*;
use tower::ServiceExt;

use crate::{
    backend::Imports,
    error::AppError,
    model::{
        editing::FieldChange,
        form::FormAnswer,
        imports::{
            ImportCheck, ImportColumn, ImportDone, ImportLine, ImportPage, ImportProgress,
            ImportState, ImportsPage, RowError, RowPreview,
        },
    },
    router::pages,
};

struct Shop(ImportPage);

#[async_trait]
impl Imports for Shop {
    async fn list(&self) -> Result<ImportsPage, AppError> {
        Ok(ImportsPage {
            most: 256,
            imports: vec![ImportLine {
                id: 5,
                file: "<b>.csv".to_owned(),
                who: "Ada".to_owned(),
                at: "today".to_owned(),
                state: self.0.state,
            }],
            told: None,
        })
    }

    async fn import(&self, id: i64) -> Result<ImportPage, AppError> {
        (id == 5).then(|| self.0.clone()).ok_or(AppError::NotFound)
    }
}

fn column(name: &str, target: &str) -> ImportColumn {
    ImportColumn {
        name: name.to_owned(),
        samples: vec!["<i>one</i>".to_owned()],
        target: target.to_owned(),
    }
}

fn page(state: ImportState) -> ImportPage {
    ImportPage {
        id: 5,
        file: "<b>.csv".to_owned(),
        size: "7 KiB".to_owned(),
        who: "Ada".to_owned(),
        at: "today".to_owned(),
        state,
        words: String::new(),
        has_file: true,
        is_csv: true,
        encoding: "windows-1252".to_owned(),
        delimiter: "semicolon".to_owned(),
        columns: vec![
            column("Number", "id"),
            column("Colour & more", "attr:Colour & more"),
            column("Rest", ""),
            column("", ""),
        ],
        check: None,
        progress: ImportProgress::default(),
        done: None,
        may_delete: false,
        told: None,
    }
}

fn check() -> ImportCheck {
    ImportCheck {
        created: 1,
        updated: 1_300,
        unchanged: 2,
        rejected: 200,
        errors: vec![RowError {
            line: 7,
            field: "stock".to_owned(),
            reason: "must be a <whole> number".to_owned(),
        }],
        preview: vec![RowPreview {
            line: 3,
            sku: "A-1".to_owned(),
            title: "Oak <desk>".to_owned(),
            product: Some(42),
            changes: vec![FieldChange {
                field: "stock".to_owned(),
                before: "3".to_owned(),
                after: "7".to_owned(),
            }],
        }],
        token: "t0ken".to_owned(),
    }
}

async fn get(page: ImportPage, path: &str, answer: FormAnswer) -> (StatusCode, String) {
    let options = LeptosOptions::builder().output_name("test").build();
    let shop: Arc<dyn Imports> = Arc::new(Shop(page));
    let pages = pages(
        &options,
        &(Arc::new(move || provide_context(Arc::clone(&shop))) as _),
    );
    let mut request = Request::get(path).body(Body::empty()).unwrap();
    request.extensions_mut().insert(answer);
    let answer = pages.oneshot(request).await.unwrap();
    let status = answer.status();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&body).replace("<!>", ""))
}

async fn shown(page: ImportPage) -> String {
    let (status, body) = get(page, "/admin/import/5", FormAnswer::default()).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    body
}

fn assert_has(body: &str, parts: &[&str]) {
    for part in parts {
        assert!(body.contains(part), "{part} in {body}");
    }
}

#[tokio::test]
async fn a_file_is_sent_by_a_plain_form() {
    let (_, body) = get(
        page(ImportState::Done),
        "/admin/import",
        FormAnswer::default(),
    )
    .await;
    assert_has(
        &body,
        &[
            "enctype=\"multipart/form-data\"",
            "at most 256 MiB",
            "<a href=\"/admin/import/5\">&lt;b&gt;.csv</a>",
        ],
    );
    let answer = FormAnswer::default().with_problem("file", "It is a picture.");
    let (_, body) = get(page(ImportState::Done), "/admin/import", answer).await;
    assert_has(&body, &["It is a picture.", "aria-invalid=\"true\""]);
}

#[tokio::test]
async fn columns_are_said_by_a_plain_form() {
    let body = shown(page(ImportState::Uploaded)).await;
    assert_has(
        &body,
        &[
            "<option value=\"semicolon\" selected",
            "<option value=\"windows-1252\" selected",
            "name=\"column0\"",
            "<option value=\"id\" selected",
            "<option value=\"attr:Colour &amp; more\" selected",
            "Attribute “Rest”",
            "(column 4)",
            "&lt;i&gt;one&lt;/i&gt;",
            "value=\"check\"",
        ],
    );
    assert!(!body.contains("value=\"attr:\""), "{body}");
    let json = ImportPage {
        is_csv: false,
        columns: Vec::new(),
        ..page(ImportState::Uploaded)
    };
    let body = shown(json).await;
    assert_has(
        &body,
        &["All names in the file are known.", "value=\"check\""],
    );
    assert!(!body.contains("name=\"delimiter\""), "{body}");
}

#[tokio::test]
async fn what_would_come_of_it_is_told_with_its_errors() {
    let checked = ImportPage {
        check: Some(check()),
        ..page(ImportState::Checked)
    };
    let body = shown(checked.clone()).await;
    assert_has(
        &body,
        &[
            "1 product would be made, 1,300 changed, 2 stay as they are; 200 rows cannot be imported.",
            "name=\"token\" value=\"t0ken\"",
            "name=\"skip\"",
            "Import 1,301 products",
            "The first 1 rows that cannot be imported",
            "must be a &lt;whole&gt; number",
            "/admin/import/5/rejects?format=csv",
            "<a href=\"/admin/products/42\">Oak &lt;desk&gt;</a>",
            "<del>3</del>",
            "<ins>7</ins>",
            "… and 1,300 products more.",
        ],
    );
    let nothing = ImportCheck {
        created: 0,
        updated: 0,
        rejected: 0,
        errors: Vec::new(),
        preview: Vec::new(),
        ..check()
    };
    let body = shown(ImportPage {
        check: Some(nothing),
        ..checked.clone()
    })
    .await;
    assert_has(&body, &["There is nothing to do"]);
    assert!(!body.contains("value=\"run\""), "{body}");
    let body = shown(ImportPage {
        has_file: false,
        ..checked
    })
    .await;
    assert_has(&body, &["The file is not here any more"]);
    assert!(!body.contains("value=\"run\""), "{body}");
}

#[tokio::test]
async fn progress_needs_no_script() {
    let running = ImportPage {
        progress: ImportProgress {
            step: "writing products".to_owned(),
            done: 25_000,
            total: 100_000,
            cancelled: false,
        },
        ..page(ImportState::Running)
    };
    let body = shown(running).await;
    assert_has(
        &body,
        &[
            "<noscript><meta http-equiv=\"refresh\" content=\"2\"",
            "data-stream=\"/admin/import/5/live\"",
            "Writing products: 25,000 of 100,000",
            "<progress value=\"25000\" max=\"100000\"",
            "value=\"cancel\"",
        ],
    );
}

#[tokio::test]
async fn what_was_done_can_be_taken_back_by_who_may() {
    let done = ImportPage {
        done: Some(ImportDone {
            created: 2,
            updated: 0,
            unchanged: 1,
            rejected: 1,
            act: Some(9),
        }),
        words: "It is in the shop.".to_owned(),
        ..page(ImportState::Done)
    };
    let body = shown(done.clone()).await;
    assert_has(
        &body,
        &[
            "2 products made, 0 changed, 1 as they were, 1 row left out.",
            "It is in the shop.",
            "href=\"/admin/products/acts/9\"",
            "an administrator has to",
        ],
    );
    assert!(!body.contains("Undo all of it"), "{body}");
    let body = shown(ImportPage {
        may_delete: true,
        ..done
    })
    .await;
    assert_has(
        &body,
        &["action=\"/admin/products/acts/9/undo\"", "Undo all of it"],
    );
}

#[tokio::test]
async fn there_is_no_other_import() {
    for path in ["/admin/import/6", "/admin/import/x"] {
        let (status, _) = get(page(ImportState::Done), path, FormAnswer::default()).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
}
