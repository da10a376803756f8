//! The pathway on paper: five sections of the form in use, made from what was signed; before, from what stands, marked as a draft.
//! Results of diagnostics are printed only as far as whoever prints may see them, so they are never frozen.

use crate::{
    agreement::{self, Sheet},
    frozen::{Frozen, FrozenLine, FrozenSignature},
    model::{Component, StepState},
    particulars,
    sections::fields,
    store::Loaded,
    walk::{self, Snapshot},
    whole::Whole,
};
use access::Actor;
use deficits::Sight;
use documents::{Fact, PathwayConsent, PathwayDifficulty, PathwayDoc, PathwayLine, PathwayReport, PathwayResult};
use jiff::tz::TimeZone;
use kernel::{Date, Result, Tx};
use ui::ru;

/// The paper for a reader who has loaded the pathway with its content.
///
/// # Errors
/// The store fails.
pub fn paper(tx: &mut Tx<'_>, actor: &Actor, loaded: &Loaded) -> Result<PathwayDoc> {
    let (whole, sheet) = agreement::read(tx, loaded)?;
    let (profile, zone) = (structure::profile(tx)?, crate::zone(tx)?);
    let is_draft = loaded.pathway.agreed_body.is_empty();
    let body = if is_draft { Frozen::of(&whole, particulars::card(tx, &whole)?, &sheet.in_force()) } else { Frozen::parse(&loaded.pathway.agreed_body)? };
    let (results, results_note) = results(tx, actor, loaded)?;
    let facts = |component: Component| fields(component).iter().filter(|field| !field.is_particular()).map(|field| Fact::new(field.label, body.text(component, field.name))).collect::<Vec<_>>();
    let mark = match loaded.pathway.agreed_at {
        Some(at) if !is_draft => format!("Согласован {}", ru::date(zone.to_datetime(at).date())),
        Some(_) | None => "Проект".to_owned(),
    };
    let mut content = facts(Component::Content);
    content.push(Fact::new("Срок маршрута", period(body.starts_on, body.ends_on)));
    content.push(Fact::new("Объём", format!("{} ч", body.lines.iter().map(|line| line.hours).sum::<i64>())));
    Ok(PathwayDoc {
        operator: (&profile.operator).into(),
        caption: format!("Версия {}, сопровождение {}", body.number, body.case_number),
        mark,
        is_draft,
        about: about(tx, &whole, &body)?,
        difficulties: body.deficits.iter().map(|one| PathwayDifficulty { title: one.title.clone(), source: one.source.clone() }).collect(),
        results,
        results_note,
        diagnostic: facts(Component::Diagnostic),
        target: facts(Component::Target),
        content,
        technological: facts(Component::Technological),
        lines: body.lines.iter().map(line).collect(),
        expected: facts(Component::Results),
        reports: reports(tx, &whole)?,
        agreement: if is_draft { waiting(&sheet, &zone) } else { signed(&body.agreement, &zone) },
    })
}

fn period(from: Option<Date>, to: Option<Date>) -> String {
    from.map(|from| ru::period(from, to)).unwrap_or_default()
}

/// What the printed form asks and nobody has typed: written by the teacher's hand, if at all.
const BY_HAND: &str = "____________________";

/// The teacher's card: as it was when the pathway was signed; before, as it stands.
fn about(tx: &mut Tx<'_>, whole: &Whole, body: &Frozen) -> Result<Vec<Fact>> {
    let card = match &body.card {
        Some(card) => card.clone(),
        None => particulars::card(tx, whole)?,
    };
    let typed = |field: &str| match body.text(Component::Target, field) {
        "" => BY_HAND.to_owned(),
        text => text.to_owned(),
    };
    let facts = [
        ("Фамилия, имя, отчество", body.teacher.clone()),
        ("Место работы", body.place.clone()),
        ("Муниципальное образование", card.municipality),
        ("Образование", typed("education")),
        ("Категория", typed("category")),
        ("Должность", card.position),
        ("Предмет", card.subject),
        ("В этой должности", card.since.map(|since| format!("с {}", ru::date(since))).unwrap_or_default()),
        ("Педагогический стаж", typed("experience")),
        ("Тьютор, наставник", card.support.iter().map(|seat| format!("{}, {}", seat.name, seat.role.label())).collect::<Vec<_>>().join("; ")),
    ];
    Ok(facts.into_iter().map(|(label, value)| Fact::new(label, value)).collect())
}

/// What the reader may see of the teacher's results, and what is said where there is nothing.
fn results(tx: &mut Tx<'_>, actor: &Actor, loaded: &Loaded) -> Result<(Vec<PathwayResult>, String)> {
    let person = loaded.standing.case.person;
    let sight = if loaded.standing.is_teacher() { Sight::own(person) } else { Sight::of(actor) };
    let mut rows = Vec::new();
    for taken in deficits::results_of(tx, &sight, person)? {
        // What the teacher hasn't looked at yet is not read off a paper first.
        if taken.shown_at.is_none() {
            continue;
        }
        for line in deficits::lines_of(tx, &sight, taken.attempt)? {
            rows.push(PathwayResult { instrument: taken.title.clone(), taken_on: ru::date(taken.taken_on), competency: line.title.clone(), outcome: line.zone.label().to_owned() });
        }
    }
    let note = if rows.is_empty() { "Результаты диагностик печатаются, если их открыл педагог." } else { "" };
    Ok((rows, note.to_owned()))
}

