//! What the pages need from the server, as ports in wire types.
//!
//! The server implements these traits and puts them into Leptos' context; a test puts a fake
//! there. Page bodies never run in the browser, so the traits compile there and are never called.

use std::sync::Arc;

use async_trait::async_trait;
use leptos::prelude::use_context;

use crate::{
    error::AppError,
    model::{
        account::{AccountReport, CurrentUser, OpenSession, SecondFactor},
        audit::{AuditPage, AuditQuery},
        care::{CareQuery, QueryCare, ReportQuery, SearchReport, SynonymsPage},
        catalog::{HomePage, ProductDetail, ProductLookup, ProductSummary},
        database::{DatabaseReport, QueryQuery, QueryReport},
        editing::{
            ActReport, Bulk, BulkQuery, Editing, EditingQuery, ProductForm, ProductsPage,
            ProductsQuery, RowNow,
        },
        imports::{ImportPage, ImportsPage},
        performance::{Actions, PanelQuery, Performance, RequestTrace},
        search::{SearchLookup, SearchQuery, Suggestions, Why},
        taxonomy::{
            BrandsPage, BrandsQuery, CategoriesPage, CategoriesQuery, Kind, MergeQuery, MoveQuery,
            NamedPage, Outlook,
        },
        token::TokensPage,
    },
};

/// Reading the catalogue.
#[async_trait]
pub trait Catalog: Send + Sync {
    /// What the front page shows.
    async fn home(&self) -> Result<HomePage, AppError>;

    /// One page of products with its facets, or where else to look. `NotFound` if the query names a category that never
    /// existed.
    async fn search(&self, query: &SearchQuery) -> Result<SearchLookup, AppError>;

    /// Why the product with this key is a result of `query`, whatever its page; `None` if it is none, or if the query has no
    /// words.
    async fn why(&self, query: &SearchQuery, product: i64) -> Result<Option<Why>, AppError>;

    /// The product at `/p/{slug}`: found, removed, or never there.
    async fn product(&self, slug: &str) -> Result<ProductLookup, AppError>;

    /// The products with these keys, in their order; what is not sold is left out.
    async fn cards(&self, ids: &[i64]) -> Result<Vec<ProductSummary>, AppError>;

    /// Completions of what is being typed; empty for an empty text.
    async fn suggest(&self, typed: &str) -> Result<Suggestions, AppError>;
}

/// The accounts, as seen by one request.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Who makes this request, `None` for a guest. `Unavailable` if the sessions cannot be read.
    async fn current_user(&self) -> Result<Option<CurrentUser>, AppError>;

    /// Keys of the products that whoever makes this request keeps as favourites, newest first; `None` for a guest.
    async fn favourites(&self) -> Result<Option<Vec<i64>>, AppError>;

    /// By which sessions whoever makes this request is logged in, the last used first; `None` for a guest.
    async fn sessions(&self) -> Result<Option<Vec<OpenSession>>, AppError>;

    /// How the account of whoever makes this request stands with its second factor; `None` for a guest.
    async fn second_factor(&self) -> Result<Option<SecondFactor>, AppError>;

    /// What whoever makes this request is to be told of what they did on the page before; each sentence once.
    async fn told(&self) -> Result<Option<String>, AppError>;

    /// The tokens of whoever makes this request, or everybody's for administrators: for editors. Errors as of
    /// [`audit`](Self::audit).
    async fn tokens(&self) -> Result<TokensPage, AppError>;

    /// The account with this address or number: for administrators. Errors as of [`audit`](Self::audit).
    async fn account(&self, named: &str) -> Result<AccountReport, AppError>;

    /// What happened to accounts: for administrators. `Unauthorized` for a guest, `Forbidden` for others, `NotFound` if the
    /// account that is asked for is none.
    async fn audit(&self, query: &AuditQuery) -> Result<AuditPage, AppError>;
}

/// The database itself, for administrators. All errors as of [`Accounts::audit`]; `Unavailable` also if PostgreSQL is away.
#[async_trait]
pub trait Database: Send + Sync {
    /// What it does now and what to look after.
    async fn report(&self) -> Result<DatabaseReport, AppError>;

    /// A statement, what it costs, and how PostgreSQL runs it. `NotFound` if none of this name is known.
    async fn query(&self, query: &QueryQuery) -> Result<QueryReport, AppError>;
}

/// Products in the hands of those who run the shop: for those who may see the panel. Errors as of [`Accounts::audit`].
#[async_trait]
pub trait Products: Send + Sync {
    /// A page of the list.
    async fn list(&self, query: &ProductsQuery) -> Result<ProductsPage, AppError>;

    /// The product with this key and its history. `NotFound` if there is neither.
    async fn editing(&self, id: i64, query: EditingQuery) -> Result<Editing, AppError>;

    /// The product with this key as the list shows it, and who has changed it since it had this version: for editors.
    async fn row(&self, id: i64, version: i64) -> Result<RowNow, AppError>;

    /// What would come of an act on many products: for editors, and for administrators if it deletes.
    async fn bulk(&self, query: &BulkQuery) -> Result<Bulk, AppError>;

    /// The act of this number, with its changes behind the one of the number `after`. `NotFound` if it did
    /// nothing.
    async fn act(&self, id: i64, after: i64) -> Result<ActReport, AppError>;

