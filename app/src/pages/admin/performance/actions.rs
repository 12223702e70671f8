//! What administrators can do: forms, which go to this page and come back to it.

use leptos::prelude::*;

use crate::{
    components::{
        account_page::Told,
        form::{FormProblem, TextField},
    },
    model::{
        form::FormAnswer,
        performance::{Actions, Switch},
    },
    respond::form_answer,
};

/// All forms, and what was done by one just now.
#[component]
pub fn ActionsPart(
    actions: Actions,
    /// The address of this page.
    own: String,
) -> impl IntoView {
    let answer = form_answer();
    let Actions { namespaces, told } = actions;
    view! {
        <section class="panel-actions" id="actions" aria-labelledby="actions-title">
            <h2 id="actions-title">"What can you do?"</h2>
            <p class="region-about">
                "What you drop, turn off and on is so in every instance. Each of these asks for your password if \
                 you have not typed it lately, and is noted in the "
                <a href="/admin/audit">"audit log"</a>"."
            </p>
            {told.map(|told| view! { <Told told /> })}
            <FormProblem answer=answer.clone() />
            <div class="action-forms">
                <DropTag answer=answer.clone() own=own.clone() />
                <Namespaces answer namespaces own=own.clone() />
                <Warm own />
            </div>
        </section>
    }
}

#[component]
fn DropTag(answer: FormAnswer, own: String) -> impl IntoView {
    view! {
        <form class="action" method="post" action=own>
            <h3>"Drop what depends on a tag"</h3>
            <p class="hint">
                "It is made anew when it is asked for next, as after an edit: product:42, category:7, taxonomy."
            </p>
            <TextField answer name="tag" label="Tag" autocomplete="off" maxlength=200 />
            <p class="action-buttons">
                <Act act="drop-tag" text="Drop tag" />
            </p>
        </form>
    }
}

#[component]
fn Namespaces(answer: FormAnswer, namespaces: Vec<Switch>, own: String) -> impl IntoView {
    let options = namespaces.into_iter().map(|Switch { name, off_since }| {
        let text = match off_since {
            Some(since) => format!("{name}, off since {since} UTC"),
            None => name.clone(),
        };
        view! { <option value=name>{text}</option> }
    });
    let options = options.collect_view();
    let problem = answer.problem("namespace").map(str::to_owned);
    let described = problem.as_ref().map(|_| "namespace-problem");
    view! {
        <form class="action" method="post" action=own>
            <h3>"Compare without a part of the cache"</h3>
            <p class="hint">
                "What is off is loaded each time and not kept, until you turn it on again. Dropping it empties it once."
            </p>
            <div class="field">
                <label for="namespace">"Namespace"</label>
                <select id="namespace" name="namespace" aria-describedby=described>
                    {options}
                </select>
                {problem
                    .map(|words| view! { <p class="problem" id="namespace-problem">{words}</p> })}
            </div>
            <p class="action-buttons">
                <Act act="turn-off" text="Turn off" />
                <Act act="turn-on" text="Turn on" />
                <Act act="drop-namespace" text="Drop namespace" />
            </p>
        </form>
    }
}

#[component]
fn Warm(own: String) -> impl IntoView {
    view! {
        <form class="action" method="post" action=own>
            <h3>"Make popular pages"</h3>
            <p class="hint">
                "The front page, and what was searched for and looked at most lately. The events say what came of it."
            </p>
            <p class="action-buttons">
                <Act act="warm" text="Make them now" />
            </p>
        </form>
    }
}

#[component]
fn Act(act: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <button class="button button-quiet" type="submit" name="act" value=act>
            {text}
        </button>
    }
}
