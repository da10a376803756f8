//! What is open to whom: everything at once, and each thing by itself.

use crate::model::{ALL, Audience, Sharing, Taken};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    ru,
    table::{Column, Table},
};

pub fn page(open: &[Sharing], history: &[Sharing], taken: &[Taken], zone: &TimeZone, key: &str) -> Markup {
    let chosen: Vec<&str> = open.iter().filter(|one| one.about == ALL).map(|one| one.audience.as_str()).collect();
    html! {
        p { "Пока вы ничего не открыли, ваши результаты и затруднения видите только вы. В сводных цифрах они учитываются без имени и только в группе от пяти человек." }
        (Form::new("/cabinet/results/sharing", key).body(html! {
            (form::hidden("about", ALL))
            (Field::new("audiences", "Кто видит все мои результаты, затруднения и изменения — нынешние и будущие")
                .hint("Снимите отметку, чтобы закрыть: подействует со следующего же запроса. Отдельный результат можно открыть на его странице.")
                .checkboxes(Audience::ALL.iter().map(|audience| (audience.as_str(), ui::ru::capital(audience.label()))), &chosen))
            (form::button("Сохранить"))
        }))
        h2 { "История" }
        (rows(history, taken, zone))
    }
}

fn rows(history: &[Sharing], taken: &[Taken], zone: &TimeZone) -> Markup {
    let about = |one: &Sharing| match taken.iter().find(|result| result.attempt.to_string() == one.about) {
        _ if one.about == ALL => "все результаты".to_owned(),
        Some(result) => format!("{}, {}", result.title, ru::date(result.taken_on)),
        None => "затруднение или наблюдение".to_owned(),
    };
    let columns = ["Что", "Кому", "Открыто", "Закрыто"].map(Column::new).to_vec();
    let rows = history.iter().map(|one| {
        let ended = one.ended_at.map_or_else(|| "открыто сейчас".to_owned(), |at| ru::datetime(at, zone));
        [html! { (about(one)) }, html! { (one.audience.short()) }, html! { (ru::datetime(one.given_at, zone)) }, html! { (ended) }]
    });
    Table::new("Кому и когда вы открывали результаты", columns).rows(rows).empty("Вы ещё ничего не открывали", "Здесь будет видно, что, кому и когда вы открыли и закрыли.", None).render()
}
