//! Pages of lots: the list, a new one over the list that waits, one of them, how it is checked; and a teacher's own place in a queue.

mod check;

pub use check::{check, own_check};

use crate::{
    lots::{self, LotForm, Waiting, months},
    model::{Entry, Lot, LotState, in_month, month},
};
use jiff::tz::TimeZone;
use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};

const HUB: (&str, &str) = ("Что помогло", "/insight");
const LOTS: (&str, &str) = ("Жребий очереди", "/insight/lots");

fn trail(more: &[(&str, &str)]) -> Vec<(String, String)> {
    [HUB].iter().chain(more).map(|(label, url)| ((*label).to_owned(), (*url).to_owned())).collect()
}

fn state(lot: &Lot) -> Markup {
    match lot.state {
        LotState::Announced => parts::tag(Kind::Waiting, lot.state.label()),
        LotState::Drawn => parts::tag(Kind::Good, lot.state.label()),
        LotState::Cancelled => parts::tag(Kind::Neutral, lot.state.label()),
    }
}

fn about(lot: &Lot) -> String {
    if lot.competency.is_empty() { "любое затруднение".to_owned() } else { format!("затруднение «{}»", lot.competency_title) }
}

/// All lots within reach.
pub fn list(lots: &[Lot]) -> Page {
    let columns = ["Жребий", "Место", "О чём", "В списке", "В месяц", "Начало", "День жребия", "Состояние"];
    let columns = columns.into_iter().map(|label| if matches!(label, "В списке" | "В месяц") { Column::new(label).number() } else { Column::new(label) }).collect();
    let row = |lot: &Lot| {
        [
            html! { a href=(lots::url(lot.id)) { (lot.number) } },
            html! { (lot.place_name) },
            html! { (about(lot)) },
            html! { (ru::number(lot.size)) },
            html! { (ru::number(lot.capacity)) },
            html! { (month(lot.first_month)) },
            html! { (ru::date(lot.draws_on)) },
            html! { (state(lot)) @if !lot.cancelled_why.is_empty() { br; span.hint { (lot.cancelled_why) } } },
        ]
    };
    Page::new(LOTS.0)
        .trail(trail(&[]))
        .lead("Когда помочь сразу всем нельзя, порядок решает жребий. Так честно, и только так потом можно доказать, помогло ли сопровождение.")
        .action(form::button_link("Объявить жребий", "/insight/lots/new"))
        .body(html! {
            (Table::new("Жребии", columns).rows(lots.iter().map(row)).empty("Жребиев ещё не было", "Если педагогов с измеренным затруднением больше, чем мест, объявите жребий: он займёт минуту.", None).render())
            p.hint { "Отменённые жребии остаются в списке: тянуть, пока не понравится, нельзя." }
        })
}

pub struct NewLot<'a> {
    pub form: &'a LotForm,
    pub list: &'a [Waiting],
    /// Competencies among those who wait: code and title.
    pub competencies: &'a [(String, String)],
    pub errors: &'a FieldErrors,
    pub today: Date,
    /// Digest of the list as it stands on this page.
    pub seen: &'a str,
}

/// A new one: who waits, how many begin in a month, when it is drawn.
pub fn new(shown: &NewLot<'_>, key: &str) -> Page {
    let (typed, errors) = (shown.form, shown.errors);
    let choices = std::iter::once((String::new(), "любое".to_owned())).chain(shown.competencies.iter().cloned());
    let choices: Vec<(String, String)> = choices.collect();
    let starts: Vec<(String, String)> = months(shown.today).into_iter().map(|day| (lots::month_key(day), month(day))).collect();
    let body = html! {
        (form::error_summary(errors.all()))
        form.filters method="get" action="/insight/lots/new" {
            (Field::new("competency", "Затруднение").value(&typed.competency).select(choices))
            (form::button_secondary("Показать список"))
        }
        h2 id="list" { "Кто ждёт: " (ru::counted(shown.list.len(), "педагог", "педагога", "педагогов")) }
        @if let Some(words) = errors.of("list") { p.error { (words) } }
        p.hint { "Измеренное затруднение с вероятностью не меньше 80\u{a0}%, результат открыт вам, сопровождения сейчас нет и за год от него не отказывались." }
        (waiting(shown.list))
        @if !shown.list.is_empty() {
            h2 { "Условия жребия" }
            (Form::new("/insight/lots", key).body(html! {
                (form::hidden("competency", &typed.competency))
                (form::hidden("seen", shown.seen))
                (Field::new("capacity", "Сколько педагогов начнут в месяц").hint("Сколько сопровождений в месяц смогут открыть методисты").value(&typed.capacity).errors(errors.all()).short().number())
                (Field::new("first_month", "Первый месяц").value(&typed.first_month).errors(errors.all()).select(starts))
                (Field::new("draws_on", "День жребия").hint("Раньше этого дня жребий не провести").value(&typed.draws_on).errors(errors.all()).date())
                (Field::new("public_source", "Какое число добавит случая").hint("Его в день жребия увидят все, а сегодня не знает никто. Так никто, и вы тоже, не сможет выбрать порядок").who_reads("Прочтут все, кто проверяет жребий").max_chars(lots::SOURCE_CHARS).value(&typed.public_source).errors(errors.all()).text())
                (parts::warning("После объявления список, места, месяц и секрет жребия не изменить. Педагоги узнают о жребии только после него: им сообщат месяц."))
                (form::button("Объявить жребий"))
            }))
        }
    };
    Page::new("Новый жребий").trail(trail(&[LOTS])).error_title(!errors.is_empty()).body(body)
}

