//! Criteria: what holds, which part fails, what a person must look at, the documents, and the coordinator's finding.

use super::Sheet;
use crate::{
    criteria::{Finding, Holds},
    model::State,
    record::Verdict,
};
use access::Action;
use maud::{Markup, html};
use structure::profile::TermKind;
use ui::{
    form::{self, Field as Input, Form},
    parts::{self, Kind},
    ru,
};

pub fn panel(sheet: &Sheet<'_>) -> Markup {
    let (claimed, other): (Vec<_>, Vec<_>) = sheet.dossier.findings.iter().partition(|finding| finding.claimed);
    html! {
        h2 id="grounds" { "Основания" }
        @if sheet.dossier.card.is_none() { (parts::warning("Ответы больше не складываются в карточку: возможно, закрыта школа или изменён словарь. Верните заявку на исправление.")) }
        @for finding in claimed { (one(sheet, finding)) }
        @if !other.is_empty() { (parts::details("Основания, которых заявитель не указал", html! { @for finding in other { (one(sheet, finding)) } })) }
    }
}

fn one(sheet: &Sheet<'_>, finding: &Finding) -> Markup {
    let (look, word) = match finding.holds {
        Holds::Yes => (Kind::Good, "выполнено"),
        Holds::No => (Kind::Bad, "не выполнено"),
        Holds::NeedsPerson => (Kind::Mine, "по ответам выполнено, посмотрите документы"),
    };
    let verdict = sheet.dossier.verdicts.iter().find(|verdict| verdict.criterion == finding.criterion);
    parts::panel(
        &finding.title,
        html! {
            p { (parts::tag(look, word)) }
            ul { @for part in &finding.parts { li { (parts::tag(if part.ok { Kind::Good } else { Kind::Bad }, if part.ok { "да" } else { "нет" })) " " (part.text) } } }
            @for words in &finding.must_look { p { b { "Посмотрите: " } (words) } }
            (note(sheet, finding))
            (files(sheet, finding))
            @if let Some(verdict) = verdict { (found(sheet, verdict)) }
            @if can_find(sheet) { (ask(sheet, finding, verdict)) }
        },
    )
}

fn note(sheet: &Sheet<'_>, finding: &Finding) -> Markup {
    let note = sheet.dossier.application.shown().criterion_notes.get(&finding.criterion);
    html! { @if let Some(note) = note { p { b { "Заявитель пишет: " } (super::super::lines(&kernel::name::clean_text(note))) } } }
}

fn files(sheet: &Sheet<'_>, finding: &Finding) -> Markup {
    let own: Vec<_> = sheet.dossier.files.iter().filter(|file| file.criterion == finding.criterion).collect();
    html! {
        @if own.is_empty() { p.hint { "Документов к этому основанию нет." } }
        @else { ul { @for file in own { li { (sheet.dossier.lists.label(TermKind::EvidenceKind, &file.kind)) ": " a href=(sheet.url(&format!("/files/{}", file.id))) { (file.name) } ", " (ru::file_size(file.size)) } } } }
    }
}

fn found(sheet: &Sheet<'_>, verdict: &Verdict) -> Markup {
    html! {
        p {
            (parts::tag(if verdict.holds { Kind::Good } else { Kind::Bad }, verdict.word()))
            " " (verdict.who.clone().unwrap_or_else(|| "Сотрудник".into())) ", " (ru::datetime(verdict.found_at, sheet.clock.zone()))
            @if !verdict.note.is_empty() { ": " (super::super::lines(&verdict.note)) }
        }
    }
}

fn can_find(sheet: &Sheet<'_>) -> bool {
    sheet.may(Action::CheckApplications) && matches!(sheet.dossier.application.state, State::Submitted | State::Checked)
}

fn ask(sheet: &Sheet<'_>, finding: &Finding, verdict: Option<&Verdict>) -> Markup {
    let (holds, note) = (format!("holds-{}", finding.criterion), format!("note-{}", finding.criterion));
    let typed = sheet.typed.answers.has(&holds) || sheet.typed.answers.has(&note);
    let chosen = if typed { sheet.typed.answers.get(&holds).to_owned() } else { verdict.map(|verdict| if verdict.holds { "yes" } else { "no" }).unwrap_or_default().to_owned() };
    let words = if typed { sheet.typed.answers.get(&note).to_owned() } else { verdict.map(|verdict| verdict.note.clone()).unwrap_or_default() };
    Form::new(sheet.url(&format!("/findings/{}", finding.criterion)), sheet.key).body(html! {
        (form::hidden("version", &sheet.dossier.application.version.to_string()))
        (form::hidden(&format!("found-{}", finding.criterion), &verdict.map_or(0, |verdict| verdict.version).to_string()))
        (Input::new(holds.as_str(), "Ваше заключение").value(chosen).error(sheet.typed.errors.of(&holds)).radios([("yes", "Подтверждено"), ("no", "Не подтверждено")]))
        (Input::new(note.as_str(), "Пояснение").value(words).error(sheet.typed.errors.of(&note)).who_reads("Прочтут муниципалитет и комиссия.").max_chars(1000).textarea(2))
        (form::button_secondary("Записать"))
    })
}
