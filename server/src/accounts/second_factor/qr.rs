//! QR codes as shapes.

use std::fmt::Write as _;

use app::model::account::QrPicture;
use qrcode::{Color, QrCode, types::QrError};

/// The QR code for `text` (ISO/IEC 18004), with the middle one of the levels of correction. An error if the text is too long
/// for one.
pub(super) fn picture(text: &str) -> Result<QrPicture, QrError> {
    let code = QrCode::new(text)?;
    let side = code.width();
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            // Writing to a string does not fail.
            let _ = write!(path, "M{} {}h1v1h-1z", place % side, place / side);
        }
    }
    Ok(QrPicture { side, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_the_three_corners_that_cameras_look_for() {
        let QrPicture { side, path } = picture("otpauth://totp/Vitrine:ada").unwrap();
        let dark = |x: usize, y: usize| path.contains(&format!("M{x} {y}h"));
        for (left, top) in [(0, 0), (side - 7, 0), (0, side - 7)] {
            assert!((0..7).all(|step| dark(left + step, top) && dark(left, top + step)));
            assert!(!dark(left + 1, top + 1));
            assert!(dark(left + 3, top + 3));
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        assert!(picture(&"x".repeat(3_000)).is_err());
    }
}
