//! The item bank: the sample framework with about a hundred live items on one scale, and a few items still on their way.

use crate::personas;
use audit::By;
use items::{ItemKind, Verdict};
use kernel::{Result, Tx};
use web::{Answers, App};

/// Loads the sample bank, which the methodist has reviewed, and drafts that wait for the coordinator or for their author.
pub fn build(app: &App) -> Result<()> {
    let (methodist, coordinator) = (personas::actor(app, "methodist")?, personas::actor(app, "coordinator")?);
    app.db.write(|tx| {
        if items::sample::is_loaded(tx)? {
            return Ok(());
        }
        let sample = items::sample::sample(tx, &By::system(), &methodist)?;
        let main = competencies::by_code(tx, sample.framework, "М4")?.map(|competency| competency.id.to_string()).unwrap_or_default();
        write(
            tx,
            &methodist.by(),
            ItemKind::Single,
            &[
                ("code", "М4-01"),
                ("main", &main),
                ("stem", "Ученики закончили опыт раньше срока. Что предложить им до конца урока?"),
                ("choice-0", "Сравнить свои данные с данными соседней группы и объяснить разницу"),
                ("choice-1", "Посидеть тихо"),
                ("choice-2", "Начать домашнее задание по другому предмету"),
                ("right", "0"),
            ],
        )?;
        let returned = write(
            tx,
            &methodist.by(),
            ItemKind::Multiple,
            &[
                ("code", "М4-02"),
                ("main", &main),
                ("stem", "Какие действия учеников видны на уроке, где они думают сами?"),
                ("points", "2"),
                ("choice-0", "Спорят о способе решения"),
                ("choice-1", "Проверяют друг друга по критериям"),
                ("choice-2", "Внимательно слушают"),
                ("right", "0"),
                ("right", "1"),
            ],
        )?;
        items::review(tx, &coordinator, returned, 1, Verdict::Return, "«Внимательно слушают» тоже можно увидеть: уточните вопрос или замените вариант.")?;
        write(
            tx,
            &methodist.by(),
            ItemKind::Task,
            &[
                ("code", "М4-03"),
                ("main", &main),
                ("stem", "Посмотрите фрагмент урока. Что делают ученики, пока один отвечает у доски? Предложите, как включить остальных."),
                ("video-0", "/media/urok-fragment.mp4"),
                ("video-title-0", "Фрагмент урока, 4 минуты"),
                ("criterion-0", "Наблюдение"),
                ("about-0", "2 — названо, что делают трое и более учеников; 1 — общее впечатление"),
                ("max-0", "2"),
                ("criterion-1", "Предложение"),
                ("about-1", "2 — приём включает каждого и подходит к теме; 1 — включает часть класса"),
                ("max-1", "2"),
            ],
        )?;
        Ok(())
    })
}

fn write(tx: &mut Tx<'_>, by: &By, kind: ItemKind, fields: &[(&str, &str)]) -> Result<items::ItemId> {
    let base = [("expected", "0"), ("points", "1")].into_iter().filter(|(name, _)| !fields.iter().any(|(known, _)| known == name));
    let answers = Answers::of(base.chain(fields.iter().copied()).map(|(name, value)| (name.to_owned(), value.to_owned())));
    items::add(tx, by, &items::draft(kind, &answers, Vec::new())?)
}
