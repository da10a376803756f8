//! Classes measured: figures, the comparison in words, the deputy head's conclusions.

use super::{NO_NAMES, TEAM_READS, frame, paragraphs, post};
use crate::{
    beside::{Beside, compared},
    form::MOST_WORDS,
    measure::{self, MeasureForm, Moment, Reader, Source, number},
    model::State,
    rules::{Act, may},
    stage::{EvidenceKind, Strand},
    store::measures::Kept,
    url,
    web::{card::Card, measures::School, page::Form},
};
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::Notice,
    parts, ru,
    table::{Column, Table},
};

pub fn page(form: &Form<'_>, school: &School) -> Markup {
    let card = form.card;
    let done = match form.done {
        "added" => Some("Результат класса внесён"),
        "withdrawn" => Some("Результат отозван"),
        "concluded" => Some("Вывод записан"),
        _ => None,
    };
    let is_open = card.standing.case.state == State::Open;
    form.shell.page(frame(card, "Результаты класса").error_title(!form.errors.is_empty()).notice(done.map(Notice::done)).body(html! {
        (form::error_summary(form.errors.all()))
        p { (NO_NAMES) " Эти числа не оценивают учителя и никого не ранжируют." }
        (figures(form, school))
        (comparisons(card, school))
        (conclusions(form))
        @if is_open && may(Act::Measure, &card.standing, card.role) { (taking(form, school)) (adding(form, school)) }
    }))
}

/// Figures of a small class are for the school only.
fn reader(card: &Card) -> Reader {
    if card.standing.is_of_school() { Reader::School } else { Reader::Outside }
}

fn figures(form: &Form<'_>, school: &School) -> Markup {
    let card = form.card;
    let reader = reader(card);
    let may_withdraw = card.standing.case.state == State::Open && may(Act::Measure, &card.standing, card.role);
    let rows = card.measures.iter().map(|kept| {
        let of = &kept.measure;
        let hidden = reader == Reader::Outside && of.is_few();
        [
            html! { (of.grade) ", " (card.lists.subject(&of.subject)) @if !of.topic.is_empty() { p.hint { (of.topic) } } },
            html! { (of.moment.label()) p.hint { (ru::date(of.measured_on)) } },
            html! { (of.source.label()) @if !of.source.caution().is_empty() { p.hint { (of.source.caution()) } } @if kept.outcome.is_some() { p.hint { @if let Some(how) = school.changed.get(&kept.id) { (how) } @else { "из результатов классов школы" } } } },
            html! { (of.told(reader)) @if let Some(mean) = of.mean.filter(|_| !hidden) { p.hint { "среднее " (number(mean)) " " (of.scale) } } @if !of.words.is_empty() && !hidden { p.hint { (of.words) } } },
            html! { @if may_withdraw { (form::act(&url::of(card.standing.case.id, &format!("measures/{}/withdrawal", kept.id)), &form.shell.key(), "Отозвать", &of.grade)) } },
        ]
    });
    Table::new("Результаты класса", ["Класс", "Момент", "Источник", "Ниже минимума", "Действие"].map(Column::new).to_vec())
        .rows(rows)
        .empty("Результатов класса пока нет", "Их вносит педагог; заместитель директора — на странице «Результаты классов» или здесь, если он в команде.", None)
        .render()
}

fn comparisons(card: &Card, school: &School) -> Markup {
    let reader = reader(card);
    let alone = Beside::default();
    let pairs = card.measures.iter().filter_map(|after| {
        let before = card.measures.iter().find(|one| Some(one.id) == after.compared_with)?;
        Some((before, after))
    });
    html! { @for (before, after) in pairs {
        (parts::panel(&format!("{}, {}: до и после", after.measure.grade, card.lists.subject(&after.measure.subject)), html! {
            ul { @for said in compared(&before.measure, &after.measure, reader, school.beside.get(&after.id).unwrap_or(&alone)) { li { (said) } } }
        }))
    } }
}

fn conclusions(form: &Form<'_>) -> Markup {
    let card = form.card;
    let case = &card.standing.case;
    let told = card.evidence.iter().filter(|one| one.strand == Strand::Pupils && one.kind == EvidenceKind::Outcome);
    let may_conclude = case.state == State::Open && may(Act::Conclude, &card.standing, card.role) && card.measures.iter().any(Kept::is_after);
    html! {
        @for one in told { (parts::panel(if one.rung == 6 { "Вывод школы о результатах до и после" } else { "Заключение школы" }, html! { (paragraphs(&one.words)) p.hint { (ru::date(one.held_on)) } })) }
        @if may_conclude {
            h2 { "Вывод школы" }
            (post(form, "conclusion", html! {
                (form::hidden("rung", if case.rung >= 7 { "7" } else { "6" }))
                (Field::new("conclusion", if case.rung >= 7 { "Заключение о качестве образования" } else { "Что изменилось в результатах класса" })
                    .hint("Опишите, что видно, и что ещё могло на это повлиять. Не пишите, что работа «вызвала» изменение").value(form.typed.get("conclusion")).errors(form.errors.all()).who_reads(TEAM_READS).max_chars(MOST_WORDS).textarea(4))
                (form::button_secondary("Записать вывод"))
            }))
        }
    }
}

