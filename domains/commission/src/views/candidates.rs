//! Whom to put on the agenda: those who wait, then how many that makes.

use super::url;
use crate::{candidates::words, lists::Lists, model::Meeting};
use applications::{AgendaCandidate, State};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Form},
    page::Page,
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};
use web::Shell;

fn trail(meeting: &Meeting) -> [(String, String); 2] {
    [("Комиссия".into(), "/meetings".into()), (format!("Заседание {}", meeting.caption()), url(meeting))]
}

pub fn page(shell: &Shell, meeting: &Meeting, found: &[AgendaCandidate], lists: &Lists, errors: &FieldErrors) -> Markup {
    let page = Page::new("Добавить в повестку").wide().error_title(!errors.is_empty()).trail(trail(meeting));
    let action = format!("{}/candidates", url(meeting));
    shell.page(page.lead("Заявки, которые ждут комиссии: поддержанные муниципалитетом и из резерва. Сначала те, что ждут дольше.").body(html! {
        (form::error_summary(errors.all()))
        (Form::new(action, shell.key()).body(html! {
            div id="application" { (table(found, lists, Tick::Offered)) }
            @if !found.is_empty() {
                (form::buttons(html! { (form::button("Добавить отмеченных")) (form::button_secondary_named(&format!("Добавить всех: {}", found.len()), "all", "yes")) }))
            }
        }))
    }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tick {
    Offered,
    Hidden,
}

fn table(found: &[AgendaCandidate], lists: &Lists, tick: Tick) -> Markup {
    let columns = vec![Column::new("Кандидат"), Column::new("Заявка"), Column::new("Школа"), Column::new("Муниципалитет"), Column::new("Просит"), Column::new("Подтверждено"), Column::new("Ждёт с")];
    let rows = found.iter().map(|candidate| {
        let name = candidate.name.full();
        [
            html! {
                @match tick {
                    Tick::Offered => label.tick { input type="checkbox" name="application" value=(candidate.application); " " (name) },
                    Tick::Hidden => { (form::hidden("application", &candidate.application.to_string())) (name) }
                }
            },
            html! { a href={ "/applications/" (candidate.application) } { (candidate.number) } },
            html! { (candidate.school_name) },
            html! { (candidate.municipality_name) },
            super::wish(lists, &words(candidate)),
            html! { @if candidate.criteria.is_empty() { "—" } @else { (candidate.criteria.join("; ")) } },
            html! { (ru::date(candidate.state_since.to_zoned_datetime(lists.zone.clone()).date())) @if candidate.state == State::Reserve { " " (parts::tag(Kind::Waiting, "резерв")) } },
        ]
    });
    Table::new("Заявки, которые ждут комиссии", columns).rows(rows).empty("Добавлять некого", "Все поддержанные заявки уже в повестках или решены. Новые появятся, когда муниципалитеты поддержат заявки.", None).render()
}

pub fn preview(shell: &Shell, meeting: &Meeting, chosen: &[AgendaCandidate], lists: &Lists) -> Markup {
    let count = ru::counted(chosen.len(), "кандидатура", "кандидатуры", "кандидатур");
    let page = Page::new(format!("В повестку: {count}")).wide().trail(trail(meeting));
    shell.page(page.lead("Проверьте список. До открытия заседания любую кандидатуру можно убрать.").body(html! {
        (Form::new(format!("{}/candidates", url(meeting)), shell.key()).body(html! {
            (form::hidden("confirmed", "yes"))
            (table(chosen, lists, Tick::Hidden))
            (form::buttons(html! { @if !chosen.is_empty() { (form::button(&format!("Добавить в повестку: {}", chosen.len()))) } (form::button_link_secondary("Назад к списку", &format!("{}/candidates", url(meeting)))) }))
        }))
    }))
}
