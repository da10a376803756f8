//! The personal programme on paper, and the project of the order that a school signs outside.

use super::{
    model::{Line, Mentoring, Role, Side, State},
    papers::Paper,
    sight::Standing,
};
use documents::{AnnexRow, Fact, Grid, OperatorCard, OrderDoc, PaperDoc, Registration, Section, Signatory, long_date};
use structure::profile::Profile;
use ui::ru;

fn names<'a>(sides: impl Iterator<Item = &'a Side>) -> String {
    sides.map(|side| format!("{} ({})", side.name, side.place)).collect::<Vec<_>>().join("; ")
}

/// The personal programme, as those who take part wrote it.
pub fn programme(profile: &Profile, standing: &Standing, (lines, order): (&[Line], Option<Paper>)) -> PaperDoc {
    let mentoring = &standing.mentoring;
    let day = |day: Option<kernel::Date>| day.map(ru::date).unwrap_or_default();
    let rows = lines.iter().enumerate().map(|(at, line)| vec![(at + 1).to_string(), line.title.clone(), day(line.due_on), line.expected.clone(), day(line.done_on)]);
    let columns = ["№", "Мероприятие", "Срок", "Ожидаемый результат", "Отметка"].map(str::to_owned).to_vec();
    let signatures = standing.mentor().into_iter().chain(standing.mentees()).map(|side| Signatory { post: ui::ru::capital(side.role.label()), name: side.name.clone() });
    let about = [Fact::new("Наставник", names(standing.mentor().into_iter())), Fact::new("Наставляемые", names(standing.mentees())), Fact::new("Куратор", &mentoring.curator_name)];
    let order = order.map(|order| Fact::new("Приказ о закреплении", order.to_string()));
    PaperDoc {
        operator: (&profile.operator).into(),
        title: "Персонализированная программа наставничества".into(),
        caption: format!("{}, {}", mentoring.form.label(), ru::period(mentoring.starts_on, Some(mentoring.ends_on))),
        is_draft: mentoring.state == State::Proposed,
        about: about.into_iter().chain(order).collect(),
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

/// One's own consent, to be signed on paper: what was agreed to here by a press the law wants in writing (ТК, ст. 351.8).
pub fn consent(profile: &Profile, standing: &Standing, own: &Side) -> PaperDoc {
    let mentoring = &standing.mentoring;
    let (title, words) = match own.role {
        Role::Mentor => (
            "Согласие на работу по наставничеству",
            "Согласен (согласна) выполнять работу по наставничеству наряду с работой, определённой трудовым договором. Содержание, сроки и форма этой работы, размер и условия её оплаты указываются в дополнительном соглашении к трудовому договору.",
        ),
        Role::Mentee => ("Согласие на сопровождение наставником", "Согласен (согласна) на сопровождение наставником по персонализированной программе, которую мы составим вместе."),
    };
    let answered = own.answered_on.map(|day| Fact::new("Согласие дано в системе", ru::date(day)));
    let about = [
        Fact::new("Кто даёт согласие", format!("{} ({})", own.name, own.place)),
        Fact::new("Наставник", names(standing.mentor().into_iter())),
        Fact::new("Наставляемые", names(standing.mentees())),
        Fact::new("Вид", mentoring.form.label()),
        Fact::new("Срок", ru::period(mentoring.starts_on, Some(mentoring.ends_on))),
    ];
    let facts = vec![Fact::new("Согласие", words), Fact::new("Основание", "Статья 351.8 Трудового кодекса Российской Федерации")];
    PaperDoc {
        operator: (&profile.operator).into(),
        title: title.into(),
        about: about.into_iter().chain(answered).collect(),
        sections: vec![Section { title: String::new(), facts, table: None }],
        signatures: vec![Signatory { post: ui::ru::capital(own.role.label()), name: own.name.clone() }],
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
