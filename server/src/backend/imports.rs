//! Imports, as those who run the shop see them.

use std::sync::Arc;

use app::{
    backend::{Accounts as _, Imports},
    error::AppError,
    model::{
        account::Role,
        imports::{ImportColumn, ImportDone, ImportLine, ImportPage, ImportState, ImportsPage},
    },
};
use async_trait::async_trait;

use crate::{
    accounts::RequestAccounts,
    audit::moment,
    error::visible,
    import::{layout::Layout, record::Format},
    imports::{self, Folder, ImportRow},
    state::AppState,
};

/// Imports in the list.
const LISTED: u32 = 20;

/// Imports, for whoever makes one request.
pub struct ImportsBackend {
    accounts: Arc<RequestAccounts>,
    state: AppState,
}

impl ImportsBackend {
    /// Reads what `state` has, if `accounts` say that it may.
    pub fn new(accounts: Arc<RequestAccounts>, state: AppState) -> Self {
        Self { accounts, state }
    }
}

#[async_trait]
impl Imports for ImportsBackend {
    async fn list(&self) -> Result<ImportsPage, AppError> {
        self.accounts.needs(Role::Editor).await?;
        let rows = imports::latest(&self.state.pool, LISTED).await;
        let lines = rows.map_err(visible)?.into_iter().map(|row| ImportLine {
            id: row.id,
            who: who(&row),
            at: moment(row.at).unwrap_or_default(),
            state: row.state(),
            file: row.file_name,
        });
        Ok(ImportsPage {
            most: self.state.config.uploads.bytes >> 20,
            imports: lines.collect(),
            told: self.accounts.told().await?,
        })
    }

    async fn import(&self, id: i64) -> Result<ImportPage, AppError> {
        self.accounts.needs(Role::Editor).await?;
        let role = self.accounts.current_user().await?.map(|user| user.role);
        let row = imports::one(&self.state.pool, id).await.map_err(visible)?;
        let row = row.ok_or(AppError::NotFound)?;
        let folder = Folder::new(&self.state.config.uploads);
        let layout: Layout = read(&row.layout)?;
        let mut columns: Vec<ImportColumn> = read(&row.columns)?;
        for (column, (_, target)) in columns.iter_mut().zip(&layout.columns) {
            column.target = target.clone().into();
        }
        let done = (row.state() == ImportState::Done).then_some(ImportDone {
            created: row.created,
            updated: row.updated,
            unchanged: row.unchanged,
            rejected: row.rejected,
            act: row.act,
        });
        Ok(ImportPage {
            id,
            size: size(row.bytes),
            who: who(&row),
            at: moment(row.at).unwrap_or_default(),
            state: row.state(),
            words: row.words().to_owned(),
            has_file: folder.has(&row.stored),
            is_csv: layout.format == Format::Csv,
            encoding: layout.encoding.name().to_owned(),
            delimiter: layout.delimiter.name().to_owned(),
            columns,
            check: row.report.as_ref().map(read).transpose()?,
            progress: imports::progress(&row),
            done,
            may_delete: role >= Some(Role::Admin),
            told: self.accounts.told().await?,
            file: row.file_name,
        })
    }
}

fn who(row: &ImportRow) -> String {
    let person = row.person.clone();
    person.unwrap_or_else(|| format!("Account {}", row.user_id))
}

/// What was kept, as it was meant.
fn read<T: serde::de::DeserializeOwned>(value: &serde_json::Value) -> Result<T, AppError> {
    serde_json::from_value(value.clone()).map_err(|error| {
        tracing::error!(%error, "what is kept of an import cannot be read");
        AppError::Internal
    })
}

/// In the unit that people use for it.
fn size(bytes: i64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{} KiB", bytes >> 10),
        _ => format!("{} MiB", bytes >> 20),
    }
}

#[cfg(test)]
mod tests {
    use app::model::imports::{DELIMITERS, ENCODINGS, FIELDS};

    use super::*;
    use crate::import::{encoding::Encoding, field::Field, layout::Delimiter};

    #[test]
    fn pages_offer_all_that_is_understood() {
        assert_eq!(FIELDS.map(|(name, _)| name), Field::ALL.map(Field::name));
        let encodings = Encoding::ALL.map(Encoding::name);
        assert_eq!(ENCODINGS.map(|(name, _)| name), encodings);
        let delimiters = Delimiter::ALL.map(Delimiter::name);
        assert_eq!(DELIMITERS.map(|(name, _)| name), delimiters);
    }

    #[test]
    fn sizes_are_in_units_of_people() {
        assert_eq!(size(12), "12 bytes");
        assert_eq!(size(2_048), "2 KiB");
        assert_eq!(size(5 << 20), "5 MiB");
    }
}
