//! Papers: the sheet for signatures and the certificate.

use crate::{
    closing::Certificate,
    model::{Activity, HostState, SeatState, Session},
    store::{hosts::Host, people::Participant},
    told,
};
use documents::{ActivityCertificateDoc, Fact, Grid, PaperDoc, Section, Signatory};
use jiff::tz::TimeZone;
use structure::profile::{Operator, Profile};
use ui::ru;

fn signatory(operator: &Operator) -> Signatory {
    Signatory { post: operator.head_position.clone(), name: operator.head_name.clone() }
}

/// What the sheet is printed from.
pub(crate) struct Sheet<'a> {
    pub one: &'a Activity,
    pub sessions: &'a [Session],
    pub hosts: &'a [Host],
    pub people: &'a [Participant],
    pub zone: &'a TimeZone,
}

/// Lines for those who are signed up, and empty ones for who comes besides.
const SPARE: usize = 6;

pub(crate) fn sheet(profile: &Profile, sheet: &Sheet<'_>) -> PaperDoc {
    let when = sheet.sessions.iter().map(|session| format!("{}–{}", ru::datetime(session.starts_at, sheet.zone), ru::time(session.ends_at, sheet.zone))).collect::<Vec<_>>().join("; ");
    let hosts = sheet.hosts.iter().filter(|host| host.state == HostState::Joined).map(|host| host.name.clone()).collect::<Vec<_>>().join(", ");
    let signed = sheet.people.iter().filter(|person| person.state == SeatState::Signed);
    let mut rows: Vec<Vec<String>> = signed.enumerate().map(|(at, person)| vec![(at + 1).to_string(), person.name.clone(), person.school.clone(), String::new()]).collect();
    let from = rows.len();
    rows.extend((0..SPARE).map(|at| vec![(from + at + 1).to_string(), String::new(), String::new(), String::new()]));
    let columns = ["№", "Фамилия, имя, отчество", "Место работы", "Подпись"].map(str::to_owned).to_vec();
    PaperDoc {
        operator: (&profile.operator).into(),
        title: "Лист регистрации".into(),
        caption: told::called(sheet.one),
        about: vec![Fact::new("Номер", &sheet.one.number), Fact::new("Когда", when), Fact::new("Где", &sheet.one.where_text), Fact::new("Проводит", &sheet.one.place_name), Fact::new("Ведут", hosts)],
        sections: vec![Section { title: "Участники".into(), facts: Vec::new(), table: Some(Grid { columns, rows }) }],
        ..PaperDoc::default()
    }
}

/// A certificate: what, when, how long, as whom; `verify_url` is printed and in the code.
pub(crate) fn certificate(profile: &Profile, one: &Activity, paper: &Certificate, school: &str, zone: &TimeZone, verify_url: String) -> ActivityCertificateDoc {
    let day = |at: kernel::Timestamp| at.to_zoned_datetime(zone.clone()).date();
    let (first, last) = (day(one.starts_at), day(one.ends_at));
    let dates = if first == last { documents::long_date(first) } else { format!("{} — {}", documents::long_date(first), documents::long_date(last)) };
    let did = match paper.part.as_str() {
        "host" => "провёл(а)",
        "cohost" => "участвовал(а) в проведении",
        _ => "принял(а) участие",
    };
    ActivityCertificateDoc {
        operator: (&profile.operator).into(),
        number: paper.code.clone(),
        full_name: paper.name.clone(),
        school: school.to_owned(),
        statement: did.to_owned(),
        what: one.kind.label().to_owned(),
        title: one.title.clone(),
        dates,
        volume: hours(paper.minutes),
        holder: one.place_name.clone(),
        issued_on: paper.issued_on,
        annulled: paper.annulled_on.is_some(),
        signatory: signatory(&profile.operator),
        qr: Some(verify_url),
    }
}

/// «2 академических часа»: as papers for attestation count; less than one is told in minutes.
pub(crate) fn hours(minutes: i64) -> String {
    let hours = (minutes + 22) / 45;
    if minutes < 45 { format!("{minutes}\u{a0}мин") } else { ru::counted(hours.unsigned_abs(), "академический час", "академических часа", "академических часов") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_academic_and_rounded() {
        assert_eq!(hours(45), "1\u{a0}академический час");
        assert_eq!(hours(90), "2\u{a0}академических часа");
        assert_eq!(hours(240), "5\u{a0}академических часов");
        for short in [20, 23, 44] {
            assert_eq!(hours(short), format!("{short}\u{a0}мин"), "no hour that wasn't");
        }
    }
}
