//! Getting an account, changing it and leaving, by the forms of the site and the links in its mail.

mod administration;
mod audit;
mod audit_page;
mod closing;
mod equal_work;
mod forgotten;
mod pages;
mod second_factor;
mod settings;
mod sign_up;
