//! Doing it, in the open transaction.

use app::model::taxonomy::{Kind, NamedForm};
use diesel_async::AsyncPgConnection;

use super::{
    check::{Checked, check},
    deed::{Act, Deed, Editor},
    outlook::{Looked, Plan, Wish, look},
    stop::Stop,
};
use crate::{
    audit::{Event, record_act},
    catalog::{
        history,
        taxonomy::{
            Category, Taxonomy, past,
            place::{Hindrance, place, slug_of},
            write,
        },
    },
    invalidation::TransactionId,
};

/// What was done.
pub(super) struct Written {
    /// A sentence's beginning: `Saved category “Lamps”`.
    pub(super) what: String,
    /// Nothing if nothing was changed.
    pub(super) xid: Option<TransactionId>,
    /// Where to go on.
    pub(super) page: String,
}

/// One transaction that changes categories or brands.
struct Writing<'a> {
    connection: &'a mut AsyncPgConnection,
    editor: &'a Editor,
    kind: Kind,
    /// As it is while nobody else changes it.
    tree: Taxonomy,
}

pub(super) async fn write(
    connection: &mut AsyncPgConnection,
    editor: &Editor,
    deed: &Deed,
) -> Result<Written, Stop> {
    let tree = write::seize(connection).await?;
    let mut writing = Writing {
        connection,
        editor,
        kind: deed.kind,
        tree,
    };
    match &deed.act {
        Act::Add(form) => writing.add(form).await,
        Act::Save(id, form) => match deed.kind {
            Kind::Category => writing.save_category(*id, form).await,
            Kind::Brand => writing.save_brand(*id, form).await,
        },
        Act::Confirmed(id, wish, token) => writing.confirmed(*id, wish, token).await,
        Act::Delete(id) => match deed.kind {
            Kind::Category => writing.delete_category(*id).await,
            Kind::Brand => writing.delete_brand(*id).await,
        },
        Act::Undo(act, back) => writing.undo(*act, *back).await,
    }
}

