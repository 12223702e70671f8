//! Why a file is no photograph that can be shown, in words for whoever brought it.

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It has no bytes.
    #[error("There is nothing in this file.")]
    Empty,
    /// It is something else, which has a name.
    #[error("This is {0}. A photograph is a JPEG, PNG or WebP file.")]
    Other(&'static str),
    /// It is something else.
    #[error("This is no picture that is known here. A photograph is a JPEG, PNG or WebP file.")]
    Unknown,
    /// It says that it has no width or no height.
    #[error("This picture has a side of no length.")]
    NoSize,
    /// It has more pixels than are taken.
    #[error("This picture has {width} × {height} pixels. At most {} megapixels are taken.", most / 1_000_000)]
    TooManyPixels {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
        /// Pixels that are taken.
        most: u64,
    },
    /// Its pixels are told over and over again.
    #[error("This picture is made of more passes than any camera makes.")]
    TooManyScans,
    /// Its end is missing.
    #[error("This picture is cut short. Please send it again.")]
    CutShort,
    /// It cannot be read.
    #[error("This picture is damaged and cannot be read.")]
    Damaged,
}
