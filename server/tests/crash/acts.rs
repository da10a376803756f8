//! Forms that people send, each with the rows that must be there once it is answered.

use crate::ledger::Trace;

const APPLICATION: &str = "SELECT COUNT(*) FROM application WHERE email = $1";
const LETTER: &str = "SELECT COUNT(*) FROM letter WHERE address = $1";
const ANSWER: &str = "SELECT COUNT(*) FROM application WHERE email = $1 AND answers LIKE $2";
const FILE: &str = "SELECT COUNT(*) FROM application_file f JOIN application a ON a.id = f.application_id JOIN file k ON k.digest = f.digest WHERE a.email = $1 AND f.digest = $2";
const CONSENT_ANSWER: &str = "SELECT COUNT(*) FROM application_consent c JOIN application a ON a.id = c.application_id WHERE a.email = $1 AND c.kind = $2";
const SUBMITTED: &str = "SELECT COUNT(*) FROM application_step s JOIN application a ON a.id = s.application_id WHERE a.email = $1 AND a.state = 'submitted' AND s.state = 'submitted'";
const PERSON: &str = "SELECT COUNT(*) FROM person p JOIN application a ON a.person_id = p.id WHERE a.email = $1 AND p.email = $1";
const GIVEN_AT_SUBMISSION: &str = "SELECT COUNT(*) FROM consent c JOIN application a ON a.person_id = c.person_id WHERE a.email = $1 AND c.kind = 'processing'";
const FOUND: &str = "SELECT COUNT(*) FROM audit_event WHERE object_id = $1 AND action = 'application.criterion_found'";
const WITHDRAWN: &str = "SELECT COUNT(*) FROM withdrawal WHERE consent_id = $1";
const DUTY: &str = "SELECT COUNT(*) FROM duty d JOIN withdrawal w ON w.id = d.about WHERE w.consent_id = $1";
const GIVEN: &str = "SELECT COUNT(*) FROM consent c JOIN account a ON a.id = c.account_id WHERE a.email = $1 AND c.kind = 'publication'";

/// An application begun by oneself or by whoever invites: one row, one letter.
pub fn begun(email: &str) -> Vec<Trace> {
    vec![Trace::new(APPLICATION, &[email]), Trace::new(LETTER, &[email])]
}

/// Words that nobody else has typed.
pub fn typed(email: &str, words: &str) -> Vec<Trace> {
    vec![Trace::new(ANSWER, &[email, &format!("%{words}%")])]
}

pub fn attached(email: &str, digest: &str) -> Vec<Trace> {
    vec![Trace::new(FILE, &[email, digest])]
}

pub fn consent_answered(email: &str, kind: &str) -> Vec<Trace> {
    vec![Trace::new(CONSENT_ANSWER, &[email, kind])]
}

/// A submission is one act in many tables.
pub fn submitted(email: &str) -> Vec<Trace> {
    vec![Trace::new(SUBMITTED, &[email]), Trace::new(PERSON, &[email]), Trace::new(GIVEN_AT_SUBMISSION, &[email]), Trace::new(LETTER, &[email])]
}

pub fn criterion_found(application: &str) -> Vec<Trace> {
    vec![Trace::new(FOUND, &[application])]
}

pub fn withdrawn(consent: &str) -> Vec<Trace> {
    vec![Trace::new(WITHDRAWN, &[consent]), Trace::new(DUTY, &[consent])]
}

/// A consent that the owner of this account gave on the screen.
pub fn given(account: &str) -> Vec<Trace> {
    vec![Trace::new(GIVEN, &[account])]
}
