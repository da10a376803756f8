//! The year's figures, and the terms.

use super::HOME;
use crate::{
    figures::{Row, Year},
    lists::Lists,
    private::figures::Months,
};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{Tile, tiles},
    ru,
    table::{Column, Table, filter_bar},
    url::Query,
};

pub fn page(found: &Year, lists: &Lists, this: i16) -> Page {
    let years = (this.saturating_sub(4)..=this).rev().map(|year| (year.to_string(), year.to_string()));
    let query = Query::default().with("year", found.year);
    Page::new(format!("Обращения за помощью: {} год", found.year)).wide().trail([HOME]).lead("Сколько обращались, как скоро ответили, помогло ли. Людей здесь нет.").body(html! {
        (filter_bar("/help-requests/figures", &query, Field::new("year", "Год").value(found.year.to_string()).select(years)))
        (tiles(&[
            Tile::new("Обратились", ru::number(found.all.asked)).link("/help-requests?state=all"),
            Tile::new("Ждут ответа", ru::number(found.all.waiting)).note(if found.all.late > 0 { format!("просрочено: {}", found.all.late) } else { "в срок".into() }).link("/help-requests"),
            Tile::new("Первый ответ, рабочих дней", found.all.median.map_or_else(|| "—".to_owned(), |days| days.to_string())).note("половине ответили не позже"),
            Tile::new("Помогло или помогло отчасти", ru::number(found.all.helped + found.all.partly)).note(format!("не помогло: {}", found.all.not)),
        ]))
        p.hint { "«Дней до ответа» — середина: половине ответили не позже. Считаются рабочие дни до первого ответа." }
        (table("По направлениям", "Направление", found.directions.iter().map(|(code, row)| (lists.direction(code).to_owned(), row))))
        (table("По месяцам", "Месяц", found.months.iter().map(|(month, row)| (self::month(month), row))))
        @if let Some(months) = &found.confidential { (confidential(months)) }
    })
}

fn table<'a>(caption: &str, first: &str, rows: impl Iterator<Item = (String, &'a Row)>) -> Markup {
    let number = |label: &str| Column::new(label).number();
    let columns = vec![Column::new(first), number("Обратились"), number("Ждут"), number("Поздно"), number("Ответили"), number("Дней до ответа"), number("Помогло / отчасти / нет")];
    let rows = rows.map(|(name, row)| {
        let figure = |number: u64| html! { (ru::number(number)) };
        [
            html! { (name) },
            figure(row.asked),
            figure(row.waiting),
            figure(row.late),
            figure(row.answered),
            html! { (row.median.map_or_else(|| "—".to_owned(), |days| days.to_string())) },
            html! { (row.helped) " / " (row.partly) " / " (row.not) },
        ]
    });
    Table::new(caption, columns).show_caption().rows(rows).empty("Обращений не было", "В этом году на вашей территории никто не обращался.", None).render()
}

/// `2026-11` as «ноябрь 2026».
fn month(raw: &str) -> String {
    const NAMES: [&str; 12] = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
    let (year, number) = raw.split_once('-').unwrap_or((raw, ""));
    let name = number.parse::<usize>().ok().and_then(|number| NAMES.get(number.wrapping_sub(1)));
    name.map_or_else(|| raw.to_owned(), |name| format!("{name} {year}"))
}

fn confidential(months: &Months) -> Markup {
    let figure = |number: Option<u64>| number.map_or_else(|| "скрыто".to_owned(), ru::number);
    let rows = months.months.iter().map(|(month, askers)| [html! { (self::month(month)) }, html! { (figure(*askers)) }]);
    html! {
        h2 { "Личные обращения" }
        p { "Только число людей за месяц, и только там, где их пятеро или больше. Что написано и кто отвечает, видят двое." }
        (Table::new("Сколько людей обращались лично", vec![Column::new("Месяц"), Column::new("Человек").number()]).rows(rows).totals([html! { "За год" }, html! { (figure(months.total)) }]).empty("Личных обращений не было", "Здесь появится их число, когда обратятся не меньше пяти человек.", None).render())
    }
}

pub fn terms(answer: &dyn Fn(&str) -> String, errors: &FieldErrors, is_saved: bool, key: &str) -> Page {
    let (done, all) = (is_saved.then(|| Notice::done("Сроки сохранены. Они действуют для новых обращений")), errors.all());
    let number = |name: &str, label: &str, hint: &'static str| Field::new(name, label).hint(hint).value(answer(name)).errors(all).short().number();
    Page::new("Сроки обращений").narrow().trail([HOME]).notice(done).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(all))
        (form::form("/help-requests/terms", key, html! {
            (number("answer_days", "Ответить за столько рабочих дней", "На срочное — за один, на неспешное — вдвое дольше"))
            (number("silent_days", "Закрывать само через столько дней после ответа", "Если педагог ничего не написал"))
            (number("erase_days", "Стирать личные обращения через столько дней после закрытия", "Слова и переписка исчезают, остаётся только число за месяц"))
            (form::button("Сохранить"))
        }))
    })
}
