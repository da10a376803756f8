//! What waits for somebody in the bank, for the first page.

use crate::{
    model::free_seats,
    sight::Viewer,
    store::{list, reviews, uses},
};
use access::{Action, Actor, Role};
use kernel::{Date, Result, Tx, params};

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    pub what: String,
    pub hint: String,
    pub url: String,
    pub count: u64,
    pub since: Option<Date>,
    pub is_late: bool,
}

/// A review that lies longer than this is late.
const PATIENCE_DAYS: i32 = 10;

/// All that waits for an actor.
///
/// # Errors
/// The store fails.
pub fn waits(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Wait>> {
    if !actor.can(Action::ViewPractices) && !actor.can(Action::ReviewPractices) {
        return Ok(Vec::new());
    }
    let mut waits = vec![reading(tx, actor)?, queued(tx, actor)?, returned(tx, actor)?, told(tx, actor)?];
    waits.retain(|wait| wait.count > 0);
    Ok(waits)
}

fn late(tx: &Tx<'_>, since: Option<Date>) -> bool {
    let today = tx.today();
    since.is_some_and(|day| day.saturating_add(jiff::Span::new().days(PATIENCE_DAYS)) < today)
}

fn reading(tx: &mut Tx<'_>, actor: &Actor) -> Result<Wait> {
    let taken = reviews::taken_by(tx, actor.account)?;
    let since = taken.iter().map(|review| review.taken_on).min();
    Ok(Wait {
        what: "Ответить автору практики".into(), hint: "Вы взяли её на рецензию.".into(), url: "/practices/reviews".into(), count: taken.len() as u64, since, is_late: late(tx, since)
    })
}

/// What nobody reads yet waits for those whose role it is; members of the active find it in the bank.
fn queued(tx: &mut Tx<'_>, actor: &Actor) -> Result<Wait> {
    let mut count = 0;
    let mut since = None;
    if actor.can(Action::ReviewPractices) {
        let viewer = Viewer::of(tx, actor)?;
        let free = list::queue(tx, actor.account)?.into_iter().filter(|one| !one.is_mine && free_seats(&one.verdicts) > 0 && viewer.is_impartial(&one.practice, None));
        for one in free {
            count += 1;
            since = since.or(one.since);
        }
    }
    Ok(Wait {
        what: "Взять практику на рецензию".into(), hint: "Авторы ждут ответа двух коллег.".into(), url: "/practices/reviews".into(), count, since, is_late: late(tx, since)
    })
}

fn returned(tx: &mut Tx<'_>, actor: &Actor) -> Result<Wait> {
    let (count, since): (u64, Option<Date>) = match actor.person {
        Some(person) => tx.one("SELECT COUNT(*), MIN(v.decided_on) FROM practice r JOIN practice_version v ON v.practice_id = r.id WHERE r.author_id = $1 AND r.state <> 'withdrawn' AND v.state = 'returned' AND v.number = (SELECT MAX(n.number) FROM practice_version n WHERE n.practice_id = r.id)", params![person], |row| Ok((row.get(0)?, row.get(1)?)))?,
        None => (0, None),
    };
    Ok(Wait {
        what: "Доработать практику по словам рецензентов".into(), hint: "Новая версия снова пойдёт на рецензию.".into(), url: "/practices/mine".into(), count, since, is_late: false
    })
}

/// Re-uses to confirm: an author's, and a school's of its own place.
fn told(tx: &mut Tx<'_>, actor: &Actor) -> Result<Wait> {
    let range = match actor.role {
        Role::School => (actor.place_path.clone(), kernel::search::after(&actor.place_path)),
        Role::Administrator | Role::Coordinator | Role::DataProtection | Role::Commission | Role::Municipal | Role::Methodist | Role::Expert | Role::Ministry | Role::Member => ("~".to_owned(), "~".to_owned()),
    };
    let waiting = uses::waiting(tx, (&range.0, &range.1), actor.person)?;
    Ok(Wait {
        what: "Подтвердить, что практику применили".into(), hint: "Коллега написал, где и что получилось.".into(), url: "/practices/uses".into(), count: waiting.len() as u64, since: None, is_late: false
    })
}
