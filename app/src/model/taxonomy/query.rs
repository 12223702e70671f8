//! What the addresses of these pages say.

use form_urlencoded::Serializer;

use super::Kind;
use crate::model::pairs::first;

fn with_query(path: String, pairs: &[(&str, &str)]) -> String {
    let mut query = Serializer::new(String::new());
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    for (name, value) in given {
        query.append_pair(name, value);
    }
    match query.finish() {
        query if query.is_empty() => path,
        query => format!("{path}?{query}"),
    }
}

fn trimmed(query: &str, name: &str) -> String {
    first(query, name).unwrap_or_default().trim().to_owned()
}

/// Which categories are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CategoriesQuery {
    /// What their names hold; all if empty.
    pub text: String,
}

impl CategoriesQuery {
    /// What the query part of an address asks for.
    pub fn parse(query: &str) -> Self {
        Self {
            text: trimmed(query, "q"),
        }
    }

    /// Its address.
    pub fn href(&self) -> String {
        with_query(Kind::Category.list().to_owned(), &[("q", &self.text)])
    }
}

/// Which brands are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrandsQuery {
    /// What their names or slugs hold; all if empty.
    pub text: String,
    /// Which page of them, from 1.
    pub page: u32,
}

impl BrandsQuery {
    /// What the query part of an address asks for; what is no number is the first page.
    pub fn parse(query: &str) -> Self {
        let page = first(query, "page").and_then(|page| page.trim().parse().ok());
        Self {
            text: trimmed(query, "q"),
            page: page.unwrap_or(1).max(1),
        }
    }

    /// The same list at another page.
    #[must_use]
    pub fn at(&self, page: u32) -> Self {
        Self {
            page,
            ..self.clone()
        }
    }

    /// Its address.
    pub fn href(&self) -> String {
        let page = match self.page {
            1 => String::new(),
            page => page.to_string(),
        };
        with_query(
            Kind::Brand.list().to_owned(),
            &[("q", &self.text), ("page", &page)],
        )
    }
}

/// Where a category is to go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoveQuery {
    /// The key of the one that it is to be below; empty: to the top.
    pub parent: String,
}

impl MoveQuery {
    /// What the query part of an address asks for.
    pub fn parse(query: &str) -> Self {
        Self {
            parent: trimmed(query, "parent"),
        }
    }

    /// The category above; nothing: none. An error if that is no key.
    pub fn parent(&self) -> Result<Option<i32>, std::num::ParseIntError> {
        match self.parent.as_str() {
            "" => Ok(None),
            key => key.parse().map(Some),
        }
    }

    /// The address that asks whether to move `id` there.
    pub fn href(&self, id: i32) -> String {
        let path = format!("{}/move", Kind::Category.page(id));
        with_query(path, &[("parent", &self.parent)])
    }
}

/// What something is to be merged into.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MergeQuery {
    /// The key of a category, or name or slug of a brand.
    pub into: String,
}

impl MergeQuery {
    /// What the query part of an address asks for.
    pub fn parse(query: &str) -> Self {
        Self {
            into: trimmed(query, "into"),
        }
    }

    /// The address that asks whether to merge `id` into it.
    pub fn href(&self, kind: Kind, id: i32) -> String {
        let path = format!("{}/merge", kind.page(id));
        with_query(path, &[("into", &self.into)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_it_was_made_of() {
        let query = BrandsQuery {
            text: "a & b".to_owned(),
            page: 3,
        };
        assert_eq!(query.href(), "/admin/brands?q=a+%26+b&page=3");
        assert_eq!(BrandsQuery::parse("q=a+%26+b&page=3"), query);
        assert_eq!(BrandsQuery::parse("page=0").page, 1);
        assert_eq!(BrandsQuery::parse("page=-4").href(), "/admin/brands");
        let merge = MergeQuery::parse("into=+M%C3%BCller+");
        assert_eq!(
            merge.href(Kind::Brand, 7),
            "/admin/brands/7/merge?into=M%C3%BCller"
        );
        assert_eq!(MoveQuery::parse("").parent(), Ok(None));
        assert_eq!(MoveQuery::parse("parent=4").parent(), Ok(Some(4)));
        assert!(MoveQuery::parse("parent=x").parent().is_err());
    }
}
