//! Fields of forms, with what is wrong about them.

use leptos::prelude::*;

use crate::model::form::FormAnswer;

/// What is wrong with a form as a whole.
#[component]
pub fn FormProblem(answer: FormAnswer) -> impl IntoView {
    let general = answer.problem("").map(str::to_owned);
    let message = general.or_else(|| {
        let somewhere = answer.has_problems();
        somewhere.then(|| "Please look at what is said below, and try again.".to_owned())
    });
    message.map(|message| {
        view! {
            <p class="note" role="alert">
                {message}
            </p>
        }
    })
}

/// A field for a line of text; what was typed stays.
#[component]
pub fn TextField(
    answer: FormAnswer,
    /// Its name in the form, and its id.
    name: &'static str,
    label: &'static str,
    /// The kind of input, as in HTML.
    #[prop(default = "text")]
    kind: &'static str,
    /// What a browser may fill in, as in HTML.
    autocomplete: &'static str,
    /// Most characters.
    maxlength: u32,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let typed = answer.typed(name).unwrap_or_default().to_owned();
    let problem = problem(&answer, name);
    let described = described(name, problem.is_some(), false);
    let invalid = problem.as_ref().map(|_| "true");
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type=kind
                value=typed
                autocomplete=autocomplete
                maxlength=maxlength
                required=!optional
                aria-invalid=invalid
                aria-describedby=described
            />
            {problem}
        </div>
    }
}

/// A field for the address of an account.
#[component]
pub fn EmailField(
    answer: FormAnswer,
    #[prop(default = "Email address")] label: &'static str,
    /// `username` where it tells which account; `email` where it is a new address.
    #[prop(default = "username")]
    autocomplete: &'static str,
) -> impl IntoView {
    view! { <TextField answer name="email" label kind="email" autocomplete maxlength=254 /> }
}

/// A field for a code of an app, or for a recovery code.
#[component]
pub fn CodeField(answer: FormAnswer) -> impl IntoView {
    view! { <TextField answer name="code" label="Code" autocomplete="one-time-code" maxlength=64 /> }
}

/// A field for the password one has.
#[component]
pub fn PasswordField(
    answer: FormAnswer,
    #[prop(default = "Password")] label: &'static str,
) -> impl IntoView {
    view! { <SecretField answer name="password" label autocomplete="current-password" /> }
}

/// A field for a password to be. Nothing limits its length here: a password that is cut without a word is lost.
#[component]
pub fn NewPasswordField(
    answer: FormAnswer,
    #[prop(default = "Password")] label: &'static str,
    #[prop(default = "password")] name: &'static str,
) -> impl IntoView {
    view! {
        <SecretField answer name label autocomplete="new-password" minlength="8" hint=PASSWORD_HINT />
    }
}

const PASSWORD_HINT: &str = "8 characters or more; 15 or more are better. All characters are welcome, spaces too: \
                             a few words make a good password.";

#[component]
fn SecretField(
    answer: FormAnswer,
    name: &'static str,
    label: &'static str,
    autocomplete: &'static str,
    #[prop(optional)] minlength: Option<&'static str>,
    #[prop(optional)] hint: Option<&'static str>,
) -> impl IntoView {
    let problem = problem(&answer, name);
    let invalid = problem.as_ref().map(|_| "true");
    let described = described(name, problem.is_some(), hint.is_some());
    let hint = hint.map(|words| hint_of(name, words));
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type="password"
                autocomplete=autocomplete
                minlength=minlength
                required
                aria-invalid=invalid
                aria-describedby=described
            />
            {problem}
            {hint}
        </div>
    }
}

/// What is wrong with a field, said below it.
pub fn problem(answer: &FormAnswer, name: &str) -> Option<impl IntoView + use<>> {
    let words = answer.problem(name)?.to_owned();
    let id = format!("{name}-problem");
    Some(view! { <p class="problem" id=id>{words}</p> })
}

/// What helps to fill a field, said below it.
pub fn hint_of(name: &str, words: &'static str) -> impl IntoView + use<> {
    let id = format!("{name}-hint");
    view! { <p class="hint" id=id>{words}</p> }
}

/// Ids of what is said below a field (`aria-describedby`).
pub fn described(name: &str, has_problem: bool, has_hint: bool) -> Option<String> {
    let parts = [(has_problem, "problem"), (has_hint, "hint")].into_iter();
    let ids = parts.filter(|(is_there, _)| *is_there);
    let ids: Vec<String> = ids.map(|(_, part)| format!("{name}-{part}")).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn html(answer: FormAnswer) -> String {
        Owner::new().with(|| {
            view! {
                <FormProblem answer=answer.clone() />
                <EmailField answer=answer.clone() />
                <NewPasswordField answer />
            }
            .to_html()
        })
    }

    #[test]
    fn a_first_visit_has_no_problem() {
        let html = html(FormAnswer::default());
        for absent in ["alert", "aria-invalid", "problem"] {
            assert!(!html.contains(absent), "{absent}: {html}");
        }
        assert!(
            html.contains(r#"aria-describedby="password-hint""#),
            "{html}"
        );
        assert!(html.contains(r#"autocomplete="new-password""#), "{html}");
    }

    #[test]
    fn what_was_typed_and_what_is_wrong_with_it_are_text() {
        let answer = FormAnswer::default()
            .with_typed("email", "\"><b>")
            .with_problem("email", "<i>");
        let html = html(answer);
        for part in [
            r#"role="alert""#,
            r#"value="&quot;&gt;&lt;b&gt;""#,
            r#"aria-describedby="email-problem""#,
            "&lt;i&gt;",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}
