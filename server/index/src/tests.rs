//! The index against another that keeps a list of products and looks at each of them, for every question.

mod caring;
mod catalogue;
mod explaining;
mod memory;
mod naive;
mod promises;
mod relaxing;
