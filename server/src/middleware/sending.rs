//! How long it takes to hand the body of an answer over.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Instant,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    response::Response,
};
use http::header::CONTENT_TYPE;
use hyper::body::{Frame, SizeHint};

use crate::telemetry::{self, Finished, Trace};

/// Whether it takes time to hand the body over.
///
/// A body of known size is in memory: it is handed over at once, without being made or waited for, so there is nothing to
/// measure. That is every page that is kept, which thus costs no more than before. A stream of events lasts as long as
/// somebody looks, which is no work.
pub(super) fn takes_time(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    let is_stream = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    !is_stream && response.body().size_hint().exact().is_none()
}

/// A body that is made, or compressed, while it is handed over. When that ends, be it that the client goes away, the time
/// since the head is a step of its request, which is finished then.
pub(super) struct Sending {
    body: Body,
    began: Instant,
    trace: Trace,
    request: Option<Finished>,
}

impl Sending {
    /// Of the answer to `request`, whose head is ready now.
    pub(super) fn new(body: Body, request: Finished, trace: Trace) -> Self {
        Self {
            body,
            began: Instant::now(),
            trace,
            request: Some(request),
        }
    }

    fn end(&mut self, whole: bool) {
        if let Some(request) = self.request.take() {
            self.trace.sent(self.began.elapsed(), whole);
            let spans = self.trace.steps();
            telemetry::finish(Finished { spans, ..request });
        }
    }
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        match &polled {
            Poll::Ready(None) => self.end(true),
            Poll::Ready(Some(Err(_))) => self.end(false),
            _ => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        // Whoever knows that nothing is left need not ask for it.
        let whole = self.body.is_end_stream();
        self.end(whole);
    }
}

#[cfg(test)]
mod tests {
    use std::{convert::Infallible, time::SystemTime};

    use axum::response::{IntoResponse as _, Sse};
    use futures::stream;
    use http::Method;
    use http_body_util::BodyExt as _;

    use super::*;
    use crate::telemetry::Step;

    fn pieces() -> Body {
        let pieces = ["one", "two"].map(Ok::<_, Infallible>);
        Body::from_stream(stream::iter(pieces))
    }

    fn sending(id: &str) -> Sending {
        let request = Finished {
            id: id.to_owned(),
            at: SystemTime::now(),
            method: Method::GET,
            route: "/",
            status: 200,
            took: std::time::Duration::ZERO,
            tier: None,
            spans: Vec::new(),
        };
        Sending::new(pieces(), request, Trace::begin())
    }

    /// Whether the request was sent whole; nothing while it is not finished.
    fn sent(id: &str) -> Option<bool> {
        let request = telemetry::finished(id)?;
        let mut spans = request.spans.iter();
        let send = spans.find(|span| span.step == Step::Send);
        send.map(|span| !span.failed)
    }

    #[test]
    fn only_what_is_made_on_the_way_takes_time() {
        assert!(takes_time(&Response::new(pieces())));
        assert!(!takes_time(&"whole".into_response()));
        let events = stream::iter([Ok::<_, Infallible>(axum::response::sse::Event::default())]);
        assert!(!takes_time(&Sse::new(events).into_response()));
    }

    #[tokio::test]
    async fn a_request_is_finished_with_its_body() {
        let mut body = sending("sending-whole");
        assert!(body.frame().await.is_some());
        assert_eq!(sent("sending-whole"), None);
        while body.frame().await.is_some() {}
        assert_eq!(sent("sending-whole"), Some(true));
        drop(body);
        let latest = telemetry::latest();
        let same = latest.iter().filter(|one| one.id == "sending-whole");
        assert_eq!(same.count(), 1);
    }

    #[tokio::test]
    async fn a_body_that_is_cut_short_counts_too() {
        let mut body = sending("sending-cut");
        assert!(body.frame().await.is_some());
        drop(body);
        assert_eq!(sent("sending-cut"), Some(false));
    }
}
