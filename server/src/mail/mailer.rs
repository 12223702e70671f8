//! Handing a letter over.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Body, Mailbox,
        header::{ContentTransferEncoding, ContentType},
    },
    transport::{file, smtp},
};

use super::Letter;
use crate::config::{MailConfig, MailRoute};

/// Time a mail server has to take a letter.
const DEADLINE: Duration = Duration::from_secs(30);

/// Why a letter was not handed over.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Its address or text cannot be put into a mail.
    #[error("this cannot be a mail: {0}")]
    Letter(String),
    /// The mail server refused it, or is not there.
    #[error("the mail server did not take it: {0}")]
    Smtp(#[from] smtp::Error),
    /// The mail server did not answer within 30 seconds.
    #[error("the mail server did not answer")]
    Deadline,
    /// The folder cannot be written to.
    #[error("cannot write a mail: {0}")]
    File(#[from] file::Error),
    /// The folder is not there and cannot be made.
    #[error("cannot make a folder for mail: {0}")]
    Folder(#[from] io::Error),
}

impl MailError {
    /// Whether trying again may help.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Letter(_) => false,
            Self::Smtp(error) => !error.is_permanent(),
            Self::Deadline | Self::File(_) | Self::Folder(_) => true,
        }
    }
}

/// The way out for letters.
#[derive(Debug)]
pub struct Mailer {
    from: Mailbox,
    transport: Transport,
}

#[derive(Debug)]
enum Transport {
    Folder(PathBuf, AsyncFileTransport<Tokio1Executor>),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

impl Mailer {
    /// Connects to nothing and makes no folder yet.
    pub fn new(config: &MailConfig) -> Result<Self, MailError> {
        let transport = match &config.route {
            MailRoute::Folder(folder) => {
                Transport::Folder(folder.clone(), AsyncFileTransport::new(folder))
            }
            MailRoute::Smtp(url) => {
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?;
                Transport::Smtp(builder.timeout(Some(DEADLINE)).build())
            }
        };
        Ok(Self {
            from: config.from.clone(),
            transport,
        })
    }

    /// Hands the letter over.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let message = self.message(letter)?;
        match &self.transport {
            Transport::Folder(folder, transport) => {
                make_folder(folder).await?;
                transport.send(message).await?;
            }
            Transport::Smtp(transport) => {
                let sent = tokio::time::timeout(DEADLINE, transport.send(message)).await;
                sent.map_err(|_| MailError::Deadline)??;
            }
        }
        Ok(())
    }

    /// Whether letters can be handed over: asks the mail server, or looks for the folder.
    pub async fn check(&self) -> Result<(), MailError> {
        match &self.transport {
            Transport::Folder(folder, _) => Ok(make_folder(folder).await?),
            Transport::Smtp(transport) => {
                let asked = tokio::time::timeout(DEADLINE, transport.test_connection()).await;
                let answers = asked.map_err(|_| MailError::Deadline)??;
                answers.then_some(()).ok_or(MailError::Deadline)
            }
        }
    }

    fn message(&self, letter: &Letter) -> Result<Message, MailError> {
        let to = letter
            .to
            .parse()
            .map_err(|error: lettre::address::AddressError| MailError::Letter(error.to_string()))?;
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .message_id(None)
            .header(ContentType::TEXT_PLAIN)
            .body(body(&letter.text))
            .map_err(|error| MailError::Letter(error.to_string()))
    }
}

/// Most octets of a line that every mail server takes as it is (RFC 5321, section 4.5.3.1.6, without the line's end).
const LONGEST_LINE: usize = 998;

/// The text as it is, where that may be: a link longer than 76 characters would be broken by another encoding, and could not
/// be copied from a file. Otherwise as the library thinks best.
fn body(text: &str) -> Body {
    if text.is_ascii() && text.lines().all(|line| line.len() <= LONGEST_LINE) {
        let lines: Vec<&str> = text.lines().collect();
        let octets = lines.join("\r\n").into_bytes();
        Body::dangerous_pre_encoded(octets, ContentTransferEncoding::SevenBit)
    } else {
        Body::new(text.to_owned())
    }
}

/// Letters hold links that open accounts: nobody else may look into the folder.
async fn make_folder(folder: &Path) -> io::Result<()> {
    tokio::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .await
}
