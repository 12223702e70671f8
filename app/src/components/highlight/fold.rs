//! Letters as people type them: in lower case, without accents.

/// Appends `letter` to `folded`. Latin letters lose their accents (`é`, `ø`, `ß` become `e`, `o`,
/// `ss`); in other scripts marks tell letters apart and stay.
pub(super) fn push(folded: &mut String, letter: char) {
    for lower in letter.to_lowercase() {
        match without_accent(lower) {
            Some(plain) => folded.push_str(&plain.to_ascii_lowercase()),
            None => folded.push(lower),
        }
    }
}

/// An accent that stands behind its letter.
pub(super) fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

#[cfg(feature = "ssr")]
fn without_accent(letter: char) -> Option<&'static str> {
    let accented = matches!(letter, '\u{aa}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}');
    let plain = accented
        .then(|| deunicode::deunicode_char(letter))
        .flatten()?;
    plain
        .bytes()
        .all(|b| b.is_ascii_alphanumeric())
        .then_some(plain)
}

/// Pages are made on the server: the browser need not have the table.
#[cfg(not(feature = "ssr"))]
fn without_accent(_: char) -> Option<&'static str> {
    None
}
