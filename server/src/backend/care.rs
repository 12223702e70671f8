//! What is searched for, and what the shop says about it, as those who run the shop see it.

use std::{collections::BTreeMap, sync::Arc};

use app::{
    backend::{Accounts as _, SearchCare},
    error::AppError,
    model::{
        account::Role,
        care::{
            CareQuery, CaredProduct, CaredResult, CaredSearch, PERIODS, QueryCare, ReportQuery,
            SearchReport, SearchTotals, Synonym, SynonymsPage,
        },
        editing::ProductsQuery,
        performance::{SearchFigure, SearchFigures, SlowSearch},
        search::WhyWord,
    },
};
use async_trait::async_trait;
use index::{Explanation, Question};

use super::{CatalogBackend, count, why::why_word};
use crate::{
    accounts::RequestAccounts,
    catalog::{
        care::{self, Placed, ProductRow},
        list,
        synonyms::{self, KeptRule},
    },
    db::{DbError, Pool},
    error::visible,
    insight::searches::{
        Days, Report, SearchRow, clicked_products, of_words, report, slowest, totals,
    },
};

/// Searches in each report.
const REPORTED: u32 = 25;

/// Searches that are listed as cared for.
const CARED: u32 = 200;

/// Results shown of a search: more than there are places for pins.
const SHOWN: usize = 24;

/// Products shown that were opened from a search.
const OPENED: u32 = 5;

/// Products found to be pinned.
const FOUND: u32 = 10;

/// Care for searches, for whoever makes one request. What is said is read from the database, past every cache; what the shop
/// shows is what the index of this process says.
pub struct CareBackend {
    accounts: Arc<RequestAccounts>,
    pool: Pool,
    catalog: CatalogBackend,
}

/// What the index answers of one search.
struct Answers {
    ids: Vec<i64>,
    total: i64,
    explained: Vec<Option<Explanation>>,
    ids_without: Vec<i64>,
    total_without: i64,
}

impl CareBackend {
    /// Reads from `pool` and asks `catalog`, if `accounts` say that it may.
    pub fn new(accounts: Arc<RequestAccounts>, pool: Pool, catalog: CatalogBackend) -> Self {
        Self {
            accounts,
            pool,
            catalog,
        }
    }

    /// Whether whoever makes this request may change anything; an error for who may not even look.
    async fn may_edit(&self) -> Result<bool, AppError> {
        self.accounts.needs(Role::Viewer).await?;
        let role = self.accounts.current_user().await?.map(|user| user.role);
        Ok(role >= Some(Role::Editor))
    }

    async fn read_report(&self, days: Days) -> Result<SearchReport, DbError> {
        let of = async |which| report(&self.pool, days, which, REPORTED).await;
        // One after the other: nobody is in such a hurry that it were worth several connections.
        let top = figures(of(Report::MostAsked).await?);
        let without_result = figures(of(Report::WithoutResult).await?);
        let unopened = figures(of(Report::Unopened).await?);
        let slowest = slowest(&self.pool, days, REPORTED).await?.into_iter();
        let slowest = slowest.map(|search| SlowSearch {
            words: search.words,
            made: search.made,
            millis: search.millis,
        });
        let totals = totals(&self.pool, days).await?;
        let cared = care::cared(&self.pool, CARED).await?.into_iter();
        let cared = cared.map(|row| CaredSearch {
            words: row.words,
            pins: row.pins,
            hidden: row.hidden,
        });
        Ok(SearchReport {
            from: days.from.to_string(),
            to: days.to.to_string(),
            totals: SearchTotals {
                searches: totals.searches,
                asked: totals.asked,
                without_result: totals.without_result,
                clicks: totals.clicks,
            },
            figures: SearchFigures {
                top,
                without_result,
                unopened,
                slowest: slowest.collect(),
            },
            cared: cared.collect(),
            may_edit: false,
        })
    }

    /// What the index answers, once it may.
    async fn ask(&self, words: &str) -> Result<Answers, DbError> {
        self.catalog.wait_for_index().await?;
        let question = Question {
            text: words.to_owned(),
            limit: SHOWN,
            without_facets: true,
            ..Question::default()
        };
        let index = self.catalog.replica.index();
        let answer = index.ask(&question);
        let without = index.ask_without_care(&question);
        let explain = |id: &i64| index.explain(&question, *id);
        Ok(Answers {
            explained: answer.ids.iter().map(explain).collect(),
            ids: answer.ids.clone(),
            total: count(answer.total),
            ids_without: without.ids,
            total_without: count(without.total),
        })
    }

