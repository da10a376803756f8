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
    acknowledged: usize,
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
                self.acknowledge(traces);
                Ok(answer)
            }
            Ok(answer) if answer.status < 500 => panic!("{} was answered {}: {}", form.path, answer.status, answer.html()),
            Ok(_) | Err(_) => {
                self.book().unanswered.push(Unanswered { who, form, traces });
                Err(Cut)
            }
        }
    }

    fn acknowledge(&self, traces: Vec<Trace>) {
        let mut book = self.book();
        book.acknowledged += 1;
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

    pub fn take_unanswered(&self) -> Vec<Unanswered> {
        std::mem::take(&mut self.book().unanswered)
    }

    pub fn acknowledged(&self) -> usize {
        self.book().acknowledged
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
        self.acknowledge(sent.traces);
    }
}
