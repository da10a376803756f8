//! Pages of the journal.

use super::filter::{Asked, GROUPS, OBJECTS};
use audit::Seen;
use jiff::tz::TimeZone;
use kernel::Paged;
use maud::{Markup, html};
use sheets::Value;
use ui::{
    form::{self, Field},
    page::Page,
    parts::{self, Notice, SummaryRow},
    ru,
    table::{self, Column, Table},
    url::Query,
};
use web::Shell;

const PATH: &str = "/audit";
const LONGEST_PAYLOAD: usize = 2_000;

pub const COLUMNS: [&str; 7] = ["Номер", "Когда", "Кто", "Что", "Запись", "Человек", "Подробности"];

pub fn list(shell: &Shell, asked: &Asked, found: &Paged<Seen>, zone: &TimeZone) -> Markup {
    let query = &asked.query();
    let columns = ["Когда", "Кто", "Что", "О ком", "Подробности"].map(Column::new).to_vec();
    let rows = found.rows.iter().map(|seen| row(seen, zone));
    let errors: Vec<(&str, &str)> = asked.error.into_iter().collect();
    let page = Page::new("Журнал действий").wide().error_title(asked.error.is_some()).lead("Кто что сделал или посмотрел. Записи нельзя изменить или удалить.");
    let page = page.action(html! { form.act method="post" action="/audit/verification" { (form::hidden("_key", &shell.key())) button.secondary type="submit" { "Проверить целостность" } } });
    shell.page(page.body(html! {
        (form::error_summary(&errors))
        (table::filter_bar(PATH, query, fields(asked, &errors)))
        (Table::new("Журнал действий", columns).rows(rows).empty("Записей не нашлось", "Измените условия отбора или снимите их.", None).render())
        (table::pager(PATH, query, found.slice.number, found.slice.size, found.total))
        @if asked.error.is_none() && found.total > 0 { p.export { a href=(query.with("format", "xlsx").href(PATH)) download { "Скачать журнал в Excel" } } }
    }))
}

fn fields(asked: &Asked, errors: &[(&str, &str)]) -> Markup {
    html! {
        (Field::new("person", "Номер карточки человека").value(asked.person.as_str()).errors(errors).text())
        (Field::new("action", "Раздел").value(asked.action.as_str()).first_line("все").select(GROUPS.iter().copied()))
        (Field::new("object", "Вид записи").value(asked.object.as_str()).errors(errors).first_line("любой").select(OBJECTS.iter().copied()))
        (Field::new("object_id", "Номер записи").value(asked.object_id.as_str()).text())
    }
}

fn row(seen: &Seen, zone: &TimeZone) -> [Markup; 5] {
    [
        html! { (ru::datetime(seen.happened_at, zone)) },
        html! { (seen.who()) },
        html! { (seen.label()) },
        html! { @if let Some(person) = &seen.person_id { a href={ "/people/" (person) } { "карточка" } " · " a href=(Query::default().with("person", person).href(PATH)) { "все события" } } },
        html! { (parts::details("Показать", details(seen))) },
    ]
}

fn details(seen: &Seen) -> Markup {
    let payload: String = seen.payload.chars().take(LONGEST_PAYLOAD).collect();
    html! {
        (parts::summary([
            SummaryRow::new("Номер события", seen.seq.to_string()),
            SummaryRow::new("Действие", &seen.action),
            SummaryRow::new("Запись", format!("{} {}", object(&seen.object_kind), seen.object_id)),
            SummaryRow::new("Содержание", if seen.payload.is_empty() { "стёрто по закону" } else { payload.as_str() }),
        ]))
    }
}

fn object(kind: &str) -> &str {
    OBJECTS.iter().find(|(code, _)| *code == kind).map_or(kind, |(_, label)| label)
}

/// A row of the exported sheet.
pub fn cells(seen: &Seen, zone: &TimeZone) -> Vec<Value> {
    let text = |words: &str| Value::from(words);
    vec![
        Value::Integer(seen.seq),
        Value::Text(ru::datetime(seen.happened_at, zone)),
        Value::Text(seen.who()),
        text(seen.label()),
        Value::Text(format!("{} {}", object(&seen.object_kind), seen.object_id)),
        seen.person_id.as_deref().map_or(Value::Empty, text),
        text(&seen.payload),
    ]
}

/// What a check has found.
pub fn verified(shell: &Shell, seen: &Seen, result: &serde_json::Value, zone: &TimeZone) -> Markup {
    let number = |name: &str| result[name].as_u64().unwrap_or_default();
    let word = |name: &str| result[name].as_str().unwrap_or_default().to_owned();
    let is_whole = result["whole"].as_bool() == Some(true);
    let notice = if is_whole {
        Notice::done("Журнал цел: каждая запись следует из предыдущей")
    } else {
        Notice::problem("Журнал повреждён")
            .more(html! { p { "Событие № " (number("seq")) ": " (word("why")) "." } p { "Сохраните резервные копии и сообщите администратору и ответственному за персональные данные. Ничего не исправляйте сами." } })
    };
    let mut rows = vec![SummaryRow::new("Проверено", ru::datetime(seen.happened_at, zone)), SummaryRow::new("Кто проверял", seen.who())];
    if is_whole {
        rows.push(SummaryRow::new("Событий", ru::number(number("events"))));
        rows.push(SummaryRow::new("Содержание стёрто по закону", ru::number(number("erased"))));
        rows.push(SummaryRow::new("Контрольная сумма последнего события", word("head")));
    }
    shell.page(Page::new("Проверка журнала").narrow().trail([("Журнал действий", PATH)]).notice(notice).body(html! {
        (parts::summary(rows))
        @if is_whole { p { "Запишите контрольную сумму в другом месте, например в бумажном журнале: по ней потом видно, что конец журнала не отрезали." } }
        p { a href=(PATH) { "Вернуться в журнал" } }
    }))
}
