//! `/admin/search/synonyms`: words that mean the same, as rules.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    backend,
    components::{
        account_page::{ToLogIn, Told},
        failure::Failure,
        form::{described, hint_of, problem},
        page_title::PageTitle,
    },
    error::AppError,
    model::care::{CareQuery, Synonym, SynonymsPage as Page, SynonymsQuery},
    respond::{form_answer, never_keep, request_query},
};

const HINT: &str = "Words of the same meaning, parted by commas: “sofa, couch, settee”. Or one way only: “tv => television” \
                    lets who searches for tv find televisions, too.";

/// All rules, and the form for a new one or for one that is to be changed.
#[component]
pub fn SynonymsPage() -> impl IntoView {
    never_keep();
    let query = SynonymsQuery::parse(&request_query());
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load().await {
                    Ok(page) => view! { <Rules query page /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load() -> Result<Page, AppError> {
    backend::search_care()?.synonyms().await
}

#[component]
fn Rules(query: SynonymsQuery, page: Page) -> impl IntoView {
    let Page {
        rules,
        most,
        may_edit,
        told,
    } = page;
    let edited = query.edit;
    let edited = edited.and_then(|id| rules.iter().find(|rule| rule.id == id).cloned());
    let back = (!query.search.is_empty()).then(|| {
        let text = format!("Search “{}”", query.search);
        view! {
            <li>
                <a href=CareQuery::of(&query.search).href()>{text}</a>
            </li>
        }
    });
    let count = format!("{} of at most {most} rules", rules.len());
    let items = rules
        .into_iter()
        .map(|rule| view! { <Item rule may_edit /> });
    let items = items.collect_view();
    view! {
        <PageTitle text="Words that mean the same" />
        <Meta name="robots" content="noindex" />
        <section class="page care">
            <ul class="care-back">
                <li>
                    <a href="/admin/search">"Searches"</a>
                </li>
                {back}
            </ul>
            <h1>"Words that mean the same"</h1>
            {told.map(|told| view! { <Told told /> })}
            {may_edit.then(|| view! { <RuleForm query edited /> })}
            <p class="care-totals">{count}</p>
            <ul class="rules">{items}</ul>
        </section>
    }
}

/// One field, since that is how one writes a rule everywhere.
#[component]
fn RuleForm(query: SynonymsQuery, edited: Option<Synonym>) -> impl IntoView {
    let answer = form_answer();
    let (act, label, button) = match edited {
        Some(_) => ("change", "Change the rule", "Save"),
        None => ("add", "New rule", "Add"),
    };
    let begun = match &edited {
        Some(rule) => rule.rule.clone(),
        None if query.search.is_empty() => String::new(),
        None => format!("{}, ", query.search),
    };
    let value = answer.typed("rule").map_or(begun, str::to_owned);
    let problem = problem(&answer, "rule");
    let invalid = problem.as_ref().map(|_| "true");
    let described = described("rule", problem.is_some(), true);
    let id = edited.as_ref().map(|rule| {
        let id = rule.id.to_string();
        view! { <input type="hidden" name="id" value=id /> }
    });
    let cancel = edited.is_some().then(|| {
        view! { <a href="/admin/search/synonyms">"Leave it as it is"</a> }
    });
    view! {
        <form class="rule-form" method="post" action=query.href()>
            {id}
            <div class="field">
                <label for="rule">{label}</label>
                <input
                    id="rule"
                    name="rule"
                    type="text"
                    value=value
                    autocomplete="off"
                    maxlength="1200"
                    required
                    aria-invalid=invalid
                    aria-describedby=described
                />
                {problem}
                {hint_of("rule", HINT)}
            </div>
            <p class="care-buttons">
                <button class="button" type="submit" name="act" value=act>
                    {button}
                </button>
                {cancel}
            </p>
        </form>
    }
}

#[component]
fn Item(rule: Synonym, may_edit: bool) -> impl IntoView {
    let Synonym { id, rule } = rule;
    let edit = SynonymsQuery {
        edit: Some(id),
        search: String::new(),
    };
    let labels = ["Change", "Remove"].map(|what| format!("{what} {rule}"));
    let buttons = may_edit.then(|| {
        let [change, remove] = labels;
        view! {
            <a href=edit.href() aria-label=change>
                "Change"
            </a>
            <form method="post" action="/admin/search/synonyms">
                <input type="hidden" name="id" value=id.to_string() />
                <button
                    class="link-button"
                    type="submit"
                    name="act"
                    value="remove"
                    aria-label=remove
                >
                    "Remove"
                </button>
            </form>
        }
    });
    view! {
        <li class="rule">
            <span class="rule-text">{rule}</span>
            {buttons}
        </li>
    }
}
