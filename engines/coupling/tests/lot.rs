//! A lot that anyone can draw again.
#![allow(clippy::unwrap_used)]

use coupling::lot::{Entry, Lot, Place, Plan, Seed, Ticket, Within, draw, is_true};
use proptest::prelude::*;

fn entries(n: usize, municipalities: usize, schools: usize) -> Vec<Entry> {
    (0..n).map(|at| Entry { key: format!("k{at:03}"), municipality: format!("m{}", at % municipalities), school: format!("s{}", at % schools) }).collect()
}

fn plan(within: Within, ticket: Ticket, places: &[u32]) -> Plan {
    Plan { within, ticket, places: places.to_vec() }
}

fn keys<'a>(entries: &'a [Entry], lot: &Lot) -> Vec<&'a str> {
    lot.places.iter().map(|place| entries[place.entry].key.as_str()).collect()
}

const SEED: Seed = Seed([7; 32]);

#[test]
fn the_same_seed_gives_the_same_queue_for_ever() {
    let entries = entries(10, 2, 5);
    let lot = draw(&entries, &plan(Within::Municipality, Ticket::Person, &[3, 3]), SEED).unwrap();
    // Never to change: a published queue must stay verifiable.
    assert_eq!(keys(&entries, &lot), PUBLISHED);
    assert_eq!(lot.places.iter().map(|place| place.month).collect::<Vec<_>>(), [Some(0), Some(0), Some(0), Some(1), Some(1), Some(1), None, None, None, None]);
}

/// By a programme of twenty lines in another language, written from the recipe in the crate's documentation.
const PUBLISHED: [&str; 10] = ["k006", "k003", "k000", "k009", "k002", "k005", "k008", "k007", "k004", "k001"];

#[test]
fn another_seed_or_a_changed_queue_is_found_out() {
    let entries = entries(30, 3, 9);
    let plan = plan(Within::Municipality, Ticket::Person, &[10, 10]);
    let mut lot = draw(&entries, &plan, SEED).unwrap();
    assert!(is_true(&lot, &entries, &plan));
    lot.places.swap(0, 20);
    assert!(!is_true(&lot, &entries, &plan));
    let other = draw(&entries, &plan, Seed([8; 32])).unwrap();
    assert_ne!(keys(&entries, &other), keys(&entries, &draw(&entries, &plan, SEED).unwrap()));
}

#[test]
fn every_stratum_gets_its_part_of_every_month() {
    let entries = entries(120, 4, 12);
    let lot = draw(&entries, &plan(Within::Municipality, Ticket::Person, &[20, 20, 20]), SEED).unwrap();
    for month in 0..3 {
        for municipality in ["m0", "m1", "m2", "m3"] {
            let taken = lot.places.iter().filter(|place| place.month == Some(month) && entries[place.entry].municipality == municipality).count();
            assert_eq!(taken, 5);
        }
    }
    assert_eq!(lot.places.iter().filter(|place| place.month.is_none()).count(), 60);
}

#[test]
fn colleagues_begin_together_when_schools_are_drawn() {
    let entries = entries(60, 1, 12);
    let lot = draw(&entries, &plan(Within::Municipality, Ticket::School, &[12, 12, 12]), SEED).unwrap();
    for school in 0..12 {
        let months: Vec<Option<usize>> = lot.places.iter().filter(|place| entries[place.entry].school == format!("s{school}")).map(|place| place.month).collect();
        assert!(months.len() == 5 && months.iter().all(|month| *month == months[0]), "{months:?}");
    }
    let taken = |month| lot.places.iter().filter(|place| place.month == Some(month)).count();
    assert_eq!((taken(0), taken(1), taken(2)), (15, 10, 15));
}

#[test]
fn everyone_has_the_same_chance() {
    let entries = entries(12, 3, 6);
    let plan = plan(Within::Municipality, Ticket::Person, &[6]);
    let mut taken = [0; 12];
    for round in 0..6_000_u32 {
        let mut seed = [0; 32];
        seed[..4].copy_from_slice(&round.to_le_bytes());
        draw(&entries, &plan, Seed(seed)).unwrap().places.iter().filter(|place| place.month.is_some()).for_each(|place| taken[place.entry] += 1);
    }
    assert!(taken.iter().all(|count| (2_800..3_200).contains(count)), "{taken:?}");
}

#[test]
fn nonsense_is_refused() {
    let whole = plan(Within::Region, Ticket::Person, &[]);
    assert!(draw(&[], &whole, SEED).is_err());
    let mut twice = entries(3, 1, 1);
    twice[2].key = "k000".into();
    assert!(draw(&twice, &whole, SEED).is_err());
    assert!(draw(&entries(3, 1, 1), &plan(Within::School, Ticket::School, &[1]), SEED).is_err());
    assert_eq!(draw(&entries(1, 1, 1), &whole, SEED).unwrap().places, [Place { entry: 0, order: 1, month: None }]);
    assert_eq!(Seed::from_hex(&SEED.hex()), Ok(SEED));
    assert!(Seed::from_hex("07").is_err() && Seed::from_hex(&"zz".repeat(32)).is_err());
}

proptest! {
    #[test]
    fn the_order_of_the_list_does_not_matter(n in 1_usize..40, municipalities in 1_usize..5, schools in 1_usize..9, by in 0_usize..40, school: bool) {
        let first = entries(n, municipalities, schools);
        let mut second = first.clone();
        second.rotate_left(by % n);
        let plan = plan(Within::Municipality, if school { Ticket::School } else { Ticket::Person }, &[2, 0, 5]);
        let (one, other) = (draw(&first, &plan, SEED).unwrap(), draw(&second, &plan, SEED).unwrap());
        prop_assert_eq!(keys(&first, &one), keys(&second, &other));
        let mut seen: Vec<usize> = one.places.iter().map(|place| place.entry).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..n).collect::<Vec<_>>());
    }
}