impl Writing<'_> {
    /// Has the history call what follows so.
    async fn begin(&mut self, what: &str, undoes: Option<i64>) -> Result<(), Stop> {
        let act = history::Act {
            user: self.editor.user,
            what,
            undoes,
        };
        Ok(act.begin(self.connection).await?)
    }

    /// The line in the audit log, and what is told.
    async fn end(
        &mut self,
        event: Event,
        about: &str,
        what: String,
        page: String,
    ) -> Result<Written, Stop> {
        let origin = &self.editor.origin;
        record_act(self.connection, event, self.editor.user, about, origin).await?;
        let xid = Some(TransactionId::current(self.connection).await?);
        Ok(Written { what, xid, page })
    }

    fn unchanged(page: String) -> Written {
        Written {
            what: String::new(),
            xid: None,
            page,
        }
    }

    async fn add(&mut self, form: &NamedForm) -> Result<Written, Stop> {
        let Checked { name, slug, parent } = check(form).map_err(Stop::Refused)?;
        let what = format!("Made {} “{name}”", self.kind.noun());
        self.begin(&what, None).await?;
        let (id, event) = match self.kind {
            Kind::Category => {
                let path = place(&self.tree, None, parent, &slug).map_err(beside_its_field)?;
                let id = write::add_category(self.connection, parent, &path, &name).await?;
                (id, Event::CategoryMade)
            }
            Kind::Brand => {
                self.free(&slug, None).await?;
                let id = write::add_brand(self.connection, &slug, &name).await?;
                (id, Event::BrandMade)
            }
        };
        let id = id
            .and_then(|id| i32::try_from(id).ok())
            .ok_or(Stop::Missing)?;
        let about = format!("{} {id}", self.kind.noun());
        self.end(event, &about, what, self.kind.page(id)).await
    }

    /// Whether no other brand has this slug.
    async fn free(&mut self, slug: &str, id: Option<i32>) -> Result<(), Stop> {
        match write::brand_with(self.connection, slug, id).await? {
            Some(name) => {
                let words =
                    format!("“{name}” has this slug already. Choose another, or merge the two.");
                Err(Stop::field("slug", words))
            }
            None => Ok(()),
        }
    }

    async fn save_category(&mut self, id: i32, form: &NamedForm) -> Result<Written, Stop> {
        let Checked { name, slug, .. } = check(form).map_err(Stop::Refused)?;
        let version = write::category_version(self.connection, id).await?;
        let (Some(version), Some(was)) = (version, self.tree.get(id).cloned()) else {
            return Err(Stop::Missing);
        };
        let page = self.kind.page(id);
        let Some(what) = differences(self.kind, (&was.name, slug_of(&was.path)), (&name, &slug))
        else {
            return Ok(Self::unchanged(page));
        };
        if version != form.version {
            return Err(Stop::Conflict);
        }
        let path = place(&self.tree, Some(id), was.parent_id, &slug).map_err(beside_its_field)?;
        let becomes = Category {
            path,
            name,
            ..was.clone()
        };
        self.begin(&what, None).await?;
        write::set_category(self.connection, &was, &becomes).await?;
        let about = format!("category {id} (/c/{})", becomes.path);
        self.end(Event::CategoryChanged, &about, what, page).await
    }

    async fn save_brand(&mut self, id: i32, form: &NamedForm) -> Result<Written, Stop> {
        let Checked { name, slug, .. } = check(form).map_err(Stop::Refused)?;
        let was = write::lock_brand(self.connection, id).await?;
        let was = was.ok_or(Stop::Missing)?;
        let page = self.kind.page(id);
        let Some(what) = differences(self.kind, (&was.name, &was.slug), (&name, &slug)) else {
            return Ok(Self::unchanged(page));
        };
        if was.version != form.version {
            return Err(Stop::Conflict);
        }
        self.free(&slug, Some(id)).await?;
        self.begin(&what, None).await?;
        write::set_brand(self.connection, id, &slug, &name).await?;
        let about = format!("brand {id} ({slug})");
        self.end(Event::BrandChanged, &about, what, page).await
    }

    /// Does what was told, if it would still be that.
    async fn confirmed(&mut self, id: i32, wish: &Wish, token: &str) -> Result<Written, Stop> {
        // From here on nobody puts a product into it.
        match self.kind {
            Kind::Category => {
                write::category_version(self.connection, id).await?;
            }
            Kind::Brand => {
                write::lock_brand(self.connection, id).await?;
            }
        }
        let looked = look(self.connection, &self.tree, self.kind, id, wish).await?;
        let Looked { outlook, plan } = looked.ok_or(Stop::Missing)?;
        let Some(plan) = plan else {
            // The page says what is in the way.
            return Err(Stop::Refused(app::model::form::FormAnswer::default()));
        };
        if outlook.token.as_deref() != Some(token) {
            return Err(Stop::Changed);
        }
        match plan {
            Plan::Move { was, becomes } => self.relocate(&was, &becomes).await,
            Plan::MergeCategories {
                from,
                into,
                children,
            } => self.merge_categories(&from, &into, &children).await,
            Plan::MergeBrands { from, into } => self.merge_brands(&from, &into).await,
        }
    }

    async fn relocate(&mut self, was: &Category, becomes: &Category) -> Result<Written, Stop> {
        let what = format!(
            "Moved category “{}” from /c/{} to /c/{}",
            was.name, was.path, becomes.path
        );
        self.begin(&what, None).await?;
        write::set_category(self.connection, was, becomes).await?;
        let about = format!(
            "category {} (/c/{} to /c/{})",
            was.id, was.path, becomes.path
        );
        let page = self.kind.page(was.id);
        self.end(Event::CategoryMoved, &about, what, page).await
    }

    async fn merge_categories(
        &mut self,
        from: &Category,
        into: &Category,
        children: &[Category],
    ) -> Result<Written, Stop> {
        let what = format!(
            "Merged category “{}” (/c/{}) into “{}” (/c/{})",
            from.name, from.path, into.name, into.path
        );
        self.begin(&what, None).await?;
        write::move_products(self.connection, from.id, into.id).await?;
        for child in children {
            let was = self.tree.get(child.id).ok_or(Stop::Changed)?;
            write::set_category(self.connection, was, child).await?;
        }
        write::remove_category(self.connection, from.id, Some(into.id)).await?;
        let about = format!("category {} into {}", from.id, into.id);
        let page = self.kind.page(into.id);
        self.end(Event::CategoriesMerged, &about, what, page).await
    }

    async fn merge_brands(
        &mut self,
        from: &write::Brand,
        into: &write::Brand,
    ) -> Result<Written, Stop> {
        let what = format!(
            "Merged brand “{}” ({}) into “{}” ({})",
            from.name, from.slug, into.name, into.slug
        );
        self.begin(&what, None).await?;
        write::hand_over(self.connection, from.id, into.id).await?;
        write::remove_brand(self.connection, from.id, Some(into.id)).await?;
        let about = format!("brand {} into {}", from.id, into.id);
        let page = self.kind.page(into.id);
        self.end(Event::BrandsMerged, &about, what, page).await
    }

    async fn delete_category(&mut self, id: i32) -> Result<Written, Stop> {
        let version = write::category_version(self.connection, id).await?;
        let (Some(_), Some(category)) = (version, self.tree.get(id).cloned()) else {
            return Err(Stop::Missing);
        };
        let products = write::products_in(self.connection, vec![id]).await?;
        let children = self.tree.below(Some(id)).count();
        if let Some(words) = in_the_way(&category.name, products, children) {
            return Err(Stop::Hindered(words));
        }
        let what = format!(
            "Deleted category “{}” (/c/{})",
            category.name, category.path
        );
        self.begin(&what, None).await?;
        write::remove_category(self.connection, id, None).await?;
        let about = format!("category {id} (/c/{})", category.path);
        let page = self.kind.list().to_owned();
        self.end(Event::CategoryRemoved, &about, what, page).await
    }

    async fn delete_brand(&mut self, id: i32) -> Result<Written, Stop> {
        let brand = write::lock_brand(self.connection, id).await?;
        let brand = brand.ok_or(Stop::Missing)?;
        let products = write::products_of(self.connection, id).await?;
        if let Some(words) = in_the_way(&brand.name, products, 0) {
            return Err(Stop::Hindered(words));
        }
        let what = format!("Deleted brand “{}” ({})", brand.name, brand.slug);
        self.begin(&what, None).await?;
        write::remove_brand(self.connection, id, None).await?;
        let about = format!("brand {id} ({})", brand.slug);
        let page = self.kind.list().to_owned();
        self.end(Event::BrandRemoved, &about, what, page).await
    }

    async fn undo(&mut self, act: i64, back: Option<i32>) -> Result<Written, Stop> {
        // What it took back is only known afterwards, and the act is called by the first change.
        let called = past::called(self.connection, act).await?;
        let called = called.ok_or(Stop::Missing)?;
        let what = match called.as_str() {
            "" => format!("Took back act {act}"),
            called => format!("Took back: {called}"),
        };
        self.begin(&what, Some(act)).await?;
        let products = past::undo(self.connection, act).await?;
        let left = products.products - products.restored;
        let told = match left {
            0 => what,
            left => format!(
                "{what}. {left} of {} products have been changed since and stay as they are",
                products.products
            ),
        };
        let about = format!("act {act}");
        let page = match back {
            Some(id) => self.kind.page(id),
            None => self.kind.list().to_owned(),
        };
        self.end(Event::TaxonomyUndone, &about, told, page).await
    }
}

