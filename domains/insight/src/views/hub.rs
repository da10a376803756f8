//! The first page: three questions and what worked, each with what it can and can't say.

use super::HUB;
use crate::model::Question;
use maud::{Markup, html};
use ui::{
    page::Page,
    parts::{self, Kind},
};

/// A question with what is known of its answer.
pub struct Card {
    pub question: Question,
    /// «связь», «сравнение похожих», …
    pub label: &'static str,
    pub kind: Kind,
    pub sentence: String,
}

fn asks(question: Question) -> &'static str {
    match question {
        Question::Worked => "С каким затруднением что чаще помогало: ресурсы и виды ресурсов, в городе и районе, в разных классах.",
        Question::Link => "Реже ли справляются ученики там, где диагностика показала затруднение педагога.",
        Question::Effect => "Снизилась ли доля учеников ниже минимума после маршрута сильнее, чем у похожих педагогов без него.",
        Question::Change => "Где доля учеников ниже минимума изменилась больше, чем бывает случайно.",
    }
}

pub fn page(cards: &[Card], draws: bool) -> Page {
    let body = html! {
        @for card in cards { (panel(card)) }
        @if draws {
            section.panel {
                h2 { a href="/insight/lots" { "Жребий очереди" } }
                p { "Мест для сопровождения меньше, чем нуждающихся? Пусть порядок решит жребий: так честно, и только так эффект можно доказать." }
            }
        }
        p.hint { "Здесь нет имён и нет мест в ряду: ни педагогов, ни школ по этим числам не сравнивают. ВПР сюда не входит." }
    };
    Page::new(HUB.0).lead("Три разных вопроса — три разных ответа. Связь не причина, сравнение похожих не доказательство: у каждого ответа написано, что он значит.").body(body)
}

fn panel(card: &Card) -> Markup {
    html! {
        section.panel {
            h2 { a href=(card.question.url()) { (card.question.title()) } }
            p.hint { (asks(card.question)) }
            p { (parts::tag(card.kind, card.label)) }
            p { (card.sentence) }
        }
    }
}
