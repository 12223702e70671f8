//! An id that somebody knew before a log-in.

use super::pair::{A, ADA, B, EVE, PATIENT, Pair};
use crate::log_in::site::PASSWORD;

#[tokio::test]
async fn an_id_known_before_a_log_in_is_worth_nothing_after_it() {
    let pair = Pair::start(PATIENT).await;
    let chosen = format!("__Host-vitrine={}", "A".repeat(22));
    let eves = pair.cookie(A, EVE).await;
    let earlier = pair.cookie(A, ADA).await;
    for (known, whose) in [
        (chosen, "nobody's"),
        (eves, "somebody else's"),
        (earlier, "her own"),
    ] {
        let fields = [("email", ADA), ("password", PASSWORD)];
        let answer = pair.post(B, "/log-in", &known, &fields).await;
        let given = answer.cookie().expect("not logged in");
        assert_ne!(given, known);
        pair.assert_refused(&known, whose).await;
        pair.assert_known(&given, ADA, whose).await;
    }
    // No more is one from before the password was typed again.
    let known = pair.cookie(A, ADA).await;
    let fields = [("password", PASSWORD), ("next", "/me")];
    let answer = pair.post(B, "/confirm", &known, &fields).await;
    let given = answer.cookie().expect("a new id");
    assert_ne!(given, known);
    pair.assert_refused(&known, "confirmed").await;
    pair.assert_known(&given, ADA, "confirmed").await;
}