    async fn read(&self, words: String, find: &str) -> Result<QueryCare, DbError> {
        let longest = PERIODS.into_iter().max().unwrap_or(1);
        let days = Days::last(longest);
        let figure = of_words(&self.pool, days, &words).await?;
        let opened = clicked_products(&self.pool, days, &words, OPENED).await?;
        let placed = care::of_search(&self.pool, &words).await?;
        let found = match find {
            "" => None,
            text => Some(self.find(text).await?),
        };
        let answers = self.ask(&words).await?;
        let opened_ids: Vec<i64> = opened.iter().map(|product| product.id).collect();
        let products = self.products_of(&answers, &placed, &opened_ids).await?;
        // What was removed just now is left out.
        let known = |id: &i64| products.get(id).cloned();
        let results = answers.ids.iter().zip(&answers.explained);
        let shown = results.filter_map(|(id, explained)| {
            Some(CaredResult {
                product: known(id)?,
                words: explained.as_ref().map_or_else(Vec::new, words_of),
                pinned: explained.as_ref().and_then(|explained| explained.pinned),
            })
        });
        let pins = placed.pins().into_iter();
        Ok(QueryCare {
            figure: figure.map_or_else(SearchFigure::default, figure_of),
            opened: opened
                .iter()
                .filter_map(|product| Some((known(&product.id)?, product.clicks)))
                .collect(),
            shown: shown.collect(),
            total: answers.total,
            without: answers.ids_without.iter().filter_map(known).collect(),
            total_without: answers.total_without,
            pins: pins
                .filter_map(|(place, id)| Some((place, known(&id)?)))
                .collect(),
            hidden: placed.hidden().iter().filter_map(known).collect(),
            words,
            found,
            may_edit: false,
            told: None,
        })
    }

    async fn products_of(
        &self,
        answers: &Answers,
        placed: &Placed,
        opened: &[i64],
    ) -> Result<BTreeMap<i64, CaredProduct>, DbError> {
        let mut ids = [&answers.ids, &answers.ids_without, opened].concat();
        ids.extend(placed.pins().into_iter().map(|(_, id)| id));
        ids.extend(placed.hidden());
        ids.sort_unstable();
        ids.dedup();
        let rows = care::products(&self.pool, ids).await?.into_iter();
        Ok(rows.map(|row| (row.id, product(row))).collect())
    }

    /// Products that are sold, by key or name.
    async fn find(&self, text: &str) -> Result<Vec<CaredProduct>, DbError> {
        let wanted = ProductsQuery {
            text: text.to_owned(),
            status: "published".to_owned(),
            ..ProductsQuery::default()
        };
        let rows = list::page(&self.pool, &wanted, None, FOUND).await?;
        let listed = rows
            .into_iter()
            .map(app::model::editing::ListedProduct::from);
        let found = listed.map(|row| CaredProduct {
            id: row.id,
            name: row.name,
            is_published: true,
        });
        Ok(found.collect())
    }
}

#[async_trait]
impl SearchCare for CareBackend {
    async fn report(&self, query: ReportQuery) -> Result<SearchReport, AppError> {
        let may_edit = self.may_edit().await?;
        let report = self.read_report(Days::last(query.days)).await;
        let report = report.map_err(visible)?;
        Ok(SearchReport { may_edit, ..report })
    }

    async fn synonyms(&self) -> Result<SynonymsPage, AppError> {
        let may_edit = self.may_edit().await?;
        let kept: Vec<KeptRule> = synonyms::rules().load(&self.pool).await.map_err(visible)?;
        let rules = kept.into_iter().map(|kept| Synonym {
            id: kept.id,
            rule: kept.rule().to_string(),
        });
        Ok(SynonymsPage {
            rules: rules.collect(),
            most: synonyms::MOST_RULES,
            may_edit,
            told: self.accounts.told().await?,
        })
    }

    async fn search(&self, query: &CareQuery) -> Result<QueryCare, AppError> {
        let may_edit = self.may_edit().await?;
        let words = care::search(&query.text).ok_or(AppError::NotFound)?;
        let care = self.read(words, &query.find).await.map_err(visible)?;
        Ok(QueryCare {
            may_edit,
            told: self.accounts.told().await?,
            ..care
        })
    }
}

fn figures(rows: Vec<SearchRow>) -> Vec<SearchFigure> {
    rows.into_iter().map(figure_of).collect()
}

fn figure_of(row: SearchRow) -> SearchFigure {
    SearchFigure {
        words: row.words,
        asked: row.asked,
        without_result: row.without_result,
        clicks: row.clicks,
    }
}

fn words_of(explanation: &Explanation) -> Vec<WhyWord> {
    let words = explanation.words.iter();
    words.map(|word| why_word(word, explanation)).collect()
}

fn product(row: ProductRow) -> CaredProduct {
    CaredProduct {
        id: row.id,
        name: row.name,
        is_published: row.is_published,
    }
}
