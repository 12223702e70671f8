//! Handing letters to a mail server.

use std::time::Duration;

use server::{
    config::{MailConfig, MailRoute},
    mail::{Letter, MailError, Mailer},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A mailer to the server at this address.
fn mailer(addr: &str) -> Mailer {
    let config = MailConfig {
        route: MailRoute::Smtp(format!("smtp://{addr}")),
        from: "Vitrine <shop@example.com>".parse().unwrap(),
    };
    Mailer::new(&config).unwrap()
}

fn letter() -> Letter {
    Letter {
        to: "ada@example.com".to_owned(),
        subject: "Confirm your email address",
        text: format!(
            "Hello,\n\nhttps://shop.example/verify?token={}\n\n.\nBye\n",
            "x".repeat(90)
        ),
    }
}

/// A mail server (RFC 5321) that takes one connection, and answers a letter's text with `verdict`; what it was told.
async fn server(verdict: &'static str) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    let told = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        converse(stream, verdict).await
    });
    (addr, told)
}

async fn converse(stream: TcpStream, verdict: &str) -> Vec<String> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 mail.example\r\n").await.unwrap();
    let (mut told, mut in_text) = (Vec::new(), false);
    while let Ok(Some(line)) = lines.next_line().await {
        let reply = match line.as_str() {
            "." if in_text => {
                in_text = false;
                verdict
            }
            _ if in_text => "",
            "DATA" => {
                in_text = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "250 yes",
        };
        told.push(line);
        if !reply.is_empty() {
            let reply = format!("{reply}\r\n");
            writer.write_all(reply.as_bytes()).await.unwrap();
        }
        if reply == "221 bye" {
            break;
        }
    }
    told
}

#[tokio::test]
async fn a_mail_server_gets_the_letter_as_it_is() {
    let (addr, told) = server("250 taken").await;
    let mailer = mailer(&addr);
    mailer.send(&letter()).await.unwrap();
    drop(mailer);
    let told = told.await.unwrap();
    for line in [
        "MAIL FROM:<shop@example.com>",
        "RCPT TO:<ada@example.com>",
        "From: Vitrine <shop@example.com>",
        "Subject: Confirm your email address",
        "Content-Transfer-Encoding: 7bit",
        // A line of one dot would end the letter (RFC 5321, section 4.5.2).
        "..",
        "Bye",
    ] {
        assert!(
            told.iter().any(|one| one.trim_end() == line),
            "{line}: {told:#?}"
        );
    }
    let link = format!("https://shop.example/verify?token={}", "x".repeat(90));
    assert!(told.contains(&link), "a link is one line: {told:#?}");
}

#[tokio::test]
async fn what_a_mail_server_refuses_for_good_is_not_tried_again() {
    for (verdict, may_pass) in [("451 later", true), ("550 never", false)] {
        let (addr, _told) = server(verdict).await;
        let error = mailer(&addr).send(&letter()).await.unwrap_err();
        assert!(matches!(error, MailError::Smtp(_)), "{error}");
        assert_eq!(error.may_pass(), may_pass, "{verdict}");
    }
}

#[tokio::test]
async fn a_mail_server_that_is_not_there_is_told_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    drop(listener);
    let mailer = mailer(&addr);
    let answer = tokio::time::timeout(Duration::from_secs(5), async {
        (mailer.send(&letter()).await, mailer.check().await)
    });
    let (sent, checked) = answer.await.expect("in time");
    assert!(sent.unwrap_err().may_pass());
    assert!(checked.is_err());
    let (addr, _told) = server("").await;
    self::mailer(&addr).check().await.unwrap();
}
