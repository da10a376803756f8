//! What was acknowledged, and what was sent without an answer.

use crate::{
    browser::{Answer, Form, Visitor},
    database::Reader,
};
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// What an act leaves behind: a count of rows that grows by one with it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trace {
    pub sql: &'static str,
    pub parts: Vec<String>,
}

impl Trace {
    pub fn new(sql: &'static str, parts: &[&str]) -> Self {
        Self { sql, parts: parts.iter().map(|part| (*part).to_owned()).collect() }
    }
}

/// A form that got no answer: nobody knows whether it was acted on.
pub struct Unanswered {
    /// Who sent it.
    pub who: usize,
    pub form: Form,
    traces: Vec<Trace>,
}

/// A document that was taken in.
pub struct Document {
    /// The applicant's secret address.
    pub desk: String,
    pub digest: String,
    pub content: Vec<u8>,
}

#[derive(Default)]
struct Book {
    /// How often each trace was acknowledged.
    traces: BTreeMap<Trace, i64>,
    unanswered: Vec<Unanswered>,
    documents: Vec<Document>,
    /// Forms answered «done», by who sent them.
    acknowledged: BTreeMap<usize, usize>,
}

/// The driver's memory, shared by all who write.
#[derive(Default)]
pub struct Ledger(Mutex<Book>);

/// No answer came, or only «busy»: whoever waited for it gives up this round's work.
#[derive(Debug)]
pub struct Cut;

impl Ledger {
    fn book(&self) -> std::sync::MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a form and writes down how it ended. Any answer but «done» or «come later» is a fault of the program or of the driver.
    pub fn act(&self, who: usize, visitor: &mut Visitor, form: Form, traces: Vec<Trace>) -> Result<Answer, Cut> {
        match visitor.send(&form) {
            Ok(answer) if answer.status == 303 => {
                self.acknowledge(who, traces);
                Ok(answer)
            }
            Ok(answer) if answer.status < 500 => panic!("{} was answered {}: {}", form.path, answer.status, answer.html()),
            Ok(_) | Err(_) => {
                self.book().unanswered.push(Unanswered { who, form, traces });
                Err(Cut)
            }
        }
    }

    fn acknowledge(&self, who: usize, traces: Vec<Trace>) {
        let mut book = self.book();
        *book.acknowledged.entry(who).or_default() += 1;
        traces.into_iter().for_each(|trace| *book.traces.entry(trace).or_default() += 1);
    }

    pub fn keep(&self, document: Document) {
        self.book().documents.push(document);
    }

    /// Documents from the `from`-th on are handed to a look; gives how many there are now.
    pub fn documents(&self, from: usize, mut look: impl FnMut(&Document)) -> usize {
        let book = self.book();
        book.documents.iter().skip(from).for_each(&mut look);
        book.documents.len()
    }

    /// Whether somebody sent a form and still has no answer.
    pub fn waits(&self, who: usize) -> bool {
        self.book().unanswered.iter().any(|sent| sent.who == who)
    }

    pub fn take_unanswered(&self) -> Vec<Unanswered> {
        std::mem::take(&mut self.book().unanswered)
    }

    /// How many forms of each were answered «done».
    pub fn acknowledged(&self) -> BTreeMap<usize, usize> {
        self.book().acknowledged.clone()
    }

    /// Every acknowledged act is there; one without an answer at most once.
    pub fn must_all_be_there(&self, reader: &mut Reader, unanswered: &[Unanswered]) {
        let mut open: BTreeMap<&Trace, i64> = BTreeMap::new();
        unanswered.iter().flat_map(|sent| &sent.traces).for_each(|trace| *open.entry(trace).or_default() += 1);
        let book = self.book();
        for (trace, least) in book.traces.iter().chain(open.keys().filter(|trace| !book.traces.contains_key(**trace)).map(|trace| (*trace, &0))) {
            let (found, most) = (reader.count(trace), least + open.get(trace).unwrap_or(&0));
            assert!(found >= *least, "LOST: {found} instead of {least} of {trace:?}");
            assert!(found <= most, "DONE TWICE: {found} instead of at most {most} of {trace:?}");
        }
    }

    /// The second sending of a form was answered.
    pub fn settle(&self, sent: Unanswered) {
        self.acknowledge(sent.who, sent.traces);
    }
}

/// The driver's own eyes: a drill that can't see a loss proves nothing.
mod eyes {
    use super::{Ledger, Reader, Trace};

    const COUNT: &str = "SELECT COUNT(*) FROM application WHERE email = $1";

    fn reader(rows: usize) -> Reader {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE application (email TEXT)").unwrap();
        (0..rows).for_each(|_| assert_eq!(connection.execute("INSERT INTO application VALUES ('a')", []).unwrap(), 1));
        Reader::Sqlite(connection)
    }

    fn look_at(rows: usize) {
        let ledger = Ledger::default();
        ledger.acknowledge(0, vec![Trace::new(COUNT, &["a"])]);
        ledger.must_all_be_there(&mut reader(rows), &[]);
    }

    #[test]
    fn what_is_there_once_is_right() {
        look_at(1);
    }

    #[test]
    #[should_panic(expected = "LOST")]
    fn a_missing_row_is_seen() {
        look_at(0);
    }

    #[test]
    #[should_panic(expected = "DONE TWICE")]
    fn a_row_too_many_is_seen() {
        look_at(2);
    }
}
