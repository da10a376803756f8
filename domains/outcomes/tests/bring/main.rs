//! Files with results, over HTTP and through the real child process: what is loaded, what is refused, and that no name stays anywhere.
//!
//! The harness is our own, because an upload starts this very program again as the confined child that parses sheets;
//! it answers the questions of cargo and of nextest (`--list`, `--exact`, `--ignored`).

#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

mod loading;
mod nobody;
mod origins;
mod refusing;
mod stage;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
};

type Story = (&'static str, fn());

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == sheets::CHILD_FLAG) {
        return ExitCode::from(u8::try_from(sheets::child_main(arguments)).unwrap_or(1));
    }
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| asked.iter().any(|argument| argument == flag);
    let all: Vec<Story> = if has("--ignored") { Vec::new() } else { [loading::STORIES, nobody::STORIES, origins::STORIES, refusing::STORIES].concat() };
    if has("--list") {
        all.iter().for_each(|(name, _)| println!("{name}: test"));
        return ExitCode::SUCCESS;
    }
    let wanted: Vec<&String> = asked.iter().filter(|argument| !argument.starts_with('-')).collect();
    let fits = |name: &str| wanted.is_empty() || wanted.iter().any(|part| if has("--exact") { name == part.as_str() } else { name.contains(part.as_str()) });
    let chosen: Vec<Story> = all.into_iter().filter(|(name, _)| fits(name)).collect();
    let failed: Vec<&str> = chosen.iter().filter(|(name, story)| !passes(name, *story)).map(|(name, _)| *name).collect();
    println!("\ntest result: {}. {} passed; {} failed; 0 ignored; 0 measured; 0 filtered out", if failed.is_empty() { "ok" } else { "FAILED" }, chosen.len() - failed.len(), failed.len());
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn passes(name: &str, story: fn()) -> bool {
    let passed = catch_unwind(AssertUnwindSafe(story)).is_ok();
    println!("test {name} ... {}", if passed { "ok" } else { "FAILED" });
    passed
}

/// Names the stories of a module for the harness.
macro_rules! stories {
    ($($name:ident),+ $(,)?) => { pub const STORIES: &[crate::Story] = &[$((concat!(module_path!(), "::", stringify!($name)), $name)),+]; };
}
pub(crate) use stories;
