//! The pool of experts.

use super::{Choosing, HUB, Key, Lists, choosing, done};
use crate::{
    experts::{Exam, Expert, Filter, Level, deeds::Deeds},
    pick::Somebody,
};
use ::web::Answers;
use kernel::{FieldErrors, Paged};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts::{self, SummaryRow},
    ru,
    table::{self, Column, Table},
    url::Query,
};

const POOL: (&str, &str) = ("Эксперты", "/experts");
const READERS: &str = "Прочтут координатор, методисты территории и сам эксперт.";

/// Entries, each with how many things were done in its year.
pub fn list(rows: &Paged<(Expert, u64)>, filter: &Filter, lists: &Lists, (query, manages, sees_figures): (&Query, bool, bool)) -> Page {
    let mut columns = ["ФИО", "Где работает", "Экзамен", "Предмет", "Уровень", "Год", "Обучение"].map(Column::new).to_vec();
    columns.push(Column::new("Дел за год").number());
    if sees_figures {
        columns.push(Column::new("Третьих проверок"));
    }
    let cells = rows.rows.iter().map(|(one, done)| {
        let mut cells = vec![
            html! { a href={ "/experts/" (one.id) } { (one.name) } },
            html! { (one.place_name) },
            html! { (one.exam.label()) },
            html! { (lists.subjects.label(&one.subject)) },
            html! { (one.level.label()) },
            html! { (one.year) },
            html! { (one.training) },
            html! { (ru::number(i64::try_from(*done).unwrap_or(0))) },
        ];
        if sees_figures {
            cells.push(html! { @if let (Some(thirds), Some(works), Some(percent)) = (one.thirds, one.works, one.third_percent()) { (thirds) " из " (works) ", " (percent) "\u{a0}%" } });
        }
        cells
    });
    let fields = html! {
        (Field::new("q", "Фамилия").value(&filter.text).name_like().text())
        (Field::new("exam", "Экзамен").value(filter.exam.map_or("", Exam::as_str)).first_line("любой").select(Exam::ALL.iter().map(|exam| (exam.as_str(), exam.label()))))
        (Field::new("subject", "Предмет").value(&filter.subject).first_line("любой").select(lists.subjects.choices()))
        (Field::new("level", "Уровень").value(filter.level.map_or("", Level::as_str)).first_line("любой").select(Level::ALL.iter().map(|level| (level.as_str(), level.label()))))
        (Field::new("year", "Год").value(filter.year.map(|year| year.to_string()).unwrap_or_default()).number())
    };
    let add = manages.then(|| form::button_link("Добавить эксперта", "/experts/new"));
    let lead = if manages {
        "Кто проверяет работы ОГЭ, ЕГЭ, олимпиад и конкурсов. По согласованности и числу дел никого не сравнивают: список идёт по фамилиям."
    } else {
        "Ваши записи в списке экспертов. Согласованность видите вы и координатор."
    };
    let mut page = Page::new("Эксперты").wide().trail([HUB]).notice(done(query.text("done"))).lead(lead);
    if let Some(add) = add.clone() {
        page = page.action(add);
    }
    page.body(html! {
        @if manages { (table::filter_bar("/experts", query, fields)) }
        (Table::new("Эксперты", columns).query("/experts", query).rows(cells).empty("Никого нет", "Эксперты появятся здесь, когда их внесут по приказу.", add).render())
        (table::pager("/experts", query, rows.slice.number, rows.slice.size, rows.total))
        @if manages { (table::sheet_link("/experts", query)) }
    })
}

fn fields(typed: &Answers, errors: &FieldErrors, lists: &Lists, sees_figures: bool) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.get(name)).errors(errors.all());
    html! {
        (field("exam", "Экзамен").select(Exam::ALL.iter().map(|exam| (exam.as_str(), exam.label()))))
        (field("subject", "Предмет").select(lists.subjects.choices()))
        (field("level", "Уровень").select(Level::ALL.iter().map(|level| (level.as_str(), level.label()))))
        (field("year", "Год").number())
        (field("basis", "Основание").hint("Приказ: номер и дата").who_reads(READERS).text())
        (field("training", "Обучение").hint("Чему и когда учились эксперты").who_reads(READERS).text())
        @if sees_figures {
            (field("works", "Проверено работ двумя экспертами").hint("Можно не указывать").number())
            (field("thirds", "Из них ушло на третью проверку").hint("Увидят координатор и сам эксперт").number())
        }
    }
}

