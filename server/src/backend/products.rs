//! Products as those who run the shop see them.

mod many;

use std::sync::Arc;

use app::{
    backend::{Accounts as _, Products},
    error::AppError,
    model::{
        account::Role,
        catalog::ProductDetail,
        editing::{
            ActReport, Bulk, BulkQuery, Change, Choice, EditedPhotos, Editing, EditingQuery,
            ListedProduct, May, ProductForm, ProductsPage, ProductsQuery, RowNow,
        },
        photo::Photo,
    },
};
use async_trait::async_trait;

use crate::{
    accounts::RequestAccounts,
    catalog::{
        brand,
        history::{self, ChangeRow},
        list::{self, ListRow},
        photos,
        save::{self, Present},
        taxonomy::{self, Taxonomy},
    },
    db::{DbError, Pool},
    editing,
    error::visible,
    photos::token,
};

/// Changes of a product on its page.
const CHANGES: u32 = 20;

/// Products on a page of the list.
const LISTED: u32 = 50;

/// Products, for whoever makes one request. They are read from the database, past every cache: what one edits must be what is
/// there.
pub struct ProductsBackend {
    accounts: Arc<RequestAccounts>,
    pool: Pool,
    most: u64,
}

impl ProductsBackend {
    /// Reads from `pool`, if `accounts` say that it may. A photograph may have `most` bytes.
    pub fn new(accounts: Arc<RequestAccounts>, pool: Pool, most: u64) -> Self {
        Self {
            accounts,
            pool,
            most,
        }
    }

    /// What whoever makes this request may do; an error for who may not even look.
    async fn may(&self) -> Result<May, AppError> {
        self.accounts.needs(Role::Viewer).await?;
        let role = self.accounts.current_user().await?.map(|user| user.role);
        Ok(May {
            edit: role >= Some(Role::Editor),
            delete: role >= Some(Role::Admin),
        })
    }

    async fn taxonomy(&self) -> Result<Taxonomy, DbError> {
        let categories = taxonomy::categories().load(&self.pool).await?;
        Ok(Taxonomy::new(categories))
    }

    async fn brands(&self) -> Result<Vec<String>, DbError> {
        let brands = brand::proposed(&self.pool).await?;
        Ok(brands.into_iter().map(|brand| brand.name).collect())
    }

    /// A page of a product's history, and the number of its last change, if there are older ones.
    async fn history(
        &self,
        id: i64,
        before: Option<i64>,
        of: (&Taxonomy, &str),
        may: May,
    ) -> Result<(Vec<Change>, Option<i64>), DbError> {
        let mut rows = history::of_product(&self.pool, id, before, CHANGES + 1).await?;
        let shown = usize::try_from(CHANGES).unwrap_or(usize::MAX);
        let more = rows.len() > shown;
        rows.truncate(shown);
        let older = rows.last().filter(|_| more).map(|row| row.id);
        let may_undo = |row: &ChangeRow| may.edit && (row.before.is_some() || may.delete);
        let (taxonomy, currency) = of;
        let changes = editing::changes(&self.pool, taxonomy, currency, rows, may_undo).await?;
        Ok((changes, older))
    }

    async fn page(
        &self,
        present: Option<Present>,
        id: Option<i64>,
        query: EditingQuery,
        may: May,
    ) -> Result<Editing, AppError> {
        let taxonomy = self.taxonomy().await.map_err(visible)?;
        let currency = present
            .as_ref()
            .map_or("USD", |present| &present.values.currency);
        let (history, older) = match id {
            Some(id) => {
                let of = (&taxonomy, currency);
                self.history(id, query.before, of, may)
                    .await
                    .map_err(visible)?
            }
            None => (Vec::new(), None),
        };
        if id.is_some() && present.is_none() && history.is_empty() {
            return Err(AppError::NotFound);
        }
        let list = match id.filter(|_| present.is_some()) {
            Some(id) => self.photos(id).await.map_err(visible)?,
            None => Vec::new(),
        };
        let photos = EditedPhotos {
            token: token(&list),
            list,
            most: self.most >> 20,
            told: query.at_photos,
        };
        Ok(Editing {
            id,
            version: present.as_ref().map_or(0, |present| present.version),
            form: present.as_ref().map(editing::form),
            rating: present.as_ref().and_then(|present| present.rating),
            review_count: present.as_ref().map_or(0, |present| present.review_count),
            categories: choices(&taxonomy),
            brands: self.brands().await.map_err(visible)?,
            history,
            older,
            may,
            told: self.accounts.told().await?,
            photos,
        })
    }

