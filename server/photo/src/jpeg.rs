//! The segments of a JPEG (ITU-T T.81, annex B), walked through without unpacking anything: the decoder fills what is missing
//! with grey, and would follow any number of passes over the picture.

use crate::Refusal;

/// Passes over the picture that are followed: cameras and programs make about ten.
const MOST_SCANS: usize = 64;

/// Width and height of the whole JPEG in these bytes.
pub(crate) fn size(bytes: &[u8]) -> Result<(u32, u32), Refusal> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    let (mut size, mut scans) = (None, 0);
    loop {
        let (marker, after) = next_marker(rest).ok_or(Refusal::CutShort)?;
        rest = after;
        match marker {
            // End of image.
            0xd9 => return size.ok_or(Refusal::Damaged),
            // These stand alone: restarts, and a start.
            0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let length = rest
            .first_chunk()
            .map(|pair| usize::from(u16::from_be_bytes(*pair)));
        let segment = rest.get(..length.ok_or(Refusal::CutShort)?);
        let segment = segment.ok_or(Refusal::CutShort)?;
        if segment.len() < 2 {
            return Err(Refusal::Damaged);
        }
        rest = rest.get(segment.len()..).unwrap_or_default();
        match marker {
            // Start of a frame, of whatever coding.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                size = Some(frame(segment).ok_or(Refusal::Damaged)?);
            }
            // Start of a scan.
            0xda => {
                scans += 1;
                if scans > MOST_SCANS {
                    return Err(Refusal::TooManyScans);
                }
            }
            _ => {}
        }
    }
}

/// The next marker, and what is behind it. In data of a scan `FF 00` is a byte of its own; before a marker there may be more
/// of `FF`.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)? + 1;
        match bytes.get(at)? {
            0x00 => at += 1,
            0xff => {}
            marker => return Some((*marker, bytes.get(at + 1..)?)),
        }
    }
}

/// Width and height that a frame says it has.
fn frame(segment: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| {
        let pair = segment.get(at..)?.first_chunk()?;
        Some(u32::from(u16::from_be_bytes(*pair)))
    };
    Some((number(5)?, number(3)?))
}
