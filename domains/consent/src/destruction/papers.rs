//! The act and the extract of the log, after the order of Roskomnadzor 179 of 28.10.2022. Both name the subject by number.

use super::{Destruction, Workshop, execute::Erased, subject_number};
use access::Role;
use documents::{Destroyer, DestructionActDoc, Fact, LogEvent, LogExtractDoc, OperatorCard, Printable, Registration};
use files::Digest;
use kernel::{Date, Error, Result, Slice, Tx};
use structure::profile::Operator;

const SYSTEM: &str = "Информационная система персональных данных «Методактив»";
const METHOD: &str = "Удаление и обезличивание записей в базе данных, удаление файлов из хранилища; восстановить данные средствами системы нельзя";
const MOST_EVENTS: u32 = 5000;

/// Where the two papers lie.
pub struct Printed {
    pub act: Digest,
    pub log: Digest,
}

/// What was destroyed, and the number that the papers get.
pub struct Outcome<'o> {
    pub erased: &'o Erased,
    pub media: Vec<documents::Medium>,
    pub number: &'o str,
}

pub fn print(tx: &mut Tx<'_>, workshop: Workshop<'_>, line: &Destruction, outcome: Outcome<'_>) -> Result<Printed> {
    let profile = structure::profile(tx)?;
    let events = audit::list(tx, &audit::Filter { person: Some(line.person), ..Default::default() }, Slice::all(MOST_EVENTS))?.rows;
    let log = extract(tx, line, &outcome, (&profile.operator).into(), &events, workshop)?;
    let act = DestructionActDoc { destroyers: destroyers(line, &events, workshop), ..act(line, outcome, &profile.operator, tx.today()) };
    Ok(Printed { act: keep(tx, workshop, &act)?, log: keep(tx, workshop, &log)? })
}

fn keep<D: Printable>(tx: &mut Tx<'_>, workshop: Workshop<'_>, document: &D) -> Result<Digest> {
    let pdf = workshop.documents.print(document, tx.now()).map_err(|cause| Error::Internal(cause.into()))?;
    let stored = workshop.files.put_own(&pdf.bytes, files::Kind::Pdf)?;
    files::record(tx, &stored)?;
    Ok(stored.digest)
}

fn log_number(number: &str) -> String {
    format!("{number}-Ж")
}

fn act(line: &Destruction, outcome: Outcome<'_>, operator: &Operator, on: Date) -> DestructionActDoc {
    let Outcome { erased, media, number } = outcome;
    let mut records = vec![documents::Erased { what: "файлы".into(), count: erased.gone.len() }];
    records.push(documents::Erased { what: "записи журнала событий (содержание)".into(), count: usize::try_from(erased.log_payloads).unwrap_or(usize::MAX) });
    DestructionActDoc {
        operator: operator.into(),
        registration: Registration { number: number.to_owned(), on: Some(on) },
        city: operator.city.clone(),
        processor: None,
        subject: subject_number(line.person),
        destroyers: Vec::new(),
        categories: erased.categories.clone(),
        erased: records,
        media,
        system: SYSTEM.into(),
        method: METHOD.into(),
        reason: line.reason.label().into(),
        destroyed_on: on,
        remains: remains(),
        log_extract: format!("№ {} от {}", log_number(number), documents::day_date(on)),
        qr: None,
    }
}

fn remains() -> Vec<String> {
    [
        "Подписанные приказы о составе актива с приложениями и протоколы комиссии: это документы архивного хранения (125-ФЗ от 22.10.2004), имя субъекта в них остаётся.",
        "Строка реестра уничтожения, этот акт и выгрузка из журнала: три года (приказ Роскомнадзора от 28.10.2022 № 179). Субъект назван в них номером.",
        "Факты дачи и отзыва согласий без сведений о личности: чтобы доказать, что обработка была законной.",
        "Резервные копии, сделанные до уничтожения, заменяются новыми в установленном оператором порядке; при восстановлении из такой копии система повторяет уничтожение по реестру до начала работы.",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn destroyers(line: &Destruction, events: &[audit::Seen], workshop: Workshop<'_>) -> Vec<Destroyer> {
    let steps = [("destruction.approved_first", "утвердил(а) уничтожение первым"), ("destruction.approved_second", "утвердил(а) и выполнил(а) уничтожение")];
    let id = line.id.to_string();
    let found = steps.iter().filter_map(|(action, role)| Some((events.iter().find(|event| event.action == *action && event.object_id == id)?, *role)));
    found
        .map(|(event, role)| Destroyer {
            name: event.who(),
            post: event.actor.parse::<Role>().map(|role| role.label().to_owned()).unwrap_or_default(),
            role: role.to_owned(),
            approved_at: format!("{} в системе под своей учётной записью", ui::ru::datetime_zone(event.happened_at, workshop.zone)),
        })
        .collect()
}

fn extract(tx: &mut Tx<'_>, line: &Destruction, outcome: &Outcome<'_>, operator: OperatorCard, events: &[audit::Seen], workshop: Workshop<'_>) -> Result<LogExtractDoc> {
    let Outcome { erased, number, .. } = outcome;
    let (last, hash) = audit::head(tx)?;
    let on = tx.today();
    let shown = |event: &audit::Seen| LogEvent {
        number: u64::try_from(event.seq).unwrap_or_default(),
        at: ui::ru::datetime(event.happened_at, workshop.zone),
        what: event.label().to_owned(),
        object: format!("{} {}", event.object_kind, event.object_id),
        by: event.who(),
        hash: event.hash.chars().take(12).collect(),
    };
    Ok(LogExtractDoc {
        operator,
        registration: Registration { number: log_number(number), on: Some(on) },
        system: SYSTEM.into(),
        subject: subject_number(line.person),
        facts: vec![
            Fact::new("Причина уничтожения", line.reason.label()),
            Fact::new("Дата уничтожения", documents::long_date(on)),
            Fact::new("Категории уничтоженных данных", erased.categories.join("; ")),
            Fact::new("Акт об уничтожении", format!("№ {number}")),
        ],
        events: events.iter().rev().map(shown).collect(),
        chain: format!("Последнее событие журнала № {last}, его хеш {hash}. Содержание записей о субъекте стёрто, цепочка хешей не нарушена."),
        qr: None,
    })
}
