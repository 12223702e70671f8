//! The renditions of a picture.

use image::{
    DynamicImage, ExtendedColorType, ImageEncoder as _, RgbImage, codecs::jpeg::JpegEncoder,
    imageops::FilterType, metadata::Orientation,
};

use crate::{Photograph, Refusal, Wish, colour, decode::Decoded};

/// Of 100: what the eye does not miss at the sizes of a shop.
const JPEG_QUALITY: u8 = 82;

/// Likewise; libwebp counts otherwise.
const WEBP_QUALITY: f32 = 80.0;

/// What a rendition is stored as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// What everything can show.
    Jpeg,
    /// Smaller.
    WebP,
}

/// The picture in one width and one format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// In pixels.
    pub width: u32,
    /// What it is stored as.
    pub format: Format,
    /// The file.
    pub bytes: Vec<u8>,
}

/// All renditions that are wished for.
pub(crate) fn draw(decoded: Decoded, wish: &Wish<'_>) -> Result<Photograph, Refusal> {
    let largest = largest(decoded, wish.longest);
    let (width, height) = (largest.width(), largest.height());
    let mut renditions = Vec::new();
    for smaller in wish.widths.iter().copied().filter(|one| *one < width) {
        let height = scaled(height, smaller, width);
        let image = largest.resize_exact(smaller, height, FilterType::Lanczos3);
        encode(&image.into_rgb8(), &mut renditions)?;
    }
    encode(&largest.into_rgb8(), &mut renditions)?;
    Ok(Photograph {
        width,
        height,
        renditions,
    })
}

/// The picture as it is shown at most. Made small first: to turn and to recolour few pixels costs little.
fn largest(decoded: Decoded, longest: u32) -> DynamicImage {
    let Decoded {
        image,
        orientation,
        profile,
    } = decoded;
    let mut image = DynamicImage::ImageRgb8(colour::opaque(image));
    let (width, height) = (image.width(), image.height());
    let longer = width.max(height);
    if longer > longest {
        let [width, height] = [width, height].map(|side| scaled(side, longest, longer));
        image = image.resize_exact(width, height, FilterType::Lanczos3);
    }
    let mut image = image.into_rgb8();
    if let Some(profile) = profile {
        colour::to_srgb(&mut image, &profile);
    }
    let mut image = DynamicImage::ImageRgb8(image);
    if orientation != Orientation::NoTransforms {
        image.apply_orientation(orientation);
    }
    image
}

/// A side that is scaled as one of `from` pixels is to one of `to`, rounded; never nothing.
fn scaled(side: u32, to: u32, from: u32) -> u32 {
    let [side, to, from] = [side, to, from].map(u64::from);
    let scaled = (side * to + from / 2) / from.max(1);
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}

fn encode(image: &RgbImage, renditions: &mut Vec<Rendition>) -> Result<(), Refusal> {
    let (width, height) = image.dimensions();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY)
        .write_image(image.as_raw(), width, height, ExtendedColorType::Rgb8)
        .map_err(|_| Refusal::Damaged)?;
    let webp = webp::Encoder::from_rgb(image.as_raw(), width, height)
        .encode_simple(false, WEBP_QUALITY)
        .map_err(|_| Refusal::Damaged)?;
    for (format, bytes) in [(Format::Jpeg, jpeg), (Format::WebP, webp.to_vec())] {
        renditions.push(Rendition {
            width,
            format,
            bytes,
        });
    }
    Ok(())
}
