//! Long work in several threads: an import prepares rows while the database writes those prepared before.

use std::{panic::resume_unwind, sync::mpsc::sync_channel, thread};

/// How many pieces may wait for `take`: enough that neither side stands still, few enough to fit into memory.
const WAITING: usize = 3;

/// Makes pieces in a thread of its own while this one takes them, in order. The first error of `take` ends both.
///
/// # Errors
/// As said.
pub fn beside<T: Send, E>(made: impl Iterator<Item = T> + Send, take: impl FnMut(T) -> Result<(), E>) -> Result<(), E> {
    thread::scope(|scope| {
        let (give, given) = sync_channel(WAITING);
        scope.spawn(move || {
            for piece in made {
                // Nobody takes any more: an error came.
                if give.send(piece).is_err() {
                    return;
                }
            }
        });
        given.into_iter().try_for_each(take)
    })
}

/// Below this a list isn't worth a second thread.
const WORTH_IT: usize = 1_000;
const MOST_THREADS: usize = 4;

/// Maps a list part by part, a thread to each; what comes out stands in the order of what went in.
pub fn in_parts<T: Sync, R: Send>(all: &[T], map: impl Fn(&[T]) -> Vec<R> + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    if threads == 1 || all.len() < WORTH_IT {
        return map(all);
    }
    let (first, rest) = all.split_at(all.len().div_ceil(threads));
    thread::scope(|scope| {
        let map = &map;
        let others: Vec<_> = rest.chunks(first.len()).map(|part| scope.spawn(move || map(part))).collect();
        let mut found = map(first);
        for other in others {
            found.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn pieces_come_in_order_and_an_error_ends_both_sides() {
        let mut taken = Vec::new();
        beside(0..100, |piece| -> Result<(), ()> {
            taken.push(piece);
            Ok(())
        })
        .unwrap();
        assert!(taken.into_iter().eq(0..100));

        let made = AtomicUsize::new(0);
        let endless = std::iter::repeat_with(|| made.fetch_add(1, Ordering::Relaxed));
        assert_eq!(beside(endless, |piece| if piece < 10 { Ok(()) } else { Err(piece) }), Err(10));
        assert!(made.into_inner() <= 11 + WAITING + 1);
    }

    #[test]
    fn parts_are_put_together_in_order() {
        for length in [0, 1, WORTH_IT - 1, WORTH_IT, 10 * WORTH_IT + 3] {
            let all: Vec<usize> = (0..length).collect();
            let doubled = in_parts(&all, |part| part.iter().map(|number| number * 2).collect());
            assert!(doubled.into_iter().eq((0..length).map(|number| number * 2)), "{length}");
        }
    }

    #[test]
    fn a_panic_in_another_thread_is_a_panic_here() {
        let all: Vec<usize> = (0..2 * WORTH_IT).collect();
        let broken = std::panic::catch_unwind(|| in_parts(&all, |part| part.iter().map(|number| assert_ne!(*number, 2 * WORTH_IT - 1)).collect::<Vec<()>>()));
        assert!(broken.is_err());
        assert!(std::panic::catch_unwind(|| beside((0..3).inspect(|number| assert_ne!(*number, 2)), |_| Ok::<(), ()>(()))).is_err());
    }
}
