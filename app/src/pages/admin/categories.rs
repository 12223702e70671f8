//! `/admin/categories`: the tree of categories, for those who run the shop.

use leptos::prelude::*;
use leptos_meta::Meta;

use super::named::{
    fields::{ParentField, typed_form},
    new::NewForm,
    past::Past,
};
use crate::{
    backend,
    components::{
        account_page::{ToLogIn, Told},
        data_table::{Column, DataTable},
        failure::Failure,
        page_title::PageTitle,
    },
    error::AppError,
    model::{
        money::grouped_count,
        taxonomy::{CategoriesPage as Page, CategoriesQuery, CategoryLine, Kind},
    },
    respond::{form_answer, never_keep, request_query},
};

/// The tree with the number of products in each, and the form for a new one.
#[component]
pub fn CategoriesPage() -> impl IntoView {
    never_keep();
    let query = CategoriesQuery::parse(&request_query());
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&query).await {
                    Ok(page) => view! { <Tree query page /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(query: &CategoriesQuery) -> Result<Page, AppError> {
    backend::taxonomies()?.categories(query).await
}

#[component]
fn Tree(query: CategoriesQuery, page: Page) -> impl IntoView {
    let Page {
        rows,
        hidden,
        places,
        past,
        may_edit,
        told,
    } = page;
    let answer = form_answer();
    let is_narrowed = !query.text.is_empty();
    let count = match rows.len() + hidden {
        1 => "1 category".to_owned(),
        many => format!(
            "{} categories",
            grouped_count(i64::try_from(many).unwrap_or(i64::MAX))
        ),
    };
    let hidden = (hidden > 0).then(|| {
        let words = format!("These are the first; look for the other {hidden} by name.");
        view! { <p class="hint">{words}</p> }
    });
    let new = may_edit.then(|| {
        let parent = typed_form(&answer).map_or_else(String::new, |form| form.parent);
        let field = view! {
            <ParentField answer=answer.clone() places chosen=parent label="Below" />
        };
        view! {
            <NewForm kind=Kind::Category action=query.href() answer>
                {field}
            </NewForm>
        }
    });
    let columns = vec![
        Column::name("Category"),
        Column::number("Products in it"),
        Column::number("With those below"),
        Column::text("Address"),
    ];
    let is_empty = rows.is_empty();
    let rows = rows.into_iter().map(|line| row(line, is_narrowed));
    let rows = rows.collect();
    view! {
        <PageTitle text="Categories" />
        <Meta name="robots" content="noindex" />
        <section class="page named">
            <h1>"Categories"</h1>
            <p class="named-links">
                <a href="/admin/products">"Products"</a>
                " "
                <a href="/admin/brands">"Brands"</a>
            </p>
            {told.map(|told| view! { <Told told /> })}
            <form class="named-search" method="get" action=Kind::Category.list()>
                <div class="field">
                    <label for="q">"Name"</label>
                    <input id="q" name="q" type="search" value=query.text maxlength="200" />
                </div>
                <button class="button button-quiet" type="submit">
                    "Show"
                </button>
                {is_narrowed.then(|| view! { <a href=Kind::Category.list()>"All categories"</a> })}
            </form>
            <p class="count" role="status">
                {count}
            </p>
            {hidden}
            {(!is_empty).then(|| view! { <DataTable caption="Categories" columns rows /> })}
            {new}
            <Past kind=Kind::Category past back=None />
        </section>
    }
}

/// Without those above it a category is shown with their names.
fn row(line: CategoryLine, alone: bool) -> Vec<AnyView> {
    let CategoryLine {
        id,
        name,
        above,
        path,
        own,
        all,
    } = line;
    let class = format!("tree-name tree-level-{}", above.len().min(7));
    let class = if alone { "tree-name".to_owned() } else { class };
    let trail = (alone && !above.is_empty()).then(|| {
        view! { <span class="tree-above">{format!("{} › ", above.join(" › "))}</span> }
    });
    let address = format!("/c/{path}");
    let href = address.clone();
    let name = view! {
        <span class=class>
            {trail} <a href=Kind::Category.page(id)>{name}</a>
        </span>
    };
    vec![
        name.into_any(),
        grouped_count(own).into_any(),
        grouped_count(all).into_any(),
        view! { <a href=href>{address}</a> }.into_any(),
    ]
}
