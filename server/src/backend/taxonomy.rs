//! Categories and brands as those who run the shop see them.

use std::{collections::HashMap, sync::Arc};

use app::{
    backend::{Accounts as _, Taxonomies},
    error::AppError,
    model::{
        account::Role,
        search::SearchQuery,
        taxonomy::{
            BrandLine, BrandsPage, BrandsQuery, CategoriesPage, CategoriesQuery, CategoryLine,
            Kind, MergeQuery, MoveQuery, NamedPage, Outlook, PastAct,
        },
    },
};
use async_trait::async_trait;

use super::products::choices;
use crate::{
    accounts::RequestAccounts,
    catalog::{
        brand,
        taxonomy::{self, Category, Taxonomy, list, past, place::slug_of, write},
    },
    db::{DbError, Pool},
    error::visible,
    taxonomy::{Wish, outlook, past_act},
};

/// Acts that are told on a page.
const PAST: u32 = 20;

/// Categories on the page of all of them: a longer tree is looked through by words.
const SHOWN: usize = 1_000;

/// Brands on a page.
const BRANDS: u32 = 50;

/// Old addresses that are told of one.
const OLD: u32 = 20;

/// Categories and brands, for whoever makes one request. They are read from the database, past every cache: what one edits must
/// be what is there.
pub struct TaxonomyBackend {
    accounts: Arc<RequestAccounts>,
    pool: Pool,
}

impl TaxonomyBackend {
    /// Reads from `pool`, if `accounts` say that it may.
    pub fn new(accounts: Arc<RequestAccounts>, pool: Pool) -> Self {
        Self { accounts, pool }
    }

    /// Whether whoever makes this request may change anything; an error for who may not even look.
    async fn may_edit(&self) -> Result<bool, AppError> {
        self.accounts.needs(Role::Viewer).await?;
        let role = self.accounts.current_user().await?.map(|user| user.role);
        Ok(role >= Some(Role::Editor))
    }

    async fn tree(&self) -> Result<Taxonomy, DbError> {
        Ok(Taxonomy::new(
            taxonomy::categories().load(&self.pool).await?,
        ))
    }

    async fn past(
        &self,
        kind: Kind,
        only: Option<i32>,
        may_edit: bool,
    ) -> Result<Vec<PastAct>, DbError> {
        let rows = past::past(&self.pool, kind.noun(), only, PAST).await?;
        Ok(rows
            .into_iter()
            .map(|row| past_act(row, may_edit))
            .collect())
    }

    async fn read_categories(
        &self,
        query: &CategoriesQuery,
        may_edit: bool,
    ) -> Result<CategoriesPage, DbError> {
        let tree = self.tree().await?;
        let counts = self.counts().await?;
        let wanted = query.text.to_lowercase();
        let found = tree
            .all()
            .iter()
            .filter(|category| category.name.to_lowercase().contains(&wanted));
        // By path, those below another follow it; among brothers the path goes much as the name does.
        let mut found: Vec<&Category> = found.collect();
        found.sort_by(|a, b| a.path.split('/').cmp(b.path.split('/')));
        let hidden = found.len().saturating_sub(SHOWN);
        found.truncate(SHOWN);
        let sums = sums(&tree, &counts);
        let rows = found.into_iter().map(|category| CategoryLine {
            id: category.id,
            name: category.name.clone(),
            above: above(&tree, category.id),
            path: category.path.clone(),
            own: counts.get(&category.id).copied().unwrap_or_default(),
            all: sums.get(&category.id).copied().unwrap_or_default(),
        });
        Ok(CategoriesPage {
            rows: rows.collect(),
            hidden,
            places: choices(&tree),
            past: self.past(Kind::Category, None, may_edit).await?,
            may_edit,
            told: None,
        })
    }

    async fn counts(&self) -> Result<HashMap<i32, i64>, DbError> {
        let rows = list::category_counts(&self.pool).await?;
        let counted = rows
            .into_iter()
            .filter_map(|row| Some((row.id?, row.products)));
        Ok(counted.collect())
    }

    async fn read_brands(
        &self,
        query: &BrandsQuery,
        may_edit: bool,
    ) -> Result<BrandsPage, DbError> {
        let total = list::brand_count(&self.pool, &query.text).await?;
        let pages = total.max(1).unsigned_abs().div_ceil(BRANDS.into());
        let pages = u32::try_from(pages).unwrap_or(u32::MAX);
        let page = query.page.min(pages);
        let skipped = (page - 1).saturating_mul(BRANDS);
        let rows = list::brands(&self.pool, &query.text, skipped, BRANDS).await?;
        let rows = rows.into_iter().map(|row| BrandLine {
            id: row.id,
            name: row.name,
            slug: row.slug,
            products: row.products,
        });
        Ok(BrandsPage {
            rows: rows.collect(),
            total,
            page,
            pages,
            past: self.past(Kind::Brand, None, may_edit).await?,
            may_edit,
            told: None,
        })
    }