/// Figures that the school keeps already aren't typed once more.
fn taking(form: &Form<'_>, school: &School) -> Markup {
    let (all, typed) = (form.errors.all(), MeasureForm::of(form.typed));
    let moments: Vec<(&str, &str)> = Moment::ALL.iter().map(|moment| (moment.as_str(), moment.label())).collect();
    let offered: Vec<(String, String)> = school
        .offered
        .iter()
        .map(|one| {
            (one.id.to_string(), format!("{}, {}: {} из {}{}", one.label(), one.source.label(), one.figures.under, one.figures.pupils, if one.title.is_empty() { String::new() } else { format!(" ({})", one.title) }))
        })
        .collect();
    let before = befores(form.card);
    html! { @if !offered.is_empty() {
        h2 { "Взять из результатов классов" }
        p { "Эти числа школа уже внесла: второй раз их не набирают." }
        (post(form, "measures", html! {
            (Field::new("outcome", "Результат").value(&typed.outcome).errors(all).select(offered))
            (Field::new("taken_moment", "Когда измеряли").value(if typed.outcome.is_empty() { "" } else { &typed.moment }).errors(all).select(moments))
            @if !before.is_empty() { (Field::new("taken_with", "С чем сравнить").hint("Для результата «после»: тот же класс, предмет и источник").value(if typed.outcome.is_empty() { "" } else { &typed.compared_with }).errors(all).first_line("не сравнивать").select(before)) }
            @else if let Some(error) = form.errors.of("taken_with") { p.error id="taken_with" { (error) } }
            (form::button_secondary("Взять этот результат"))
        }))
    } }
}

/// The «before» results of a case, to compare with.
fn befores(card: &Card) -> Vec<(String, String)> {
    card.measures
        .iter()
        .filter(|kept| kept.measure.moment == Moment::Before)
        .map(|kept| (kept.id.to_string(), format!("{}, {}, {}, {}", kept.measure.grade, card.lists.subject(&kept.measure.subject), kept.measure.source.label(), ru::date(kept.measure.measured_on))))
        .collect()
}

fn adding(form: &Form<'_>, school: &School) -> Markup {
    let (card, all, typed) = (form.card, form.errors.all(), MeasureForm::of(form.typed));
    let moments: Vec<(&str, &str)> = Moment::ALL.iter().map(|moment| (moment.as_str(), moment.label())).collect();
    let sources: Vec<(&str, &str)> = Source::ALL.iter().map(|source| (source.as_str(), source.label())).collect();
    let before = befores(card);
    html! {
        h2 { "Внести результат класса" }
        p { (NO_NAMES) }
        (post(form, "measures", html! {
            (Field::new("moment", "Когда измеряли").value(&typed.moment).errors(all).select(moments))
            @if !before.is_empty() { (Field::new("compared_with", "С чем сравнить").hint("Для результата «после»: тот же класс, предмет и источник").value(&typed.compared_with).errors(all).first_line("не сравнивать").select(before)) }
            @else if let Some(error) = form.errors.of("compared_with") { p.error id="compared_with" { (error) } }
            (Field::new("grade", "Класс").hint("«7 Б», «10»").value(&typed.grade).errors(all).short().text())
            (Field::new("class_subject", "Предмет").value(if typed.subject.is_empty() { &card.standing.case.subject } else { &typed.subject }).errors(all).select(card.lists.subjects()))
            (Field::new("topic", "Тема или раздел").hint("Можно не указывать").value(&typed.topic).errors(all).text())
            (Field::new("source", "Откуда результат").value(&typed.source).errors(all).select(sources))
            (Field::new("measured_on", "День").value(&typed.measured_on).errors(all).date())
            (Field::new("pupils", "Сколько учеников участвовало").value(&typed.pupils).errors(all).short().number())
            (Field::new("below_minimum", "Сколько из них ниже минимума").value(&typed.below_minimum).errors(all).short().number())
            (Field::new("mean", "Среднее").hint("Можно не указывать. Например, 3,7").value(&typed.mean).errors(all).short().text())
            (Field::new("scale", "Из скольких").hint("«из 5», «из 100»").value(&typed.scale).errors(all).short().text())
            (Field::new("class_words", "Пояснение").hint("О классе в целом").value(&typed.words).errors(all).who_reads(TEAM_READS).max_chars(MOST_WORDS).textarea(2))
            @if school.may_keep { (Field::new("keep", "Результаты классов").value(&typed.keep).errors(all).single_checkbox("yes", "Сохранить и в результатах классов школы")) }
            (form::button("Внести"))
        }))
        p.hint { "Если учеников меньше " (measure::FEW) ", числа видит только школа." }
    }
}
