//! A shop, an editor, and pictures that are made here.

use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
};

use axum::body::{Body, Bytes, to_bytes};
use http::{HeaderMap, Request, StatusCode};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use tower::ServiceExt as _;

use crate::log_in::site::{Answer, Site};

/// Parts the parts of a form.
pub(super) const BOUNDARY: &str = "----parts";

pub(super) struct World {
    pub(super) site: Site,
    /// The editor's.
    pub(super) cookie: String,
}

/// A picture of one colour, as a PNG: each `shade` makes another.
pub(super) fn png(width: u32, height: u32, shade: u8) -> Vec<u8> {
    picture(width, height, shade, ImageFormat::Png)
}

pub(super) fn picture(width: u32, height: u32, shade: u8, format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_pixel(width, height, Rgb([shade, 90, 200]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image)
        .write_to(&mut bytes, format)
        .unwrap();
    bytes.into_inner()
}

/// A form with a text and a file.
pub(super) fn form(alt: &str, file_name: &str, file: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"alt\"\r\n\r\n{alt}\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\n\
         Content-Type: image/jpeg\r\n\r\n"
    );
    let tail = format!("\r\n--{BOUNDARY}--\r\n");
    [head.as_bytes(), file, tail.as_bytes()].concat()
}

/// A request that brings a form.
pub(super) fn request(path: &str) -> http::request::Builder {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    Request::post(path)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", kind)
}

impl World {
    pub(super) async fn start() -> Self {
        Self::over(Site::following(60).await).await
    }

    pub(super) async fn over(site: Site) -> Self {
        let cookie = site.cookie().await;
        Self { site, cookie }
    }

    pub(super) async fn send(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.site
            .send(request(path), &self.cookie, body.into())
            .await
    }

    /// Brings a file for product 7.
    pub(super) async fn bring(&self, alt: &str, file: &[u8]) -> Answer {
        self.send("/admin/products/7/photos", form(alt, "photo.jpg", file))
            .await
    }

    /// Brings one that is taken; what the page then says.
    pub(super) async fn add(&self, alt: &str, file: &[u8]) -> String {
        let answer = self.bring(alt, file).await;
        let page = self.get(answer.location()).await.body;
        told(&page)
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.site.get(path, &self.cookie).await
    }

    /// The page of product 7 in the editor.
    pub(super) async fn editor(&self) -> String {
        let answer = self.get("/admin/products/7").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body.replace("<!>", "")
    }

    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.site.post(path, &self.cookie, fields).await
    }

    /// What product 7 has in its column.
    pub(super) async fn column(&self) -> String {
        self.one("SELECT photos::text AS name FROM products WHERE id = 7")
            .await
    }

    /// Hashes of the photographs of product 7.
    pub(super) async fn hashes(&self) -> Vec<String> {
        let sql = "SELECT photo ->> 'hash' AS name FROM products, jsonb_array_elements(photos) AS photo WHERE id = 7";
        self.site.names(sql).await
    }

    pub(super) async fn one(&self, sql: &str) -> String {
        let mut rows = self.site.names(sql).await;
        assert_eq!(rows.len(), 1, "{sql}: {rows:?}");
        rows.remove(0)
    }

    pub(super) async fn shop_page(&self) -> String {
        let slug = self
            .one("SELECT slug AS name FROM products WHERE id = 7")
            .await;
        format!("/p/{slug}")
    }

    /// A file as a browser gets it.
    pub(super) async fn file(&self, path: &str) -> (StatusCode, HeaderMap, Bytes) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = self.site.router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        (
            parts.status,
            parts.headers,
            to_bytes(body, 10_000_000).await.unwrap(),
        )
    }

    /// All files in the folder.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        collect(&self.site.state.config.pictures.folder, &mut found);
        found
    }
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The sentence that a page says about what was done.
pub(super) fn told(page: &str) -> String {
    let said = page.split_once("<p role=\"status\" class=\"note\">");
    said.map_or_else(String::new, |(_, rest)| {
        rest.split('<').next().unwrap_or_default().to_owned()
    })
}

/// What is wrong with a field.
pub(super) fn problem(page: &str, field: &str) -> String {
    let said = page.split_once(&format!("id=\"{field}-problem\""));
    said.map_or_else(String::new, |(_, rest)| {
        let (_, rest) = rest.split_once('>').unwrap_or_default();
        rest.split('<').next().unwrap_or_default().to_owned()
    })
}

/// Addresses of photographs in a page.
pub(super) fn addresses(page: &str) -> Vec<String> {
    let mut all: Vec<String> = page
        .split("/pictures/")
        .skip(1)
        .filter_map(|rest| rest.split(['"', ' ']).next())
        .filter(|name| name.split('.').next_back() != Some("svg"))
        .map(|name| format!("/pictures/{name}"))
        .collect();
    all.sort();
    all.dedup();
    all
}
