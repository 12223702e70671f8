//! A service that costs next to nothing to clone.

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use tower::{Layer, Service, ServiceExt as _, util::Oneshot};

/// Puts a service behind an `Arc`.
///
/// Axum clones the service below each middleware for each request, and so again and again whatever is further down, with
/// all its options, whether the request gets there or not. Below this layer it is cloned once, for requests that get there.
#[derive(Debug, Clone, Copy)]
pub struct SharedLayer;

/// See [`SharedLayer`].
#[derive(Debug)]
pub struct Shared<S>(Arc<S>);

impl<S> Layer<S> for SharedLayer {
    type Service = Shared<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Shared(Arc::new(inner))
    }
}

impl<S> Clone for Shared<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S, R> Service<R> for Shared<S>
where
    S: Service<R> + Clone,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Oneshot<S, R>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        // Whether the service is ready is asked of the clone that is called.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: R) -> Self::Future {
        S::clone(&self.0).oneshot(request)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        convert::Infallible,
        sync::atomic::{AtomicUsize, Ordering::Relaxed},
    };

    use tower::service_fn;

    use super::*;

    /// Notes each time that it is cloned.
    struct Noting(Arc<AtomicUsize>);

    impl Clone for Noting {
        fn clone(&self) -> Self {
            self.0.fetch_add(1, Relaxed);
            Self(Arc::clone(&self.0))
        }
    }

    #[tokio::test]
    async fn it_is_cloned_when_it_is_called() {
        let clones = Noting(Arc::default());
        let inner = {
            let clones = Noting(Arc::clone(&clones.0));
            service_fn(move |()| {
                // All of it, or the closure would hold but what is inside.
                let Noting(clones) = &clones;
                let seen = clones.load(Relaxed);
                async move { Ok::<_, Infallible>(seen) }
            })
        };
        let shared = SharedLayer.layer(inner);
        let copies: Vec<_> = (0..10).map(|_| shared.clone()).collect();
        assert_eq!(clones.0.load(Relaxed), 0);
        for (called, copy) in copies.into_iter().enumerate() {
            assert_eq!(copy.oneshot(()).await, Ok(called + 1));
        }
    }
}
