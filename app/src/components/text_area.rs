//! A field for a longer text.

use leptos::prelude::*;

use super::page_title::escaped;

/// A field of several lines with `text` in it. Use this and never `<textarea>` with a text: Leptos writes that into the
/// document as it is, so a `</textarea>` somebody typed would end the field, and what follows would run.
#[component]
pub fn TextArea(
    /// Name of the field in its form, and its id, for a label.
    name: &'static str,
    /// What stands in it: any text.
    #[prop(optional, into)]
    text: String,
    /// Lines that are seen at once.
    #[prop(default = 6)]
    rows: u32,
    /// Characters it takes at most, as browsers count them (UTF-16 code units).
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Whether it must not be left empty.
    #[prop(optional)]
    required: bool,
    /// Whether it may only be read.
    #[prop(optional)]
    readonly: bool,
    /// Id of what is said about it.
    #[prop(optional_no_strip)]
    described: Option<String>,
) -> impl IntoView {
    // A parser drops one line break at the beginning (HTML, section 13.2.6.4.7), which may be one that was typed.
    let text = format!("\n{}", escaped(&text));
    view! {
        <textarea
            id=name
            name=name
            rows=rows
            maxlength=maxlength
            required=required
            readonly=readonly
            aria-describedby=described
        >
            {text}
        </textarea>
    }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        Owner::new().with(|| view! { <TextArea name="note" text=text /> }.to_html())
    }

    /// What a browser shows in the field.
    fn shown(html: &str) -> String {
        let (_, inside) = html.split_once('>').unwrap();
        let inside = inside.strip_suffix("</textarea>").unwrap();
        assert!(!inside.contains('<'), "{inside}");
        let inside = inside.strip_prefix('\n').unwrap_or(inside);
        inside
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
    }

    #[test]
    fn any_text_stays_text_and_comes_back_as_it_was() {
        for text in [
            "",
            "oak & ash",
            "</textarea><script>alert(1)</script>",
            "&lt;b&gt; is no <b>",
            "\nbegins with a line",
            "two\nlines\n",
        ] {
            assert_eq!(shown(&html(text)), text);
        }
    }

    #[test]
    fn it_says_what_it_takes() {
        let html = Owner::new().with(|| {
            view! { <TextArea name="note" rows=3 maxlength=200 required=true /> }.to_html()
        });
        for part in [
            "id=\"note\"",
            "name=\"note\"",
            "rows=\"3\"",
            "maxlength=\"200\"",
            " required",
        ] {
            assert!(html.contains(part), "no {part} in {html}");
        }
    }
}
