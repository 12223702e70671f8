//! Acts on many products: before they are done, and later.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    backend::Accounts as _,
    error::AppError,
    model::editing::{ActChange, ActReport, Bulk, BulkQuery, Tally},
};

use super::{ProductsBackend, choices};
use crate::{
    audit::moment,
    catalog::{
        bulk,
        history::{self, ActChangeRow, ChangeRow, ReportRow, UNDO_ALL},
        taxonomy::Taxonomy,
    },
    db::DbError,
    editing,
    error::visible,
};

/// Changes of an act on a page.
const CHANGES: u32 = 50;

/// Products that could not be taken back and are named.
const LEFT: u32 = 100;

impl ProductsBackend {
    /// What would come of an act on many products.
    pub(super) async fn bulk_page(&self, query: &BulkQuery) -> Result<Bulk, AppError> {
        let may = self.may().await?;
        if !may.edit || (query.act == "delete" && !may.delete) {
            return Err(AppError::Forbidden);
        }
        let taxonomy = self.taxonomy().await.map_err(visible)?;
        let mut page = Bulk {
            categories: choices(&taxonomy),
            tally: None,
            problem: None,
            may,
        };
        let tally = match editing::understand(query, &taxonomy) {
            Ok(None) => return Ok(page),
            Ok(Some(wish)) => self.tally(query, &wish).await.map_err(visible)?,
            Err(problem) => Err(problem),
        };
        match tally {
            Ok(tally) => page.tally = Some(tally),
            Err((field, words)) => page.problem = Some((field.to_owned(), words)),
        }
        Ok(page)
    }

    async fn tally(
        &self,
        query: &BulkQuery,
        wish: &editing::Wish,
    ) -> Result<Result<Tally, editing::Problem>, DbError> {
        let mut connection = self.pool.get().await?;
        let rows = bulk::tally(&mut connection, &wish.chosen, &wish.change).await?;
        Ok(editing::tally(query, &wish.change, &rows))
    }

    /// An act and what it did.
    pub(super) async fn act_page(&self, id: i64, after: i64) -> Result<ActReport, AppError> {
        let may = self.may().await?;
        let found = history::report(&self.pool, id).await.map_err(visible)?;
        let report = found.ok_or(AppError::NotFound)?;
        let mut rows = history::of_act(&self.pool, id, after, CHANGES + 1)
            .await
            .map_err(visible)?;
        let shown = usize::try_from(CHANGES).unwrap_or(usize::MAX);
        let more = rows.len() > shown;
        rows.truncate(shown);
        let next = rows.last().filter(|_| more).map(|row| row.change.id);
        let undone = report.undoes.filter(|_| report.what == UNDO_ALL);
        let left = match undone {
            Some(undone) => history::left(&self.pool, id, undone, LEFT).await,
            None => Ok(Vec::new()),
        };
        let left = left.map_err(visible)?;
        let taxonomy = self.taxonomy().await.map_err(visible)?;
        Ok(ActReport {
            id,
            at: moment(report.at).unwrap_or_default(),
            who: who(&report),
            what: report.what.clone(),
            undoes: report.undoes,
            products: report.products,
            made: report.made,
            removed: report.removed,
            loaded: report.loaded,
            changes: self.changes(&taxonomy, rows).await.map_err(visible)?,
            next,
            left: left.first().map_or(0, |row| row.total),
            left_products: left.into_iter().map(|row| (row.id, row.name)).collect(),
            may,
            told: self.accounts.told().await?,
        })
    }

    /// The changes in words, in their order; each product has its own currency.
    async fn changes(
        &self,
        taxonomy: &Taxonomy,
        rows: Vec<ActChangeRow>,
    ) -> Result<Vec<ActChange>, DbError> {
        let currencies: BTreeSet<String> = rows.iter().map(|row| row.currency.clone()).collect();
        let mut found = BTreeMap::new();
        for currency in &currencies {
            let of_currency = rows.iter().filter(|row| row.currency == *currency);
            let (heads, changes): (Vec<_>, Vec<ChangeRow>) = of_currency
                .map(|row| {
                    let head = (row.change.id, row.product_id, row.name.clone());
                    (head, row.change.clone())
                })
                .unzip();
            let changes =
                editing::changes(&self.pool, taxonomy, currency, changes, |_| false).await?;
            let heads = heads.into_iter().zip(changes);
            found.extend(heads.map(|((id, product, name), change)| {
                let change = ActChange {
                    product,
                    name,
                    change,
                };
                (id, change)
            }));
        }
        Ok(found.into_values().collect())
    }

    /// Whether whoever looks at the list may take back this act on many products, which they have just done.
    pub(super) async fn may_undo(&self, act: i64) -> Result<bool, DbError> {
        let report = history::report(&self.pool, act).await?;
        Ok(report.is_some_and(|report| report.what == editing::BULK))
    }
}

/// Whoever did it.
fn who(report: &ReportRow) -> String {
    history::who(report.person.as_deref(), report.user_id, &report.by)
}
