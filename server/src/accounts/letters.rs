//! What is written to the owners of addresses.
//!
//! Nothing that somebody typed is in these texts but addresses: a stranger can have a letter sent, and must not be able to
//! say anything in it.

use super::Token;
use crate::mail::Letter;

/// Writes letters whose links lead to one site.
#[derive(Debug, Clone)]
pub struct Letters {
    public_url: String,
}

impl Letters {
    /// `public_url` is what links begin with, without a slash at the end.
    pub fn new(public_url: &str) -> Self {
        Self {
            public_url: public_url.to_owned(),
        }
    }

    /// To who asked for an account.
    pub fn confirm_address(&self, to: &str, token: &Token) -> Letter {
        let link = self.link("/verify", token);
        letter(
            to,
            "Confirm your email address",
            &format!(
                "Somebody, probably you, wants an account at Vitrine with this address.\n\n\
                 To have it made, open this page and press the button there:\n\n{link}\n\n\
                 The link works once, for 24 hours. If it was not you, do nothing:\n\
                 without the link no account is made."
            ),
        )
    }

    /// To who has an account, and asked for one.
    pub fn known_address(&self, to: &str) -> Letter {
        let (log_in, forgot) = (self.page("/log-in"), self.page("/forgot"));
        letter(
            to,
            "You have an account already",
            &format!(
                "Somebody, probably you, wanted an account at Vitrine with this address. You have\n\
                 one already, and nothing was changed.\n\n\
                 Log in: {log_in}\n\n\
                 If you have forgotten the password: {forgot}\n\n\
                 If it was not you, there is nothing to do."
            ),
        )
    }

    /// To who forgot a password.
    pub fn reset_password(&self, to: &str, token: &Token) -> Letter {
        let link = self.link("/reset", token);
        letter(
            to,
            "Choose a new password",
            &format!(
                "Somebody, probably you, has forgotten the password of your account at Vitrine.\n\n\
                 Choose a new one here:\n\n{link}\n\n\
                 The link works once, for 30 minutes. If it was not you, do nothing: your\n\
                 password stays as it is."
            ),
        )
    }

    /// To who has a new password now.
    pub fn password_changed(&self, to: &str) -> Letter {
        let forgot = self.page("/forgot");
        letter(
            to,
            "Your password was changed",
            &format!(
                "The password of your account at Vitrine was changed just now, and everybody who was\n\
                 logged in with the old one is logged out.\n\n\
                 If it was not you, choose another one at once: {forgot}"
            ),
        )
    }

    /// To who is asked for codes at log-in from now on.
    pub fn second_factor_on(&self, to: &str) -> Letter {
        let page = self.page("/me/second-factor");
        letter(
            to,
            "Two-step log-in was turned on",
            &format!(
                "From now on your account at Vitrine asks for a code after the password. Keep the\n\
                 recovery codes where you find them without your phone.\n\n\
                 Your two-step log-in: {page}\n\n\
                 If it was not you, somebody knows your password: please answer this mail."
            ),
        )
    }

    /// To who is asked for no code any more.
    pub fn second_factor_off(&self, to: &str) -> Letter {
        let forgot = self.page("/forgot");
        letter(
            to,
            "Two-step log-in was turned off",
            &format!(
                "Your account at Vitrine asks for no code any more, only for the password.\n\n\
                 If it was not you, choose another password at once: {forgot}"
            ),
        )
    }

    /// To who logged in by a recovery code, and has so many left.
    pub fn recovery_code_used(&self, to: &str, left: i64) -> Letter {
        let page = self.page("/me/second-factor");
        letter(
            to,
            "A recovery code was used",
            &format!(
                "Somebody, probably you, logged in to your account at Vitrine with a recovery code.\n\
                 Codes that are left: {left}. Get others here: {page}\n\n\
                 If it was not you, choose another password at once: {}",
                self.page("/forgot")
            ),
        )
    }

    /// To the address that an account is to have.
    pub fn confirm_new_address(&self, to: &str, token: &Token) -> Letter {
        let link = self.link("/confirm-email", token);
        letter(
            to,
            "Confirm your new email address",
            &format!(
                "Somebody, probably you, wants this to be the address of an account at Vitrine.\n\n\
                 To have it changed, open this page and press the button there:\n\n{link}\n\n\
                 The link works once, for an hour. If it was not you, do nothing."
            ),
        )
    }

    /// To the address that somebody wanted to have for another account.
    pub fn known_new_address(&self, to: &str) -> Letter {
        let log_in = self.page("/log-in");
        letter(
            to,
            "You have an account already",
            &format!(
                "Somebody wanted to give another account at Vitrine this address. It belongs to\n\
                 your account, and nothing was changed.\n\n\
                 Log in: {log_in}\n\n\
                 If it was not you, there is nothing to do."
            ),
        )
    }

    /// To the address that an account had before.
    pub fn address_changed(&self, before: &str, now: &str) -> Letter {
        letter(
            before,
            "Your email address was changed",
            &format!(
                "The address of your account at Vitrine was changed just now, to\n\n    {now}\n\n\
                 This address opens it no more. If it was not you, somebody knows your password:\n\
                 please answer this mail."
            ),
        )
    }

    /// To who has no account any more.
    pub fn account_deleted(&self, to: &str) -> Letter {
        let register = self.page("/register");
        letter(
            to,
            "Your account was deleted",
            &format!(
                "Your account at Vitrine was deleted just now, with all that belonged to it.\n\n\
                 You can have a new one at any time: {register}"
            ),
        )
    }

    fn page(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    fn link(&self, path: &str, token: &Token) -> String {
        format!("{}?token={}", self.page(path), token.to_text())
    }
}

fn letter(to: &str, subject: &'static str, text: &str) -> Letter {
    Letter {
        to: to.to_owned(),
        subject,
        text: format!("Hello,\n\n{text}\n\n-- \nVitrine\n"),
    }
}
