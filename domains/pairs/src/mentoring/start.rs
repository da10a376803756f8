//! The survey at the start: a newcomer says in a minute what help is wanted, and the programme's draft is made of it. Nothing is typed twice.

use super::{
    event,
    form::{LineForm, ProgrammeForm, StartForm},
    model::{MentoringId, Role, Side, theme},
    sight::{self, Standing},
};
use access::Actor;
use audit::Record;
use kernel::{Error, Result, Tx, name::FullName, params};

/// What one mentee answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    pub name: String,
    pub is_own: bool,
    /// Codes of themes.
    pub themes: Vec<String>,
    pub words: String,
}

/// The side that answers: a mentee of what goes on.
///
/// # Errors
/// Not found: no mentee of it. Refused: it doesn't go on.
pub fn asked(standing: &Standing) -> Result<&Side> {
    let side = standing.inside()?;
    if side.role != Role::Mentee {
        return Err(Error::NotFound);
    }
    standing.going()?;
    Ok(side)
}

/// Answers; again replaces.
///
/// # Errors
/// As [`asked`]. Fields.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: MentoringId, typed: &StartForm) -> Result<()> {
    let standing = sight::load(tx, actor, id)?;
    let side = asked(&standing)?;
    let (themes, words) = typed.read()?;
    let (now, themes) = (tx.now(), themes.join(" "));
    let sql = "INSERT INTO mentoring_start (side_id, themes, words, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT (side_id) DO UPDATE SET themes = $2, words = $3";
    tx.execute(sql, params![side.id, themes, words, now])?;
    tx.record(&actor.by(), event::about("mentoring.start_answered", id).of_maybe(side.person))
}

/// What mentees answered who take part still.
pub fn of(tx: &mut Tx<'_>, id: MentoringId, own: &Side) -> Result<Vec<Start>> {
    let sql = "SELECT s.id, p.family, p.given, p.patronymic, t.themes, t.words FROM mentoring_start t JOIN mentoring_side s ON s.id = t.side_id JOIN person p ON p.id = s.person_id
        WHERE s.mentoring_id = $1 AND s.answer = 'yes' AND s.left_on IS NULL ORDER BY p.sort_key, s.id";
    Ok(tx.query(sql, params![id], |row| {
        let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
        let (side, themes): (super::model::SideId, String) = (row.get(0)?, row.get(4)?);
        Ok(Start { name: name.full(), is_own: side == own.id, themes: themes.split(' ').filter(|code| !code.is_empty()).map(ToOwned::to_owned).collect(), words: row.get(5)? })
    })?)
}

/// The programme's draft: a line for each theme. Words of one mentee become the goal of a pair; in a group they stay between mentee and mentor.
#[must_use]
pub fn draft(starts: &[Start], is_group: bool) -> Option<ProgrammeForm> {
    let mut themes: Vec<&str> = Vec::new();
    for code in starts.iter().flat_map(|start| &start.themes) {
        if !themes.contains(&code.as_str()) {
            themes.push(code);
        }
    }
    let words = starts.iter().find(|start| !is_group && !start.words.is_empty()).map(|start| start.words.clone());
    let labels = themes.iter().map(|code| theme(code).to_lowercase()).collect::<Vec<_>>().join(", ");
    let goals = words.unwrap_or_else(|| format!("Увереннее справляться с тем, что сейчас трудно: {labels}"));
    let lines = themes.iter().map(|code| LineForm { title: theme(code).to_owned(), ..LineForm::default() }).collect();
    (!starts.is_empty()).then(|| ProgrammeForm { goals, expected: String::new(), lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(themes: &[&str], words: &str) -> Start {
        Start { name: "Новикова Анна".into(), is_own: false, themes: themes.iter().map(|code| (*code).to_owned()).collect(), words: words.into() }
    }

    #[test]
    fn the_draft_has_each_theme_once_and_a_groups_words_stay_out_of_it() {
        assert_eq!(draft(&[], false), None);
        let pair = draft(&[start(&["lesson", "parents"], "Не успеваю закончить урок")], false).unwrap();
        assert_eq!(pair.goals, "Не успеваю закончить урок");
        assert_eq!(pair.lines.iter().map(|line| line.title.as_str()).collect::<Vec<_>>(), ["Подготовка и разбор урока", "Работа с родителями"]);
        let group = draft(&[start(&["lesson"], "Не успеваю"), start(&["parents", "lesson"], "")], true).unwrap();
        assert!(!group.goals.contains("Не успеваю") && group.goals.contains("работа с родителями") && group.lines.len() == 2, "{group:?}");
    }
}
