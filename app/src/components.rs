//! Parts that the server renders and that hold no state in the browser.

pub mod account_look_up;
pub mod account_page;
pub mod breadcrumbs;
pub mod chips;
pub mod explanation;
pub mod failure;
pub mod filters;
pub mod form;
pub mod heart;
pub mod highlight;
pub mod json_ld;
pub mod layout;
pub mod listing;
pub mod no_results;
pub mod outdated;
pub mod page_title;
pub mod pagination;
pub mod price;
pub mod product_card;
pub mod product_grid;
pub mod rating;
pub mod reading;
pub mod suggestion_list;
pub mod text_area;
pub mod token_form;
pub mod viewed;
