//! Load on a running `metodaktiv demo --set trusted_proxy=yes`, with a figure at the end as one line of JSON.
//!
//! ```sh
//! load mix ADDRESS RATE SECONDS     mixed requests at a fixed rate, 8 % of them forms
//! load logins ADDRESS COUNT         COUNT logins at one moment, and how others fare meanwhile
//! load attempts prepare FOLDER COUNT TAKERS          (program stopped) teachers in the middle of a diagnostic
//! load attempts run ADDRESS TAKERS RATE SECONDS ACKS they save answers
//! load attempts verify FOLDER ACKS                   (program stopped or killed) every acknowledged answer is there
//! ```
//!
//! The load is open: requests leave by the clock, whether or not earlier ones were answered, and each latency counts from the
//! moment the request was due. A server that stalls can't hide it by slowing the questions down («coordinated omission»).
//! Every visitor has an address of their own in `X-Forwarded-For`, as behind the institute's proxy: brakes count by it.

mod attempts;
#[path = "../../tests/crash/browser.rs"]
#[expect(dead_code, reason = "the crash driver uses more of it")]
mod browser;
mod client;
mod figures;
mod logins;
mod mix;
mod shots;

use std::net::SocketAddr;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let told = match words.as_slice() {
        ["mix", address, rate, seconds] => {
            let address: SocketAddr = address.parse()?;
            let plan = shots::Plan::prepare(address)?;
            runtime.block_on(mix::run(address, plan, &mix::Pace { rate: rate.parse()?, seconds: seconds.parse()? }))
        }
        ["logins", address, count] => {
            let address: SocketAddr = address.parse()?;
            let plan = shots::Plan::prepare(address)?;
            runtime.block_on(logins::run(address, plan, count.parse()?))
        }
        ["attempts", "prepare", folder, count, takers] => {
            attempts::prepare(folder, count.parse()?, takers)?;
            serde_json::json!({"prepared": count})
        }
        ["attempts", "run", address, takers, rate, seconds, acknowledged] => runtime.block_on(attempts::run(address.parse()?, takers, rate.parse()?, seconds.parse()?, acknowledged))?,
        ["attempts", "verify", folder, acknowledged] => attempts::verify(folder, acknowledged)?,
        _ => anyhow::bail!("usage: load mix ADDRESS RATE SECONDS | load logins ADDRESS COUNT | load attempts prepare|run|verify …"),
    };
    println!("{told}");
    Ok(())
}
