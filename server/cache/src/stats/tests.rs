use super::*;

#[test]
fn each_event_is_counted_once_under_its_name() {
    let registry = Registry::default();
    let search = registry.counters("search");
    search.hit_local(Duration::from_millis(3));
    registry
        .counters("search")
        .hit_remote(Duration::from_millis(2));
    search.read(150);
    search.expired();
    search.outdated();
    search.coalesced();
    search.refresh();
    search.load(Duration::from_millis(7), true);
    search.load(Duration::from_millis(1), false);
    search.audit(true);
    search.audit(false);
    for cause in [
        MissCause::Cold,
        MissCause::Expired,
        MissCause::Invalidated,
        MissCause::Evicted,
        MissCause::Undecodable,
        MissCause::Error,
        MissCause::Bypass,
    ] {
        search.miss(cause);
    }
    for outcome in [
        StoreOutcome::Stored { bytes: 70 },
        StoreOutcome::Error,
        StoreOutcome::Oversized,
        StoreOutcome::Dropped,
        StoreOutcome::Bypassed,
    ] {
        search.store(outcome);
    }
    registry.counters("card");

    let card = NamespaceStats {
        name: "card".into(),
        ..NamespaceStats::default()
    };
    let search = NamespaceStats {
        dropped: None,
        name: "search".into(),
        hits: Hits {
            local: 1,
            remote: 1,
            expired: 1,
            outdated: 1,
        },
        misses: Misses {
            cold: 1,
            expired: 1,
            invalidated: 1,
            evicted: 1,
            undecodable: 1,
            error: 1,
            bypass: 1,
        },
        coalesced: 1,
        stores: Stores {
            stored: 1,
            errors: 1,
            oversized: 1,
            dropped: 1,
            bypassed: 1,
        },
        loads: 2,
        load_errors: 1,
        load_time: Duration::from_millis(8),
        refreshes: 1,
        bytes_read: 150,
        bytes_stored: 70,
        saved: Duration::from_millis(5),
        audited: 2,
        wrong: 1,
    };
    assert_eq!(search.misses.total(), 7);
    assert_eq!(search.hit_rate(), Some(2.0 / 9.0));
    assert_eq!(card.hit_rate(), None);
    assert_eq!(registry.snapshot(), [card, search]);
}
