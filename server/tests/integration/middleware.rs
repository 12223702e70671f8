//! What every request and every answer passes.

mod compression;
mod error_pages;
mod headers;
mod refusals;
mod request_log;
mod site;
