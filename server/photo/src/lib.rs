//! A photograph that somebody brings: judged by its content alone, and drawn anew in the sizes and formats that a shop shows.
//!
//! Nothing of the file itself is kept, so neither what stands behind the picture nor what it says about camera and place can
//! come out again. All of it is work for a processor, and none of it waits: callers give it a thread, and bound how many run.

mod colour;
mod decode;
mod draw;
mod jpeg;
mod kind;
mod refusal;

pub use self::{
    draw::{Format, Rendition},
    kind::Kind,
    refusal::Refusal,
};

/// What a photograph may be, and what is to be made of it.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// Pixels that it may have: known from its first bytes, before anything is unpacked.
    pub pixels: u64,
    /// Length of the longer side, in pixels, of the largest rendition; none is larger than the photograph itself.
    pub longest: u32,
    /// Widths of further renditions, in pixels; those that are not smaller than the largest are left out.
    pub widths: &'a [u32],
}

/// A photograph in all its renditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photograph {
    /// Width of the largest rendition in pixels.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Each width in each format.
    pub renditions: Vec<Rendition>,
}

/// The photograph in these bytes: upright, in sRGB, on white where it lets something through, with no word about itself.
pub fn photograph(bytes: &[u8], wish: &Wish<'_>) -> Result<Photograph, Refusal> {
    let kind = Kind::of(bytes)?;
    let decoded = decode::decode(bytes, kind, wish.pixels)?;
    draw::draw(decoded, wish)
}

#[cfg(test)]
mod tests;