    async fn read_category(&self, id: i32, may_edit: bool) -> Result<Option<NamedPage>, DbError> {
        let tree = self.tree().await?;
        let version = list::category_version(&self.pool, id).await?;
        let (Some(category), Some(version)) = (tree.get(id), version) else {
            return Ok(None);
        };
        let counts = self.counts().await?;
        let count = |id: &i32| counts.get(id).copied().unwrap_or_default();
        let subtree = tree.subtree(id);
        let all = choices(&tree);
        let is = |choice: &str, ids: &[i32]| ids.iter().any(|id| id.to_string() == choice);
        let (mut places, mut others) = (all.clone(), all);
        places.retain(|choice| !is(&choice.value, &subtree));
        others.retain(|choice| !is(&choice.value, &subtree));
        let old = list::old_paths(&self.pool, id, OLD).await?;
        Ok(Some(NamedPage {
            kind: Kind::Category,
            id,
            version,
            name: category.name.clone(),
            slug: slug_of(&category.path).to_owned(),
            above: above(&tree, id),
            parent: category.parent_id,
            href: format!("/c/{}", category.path),
            own: count(&id),
            all: subtree.iter().map(count).sum(),
            children: tree.below(Some(id)).count(),
            places,
            others,
            old: old.into_iter().map(|path| format!("/c/{path}")).collect(),
            past: self.past(Kind::Category, Some(id), may_edit).await?,
            may_edit,
            told: None,
        }))
    }

    async fn read_brand(&self, id: i32, may_edit: bool) -> Result<Option<NamedPage>, DbError> {
        let Some(brand) = list::brand(&self.pool, id).await? else {
            return Ok(None);
        };
        let mut connection = self.pool.get().await?;
        let products = write::products_of(&mut connection, id).await?;
        drop(connection);
        let others = brand::proposed(&self.pool).await?;
        let others = others.into_iter().filter(|other| other.id != id);
        let href = |slug: &str| SearchQuery::default().toggle_brand(slug).href();
        let old = list::old_slugs(&self.pool, id, OLD).await?;
        Ok(Some(NamedPage {
            kind: Kind::Brand,
            id,
            version: brand.version,
            name: brand.name,
            href: href(&brand.slug),
            slug: brand.slug,
            above: Vec::new(),
            parent: None,
            own: products,
            all: products,
            children: 0,
            places: Vec::new(),
            others: others
                .map(|other| app::model::editing::Choice {
                    value: other.name.clone(),
                    label: other.name,
                })
                .collect(),
            old: old.iter().map(|slug| href(slug)).collect(),
            past: self.past(Kind::Brand, Some(id), may_edit).await?,
            may_edit,
            told: None,
        }))
    }

    async fn ask(&self, kind: Kind, id: i32, wish: &Wish) -> Result<Outlook, AppError> {
        if !self.may_edit().await? {
            return Err(AppError::Forbidden);
        }
        let looked = async {
            let mut connection = self.pool.get().await?;
            outlook(&mut connection, kind, id, wish).await
        };
        looked.await.map_err(visible)?.ok_or(AppError::NotFound)
    }
}

/// Names of the categories above, widest first.
fn above(tree: &Taxonomy, id: i32) -> Vec<String> {
    let mut trail = tree.trail(id);
    trail.pop();
    trail.into_iter().map(|crumb| crumb.name).collect()
}

/// The sum over each category and all below it.
fn sums(tree: &Taxonomy, counts: &HashMap<i32, i64>) -> HashMap<i32, i64> {
    let mut sums = HashMap::new();
    for (id, products) in counts {
        for above in tree.upwards(*id) {
            *sums.entry(above.id).or_default() += products;
        }
    }
    sums
}

#[async_trait]
impl Taxonomies for TaxonomyBackend {
    async fn categories(&self, query: &CategoriesQuery) -> Result<CategoriesPage, AppError> {
        let may_edit = self.may_edit().await?;
        let page = self.read_categories(query, may_edit).await;
        let told = self.accounts.told().await?;
        Ok(CategoriesPage {
            told,
            ..page.map_err(visible)?
        })
    }

    async fn brands(&self, query: &BrandsQuery) -> Result<BrandsPage, AppError> {
        let may_edit = self.may_edit().await?;
        let page = self.read_brands(query, may_edit).await;
        let told = self.accounts.told().await?;
        Ok(BrandsPage {
            told,
            ..page.map_err(visible)?
        })
    }

    async fn one(&self, kind: Kind, id: i32) -> Result<NamedPage, AppError> {
        let may_edit = self.may_edit().await?;
        let page = match kind {
            Kind::Category => self.read_category(id, may_edit).await,
            Kind::Brand => self.read_brand(id, may_edit).await,
        };
        let page = page.map_err(visible)?.ok_or(AppError::NotFound)?;
        let told = self.accounts.told().await?;
        Ok(NamedPage { told, ..page })
    }

    async fn moving(&self, id: i32, query: &MoveQuery) -> Result<Outlook, AppError> {
        let wish = Wish::Move(query.clone());
        self.ask(Kind::Category, id, &wish).await
    }

    async fn merging(&self, kind: Kind, id: i32, query: &MergeQuery) -> Result<Outlook, AppError> {
        let wish = Wish::Merge(query.clone());
        self.ask(kind, id, &wish).await
    }
}
