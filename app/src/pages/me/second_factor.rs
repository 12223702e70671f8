//! `/me/second-factor`: whether codes are asked for at log-in.

use leptos::prelude::*;

use crate::{
    backend,
    components::{
        account_page::{AccountPage, Note, ToLogIn},
        failure::Failure,
        form::{CodeField, FormProblem},
    },
    error::AppError,
    model::{
        account::{QrPicture, SecondFactor, SecretToShare},
        form::FormAnswer,
    },
    respond::{form_answer, never_keep},
};

/// Clear modules around a QR code (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// How the account stands, with the forms that change it; or the way to the log-in form.
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    never_keep();
    let answer = form_answer();
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load().await {
                    Ok(Some(state)) => view! { <State state answer /> }.into_any(),
                    Ok(None) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load() -> Result<Option<SecondFactor>, AppError> {
    backend::accounts()?.second_factor().await
}

#[component]
fn State(state: SecondFactor, answer: FormAnswer) -> impl IntoView {
    let codes = answer.told_once().to_vec();
    view! {
        <AccountPage title="Two-step log-in">
            <FormProblem answer=answer.clone() />
            {(!codes.is_empty()).then(|| view! { <RecoveryCodes codes /> })}
            {match state {
                SecondFactor::Off => view! { <Off /> }.into_any(),
                SecondFactor::Begun(secret) => view! { <Begun secret answer /> }.into_any(),
                SecondFactor::On { recovery_codes } => {
                    view! { <On recovery_codes /> }.into_any()
                }
            }}
            <p>
                <a href="/me">"Your account"</a>
            </p>
        </AccountPage>
    }
}

#[component]
fn Off() -> impl IntoView {
    view! {
        <p>
            "Your password alone opens your account. With an app for codes on your phone, nobody gets in by the password alone: not who guessed it, and not who took it from elsewhere."
        </p>
        <ActButton act="begin" label="Set it up" />
    }
}

#[component]
fn Begun(secret: SecretToShare, answer: FormAnswer) -> impl IntoView {
    let SecretToShare {
        text,
        address,
        picture,
    } = secret;
    view! {
        <ol class="steps">
            <li>
                <p>"Let your app for codes look at this picture."</p>
                <Qr picture />
                <p>
                    "Or "<a href=address>"open the app"</a>
                    " on this device, or type this key into it: "<code class="key">{text}</code>
                </p>
            </li>
            <li>
                <p>"Type the code that the app shows now."</p>
                <form class="form" method="post" action="/me/second-factor">
                    <input type="hidden" name="act" value="turn-on" />
                    <CodeField answer />
                    <button class="button" type="submit">
                        "Turn it on"
                    </button>
                </form>
            </li>
        </ol>
        <p>"Everybody else who is logged in with this account will be logged out."</p>
        <ActButton act="turn-off" label="Leave it as it is" />
    }
}

#[component]
fn On(recovery_codes: i64) -> impl IntoView {
    let left = match recovery_codes {
        0 => "No recovery code is left.".to_owned(),
        1 => "One recovery code is left.".to_owned(),
        many => format!("{many} recovery codes are left."),
    };
    view! {
        <p>"After your password you are asked for a code of your app. " {left}</p>
        <ActButton act="renew-codes" label="Get other recovery codes" />
        <ActButton act="turn-off" label="Turn it off" />
    }
}

#[component]
fn RecoveryCodes(codes: Vec<String>) -> impl IntoView {
    let items = codes.into_iter().map(|code| {
        view! {
            <li>
                <code>{code}</code>
            </li>
        }
    });
    view! {
        <Note message="These are your recovery codes. Each opens your account once, should you lose the app. Print them or write them down now: they are not shown again." />
        <ul class="recovery-codes">{items.collect_view()}</ul>
    }
}

/// Black on white in every theme: many cameras read nothing else.
#[component]
fn Qr(picture: QrPicture) -> impl IntoView {
    let QrPicture { side, path } = picture;
    let whole = side + 2 * QUIET_ZONE;
    let frame = format!("-{QUIET_ZONE} -{QUIET_ZONE} {whole} {whole}");
    let corner = format!("-{QUIET_ZONE}");
    view! {
        <svg class="qr" viewBox=frame role="img" aria-label="The key as a QR code">
            <rect x=corner.clone() y=corner width=whole height=whole fill="#fff" />
            <path d=path fill="#000" shape-rendering="crispEdges" />
        </svg>
    }
}

#[component]
fn ActButton(act: &'static str, label: &'static str) -> impl IntoView {
    view! {
        <form method="post" action="/me/second-factor">
            <button class="button" type="submit" name="act" value=act>
                {label}
            </button>
        </form>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn html(state: SecondFactor, answer: FormAnswer) -> String {
        Owner::new().with(|| view! { <State state answer /> }.to_html())
    }

    #[test]
    fn each_state_offers_what_can_be_done_from_it() {
        let secret = SecretToShare {
            text: "GEZD GNBV".to_owned(),
            address: "otpauth://totp/x".to_owned(),
            picture: QrPicture {
                side: 21,
                path: "M0 0h1v1h-1z".to_owned(),
            },
        };
        let on = SecondFactor::On { recovery_codes: 1 };
        for (state, act, said) in [
            (SecondFactor::Off, "begin", "alone"),
            (SecondFactor::Begun(secret), "turn-on", "GEZD GNBV"),
            (on, "turn-off", "One recovery code is left."),
        ] {
            let html = html(state, FormAnswer::default());
            assert!(html.contains(&format!("value=\"{act}\"")), "{html}");
            assert!(html.contains(said), "{said}: {html}");
        }
    }

    #[test]
    fn codes_are_shown_when_the_server_tells_them() {
        let answer = FormAnswer::default().with_told_once(["AAAA-BBBB".to_owned()]);
        let on = || SecondFactor::On { recovery_codes: 10 };
        assert!(html(on(), answer).contains("AAAA-BBBB"));
        assert!(!html(on(), FormAnswer::default()).contains("recovery-codes\">"));
    }
}
