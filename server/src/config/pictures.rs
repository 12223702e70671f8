//! Where photographs of products are, and what may be brought as one.

use std::path::PathBuf;

use super::{
    parse::number,
    variable::{Reader, Variable},
};

const FOLDER: Variable = Variable {
    name: "VITRINE_PICTURES",
    default: ".data/pictures",
    meaning: "Folder with the photographs of products, of one database alone; all instances share it, and it belongs into the backup.",
};
const SIZE: Variable = Variable {
    name: "VITRINE_PICTURE_MIB",
    default: "10",
    meaning: "Size of a photograph that is brought at most, in MiB.",
};
const PIXELS: Variable = Variable {
    name: "VITRINE_PICTURE_MEGAPIXELS",
    default: "40",
    meaning: "Millions of pixels that such a photograph may have; to unpack one takes about seven bytes for each.",
};

pub(super) const VARIABLES: &[Variable] = &[FOLDER, SIZE, PIXELS];

/// Where photographs of products are, and what may be brought as one.
#[derive(Debug, Clone)]
pub struct PicturesConfig {
    /// `VITRINE_PICTURES`: folder with the photographs. Default `.data/pictures`.
    pub folder: PathBuf,
    /// `VITRINE_PICTURE_MIB`: bytes that one may have. Default 10 MiB.
    pub bytes: u64,
    /// `VITRINE_PICTURE_MEGAPIXELS`: pixels that it may have. Default 40 millions.
    pub pixels: u64,
}

impl PicturesConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let folder = reader.read(FOLDER, |text| Ok(PathBuf::from(text)));
        let bytes = reader.read(SIZE, number(1..=100_u64));
        let pixels = reader.read(PIXELS, number(1..=200_u64));
        Some(Self {
            folder: folder?,
            bytes: bytes? << 20,
            pixels: pixels? * 1_000_000,
        })
    }
}
