//! The drill: rounds of writing, killing, starting and looking.

use crate::{
    browser::Visitor,
    database::{Engine, Reader},
    ledger::{Ledger, Unanswered},
    people::{School, Trade, Writer},
    program::{Home, Program},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::{
    net::SocketAddr,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

/// When the blow may fall, counted from the first form of a round.
const BLOW_MS: std::ops::Range<u64> = 50..1_500;
/// So long a cut-off form may be answered «busy» after the blow.
pub const HEALED_WITHIN: Duration = Duration::from_secs(30);

/// A program on data of its own, and those who write.
pub struct Drill {
    home: Home,
    engine: Engine,
    ledger: Ledger,
    writers: Vec<Writer>,
    chance: StdRng,
    documents_seen: usize,
    starts: Vec<Duration>,
}

fn setting<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

impl Drill {
    /// Makes the demo region and logs the personas in.
    pub fn begin(data: &Path, engine: Engine) -> Self {
        let seed = setting("METODAKTIV_TEST_CRASH_SEED").unwrap_or_else(rand::random::<u64>);
        println!("METODAKTIV_TEST_CRASH_SEED={seed}");
        let home = Home::new(data, engine.clone());
        let program = home.start();
        println!("the demo region was made in {:.1} s", program.started_within.as_secs_f64());
        let school = some_school(&mut engine.reader());
        let mut writers = writers(program.address, &school, seed);
        writers.iter_mut().for_each(Writer::log_in);
        program.stop();
        Self { home, engine, ledger: Ledger::default(), writers, chance: StdRng::seed_from_u64(seed), documents_seen: 0, starts: Vec::new() }
    }

    /// All rounds; the last word is what was found.
    pub fn run(mut self) {
        let rounds: u32 = setting("METODAKTIV_TEST_CRASH_ROUNDS").unwrap_or(20);
        let mut cut_off = 0;
        let mut program = self.start();
        for round in 1..=rounds {
            program = self.strike(program, round);
            cut_off += self.look(&program, round);
        }
        program.stop();
        let program = self.start();
        self.documents_seen = 0;
        self.look(&program, rounds + 1);
        program.stop();
        self.report(rounds, cut_off);
    }

    fn start(&mut self) -> Program {
        let program = self.home.start();
        self.starts.push(program.started_within);
        self.writers.iter_mut().for_each(|writer| writer.visitor.address = program.address);
        program
    }

    /// Everybody writes until the blow falls. Every fourth time it falls on the database's own process, if there is one.
    fn strike(&mut self, program: Program, round: u32) -> Program {
        let pause = Duration::from_millis(self.chance.random_range(BLOW_MS));
        let (over, ledger, engine) = (&AtomicBool::new(false), &self.ledger, &self.engine);
        let struck = thread::scope(|scope| {
            for writer in &mut self.writers {
                scope.spawn(move || write_until(writer, ledger, over));
            }
            thread::sleep(pause);
            let left = if round.is_multiple_of(4) && engine.reader().kill_a_process() {
                thread::sleep(pause);
                Some(program)
            } else {
                program.kill();
                None
            };
            over.store(true, Ordering::Relaxed);
            left
        });
        struck.unwrap_or_else(|| self.start())
    }

    /// Nothing is lost, nothing is done twice; what was cut off is sent again. Gives how much that was.
    fn look(&mut self, program: &Program, round: u32) -> usize {
        let begun = Instant::now();
        let unanswered = self.ledger.take_unanswered();
        let count = unanswered.len();
        let mut reader = self.engine.reader();
        reader.must_be_sound();
        self.ledger.must_all_be_there(&mut reader, &unanswered);
        for sent in unanswered {
            self.send_again(sent);
        }
        self.ledger.must_all_be_there(&mut reader, &[]);
        self.home.journal_must_be_whole();
        self.writers.iter_mut().for_each(Writer::must_still_be_logged_in);
        self.look_at_documents(program.address, &mut reader);
        println!("round {round}: {:?} acknowledged so far, {count} cut off and sent again; looked for {:.1} s", self.ledger.acknowledged(), begun.elapsed().as_secs_f32());
        count
    }

    /// As somebody who sees no answer does.
    fn send_again(&mut self, sent: Unanswered) {
        let (begun, visitor) = (Instant::now(), &mut self.writers[sent.who].visitor);
        loop {
            match visitor.send(&sent.form) {
                Ok(answer) if answer.status == 303 => return self.ledger.settle(sent),
                Ok(answer) if answer.status < 500 => panic!("{} sent again was answered {}: {}", sent.form.path, answer.status, answer.html()),
                Ok(_) | Err(_) if begun.elapsed() < HEALED_WITHIN => thread::sleep(Duration::from_millis(100)),
                other => panic!("{} sent again is still refused: {other:?}\n{}", sent.form.path, self.home.end_of_log()),
            }
        }
    }

    /// Each document that was taken in comes back byte for byte.
    fn look_at_documents(&mut self, address: SocketAddr, reader: &mut Reader) {
        let mut visitor = Visitor::new(address, "10.255.0.1".into());
        self.documents_seen = self.ledger.documents(self.documents_seen, |document| {
            let ids = reader.texts("SELECT f.id FROM application_file f WHERE f.digest = $1", std::slice::from_ref(&document.digest));
            let answer = visitor.open(&format!("{}/files/{}", document.desk, ids[0])).unwrap();
            assert!(answer.status == 200 && answer.body == document.content, "a document is damaged: {} ({})", document.digest, answer.status);
        });
    }

    fn report(&mut self, rounds: u32, cut_off: usize) {
        let acknowledged = self.ledger.acknowledged();
        // Whoever got nothing done has tested nothing.
        assert_eq!(acknowledged.len(), self.writers.len(), "forms answered, by writer: {acknowledged:?}");
        self.starts.sort_unstable();
        let at = |part: usize| self.starts[(self.starts.len() - 1) * part / 100].as_millis();
        println!("{rounds} rounds: {} writes acknowledged, 0 lost, 0 done twice; {cut_off} forms cut off; start p50 {} ms, p95 {} ms", acknowledged.values().sum::<usize>(), at(50), at(95));
    }
}

/// Who waits for an answer sends nothing else: another form of theirs could make the first one pointless.
fn write_until(writer: &mut Writer, ledger: &Ledger, over: &AtomicBool) {
    while !over.load(Ordering::Relaxed) && !ledger.waits(writer.number) {
        if writer.work(ledger).is_err() {
            thread::sleep(Duration::from_millis(50));
        }
    }
}

fn some_school(reader: &mut Reader) -> School {
    let id = reader.texts("SELECT id FROM place WHERE kind = 'school' AND closed_on IS NULL ORDER BY id LIMIT 1", &[]).remove(0);
    let municipality = reader.texts("SELECT parent_id FROM place WHERE id = $1", std::slice::from_ref(&id)).remove(0);
    School { id, municipality }
}

fn writers(address: SocketAddr, school: &School, seed: u64) -> Vec<Writer> {
    let trades = [Trade::Applicant(school.clone()), Trade::Applicant(school.clone()), Trade::Inviter, Trade::Coordinator, Trade::Member];
    trades.into_iter().enumerate().map(|(number, trade)| Writer::new(number, trade, Visitor::new(address, format!("10.{number}.0.1")), seed)).collect()
}
