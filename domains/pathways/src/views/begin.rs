//! Beginning a pathway, its dates, a new version.

use crate::{
    building::FrameForm,
    store::Loaded,
    url,
    views::{TEAM_READS, trail},
};
use cases::Standing;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts::{self, Notice},
};
use web::Shell;

fn fields(typed: &FrameForm, errors: &FieldErrors) -> Markup {
    html! {
        (Field::new("starts_on", "Первый день").hint("Например, 12.01.2027. Можно указать позже").value(&typed.starts_on).errors(errors.all()).date())
        (Field::new("ends_on", "Последний день").hint("Обычно маршрут идёт от трёх до девяти месяцев").value(&typed.ends_on).errors(errors.all()).date())
        (Field::new("hours_limit", "Сколько академических часов есть у педагога").hint("Столько, сколько реально найдётся рядом с уроками. Обычно от 16 до 72").value(&typed.hours_limit).errors(errors.all()).number())
    }
}

/// The page of a case without a pathway.
pub fn page(shell: &Shell, standing: &Standing, may_begin: bool, typed: &FrameForm, errors: &FieldErrors) -> Markup {
    let case = &standing.case;
    let page = Page::new("Маршрут").narrow().trail([(format!("Сопровождение {}", case.number), cases::url::case(case.id))]).error_title(!errors.is_empty());
    shell.page(page.lead(format!("Педагог: {}.", case.teacher)).body(html! {
        (form::error_summary(errors.all()))
        @if may_begin {
            p { "Маршрут составляют вместе: педагог ставит цель своими словами, методист и команда помогают выбрать ресурсы и шаги. Обязательным он станет только с подписью педагога." }
            (Form::new(cases::url::of(case.id, "pathway"), shell.key()).body(html! { (fields(typed, errors)) (form::button("Начать маршрут")) }))
        } @else {
            (parts::empty("Маршрута пока нет", why_not(standing), None))
        }
    }))
}

fn why_not(standing: &Standing) -> &'static str {
    if standing.case.state != cases::State::Open {
        return "Сопровождение сейчас не идёт.";
    }
    if standing.case.rung < crate::building::FROM_RUNG {
        return "Его составляют, когда затруднения подтверждены результатом диагностики или наблюдения.";
    }
    "Его начинают педагог или методист команды."
}

/// Dates and hours of a pathway that is being built.
pub fn frame(shell: &Shell, loaded: &Loaded, typed: &FrameForm, errors: &FieldErrors) -> Markup {
    let (pathway, case) = (&loaded.pathway, &loaded.standing.case);
    let page = Page::new("Даты и часы маршрута").narrow().trail(trail(case, pathway)).error_title(!errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(errors.all()))
        (Form::new(url::of(pathway.id, "frame"), shell.key()).body(html! {
            (form::hidden("version", &pathway.version.to_string()))
            (fields(typed, errors))
            (form::button("Сохранить"))
        }))
    }))
}

/// A new version of what was signed.
pub fn revision(shell: &Shell, loaded: &Loaded, reason: &str, errors: &FieldErrors) -> Markup {
    let (pathway, case) = (&loaded.pathway, &loaded.standing.case);
    let page = Page::new("Новая версия маршрута").narrow().trail(trail(case, pathway)).error_title(!errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(errors.all()))
        (parts::notice(&Notice::info("Прежняя версия останется такой, какой её подписали").more("Принятые шаги и отчёты сохранятся. Разделы и невыполненные шаги перейдут в новую версию; её нужно будет согласовать заново.")))
        (Form::new(url::of(pathway.id, "revision"), shell.key()).body(html! {
            (form::hidden("version", &pathway.version.to_string()))
            (Field::new("reason", "Что и почему нужно изменить").value(reason).errors(errors.all()).max_chars(1000).who_reads(TEAM_READS).textarea(3))
            (form::button("Начать новую версию"))
        }))
    }))
}
