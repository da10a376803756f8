//! The two short forms of the beginning: what a newcomer wants help with, and the orders signed outside.

use super::{home, names, of};
use crate::mentoring::{
    form::MOST_WORDS,
    model::{THEMES, theme},
    papers::Paper,
    start::Start,
    web::page::{Card, Typed},
};
use ::web::Shell;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::Page,
    parts::{self, SummaryRow},
};

fn frame(card: &Card, title: &str, typed: &Typed) -> Page {
    let (label, url) = home(&card.standing);
    Page::new(title).narrow().trail([(label.to_owned(), url.to_owned()), (names(&card.standing), format!("/mentoring/{}", card.standing.mentoring.id))]).error_title(!typed.errors.is_empty())
}

pub fn page(shell: &Shell, card: &Card, typed: &Typed) -> Markup {
    let (all, start) = (typed.errors.all(), &typed.start);
    let readers =
        if card.is_group { "Прочтёт только наставник." } else { "Прочтёт наставник; слова станут черновиком цели в вашей программе." };
    shell.page(frame(card, "С чем нужна помощь", typed).lead("Из отмеченных тем составится черновик вашей программы: печатать их ещё раз не придётся.").body(html! {
        (form::error_summary(all))
        (form::form(&of(card.standing.mentoring.id, "start"), &shell.key(), html! {
            (Field::new("themes", "С чего хочется начать").hint("От одной до четырёх тем").errors(all).who_reads("Темы увидят участники наставничества: они войдут в общую программу.").checkboxes(THEMES.iter().copied(), &start.themes))
            (Field::new("words", "Своими словами").hint("Можно не писать. Имён учеников не пишите").value(&start.words).errors(all).who_reads(readers).max_chars(MOST_WORDS).textarea(3))
            (form::buttons(form::button("Сохранить")))
        }))
    }))
}

/// What was answered, for whoever may read it.
pub fn answers(starts: &[Start]) -> Markup {
    html! { @if !starts.is_empty() {
        h2 { "С чем нужна помощь" }
        (parts::summary(starts.iter().map(|start| SummaryRow::new(&*start.name, html! {
            (start.themes.iter().map(|code| theme(code)).collect::<Vec<_>>().join("; "))
            @if !start.words.is_empty() { blockquote { (start.words) } }
        }))))
    } }
}

pub fn orders(shell: &Shell, card: &Card, typed: &Typed) -> Markup {
    let (all, papers) = (typed.errors.all(), &typed.papers);
    let reads = "Прочтут участники наставничества и те, кто за него отвечает.";
    shell.page(frame(card, "Приказы о наставничестве", typed).lead("Номер и дата, чтобы основание можно было найти. Сам приказ и размер доплаты хранятся в организации, здесь их нет.").body(html! {
        (form::error_summary(all))
        (form::form(&of(card.standing.mentoring.id, "orders"), &shell.key(), html! {
            (form::hidden("was_order", &papers.was_order))
            (form::hidden("was_pay", &papers.was_pay))
            h2 { "О закреплении наставника" }
            div.fields {
                (Field::new("order_number", "Номер приказа").value(&papers.order_number).errors(all).who_reads(reads).short().text())
                (Field::new("ordered_on", "Дата приказа").value(&papers.ordered_on).errors(all).date())
            }
            h2 { "О доплате наставнику" }
            (Field::new("same", "Тот же приказ").value(&papers.same).errors(all).single_checkbox("yes", "Доплата назначена тем же приказом"))
            div.fields {
                (Field::new("pay_number", "Номер другого приказа").value(&papers.pay_number).errors(all).who_reads("Прочтут наставник и те, кто отвечает за наставничество. Наставляемым не видно.").short().text())
                (Field::new("pay_on", "Его дата").value(&papers.pay_on).errors(all).date())
            }
            (form::buttons(form::button("Сохранить")))
        }))
    }))
}

/// Rows of the summary: what is noted, and to whoever leads what is not.
pub fn paper_rows(card: &Card) -> Vec<SummaryRow> {
    let row = |label: &'static str, paper: &Option<Paper>, is_shown: bool| {
        (is_shown && (paper.is_some() || card.standing.oversees)).then(|| SummaryRow::new(label, paper.as_ref().map_or_else(|| "не отмечен".to_owned(), ToString::to_string)))
    };
    if card.standing.mentoring.started_on.is_none() {
        return Vec::new();
    }
    [row("Приказ о закреплении", &card.papers.order, true), row("Приказ о доплате наставнику", &card.papers.pay, card.sees_pay)].into_iter().flatten().collect()
}
