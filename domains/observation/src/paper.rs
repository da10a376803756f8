//! «Карта посещения урока» on paper.

use crate::{
    model::Row,
    record::{Sheet, Standing},
    rubric::{Indicator, Rubric},
};
use documents::{Fact, LessonCardDoc, LessonPart, LessonRow, Signatory};
use structure::Lists;
use ui::ru;

/// The card of a finished visit.
#[must_use]
pub fn card(lists: &Lists, row: &Row, rubric: &Rubric, observer: &Sheet, teacher: &Sheet) -> LessonCardDoc {
    let of = &row.observation;
    let mut parts = Vec::new();
    for (b, block) in rubric.body.blocks.iter().enumerate() {
        for (c, criterion) in block.criteria.iter().enumerate() {
            let rows = criterion.indicators.iter().enumerate().map(|(i, indicator)| LessonRow {
                number: format!("{}.{}.{}", b + 1, c + 1, i + 1),
                indicator: indicator.title.clone(),
                observer: told(indicator, observer),
                teacher: told(indicator, teacher),
                words: observer.words(&indicator.code).to_owned(),
            });
            parts.push(LessonPart { block: block.title.clone(), criterion: criterion.title.clone(), rows: rows.collect() });
        }
    }
    let facts = [
        ("Учитель", row.teacher.clone()),
        ("Организация", row.school.clone()),
        ("Предмет", lists.subject(&of.subject)),
        ("Класс", of.grade.clone()),
        ("Урок", of.lesson.clone()),
        ("Тема", of.topic.clone()),
        ("Наблюдатель", of.observer_name.clone()),
        ("Должность наблюдателя", of.observer_post.clone()),
    ];
    LessonCardDoc {
        operator: (&lists.profile.operator).into(),
        rubric: rubric.caption(),
        held_on: of.held_on,
        facts: facts.into_iter().map(|(label, value)| Fact::new(label, value)).collect(),
        parts,
        comment: of.comment.clone(),
        acknowledged: of.acknowledged_at.map_or_else(|| "Учитель ещё не отметил, что ознакомился с картой.".into(), |at| format!("Учитель ознакомился с картой {}.", ru::date(lists.zone.to_datetime(at).date()))),
        observer: Signatory { post: of.observer_post.clone(), name: of.observer_name.clone() },
    }
}

/// «2 из 3: проявляется частично».
#[must_use]
pub fn told(indicator: &Indicator, sheet: &Sheet) -> String {
    match sheet.standing(&indicator.code) {
        Standing::Clash => "две разные записи".into(),
        Standing::Empty => String::new(),
        Standing::One(record) => match record.score {
            None => String::new(),
            Some(score) if indicator.scale() == "да/нет" => indicator.step(score).unwrap_or_default().to_owned(),
            Some(score) => format!("{score} из {}: {}", indicator.max(), indicator.step(score).unwrap_or_default()),
        },
    }
}
