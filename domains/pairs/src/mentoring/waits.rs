//! What waits for somebody in mentoring, for the first page.

use super::{need, store};
use access::{Action, Actor, Role};
use cases::Wait;
use kernel::{Date, Result, Slice, Tx, params};

/// Whole days from one day to another; negative backwards.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// All that waits for the actor.
///
/// # Errors
/// The store fails.
pub fn waits(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Wait>> {
    let mut waits = Vec::new();
    if actor.can(Action::UseOwnCabinet) || actor.can(Action::ViewPairs) {
        waits.extend(own(tx, actor)?);
    }
    if actor.can(Action::ViewPairs) {
        waits.extend(led(tx, actor)?);
    }
    waits.retain(|wait| wait.count > 0);
    Ok(waits)
}

fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Wait>> {
    let (Some(person), today) = (actor.person, tx.today()) else { return Ok(Vec::new()) };
    let sql = "SELECT COUNT(*), MIN(SUBSTR(m.made_at, 1, 10)), MIN(m.id) FROM mentoring m JOIN mentoring_side s ON s.mentoring_id = m.id WHERE s.person_id = $1 AND s.answer = 'waits' AND m.state = 'proposed'";
    let asked: (u64, Option<Date>, Option<String>) = tx.one(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let sql = "SELECT COUNT(*), MIN(m.ended_on) FROM mentoring m JOIN mentoring_side s ON s.mentoring_id = m.id WHERE s.person_id = $1 AND s.answer = 'yes' AND m.state = 'ended' AND m.started_on IS NOT NULL AND m.ended_on >= $2
        AND NOT EXISTS (SELECT 1 FROM mentoring_survey v WHERE v.side_id = s.id)";
    let month_ago = today.checked_sub(jiff::Span::new().days(60)).unwrap_or(today);
    let survey: (u64, Option<Date>) = tx.one(sql, params![person, month_ago], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // Who has a programme already is not asked what it should be about.
    let sql = "SELECT COUNT(*), MIN(m.started_on), MIN(m.id) FROM mentoring m JOIN mentoring_side s ON s.mentoring_id = m.id WHERE s.person_id = $1 AND s.role = 'mentee' AND s.answer = 'yes' AND s.left_on IS NULL AND m.state = 'active' AND m.goals = ''
        AND NOT EXISTS (SELECT 1 FROM mentoring_start t WHERE t.side_id = s.id)";
    let start: (u64, Option<Date>, Option<String>) = tx.one(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let late = |since: Option<Date>, days: i64| since.is_some_and(|since| days_between(since, today) > days);
    let url = asked.2.map_or_else(|| "/cabinet/mentoring".to_owned(), |id| if asked.0 == 1 { format!("/mentoring/{id}") } else { "/cabinet/mentoring".to_owned() });
    let start_url = start.2.filter(|_| start.0 == 1).map_or_else(|| "/cabinet/mentoring".to_owned(), |id| format!("/mentoring/{id}/start"));
    Ok(vec![
        Wait {
            what: "Сказать наставнику, с чем нужна помощь".into(),
            hint: "Отметить темы: одна минута. Из них составится черновик программы.".into(),
            url: start_url,
            count: start.0,
            is_late: late(start.1, 14),
            since: start.1,
        },
        Wait {
            what: "Ответить на предложение о наставничестве".into(), hint: "Начинается только с согласия всех, отказ не имеет последствий.".into(), url, count: asked.0, is_late: late(asked.1, 7), since: asked.1
        },
        Wait {
            what: "Сказать, как прошло наставничество".into(), hint: "Три вопроса, одна минута.".into(), url: "/cabinet/mentoring".into(), count: survey.0, is_late: late(survey.1, 30), since: survey.1
        },
    ])
}

/// For who leads: newcomers without a mentor, and pairs that stand still.
fn led(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Wait>> {
    let words = match actor.role {
        Role::School => "Найти наставников в моей школе",
        Role::Municipal => "Найти наставников в муниципалитете",
        Role::Coordinator | Role::Methodist => "Найти наставников новым педагогам",
        Role::Administrator | Role::DataProtection | Role::Commission | Role::Expert | Role::Ministry | Role::Member => return Ok(Vec::new()),
    };
    let scope = actor.scope();
    let filter = need::Filter { help: "none".into(), ..need::Filter::default() };
    let alone = need::newcomers(tx, &scope, &filter, (None, Slice::new(1, 1)))?;
    let quiet = store::list::Filter { state: "quiet".into(), ..store::list::Filter::default() };
    let quiet = store::list::list(tx, &scope, &quiet, (None, Slice::new(1, 1)))?.total;
    Ok(vec![
        Wait {
            what: words.into(),
            hint: "Новые и вновь пришедшие педагоги: найдены по датам карточек.".into(),
            url: "/mentoring/needs?help=none".into(),
            count: alone.total,
            since: alone.rows.first().map(|row| row.since),
            is_late: false,
        },
        Wait {
            what: "Спросить, как идёт наставничество".into(), hint: "Больше месяца нет записанных встреч.".into(), url: "/mentoring?state=quiet".into(), count: quiet, since: None, is_late: false
        },
    ])
}
