//! What administrators see of the database.

mod care;
mod history;
mod known;
mod plans;
mod roles;
mod running;

use crate::log_in::site::{EMAIL, Site};

const PAGE: &str = "/admin/database";

/// A site whose account is an administrator's, and who is logged in to it.
async fn site_of_admin() -> (Site, String) {
    made_admin(Site::start().await).await
}

async fn made_admin(site: Site) -> (Site, String) {
    let change = format!("UPDATE users SET role = 'admin' WHERE email = '{EMAIL}'");
    site.execute(&change).await;
    let admin = site.cookie().await;
    (site, admin)
}

/// Seconds since 1970.
fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.unwrap().as_secs()
}
