//! A shop with a small tree of its own, its editor, and a second instance.

use http::StatusCode;

use crate::log_in::site::{Answer, EMAIL, Site, Twin};

/// `zoo` with `zoo/cats`, `zoo/cats/big` and `zoo/birds`; `park` with `park/cats`. Products 1 to 3 are in `zoo/cats`, 4 in
/// `zoo/cats/big`, 5 in `park`.
const TREE: &str = "
    INSERT INTO categories (path, name) VALUES ('zoo', 'Zoo'), ('park', 'Park');
    INSERT INTO categories (parent_id, path, name)
    SELECT c.id, c.path || '/' || new.slug, new.name
    FROM (VALUES ('zoo', 'cats', 'Cats'), ('zoo', 'birds', 'Birds'), ('park', 'cats', 'Park cats')) AS new (above, slug, name)
    JOIN categories c ON c.path = new.above;
    INSERT INTO categories (parent_id, path, name)
    SELECT id, 'zoo/cats/big', 'Big cats' FROM categories WHERE path = 'zoo/cats';
    UPDATE products SET status = 'published' WHERE id <= 5;
    UPDATE products SET category_id = (SELECT id FROM categories WHERE path = 'zoo/cats') WHERE id <= 3;
    UPDATE products SET category_id = (SELECT id FROM categories WHERE path = 'zoo/cats/big') WHERE id = 4;
    UPDATE products SET category_id = (SELECT id FROM categories WHERE path = 'park') WHERE id = 5;";

pub(super) struct World {
    pub(super) site: Site,
    pub(super) twin: Twin,
    pub(super) cookie: String,
}

/// Status of a page, and where it leads.
pub(super) type At = (u16, Option<String>);

/// What is answered where a page was.
pub(super) fn moved_to(path: &str) -> At {
    (301, Some(path.to_owned()))
}

pub(super) const FOUND: At = (200, None);
pub(super) const GONE: At = (410, None);
pub(super) const NOTHING: At = (404, None);

