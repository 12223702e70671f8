//! Tidying text and holding it to a length.

/// `text` on one line: runs of white space are one space, other control characters go. Refused if
/// it holds a NUL or is longer than `limit` characters.
pub fn one_line(text: &str, limit: usize) -> Result<String, String> {
    refuse_nul(text)?;
    let words = text.split(|character: char| character.is_whitespace());
    let mut line = String::with_capacity(text.len());
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(|character| !character.is_control()));
    }
    within(line.trim().to_owned(), limit)
}

/// `text` with its line breaks: other control characters go. Refused as by [`one_line`].
pub fn many_lines(text: &str, limit: usize) -> Result<String, String> {
    refuse_nul(text)?;
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let kept = |character: &char| *character == '\n' || !character.is_control();
    let tidy: String = text.replace('\t', " ").chars().filter(kept).collect();
    within(tidy.trim().to_owned(), limit)
}

fn refuse_nul(text: &str) -> Result<(), String> {
    match text.find('\0') {
        Some(at) => Err(format!("has a NUL character at byte {}", at + 1)),
        None => Ok(()),
    }
}

fn within(text: String, limit: usize) -> Result<String, String> {
    // Bytes bound characters from above, and are known without counting.
    if text.len() > limit {
        let length = text.chars().count();
        if length > limit {
            return Err(format!(
                "has {length} characters; at most {limit} are allowed"
            ));
        }
    }
    Ok(text)
}
