//! The page for everybody.

use crate::{
    filter::{Filter, Lists},
    model::{Found, PublicMember, Tally},
};
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::Page,
    parts::Notice,
    ru,
    table::{self, Column, Table},
    url::Query,
};
use web::Shell;

const PATH: &str = "/members";

pub fn page(shell: &Shell, filter: &Filter, found: &Found, lists: &Lists) -> Markup {
    let query = &filter.query();
    let page = Page::new("Участники методического актива")
        .wide()
        .lead("Учителя и руководители школ, к которым можно обратиться за методической помощью.")
        .notice(found.is_guess.then(|| Notice::info("Точно такого имени в списке нет. Показаны похожие")));
    let page = if shell.actor.is_none() { page.action(form::button_link("Подать заявку", "/apply")) } else { page };
    shell.page(page.body(html! {
        (table::filter_bar(PATH, query, fields(filter, lists)))
        (list(query, found, lists))
        (pages(query, found))
        @if let Some(left_out) = found.unpublished { (unpublished(left_out)) }
        p.hint { "Имя, предмет и школа показаны с согласия самих участников, каждое отдельно. Читать эти сведения может любой, передавать дальше и обрабатывать иначе нельзя; свои условия и запреты участника напечатаны под его именем. По предмету и муниципалитету находятся только те, кто разрешил публиковать предмет или школу." }
    }))
}

fn fields(shown: &Filter, lists: &Lists) -> Markup {
    html! {
        (Field::new("q", "Фамилия, имя или отчество").value(shown.text.as_str()).medium().text())
        (Field::new("subject", "Предмет").value(shown.subject.as_str()).first_line("все предметы").select(lists.subjects.clone()))
        (Field::new("municipality", "Муниципалитет").value(shown.municipality.as_str()).first_line("весь регион").select(lists.municipalities.clone()))
    }
}

fn list(query: &Query, found: &Found, lists: &Lists) -> Markup {
    let columns = vec![Column::new("Фамилия, имя, отчество"), Column::new("Предмет"), Column::new("Школа")];
    let rows = found.members.iter().map(|member| row(member, lists));
    let table = Table::new("Участники методического актива", columns).rows(rows);
    let table = if query.is_unfiltered() {
        table.empty("Список пока пуст", "Имена появятся, когда участники актива дадут согласие на публикацию.", None)
    } else {
        let all = form::button_link_secondary("Показать всех", PATH);
        table.empty("Никого не нашлось", "Проверьте фамилию или снимите часть условий. Те, кто не дал согласия на публикацию, в поиск не попадают.", Some(all))
    };
    table.render()
}

fn row(member: &PublicMember, lists: &Lists) -> [Markup; 3] {
    let municipality = member.municipality.as_deref().filter(|code| !code.is_empty()).map(|code| lists.municipality(code));
    [
        html! { (member.name.full()) @if !member.conditions.is_empty() { p.hint { "Условия и запреты: " (member.conditions.split('\n').collect::<Vec<_>>().join(" ")) } } },
        datum(member.subject.as_deref().map(|code| lists.subject(code))),
        html! { (datum(member.school.as_deref())) @if let Some(name) = municipality.filter(|name| Some(*name) != member.school.as_deref()) { p.hint { (name) } } },
    ]
}

fn datum(shown: Option<&str>) -> Markup {
    match shown {
        None => html! { span.unanswered { "не публикуется" } },
        Some("") => html! { span.unanswered { "не указан" } },
        Some(text) => html! { (text) },
    }
}

/// With a number where it was counted to the end, with steps forth and back where it was not.
fn pages(query: &Query, found: &Found) -> Markup {
    let (slice, total) = (found.slice, found.total);
    if !total.is_more {
        return if total.counted == 0 {
            html! {}
        } else {
            table::pager(PATH, query, slice.number, slice.size, total.counted)
        };
    }
    let link = |number: u32| query.with("page", number).href(PATH);
    html! {
        nav.pager aria-label="Страницы списка" {
            p {
                "Страница " (ru::number(slice.number)) ". "
                @if total.counted > 0 { "Всего больше " (ru::number(total.counted)) ": чтобы" } @else { "Чтобы" }
                " найти нужного человека, уточните поиск."
            }
            ul {
                @if slice.number > 1 { li { a href=(link(slice.number - 1)) rel="prev" { "Назад" } } }
                @if found.has_next { li { a href=(link(slice.number + 1)) rel="next" { "Дальше" } } }
            }
        }
    }
}

fn unpublished(tally: Tally) -> Markup {
    let number = tally.counted;
    html! {
        @if number > 0 {
            p {
                "Ещё " @if tally.is_more { "не менее " } (ru::number(number)) " " (ru::plural(number, "участник не дал", "участника не дали", "участников не дали")) " согласия на публикацию."
            }
        }
    }
}