impl World {
    pub(super) async fn start() -> Self {
        let site = Site::following(60).await;
        let twin = site.twin().await;
        let cookie = site.cookie().await;
        site.by_hand(TREE).await;
        Self { site, twin, cookie }
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.site.get(path, &self.cookie).await
    }

    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.site.post(path, &self.cookie, fields).await
    }

    pub(super) async fn become_role(&self, role: &str) {
        let change = format!("UPDATE users SET role = '{role}' WHERE email = '{EMAIL}'");
        self.site.execute(&change).await;
    }

    /// One text of the database.
    pub(super) async fn one(&self, sql: &str) -> String {
        let mut rows = self.site.names(sql).await;
        assert_eq!(rows.len(), 1, "{sql}: {rows:?}");
        rows.remove(0)
    }

    /// The page of the category with this path.
    pub(super) async fn category(&self, path: &str) -> String {
        let sql = format!(
            "SELECT '/admin/categories/' || id AS name FROM categories WHERE path = '{path}'"
        );
        self.one(&sql).await
    }

    pub(super) async fn key(&self, path: &str) -> String {
        let sql = format!("SELECT id::text AS name FROM categories WHERE path = '{path}'");
        self.one(&sql).await
    }

    /// What stands at an address of the shop: the same on both instances.
    pub(super) async fn at(&self, path: &str) -> At {
        let [one, other] =
            [self.site.get(path, "").await, self.twin.get(path, "").await].map(|answer| {
                let location = answer.headers.get("location");
                let location = location.map(|value| value.to_str().unwrap().to_owned());
                (answer.status.as_u16(), location)
            });
        assert_eq!(one, other, "{path}");
        one
    }

    /// A page of the shop: the same on both instances.
    pub(super) async fn page(&self, path: &str) -> String {
        let one = self.site.get(path, "").await;
        let other = self.twin.get(path, "").await;
        assert_eq!(one.status, StatusCode::OK, "{path}: {}", one.body);
        assert_eq!(one.body, other.body, "{path}");
        one.body
    }

    /// What the page says that an answer leads to.
    pub(super) async fn after(&self, answer: &Answer) -> String {
        let page = self.get(answer.location()).await;
        let told = page.body.split_once("<p role=\"status\" class=\"note\">");
        let (_, rest) = told.unwrap_or_else(|| panic!("nothing is told: {}", page.body));
        unescaped(rest.split('<').next().unwrap_or_default())
    }

    /// Follows what a page asks: its button, as it is there now.
    pub(super) async fn confirm(&self, path: &str) -> Answer {
        let token = self.token(path).await;
        self.post(path, &[("token", &token)]).await
    }

    /// What names what a page tells.
    pub(super) async fn token(&self, path: &str) -> String {
        let page = self.get(path).await.body;
        let (_, rest) = page
            .split_once("name=\"token\" value=\"")
            .unwrap_or_else(|| panic!("no button: {page}"));
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// What a page that asks says is in the way.
    pub(super) async fn in_the_way(&self, path: &str) -> String {
        let page = self.get(path).await.body;
        assert!(!page.contains("name=\"token\""), "{page}");
        alert(&page)
    }

    /// Moves a category below another one, or to the top, as the page does that asks first.
    pub(super) async fn relocate(&self, path: &str, below: Option<&str>) -> String {
        let page = self.move_page(path, below).await;
        self.after(&self.confirm(&page).await).await
    }

    pub(super) async fn move_page(&self, path: &str, below: Option<&str>) -> String {
        let page = self.category(path).await;
        match below {
            Some(below) => format!("{page}/move?parent={}", self.key(below).await),
            None => format!("{page}/move"),
        }
    }

    pub(super) async fn merge_page(&self, path: &str, into: &str) -> String {
        let page = self.category(path).await;
        format!("{page}/merge?into={}", self.key(into).await)
    }

    /// Sends the form for name and slug as it was made from what is there now.
    pub(super) async fn save(&self, page: &str, name: &str, slug: &str) -> Answer {
        let version = self.version(page).await;
        let fields = [("name", name), ("slug", slug), ("version", &version)];
        self.post(page, &fields).await
    }

    pub(super) async fn version(&self, page: &str) -> String {
        let body = self.get(page).await.body;
        let (_, rest) = body
            .split_once("name=\"version\" value=\"")
            .expect("a form");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// Takes back the last act, from the page of all of the kind.
    pub(super) async fn undo(&self, list: &str) -> String {
        let act = self
            .one("SELECT max(id)::text AS name FROM product_acts")
            .await;
        let page = self.get(list).await.body;
        let form = format!("{list}/acts/{act}/undo");
        assert!(page.contains(&form), "no button for {form}: {page}");
        self.after(&self.post(&form, &[]).await).await
    }

    /// The whole tree with what is in it.
    pub(super) async fn tree(&self) -> Vec<String> {
        let sql = "SELECT concat_ws(' ', c.id, c.parent_id, c.path, c.name, array_agg(p.id ORDER BY p.id)) AS name
                   FROM categories c LEFT JOIN products p ON p.category_id = c.id
                   WHERE c.path ~ '^(zoo|park)' OR c.path !~ '/' GROUP BY c.id ORDER BY c.path";
        self.site.names(sql).await
    }
}

/// What a page says first of what is wrong.
pub(super) fn alert(page: &str) -> String {
    let (_, rest) = page.split_once("role=\"alert\"").expect("an alert");
    let (_, rest) = rest.split_once('>').expect("an alert");
    unescaped(rest.split('<').next().unwrap_or_default())
}

/// What a page says is wrong with a field.
pub(super) fn problem(page: &str, field: &str) -> String {
    let mark = format!("id=\"{field}-problem\"");
    let (_, rest) = page
        .split_once(&mark)
        .unwrap_or_else(|| panic!("{field} is well: {page}"));
    let (_, rest) = rest.split_once('>').expect("words");
    unescaped(rest.split('<').next().unwrap_or_default())
}

pub(super) fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}
