//! The draw over lines that name nobody, and what binds it before: digests that anybody can work out again.
//!
//! Neither who announces a lot nor who keeps the database can choose its order: the secret lies sealed until the draw and is bound by the
//! commitment, and the draw mixes in a public figure that nobody knew when the secret was bound.

use super::form::key;
use crate::model::{Entry, Lot};
use coupling::lot::Seed;
use data_encoding::HEXLOWER;
use kernel::Date;
use sha2::{Digest, Sha256};

/// SHA-256 of texts, a newline after each but the last, as hex.
#[must_use]
pub fn digest(parts: &[&str]) -> String {
    HEXLOWER.encode(&Sha256::digest(parts.join("\n").as_bytes()))
}

/// Of a frozen list in its order.
#[must_use]
pub fn list_digest(labels: &[String]) -> String {
    digest(&labels.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What is shown before the draw: it binds the secret, the list and the terms without telling the secret.
#[must_use]
pub fn commitment(secret: &str, list: &str, (capacity, first_month, source): (i64, Date, &str)) -> String {
    digest(&[secret, list, &capacity.to_string(), &key(first_month), source])
}

/// What the draw begins from: the secret that was bound, and the public figure that came after.
#[must_use]
pub fn seed(secret: &str, list: &str, value: &str) -> String {
    digest(&[secret, list, value])
}

/// The lines in the order of the draw; none where there are none, or no places.
#[must_use]
pub fn order(seed: &str, labels: &[String], capacity: i64) -> Option<Vec<String>> {
    let drawn = coupling::lot::draw(labels.len(), usize::try_from(capacity).ok()?, &Seed::from_hex(seed).ok()?).ok()?;
    Some(drawn.into_iter().map(|line| labels[line].clone()).collect())
}

/// Labels in the order of the list.
#[must_use]
pub fn listed(entries: &[Entry]) -> Vec<String> {
    let mut lines: Vec<&Entry> = entries.iter().collect();
    lines.sort_by_key(|entry| entry.number);
    lines.into_iter().map(|entry| entry.label.clone()).collect()
}

/// Whether a drawn lot is what was bound before and what its seed gives.
#[must_use]
pub fn is_honest(lot: &Lot, entries: &[Entry]) -> bool {
    let labels = listed(entries);
    let list = list_digest(&labels);
    let mut drawn: Vec<&Entry> = entries.iter().collect();
    drawn.sort_by_key(|entry| entry.position);
    let drawn: Vec<String> = drawn.into_iter().map(|entry| entry.label.clone()).collect();
    list == lot.list_digest
        && commitment(&lot.secret, &list, (lot.capacity, lot.first_month, &lot.public_source)) == lot.commitment
        && order(&seed(&lot.secret, &list, &lot.public_value), &labels, lot.capacity).is_some_and(|again| again == drawn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn labels(count: usize) -> Vec<String> {
        (1..=count).map(|at| format!("line-{at:02}")).collect()
    }

    const SOURCE: &str = "Курс юаня Банка России на день жребия";

    /// By a programme in another language, written from what the page says; a drawn lot must stay verifiable, so these never change.
    #[test]
    fn a_draw_can_be_repeated_by_other_means() {
        let (secret, list) = ("2a".repeat(32), labels(8));
        let of_list = list_digest(&list);
        assert_eq!(of_list, "cdfe4b9e923218d72d0fa9813e51f1991a3b2cf035d8979304bec3a298d22e81");
        assert_eq!(commitment(&secret, &of_list, (3, date(2026, 12, 1), SOURCE)), "b361307570a58d504fc3f029912184a49fb9a533e957f81bf1f445d09e49c35a");
        let seed = seed(&secret, &of_list, "11,2345");
        assert_eq!(seed, "10899f3b9a42973a4c30e705e08ed4e0bce4c9af0a46948bb236033e1fadbb11");
        assert_eq!(order(&seed, &list, 3).unwrap(), ["line-01", "line-04", "line-06", "line-05", "line-08", "line-02", "line-03", "line-07"]);
        assert!(order("no seed", &list, 3).is_none() && order(&seed, &[], 3).is_none() && order(&seed, &list, 0).is_none() && order(&seed, &list, -1).is_none());
    }

    #[test]
    fn another_list_order_term_or_figure_is_found_out() {
        let (secret, list) = ("2a".repeat(32), labels(8));
        let bound = |list: &[String], capacity, source| commitment(&secret, &list_digest(list), (capacity, date(2026, 12, 1), source));
        let mut turned = list.clone();
        turned.swap(0, 1);
        let first = bound(&list, 3, SOURCE);
        assert!(first != bound(&turned, 3, SOURCE) && first != bound(&list[1..], 3, SOURCE) && first != bound(&list, 4, SOURCE) && first != bound(&list, 3, "другое"));
        let of_list = list_digest(&list);
        assert_ne!(order(&seed(&secret, &of_list, "11,2345"), &list, 3), order(&seed(&secret, &of_list, "11,2346"), &list, 3));
    }
}
