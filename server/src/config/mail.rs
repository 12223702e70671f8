//! Where mail goes, and whom it is from.

use std::{fmt, path::PathBuf, str::FromStr};

use lettre::{AsyncSmtpTransport, Tokio1Executor, message::Mailbox};

use super::{
    parse::Wanted,
    variable::{Reader, Variable, redact},
};

const ROUTE: Variable = Variable {
    name: "VITRINE_MAIL",
    default: "file:.data/mail",
    meaning: "Where mail goes: smtps://user:password@host, smtp://host?tls=required, smtp://host:25 (no TLS), or a folder: file:path.",
};
const FROM: Variable = Variable {
    name: "VITRINE_MAIL_FROM",
    default: "Vitrine <vitrine@localhost>",
    meaning: "Whom mail is from.",
};

pub(super) const VARIABLES: &[Variable] = &[ROUTE, FROM];

/// Where mail goes, and whom it is from.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// `VITRINE_MAIL`: the way out. Default the folder `.data/mail`.
    pub route: MailRoute,
    /// `VITRINE_MAIL_FROM`: whom mail is from. Default `Vitrine <vitrine@localhost>`.
    pub from: Mailbox,
}

/// The way out for mail.
#[derive(Clone, PartialEq, Eq)]
pub enum MailRoute {
    /// One file a message, in this folder: seen from the working directory if relative.
    Folder(PathBuf),
    /// A mail server, as [`AsyncSmtpTransport::from_url`] reads it.
    Smtp(String),
}

impl fmt::Debug for MailRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => f.debug_tuple("Folder").field(folder).finish(),
            Self::Smtp(url) => f.debug_tuple("Smtp").field(&redact(url)).finish(),
        }
    }
}

impl MailConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let route = reader.read(ROUTE, route);
        let from = reader.read(FROM, |text| {
            Mailbox::from_str(text.trim())
                .map_err(|_| "an address such as Vitrine <shop@example.com>".into())
        });
        Some(Self {
            route: route?,
            from: from?,
        })
    }
}

fn route(text: &str) -> Result<MailRoute, Wanted> {
    let text = text.trim();
    match text.split_once(':') {
        Some(("file", folder)) if !folder.is_empty() => Ok(MailRoute::Folder(folder.into())),
        Some(("smtp" | "smtps", _)) => match AsyncSmtpTransport::<Tokio1Executor>::from_url(text) {
            Ok(_) => Ok(MailRoute::Smtp(text.to_owned())),
            Err(_) => Err(
                "a mail server such as smtps://user:password@mail.example.com or \
                               smtp://mail.example.com:587?tls=required"
                    .into(),
            ),
        },
        _ => Err("smtps://…, smtp://… or file: and a folder".into()),
    }
}
