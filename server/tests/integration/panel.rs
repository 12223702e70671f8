//! The performance panel: whether its figures are true, who sees them, and how they come.

mod causes;
mod figures;
mod happenings;
mod instances;
mod page;
mod phases;
mod redis;
mod stream;
