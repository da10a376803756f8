//! What closing will do, before it does.

use super::url;
use crate::{
    model::{Item, Outcome},
    sitting::Sitting,
};
use maud::{Markup, html};
use ui::{
    form,
    page::Page,
    parts::{self, Tile},
    ru,
};
use web::Shell;

pub fn page(shell: &Shell, sitting: &Sitting) -> Markup {
    let count = |outcome: Outcome| sitting.items.iter().filter(|item| item.outcome == outcome && !item.gone).count();
    let gone = sitting.items.iter().filter(|item| item.gone).count();
    let left: Vec<&Item> = sitting.items.iter().filter(|item| !item.is_settled()).collect();
    let tile = |label: &str, number: usize| Tile::new(label, ru::number(number));
    let page = Page::new("Закрыть заседание").narrow().trail([("Комиссия".to_owned(), "/meetings".to_owned()), (format!("Заседание {}", sitting.meeting.caption()), url(&sitting.meeting))]);
    shell.page(page.lead(sitting.quorum.sentence()).body(html! {
        (parts::tiles(&[tile("включить", count(Outcome::Include)), tile("в резерв", count(Outcome::Reserve)), tile("отказать", count(Outcome::Refuse)), tile("отложить", count(Outcome::Postponed)), tile("заявка отозвана", gone)]))
        @if left.is_empty() {
            p { "Заявителям уйдут письма с решением. Отложенные заявки вернутся в очередь. Из решений о включении будет подготовлен проект приказа." }
            p { a href={ (url(&sitting.meeting)) "/minutes.pdf" } { "Посмотреть проект протокола (PDF)" } }
            (parts::warning("После закрытия изменить решения нельзя."))
            (form::form(&format!("{}/closing", url(&sitting.meeting)), &shell.key(), form::button_danger("Закрыть заседание")))
        } @else {
            p { "Закрыть пока нельзя. Примите решение или отложите:" }
            ul { @for item in left { li { a href={ (url(&sitting.meeting)) "/items/" (item.id) } { (item.words.shown_name()) } } } }
        }
        p { a href=(url(&sitting.meeting)) { "Вернуться к повестке" } }
    }))
}
