//! Mixed requests at a fixed rate.

use crate::{
    client::Pool,
    figures::{self, Ended},
    shots::{Plan, Shot},
};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until},
};

/// How fast and how long.
pub struct Pace {
    pub rate: u32,
    pub seconds: u32,
}

/// Always the same sequence of requests.
const SEED: u64 = 720;

pub async fn run(address: SocketAddr, plan: Plan, pace: &Pace) -> Value {
    let (plan, pool) = (Arc::new(plan), Arc::new(Pool::new(address)));
    let mut chance = StdRng::seed_from_u64(SEED);
    let (tell, mut told) = mpsc::unbounded_channel();
    let count = pace.rate * pace.seconds;
    let begun = Instant::now();
    for at in 0..count {
        let due = begun + Duration::from_secs_f64(f64::from(at) / f64::from(pace.rate));
        let shot = plan.next(&mut chance);
        sleep_until(due).await;
        let (plan, pool, tell) = (plan.clone(), pool.clone(), tell.clone());
        tokio::spawn(async move { drop(tell.send(fire(&pool, &plan, &shot, due).await)) });
    }
    drop(tell);
    let mut ended = Vec::new();
    while let Some(one) = told.recv().await {
        ended.push(one);
    }
    let took = begun.elapsed().as_secs_f64();
    let forms = ended.iter().filter(|one| one.class == "form").count();
    json!({"rate": pace.rate, "seconds": pace.seconds, "took_s": took, "achieved": ended.len() as f64 / took, "forms": forms, "figures": figures::of(&ended)})
}

/// One request; its time counts from when it was due.
pub async fn fire(pool: &Pool, plan: &Plan, shot: &Shot, due: Instant) -> Ended {
    let answer = pool.ask(&shot.bytes).await;
    let after = due.elapsed();
    let trouble = match answer {
        Ok(answer) if answer.status == 303 || answer.status == 200 => {
            if shot.begins {
                plan.learn(&answer.location);
            }
            None
        }
        Ok(answer) => Some(format!("{} at {}", answer.status, shot.class)),
        Err(cause) => Some(format!("{cause} at {}", shot.class)),
    };
    Ended { class: shot.class, after, trouble }
}
