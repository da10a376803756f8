//! «Что обо мне хранится»: courses finished, what was told of them, whom one supports, pools and tracks.

use documents::{Grid, Section};
use kernel::{Result, Tx, id::PersonId, params};

fn section(tx: &mut Tx<'_>, person: PersonId, title: &str, columns: &[&str], sql: &str) -> Result<Option<Section>> {
    let width = columns.len();
    let rows: Vec<Vec<String>> = tx.query(sql, params![person], |row| (0..width).map(|at| row.get::<Option<String>>(at).map(Option::unwrap_or_default)).collect())?;
    let columns = columns.iter().map(|column| (*column).to_owned()).collect();
    Ok((!rows.is_empty()).then(|| Section { title: title.to_owned(), facts: Vec::new(), table: Some(Grid { columns, rows }) }))
}

/// All that this domain keeps of a person.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let sections = [
        section(
            tx,
            person,
            "Курсы, после которых вас поддерживают",
            &["Курс", "Закончен", "Ваше решение"],
            "SELECT c.title, c.ends_on, CASE WHEN g.state = 'declined' THEN 'отказ от поддержки' ELSE 'участвуете' END FROM course_graduate g JOIN programme_course c ON c.id = g.course_id WHERE g.person_id = $1 ORDER BY c.ends_on DESC, g.id",
        )?,
        section(
            tx,
            person,
            "Что вы рассказали после курсов",
            &["Курс", "Через месяцев", "Применяете", "Ваши слова", "Файл", "Ответ"],
            "SELECT c.title, CAST(t.months AS TEXT), CASE t.uses WHEN 'yes' THEN 'да' WHEN 'partly' THEN 'частично' WHEN 'no' THEN 'пока нет' ELSE '' END, t.words, t.file_name, t.answer
             FROM course_task t JOIN course_graduate g ON g.id = t.graduate_id JOIN programme_course c ON c.id = g.course_id WHERE g.person_id = $1 ORDER BY c.ends_on DESC, t.months",
        )?,
        section(
            tx,
            person,
            "Курсы, которые вы вели или после которых поддерживаете",
            &["Курс", "Что делаете", "Минут"],
            "SELECT c.title, 'вели', CAST(t.minutes AS TEXT) FROM course_trainer t JOIN programme_course c ON c.id = t.course_id WHERE t.person_id = $1
             UNION ALL SELECT c.title, 'поддерживаете выпускников', '' FROM course_supporter s JOIN programme_course c ON c.id = s.course_id WHERE s.person_id = $1 ORDER BY 1, 2",
        )?,
        section(
            tx,
            person,
            "Помощь школам",
            &["Когда", "Минут", "Что сделано", "Что дальше"],
            "SELECT v.held_on, CAST(v.minutes AS TEXT), v.done, v.next FROM low_school_visit v WHERE v.person_id = $1 ORDER BY v.held_on DESC, v.id",
        )?,
        section(
            tx,
            person,
            "Просьбы помочь школам",
            &["Когда попросили", "Ответ"],
            "SELECT SUBSTR(m.asked_at, 1, 10), CASE m.state WHEN 'asked' THEN 'ждём ответа' WHEN 'yes' THEN 'помогаете' WHEN 'no' THEN 'отказ' ELSE 'закончено' END FROM low_school_methodist m WHERE m.person_id = $1 ORDER BY m.asked_at, m.id",
        )?,
        section(
            tx,
            person,
            "Вы в списке экспертов",
            &["Экзамен", "Предмет", "Уровень", "Год", "Основание", "Обучение", "Проверено работ", "Третьих проверок"],
            "SELECT e.exam, COALESCE((SELECT t.label FROM term t WHERE t.kind = 'subject' AND t.code = e.subject), e.subject), e.level, CAST(e.year AS TEXT), e.basis, e.training, CAST(e.works AS TEXT), CAST(e.thirds AS TEXT) FROM expert e WHERE e.person_id = $1 ORDER BY e.year DESC, e.id",
        )?,
        section(
            tx,
            person,
            "Конкурсы",
            &["Конкурс", "Кем", "Итог"],
            "SELECT c.title, 'участник', t.result FROM contest_track t JOIN contest c ON c.id = t.contest_id WHERE t.person_id = $1
             UNION ALL SELECT c.title, 'помощник', '' FROM contest_track t JOIN contest c ON c.id = t.contest_id WHERE t.helper_id = $1 ORDER BY 1, 2",
        )?,
        section(
            tx,
            person,
            "Подготовка к аттестации",
            &["Категория", "К какому дню", "Заметка", "Завершена"],
            "SELECT COALESCE((SELECT m.label FROM term m WHERE m.kind = 'category' AND m.code = t.category), t.category), t.target_on, t.note, t.closed_on FROM attestation_track t WHERE t.person_id = $1 ORDER BY t.target_on DESC, t.id",
        )?,
        section(tx, person, "Вы помогаете с аттестацией", &["Просьба от"], "SELECT SUBSTR(t.made_at, 1, 10) FROM attestation_track t WHERE t.helper_id = $1 ORDER BY t.made_at, t.id")?,
    ];
    Ok(sections.into_iter().flatten().collect())
}