/// What is in the way of a place is said beside the field that can mend it.
fn beside_its_field(hindrance: Hindrance) -> Stop {
    let field = match hindrance {
        Hindrance::NoParent | Hindrance::Ring(..) | Hindrance::TooDeep => "parent",
        _ => "slug",
    };
    Stop::field(field, hindrance)
}

/// What is changed, in words; nothing if nothing is.
fn differences(kind: Kind, was: (&str, &str), becomes: (&str, &str)) -> Option<String> {
    let noun = kind.noun();
    let name = (was.0 != becomes.0).then(|| format!("“{}” to “{}”", was.0, becomes.0));
    let slug = (was.1 != becomes.1).then(|| format!("{} to {}", was.1, becomes.1));
    match (name, slug) {
        (None, None) => None,
        (Some(name), None) => Some(format!("Renamed {noun} {name}")),
        (None, Some(slug)) => Some(format!(
            "Changed the slug of {noun} “{}” from {slug}",
            was.0
        )),
        (Some(name), Some(slug)) => {
            Some(format!("Renamed {noun} {name}, and its slug from {slug}"))
        }
    }
}

/// Why something cannot be deleted, and what to do instead.
fn in_the_way(name: &str, products: i64, children: usize) -> Option<String> {
    let products = match products {
        0 => None,
        1 => Some("1 product".to_owned()),
        many => Some(format!(
            "{} products",
            app::model::money::grouped_count(many)
        )),
    };
    let children = match children {
        0 => None,
        1 => Some("1 subcategory".to_owned()),
        many => Some(format!("{many} subcategories")),
    };
    let all: Vec<String> = products.into_iter().chain(children).collect();
    (!all.is_empty()).then(|| {
        format!(
            "“{name}” has {}, so it cannot be deleted. Merge it into another instead.",
            all.join(" and ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_changed_is_told() {
        let of = |was, becomes| differences(Kind::Brand, was, becomes);
        assert_eq!(of(("A", "a"), ("A", "a")), None);
        assert_eq!(
            of(("A", "a"), ("B", "a")).unwrap(),
            "Renamed brand “A” to “B”"
        );
        assert_eq!(
            of(("A", "a"), ("A", "b")).unwrap(),
            "Changed the slug of brand “A” from a to b"
        );
        assert_eq!(
            of(("A", "a"), ("B", "b")).unwrap(),
            "Renamed brand “A” to “B”, and its slug from a to b"
        );
    }

    #[test]
    fn what_is_in_the_way_is_told() {
        assert_eq!(in_the_way("Lamps", 0, 0), None);
        let words = in_the_way("Lamps", 1, 2).unwrap();
        assert!(
            words.starts_with("“Lamps” has 1 product and 2 subcategories, so"),
            "{words}"
        );
    }
}
