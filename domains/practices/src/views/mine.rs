//! One's own practices and re-uses.

use super::{BANK, state};
use crate::{
    model::{Practice, Used},
    url,
};
use maud::{Markup, html};
use ui::{
    form,
    page::Page,
    parts, ru,
    table::{Column, Table},
};

pub fn page(practices: &[(Practice, String)], uses: &[(Used, String)]) -> Page {
    let columns = ["Практика", "Состояние", "Опубликована"].map(Column::new).to_vec();
    let row = |(practice, title): &(Practice, String)| -> [Markup; 3] {
        [html! { a href=(url::practice(practice.id)) { (title) } }, state(practice.state), html! { (practice.published_on.map_or_else(|| "—".to_owned(), ru::date)) }]
    };
    let used = |(one, title): &(Used, String)| -> [Markup; 3] {
        [html! { a href=(url::practice(one.practice)) { (title) } }, html! { (ru::date(one.used_on)) ", " (one.place_words) }, html! { (one.state.label()) @if !one.refused_why.is_empty() { ": " (one.refused_why) } }]
    };
    Page::new("Мои практики").trail([BANK]).action(form::button_link("Рассказать о практике", "/practices/new")).body(html! {
        (Table::new("Мои практики", columns).rows(practices.iter().map(row)).empty("Вы ещё не рассказывали о практиках", "Расскажите о том, что у вас получилось: можно начать с работы, которая уже внесена.", None).render())
        @if !uses.is_empty() {
            h2 { "Что я применил(а)" }
            (Table::new("Применение", ["Практика", "Когда и где", "Состояние"].map(Column::new).to_vec()).rows(uses.iter().map(used)).render())
        }
        @if practices.is_empty() { p { "Имена, фотографии и работы учеников с фамилиями в банк не вносят." } }
        (parts::details("Что будет с практикой", html! { p { "Вы пишете черновик и отправляете его рецензентам. Двое коллег не из вашей школы читают его без вашего имени и говорят: принять, вернуть с замечаниями или отклонить. Если разошлись, читает третий. Принятая практика сразу видна в банке — с вашим именем или без, как вы выбрали." } }))
    })
}
