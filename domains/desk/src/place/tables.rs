//! What stands under a place, as a table.

use super::read::View;
use maud::{Markup, html};
use structure::places::{Place, PlaceKind};
use ui::{
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

fn link(view: &View, place: &Place) -> Markup {
    let on = if view.is_now() { String::new() } else { format!("?on={}", view.on) };
    html! { a href={ "/places/" (place.id) (on) } { (place.short_name) } }
}

fn service(has: bool) -> Markup {
    if has { parts::tag(Kind::Good, "есть") } else { parts::tag(Kind::Neutral, "нет") }
}

pub fn municipalities(view: &View) -> Markup {
    let those = || view.children.iter().filter(|child| child.place.kind == PlaceKind::Municipality);
    let columns = vec![Column::new("Муниципалитет"), Column::new("Вид"), Column::new("Центр"), Column::new("Методическая служба"), Column::new("Школ").number()];
    let rows = those().map(|child| {
        let place = &child.place;
        [link(view, place), html! { (place.type_label) }, html! { (place.facts.settlement) }, service(place.has_methodical_service), html! { (ru::number(child.schools)) }]
    });
    let table = Table::new("Муниципалитеты", columns).rows(rows);
    let schools: u64 = those().map(|child| child.schools).sum();
    let totals = [html! { "Всего: " (those().count()) }, html! {}, html! {}, html! { (those().filter(|child| child.place.has_methodical_service).count()) }, html! { (ru::number(schools)) }];
    let table = if those().next().is_some() { table.totals(totals) } else { table };
    table.empty("Муниципалитетов нет", "Они появятся, когда будет загружен профиль региона. На выбранный день их могло не быть.", None).render()
}

pub fn schools(view: &View) -> Markup {
    let columns = vec![Column::new("Школа"), Column::new("Вид"), Column::new("Населённый пункт")];
    let rows = view.children.iter().map(|child| [link(view, &child.place), html! { (child.place.type_label) }, html! { (child.place.facts.settlement) }]);
    Table::new("Школы", columns).rows(rows).empty("Школ нет", "На этот день в муниципалитете нет работающих школ. Их добавляет координатор.", None).render()
}
