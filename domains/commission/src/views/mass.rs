//! «Включить всех, за кого большинство»: what would happen, before it does.

use super::url;
use crate::{mass::Proposal, sitting::Sitting};
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

pub fn page(shell: &Shell, sitting: &Sitting, proposals: &[Proposal], errors: &FieldErrors) -> Markup {
    let able = proposals.iter().filter(|one| one.obstacle().is_none()).count();
    let apart = proposals.len() - able;
    let page = Page::new("Включить всех, за кого большинство")
        .wide()
        .error_title(!errors.is_empty())
        .trail([("Комиссия".to_owned(), "/meetings".to_owned()), (format!("Заседание {}", sitting.meeting.caption()), url(&sitting.meeting))]);
    let lead = format!("{} Можно включить: {}. Решить отдельно: {apart}.", sitting.quorum.sentence(), ru::counted(able, "человек", "человека", "человек"));
    shell.page(page.lead(lead).body(html! {
        (form::error_summary(errors.all()))
        (Form::new(format!("{}/inclusions", url(&sitting.meeting)), shell.key()).body(html! {
            div id="item" { (table(sitting, proposals)) }
            @if able > 0 { (form::button("Включить отмеченных")) }
        }))
    }))
}

fn table(sitting: &Sitting, proposals: &[Proposal]) -> Markup {
    let columns = vec![Column::new("Кандидат"), Column::new("Куда"), Column::new("Голоса"), Column::new("Квоты с учётом тех, кто выше"), Column::new("Что будет")];
    let rows = proposals.iter().map(|one| {
        let item = &one.item;
        let obstacle = one.obstacle();
        [
            html! { @if obstacle.is_none() { label.tick { input type="checkbox" name="item" value=(item.id) checked; " " (item.words.shown_name()) } } @else { a href={ (url(&sitting.meeting)) "/items/" (item.id) } { (item.words.shown_name()) } } },
            html! { @if let Some(seat) = &one.seat { (sitting.lists.seat(seat)) } @else { "не указано" } },
            html! { (sitting.tally(item.id).words()) },
            html! { @for line in &one.room { p.hint { (line.label) ": свободно " (line.free()) " из " (line.places) } } },
            html! { @match obstacle { None => (parts::tag(Kind::Good, "будет включён(а)")), Some(why) => (parts::tag(Kind::Bad, why)) } },
        ]
    });
    Table::new("Кандидаты, за которых большинство", columns).rows(rows).empty("Таких кандидатов нет", "Ни за одну нерешённую кандидатуру пока нет большинства голосов.", None).render()
}
