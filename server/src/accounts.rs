//! Accounts: who may log in, and how a password proves it.
//!
//! Functions take a pool or a connection and return rows; only [`handlers`] knows HTTP.

mod ago;
mod authenticate;
mod device;
mod email;
mod favourites;
pub mod handlers;
mod hasher;
mod name;
mod password;
mod request;
mod return_path;
mod signed_in;
mod user;

pub use self::{
    authenticate::{AuthenticateError, authenticate},
    email::{Email, EmailError},
    favourites::{FavouritesChange, MOST as MOST_FAVOURITES, favourites_of},
    hasher::{HashError, PasswordHasher},
    name::{UserName, UserNameError},
    password::{Password, PasswordLengthError},
    request::RequestAccounts,
    return_path::{return_path, return_path_or},
    signed_in::signed_in,
    user::{InsertUserError, NewUser, User},
};
