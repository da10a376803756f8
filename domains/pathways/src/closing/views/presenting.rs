//! The presentation, and verdicts beside what repeats say.

use super::{Shown, Typed};
use crate::{
    closing::Judged,
    model::State,
    presentation::{self, Minutes, Plan, Presentation, Way},
};
use cases::Verdict;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    parts::{self, Kind, SummaryRow},
    ru,
};
use web::Shell;

const TEAM_READS: &str = "Прочтёт команда сопровождения; школа — только если педагог открыл ей содержание";

pub(super) fn part(shell: &Shell, shown: &Shown, typed: &Typed<'_>) -> Markup {
    let held = shown.presentation.as_ref().filter(|presentation| presentation.held_on.is_some());
    html! {
        h2 { "Представление результатов" }
        @if let Some(planned) = &shown.presentation { (facts(planned)) }
        @if held.is_none() && shown.is_at(State::Active) {
            @if presentation::may_plan(&shown.loaded) { (plan(shell, shown, typed)) }
            @if shown.presentation.is_some() && presentation::may_hold(&shown.loaded) {
                @if shown.is_walked { (minutes(shell, shown, typed)) } @else { p { "Отметить, как прошло представление, можно, когда приняты все шаги." } }
            }
        } @else if shown.presentation.is_none() { p { "Пока не назначено." } }
    }
}

fn facts(planned: &Presentation) -> Markup {
    let mut rows = vec![SummaryRow::new("Как", planned.way.label()), SummaryRow::new("Назначено", ru::date_weekday(planned.planned_on))];
    let told = [("Где", &planned.place), ("Для кого", &planned.audience), ("Протокол", &planned.minutes)];
    rows.extend(planned.held_on.map(|day| SummaryRow::new("Прошло", ru::date(day))));
    rows.extend(told.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| SummaryRow::new(label, text.as_str())));
    parts::summary(rows)
}

fn plan(shell: &Shell, shown: &Shown, typed: &Typed<'_>) -> Markup {
    let known = shown.presentation.as_ref();
    let version = known.map_or(0, |planned| planned.version);
    let plan = typed.plan.clone().unwrap_or_else(|| {
        known.map_or_else(Plan::default, |planned| Plan { way: planned.way.as_str().into(), planned_on: kernel::date::short(planned.planned_on), place: planned.place.clone(), audience: planned.audience.clone() })
    });
    let ways: Vec<(&str, &str)> = Way::ALL.iter().map(|way| (way.as_str(), way.label())).collect();
    let body = Form::new(format!("/pathways/{}/presentation", shown.loaded.pathway.id), shell.key()).body(html! {
        (form::hidden("version", &version.to_string()))
        (Field::new("way", "Как представить результаты").value(plan.way).errors(typed.errors).radios(ways))
        (Field::new("planned_on", "Когда").hint("ДД.ММ.ГГГГ").value(plan.planned_on).errors(typed.errors).date())
        (Field::new("place", "Где").hint("Можно не заполнять").who_reads(TEAM_READS).value(plan.place).errors(typed.errors).text())
        (Field::new("audience", "Для кого").hint("Например: «объединение учителей математики»").who_reads(TEAM_READS).value(plan.audience).errors(typed.errors).text())
        (form::button_secondary(if known.is_some() { "Изменить" } else { "Назначить" }))
    });
    if known.is_some() { parts::details("Перенести или изменить", body) } else { body }
}

fn minutes(shell: &Shell, shown: &Shown, typed: &Typed<'_>) -> Markup {
    let said = typed.minutes.clone().unwrap_or_else(|| Minutes { held_on: kernel::date::short(shown.today), minutes: String::new() });
    let version = shown.presentation.as_ref().map_or(0, |planned| planned.version);
    Form::new(format!("/pathways/{}/presentation/minutes", shown.loaded.pathway.id), shell.key()).body(html! {
        (form::hidden("version", &version.to_string()))
        (Field::new("held_on", "Когда прошло").value(said.held_on).errors(typed.errors).date())
        (Field::new("minutes", "Краткий протокол").hint("Кто был, что обсудили, к чему пришли").who_reads(TEAM_READS).value(said.minutes).errors(typed.errors).textarea(6))
        (form::button("Отметить, что результаты представлены"))
    })
}

/// Each deficit beside what its repeat says; a methodist decides.
pub(super) fn verdicts(shell: &Shell, shown: &Shown, typed: &Typed<'_>) -> Markup {
    let decides = shown.is_at(State::Presented) && shown.loaded.standing.methodist().is_some() && !shown.loaded.standing.is_teacher();
    html! {
        h2 { "Затруднения" }
        @if shown.judged.is_empty() { p { "В сопровождении нет ни одного затруднения." } }
        @for one in &shown.judged {
            section.panel {
                h3 { (one.deficit.title) }
                p.hint { (one.deficit.source.label()) }
                (growth(shown, one))
                @if let Some(verdict) = one.deficit.verdict { p { (parts::tag(look(verdict), verdict.label())) " " (one.deficit.verdict_words) } }
                @else if !decides { p { "Итога пока нет." } }
                @if decides { (judge(shell, shown, typed, one)) }
            }
        }
    }
}

fn look(verdict: Verdict) -> Kind {
    match verdict {
        Verdict::Removed => Kind::Good,
        Verdict::Partly => Kind::Doing,
        Verdict::NotRemoved => Kind::Waiting,
        Verdict::NotAssessed => Kind::Neutral,
    }
}

fn growth(shown: &Shown, one: &Judged) -> Markup {
    let repeat = shown.repeats.iter().find(|(code, _)| *code == one.deficit.code).map(|(_, url)| url);
    html! {
        @match &one.growth {
            Some(growth) if one.is_compared() => p { "Повторная диагностика: " (growth.verdict.label()) "." },
            Some(growth) => p { "Повторная диагностика не сравнима с первой: " (growth.reason) "." },
            None => p { "Повторной диагностики пока не видно." },
        }
        @if let (false, Some(url)) = (one.is_compared(), repeat) { p { a href=(url) { "Назначить повторную диагностику" } } }
    }
}

fn judge(shell: &Shell, shown: &Shown, typed: &Typed<'_>, one: &Judged) -> Markup {
    let own = typed.verdict.as_ref().filter(|(deficit, ..)| *deficit == one.deficit.id);
    let (verdict, words) = own.map_or_else(|| (one.deficit.verdict.map(Verdict::as_str).unwrap_or_default(), one.deficit.verdict_words.as_str()), |(_, verdict, words)| (verdict.as_str(), words.as_str()));
    let choices: Vec<(&str, &str)> = Verdict::ALL.iter().filter(|verdict| one.may_be(**verdict).is_ok()).map(|verdict| (verdict.as_str(), verdict.label())).collect();
    Form::new(format!("/pathways/{}/closing/verdicts/{}", shown.loaded.pathway.id, one.deficit.id), shell.key()).body(html! {
        (form::hidden("version", &one.deficit.version.to_string()))
        (Field::new(format!("verdict-{}", one.deficit.id), "Итог").hint("Выявленное диагностикой называют устранённым только рядом с повторной, которую можно сравнить").value(verdict).errors(typed.errors).radios(choices))
        (Field::new(format!("words-{}", one.deficit.id), "Пояснение").hint("Для «не устранено» и «не оценивали» обязательно").who_reads("Прочтут педагог и команда сопровождения").value(words).errors(typed.errors).textarea(3))
        (form::button_secondary("Записать итог"))
    })
}
