//! A folder in which letters arrive.

use std::fs;

use tempfile::TempDir;

/// A letter that was sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mail {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}

impl Mail {
    /// The path of the only link in it with a token, and the token.
    pub(crate) fn link(&self) -> (&str, &str) {
        let found = self
            .text
            .split_whitespace()
            .find_map(|word| word.strip_prefix("https://shop.example"));
        found.unwrap().split_once("?token=").unwrap()
    }
}

/// A folder of a test's own.
pub(crate) struct MailFolder(TempDir);

impl MailFolder {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// As `VITRINE_MAIL` names it. The folder itself is not there yet.
    pub(crate) fn route(&self) -> String {
        format!("file:{}", self.0.path().join("mail").display())
    }

    /// The letters in it, which are removed.
    pub(crate) fn take(&self) -> Vec<Mail> {
        let Ok(entries) = fs::read_dir(self.0.path().join("mail")) else {
            return Vec::new();
        };
        let mut mails: Vec<Mail> = entries
            .map(|entry| {
                let path = entry.unwrap().path();
                let mail = parse(&fs::read_to_string(&path).unwrap());
                fs::remove_file(path).unwrap();
                mail
            })
            .collect();
        mails.sort_by(|one, other| one.to.cmp(&other.to));
        mails
    }
}

fn parse(message: &str) -> Mail {
    let (head, text) = message.split_once("\r\n\r\n").unwrap();
    let header = |name: &str| {
        let line = head.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap().trim().to_owned()
    };
    assert_eq!(header("Content-Transfer-Encoding:"), "7bit", "{message}");
    assert_eq!(header("From:"), "Vitrine <vitrine@localhost>");
    Mail {
        to: header("To:"),
        subject: header("Subject:"),
        text: text.to_owned(),
    }
}