    async fn photos(&self, id: i64) -> Result<Vec<Photo>, DbError> {
        let of_product = photos::read(&self.pool, id).await?;
        Ok(of_product.map_or_else(Vec::new, |found| found.photos))
    }
}

#[async_trait]
impl Products for ProductsBackend {
    async fn list(&self, query: &ProductsQuery) -> Result<ProductsPage, AppError> {
        let may = self.may().await?;
        let taxonomy = self.taxonomy().await.map_err(visible)?;
        let within = query.category.map(|id| taxonomy.subtree(id));
        let mut rows = list::page(&self.pool, query, within.clone(), LISTED + 1)
            .await
            .map_err(visible)?;
        let total = list::count(&self.pool, query, within)
            .await
            .map_err(visible)?;
        let shown = usize::try_from(LISTED).unwrap_or(usize::MAX);
        let more = rows.len() > shown;
        rows.truncate(shown);
        let next = rows.last().filter(|_| more).map(ListRow::place);
        let undo = match query.done.filter(|_| may.edit) {
            Some(act) if self.may_undo(act).await.map_err(visible)? => Some(act),
            _ => None,
        };
        Ok(ProductsPage {
            products: rows.into_iter().map(ListedProduct::from).collect(),
            total,
            next,
            categories: choices(&taxonomy),
            brands: self.brands().await.map_err(visible)?,
            may,
            told: self.accounts.told().await?,
            undo,
        })
    }

    async fn row(&self, id: i64, version: i64) -> Result<RowNow, AppError> {
        let may = self.may().await?;
        if !may.edit {
            return Err(AppError::Forbidden);
        }
        let row = list::one(&self.pool, id).await.map_err(visible)?;
        let taxonomy = Taxonomy::default();
        let (changes, _) = self
            .history(id, None, (&taxonomy, ""), may)
            .await
            .map_err(visible)?;
        let since = changes.into_iter().filter(|one| one.version > version);
        Ok(RowNow {
            product: row.map(ListedProduct::from),
            since: since.map(|one| (one.who, one.at)).collect(),
        })
    }

    async fn bulk(&self, query: &BulkQuery) -> Result<Bulk, AppError> {
        self.bulk_page(query).await
    }

    async fn act(&self, id: i64, after: i64) -> Result<ActReport, AppError> {
        self.act_page(id, after).await
    }

    async fn editing(&self, id: i64, query: EditingQuery) -> Result<Editing, AppError> {
        let may = self.may().await?;
        let present = save::read(&self.pool, id).await.map_err(visible)?;
        self.page(present, Some(id), query, may).await
    }

    async fn new_product(&self, query: EditingQuery) -> Result<Editing, AppError> {
        let may = self.may().await?;
        if !may.edit {
            return Err(AppError::Forbidden);
        }
        let like = match query.like {
            Some(id) => save::read(&self.pool, id).await.map_err(visible)?,
            None => None,
        };
        let mut page = self.page(like, None, query, may).await?;
        page.version = 0;
        page.form = Some(new_form(page.form.take()));
        Ok(page)
    }

    async fn preview(
        &self,
        id: Option<i64>,
        form: &ProductForm,
    ) -> Result<ProductDetail, AppError> {
        if !self.may().await?.edit {
            return Err(AppError::Forbidden);
        }
        let (present, photos) = match id {
            Some(id) => {
                let present = save::read(&self.pool, id).await.map_err(visible)?;
                let present = present.ok_or(AppError::NotFound)?;
                (Some(present), self.photos(id).await.map_err(visible)?)
            }
            None => (None, Vec::new()),
        };
        let taxonomy = self.taxonomy().await.map_err(visible)?;
        let previewed = editing::previewed(form, present.as_ref(), photos, &taxonomy);
        previewed.ok_or_else(|| AppError::Invalid("This could not be saved.".to_owned()))
    }
}

/// What a new product starts with: all that the one has that it is to be like, but for what no two may share.
fn new_form(like: Option<ProductForm>) -> ProductForm {
    match like {
        Some(form) => {
            let name = format!("{} (copy)", form.get("name"));
            form.with("name", name).with("sku", "").with("slug", "")
        }
        None => ProductForm::default().with("currency", "USD"),
    }
    .with("status", "draft")
}

/// Categories by path, each with all above it.
pub(super) fn choices(taxonomy: &Taxonomy) -> Vec<Choice> {
    let all = taxonomy.all().iter().map(|category| {
        let trail = taxonomy.trail(category.id).into_iter();
        let names: Vec<String> = trail.map(|crumb| crumb.name).collect();
        Choice {
            value: category.id.to_string(),
            label: names.join(" › "),
        }
    });
    all.collect()
}
