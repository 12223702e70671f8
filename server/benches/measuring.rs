//! What it costs to measure a request: one that finds its page, as most do, and one that makes it with a statement.
//!
//! `cargo bench -p server --bench measuring`

use std::{
    hint::black_box,
    time::{Duration, SystemTime},
};

use criterion::{Criterion, criterion_group, criterion_main};
use http::Method;
use server::telemetry::{self, Finished, Series, Step, Trace};

const TOOK: Duration = Duration::from_micros(321);

/// What each request leaves behind; `work` is what it does.
async fn request(work: impl Future<Output = ()>) {
    let trace = Trace::begin();
    telemetry::carried(Some(trace.clone()), work).await;
    let route = telemetry::route("/search");
    telemetry::record(Series::route(route), TOOK, 0, false);
    telemetry::finish(Finished {
        id: "0192f7c8d1e0".to_owned(),
        at: SystemTime::now(),
        method: Method::GET,
        route,
        status: 200,
        took: TOOK,
        tier: trace.tier(),
        spans: trace.steps(),
    });
}

async fn find() {
    telemetry::page("memory", TOOK);
    std::future::ready(()).await;
}

async fn make() {
    let steps = async {
        telemetry::step_now(Step::Index, "list", || black_box(()));
        telemetry::pool_wait(TOOK, false);
        telemetry::statement("cards.by_ids", TOOK, 24, false);
    };
    telemetry::step(Step::Render, "page", steps).await;
    telemetry::step(Step::Compress, "page", async {}).await;
    telemetry::page("made", TOOK);
}

fn measuring(criterion: &mut Criterion) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else {
        return eprintln!("there is no runtime to measure in");
    };
    let mut group = criterion.benchmark_group("measuring");
    group.bench_function("a page that is found", |bencher| {
        bencher.to_async(&runtime).iter(|| request(find()));
    });
    group.bench_function("a page that is made", |bencher| {
        bencher.to_async(&runtime).iter(|| request(make()));
    });
    group.finish();
}

criterion_group!(benches, measuring);
criterion_main!(benches);
