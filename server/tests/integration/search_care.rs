//! Care for what is searched: rules by a form, pins and hidden products, and what of all that shoppers see.

mod counts;
