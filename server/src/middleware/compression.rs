//! Compressing answers on the fly.

use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer,
        predicate::{And, NotForContentType, Predicate as _, SizeAbove},
    },
};

/// Octets below which compressing costs more than it saves.
const WORTH_WHILE: u64 = 512;

type Rule = And<
    And<And<And<SizeAbove, NotForContentType>, NotForContentType>, NotForContentType>,
    NotForContentType,
>;

/// Brotli or gzip at their fastest, as the client accepts: pages are made anew for each request.
/// Files of the site are compressed beforehand and pass as they are, as does what is dense by
/// itself. Streams of events must not be held back.
pub(super) fn layer() -> CompressionLayer<Rule> {
    let rule = SizeAbove::new(WORTH_WHILE)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::SSE)
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::const_new("application/zip"));
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(rule)
}