/// Choosing the person first, then the entry.
pub fn new(person: Option<&Somebody>, (asked, found): (&str, &[Somebody]), (typed, errors): (&Answers, &FieldErrors), (lists, sees_figures): (&Lists, bool), key: Key<'_>) -> Page {
    let trail = vec![(HUB.0.to_owned(), HUB.1.to_owned()), (POOL.0.to_owned(), POOL.1.to_owned())];
    match person {
        Some(one) => Page::new(format!("Эксперт: {}", one.name)).narrow().trail(trail).error_title(!errors.is_empty()).lead(one.place.clone()).body(html! {
            (form::error_summary(errors.all()))
            (Form::new("/experts/new", key()).body(html! { (form::hidden("person", &one.person.to_string())) (fields(typed, errors, lists, sees_figures)) (form::button("Добавить")) }))
        }),
        None => choosing(
            &Choosing {
                title: "Добавить эксперта",
                lead: "Сначала найдите человека в реестре вашей территории.",
                trail,
                path: "/experts/new",
                fields: &[("step", "choose".to_owned())],
                asked,
                found,
                label: "Выбрать",
                nobody: "Проверьте написание: ищем среди людей вашей территории.",
            },
            html! {},
            key,
        ),
    }
}

/// The own entry: what it says, and what was done.
pub fn own(expert: &Expert, done: &Deeds, lists: &Lists) -> Page {
    let mut rows = vec![
        SummaryRow::new("Экзамен", expert.exam.label()),
        SummaryRow::new("Предмет", lists.subjects.label(&expert.subject)),
        SummaryRow::new("Уровень", expert.level.label()),
        SummaryRow::new("Основание", or_dash(&expert.basis)),
        SummaryRow::new("Обучение", or_dash(&expert.training)),
    ];
    if let (Some(thirds), Some(works), Some(percent)) = (expert.thirds, expert.works, expert.third_percent()) {
        rows.push(SummaryRow::new("Третьих проверок", format!("{thirds} из {works}, {percent}\u{a0}%")));
    }
    Page::new(format!("Моя запись эксперта: {}", expert.year)).trail([HUB, POOL]).lead("Ошибку исправит координатор: скажите ему.").body(html! { (parts::summary(rows)) (deeds(expert, done)) })
}

fn or_dash(words: &str) -> &str {
    if words.is_empty() { "—" } else { words }
}

/// What was done in the year, newest first.
fn deeds(expert: &Expert, found: &Deeds) -> Markup {
    let rows = found.done.iter().map(|one| {
        [
            html! { (ru::date(one.on)) },
            html! { @match &one.url { Some(url) => { a href=(url) { (one.title) } } None => { (one.title) } } p.hint { (one.number) } },
            html! { (one.work.label()) @if let Some(works) = one.works { p.hint { "всего посмотрено работ " (works) } } },
            html! { (one.minutes) },
        ]
    });
    let columns = vec![Column::new("День"), Column::new("Мероприятие"), Column::new("Как кто"), Column::new("Минут").number()];
    html! {
        h2 { "Что сделано в " (expert.year) " году" }
        p.hint { "Собрано само: проведённые мероприятия направления «работа с экспертами», экспертиза работ, жюри, рецензии. Это нагрузка, а не оценка: людей по ней не сравнивают." }
        @if found.is_empty() {
            (parts::empty("Дел пока нет", "Они появятся здесь, когда мероприятия проведут и отметят, кто был.", None))
        } @else {
            p { (ru::counted(i64::try_from(found.done.len()).unwrap_or(0), "дело", "дела", "дел")) ", " (time(found.minutes()))
                @for (words, count) in &found.counts { "; " (words) " " (count) } "." }
            @if !found.done.is_empty() { (Table::new("Дела за год", columns).rows(rows).render()) }
        }
    }
}

fn time(minutes: i64) -> String {
    if minutes % 60 == 0 { format!("{}\u{a0}ч", minutes / 60) } else { format!("{}\u{a0}ч {}\u{a0}мин", minutes / 60, minutes % 60) }
}

pub fn edit((expert, done): (&Expert, &Deeds), (typed, errors): (&Answers, &FieldErrors), (lists, sees_figures): (&Lists, bool), key: Key<'_>) -> Page {
    let url = format!("/experts/{}", expert.id);
    Page::new(format!("Эксперт: {}", expert.name)).narrow().trail([HUB, POOL]).error_title(!errors.is_empty()).lead(expert.place_name.clone()).body(html! {
        (form::error_summary(errors.all()))
        @if errors.is_empty() { (deeds(expert, done)) h2 { "Запись" } }
        (Form::new(url.clone(), key()).body(html! { (form::hidden("version", &expert.version.to_string())) (fields(typed, errors, lists, sees_figures)) (form::button("Сохранить")) }))
        (Form::new(format!("{url}/removal"), key()).body(form::button_danger("Убрать из списка")))
    })
}

/// An entry as a row of a sheet: without figures of agreement.
pub fn cells(one: &Expert, lists: &Lists) -> Vec<sheets::Value> {
    [one.name.clone(), one.place_name.clone(), one.exam.label().to_owned(), lists.subjects.label(&one.subject).to_owned(), one.level.label().to_owned(), one.year.to_string(), one.basis.clone(), one.training.clone()]
        .iter()
        .map(|text| sheets::Value::from(text.as_str()))
        .collect()
}
