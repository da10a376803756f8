//! SQLite's journal is carried over into its file by a thread of its own, so that nobody's answer waits for it. A write is safe once
//! it is in the journal; a crash in the middle of carrying over loses nothing.

use rusqlite::{Connection, hooks::Wal};
use std::{
    ffi::c_int,
    path::Path,
    sync::mpsc::{Receiver, sync_channel},
    thread,
    time::Duration,
};

/// Pages in the journal from which carrying over is worth while: 8 MB.
const WORTH_IT: c_int = 2_000;
/// From here (80 MB) writing must wait: a journal begins anew only when all of it is carried over and nobody has written meanwhile.
const TOO_MUCH: c_int = 20_000;

/// From now on the journal of this writer is carried over in time.
pub fn keep_up(path: &Path, writer: &mut Connection) -> Result<(), rusqlite::Error> {
    let (wake, woken) = sync_channel::<()>(1);
    let path = path.to_owned();
    let is_kept = thread::Builder::new().name("checkpoint".into()).spawn(move || work(&path, &woken)).is_ok();
    writer.wal_hook(Some(move |wal: &mut Wal, pages: c_int| {
        if pages >= TOO_MUCH || (pages >= WORTH_IT && !is_kept) {
            // As in SQLite's own hook: the write is safe already, and one that was only not carried over must not be called failed.
            if let Err(cause) = wal.checkpoint() {
                tracing::warn!(%cause, "the journal was not carried over by its writer");
            }
            return Ok(());
        }
        if pages >= WORTH_IT {
            // Full: it has been told already. Gone: the limit above still holds.
            let _ = wake.try_send(());
        }
        Ok(())
    }))
}

/// Until the writer is closed.
fn work(path: &Path, woken: &Receiver<()>) {
    let mut connection = None;
    while woken.recv().is_ok() {
        if connection.is_none() {
            connection = open(path).inspect_err(|cause| tracing::warn!(%cause, "the journal can't be opened for carrying over")).ok();
        }
        let done = connection.as_ref().map(|connection| connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())));
        if let Some(Err(cause)) = done {
            tracing::warn!(%cause, "the journal was not carried over");
        }
    }
}

fn open(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA cache_size = -64;")?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use crate::{db::testing::sqlite, params};
    use std::time::{Duration, Instant};

    #[test]
    fn a_large_write_reaches_the_file_though_nobody_waits_for_it() {
        let test = sqlite();
        let path: String = test.db.read(|tx| tx.one("SELECT file FROM pragma_database_list WHERE name = 'main'", params![], |row| row.get(0))).unwrap();
        let size = || std::fs::metadata(&path).unwrap().len();
        let before = size();
        let text = "x".repeat(3_000);
        test.db
            .write(|tx| {
                for number in 0..4_000 {
                    tx.execute("INSERT INTO setting (name, body, changed_at) VALUES ($1, $2, '')", params![format!("large {number}"), text])?;
                }
                Ok(())
            })
            .unwrap();
        let begun = Instant::now();
        while size() < before + (8 << 20) && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(size() >= before + (8 << 20));
    }
}
