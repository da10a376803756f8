//! The act of help that was given: what was done at a school on some days and what was agreed, for both sides to sign on paper.

use super::{
    model::{Factor, Line, LowSchool, LowSchoolId, Visit, VisitId},
    paper::{NOTE, level, section},
    store,
};
use crate::words::Words;
use access::Actor;
use documents::{Fact, Signatory, SupportActDoc};
use kernel::{Date, Error, Result, Tx, date::short};
use structure::{
    heads::{self, Post},
    places,
    profile::Profile,
};

/// Of which help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// `[from, until]`; what is open has no end.
    Days(Option<Date>, Option<Date>),
    /// Of one visit, with nothing else of its day.
    Visit(VisitId),
}

impl Asked {
    fn has(self, day: Date) -> bool {
        match self {
            Self::Days(from, until) => from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until),
            Self::Visit(_) => false,
        }
    }
}

/// Help as it was given: at least one visit, the first first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub card: LowSchool,
    /// Official name.
    pub school: String,
    pub director: Option<String>,
    pub visits: Vec<Visit>,
    /// Lines of the plan that were done then.
    pub lines: Vec<Line>,
    /// Factors measured again then.
    pub factors: Vec<Factor>,
    pub has_ended: bool,
}

/// What an act is made of, by whoever sees the card.
///
/// # Errors
/// Fields: `from`, `until`; not found; refused: nothing is logged yet.
pub fn given(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId, asked: Asked) -> Result<Given> {
    let (card, today) = (store::find(tx, actor, id)?, tx.today());
    let mut visits = store::all_visits(tx, id)?;
    if visits.is_empty() {
        return Err(Error::refusal("Посещений ещё не записано, поэтому акт составить не о чем. Сначала тот, кто помогает, записывает посещение на странице помощи школе."));
    }
    visits.retain(|visit| asked.has(visit.on) || asked == Asked::Visit(visit.id));
    visits.reverse();
    if visits.is_empty() {
        return Err(none_then(asked));
    }
    let school = places::load(tx, &card.place, today)?;
    let director = heads::on(tx, &card.place, today)?.into_iter().find(|head| head.post == Post::Director).map(|head| head.name);
    let mut lines = store::lines(tx, id)?;
    lines.retain(|line| line.done_on.is_some_and(|day| asked.has(day)));
    let mut factors = store::factors(tx, id)?;
    factors.retain(|factor| factor.again().is_some_and(|last| asked.has(last.on)));
    let has_ended = card.closed_on.is_some_and(|day| asked.has(day));
    Ok(Given { school: school.name, director, visits, lines, factors, has_ended, card })
}

fn none_then(asked: Asked) -> Error {
    match asked {
        Asked::Visit(_) => Error::NotFound,
        Asked::Days(Some(from), Some(until)) if until < from => Error::field("until", "Конец раньше начала. Проверьте дни"),
        Asked::Days(..) => Error::field("from", "В эти дни посещений не записано. Выберите другие: дни посещений стоят в таблице"),
    }
}

/// The act as printed.
#[must_use]
pub fn act(profile: &Profile, given: &Given, words: &Words) -> SupportActDoc {
    let Given { card, school, director, visits, lines, factors, has_ended } = given;
    let minutes: i64 = visits.iter().map(|visit| visit.minutes).sum();
    let helpers = helpers(visits);
    let about = vec![
        Fact::new("Кому оказана помощь", school),
        Fact::new("Муниципалитет", &card.municipality),
        Fact::new("Учебный год", card.year_label()),
        Fact::new("Основание", &card.basis),
        Fact::new("Когда", days(visits)),
        Fact::new("Кто помогал", helpers.join(", ")),
        Fact::new("Посещений и встреч", format!("{}, всего {}", visits.len(), length(minutes))),
    ];
    let visit_rows = visits.iter().map(|visit| {
        let with = if visit.factors.is_empty() { "вся школа".to_owned() } else { visit.factors.iter().map(|code| words.short(code)).collect::<Vec<_>>().join(", ") };
        vec![short(visit.on), visit.name.clone(), length(visit.minutes), with, visit.done.clone(), visit.next.clone()]
    });
    let line_rows = lines.iter().map(|line| vec![line.what.clone(), line.done_on.map(short).unwrap_or_default(), line.done_words.clone()]);
    let factor_rows = factors.iter().map(|factor| {
        let again = factor.again();
        vec![words.label(&factor.code).to_owned(), level(factor.first()), level(again), again.map_or("", |measure| measure.result.label()).to_owned()]
    });
    // What there is nothing of isn't on the paper.
    let sections = [
        section("Что сделано и о чём договорились", &["Когда", "Кто помогал", "Сколько", "С чем работали", "Что сделано", "О чём договорились"], visit_rows.collect()),
        section("Сделано по плану помощи", &["Что", "Когда", "Как"], line_rows.collect()),
        section("Что изменилось", &["Фактор", "Сначала", "Последнее измерение", "Итог"], factor_rows.collect()),
    ];
    SupportActDoc {
        operator: (&profile.operator).into(),
        about,
        sections: sections.into_iter().filter(|part| part.table.as_ref().is_some_and(|table| !table.rows.is_empty())).collect(),
        closing: if *has_ended { card.closing.clone() } else { String::new() },
        gave: helpers.into_iter().map(|name| Signatory { post: "Участник методического актива".into(), name }).collect(),
        took: vec![Signatory { post: "Руководитель школы".into(), name: director.clone().unwrap_or_default() }],
        note: NOTE.into(),
    }
}

