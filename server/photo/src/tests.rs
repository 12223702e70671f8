//! Files of all kinds, made here.

use std::io::Cursor;

use image::{DynamicImage, ImageEncoder as _, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;

const WISH: Wish<'static> = Wish {
    pixels: 40_000_000,
    longest: 1600,
    widths: &[200, 400, 800, 1600],
};

/// Red above, blue below.
fn two_halves(width: u32, height: u32) -> DynamicImage {
    let image = RgbImage::from_fn(width, height, |_, y| {
        if y < height / 2 {
            Rgb([220, 20, 20])
        } else {
            Rgb([20, 20, 220])
        }
    });
    DynamicImage::ImageRgb8(image)
}

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn refused(bytes: &[u8]) -> Refusal {
    photograph(bytes, &WISH).expect_err("a refusal")
}

/// What can be read of a rendition.
fn read(rendition: &Rendition) -> RgbImage {
    let format = match rendition.format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::WebP => ImageFormat::WebP,
    };
    let image = image::load_from_memory_with_format(&rendition.bytes, format).unwrap();
    image.into_rgb8()
}

/// The rendition of this width, as a JPEG.
fn jpeg_of(photograph: &Photograph, width: u32) -> RgbImage {
    let mut found = photograph.renditions.iter();
    let found = found.find(|one| one.width == width && one.format == Format::Jpeg);
    read(found.expect("a rendition"))
}

fn is_close(one: Rgb<u8>, other: [u8; 3]) -> bool {
    let pairs = one.0.into_iter().zip(other);
    pairs.into_iter().all(|(a, b)| a.abs_diff(b) < 24)
}

/// What a camera writes that was held upright: turn it to the right (6), and where it was.
fn exif() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut entry = [tag.to_le_bytes(), kind.to_le_bytes()].concat();
        entry.extend(count.to_le_bytes());
        entry.extend(value.to_le_bytes());
        entry
    };
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x03\0".to_vec();
    exif.extend(entry(0x0110, 2, 7, 50));
    exif.extend(entry(0x0112, 3, 1, 6));
    exif.extend(entry(0x8825, 4, 1, 57));
    exif.extend(0_u32.to_le_bytes());
    exif.extend(b"CANARY\0");
    exif.extend(b"\x01\0");
    exif.extend(entry(1, 2, 2, u32::from(b'N')));
    exif.extend(0_u32.to_le_bytes());
    exif
}

/// A JPEG with one more segment behind its beginning.
fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap();
    let segment = [&[0xff, marker], &length.to_be_bytes()[..], content].concat();
    [&jpeg[..2], &segment, &jpeg[2..]].concat()
}

#[test]
fn each_width_is_drawn_in_each_format_and_none_is_larger_than_the_file() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let drawn = photograph(&file(&two_halves(900, 600), format), &WISH).unwrap();
        assert_eq!((drawn.width, drawn.height), (900, 600));
        let sizes: Vec<_> = drawn
            .renditions
            .iter()
            .map(|one| (one.width, one.format))
            .collect();
        let both = |width| [(width, Format::Jpeg), (width, Format::WebP)];
        assert_eq!(sizes, [both(200), both(400), both(800), both(900)].concat());
        for rendition in &drawn.renditions {
            let image = read(rendition);
            assert_eq!(image.width(), rendition.width);
            assert_eq!(image.height(), (rendition.width * 600 + 450) / 900);
            assert!(
                is_close(*image.get_pixel(5, 5), [220, 20, 20]),
                "{format:?}"
            );
            let below = image.height() - 5;
            assert!(
                is_close(*image.get_pixel(5, below), [20, 20, 220]),
                "{format:?}"
            );
        }
    }
}

#[test]
fn the_longer_side_is_bounded() {
    let tall = photograph(&file(&two_halves(1000, 4000), ImageFormat::Png), &WISH).unwrap();
    assert_eq!((tall.width, tall.height), (400, 1600));
    let line = photograph(&file(&two_halves(4000, 2), ImageFormat::Png), &WISH).unwrap();
    assert_eq!((line.width, line.height), (1600, 1));
    let dot = photograph(&file(&two_halves(1, 1), ImageFormat::Png), &WISH).unwrap();
    assert_eq!((dot.width, dot.height, dot.renditions.len()), (1, 1, 2));
}

#[test]
fn it_stands_upright_and_says_nothing_about_itself() {
    let jpeg = file(&two_halves(600, 300), ImageFormat::Jpeg);
    let jpeg = with_segment(&jpeg, 0xe1, &exif());
    let jpeg = with_segment(&jpeg, 0xfe, b"CANARY of a comment");
    let jpeg = [&jpeg[..], b"<script>CANARY</script>"].concat();
    let drawn = photograph(&jpeg, &WISH).unwrap();
    assert_eq!((drawn.width, drawn.height), (300, 600));
    let image = jpeg_of(&drawn, 300);
    // What was above is on the right.
    assert!(is_close(*image.get_pixel(295, 300), [220, 20, 20]));
    assert!(is_close(*image.get_pixel(5, 300), [20, 20, 220]));
    for rendition in &drawn.renditions {
        for word in [&b"CANARY"[..], b"Exif", b"EXIF", b"ICCP", b"XMP", b"script"] {
            let found = rendition.bytes.windows(word.len()).any(|part| part == word);
            assert!(
                !found,
                "{} in {:?}",
                String::from_utf8_lossy(word),
                rendition.format
            );
        }
    }
}

