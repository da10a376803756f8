//! From latencies to figures.

use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Duration};

/// How one request ended, counted from the moment it was due.
pub struct Ended {
    pub class: &'static str,
    pub after: Duration,
    /// Why it counts as an error.
    pub trouble: Option<String>,
}

/// Percentiles over all, and by class of request.
pub fn of(ended: &[Ended]) -> Value {
    let mut classes: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for one in ended {
        classes.entry(one.class).or_default().push(one.after);
    }
    let by: BTreeMap<&str, Value> = classes.into_iter().map(|(class, times)| (class, percentiles(times))).collect();
    let mut troubles: BTreeMap<&str, usize> = BTreeMap::new();
    for trouble in ended.iter().filter_map(|one| one.trouble.as_deref()) {
        *troubles.entry(trouble).or_default() += 1;
    }
    json!({"all": percentiles(ended.iter().map(|one| one.after).collect()), "by": by, "errors": troubles.values().sum::<usize>(), "troubles": troubles})
}

pub fn percentiles(mut times: Vec<Duration>) -> Value {
    times.sort_unstable();
    let at = |share: f64| {
        // Nearest rank.
        let rank = (share * times.len() as f64).ceil() as usize;
        times.get(rank.saturating_sub(1)).map_or(0.0, |time| (time.as_secs_f64() * 1e5).round() / 1e2)
    };
    json!({"count": times.len(), "p50_ms": at(0.50), "p95_ms": at(0.95), "p99_ms": at(0.99), "max_ms": at(1.0)})
}