/// Each once, in the order in which they came; one whose data was erased has no name left.
fn helpers(visits: &[Visit]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for visit in visits.iter().filter(|visit| !visit.name.is_empty()) {
        if !names.contains(&visit.name) {
            names.push(visit.name.clone());
        }
    }
    names
}

/// «14.10.2026» or «с 14.10.2026 по 20.11.2026».
fn days(visits: &[Visit]) -> String {
    match (visits.first(), visits.last()) {
        (Some(first), Some(last)) if first.on < last.on => format!("с {} по {}", short(first.on), short(last.on)),
        (first, _) => first.map(|first| short(first.on)).unwrap_or_default(),
    }
}

/// «1 ч 30 мин».
fn length(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}\u{a0}мин"),
        (hours, 0) => format!("{hours}\u{a0}ч"),
        (hours, minutes) => format!("{hours}\u{a0}ч {minutes}\u{a0}мин"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schools::{FactorId, Level, LineId, Measure, Outcome};
    use jiff::civil::date;

    fn visit(name: &str, on: Date, minutes: i64) -> Visit {
        Visit { id: VisitId::fresh(), name: name.into(), on, minutes, factors: vec!["rf05".into()], done: "Посетили два урока".into(), next: "Провести практикум".into() }
    }

    fn given(visits: Vec<Visit>) -> Given {
        let card = LowSchool {
            id: LowSchoolId::fresh(),
            place: "sch-six".into(),
            year: 2026,
            basis: "Письмо № 1".into(),
            recheck_on: date(2027, 2, 1),
            closed_on: Some(date(2027, 5, 20)),
            closing: "Мотивация выросла".into(),
            version: 1,
            place_name: "СОШ № 6".into(),
            place_path: String::new(),
            municipality: "Бикинский".into(),
            factors: 1,
            last_visit: None,
        };
        let measure = |on, level, result| Measure { factor: FactorId::fresh(), on, level, result, grounds: String::new() };
        let factors = vec![Factor { id: FactorId::fresh(), code: "rf05".into(), measures: vec![measure(date(2026, 9, 5), Level::High, Outcome::First), measure(date(2027, 2, 1), Level::Low, Outcome::Better)] }];
        let line = Line {
            id: LineId::fresh(),
            factor: String::new(),
            what: "Практикум".into(),
            who: String::new(),
            due_on: date(2026, 12, 15),
            expected: String::new(),
            done_on: Some(date(2026, 12, 10)),
            done_words: "Прошёл".into(),
        };
        Given { card, school: "МБОУ СОШ № 6".into(), director: None, visits, lines: vec![line], factors, has_ended: true }
    }

    fn profile() -> Profile {
        let bundled = &structure::profile::BUNDLED[0];
        Profile::parse(bundled.file, bundled.text).unwrap()
    }

    #[test]
    fn an_act_says_who_helped_when_what_was_done_and_agreed_and_leaves_room_for_signatures() {
        let visits = vec![visit("Кедрова Алла", date(2026, 10, 14), 90), visit("Тополев Пётр", date(2026, 11, 2), 30), visit("Кедрова Алла", date(2026, 11, 20), 60), visit("", date(2026, 11, 20), 60)];
        let act = act(&profile(), &given(visits), &Words::default());
        let said = |label: &str| act.about.iter().find(|fact| fact.label == label).map(|fact| fact.value.as_str());
        assert_eq!(said("Кто помогал"), Some("Кедрова Алла, Тополев Пётр"), "each once");
        assert_eq!(said("Когда"), Some("с 14.10.2026 по 20.11.2026"));
        assert_eq!(said("Посещений и встреч"), Some("4, всего 4\u{a0}ч"));
        let titles: Vec<&str> = act.sections.iter().map(|section| section.title.as_str()).collect();
        assert_eq!(titles, ["Что сделано и о чём договорились", "Сделано по плану помощи", "Что изменилось"]);
        let row = &act.sections[0].table.as_ref().unwrap().rows[0];
        assert_eq!(row, &["14.10.2026", "Кедрова Алла", "1\u{a0}ч 30\u{a0}мин", "rf05", "Посетили два урока", "Провести практикум"]);
        assert_eq!((act.gave.len(), act.took[0].name.as_str(), act.closing.as_str()), (2, "", "Мотивация выросла"));
    }

    #[test]
    fn an_act_of_one_visit_holds_nothing_else() {
        let only = Given { lines: Vec::new(), factors: Vec::new(), has_ended: false, director: Some("Ольхова Ирина".into()), ..given(vec![visit("Кедрова Алла", date(2026, 10, 14), 45)]) };
        let act = act(&profile(), &only, &Words::default());
        assert_eq!((act.sections.len(), act.closing.as_str(), act.took[0].name.as_str()), (1, "", "Ольхова Ирина"));
        assert!(act.about.iter().any(|fact| fact.value == "14.10.2026") && act.about.iter().any(|fact| fact.value == "1, всего 45\u{a0}мин"));
    }

    #[test]
    fn open_ends_of_days_take_everything_on_their_side() {
        let day = date(2026, 10, 14);
        assert!(Asked::Days(None, None).has(day) && Asked::Days(Some(day), Some(day)).has(day) && Asked::Days(None, Some(day)).has(day));
        assert!(!Asked::Days(Some(date(2026, 10, 15)), None).has(day) && !Asked::Visit(VisitId::fresh()).has(day));
    }
}
