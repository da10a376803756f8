//! What each source may be used for, and why.

use super::RESULTS;
use crate::source::{Source, Use};
use maud::html;
use ui::{
    page::Page,
    table::{Column, Table},
};

pub fn page() -> Page {
    let mut columns = vec![Column::new("Источник")];
    columns.extend(Use::ALL.iter().map(|what| Column::new(what.label())));
    let rows =
        Source::ALL.iter().map(|source| std::iter::once(html! { (source.label()) }).chain(Use::ALL.iter().map(|what| html! { @if source.may(*what) { "можно" } @else { strong { "нельзя" } } })).collect::<Vec<_>>());
    Page::new("Для чего можно использовать результаты").trail([RESULTS]).lead("Это правило программы: где стоит «нельзя», таких чисел нет ни на страницах, ни в выгрузках.").body(html! {
        (Table::new("Источники и использование", columns).rows(rows).render())
        h2 { "Почему так" }
        dl { @for source in Source::ALL { dt { (source.label()) } dd { (source.ground()) } } }
        h2 { "Общее для всех" }
        ul {
            li { "Результаты — числа по классу в целом. Фамилий учеников в программе нет." }
            li { "Ни учителей, ни классы, ни школы по ним не ранжируют." }
            li { "Доля показывается, если учеников не меньше 10, а вне школы ещё и учителей не меньше трёх." }
            li { "Если вносят ВПР, числа видит школа, а в сопровождении — команда педагога. В сводки, поиск связей, открытые данные и обмен с другими системами они не попадают." }
        }
    })
}
