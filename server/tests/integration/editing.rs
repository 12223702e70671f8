//! Products in the hands of those who run the shop.

mod bulk;
mod bulk_bound;
mod bulk_prices;
mod export;
mod form;
mod history;
mod list;
mod old_address;
mod roles;
mod row;
mod undo;
mod world;
