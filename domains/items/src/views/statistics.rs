//! The statistics of an item in a methodist's words: difficulty, discrimination, choices, fit, exposure, differences between groups.

use super::{BANK, CALIBRATIONS, HOME, plot, plot::Line};
use crate::{
    calibration::{Calibration, Parameters},
    content::{Ask, ItemBody, text_of},
    model::{CalibrationId, Item},
    show::decimal,
    statistics::{ItemStatistics, OptionStatistics},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use ui::{
    page::Page,
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};

/// What the page is drawn from.
pub struct Shown {
    pub item: Item,
    pub body: ItemBody,
    pub found: Option<(CalibrationId, ItemStatistics)>,
    /// Calibrations that know the newest revision, newest first.
    pub calibrations: Vec<(Calibration, Parameters)>,
    pub guess: Parameters,
}

/// `0,53`; a minus of its own, never before a zero; a dash for what isn't known.
pub fn figure(number: Option<f64>) -> String {
    number.filter(|number| number.is_finite()).map_or_else(|| "—".into(), |number| decimal((number * 100.0).round() / 100.0 + 0.0))
}

fn percent(share: Option<f64>) -> String {
    share.filter(|share| share.is_finite()).map_or_else(|| "—".into(), |share| format!("{:.0}\u{a0}%", share * 100.0))
}

pub fn page(shown: &Shown, zone: &TimeZone) -> Page {
    let item = &shown.item;
    let body = html! {
        (parameters(shown, zone))
        @match &shown.found {
            Some((calibration, found)) => {
                (flags(found))
                (classical(found))
                (choices(&shown.body, found))
                (groups(found))
                p.hint { "Посчитано вместе с " a href={ "/calibrations/" (calibration) } { "калибровкой" } "." }
            }
            None => (parts::empty("Ответов на это задание ещё не считали", "Показатели появятся после калибровки, в которую войдут ответы учителей.", None)),
        }
    };
    Page::new(format!("Статистика задания {}", item.code)).trail([(HOME.0.to_owned(), HOME.1.to_owned()), (BANK.0.to_owned(), BANK.1.to_owned()), (item.code.clone(), format!("/items/{}", item.id))]).body(body)
}

fn parameters(shown: &Shown, zone: &TimeZone) -> Markup {
    let current = shown.calibrations.iter().find(|(calibration, _)| calibration.is_current).or_else(|| shown.calibrations.first());
    let used = current.map_or(&shown.guess, |(_, parameters)| parameters);
    let rows = shown.calibrations.iter().map(|(calibration, parameters)| {
        [
            html! { a href={ "/calibrations/" (calibration.id) } { (calibration.title) } @if calibration.is_current { " " (parts::tag(Kind::Good, "действует")) } },
            html! { (ru::date(zone.to_datetime(calibration.asked_at).date())) },
            html! { (figure(Some(parameters.difficulty()))) },
            html! { (figure(Some(parameters.slope))) },
            html! { (figure(parameters.errors.first().copied())) },
        ]
    });
    let columns = vec![Column::new("Калибровка"), Column::new("Дата"), Column::new("Трудность").number(), Column::new("Крутизна").number(), Column::new("Ошибка крутизны").number()];
    let why = "Калибровки ещё не было. Пока считаем по трудности, которую указал автор: результат называется предварительным, рост не сравнивается.";
    html! {
        (parts::panel("На общей шкале", html! {
            p { "Трудность 0 — столько умеет средний учитель; 1 — на одно стандартное отклонение больше. Крутизна показывает, насколько резко задание отделяет тех, кто умеет, от тех, кто нет: от 0,8 — хорошо." }
            (Table::new("Параметры задания", columns).rows(rows).empty("Параметров нет", why, Some(html! { a href=(CALIBRATIONS.1) { (CALIBRATIONS.0) } })).render())
            @let marks: Vec<String> = (-3..=3).map(|mark: i32| mark.to_string().replace('-', "−")).collect();
            (plot::lines("Вероятность балла при разном уровне", &format!("По горизонтали уровень от −3 до 3, по вертикали вероятность. Трудность {}, крутизна {}.", figure(Some(used.difficulty())), figure(Some(used.slope))), &marks, &plot::chances(used)))
            (chances(used))
        }))
    }
}

/// The table twin of the curve.
fn chances(used: &Parameters) -> Markup {
    let item = used.item();
    let columns = std::iter::once(Column::new("Уровень")).chain((0..=item.max_score()).map(|score| Column::new(ru::counted(score, "балл", "балла", "баллов")).number())).collect();
    let rows = (-3..=3).map(|level: i32| {
        let mut found = vec![0.0; item.max_score() + 1];
        item.probabilities(f64::from(level), &mut found);
        std::iter::once(html! { (level.to_string().replace('-', "−")) }).chain(found.into_iter().map(|chance| html! { (percent(Some(chance))) })).collect::<Vec<_>>()
    });
    parts::details("То же таблицей", Table::new("Вероятность балла при разном уровне", columns).rows(rows).render())
}

fn flags(found: &ItemStatistics) -> Markup {
    html! {
        @if found.flags.is_empty() {
            p { (parts::tag(Kind::Good, "замечаний нет")) }
        } @else {
            (parts::panel("На что обратить внимание", html! {
                dl.summary { @for flag in &found.flags { div { dt { (flag.meaning()) } dd { (flag.advice()) } } } }
            }))
        }
    }
}

fn classical(found: &ItemStatistics) -> Markup {
    let exposure = (found.people > 0).then(|| found.answers as f64 / found.people as f64);
    parts::panel(
        "Показатели",
        parts::summary([
            SummaryRow::new("Ответов", html! { (ru::number(found.answers)) " из " (ru::number(found.people)) " проходивших (" (percent(exposure)) ")" }),
            SummaryRow::new("Набирают баллов", html! { (percent(found.p)) " — доля от наибольшего; чем меньше, тем труднее" }),
            SummaryRow::new("Связь с остальными", html! { (figure(found.rest)) " — хорошо от 0,3, слабо ниже 0,15" }),
            SummaryRow::new("Согласие с моделью", html! { "внутреннее " (figure(found.infit)) ", внешнее " (figure(found.outfit)) " — хорошо от 0,7 до 1,3" }),
        ]),
    )
}

fn choices(body: &ItemBody, found: &ItemStatistics) -> Markup {
    let (Ask::Single { choices } | Ask::Multiple { choices }) = &body.ask else { return html! {} };
    let text = |option: &OptionStatistics| text_of(choices, &option.id).to_owned();
    let share = |option: &OptionStatistics| (found.answers > 0).then(|| option.chosen as f64 / found.answers as f64);
    let rows = found.options.iter().map(|option| {
        let right = html! { @if option.is_right { (parts::tag(Kind::Good, "верный")) } };
        let fifth = |at: usize| html! { (percent(option.fifths.get(at).copied())) };
        vec![html! { (option.id.to_uppercase()) ". " (text(option)) " " (right) }, html! { (percent(share(option))) }, html! { (figure(option.rest)) }, fifth(0), fifth(1), fifth(2), fifth(3), fifth(4)]
    });
    let columns = vec![
        Column::new("Вариант"),
        Column::new("Выбрали").number(),
        Column::new("Связь с остальными").number(),
        Column::new("Слабейшие 20 %").number(),
        Column::new("Ниже среднего").number(),
        Column::new("Средние").number(),
        Column::new("Выше среднего").number(),
        Column::new("Сильнейшие 20 %").number(),
    ];
    let drawn: Vec<Line> = found
        .options
        .iter()
        .filter(|option| !option.fifths.is_empty())
        .map(|option| Line { name: option.id.to_uppercase(), points: option.fifths.iter().enumerate().map(|(at, share)| (at as f64 / 4.0, *share)).collect(), is_main: option.is_right })
        .collect();
    let marks = ["слабейшие", "", "средние", "", "сильнейшие"].map(str::to_owned);
    parts::panel(
        "Кто что выбирает",
        html! {
            p { "Верный вариант должен расти от слабых к сильным, неверные — убывать." }
            @if drawn.is_empty() { p.hint { "Для рисунка нужно не меньше " (crate::statistics::FEW) " ответов." } }
            @else { (plot::lines("Доля выбравших каждый вариант по пятым частям от слабейших к сильнейшим", "Сплошная линия — верный вариант, пунктир — неверные. Те же числа в таблице ниже.", &marks, &drawn)) }
            (Table::new("Доля выбравших каждый вариант", columns).rows(rows).render())
        },
    )
}

fn groups(found: &ItemStatistics) -> Markup {
    let rows = found.dif.iter().map(|dif| {
        let (reference, focal) = dif.groups.labels();
        let (kind, word) = match dif.class.as_str() {
            "A" => (Kind::Good, "незначимая"),
            "B" => (Kind::Waiting, "умеренная"),
            _ => (Kind::Bad, "большая"),
        };
        let harder = if dif.delta < 0.0 { focal } else { reference };
        [
            html! { (reference) " и " (focal) },
            html! { (ru::number(dif.answers.0)) " и " (ru::number(dif.answers.1)) },
            html! { (figure(Some(dif.delta))) },
            html! { (parts::tag(kind, word)) @if dif.class != "A" { " труднее группе «" (harder) "»" } },
        ]
    });
    let columns = vec![Column::new("Группы"), Column::new("Ответов").number(), Column::new("Разница").number(), Column::new("Что это значит")];
    parts::panel(
        "Одинаково ли для разных групп",
        html! {
            p { "Сравниваем тех, у кого равный уровень. Разница сама по себе не вина задания: решает человек, прочитав его." }
            (Table::new("Различия между группами", columns).rows(rows).empty("Пока не сравнить", "Нужно не меньше 100 ответов в каждой группе.", None).render())
        },
    )
}