fn waiting(list: &[Waiting]) -> Markup {
    let columns = ["Педагог", "Где работает", "Затруднение"].map(Column::new).to_vec();
    let row = |one: &Waiting| [html! { (one.name) }, html! { (one.place_name) }, html! { (one.titles.join("; ")) }];
    Table::new("Кто ждёт", columns).rows(list.iter().map(row)).empty("Сейчас никто не ждёт", "Здесь появятся педагоги с измеренным затруднением, которые открыли вам результат и ещё не сопровождаются.", None).render()
}

pub struct Shown<'a> {
    pub lot: &'a Lot,
    pub entries: &'a [Entry],
    /// Of one's own place: acts and names.
    pub owns: bool,
    pub today: Date,
    pub zone: &'a TimeZone,
    pub typed: Typed<'a>,
}

/// What was typed and what was wrong.
#[derive(Clone, Copy, Default)]
pub struct Typed<'a> {
    pub errors: &'a [(String, String)],
    pub reason: &'a str,
    pub public_value: &'a str,
    pub done: &'a str,
}

/// One lot.
pub fn page(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Page {
    let lot = shown.lot;
    let notice = match shown.typed.done {
        "announced" => Some(Notice::done("Жребий объявлен. Список заморожен, секрет связан отпечатком и закрыт до дня жребия")),
        "drawn" => Some(Notice::done("Жребий проведён. Педагогам сообщили месяц")),
        "cancelled" => Some(Notice::done("Жребий отменён")),
        "left" => Some(Notice::done("Отмечено: педагог больше не в очереди. На нём это не отразится")),
        _ => None,
    };
    let body = html! {
        (form::error_summary(shown.typed.errors))
        (facts(shown))
        @if shown.owns && lot.state == LotState::Announced { (acts(shown, key)) }
        h2 { @if lot.state == LotState::Drawn { "Порядок" } @else { "Список" } }
        (entries(shown, key))
        p { a href={ (lots::url(lot.id)) "/check" } { "Проверить жребий" } " — как получился порядок и как повторить его самому." }
    };
    Page::new(format!("Жребий {}", lot.number)).trail(trail(&[LOTS])).notice(notice).error_title(!shown.typed.errors.is_empty()).body(body)
}

fn facts(shown: &Shown<'_>) -> Markup {
    let lot = shown.lot;
    let left = shown.entries.iter().filter(|entry| entry.left_on.is_some()).count();
    let mut rows = vec![
        SummaryRow::new("Состояние", state(lot)),
        SummaryRow::new("Место", &lot.place_name),
        SummaryRow::new("Кто в списке", format!("{}, измерено с вероятностью не меньше 80\u{a0}%, без сопровождения", about(lot))),
        SummaryRow::new("В списке", format!("{}{}", ru::counted(lot.size, "педагог", "педагога", "педагогов"), if left > 0 { format!(", выбыли: {left}") } else { String::new() })),
        SummaryRow::new("Начинают в месяц", ru::number(lot.capacity)),
        SummaryRow::new("Первый месяц", month(lot.first_month)),
        SummaryRow::new("День жребия", ru::date(lot.draws_on)),
        SummaryRow::new("Объявлен", ru::datetime(lot.announced_at, shown.zone)),
        SummaryRow::new("Отпечаток до жребия", html! { code { (lot.commitment) } }),
        SummaryRow::new("Какое число добавит случая", &lot.public_source),
    ];
    if let Some(at) = lot.drawn_at {
        rows.push(SummaryRow::new("Само число", &lot.public_value));
        rows.push(SummaryRow::new("Проведён", ru::datetime(at, shown.zone)));
    }
    if !lot.cancelled_why.is_empty() {
        rows.push(SummaryRow::new("Почему отменён", &lot.cancelled_why));
    }
    parts::summary(rows)
}

fn acts(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Markup {
    let lot = shown.lot;
    html! {
        @if shown.today >= lot.draws_on {
            (Form::new(format!("{}/draw", lots::url(lot.id)), key()).body(html! {
                (form::hidden("version", &lot.version.to_string()))
                p { "Кто за это время выбыл, останется в порядке без месяца; его месяц достанется следующему." }
                (Field::new("public_value", "Число").hint(lot.public_source.as_str()).who_reads("Прочтут все, кто проверяет жребий").max_chars(lots::VALUE_CHARS).value(shown.typed.public_value).errors(shown.typed.errors).short().text())
                (form::button("Провести жребий"))
            }))
        } @else {
            p.hint { "Жребий можно провести " (ru::date(lot.draws_on)) " или позже." }
        }
        (parts::details("Отменить жребий", html! {
            (Form::new(format!("{}/cancellation", lots::url(lot.id)), key()).body(html! {
                (form::hidden("version", &lot.version.to_string()))
                (Field::new("reason", "Почему").value(shown.typed.reason).errors(shown.typed.errors).who_reads("Прочтут все, кому видны жребии этого места").max_chars(500).textarea(2))
                (form::button_danger("Отменить жребий"))
            }))
        }))
    }
}

fn entries(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Markup {
    let is_drawn = shown.lot.state == LotState::Drawn;
    let columns = ["№", "Педагог", "Где работает", "Когда начнёт", "Что дальше"].map(Column::new).to_vec();
    let row = |entry: &Entry| {
        [
            html! { (entry.position.map_or_else(|| "—".to_owned(), |at| at.to_string())) },
            html! { @if entry.name.is_empty() { span.hint { "строка " (entry.label) } } @else { (entry.name) } },
            html! { (entry.place_name) },
            html! { @if let Some(day) = entry.starts_on { (month(day)) } @else { "—" } },
            next(shown, entry, is_drawn, key),
        ]
    };
    html! {
        @if !shown.owns { p.hint { "Имена видит только то место, которое объявило жребий." } }
        (Table::new("Список жребия", columns).rows(shown.entries.iter().map(row)).render())
    }
}

fn next(shown: &Shown<'_>, entry: &Entry, is_drawn: bool, key: &dyn Fn() -> String) -> Markup {
    if let Some(case) = entry.case {
        return html! { a href=(cases::url::case(case)) { "Сопровождение открыто" } };
    }
    if let Some(why) = entry.left_why {
        return html! { "выбыл(а): " (why.label()) };
    }
    let Some(person) = entry.person.filter(|_| shown.owns && shown.lot.state != LotState::Cancelled) else { return html! { "в очереди" } };
    html! {
        @if is_drawn { a href={ "/cases/new?person=" (person) } { "Предложить сопровождение" } }
        (parts::details("Выбыл(а)", html! {
            (Form::new(format!("{}/leaving", lots::url(shown.lot.id)), key()).body(html! {
                (form::hidden("line", &entry.label))
                div.buttons {
                    (form::button_secondary_named("Не захотел(а)", "why", "own_wish"))
                    (form::button_secondary_named("Больше не работает здесь", "why", "moved"))
                }
            }))
        }))
    }
}

/// A teacher's own place in queues.
pub fn own(mine: &[(Lot, Entry)], done: &str, key: &dyn Fn() -> String) -> Page {
    let notice = (done == "left").then(|| Notice::done("Вы больше не в очереди. На вас это никак не отразится"));
    let body = html! {
        @if mine.is_empty() { (parts::empty("Вы не стоите в очереди", "Если вам предложат сопровождение по очереди, здесь появится месяц.", None)) }
        @for (lot, entry) in mine {
            section.panel {
                @match (entry.case, entry.left_on, entry.starts_on) {
                    (Some(case), _, _) => p { "Сопровождение открыто. " a href=(cases::url::case(case)) { "Посмотреть" } },
                    (None, Some(day), _) => p { "С " (ru::date(day)) " вы не в этой очереди." },
                    (None, None, Some(day)) => {
                        p { "Вам предложат сопровождение " b { (in_month(day)) } "." }
                        p.hint { "Порядок определил жребий " (lot.number) ": месяц ничего не говорит о вашей работе. Это добровольно. " a href={ "/cabinet/queue/" (lot.id) } { "Как проверить жребий" } }
                        (Form::new(format!("/cabinet/queue/{}/leaving", lot.id), key()).body(html! { (form::button_secondary("Не предлагать мне")) }))
                    },
                    (None, None, None) => p { "Месяц ещё не известен." },
                }
            }
        }
    };
    Page::new("Очередь на сопровождение").narrow().trail([("Кабинет".to_owned(), "/cabinet".to_owned())]).notice(notice).body(body)
}
