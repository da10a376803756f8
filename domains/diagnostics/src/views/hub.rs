//! The page «Диагностика».

use crate::web::hub::Counts;
use access::{Action, Actor};
use maud::{Markup, html};
use ui::{
    page::Page,
    parts::{self, Tile},
    ru,
};
use web::Shell;

/// Label, address, what it is for, who has it.
const PLACES: [(&str, &str, &str, Action); 13] = [
    ("Назначения", "/assignments", "Кому предложено, кто ещё не начал; назначить одному, списку, школе", Action::AssignDiagnostics),
    ("Диагностики", "/instruments", "Что и по каким заданиям измеряется, что это сможет показать", Action::AssignDiagnostics),
    ("Открытые ответы", "/marking", "Проверка без имён, двумя экспертами", Action::ScoreAnswers),
    ("Согласие экспертов", "/marking/agreement", "Насколько одинаково проверяют двое", Action::ManageInstruments),
    ("Результаты, открытые мне", "/results", "То, что педагоги открыли сами", Action::ViewResults),
    ("Затруднения, открытые мне", "/deficits", "Что найдено, над чем работают, что устранено", Action::ViewResults),
    ("Картина по группам", "/groups", "Затруднения по территориям, без имён", Action::ViewGroupPicture),
    ("Наблюдение уроков", "/observations", "Карты урока, посещения, отзыв", Action::ObserveLessons),
    ("Карты урока", "/rubrics", "Из каких показателей состоит наблюдение", Action::ManageInstruments),
    ("Внешние оценки", "/assessments", "ФОКО и другие: результат с документом", Action::RecordAssessments),
    ("Банк заданий", "/items", "Задания, их проверка и свойства", Action::ManageItems),
    ("Компетенции", "/competencies", "Рамка, целевые уровни, шкалы", Action::ManageFrameworks),
    ("Калибровки", "/calibrations", "Общая шкала заданий по ответам", Action::ManageItems),
];

pub fn page(shell: &Shell, actor: &Actor, counts: &Counts) -> Markup {
    let mut tiles = Vec::new();
    if actor.can(Action::ScoreAnswers) {
        tiles.push(Tile::new("ответов ждут вашей проверки", ru::number(counts.marking)).link("/marking"));
    }
    if actor.can(Action::AssignDiagnostics) {
        tiles.push(Tile::new("предложено и не пройдено", ru::number(counts.offered)).link("/assignments?state=not_begun"));
        tiles.push(Tile::new("пройдено", ru::number(counts.finished)).link("/assignments?state=finished"));
        tiles.push(Tile::new("диагностик открыто", ru::number(counts.open)).note(format!("составляется: {}", counts.drafts)).link("/instruments"));
    }
    let places: Vec<_> = PLACES.iter().filter(|(.., action)| actor.can(*action)).collect();
    shell.page(Page::new("Диагностика").lead("Добровольно, с согласия педагога. Результат первым видит он сам; людей никто не ранжирует.").body(html! {
        @if !tiles.is_empty() { (parts::tiles(&tiles)) }
        ul.tasks { @for (label, url, about, _) in places { li { div { a href=(url) { (label) } p.hint { (about) } } } } }
    }))
}
