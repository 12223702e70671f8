//! From wanting an account to having one.

use http::{
    StatusCode,
    header::{DATE, RETRY_AFTER},
};

use crate::{
    log_in::site::{Answer, EMAIL, PASSWORD, Site},
    support::queue::fill,
};

const BOB: &str = "bob@example.org";
const LONG: &str = "four plain words suffice";

async fn register(site: &Site, email: &str, password: &str) -> Answer {
    let fields = [("email", email), ("name", "Bob"), ("password", password)];
    site.post("/register", "", &fields).await
}

async fn verify(site: &Site, token: &str) -> Answer {
    site.post("/verify", "", &[("token", token)]).await
}

/// Whether these open an account.
async fn opens(site: &Site, email: &str, password: &str) -> bool {
    let fields = [("email", email), ("password", password)];
    site.post("/log-in", "", &fields).await.status == StatusCode::SEE_OTHER
}

#[tokio::test]
async fn an_account_is_there_once_its_address_is_confirmed() {
    let site = Site::start().await;
    let sent = register(&site, " Bob@Example.org ", LONG).await;
    assert_eq!(sent.location(), "/register/sent");
    assert_eq!(sent.cookie(), None);
    let mail = site.mail().await;
    assert_eq!(
        (&*mail.to, &*mail.subject),
        (BOB, "Confirm your email address")
    );
    assert!(!mail.text.contains("Bob"), "{}", mail.text);
    let (path, token) = mail.link();
    assert_eq!(path, "/verify");

    // Programs that look after mail open links: that must change nothing.
    for _ in 0..2 {
        let page = site.get(&format!("/verify?token={token}"), "").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.body
                .contains(&format!(r#"name="token" value="{token}""#))
        );
        assert!(!opens(&site, BOB, LONG).await);
    }
    assert_eq!(
        verify(&site, token).await.location(),
        "/log-in?done=verified"
    );
    assert!(opens(&site, BOB, LONG).await);
    let again = verify(&site, token).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("expired or was used before"));
    assert!(site.mails().await.is_empty());
}

#[tokio::test]
async fn a_short_password_is_taken_with_a_word_of_warning() {
    let site = Site::start().await;
    let sent = register(&site, BOB, "right horse").await;
    assert_eq!(sent.location(), "/register/sent?hint=short");
    let page = site.get(sent.location(), "").await;
    assert!(page.body.contains("15 characters or more"));
    let page = site.get("/register/sent", "").await;
    assert!(!page.body.contains("15 characters or more"));
}

#[tokio::test]
async fn a_taken_address_gets_the_same_answer_and_another_letter() {
    let site = Site::start().await;
    let mut answers = Vec::new();
    for email in [BOB, EMAIL] {
        let mut answer = register(&site, email, LONG).await;
        answer.headers.remove("x-request-id");
        answer.headers.remove(DATE);
        answers.push((answer.status, answer.headers, answer.body));
    }
    assert_eq!(answers[0], answers[1]);
    let [known, new] = &site.mails().await[..] else {
        panic!("not two letters");
    };
    assert_eq!(
        (&*known.to, &*known.subject),
        (EMAIL, "You have an account already")
    );
    assert!(!known.text.contains("token"));
    assert_eq!(
        (&*new.to, &*new.subject),
        (BOB, "Confirm your email address")
    );
    assert!(opens(&site, EMAIL, PASSWORD).await, "nothing has changed");
    assert!(!opens(&site, EMAIL, LONG).await);
}

#[tokio::test]
async fn a_known_and_an_unknown_address_cost_one_hash_each() {
    // Dear enough that the queue stays full meanwhile.
    let site = Site::with(&[("VITRINE_ARGON2_ITERATIONS", "20")]).await;
    for email in [BOB, EMAIL] {
        let queue = fill(&site.hasher);
        let answer = register(&site, email, LONG).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{email}");
        assert!(answer.headers.contains_key(RETRY_AFTER));
        assert!(answer.body.contains("Many people want something"));
        assert!(answer.body.contains(&format!(r#"value="{email}""#)));
        drop(queue);
    }
    assert!(site.mails().await.is_empty());
}

#[tokio::test]
async fn each_link_makes_the_account_that_was_asked_for_with_it() {
    let site = Site::start().await;
    register(&site, BOB, LONG).await;
    let bobs = site.mail().await;
    // Somebody else wants an account with Bob's address and a password that Bob does not know.
    register(&site, BOB, "what mallory wants it to be").await;
    let mallorys = site.mail().await;
    let (_, token) = bobs.link();
    assert_eq!(
        verify(&site, token).await.location(),
        "/log-in?done=verified"
    );
    assert!(opens(&site, BOB, LONG).await);
    let late = verify(&site, mallorys.link().1).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!opens(&site, BOB, "what mallory wants it to be").await);
}

#[tokio::test]
async fn what_cannot_be_followed_comes_back_with_what_was_typed() {
    let site = Site::start().await;
    for (email, password, said) in [
        ("no address", LONG, "This is not an email address."),
        (BOB, "short", "Please use 8 characters or more."),
        (BOB, &"x".repeat(129), "Please use 128 characters at most."),
        (BOB, "Password1", "first passwords that somebody would try"),
        (
            BOB,
            "bob@example.org",
            "first passwords that somebody would try",
        ),
        (BOB, "", "Please use 8 characters or more."),
    ] {
        let fields = [
            ("email", email),
            ("name", "<b>Bob</b>"),
            ("password", password),
        ];
        let answer = site.post("/register", "", &fields).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{password}"
        );
        assert_eq!(answer.headers["cache-control"], "no-store");
        for part in [
            said,
            &format!(r#"value="{email}""#),
            "&lt;b&gt;Bob&lt;/b&gt;",
            r#"role="alert""#,
        ] {
            assert!(
                answer.body.contains(part),
                "{part} is not in {}",
                answer.body
            );
        }
        let secret = password.is_empty() || password == email;
        assert!(secret || !answer.body.contains(password), "{password}");
    }
    let nothing = site.post("/register", "", &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(site.mails().await.is_empty());
}

#[tokio::test]
async fn a_link_works_for_a_day() {
    let site = Site::start().await;
    register(&site, BOB, LONG).await;
    let mail = site.mail().await;
    let left = "SELECT extract(epoch FROM expires - now())::int::text AS name FROM registrations";
    let left: i32 = site.names(left).await[0].parse().unwrap();
    assert!((86_000..=86_400).contains(&left), "{left}");
    site.execute("UPDATE registrations SET expires = now() - interval '1 second'")
        .await;
    let late = verify(&site, mail.link().1).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!opens(&site, BOB, LONG).await);
    // The next one sweeps it out.
    register(&site, "carol@example.org", LONG).await;
    site.mail().await;
    let kept = site.names("SELECT email AS name FROM registrations").await;
    assert_eq!(kept, ["carol@example.org"]);
}

#[tokio::test]
async fn what_is_no_token_opens_nothing() {
    let site = Site::start().await;
    for token in ["", "x", "%00", &"A".repeat(43), &"A".repeat(5_000)] {
        let answer = verify(&site, token).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{token}");
    }
}

#[tokio::test]
async fn without_postgresql_the_form_says_so_and_keeps_what_was_typed() {
    let site = Site::start().await;
    site.database.shut().await;
    let answer = register(&site, BOB, LONG).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        answer.body.contains("not possible right now"),
        "{}",
        answer.body
    );
    assert!(answer.body.contains(&format!(r#"value="{BOB}""#)));
    assert!(site.mails().await.is_empty());
}
