//! A second proof at log-in, beside the password: a code that an app makes, or one of the codes kept for the day that app is
//! lost.

mod qr;
mod recovery;
mod rows;
mod secret;

pub use self::{
    recovery::RecoveryCode,
    rows::{
        Proof, SecondFactor, accept_code, begin_second_factor, has_second_factor,
        remove_second_factor, renew_recovery_codes, second_factor, turn_on_second_factor,
    },
    secret::Secret,
};
