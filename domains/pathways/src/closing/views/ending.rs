//! The teacher's closing word, the close, another round, the stop.

use super::{Shown, Typed};
use crate::{
    closing::{Word, WordForm},
    model::State,
};
use cases::Verdict;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    parts::{self, SummaryRow},
};
use web::Shell;

pub(super) fn word(shell: &Shell, shown: &Shown, typed: &Typed<'_>) -> Markup {
    let is_teacher = shown.loaded.standing.is_teacher();
    html! {
        h2 { "Заключительное слово педагога" }
        @if is_teacher && shown.is_at(State::Presented) { (ask(shell, shown, typed)) }
        @else if let Some(word) = &shown.word { (told(word, is_teacher, shown.loaded.standing.is_of_team())) }
        @else { p { "Его пишут, когда результаты представлены." } }
    }
}

fn told(word: &Word, is_teacher: bool, is_of_team: bool) -> Markup {
    let mut rows = vec![SummaryRow::new("Что изменилось", word.reflection.as_str())];
    let more = [("Что помогло", &word.helped), ("Чего не хватило", &word.missed)];
    rows.extend(more.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| SummaryRow::new(label, text.as_str())));
    if (word.team_reads && is_of_team || is_teacher) && !word.team_words.is_empty() {
        rows.push(SummaryRow::new("О работе команды", word.team_words.as_str()));
    }
    parts::summary(rows)
}

fn ask(shell: &Shell, shown: &Shown, typed: &Typed<'_>) -> Markup {
    const TEAM: &str = "Прочтёт команда сопровождения; школа — только если вы открыли ей содержание";
    let said = typed.word.clone().unwrap_or_else(|| shown.word.as_ref().map_or_else(WordForm::default, WordForm::of));
    let area = |name: &str, label: &str, hint: &str, readers: &str, value: &str| Field::new(name, label).hint(hint).who_reads(readers).value(value).errors(typed.errors).textarea(4);
    let marks = [("5", "5 — помогла во всём"), ("4", "4"), ("3", "3"), ("2", "2"), ("1", "1 — почти не помогла")];
    let version = shown.word.as_ref().map_or(0, |word| word.version);
    let other = shown.word.as_ref().filter(|word| typed.word.as_ref().is_some_and(|typed| typed.version != word.version));
    let form = Form::new(format!("/pathways/{}/closing/word", shown.loaded.pathway.id), shell.key()).body(html! {
        (form::hidden("version", &version.to_string()))
        (area("reflection", "Что изменилось в вашей работе", "Своими словами", TEAM, &said.reflection))
        (area("helped", "Что помогло больше всего", "Можно не заполнять", TEAM, &said.helped))
        (area("missed", "Чего не хватило", "Можно не заполнять", TEAM, &said.missed))
        (form::fieldset("О работе команды", html! {
            (Field::new("team_mark", "Как команда вам помогла").hint("Можно не отвечать. Оценка видна только в сводке по региону, когда ответили не меньше пяти педагогов").value(said.team_mark.as_str()).first_line("не отвечаю").errors(typed.errors).select(marks))
            (area("team_words", "Слова команде", "Можно не заполнять", "Прочтёт команда, только если вы это разрешите ниже; иначе — никто, кроме вас", &said.team_words))
            (Field::new("team_reads", "Кто прочтёт слова команде").value(if said.team_reads { "yes" } else { "" }).single_checkbox("yes", "Команда может прочесть эти слова"))
        }))
        (form::button_secondary("Сохранить заключительное слово"))
    });
    html! {
        @if let Some(word) = other { (parts::panel("Уже сохранено на другой странице", html! { (told(word, true, true)) p.hint { "Ниже то, что вы набрали сейчас. Сохранённое заменится, только если вы нажмёте кнопку ещё раз." } })) }
        (form)
    }
}

pub(super) fn end(shell: &Shell, shown: &Shown) -> Markup {
    let is_methodist = shown.loaded.standing.methodist().is_some() && !shown.loaded.standing.is_teacher();
    if !shown.is_at(State::Presented) {
        return html! {};
    }
    let (pathway, case) = (&shown.loaded.pathway, &shown.loaded.standing.case);
    let lacks = lacks(shown);
    let is_left = shown.judged.iter().any(|one| one.deficit.verdict.is_some_and(Verdict::leaves_work));
    let all_judged = !shown.judged.is_empty() && shown.judged.iter().all(|one| one.deficit.verdict.is_some());
    html! {
        h2 { "Завершение" }
        @if !lacks.is_empty() { p { "Чтобы завершить сопровождение, осталось:" } ul { @for lack in &lacks { li { (lack) } } } }
        @else if is_methodist {
            (Form::new(format!("/pathways/{}/closing/end", pathway.id), shell.key()).body(html! {
                (form::hidden("version", &pathway.version.to_string()))
                (form::hidden("case_version", &case.version.to_string()))
                (form::button("Завершить сопровождение"))
            }))
        } @else { p { "Всё готово: сопровождение завершит методист." } }
        @if all_judged && is_left && (is_methodist || shown.loaded.standing.is_teacher()) {
            p { "Что-то ещё не устранено. Можно начать новый круг: появится новая версия маршрута, прежняя останется как была." }
            (Form::new(format!("/pathways/{}/closing/round", pathway.id), shell.key()).body(html! {
                (form::hidden("case_version", &case.version.to_string()))
                (form::button_secondary("Начать новый круг"))
            }))
        }
    }
}

fn lacks(shown: &Shown) -> Vec<String> {
    let mut lacks: Vec<String> = shown.judged.iter().filter(|one| one.deficit.verdict.is_none()).map(|one| format!("итог по затруднению «{}»", one.deficit.title)).collect();
    if shown.judged.is_empty() {
        lacks.push("хотя бы одно затруднение в сопровождении".into());
    }
    if shown.word.is_none() {
        lacks.push("заключительное слово педагога".into());
    }
    lacks
}

pub(super) fn stop(shell: &Shell, shown: &Shown, typed: &Typed<'_>) -> Markup {
    let pathway = &shown.loaded.pathway;
    let may = shown.loaded.standing.is_teacher() || shown.loaded.standing.methodist().is_some();
    html! {
        @if !pathway.stop_reason.is_empty() { p { "Почему прекращён: " (pathway.stop_reason) } }
        @if shown.is_open() && pathway.state.is_current() && may {
            (parts::details("Прекратить маршрут", html! {
                (parts::warning("Работа по этому маршруту закончится, продолжить её будет нельзя. Сопровождение останется, можно будет составить новый маршрут."))
                (Form::new(format!("/pathways/{}/stopping", pathway.id), shell.key()).body(html! {
                    (form::hidden("version", &pathway.version.to_string()))
                    (Field::new("reason", "Почему").who_reads("Прочтёт команда сопровождения").value(typed.reason).errors(typed.errors).textarea(3))
                    (form::button_danger("Прекратить маршрут"))
                }))
            }))
        }
    }
}
