//! Where files go that somebody imports through the browser, and how large they may be.

use std::path::PathBuf;

use super::{
    parse::number,
    variable::{Reader, Variable},
};

const FOLDER: Variable = Variable {
    name: "VITRINE_UPLOADS",
    default: ".data/uploads",
    meaning: "Folder for files that are to be imported; they go after a day, or when it is done. Several instances may share one.",
};
const SIZE: Variable = Variable {
    name: "VITRINE_UPLOAD_MIB",
    default: "256",
    meaning: "Size of such a file at most, in MiB.",
};
const UNPACKED: Variable = Variable {
    name: "VITRINE_UPLOAD_UNPACKED_MIB",
    default: "2048",
    meaning: "What such a file may unpack to, in MiB.",
};

pub(super) const VARIABLES: &[Variable] = &[FOLDER, SIZE, UNPACKED];

/// Where files go that somebody imports through the browser, and how large they may be.
#[derive(Debug, Clone)]
pub struct UploadsConfig {
    /// `VITRINE_UPLOADS`: folder for files that are to be imported. Default `.data/uploads`.
    pub folder: PathBuf,
    /// `VITRINE_UPLOAD_MIB`: bytes that such a file may have. Default 256 MiB.
    pub bytes: u64,
    /// `VITRINE_UPLOAD_UNPACKED_MIB`: bytes that it may unpack to. Default 2 GiB.
    pub unpacked: u64,
}

impl UploadsConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let folder = reader.read(FOLDER, |text| Ok(PathBuf::from(text)));
        let mib = number(1..=1024 * 1024_u64);
        let bytes = reader.read(SIZE, mib);
        let unpacked = reader.read(UNPACKED, number(1..=1024 * 1024_u64));
        Some(Self {
            folder: folder?,
            bytes: bytes? << 20,
            unpacked: unpacked? << 20,
        })
    }
}
