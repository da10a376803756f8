//! A framework and a scale of our own writing, to begin with or to learn by: a sample, no official document.

use crate::{
    model::{Competency, CompetencyId, Framework, FrameworkId, FrameworkState, Level, Scale, ScaleId, Target},
    store::{self, scales},
};
use audit::{By, Event, Record};
use kernel::{Result, Tx};

/// The code of the sample framework and of its scale.
pub const SAMPLE: &str = "primer";

/// A framework as it is written down.
pub struct Written {
    pub title: &'static str,
    pub blocks: &'static [WrittenBlock],
}

/// A block with its competencies: code, title, description.
pub struct WrittenBlock {
    pub code: &'static str,
    pub title: &'static str,
    pub competencies: &'static [(&'static str, &'static str, &'static str)],
}

/// Four blocks, twenty competencies of a teacher.
#[must_use]
pub fn default_framework() -> Written {
    Written { title: "Компетенции учителя (пример)", blocks: BLOCKS }
}

const BLOCKS: &[WrittenBlock] = &[
    WrittenBlock {
        code: "П",
        title: "Предметные",
        competencies: &[
            ("П1", "Владеет содержанием предмета", "Знает понятия, факты и способы действий своего предмета глубже школьной программы и видит связи между темами"),
            ("П2", "Решает задачи высокого уровня", "Решает задачи итоговой аттестации и олимпиад начальных этапов и объясняет ход решения разными способами"),
            ("П3", "Предвидит типичные ошибки учеников", "Знает, где и почему ученики ошибаются, и подбирает задания, которые помогают это заметить"),
            ("П4", "Связывает предмет с жизнью", "Показывает, где знания нужны за пределами школы, включает задания на функциональную грамотность"),
            ("П5", "Работает с данными и источниками", "Читает таблицы и графики, считает доли и средние, проверяет надёжность источника"),
        ],
    },
    WrittenBlock {
        code: "М",
        title: "Методические",
        competencies: &[
            ("М1", "Планирует урок от результата", "Ставит проверяемую цель, подбирает под неё задания, время и способ проверки"),
            ("М2", "Оценивает так, чтобы помогать учиться", "Составляет критерии, даёт обратную связь, по которой ученик знает следующий шаг"),
            ("М3", "Учит разных детей на одном уроке", "Подбирает задания разной трудности, поддержку и темп, не снижая ожиданий"),
            ("М4", "Организует деятельность учеников", "Строит урок так, чтобы ученики рассуждали, пробовали и проверяли себя, а не только слушали"),
            ("М5", "Использует цифровые средства к месту", "Выбирает средство под учебную задачу, соблюдает правила работы с данными и экраном"),
        ],
    },
    WrittenBlock {
        code: "ПП",
        title: "Психолого-педагогические",
        competencies: &[
            ("ПП1", "Учитывает возраст и особенности развития", "Соотносит задания и требования с возможностями возраста, замечает признаки трудностей"),
            ("ПП2", "Поддерживает интерес к учению", "Даёт выбор, посильный вызов и признание усилий, а не только результата"),
            ("ПП3", "Учит детей с ОВЗ вместе с другими", "Приспосабливает материалы и проверку по рекомендациям, работает вместе со специалистами"),
            ("ПП4", "Создаёт безопасную обстановку в классе", "Устанавливает понятные правила, предупреждает травлю и действует, когда она есть"),
            ("ПП5", "Воспитывает через предмет и общение", "Находит в содержании урока ценностные вопросы и обсуждает их без нравоучений"),
        ],
    },
    WrittenBlock {
        code: "К",
        title: "Коммуникативные",
        competencies: &[
            ("К1", "Объясняет ясно", "Говорит просто и точно, проверяет понимание, меняет объяснение, если не поняли"),
            ("К2", "Ведёт диалог с классом", "Задаёт открытые вопросы, даёт время подумать, строит обсуждение на ответах учеников"),
            ("К3", "Сотрудничает с родителями", "Сообщает об успехах и трудностях уважительно и по делу, договаривается о совместных шагах"),
            ("К4", "Работает в команде учителей", "Посещает уроки коллег, обсуждает их по наблюдениям, делится материалами"),
            ("К5", "Разрешает конфликты", "Слышит стороны, отделяет поступок от человека, помогает найти решение"),
        ],
    },
];

/// Loads the sample framework with its targets, and the sample scale, and makes both live. Where it is already, it is given as it is.
///
/// # Errors
/// The store fails.
pub fn load_sample(tx: &mut Tx<'_>, by: &By) -> Result<(FrameworkId, ScaleId)> {
    let scale = match scales::newest(tx, SAMPLE)? {
        Some(scale) => scale.id,
        None => load_scale(tx, by)?,
    };
    if let Some(framework) = store::newest(tx, SAMPLE)? {
        return Ok((framework.id, scale));
    }
    let written = default_framework();
    let (now, today) = (tx.now(), tx.today());
    let framework = Framework { id: FrameworkId::fresh(), code: SAMPLE.into(), number: 1, title: written.title.into(), state: FrameworkState::Live, based_on: None, made_at: now, live_from: Some(today), version: 1 };
    store::insert(tx, &framework, "{}")?;
    for (position, block) in (1..).zip(written.blocks) {
        load_block(tx, framework.id, position, block)?;
    }
    tx.record(by, Event::new("framework.loaded", "framework", framework.id))?;
    Ok((framework.id, scale))
}

fn load_block(tx: &mut Tx<'_>, framework: FrameworkId, position: i64, block: &WrittenBlock) -> Result<()> {
    let one = |parent, code: &str, title: &str, description: &str, position| Competency { id: CompetencyId::fresh(), framework, parent, code: code.into(), title: title.into(), description: description.into(), position };
    let root = one(None, block.code, block.title, "", position);
    store::add(tx, &root, "{}")?;
    for (position, (code, title, description)) in (1..).zip(block.competencies) {
        let competency = one(Some(root.id), code, title, description, position);
        store::add(tx, &competency, "{}")?;
        let target = |subject: &str, level: &str| Target { competency: competency.id, subject: subject.into(), post: String::new(), level: level.into() };
        // What is central to teaching is expected at the high level; the rest at the middle one.
        let is_central = matches!(*code, "П1" | "М1" | "М2" | "К1");
        store::set_targets(tx, competency.id, &[target("", if is_central { "high" } else { "medium" })])?;
    }
    Ok(())
}

fn load_scale(tx: &mut Tx<'_>, by: &By) -> Result<ScaleId> {
    let level = |code: &str, label: &str, percent_from| Level { code: code.into(), label: label.into(), percent_from };
    let levels = vec![level("low", "низкий", 0), level("medium", "средний", 60), level("high", "высокий", 80)];
    let valid_from = tx.today();
    let scale = Scale { id: ScaleId::fresh(), code: SAMPLE.into(), number: 1, title: "Три уровня (пример)".into(), valid_from, valid_to: None, levels };
    scales::insert(tx, &scale)?;
    tx.record(by, Event::new("scale.made", "scale", scale.id))?;
    Ok(scale.id)
}
