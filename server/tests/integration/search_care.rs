//! Care for what is searched: rules by a form, pins and hidden products, and what of all that shoppers see.

mod bounds;
mod counts;
mod pins;
mod roles;
mod synonyms;
mod world;
