//! Many logins at one moment: each costs a hash on purpose. Others must hardly feel it.

use crate::{
    client::Pool,
    figures::{self, Ended},
    mix::fire,
    shots::Plan,
};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use std::{collections::BTreeMap, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep, sleep_until},
};

/// What others ask meanwhile, a second.
const RATE: u32 = 100;
const BEFORE: Duration = Duration::from_secs(2);
const SEED: u64 = 720;
const PASSWORD: &str = "учебный вход 720";
const NAMES: [&str; 10] = ["coordinator", "data", "commission1", "commission2", "commission3", "municipal", "school", "ministry", "admin", "member"];

pub async fn run(address: SocketAddr, plan: Plan, count: usize) -> Value {
    let plan = Arc::new(plan);
    let storm = tokio::spawn(storm(address, plan.clone(), count));
    let (pool, begun) = (Arc::new(Pool::new(address)), Instant::now());
    let (mut chance, mut running, mut at) = (StdRng::seed_from_u64(SEED), JoinSet::new(), 0);
    while !storm.is_finished() {
        let due = begun + Duration::from_secs_f64(f64::from(at) / f64::from(RATE));
        let (shot, plan, pool) = (plan.look(&mut chance), plan.clone(), pool.clone());
        sleep_until(due).await;
        running.spawn(async move { (due, fire(&pool, &plan, &shot, due).await) });
        at += 1;
    }
    let others = running.join_all().await;
    let (calm, stormy): (Vec<_>, Vec<_>) = others.into_iter().partition(|(due, _)| *due < begun + BEFORE);
    let only = |list: Vec<(Instant, Ended)>| list.into_iter().map(|(_, ended)| ended).collect::<Vec<_>>();
    let storm = storm.await.unwrap_or_else(|cause| json!({"broke_off": cause.to_string()}));
    json!({"logins": storm, "others_before": figures::of(&only(calm)), "others_meanwhile": figures::of(&only(stormy))})
}

/// All at once, each on a connection of its own.
async fn storm(address: SocketAddr, plan: Arc<Plan>, count: usize) -> Value {
    let mut chance = StdRng::seed_from_u64(SEED);
    let shots: Vec<_> = (0..count)
        .map(|at| {
            let email = format!("{}@aktiv.example", NAMES.get(at % NAMES.len()).unwrap_or(&"member"));
            plan.post(&mut chance, "/login", &[("email", &email), ("password", PASSWORD)], "")
        })
        .collect();
    sleep(BEFORE).await;
    let due = Instant::now();
    let mut running = JoinSet::new();
    for shot in shots {
        running.spawn(async move {
            let answer = Pool::new(address).ask(&shot.bytes).await;
            (due.elapsed(), answer.map_or_else(|cause| cause.to_string(), |answer| answer.status.to_string()))
        });
    }
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    let mut times = Vec::new();
    for (after, status) in running.join_all().await {
        *answers.entry(status).or_default() += 1;
        times.push(after);
    }
    json!({"answers": answers, "figures": figures::percentiles(times)})
}
