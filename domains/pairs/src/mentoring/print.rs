//! The personal programme on paper, and the project of the order that a school signs outside.

use super::{
    model::{Line, Mentoring, Side, State},
    sight::Standing,
};
use documents::{AnnexRow, Fact, Grid, OperatorCard, OrderDoc, PaperDoc, Registration, Section, Signatory, long_date};
use structure::profile::Profile;
use ui::ru;

fn names<'a>(sides: impl Iterator<Item = &'a Side>) -> String {
    sides.map(|side| format!("{} ({})", side.name, side.place)).collect::<Vec<_>>().join("; ")
}

/// The personal programme, as those who take part wrote it.
pub fn programme(profile: &Profile, standing: &Standing, lines: &[Line]) -> PaperDoc {
    let mentoring = &standing.mentoring;
    let day = |day: Option<kernel::Date>| day.map(ru::date).unwrap_or_default();
    let rows = lines.iter().enumerate().map(|(at, line)| vec![(at + 1).to_string(), line.title.clone(), day(line.due_on), line.expected.clone(), day(line.done_on)]);
    let columns = ["№", "Мероприятие", "Срок", "Ожидаемый результат", "Отметка"].map(str::to_owned).to_vec();
    let signatures = standing.mentor().into_iter().chain(standing.mentees()).map(|side| Signatory { post: capital(side.role.label()), name: side.name.clone() });
    PaperDoc {
        operator: (&profile.operator).into(),
        title: "Персонализированная программа наставничества".into(),
        caption: format!("{}, {}", mentoring.form.label(), ru::period(mentoring.starts_on, Some(mentoring.ends_on))),
        is_draft: mentoring.state == State::Proposed,
        about: vec![Fact::new("Наставник", names(standing.mentor().into_iter())), Fact::new("Наставляемые", names(standing.mentees())), Fact::new("Куратор", &mentoring.curator_name)],
        sections: vec![
            Section {
                title: "Цель и ожидаемые результаты".into(), facts: vec![Fact::new("Цель", &mentoring.goals), Fact::new("Ожидаемые результаты", &mentoring.expected)], table: None
            },
            Section { title: "Мероприятия".into(), facts: Vec::new(), table: Some(Grid { columns, rows: rows.collect() }) },
        ],
        signatures: signatures.collect(),
        ..PaperDoc::default()
    }
}

/// The project of an order of the mentees' school: the words are a draft, the signature is put outside of the system.
pub fn order(standing: &Standing, (school, city): (String, String)) -> OrderDoc {
    let Mentoring { starts_on, ends_on, .. } = standing.mentoring;
    let mentor = standing.mentor();
    let period = format!("с {} по {}", long_date(starts_on), long_date(ends_on));
    let row = |side: &Side, part: &str| AnnexRow { name: side.name.clone(), position: side.role.label().to_owned(), school: side.place.clone(), municipality: String::new(), scope: part.to_owned() };
    let annex = mentor.into_iter().map(|side| row(side, "письменное согласие, дополнительное соглашение")).chain(standing.mentees().map(|side| row(side, "письменное согласие")));
    OrderDoc {
        operator: OperatorCard { full_name: school, ..OperatorCard::default() },
        registration: Registration::default(),
        city,
        title: "О закреплении наставника".into(),
        preamble: vec!["В соответствии со статьёй 351.8 Трудового кодекса Российской Федерации и с письменного согласия работников".into()],
        points: vec![
            format!("Закрепить {period} наставника за педагогическими работниками согласно приложению."),
            "Наставнику и наставляемым вести работу по персонализированной программе наставничества.".into(),
            "Содержание, сроки, форму наставничества и размер оплаты указать в дополнительном соглашении к трудовому договору наставника.".into(),
            format!("Куратором наставничества назначить: {}.", if standing.mentoring.curator_name.is_empty() { "________________" } else { &standing.mentoring.curator_name }),
            "Контроль за исполнением приказа оставляю за собой.".into(),
        ],
        signatory: Signatory { post: "Директор".into(), name: String::new() },
        annex_title: "Наставник и наставляемые".into(),
        scope_column: "Основание".into(),
        annex: annex.collect(),
        qr: None,
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
