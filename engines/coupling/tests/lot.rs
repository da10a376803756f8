//! A lot that anyone can draw again.
#![allow(clippy::unwrap_used)]

use coupling::lot::{Seed, draw};
use proptest::prelude::*;

const SEED: Seed = Seed([7; 32]);

/// By a programme of ten lines in another language, written from the recipe in the documentation. Never to change: a published queue must
/// stay verifiable.
#[test]
fn the_same_seed_gives_the_same_queue_for_ever() {
    assert_eq!(draw(10, 3, &SEED).unwrap(), [7, 1, 4, 2, 5, 9, 0, 6, 8, 3]);
    assert_eq!(draw(12, 5, &Seed([8; 32])).unwrap(), [0, 3, 5, 7, 10, 1, 2, 6, 8, 9, 11, 4]);
}

#[test]
fn another_seed_gives_another_queue() {
    assert_ne!(draw(30, 10, &SEED).unwrap(), draw(30, 10, &Seed([9; 32])).unwrap());
}

fn seed(number: u32) -> Seed {
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&number.to_le_bytes());
    Seed(bytes)
}

#[test]
fn every_line_has_the_same_chance_of_every_turn() {
    const ROUNDS: u32 = 7_000;
    let mut turns = [[0_u32; 7]; 7];
    for number in 0..ROUNDS {
        for (turn, line) in draw(7, 3, &seed(number)).unwrap().into_iter().enumerate() {
            turns[line][turn] += 1;
        }
    }
    // Five standard deviations of a binomial with 7,000 tries at a seventh.
    assert!(turns.iter().flatten().all(|count| count.abs_diff(1_000) < 147), "{turns:?}");
}

#[test]
fn nonsense_is_refused() {
    assert!(draw(0, 3, &SEED).is_err() && draw(3, 0, &SEED).is_err());
    assert_eq!((draw(1, 1, &SEED).unwrap(), draw(1, 500, &SEED).unwrap()), (vec![0], vec![0]));
    assert_eq!(Seed::from_hex(&SEED.hex()), Ok(SEED));
    assert!(Seed::from_hex("07").is_err() && Seed::from_hex(&"zz".repeat(32)).is_err());
}

proptest! {
    #[test]
    fn every_month_takes_from_every_school_its_part(schools in prop::collection::vec(1_usize..9, 1..12), places in 1_usize..15, number: u32) {
        let of: Vec<usize> = schools.iter().enumerate().flat_map(|(school, people)| vec![school; *people]).collect();
        let order = draw(of.len(), places, &seed(number)).unwrap();
        let mut seen = order.clone();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..of.len()).collect::<Vec<_>>());
        let mut left = schools.clone();
        for month in order.chunks(places) {
            let all: usize = left.iter().sum();
            let mut taken = vec![0; schools.len()];
            month.iter().for_each(|line| taken[of[*line]] += 1);
            for (taken, people) in taken.iter().zip(&mut left) {
                let part = *people * month.len();
                prop_assert!(*taken >= part / all && *taken <= part.div_ceil(all), "{taken} of {people}, {} of {all}", month.len());
                *people -= taken;
            }
        }
    }
}
