//! Where the site is: its files on disk, and itself in the world.

use std::{net::SocketAddr, path::PathBuf};

use url::Url;

use super::{
    parse::Wanted,
    variable::{Reader, Variable},
};

const ROOT: Variable = Variable {
    name: "VITRINE_SITE_ROOT",
    default: "target/site",
    meaning: "Folder with the styles, scripts and images a browser loads.",
};

const PUBLIC_URL: Variable = Variable {
    name: "VITRINE_PUBLIC_URL",
    default: "",
    meaning: "Address of the site as visitors type it, for links in mail and what crawlers read; empty: http:// and VITRINE_ADDR.",
};

pub(super) const VARIABLES: &[Variable] = &[ROOT, PUBLIC_URL];

/// Where the site is.
#[derive(Debug, Clone)]
pub struct SiteConfig {
    /// `VITRINE_SITE_ROOT`: folder with the styles, scripts and images a browser loads, seen from
    /// the working directory if relative. Default `target/site`.
    pub root: PathBuf,
    /// `VITRINE_PUBLIC_URL`: what whole addresses of this site begin with; no slash at the end. Default `http://` and
    /// `VITRINE_ADDR`.
    pub public_url: String,
}

impl SiteConfig {
    /// `addr` is where the server listens, once known.
    pub(super) fn read(reader: &mut Reader<'_>, addr: Option<SocketAddr>) -> Option<Self> {
        let root = reader.read(ROOT, |text| Ok(PathBuf::from(text)));
        let public_url = reader.read(PUBLIC_URL, public_url);
        Some(Self {
            root: root?,
            public_url: match public_url? {
                Some(url) => url,
                None => format!("http://{}", addr?),
            },
        })
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
