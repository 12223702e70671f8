//! An import while somebody is at work on it.

use leptos::prelude::*;

use crate::model::{
    imports::{ImportPage, ImportProgress, ImportState},
    money::grouped_count,
};

/// Seconds after which a page without script asks again.
const REFRESH: &str = "2";

/// How far it has come, live, and the way to stop it. A browser without script loads the page again and again.
#[component]
pub fn Busy(page: ImportPage) -> impl IntoView {
    let heading = match page.state {
        ImportState::Running => "Importing",
        _ => "Checking",
    };
    let hint = match page.state {
        ImportState::Running => {
            "The shop goes on meanwhile and shows all of it when it is done, or nothing."
        }
        _ => "Nothing is changed by this.",
    };
    let stream = format!("{}/live", page.href());
    view! {
        <noscript>
            <meta http-equiv="refresh" content=REFRESH />
        </noscript>
        <h2>{heading}</h2>
        <div id="import-progress" data-stream=stream>
            <Progress progress=page.progress.clone() />
        </div>
        <p class="hint">{hint}</p>
        <form method="post" action=page.href()>
            <button class="button button-quiet" type="submit" name="act" value="cancel">
                "Cancel"
            </button>
        </form>
    }
}

/// How far it has come.
#[component]
pub fn Progress(progress: ImportProgress) -> impl IntoView {
    let ImportProgress {
        step,
        done,
        total,
        cancelled,
    } = progress;
    let is_bytes = step == "reading";
    let words = match (cancelled, step.as_str()) {
        (true, _) => "Being cancelled; nothing will be written.".to_owned(),
        (_, "") => "About to begin.".to_owned(),
        (_, "reading") => "Reading the file".to_owned(),
        (_, "comparing") => "Comparing with the catalogue".to_owned(),
        (_, "sorting out names") => "Sorting out names and addresses".to_owned(),
        (_, "writing products") => "Writing products".to_owned(),
        (_, step) => step.to_owned(),
    };
    let amount = (!cancelled && total > 0).then(|| {
        if is_bytes {
            format!(
                "{} of {} KiB",
                grouped_count(done >> 10),
                grouped_count(total >> 10)
            )
        } else {
            format!("{} of {}", grouped_count(done), grouped_count(total))
        }
    });
    let words = match amount {
        Some(amount) => format!("{words}: {amount}"),
        None => words,
    };
    let value = (total > 0).then(|| done.to_string());
    let max = total.max(1).to_string();
    view! {
        <p role="status">{words}</p>
        <progress value=value max=max aria-label="Progress"></progress>
    }
}
