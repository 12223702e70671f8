//! Looking at the way out for mail.

use super::Finding;
use crate::{
    config::{HttpConfig, MailConfig, MailRoute, SiteConfig, redact},
    mail::Mailer,
};

const CORRECT: &str = "correct VITRINE_MAIL; without it nobody gets an account or a new password";

/// Whether letters can be handed over, and whether that reaches anybody.
pub(super) async fn examine(
    config: &MailConfig,
    site: &SiteConfig,
    http: &HttpConfig,
) -> Vec<Finding> {
    let route = match &config.route {
        MailRoute::Folder(folder) => format!("the folder {}", folder.display()),
        MailRoute::Smtp(url) => redact(url),
    };
    let checked = match Mailer::new(config) {
        Ok(mailer) => mailer.check().await,
        Err(error) => Err(error),
    };
    let mut findings = vec![match checked {
        Ok(()) => Finding::ok(format!("mail goes to {route}")),
        Err(error) => Finding::warn(format!("{route}: {error}"), CORRECT),
    }];
    if !http.addr.ip().is_loopback() {
        findings.extend(reach(config, site));
    }
    findings
}

/// What is right on one's own machine, and wrong where others come.
fn reach(config: &MailConfig, site: &SiteConfig) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let MailRoute::Folder(_) = config.route {
        findings.push(Finding::warn(
            "mail is written to a folder and reaches nobody",
            "set VITRINE_MAIL to a mail server",
        ));
    }
    if !site.public_url.starts_with("https://") {
        findings.push(Finding::warn(
            format!("links in mail begin with {}", site.public_url),
            "set VITRINE_PUBLIC_URL to the address that visitors type",
        ));
    }
    findings
}
