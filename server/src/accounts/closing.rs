//! What belongs to an account: handed out, and deleted.

use diesel::{QueryableByName, prelude::*, sql_query, sql_types};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};

use super::registration::forget_registrations;
use crate::{
    audit::{self, Event, Origin},
    db::Name as _,
    schema::users,
};

#[derive(QueryableByName)]
struct Exported {
    #[diesel(sql_type = sql_types::Text)]
    json: String,
}

/// One statement, so that all of it is of one moment. The hash of the password is no data of its owner's: nothing can be
/// done with it but to attack the password.
const EXPORT: &str = "
    SELECT jsonb_pretty(jsonb_build_object(
        'exported_at', now(),
        'account', jsonb_build_object(
            'id', u.id, 'email', u.email, 'name', u.name, 'role', u.role,
            'created_at', u.created_at, 'updated_at', u.updated_at, 'email_verified_at', u.verified_at),
        'second_factor_since', (
            SELECT s.confirmed_at FROM second_factors s WHERE s.user_id = u.id),
        'favourites', coalesce((
            SELECT jsonb_agg(jsonb_build_object('product_id', f.product_id, 'sku', p.sku, 'name', p.name)
                             ORDER BY f.added DESC)
            FROM favourites f LEFT JOIN products p ON p.id = f.product_id WHERE f.user_id = u.id), '[]'),
        'api_tokens', coalesce((
            SELECT jsonb_agg(jsonb_build_object('name', t.name, 'scopes', t.scopes, 'created_at', t.created_at,
                                                'expires_at', t.expires_at, 'last_used_at', t.last_used_at) ORDER BY t.id)
            FROM api_tokens t WHERE t.user_id = u.id), '[]'),
        'email_changes_under_way', coalesce((
            SELECT jsonb_agg(jsonb_build_object('email', c.email, 'expires', c.expires) ORDER BY c.expires)
            FROM email_changes c WHERE c.user_id = u.id), '[]'),
        'events', coalesce((
            SELECT jsonb_agg(jsonb_build_object('at', a.at, 'event', a.event, 'about', a.about, 'client', a.client, 'origin', a.origin) ORDER BY a.id)
            FROM audit_log a WHERE a.user_id = u.id), '[]'),
        'changes_of_products', coalesce((
            SELECT jsonb_agg(jsonb_build_object('at', p.at, 'act', p.id, 'what', p.what) ORDER BY p.id)
            FROM product_acts p WHERE p.user_id = u.id), '[]'),
        'imports', coalesce((
            SELECT jsonb_agg(jsonb_build_object('at', i.at, 'file', i.file_name, 'state', i.state) ORDER BY i.id)
            FROM imports i WHERE i.user_id = u.id), '[]')
    )) AS json
    FROM users u WHERE u.id = $1";

/// All that is stored of the account `id`, as JSON; nothing if it is gone.
pub async fn export_account(
    connection: &mut AsyncPgConnection,
    id: i64,
    origin: &Origin,
) -> QueryResult<Option<String>> {
    audit::record(connection, Event::Exported, Some(id), origin).await?;
    let exported: Option<Exported> = sql_query(EXPORT)
        .bind::<sql_types::BigInt, _>(id)
        .named("accounts.export")
        .get_result(connection)
        .await
        .optional()?;
    Ok(exported.map(|exported| exported.json))
}

/// Deletes the account `id` and all that belongs to it; whether it was there. Sessions end with it. What stays is that it
/// happened, under a number that names nobody any more.
pub async fn delete_account(
    connection: &mut AsyncPgConnection,
    id: i64,
    origin: &Origin,
) -> QueryResult<bool> {
    connection
        .transaction(async |connection| {
            let email: Option<String> = diesel::delete(users::table.find(id))
                .returning(users::email)
                .named("accounts.delete")
                .get_result(connection)
                .await
                .optional()?;
            let Some(email) = email else {
                return Ok(false);
            };
            forget_registrations(connection, &email).await?;
            audit::record(connection, Event::Deleted, Some(id), origin).await?;
            Ok(true)
        })
        .await
}
