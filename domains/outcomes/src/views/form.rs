//! The short form: what one class wrote or was given.

use super::{NO_NAMES, RESULTS};
use crate::{
    form::{OutcomeForm, period_value},
    model::Outcome,
    period::Period,
    source::Source,
    web::Ground,
};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
    page::{Notice, Page},
    parts,
};

pub struct Shown<'a> {
    pub ground: &'a Ground,
    pub form: &'a OutcomeForm,
    pub errors: &'a FieldErrors,
    pub done: &'a str,
    pub periods: &'a [Period],
    /// The result whose figures are replaced.
    pub replaced: Option<&'a Outcome>,
}

pub fn page(shown: &Shown<'_>, key: &str) -> Page {
    let notice = (shown.done == "entered").then(|| Notice::done("Результат внесён. Предмет, период и источник оставлены для следующего класса"));
    let (title, trail, action) = match shown.replaced {
        Some(old) => (format!("Исправить результат: {}", old.label()), vec![(RESULTS.0.to_owned(), RESULTS.1.to_owned()), (old.label(), crate::url(old.id))], format!("{}/replacement", crate::url(old.id))),
        None => ("Внести результат класса".to_owned(), vec![(RESULTS.0.to_owned(), RESULTS.1.to_owned())], "/outcomes/new".to_owned()),
    };
    let body = html! {
        (form::error_summary(shown.errors.all()))
        (Form::new(action, key).body(html! {
            @match shown.replaced {
                Some(old) => {
                    (form::hidden("version", &old.version.to_string()))
                    p { (shown.ground.lists.subject(&old.subject)) ", " (old.source.label()) ". Прежние числа останутся в истории." }
                }
                None => (head(shown)),
            }
            (figures(shown))
            (confirmations(shown))
            @if shown.replaced.is_some() { (form::button("Заменить")) }
            @else { (form::buttons(html! { (form::button_named("Внести", "next", "")) (form::button_secondary_named("Внести и перейти к ещё одному классу", "next", "another")) })) }
        }))
    };
    Page::new(title).trail(trail).narrow().notice(notice).error_title(!shown.errors.is_empty()).lead(NO_NAMES).body(body)
}

fn head(shown: &Shown<'_>) -> Markup {
    let (form, all, ground) = (shown.form, shown.errors.all(), shown.ground);
    let schools: Vec<Choice> = ground.schools.iter().map(|place| Choice::new(place.id.to_string(), place.short_name.clone())).collect();
    let sources: Vec<Choice> =
        Source::ALL.iter().map(|source| Choice::new(source.as_str(), if source.caution().is_empty() { source.label().to_owned() } else { format!("{}, {}", source.label(), source.caution()) })).collect();
    let periods: Vec<Choice> =
        std::iter::once(Choice::new("day", "работа одного дня")).chain(shown.periods.iter().map(|period| Choice::new(period_value(period.school_year, period.kind, period.number), period.label()))).collect();
    html! {
        @if schools.len() == 1 { (form::hidden("place", &ground.schools[0].id.to_string())) }
        @else { (Field::new("place", "Школа").value(if form.place.is_empty() { ground.place.as_ref().map(ToString::to_string).unwrap_or_default() } else { form.place.clone() }).errors(all).select(schools)) }
        (Field::new("class", "Класс").hint("«7 Б» или «10»").value(&form.class).errors(all).suggest(ground.classes.clone()).short().text())
        (Field::new("subject", "Предмет").value(&form.subject).errors(all).select(ground.lists.subjects()))
        (Field::new("source", "Откуда результат").hint(html! { a href="/outcomes/sources" { "Для чего можно использовать" } }).value(&form.source).errors(all).select(sources))
        (Field::new("period", "За какой период").value(&form.period).errors(all).select(periods))
        (Field::new("day", "День работы").hint("Нужен, если выбрана работа одного дня").value(&form.day).errors(all).date())
    }
}

fn figures(shown: &Shown<'_>) -> Markup {
    let (form, all) = (shown.form, shown.errors.all());
    let mark = |name: &str, label: &str, value: &str| Field::new(name, label).value(value).errors(all).number();
    let is_more_open = ["from", "until", "title", "mean", "scale", "bins", "topics"].iter().any(|name| shown.errors.of(name).is_some());
    let more = html! {
        (Field::new("title", "Название работы").hint("Можно не указывать").value(&form.title).errors(all).text())
        (Field::new("mean", "Среднее").hint("Если внесены отметки, программа посчитает сама").value(&form.mean).errors(all).short().text())
        (Field::new("scale", "Из скольких баллов").hint("5, 100 или сколько даёт работа").value(&form.scale).errors(all).short().text())
        (Field::new("bins", "Распределение по баллам").hint("Строка на промежуток: «0–9: 3»").value(&form.bins).errors(all).textarea(3))
        (Field::new("topics", "Темы").hint("Строка на тему и процент справившихся: «Дроби — 64»").value(&form.topics).errors(all).textarea(3))
        @if form.period != "day" {
            (Field::new("from", "Первый день периода").hint("Если у вас период начинается в другой день").value(&form.from).errors(all).date())
            (Field::new("until", "Последний день периода").value(&form.until).errors(all).date())
        }
    };
    html! {
        (form::fieldset("Сколько учеников получили", html! {
            p.hint { "Если отметок нет, оставьте пустым и внесите два числа ниже." }
            div.fields.marks { (mark("twos", "«2»", &form.twos)) (mark("threes", "«3»", &form.threes)) (mark("fours", "«4»", &form.fours)) (mark("fives", "«5»", &form.fives)) }
        }))
        (mark("pupils", "Сколько учеников участвовало", &form.pupils))
        (Field::new("under", "Сколько из них ниже минимума").hint("Для отметок это «2»").value(&form.under).errors(all).number())
        @if is_more_open { (more) } @else { (parts::details("Среднее, темы, другие даты", more)) }
    }
}

/// What may be right all the same asks for a yes.
fn confirmations(shown: &Shown<'_>) -> Markup {
    let box_of = |name: &str, statement: &str, is_ticked: bool| {
        let asked = shown.errors.of(name).is_some() || is_ticked;
        html! { @if asked { (Field::new(name, "Подтверждение").value(if is_ticked { "yes" } else { "" }).errors(shown.errors.all()).single_checkbox("yes", statement)) } }
    };
    html! {
        (box_of("known", "Такой класс есть", shown.form.is_class_sure))
        (box_of("replace", "Заменить прежние числа", shown.form.is_replacing))
        @for name in ["grade", "replaced"] { @if let Some(says) = shown.errors.of(name) { p.error id=(name) { (says) } } }
    }
}
