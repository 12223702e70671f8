//! What is said over the API, in types of its own: what pages need may change without a program noticing.

mod changes;
mod products;
mod search;
mod suggest;

use self::search::{Availability, absolute, money};
pub(super) use self::{
    changes::{Change, NewProduct, ProductPatch, Removed, Written},
    products::{ManagedProduct, ProductAnswer, ProductList, PublicProduct, Status},
    search::SearchAnswer,
    suggest::SuggestAnswer,
};
