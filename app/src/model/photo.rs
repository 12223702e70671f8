//! A photograph of a product: where its files are, and which of them suits.

use serde::{Deserialize, Serialize};

/// Widths that photographs are kept in, in pixels, beside the largest that each has: up to [`LONGEST`].
pub const WIDTHS: [u32; 4] = [200, 400, 800, 1600];

/// Pixels of the longer side of the largest.
pub const LONGEST: u32 = 1600;

/// Photographs that a product may have.
pub const MOST_PHOTOS: usize = 20;

/// Characters of the text that stands for a photograph where it is not seen.
pub const MAX_ALT: usize = 250;

/// A photograph of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// What its files are named by: 32 hexadecimal digits.
    pub hash: String,
    /// Width of the largest, in pixels.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// What it shows, for who does not see it.
    pub alt: String,
}

/// What a photograph is kept as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoFormat {
    /// What everything can show.
    Jpeg,
    /// Smaller.
    WebP,
}

impl PhotoFormat {
    /// The end of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
        }
    }

    /// As HTTP and HTML call it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }

    /// That of a file whose name ends so.
    pub fn of_extension(extension: &str) -> Option<Self> {
        let both = [Self::Jpeg, Self::WebP];
        both.into_iter().find(|one| one.extension() == extension)
    }
}

/// The name of a photograph's file. What it shows never changes.
pub fn file_name(hash: &str, width: u32, format: PhotoFormat) -> String {
    format!("{hash}-{width}.{}", format.extension())
}

impl Photo {
    /// The widths that it is kept in, smallest first.
    fn widths(&self) -> impl Iterator<Item = u32> {
        let smaller = WIDTHS.into_iter().filter(|width| *width < self.width);
        smaller.chain([self.width])
    }

    fn path(&self, width: u32, format: PhotoFormat) -> String {
        format!("/pictures/{}", file_name(&self.hash, width, format))
    }

    /// Its address as a JPEG that is so wide, or a bit wider; narrower only if there is no other.
    pub fn about(&self, width: u32) -> String {
        let found = self.widths().find(|one| *one >= width);
        self.path(found.unwrap_or(self.width), PhotoFormat::Jpeg)
    }

    /// All its addresses in a format, with the width of each, as `srcset` has them.
    pub fn source_set(&self, format: PhotoFormat) -> String {
        let sources = self
            .widths()
            .map(|width| format!("{} {width}w", self.path(width, format)));
        sources.collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(width: u32) -> Photo {
        Photo {
            hash: "ab".repeat(16),
            width,
            height: 10,
            alt: "A desk".to_owned(),
        }
    }

    #[test]
    fn no_address_is_of_a_larger_one_than_there_is() {
        let name = |width: u32| format!("/pictures/{}-{width}.jpg", "ab".repeat(16));
        assert_eq!(photo(1600).about(400), name(400));
        assert_eq!(photo(1600).about(401), name(800));
        assert_eq!(photo(1600).about(5_000), name(1600));
        assert_eq!(photo(500).about(800), name(500));
        assert_eq!(photo(200).about(200), name(200));
        let set = photo(500).source_set(PhotoFormat::WebP);
        let widths: Vec<_> = set
            .split(", ")
            .map(|one| one.split_once(".webp ").unwrap().1)
            .collect();
        assert_eq!(widths, ["200w", "400w", "500w"]);
        assert_eq!(
            photo(90).source_set(PhotoFormat::Jpeg),
            format!("{} 90w", name(90))
        );
    }

    #[test]
    fn formats_are_known_by_their_ends() {
        for format in [PhotoFormat::Jpeg, PhotoFormat::WebP] {
            assert_eq!(PhotoFormat::of_extension(format.extension()), Some(format));
        }
        assert_eq!(PhotoFormat::of_extension("svg"), None);
    }
}
