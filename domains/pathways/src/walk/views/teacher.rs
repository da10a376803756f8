//! The teacher's part of a step's page: one form, so that every button of it carries what was typed.

use super::{Draft, MARKS, Page, READERS, Shown, proposing, reports};
use crate::{
    walk::ReportState,
    works::{ACCEPT, NO_PUPILS},
};
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
    page::Notice,
    parts,
};
use web::Shell;

/// Marks, the report, its files, the step's fate; a draft is kept while one types.
pub(super) fn form(shell: &Shell, shown: &Shown, page: &Page<'_>, largest: u32) -> Markup {
    let draft = shown.reports.first().filter(|handed| handed.report.state == ReportState::Draft);
    let version = draft.map_or(0, |handed| handed.report.version);
    let here = shown.here();
    let marks = MARKS.iter().map(|(progress, words)| Choice::new(progress.to_string(), *words));
    let marked = if page.progress.is_empty() { shown.step.progress.to_string() } else { page.progress.to_owned() };
    Form::new(format!("{here}/report"), shell.key()).files().autosave(format!("{here}/draft")).body(html! {
        // What Enter presses: without it the first button below would be meant.
        button.unseen type="submit" name="act" value="keep" tabindex="-1" aria-hidden="true" { "Сохранить черновик" }
        (form::hidden("version", &version.to_string()))
        (form::hidden("step_version", &shown.step.version.to_string()))
        (Field::new("progress", "Сколько сделано").value(marked).radios(marks))
        (form::button_secondary_named("Отметить", "act", "mark"))
        h2 id="report" { @if reports::tries(shown) > 0 { "Отчёт о шаге: попытка " (reports::tries(shown) + 1) } @else { "Отчёт о шаге" } }
        p.hint { (NO_PUPILS) }
        (fields(shown, page))
        (form::buttons(html! { (form::button_named("Отправить тьютору", "act", "send")) (form::button_secondary_named("Сохранить черновик", "act", "keep")) }))
        (files(shown, page, largest))
        (proposing::within(shown, page))
    })
}

fn fields(shown: &Shown, page: &Page<'_>) -> Markup {
    let last = shown.reports.first();
    let typed = page.typed.clone().unwrap_or_else(|| {
        last.map(|handed| Draft {
            reflection: handed.report.reflection.clone(),
            link: handed.report.link.clone(),
            work: handed.report.work.map(|id| id.to_string()).unwrap_or_default(),
            activity: handed.report.proof.as_ref().map(|proof| proof.id.clone()).unwrap_or_default(),
            proof: None,
        })
        .unwrap_or_default()
    });
    // What one went to because the step says so is offered by itself, until the teacher has said otherwise.
    let offered = shown.fitting().filter(|_| page.typed.is_none() && last.is_none());
    let activity = offered.map_or(typed.activity.as_str(), |proof| proof.id.as_str());
    let activities: Vec<(String, String)> = shown.proofs.iter().map(|proof| (proof.id.clone(), proof.caption())).collect();
    let works: Vec<(String, String)> = shown.works.iter().map(|work| (work.id.to_string(), format!("{}{}", work.caption(), if work.is_ready { "" } else { " — заполнено не всё" }))).collect();
    html! {
        @if let Some(proof) = offered { (parts::notice(&Notice::info("Вы были на мероприятии этого шага").more(html! { p { (proof.caption()) ". Оно уже выбрано ниже как подтверждение; выбор можно изменить." } }))) }
        (Field::new("reflection", "Что получилось и что вы поняли").hint("Два-три предложения").who_reads(READERS).required_word().value(typed.reflection).errors(page.errors).textarea(5))
        (Field::new("work", "Работа").hint(html! { "Одна из ваших работ. " a href="/cabinet/works/new" { "Добавить новую" } }).value(typed.work).first_line("не прикладывать").errors(page.errors).select(works))
        @if !activities.is_empty() { (Field::new("activity", "Мероприятие, в котором я участвовал(а)").hint("Только те, где ваше участие отмечено или которые вы провели. Файл прикладывать не нужно").value(activity).first_line("не указывать").errors(page.errors).select(activities)) }
        (Field::new("link", "Ссылка").hint("Если результат лежит в сети. На странице не должно быть имён и фотографий учеников").who_reads(READERS).value(typed.link).errors(page.errors).inputmode("url").name_like().text())
    }
}

/// Files of the draft; of a returned report as long as no other is begun: the next one takes them over.
fn files(shown: &Shown, page: &Page<'_>, largest: u32) -> Markup {
    let here = shown.here();
    html! {
        h3 { "Файлы отчёта" }
        @if let Some(last) = shown.reports.first().filter(|handed| !handed.files.is_empty()) {
            @if last.report.state != ReportState::Draft { p.hint { "Приложены в прошлый раз и перейдут в новый отчёт. Лишние можно убрать." } }
            ul { @for file in &last.files { li {
                a href={ (here) "/reports/" (last.report.id) "/files/" (file.digest) } { (file.name) } " "
                button.secondary.small type="submit" name="act" value={ "detach:" (file.digest) } { "Убрать" span.unseen { " " (file.name) } }
            } } }
        }
        (Field::new("file", "Приложить файл").hint(html! { "PDF, JPG или PNG, до " (largest) " МБ. С телефона можно сразу сделать снимок. Набранное выше сохранится. " (NO_PUPILS) }).errors(page.errors).file(ACCEPT, largest))
        (form::buttons(form::button_secondary_named("Приложить", "act", "attach")))
    }
}

/// What was typed when it can't be handed in any more: to be copied, not lost.
pub(super) fn typed(page: &Page<'_>) -> Markup {
    html! {
        @if let Some(typed) = page.typed.as_ref().filter(|typed| !typed.reflection.is_empty() || !typed.link.is_empty()) {
            (parts::panel("Что вы набрали", html! {
                p.hint { "Сейчас это не отправить, причина названа выше. Скопируйте текст, если он ещё понадобится." }
                (reports::paragraphs(&typed.reflection))
                @if !typed.link.is_empty() { p { (typed.link) } }
            }))
        }
    }
}
