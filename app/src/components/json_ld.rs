//! Facts for machines in a page.

use leptos::prelude::*;

/// A block of linked data (JSON-LD 1.1, section 7). Use this and never `<script>` with a text: Leptos writes that into the
/// document as it is, so a `</script>` in a product's name would end the block, and what follows would run.
#[component]
pub fn JsonLd(
    /// A JSON text.
    #[prop(into)]
    json: String,
) -> impl IntoView {
    view! { <script type="application/ld+json">{inert(&json)}</script> }
}

/// The same JSON without what means something to an HTML parser. In JSON these characters stand in strings alone, where an
/// escape means the character.
fn inert(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_it_ends_the_block() {
        let json = r#"{"name":"</script><script>alert(1)</script><!-- & \" ]]>"}"#;
        let html = Owner::new().with(|| view! { <JsonLd json /> }.to_html());
        let block = html.strip_prefix("<script type=\"application/ld+json\">");
        let block = block.unwrap().strip_suffix("</script>").unwrap();
        assert!(!block.contains(['<', '>', '&']), "{block}");
        let back = ["\\u003c", "\\u003e", "\\u0026"]
            .into_iter()
            .zip(["<", ">", "&"])
            .fold(block.to_owned(), |text, (escape, c)| {
                text.replace(escape, c)
            });
        assert_eq!(back, json);
    }
}
