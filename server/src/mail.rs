//! Mail: letters to people, sent in the background by a mail server, or written to a folder where there is none.
//!
//! Knows nothing of what is in them.

mod letter;
mod mailer;
mod outbox;

pub use self::{
    letter::Letter,
    mailer::{MailError, Mailer},
    outbox::{Outbox, OutboxFull},
};