#[test]
fn what_can_be_seen_through_is_white() {
    let clear = RgbaImage::from_pixel(40, 40, Rgba([255, 0, 0, 0]));
    let half = RgbaImage::from_pixel(40, 40, Rgba([0, 0, 0, 128]));
    for (image, colour) in [(clear, [255; 3]), (half, [127; 3])] {
        let png = file(&DynamicImage::ImageRgba8(image), ImageFormat::Png);
        let drawn = photograph(&png, &WISH).unwrap();
        for rendition in &drawn.renditions {
            assert!(is_close(*read(rendition).get_pixel(20, 20), colour));
        }
    }
}

#[test]
fn colours_of_a_wider_space_are_those_that_were_meant() {
    let red = RgbImage::from_pixel(32, 32, Rgb([200, 80, 80]));
    let mut png = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut png);
    let p3 = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    encoder.set_icc_profile(p3).unwrap();
    encoder
        .write_image(&red, 32, 32, image::ExtendedColorType::Rgb8)
        .unwrap();
    let drawn = photograph(&png, &WISH).unwrap();
    let pixel = *jpeg_of(&drawn, 32).get_pixel(16, 16);
    assert!(
        pixel[0] > 208,
        "{pixel:?}: the same red has a higher number in sRGB"
    );
}

#[test]
fn a_file_is_what_its_content_is() {
    let svg = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    for (bytes, said) in [
        (&b""[..], "nothing in this file"),
        (svg, "an SVG drawing"),
        (b"<!doctype html><script>alert(1)</script>", "an HTML page"),
        (b"GIF89a<script>alert(1)</script>", "a GIF"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04", "a zip"),
        (b"\0\0\0\x1cftypavif", "an AVIF"),
        (b"\0\0\0\x1cftypheic", "a HEIC"),
        (b"\x01\x02\x03", "no picture that is known"),
        (b"RIFF\x04\0\0\0WAVE", "no picture that is known"),
    ] {
        let words = refused(bytes).to_string();
        assert!(words.contains(said), "{said}: {words}");
    }
}

/// The beginning of a PNG that says it is so large.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    png.extend(width.to_be_bytes());
    png.extend(height.to_be_bytes());
    png.extend([8, 2, 0, 0, 0]);
    png
}

#[test]
fn sizes_are_judged_before_anything_is_unpacked() {
    let bomb = refused(&png_header(50_000, 50_000));
    assert_eq!(
        bomb.to_string(),
        "This picture has 50000 × 50000 pixels. At most 40 megapixels are taken."
    );
    assert_eq!(refused(&png_header(0, 7)), Refusal::NoSize);
    assert_eq!(refused(&png_header(7, 0)), Refusal::NoSize);
    let jpeg = file(&two_halves(16, 16), ImageFormat::Jpeg);
    let frame = jpeg
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    for (height, width, expected) in [
        (
            60_000_u16,
            60_000_u16,
            Refusal::TooManyPixels {
                width: 60_000,
                height: 60_000,
                most: WISH.pixels,
            },
        ),
        (0, 16, Refusal::NoSize),
        (16, 0, Refusal::NoSize),
    ] {
        let mut bytes = jpeg.clone();
        bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
        bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
        assert_eq!(refused(&bytes), expected);
    }
    let small = Wish { pixels: 99, ..WISH };
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let bytes = file(&two_halves(10, 10), format);
        let refusal = photograph(&bytes, &small).unwrap_err();
        assert!(
            matches!(refusal, Refusal::TooManyPixels { .. }),
            "{format:?}"
        );
    }
}

#[test]
fn what_is_cut_short_is_told() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = file(&two_halves(300, 300), format);
        for length in [30, whole.len() / 2, whole.len() - 20] {
            assert_eq!(
                refused(&whole[..length]),
                Refusal::CutShort,
                "{format:?}: {length}"
            );
        }
        let mut damaged = whole.clone();
        let middle = whole.len() / 2;
        damaged[middle..].fill(0xff);
        assert!(photograph(&damaged, &WISH).is_err(), "{format:?}");
    }
    // A small picture inside, as cameras put it there, does not make up for the end.
    let jpeg = file(&two_halves(300, 300), ImageFormat::Jpeg);
    let inside = [
        &b"Exif\0\0"[..],
        &file(&two_halves(16, 16), ImageFormat::Jpeg),
    ]
    .concat();
    let jpeg = with_segment(&jpeg[..jpeg.len() / 2], 0xe1, &inside);
    assert_eq!(refused(&jpeg), Refusal::CutShort);
}

#[test]
fn there_is_an_end_to_the_passes() {
    let jpeg = file(&two_halves(16, 16), ImageFormat::Jpeg);
    let scan = jpeg
        .windows(2)
        .position(|pair| pair == [0xff, 0xda])
        .unwrap();
    let end = jpeg.len() - 2;
    let many = [&jpeg[..scan], &jpeg[scan..end].repeat(1_000), &jpeg[end..]].concat();
    assert_eq!(refused(&many), Refusal::TooManyScans);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever comes, there is an answer.
    #[test]
    fn no_file_brings_it_down(
        format in prop::sample::select(vec![ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = file(&two_halves(24, 24), format);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let small = Wish { pixels: 100_000, ..WISH };
        let _ = photograph(&bytes, &small);
    }
}
