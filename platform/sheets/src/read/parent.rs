//! The parent's side: starts the child with the file as its standard input, receives cells, and ends it in time.

use std::fs::File;
use std::io::{BufReader, Seek, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::Sink;
use super::builder::Builder;
use super::child::CHILD_FLAG;
use super::kind::internal;
use super::watched::Watched;
use super::wire::{self, Broken};
use crate::{Book, Limits, ReadError};

/// Reads a spreadsheet in a child process. Blocks for at most `limits.wall`, or a little longer when others are
/// reading too: call it from a blocking thread.
pub fn read(path: &Path, limits: &Limits) -> Result<Book, ReadError> {
    read_file(File::open(path).map_err(internal)?, limits)
}

/// The same for bytes that came over the network; they touch the disk only as a file without a name.
pub fn read_bytes(bytes: &[u8], limits: &Limits) -> Result<Book, ReadError> {
    let mut file = tempfile::tempfile().map_err(internal)?;
    file.write_all(bytes).and_then(|()| file.rewind()).map_err(internal)?;
    read_file(file, limits)
}

/// The same for an open file.
pub fn read_file(file: File, limits: &Limits) -> Result<Book, ReadError> {
    let mut builder = Builder::default();
    let peak = stream_file(file, limits, &mut builder)?;
    builder.finish(peak)
}

/// Hands the cells on as they come, so that a reader may keep less than all. The bytes go to the child through memory where the system
/// has a folder in memory, else through a file without a name: nothing is left of them when this returns.
pub fn stream_bytes(bytes: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<u64, ReadError> {
    let held = |made: std::io::Result<File>| {
        let mut file = made?;
        file.write_all(bytes)?;
        file.rewind()?;
        Ok(file)
    };
    let file = held(tempfile::tempfile_in("/dev/shm")).or_else(|_: std::io::Error| held(tempfile::tempfile())).map_err(internal)?;
    stream_file(file, limits, sink)
}

fn stream_file(file: File, limits: &Limits, sink: &mut dyn Sink) -> Result<u64, ReadError> {
    let bytes = file.metadata().map_err(internal)?.len();
    if bytes == 0 {
        return Err(ReadError::Empty);
    }
    if bytes > limits.file_bytes {
        return Err(ReadError::TooLarge { bytes, limit: limits.file_bytes });
    }
    let _slot = Slot::take()?;
    let mut child = start(file, limits).map_err(internal)?;
    let Some(output) = child.stdout.take() else { return Err(ReadError::Internal("no pipe from the child".into())) };
    let mut watched = Watched::new(limits, sink);
    let (received, ended) = thread::scope(|scope| {
        let (done, stop) = channel();
        let watch = scope.spawn(move || watch(child, &stop, limits.wall));
        let received = wire::receive(BufReader::with_capacity(64 << 10, output), &mut watched);
        let _ = done.send(());
        (received, watch.join())
    });
    match (received, ended) {
        (Ok(peak), Ok(_)) => Ok(peak),
        (Err(Broken::Refused(refusal)), _) => Err(refusal),
        (Err(Broken::Cut), Ok(ended)) => Err(reason(&ended, limits)),
        (_, Err(_)) => Err(ReadError::Internal("the watch over the child failed".into())),
    }
}

fn start(file: File, limits: &Limits) -> std::io::Result<Child> {
    let arguments = serde_json::to_string(limits)?;
    Command::new(program(limits)?).args([CHILD_FLAG, &arguments]).env_clear().current_dir("/").stdin(file).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

/// Our own program as it runs, even if an upgrade has just replaced the file it was started from.
fn program(limits: &Limits) -> std::io::Result<PathBuf> {
    let own = Path::new("/proc/self/exe");
    match &limits.program {
        Some(program) => Ok(program.clone()),
        None if own.exists() => Ok(own.into()),
        None => std::env::current_exe(),
    }
}

struct Ended {
    in_time: bool,
    status: std::io::Result<ExitStatus>,
}

/// Waits for the word that nothing more is read from the child; without it in time the child is killed. Always reaps it.
fn watch(mut child: Child, stop: &Receiver<()>, wall: Duration) -> Ended {
    let word = stop.recv_timeout(wall);
    match word {
        Ok(()) => settle(&mut child),
        Err(_) => {
            let _ = child.kill();
        }
    }
    Ended { in_time: word.is_ok(), status: child.wait() }
}

/// A child that closed its pipe is about to end by itself, and how it ends tells why; one that does not is cut.
fn settle(child: &mut Child) {
    for _ in 0..50 {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
}

fn reason(ended: &Ended, limits: &Limits) -> ReadError {
    let timed_out = ReadError::TimedOut { seconds: limits.wall_seconds() };
    let status = match &ended.status {
        _ if !ended.in_time => return timed_out,
        Ok(status) => status,
        Err(error) => return ReadError::Internal(error.to_string()),
    };
    match (status.signal(), status.code()) {
        (Some(libc::SIGXCPU | libc::SIGKILL), _) => timed_out,
        (Some(libc::SIGABRT | libc::SIGSEGV | libc::SIGBUS), _) => ReadError::TooHeavy,
        (None, Some(101)) => ReadError::Damaged { near: None },
        _ => ReadError::Internal(format!("the child ended with {status}")),
    }
}

/// At most two children at a time, so that a heap of hostile files cannot fill the memory together.
struct Slot;

static FREE: Mutex<u8> = Mutex::new(2);
static FREED: Condvar = Condvar::new();
const PATIENCE: Duration = Duration::from_secs(20);

impl Slot {
    fn take() -> Result<Self, ReadError> {
        let free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut free, waited) = FREED.wait_timeout_while(free, PATIENCE, |free| *free == 0).unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return Err(ReadError::Busy);
        }
        *free -= 1;
        Ok(Self)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        *FREE.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        FREED.notify_one();
    }
}
