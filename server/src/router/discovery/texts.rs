//! Texts in which nothing changes but the shop's own address.

use super::escaped;

/// Pages that are no use to a search engine: made for one visitor, or one of endlessly many.
const CLOSED: [&str; 10] = [
    "/search",
    "/compare",
    "/why",
    "/cards",
    "/suggest",
    "/favourites",
    "/log-in",
    "/me",
    "/admin",
    "/api",
];

/// What crawlers are asked to leave alone (RFC 9309).
pub(super) fn robots(url: &str) -> String {
    let closed: String = CLOSED.map(|path| format!("Disallow: {path}\n")).concat();
    format!("User-agent: *\n{closed}\nSitemap: {url}/sitemap.xml\n")
}

/// How a browser searches here from its own bar
/// (<https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md>).
pub(super) fn open_search(url: &str) -> String {
    let url = escaped(url);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>Vitrine</ShortName>\n\
         <Description>Search the products of Vitrine</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <Image width=\"16\" height=\"16\" type=\"image/svg+xml\">{url}/favicon.svg</Image>\n\
         <Url type=\"text/html\" template=\"{url}/search?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n"
    )
}

/// What a language model should know before it reads pages here (<https://llmstxt.org>).
pub(super) fn llms(url: &str) -> String {
    format!(
        "# Vitrine\n\n\
         > A shop's catalogue: products with prices, stock, ratings and properties, to be searched and browsed. All pages are \
         whole HTML without scripts; products and the way to them are also told as JSON-LD.\n\n\
         ## Pages\n\n\
         - [All products]({url}/search): `?q=` words, `&brand=`, `&min=` and `&max=` prices in major units, `&rating=` least \
         stars, `&stock=1`, `&sort=price|price-desc|rating|newest`, `&page=`\n\
         - [Sitemap]({url}/sitemap.xml): every category and every product\n\n\
         ## API\n\n\
         - [OpenAPI document]({url}/api/openapi.json): search, products and completions as JSON, free to read\n\n\
         Please leave `/search` to what people ask you for: `robots.txt` closes it to crawlers.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_names_the_shop_by_its_address() {
        for text in [robots, open_search, llms] {
            let text = text("https://shop.example");
            assert!(text.contains("https://shop.example/"), "{text}");
        }
    }

    #[test]
    fn an_address_is_no_markup() {
        let text = open_search("https://shop.example/<a>&b");
        assert!(text.contains("https://shop.example/&lt;a&gt;&amp;b/search?q={searchTerms}"));
    }
}
