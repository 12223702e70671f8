//! Logging in and out of the whole site, as a browser does it.

mod favourites;
mod form;
mod outage;
mod own_redis;
mod pages;
mod sessions;
pub(crate) mod site;
