//! What is told of reports. Nothing of what was written stands in it.

use super::{ReportId, answerers, url};
use crate::{model::Step, store::Loaded};
use cases::Member;
use kernel::{Result, Tx, id::PersonId};
use notices::{Notice, Topic};

/// Tells a person something, once.
pub(crate) fn send(tx: &mut Tx<'_>, to: PersonId, once_key: String, (subject, body): (&str, String), url: String) -> Result<()> {
    notices::tell(tx, &Notice { once_key, person: to, topic: Topic::Cases, subject: subject.to_owned(), body, url })
}

/// To who may answer: a report waits.
pub(super) fn sent(tx: &mut Tx<'_>, loaded: &Loaded, team: &[Member], step: &Step, (report, version): (ReportId, i64), site: &str) -> Result<()> {
    let case = &loaded.standing.case;
    let body = format!("По сопровождению {} отправлен отчёт о шаге маршрута. Прочтите его и примите или верните с пояснением.", case.number);
    for member in answerers(team, case, step) {
        send(tx, member.person, format!("report/{report}/{version}/sent/{}", member.seat), ("Отчёт о шаге маршрута ждёт вашего ответа", body.clone()), format!("{site}{}", url(step.pathway, step.id)))?;
    }
    Ok(())
}

/// To the teacher: the report is answered.
pub(super) fn answered(tx: &mut Tx<'_>, loaded: &Loaded, step: &Step, (report, version): (ReportId, i64), is_accepted: bool, site: &str) -> Result<()> {
    let case = &loaded.standing.case;
    let (subject, words) = if is_accepted {
        ("Шаг маршрута принят", "Отчёт о шаге вашего маршрута принят.")
    } else {
        ("Отчёт о шаге возвращён с пояснением", "Отчёт о шаге вашего маршрута возвращён: посмотрите пояснение, дополните и отправьте снова.")
    };
    let body = format!("{words} Сопровождение {}.", case.number);
    send(tx, case.person, format!("report/{report}/{version}/answered"), (subject, body), format!("{site}{}", url(step.pathway, step.id)))
}
