//! Where mail goes, whom it is from, and where its links lead.

use std::{fmt, net::SocketAddr, path::PathBuf, str::FromStr};

use lettre::{AsyncSmtpTransport, Tokio1Executor, message::Mailbox};
use url::Url;

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
const PUBLIC_URL: Variable = Variable {
    name: "VITRINE_PUBLIC_URL",
    default: "",
    meaning: "Address of the site as visitors type it, for links in mail; empty: http:// and VITRINE_ADDR.",
};

pub(super) const VARIABLES: &[Variable] = &[ROUTE, FROM, PUBLIC_URL];

/// Where mail goes, whom it is from, and where its links lead.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// `VITRINE_MAIL`: the way out. Default the folder `.data/mail`.
    pub route: MailRoute,
    /// `VITRINE_MAIL_FROM`: whom mail is from. Default `Vitrine <vitrine@localhost>`.
    pub from: Mailbox,
    /// `VITRINE_PUBLIC_URL`: what links in mail begin with; no slash at the end. Default `http://` and `VITRINE_ADDR`.
    pub public_url: String,
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
    /// `addr` is where the server listens, once known.
    pub(super) fn read(reader: &mut Reader<'_>, addr: Option<SocketAddr>) -> Option<Self> {
        let route = reader.read(ROUTE, route);
        let from = reader.read(FROM, |text| {
            Mailbox::from_str(text.trim())
                .map_err(|_| "an address such as Vitrine <shop@example.com>".into())
        });
        let public_url = reader.read(PUBLIC_URL, public_url);
        Some(Self {
            route: route?,
            from: from?,
            public_url: match public_url? {
                Some(url) => url,
                None => format!("http://{}", addr?),
            },
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

/// Pages stand at fixed paths, so the address is that of a whole host.
fn public_url(text: &str) -> Result<Option<String>, Wanted> {
    let text = text.trim().trim_end_matches('/');
    if text.is_empty() {
        return Ok(None);
    }
    let bare = Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none()
    });
    if bare {
        Ok(Some(text.to_owned()))
    } else {
        Err("an address such as https://shop.example.com, without a path".into())
    }
}
