//! One line of a list of sessions.

use leptos::prelude::*;

use crate::model::account::OpenSession;

/// What a session is used with and since when; whether it is the one that asks, or else what can be done with it.
#[component]
pub fn SessionRow(
    session: OpenSession,
    /// Stands where the session is another one.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let OpenSession {
        device,
        began,
        seen,
        is_own,
        ..
    } = session;
    view! {
        <li class="session">
            <div>
                <p class="session-device">{device}</p>
                <p class="session-times">{format!("Last used {seen}, logged in {began}")}</p>
            </div>
            {if is_own {
                view! { <strong>"This one"</strong> }.into_any()
            } else {
                children.map(|children| children()).into_any()
            }}
        </li>
    }
}
