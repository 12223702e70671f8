use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn tags(numbers: &[u8]) -> Vec<Tag> {
    numbers.iter().map(|n| Tag::new("t", n)).collect()
}

fn marks(numbers: &[u8]) -> Vec<Mark> {
    tags(numbers).iter().map(Tag::mark).collect()
}

fn at(position: Position) -> Standpoint {
    Standpoint {
        position,
        epoch: "test".into(),
    }
}

fn change(position: Position, numbers: &[u8]) -> Change {
    Change {
        position,
        touched: Touched::Tags(tags(numbers)),
    }
}

proptest! {
    #[test]
    fn an_entry_is_current_exactly_if_none_of_its_tags_changed_after_it(
        changes in prop::collection::vec(prop::collection::vec(0..6_u8, 0..3), 0..20),
        as_of in 0..20_u64,
        depends in prop::collection::vec(0..6_u8, 0..4),
    ) {
        let clock = TagClock::standalone("test");
        let mut last = BTreeMap::new();
        for (position, touched) in (1..).zip(&changes) {
            prop_assert_eq!(clock.apply(&change(position, touched)), Applied::Done);
            last.extend(touched.iter().map(|tag| (*tag, position)));
        }
        let now = clock.applied();
        let expected = as_of >= now
            || depends.iter().all(|tag| last.get(tag).is_none_or(|last| as_of >= *last));
        prop_assert_eq!(clock.is_current(&at(now), as_of, "test", &marks(&depends)), expected);
        // A reader who began earlier may take what was current then.
        prop_assert!(clock.is_current(&at(as_of), as_of, "test", &marks(&depends)));
    }

    #[test]
    fn joining_late_judges_like_having_been_there(
        changes in prop::collection::vec(prop::collection::vec(0..6_u8, 0..3), 1..20),
        pruned in 0..10_u64,
        as_of in 0..20_u64,
        depends in prop::collection::vec(0..6_u8, 0..4),
    ) {
        let clock = TagClock::standalone("test");
        let mut last = BTreeMap::new();
        for (position, touched) in (1..).zip(&changes) {
            clock.apply(&change(position, touched));
            last.extend(touched.iter().map(|tag| (*tag, position)));
        }
        let applied = clock.applied();
        let floor = pruned.min(applied);
        let late = TagClock::default();
        late.join(History {
            epoch: "test".into(),
            applied,
            floor,
            last: last.into_iter().filter(|(_, at)| *at > floor)
                .map(|(tag, at)| (Tag::new("t", tag), at)).collect(),
        });
        let judged = late.is_current(&at(applied), as_of, "test", &marks(&depends));
        if as_of >= floor {
            prop_assert_eq!(judged, clock.is_current(&at(applied), as_of, "test", &marks(&depends)));
        } else {
            prop_assert!(!judged);
        }
    }
}

#[test]
fn changes_count_only_in_their_order() {
    let clock = TagClock::standalone("test");
    assert_eq!(clock.apply(&change(2, &[1])), Applied::Gap);
    assert_eq!(clock.applied(), 0);
    assert_eq!(clock.apply(&change(1, &[1])), Applied::Done);
    assert_eq!(clock.apply(&change(1, &[2])), Applied::Known);
    assert!(clock.is_current(&at(1), 0, "test", &marks(&[2])));
    assert!(!clock.is_current(&at(1), 0, "test", &marks(&[1])));
}

#[test]
fn a_change_of_everything_leaves_nothing_from_before() {
    let clock = TagClock::standalone("test");
    clock.apply(&Change {
        position: 1,
        touched: Touched::Everything,
    });
    assert!(!clock.is_current(&at(1), 0, "test", &[]));
    assert!(clock.is_current(&at(1), 1, "test", &marks(&[3])));
}

#[test]
fn a_dropped_namespace_is_known_however_the_clock_learns_of_it() {
    let dropped = Tag::of_namespace("card");
    let clock = TagClock::standalone("test");
    clock.apply(&Change {
        position: 1,
        touched: Touched::Tags(vec![dropped.clone()]),
    });
    let late = TagClock::default();
    late.join(History {
        epoch: "test".into(),
        applied: 1,
        floor: 0,
        last: vec![(dropped.clone(), 1)],
    });
    for clock in [clock, late] {
        assert!(!clock.is_current(&at(1), 0, "card", &[]));
        assert!(clock.is_current(&at(1), 0, "page", &[]));
        assert!(
            !clock.is_current(&at(1), 0, "page", &[dropped.mark()]),
            "made of it"
        );
        clock.apply(&change(2, &[1]));
        assert!(
            clock.is_current(&at(2), 1, "card", &marks(&[3])),
            "loaded since"
        );
    }
}

#[test]
fn within_an_epoch_the_clock_never_goes_back() {
    let clock = TagClock::standalone("test");
    clock.apply(&change(1, &[1]));
    let older = History {
        epoch: "test".into(),
        applied: 0,
        floor: 0,
        last: vec![],
    };
    clock.join(older.clone());
    assert_eq!(clock.applied(), 1);
    clock.join(History {
        epoch: "restored".into(),
        ..older
    });
    assert_eq!((clock.applied(), &*clock.epoch()), (0, "restored"));
}

#[test]
fn a_reader_from_before_a_new_epoch_is_not_told_by_its_log() {
    let clock = TagClock::standalone("test");
    clock.apply(&change(1, &[1]));
    let began = clock.now();
    assert!(!clock.is_current(&began, 0, "test", &marks(&[1])));
    clock.join(History {
        epoch: "restored".into(),
        applied: 0,
        floor: 0,
        last: vec![],
    });
    assert!(!clock.is_current(&began, 0, "test", &marks(&[1])));
    assert_eq!(clock.is_unchanged("test", 0, "test", &marks(&[1])), None);
}

#[test]
fn more_tags_than_fit_raise_the_floor() {
    let clock = TagClock::standalone("test");
    let many = |position, from: u32| Change {
        position,
        touched: Touched::Tags((from..from + 600_000).map(|n| Tag::new("n", n)).collect()),
    };
    clock.apply(&many(1, 0));
    assert_eq!(clock.extent(), (600_000, 0));
    clock.apply(&many(2, 600_000));
    let (tags, floor) = clock.extent();
    assert!(tags <= 600_000 && floor >= 1, "{tags} tags above {floor}");
    assert!(!clock.is_current(&at(2), 0, "test", &marks(&[9])));
}

#[test]
fn a_clock_is_trusted_for_as_long_as_it_was_told() {
    let clock = TagClock::default();
    assert!(clock.standpoint().is_none());
    clock.trust_until(Instant::now() + Duration::from_mins(1));
    assert!(clock.standpoint().is_some());
    clock.trust_until(Instant::now());
    assert!(clock.standpoint().is_none());
}

#[tokio::test]
async fn whoever_waits_for_a_position_is_told_when_it_is_applied() {
    let clock = TagClock::standalone("test");
    let waiting = clock.clone();
    let waiting = tokio::spawn(async move { waiting.reached(1, Duration::from_secs(10)).await });
    clock.apply(&change(1, &[1]));
    assert!(waiting.await.unwrap());
    assert!(!clock.reached(2, Duration::from_millis(1)).await);
}
