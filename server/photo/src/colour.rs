//! From the colours a file means to those that every screen takes its numbers for.

use image::{DynamicImage, Rgb, RgbImage, Rgba};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// The picture without what can be seen through: on white, as shops show things.
pub(crate) fn opaque(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let image = image.into_rgba8();
    let mut flat = RgbImage::new(image.width(), image.height());
    for (to, from) in flat.pixels_mut().zip(image.pixels()) {
        *to = on_white(*from);
    }
    flat
}

fn on_white(Rgba([red, green, blue, alpha]): Rgba<u8>) -> Rgb<u8> {
    let mix = |channel: u8| {
        let [channel, alpha] = [u32::from(channel), u32::from(alpha)];
        let mixed = (channel * alpha + 255 * (255 - alpha) + 127) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    Rgb([mix(red), mix(green), mix(blue)])
}

/// The same colours in sRGB. A profile that cannot be understood, or is of no such picture, changes nothing.
pub(crate) fn to_srgb(image: &mut RgbImage, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else {
        return;
    };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let srgb = ColorProfile::new_srgb();
    let transform =
        profile.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, TransformOptions::default());
    let Ok(transform) = transform else { return };
    let from = image.as_raw().clone();
    let mut to = vec![0; from.len()];
    if transform.transform(&from, &mut to).is_ok() {
        image.copy_from_slice(&to);
    }
}