    /// One that is still to be made: for editors.
    async fn new_product(&self, query: EditingQuery) -> Result<Editing, AppError>;

    /// What the shop would show if that were saved, of the product with this key or of one that is still to be made: for
    /// editors. `Invalid` if it could not be saved.
    async fn preview(&self, id: Option<i64>, form: &ProductForm)
    -> Result<ProductDetail, AppError>;
}

/// Categories and brands in the hands of those who run the shop: for those who may see the panel. Errors as of
/// [`Accounts::audit`].
#[async_trait]
pub trait Taxonomies: Send + Sync {
    /// The tree of categories.
    async fn categories(&self, query: &CategoriesQuery) -> Result<CategoriesPage, AppError>;

    /// A page of brands.
    async fn brands(&self, query: &BrandsQuery) -> Result<BrandsPage, AppError>;

    /// The category or brand with this key. `NotFound` if there is none.
    async fn one(&self, kind: Kind, id: i32) -> Result<NamedPage, AppError>;

    /// What would come of moving a category: for editors. `NotFound` if there is none with this key.
    async fn moving(&self, id: i32, query: &MoveQuery) -> Result<Outlook, AppError>;

    /// What would come of merging one into another: for editors. `NotFound` if there is none with this key.
    async fn merging(&self, kind: Kind, id: i32, query: &MergeQuery) -> Result<Outlook, AppError>;
}

/// Files that are imported through the browser: for editors. Errors as of [`Accounts::audit`].
#[async_trait]
pub trait Imports: Send + Sync {
    /// The latest ones.
    async fn list(&self) -> Result<ImportsPage, AppError>;

    /// The one of this number. `NotFound` if there is none.
    async fn import(&self, id: i64) -> Result<ImportPage, AppError>;
}

/// What is searched for, and what the shop says about it: for those who may see the panel. Errors as of [`Accounts::audit`].
#[async_trait]
pub trait SearchCare: Send + Sync {
    /// What was searched for, and what came of it.
    async fn report(&self, query: ReportQuery) -> Result<SearchReport, AppError>;

    /// The rules about words that mean the same.
    async fn synonyms(&self) -> Result<SynonymsPage, AppError>;

    /// One search, as it is now and as it would be. `NotFound` if that is nothing to search for.
    async fn search(&self, query: &CareQuery) -> Result<QueryCare, AppError>;
}

/// What the server knows of its own speed: for those who may see the panel. Errors as of [`Accounts::audit`].
#[async_trait]
pub trait Insights: Send + Sync {
    /// Everything the panel shows.
    async fn performance(&self, query: &PanelQuery) -> Result<Performance, AppError>;

    /// What whoever makes this request may do; nothing for those who may only look.
    async fn actions(&self) -> Result<Option<Actions>, AppError>;

    /// The request with this number, step by step; `NotFound` if it is not kept, or not any more.
    async fn request(&self, id: &str) -> Result<RequestTrace, AppError>;
}

/// Whether a request names a session, be it a true one or not: known without asking anybody. A page that is kept for all
/// is never made for such a request.
#[derive(Debug, Clone, Copy)]
pub struct NamesSession(pub bool);

/// What all addresses of this shop begin with, without a slash at the end.
#[derive(Debug, Clone)]
pub struct PublicUrl(pub Arc<str>);

/// The whole address of a path of this shop, for those who read it elsewhere; the path alone if nobody knows more.
pub fn whole_address(path: &str) -> String {
    let begin = use_context::<PublicUrl>();
    let begin = begin.as_ref().map_or("", |PublicUrl(begin)| begin);
    format!("{begin}{path}")
}

/// The catalogue given to this request.
pub fn catalog() -> Result<Arc<dyn Catalog>, AppError> {
    use_context::<Arc<dyn Catalog>>().ok_or(AppError::Unavailable)
}

/// The accounts given to this request.
pub fn accounts() -> Result<Arc<dyn Accounts>, AppError> {
    use_context::<Arc<dyn Accounts>>().ok_or(AppError::Unavailable)
}

/// The database as administrators see it, given to this request.
pub fn database() -> Result<Arc<dyn Database>, AppError> {
    use_context::<Arc<dyn Database>>().ok_or(AppError::Unavailable)
}

/// The products as those who run the shop see them, given to this request.
pub fn products() -> Result<Arc<dyn Products>, AppError> {
    use_context::<Arc<dyn Products>>().ok_or(AppError::Unavailable)
}

/// The categories and brands as those who run the shop see them, given to this request.
pub fn taxonomies() -> Result<Arc<dyn Taxonomies>, AppError> {
    use_context::<Arc<dyn Taxonomies>>().ok_or(AppError::Unavailable)
}

/// The imports given to this request.
pub fn imports() -> Result<Arc<dyn Imports>, AppError> {
    use_context::<Arc<dyn Imports>>().ok_or(AppError::Unavailable)
}

/// The care for searches given to this request.
pub fn search_care() -> Result<Arc<dyn SearchCare>, AppError> {
    use_context::<Arc<dyn SearchCare>>().ok_or(AppError::Unavailable)
}

/// The figures given to this request.
pub fn insights() -> Result<Arc<dyn Insights>, AppError> {
    use_context::<Arc<dyn Insights>>().ok_or(AppError::Unavailable)
}
