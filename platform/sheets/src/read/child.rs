//! The child's side: limits itself, reads the file that is its standard input, streams the cells to standard output.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::os::fd::AsFd;

use rlimit::Resource;

use super::wire::Writer;
use crate::{Limits, ReadError};

/// The hidden first argument with which our own program is started again to parse one file.
pub const CHILD_FLAG: &str = "__parse-sheet";

/// To be called first thing in `main` when the first argument is [`CHILD_FLAG`], with the arguments after it; what it
/// returns is the exit code.
pub fn child_main(arguments: impl IntoIterator<Item = OsString>) -> i32 {
    let argument = arguments.into_iter().next().unwrap_or_default();
    let Some(limits) = argument.to_str().and_then(|json| serde_json::from_str(json).ok()) else { return 2 };
    let mut writer = Writer { out: BufWriter::with_capacity(64 << 10, std::io::stdout().lock()) };
    let outcome = confined(&limits).and_then(|file| super::parse(file, &limits, &mut writer));
    let told = match outcome {
        Ok(()) => writer.end(status("VmHWM:").unwrap_or(0)),
        Err(error) => writer.refuse(&error),
    };
    i32::from(told.and_then(|()| writer.out.flush()).is_err())
}

/// No file is opened before the limits hold.
fn confined(limits: &Limits) -> Result<File, ReadError> {
    let internal = super::kind::internal;
    let now = status("VmSize:").unwrap_or(0).saturating_mul(1024);
    let memory = now.saturating_add(limits.memory_bytes);
    let seconds = limits.wall_seconds();
    for (resource, soft) in [(Resource::AS, memory), (Resource::CPU, seconds), (Resource::CORE, 0), (Resource::FSIZE, 0)] {
        let (_, hard) = resource.get().map_err(internal)?;
        resource.set(soft.min(hard), hard).map_err(internal)?;
    }
    Ok(File::from(std::io::stdin().as_fd().try_clone_to_owned().map_err(internal)?))
}

/// A figure of this process in KiB, as the kernel tells it.
fn status(field: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    line.split_whitespace().next()?.parse().ok()
}
