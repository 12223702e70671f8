//! Accounts: who may log in, how a password proves it, and how one gets, changes and leaves an account.
//!
//! Functions take a pool or a connection and return rows; only [`handlers`] knows HTTP.

mod account_report;
mod ago;
mod api_token;
mod audit_page;
mod authenticate;
mod closing;
mod common;
mod device;
mod email;
mod email_change;
mod favourites;
pub mod handlers;
mod hasher;
mod letters;
mod name;
mod open_sessions;
mod password;
mod password_reset;
mod registration;
mod request;
mod return_path;
mod second_factor;
mod signed_in;
mod staff;
mod token;
mod tokens_page;
mod user;

pub(crate) use self::api_token::hexadecimal;
pub use self::{
    api_token::{
        ApiToken, ApiTokenRow, Bearer, NewApiToken, Scope, api_tokens, bearer, make_api_token,
        revoke_api_token,
    },
    authenticate::{AuthenticateError, authenticate},
    closing::{delete_account, export_account},
    common::is_common,
    email::{Email, EmailError},
    email_change::{ChangedEmail, allow_email_change, change_email},
    favourites::{FavouritesChange, MOST as MOST_FAVOURITES, favourites_of},
    hasher::{HashError, HashStats, PasswordHasher},
    letters::Letters,
    name::{UserName, UserNameError},
    password::{Password, PasswordLengthError},
    password_reset::{allow_password_reset, owner_of_password_reset, reset_password},
    registration::{Registration, complete_registration},
    request::RequestAccounts,
    return_path::{leading_to, return_path, return_path_or},
    second_factor::{
        Proof, RecoveryCode, SecondFactor, Secret, accept_code, begin_second_factor,
        has_second_factor, remove_second_factor, renew_recovery_codes, second_factor,
        turn_on_second_factor,
    },
    signed_in::signed_in,
    staff::is_staff,
    token::Token,
    user::{InsertUserError, NewUser, User, change_password, end_sessions},
};
