//! From bytes to pixels, once it is known how many there are.

use std::io::{Cursor, ErrorKind};

use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits,
    metadata::Orientation,
};

use crate::{Kind, Refusal, jpeg};

/// Memory for all that a decoder needs beside the pixels themselves, in bytes.
const BESIDE: u64 = 64 * 1024 * 1024;

/// Bytes of a pixel at most: four channels of 16 bits.
const PIXEL: u64 = 8;

/// What was in a file.
pub(crate) struct Decoded {
    /// As it is stored, which need not be upright.
    pub(crate) image: DynamicImage,
    /// How it is to be turned.
    pub(crate) orientation: Orientation,
    /// The colours its numbers mean, as an ICC profile; nothing: sRGB.
    pub(crate) profile: Option<Vec<u8>>,
}

/// Unpacks a picture of at most so many pixels.
pub(crate) fn decode(bytes: &[u8], kind: Kind, pixels: u64) -> Result<Decoded, Refusal> {
    let format = match kind {
        Kind::Jpeg => {
            within(jpeg::size(bytes)?, pixels)?;
            ImageFormat::Jpeg
        }
        Kind::Png => {
            within(png_size(bytes).ok_or(Refusal::CutShort)?, pixels)?;
            ImageFormat::Png
        }
        Kind::WebP => {
            if !webp_is_whole(bytes) {
                return Err(Refusal::CutShort);
            }
            ImageFormat::WebP
        }
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(pixels.saturating_mul(PIXEL).saturating_add(BESIDE));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    within(decoder.dimensions(), pixels)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().unwrap_or_default();
    let image = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    Ok(Decoded {
        image,
        orientation,
        profile,
    })
}

fn within((width, height): (u32, u32), most: u64) -> Result<(), Refusal> {
    if width == 0 || height == 0 {
        return Err(Refusal::NoSize);
    }
    if u64::from(width) * u64::from(height) > most {
        return Err(Refusal::TooManyPixels {
            width,
            height,
            most,
        });
    }
    Ok(())
}

/// Width and height, which stand first in every PNG.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
    Some((number(16)?, number(20)?))
}

/// Whether there is as much as the file says of itself.
fn webp_is_whole(bytes: &[u8]) -> bool {
    let said = bytes.get(4..).and_then(|rest| rest.first_chunk());
    let said = said.map(|four| u64::from(u32::from_le_bytes(*four)) + 8);
    said.is_some_and(|said| bytes.len() as u64 >= said)
}

fn refusal(error: ImageError) -> Refusal {
    match error {
        ImageError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => Refusal::CutShort,
        _ => Refusal::Damaged,
    }
}
