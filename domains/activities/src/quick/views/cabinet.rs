//! What was given to me.

use super::{Words, state};
use crate::quick::model::{Consultation, State};
use maud::{Markup, html};
use ui::{
    form::Form,
    page::{Notice, Page},
    ru,
    table::{Column, Table},
};

pub fn page(rows: &[Consultation], words: &Words, done: &str, key: &dyn Fn() -> String) -> Page {
    let columns = ["Когда", "Кто консультировал", "О чём", "Результат", "Следующий шаг", ""].map(Column::new).to_vec();
    let notice = (done == "objected").then(|| Notice::done("Ответ записан. Его прочтёт тот, кто записал консультацию: он вычеркнет её или ответит вам"));
    Page::new("Консультации, которые я получил(а)").trail([("Мой кабинет", "/cabinet")]).notice(notice).lead("Эти строки видите вы и ваш собеседник. Если консультации не было, скажите об этом: её вычеркнут.").body(
        html! {
            (Table::new("Консультации", columns).rows(rows.iter().map(|one| line(one, words, key))).empty("Пока ничего не записано", "Здесь появятся консультации, которые вам дали коллеги из актива.", None).render())
        },
    )
}

fn line(one: &Consultation, words: &Words, key: &dyn Fn() -> String) -> [Markup; 6] {
    let objection = match one.state {
        State::Held => {
            Form::new(format!("/cabinet/consultations/{}/objection", one.id), key()).body(html! { button.secondary.small type="submit" { "Не было" span.unseen { ": консультация " (ru::date(one.held_on)) } } })
        }
        State::Disputed => html! { span.hint { "вы ответили: не было" } },
        State::Kept => html! { span.hint { "вам ответили: была" } },
        State::Struck => state(one.state),
    };
    [
        html! { (ru::date(one.held_on)) },
        html! { (one.consultant_name) },
        html! { (words.direction(&one.direction)) @if !one.about.is_empty() { br; (one.about) } },
        html! { (one.result) },
        html! { (one.next_step) },
        objection,
    ]
}