fn line(line: &FrozenLine) -> PathwayLine {
    let mut activity = line.title.clone();
    if !line.task.is_empty() {
        activity = format!("{activity}. {}", line.task);
    }
    if let Some(form) = line.result_form {
        activity = format!("{activity}\nФорма результата: {}", form.label());
    }
    let category = if line.resource.is_empty() { "своё задание".to_owned() } else { "ресурс каталога".to_owned() };
    let term = [
        period(line.starts_on, line.due_on),
        if line.starts_on.is_none() { line.due_on.map(|due| format!("до {}", ru::date(due))).unwrap_or_default() } else { String::new() },
        if line.hours > 0 { format!("{} ч", line.hours) } else { String::new() },
    ];
    PathwayLine {
        level: line.level.map(|level| level.label().to_owned()).unwrap_or_default(),
        support: line.responsible.as_ref().map_or_else(|| "самостоятельно".to_owned(), |seat| format!("{}, {}", seat.name, seat.role.label())),
        activity,
        category: if line.technology.is_empty() { category } else { format!("{category}; {}", line.technology) },
        term: term.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
    }
}

/// What was accepted, as it was accepted: in the versions replaced on the way and in this one.
fn reports(tx: &mut Tx<'_>, whole: &Whole) -> Result<Vec<PathwayReport>> {
    let mut rows = Vec::new();
    for step in whole.done_before.iter().chain(whole.steps.iter().filter(|step| step.state == StepState::Accepted)) {
        let accepted = walk::reports(tx, step.id)?.into_iter().find(|report| report.state == walk::ReportState::Accepted);
        let Some(snapshot) = accepted.and_then(|report| Snapshot::read(&report.snapshot)) else { continue };
        let work = snapshot.work.as_ref().map(|work| format!("{}: {}. ", work.form, work.title)).unwrap_or_default();
        let files: Vec<&str> = snapshot.files.iter().map(|file| file.name.as_str()).collect();
        let link = [snapshot.link.clone(), files.join(", "), snapshot.proof.as_ref().map(crate::proof::Proof::caption).unwrap_or_default()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
        rows.push(PathwayReport { activity: snapshot.title.clone(), content: format!("{work}{}", snapshot.reflection), link });
    }
    Ok(rows)
}

fn yes(components: &[Option<Component>]) -> String {
    if components.contains(&None) {
        return "согласен(на): маршрут целиком".into();
    }
    if Component::ALL.iter().all(|component| components.contains(&Some(*component))) {
        return "согласен(на): все разделы".into();
    }
    let names: Vec<String> = components.iter().flatten().map(|component| component.label().to_lowercase()).collect();
    format!("согласен(на): {}", names.join(", "))
}

/// The frozen list: a line per seat.
fn signed(agreement: &[FrozenSignature], zone: &TimeZone) -> Vec<PathwayConsent> {
    let mut rows: Vec<(PathwayConsent, cases::SeatId, Vec<Option<Component>>)> = Vec::new();
    for one in agreement {
        let on = ru::date(zone.to_datetime(one.signed_at).date());
        match rows.iter_mut().find(|(_, seat, _)| *seat == one.by.seat) {
            Some((row, _, components)) => {
                row.on = on;
                if !one.words.is_empty() && !row.words.contains(&one.words) {
                    row.words = format!("{} {}", row.words, one.words).trim().to_owned();
                }
                components.push(one.component);
            }
            None => {
                let row = PathwayConsent { role: one.by.role.label().into(), name: one.by.name.clone(), yes: String::new(), on, words: one.words.clone() };
                rows.push((row, one.by.seat, vec![one.component]));
            }
        }
    }
    rows.into_iter().map(|(row, _, components)| PathwayConsent { yes: yes(&components), ..row }).collect()
}

/// The list as it stands before it is full.
fn waiting(sheet: &Sheet, zone: &TimeZone) -> Vec<PathwayConsent> {
    let line = |row: &agreement::SheetRow| {
        let signatures: Vec<_> = std::iter::once(None).chain(Component::ALL.iter().copied().map(Some)).filter_map(|component| row.signature(component)).collect();
        let components: Vec<_> = signatures.iter().map(|one| one.component).collect();
        PathwayConsent {
            role: row.member.role.label().into(),
            name: row.member.name.clone(),
            yes: if components.is_empty() { "подписи пока нет".into() } else { yes(&components) },
            on: signatures.iter().map(|one| one.signed_at).max().map(|at| ru::date(zone.to_datetime(at).date())).unwrap_or_default(),
            words: signatures.iter().map(|one| one.words.as_str()).find(|words| !words.is_empty()).unwrap_or_default().to_owned(),
        }
    };
    sheet.rows.iter().map(line).collect()
}
