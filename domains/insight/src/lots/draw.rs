//! The draw over lines that name nobody, and what binds it before: digests that anybody can work out again.

use coupling::lot::{Entry, Plan, Seed, Ticket, Within};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// SHA-256 of texts, a newline after each but the last, as hex.
#[must_use]
pub fn digest(parts: &[&str]) -> String {
    HEXLOWER.encode(&Sha256::digest(parts.join("\n").as_bytes()))
}

/// Of a frozen list, whatever the order in which it is read.
#[must_use]
pub fn list_digest(labels: &[String]) -> String {
    let mut sorted: Vec<&str> = labels.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    digest(&sorted)
}

/// What is shown before the draw: it binds the seed and the list without telling the seed.
#[must_use]
pub fn commitment(seed: &str, list: &str) -> String {
    digest(&[seed, list])
}

/// The lines in the order of the draw; none where the seed is none, or a line stands twice.
#[must_use]
pub fn order(seed: &str, labels: &[String]) -> Option<Vec<String>> {
    let entries: Vec<Entry> = labels.iter().map(|label| Entry { key: label.clone(), municipality: String::new(), school: String::new() }).collect();
    let plan = Plan { within: Within::Region, ticket: Ticket::Person, places: Vec::new() };
    let drawn = coupling::lot::draw(&entries, &plan, Seed::from_hex(seed).ok()?).ok()?;
    Some(drawn.places.iter().map(|place| labels[place.entry].clone()).collect())
}

/// Whether what was drawn is what the commitment bound and what the seed gives.
#[must_use]
pub fn is_honest(seed: &str, list: &str, bound: &str, drawn: &[String]) -> bool {
    list_digest(drawn) == list && commitment(seed, list) == bound && order(seed, drawn).is_some_and(|again| again == drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(count: usize) -> Vec<String> {
        (0..count).map(|at| format!("line-{at}")).collect()
    }

    fn seed(number: u64) -> String {
        format!("{number:064x}")
    }

    #[test]
    fn the_same_seed_and_list_give_the_same_order_whatever_the_list_came_in() {
        let (list, mut turned) = (labels(50), labels(50));
        turned.reverse();
        assert_eq!(order(&seed(1), &list), order(&seed(1), &turned));
        assert_ne!(order(&seed(1), &list), order(&seed(2), &list));
        assert_eq!(list_digest(&list), list_digest(&turned));
        assert!(order("no seed", &list).is_none() && order(&seed(1), &[]).is_none() && order(&seed(1), &[list[0].clone(), list[0].clone()]).is_none());
    }

    #[test]
    fn a_changed_seed_list_or_order_is_found_out() {
        let list = labels(8);
        let (one, of_list) = (seed(720), list_digest(&list));
        let (drawn, bound) = (order(&one, &list).unwrap(), commitment(&one, &of_list));
        assert!(is_honest(&one, &of_list, &bound, &drawn));
        assert!(!is_honest(&seed(721), &of_list, &bound, &drawn));
        let mut swapped = drawn.clone();
        swapped.swap(0, 1);
        assert!(!is_honest(&one, &of_list, &bound, &swapped));
        assert!(!is_honest(&one, &of_list, &bound, &drawn[1..]));
    }

    #[test]
    fn every_line_is_first_about_as_often_as_another() {
        let list = labels(5);
        let mut firsts = [0_u32; 5];
        for number in 0..5_000 {
            let first = order(&seed(number), &list).unwrap().remove(0);
            firsts[list.iter().position(|label| *label == first).unwrap()] += 1;
        }
        // Five standard deviations of a binomial with 5,000 tries at a fifth.
        assert!(firsts.iter().all(|count| count.abs_diff(1_000) < 142), "{firsts:?}");
    }
}
