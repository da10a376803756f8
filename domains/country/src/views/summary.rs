//! Summaries of regions: all together, and one part region by region. Regions stand by name, never by a number.

use crate::{
    lines::{KeptLine, Sum, sums},
    site::SUMMARY,
    store::{Region, State},
    summary::{Line, Part},
};
use coupling::share::{Count, interval};
use kernel::Date;
use maud::{Markup, html};
use outcomes::Choice;
use picture::{
    Told,
    draw::{bars, helix, intervals},
};
use sheets::Value;
use ui::{
    page::Page,
    parts, ru,
    table::{self, Column, Table},
    url::Query,
};

pub const TITLE: &str = "Сводка регионов";
/// More are for the table only.
const DRAWN: usize = 12;

/// What is looked at.
pub struct Shown<'a> {
    pub regions: &'a [Region],
    pub lines: &'a [KeptLine],
    pub choices: &'a [Choice],
    /// The source and period of results.
    pub choice: Option<Choice>,
    /// Of results; empty is all together.
    pub subject: &'a str,
}

impl Shown<'_> {
    fn query(&self) -> Query {
        self.choice.map_or_else(Query::default, |choice| Query::default().with("choice", choice.value()))
    }

    fn url(&self, part: Part, subject: &str) -> String {
        let query = if part == Part::Outcomes { self.query() } else { Query::default() };
        let query = if subject.is_empty() { query } else { query.with("subject", subject) };
        query.href(&format!("{SUMMARY}/{part}"))
    }

    /// The day of a region's summary.
    fn as_of(&self, region: &Region) -> Option<Date> {
        self.lines.iter().find(|kept| kept.region == region.code).map(|kept| kept.as_of)
    }

    /// Regions that have given none.
    fn without(&self) -> usize {
        self.regions.iter().filter(|region| self.as_of(region).is_none()).count()
    }
}

/// All regions together.
pub fn page(shown: &Shown<'_>) -> Page {
    let body = html! {
        @if shown.lines.is_empty() {
            (parts::empty("Сводок пока нет", "Регион фиксирует и передаёт сводку сам: координатор делает это в своём регионе, на странице «Страница страны».", None))
        } @else {
            div.pictures { @for part in Part::ALL { (section(shown, *part)) } }
            (table::sheet_link(SUMMARY, &shown.query()))
        }
        h2 { "Чьи сводки здесь" }
        (givers(shown))
    };
    Page::new(TITLE).wide().lead("Состояние работы регионов на день, который назвал регион. Имён здесь нет; числа о немногих людях скрыты в самом регионе и сюда не попадают.").body(body)
}

fn section(shown: &Shown<'_>, part: Part) -> Markup {
    let all = sums(part, shown.lines.iter());
    html! {
        section.picture id=(part) aria-labelledby={ (part) "-name" } {
            h2 id={ (part) "-name" } { a href=(shown.url(part, "")) { (part.title()) } }
            p { (part.says()) }
            @if part == Part::Outcomes { (choices(shown, SUMMARY, "#outcomes")) }
            @if all.is_empty() {
                p.hint { "Этих чисел не передал ни один регион." }
            } @else {
                @let drawing = drawing(shown, part, &all);
                @if !drawing.0.is_empty() { figure.drawing tabindex="0" aria-label={ (part.title()) ", рисунок" } { (drawing) } }
                @if drawing.0.is_empty() { (together(shown, part, &all)) } @else { (parts::details("То же таблицей", together(shown, part, &all))) }
            }
        }
    }
}

/// Sources and periods to choose from.
fn choices(shown: &Shown<'_>, path: &str, anchor: &str) -> Markup {
    html! {
        @if shown.choices.len() > 1 {
            nav.tabs aria-label="Источник и период" { ul { @for choice in shown.choices {
                li { a href={ (Query::default().with("choice", choice.value()).href(path)) (anchor) } aria-current=[(Some(*choice) == shown.choice).then_some("true")] { (choice.label()) } }
            } } }
        } @else if let Some(choice) = shown.choice {
            p.hint { (choice.label()) }
        }
    }
}

fn together(shown: &Shown<'_>, part: Part, all: &[Sum]) -> Markup {
    let mut columns = vec![Column::new(if part == Part::Outcomes { "Предмет" } else { "Что" }), Column::new(counted_word(part)).number()];
    if let Some(of) = part.of() {
        columns.extend([Column::new(of).number(), Column::new("Доля").number()]);
    }
    columns.push(Column::new("Что в сумме"));
    let row = |sum: &Sum| {
        let name = html! { @if part == Part::Outcomes { a href=(shown.url(part, &sum.code)) { (sum.label) } } @else { (sum.label) } };
        let mut cells = vec![name, html! { (told(part, sum.counted, otherwise(sum)).words()) }];
        if part.of().is_some() {
            cells.extend([html! { (out_of(part, sum.of).words()) }, html! { (share(part, sum.counted, sum.of).words()) }]);
        }
        cells.push(html! { span.hint { (said(shown, sum)) } });
        cells
    };
    Table::new(part.title(), columns).rows(all.iter().map(row)).render()
}

/// What the counts of a part are of, over a column.
pub(super) fn counted_word(part: Part) -> &'static str {
    match part {
        Part::Coverage => "Педагогов с этим",
        Part::Members => "Занято",
        Part::Cases => "Стоят сейчас",
        Part::Pupils => "Подтверждено",
        Part::Pathways => "Маршрутов",
        Part::Outcomes => "Ниже минимума",
    }
}

/// «2 региона; скрыто у 1 региона; не передали 3 региона».
fn said(shown: &Shown<'_>, sum: &Sum) -> String {
    let regions = |count: usize, one: &str, few: &str, many: &str| ru::counted(count as u64, one, few, many);
    let absent = shown.regions.len().saturating_sub(sum.regions + sum.hidden);
    let mut words = if sum.regions < 2 {
        "сумму не показываем: число дали меньше двух регионов".to_owned()
    } else {
        regions(sum.regions, "регион", "региона", "регионов")
    };
    if sum.hidden > 0 {
        words.push_str(&format!("; скрыто у {}", regions(sum.hidden, "региона", "регионов", "регионов")));
    }
    if absent > 0 {
        words.push_str(&format!("; нет данных у {}", regions(absent, "региона", "регионов", "регионов")));
    }
    words
}

/// Of a sum that isn't told: some region hides it, or too few have it.
fn otherwise(sum: &Sum) -> Told {
    if sum.hidden > 0 { Told::Hidden } else { Told::Nothing }
}

/// A count as far as it is told.
fn told(part: Part, counted: Option<i64>, otherwise: Told) -> Told {
    match counted {
        None => otherwise,
        // Of results nought may be one or two as well; few people are hidden instead.
        Some(0) if part != Part::Outcomes => Told::Count(0),
        Some(counted) if part.is_rounded() => Told::About(counted),
        Some(counted) => Told::Count(counted),
    }
}

/// Of results it is told to five as well.
fn out_of(part: Part, of: Option<i64>) -> Told {
    of.map_or(Told::Nothing, if part == Part::Outcomes { Told::About } else { Told::Count })
}

fn share(part: Part, counted: Option<i64>, of: Option<i64>) -> Told {
    let (Some(counted), Some(of)) = (counted, of.filter(|of| *of > 0)) else { return Told::Nothing };
    let percent = |share: f64| (share * 1000.0).round() / 10.0;
    match Count::new(counted, of) {
        Ok(count) if part == Part::Outcomes => {
            let found = interval(count);
            Told::Range { share: percent(count.share().unwrap_or_default()), low: percent(found.low), high: percent(found.high) }
        }
        Ok(count) if part.is_rounded() => Told::AboutPercent((count.share().unwrap_or_default() * 100.0).round()),
        Ok(count) => Told::Percent(percent(count.share().unwrap_or_default())),
        Err(_) => Told::Nothing,
    }
}

fn drawing(shown: &Shown<'_>, part: Part, all: &[Sum]) -> Markup {
    let bar = |sum: &Sum| bars::Count { label: sum.label.clone(), value: told(part, sum.counted, otherwise(sum)), of: sum.of, past: None, middle: None };
    match part {
        Part::Coverage | Part::Members | Part::Pathways => bars::counts(part.as_str(), part.title(), &all.iter().map(bar).collect::<Vec<_>>()),
        Part::Cases => {
            let pupils = sums(Part::Pupils, shown.lines.iter());
            let of = |sums: &[Sum], rung: i64| sums.iter().find(|sum| sum.code == rung.to_string()).map_or(Told::Nothing, |sum| sum.counted.map_or_else(|| otherwise(sum), Told::Count));
            let rungs: Vec<helix::Rung> =
                (1..cases::stage::DONE).map(|rung| helix::Rung { name: cases::stage::title(rung), teachers: of(all, rung), pupils: of(&pupils, rung), past: Told::Nothing, middle: Told::Nothing }).collect();
            helix::picture(&rungs)
        }
        // Both strands are one drawing.
        Part::Pupils => Markup::default(),
        Part::Outcomes => {
            let lines: Vec<intervals::Line> = all.iter().take(DRAWN).map(|sum| intervals::Line { label: sum.label.clone(), value: share(part, sum.counted, sum.of), past: None, middle: None }).collect();
            intervals::shares(part.as_str(), part.title(), &lines)
        }
    }
}

/// Who has given a summary, and for which day.
fn givers(shown: &Shown<'_>) -> Markup {
    let columns = vec![Column::new("Регион"), Column::new("Сводка")];
    let row = |region: &Region| [html! { (region.name) }, html! { (state(shown, region)) }];
    Table::new("Регионы", columns).rows(shown.regions.iter().map(row)).empty("Регионов пока нет", "Программа опрашивает их сама, каждые десять минут.", None).render()
}

/// «на 26.11.2026», or why there is none.
fn state(shown: &Shown<'_>, region: &Region) -> String {
    match (shown.as_of(region), region.state) {
        (Some(day), State::Silent) => format!("на {}; регион не отвечает, числа прежние", ru::date(day)),
        (Some(day), State::Given | State::Empty | State::Withheld) => format!("на {}", ru::date(day)),
        (None, State::Withheld) => "регион ничего не передаёт".into(),
        (None, State::Silent) => "регион не отвечает, сводки нет".into(),
        (None, State::Given | State::Empty) => "сводку не передал".into(),
    }
}

/// One part, region by region.
pub fn one(shown: &Shown<'_>, part: Part) -> Page {
    let body = html! {
        p { (part.says()) }
        @if part == Part::Outcomes { (choices(shown, &format!("{SUMMARY}/{part}"), "")) }
        @if part == Part::Outcomes { (subject(shown)) } @else { (by_region(shown, part)) }
        (table::sheet_link(SUMMARY, &shown.query()))
        p.hint { "Регионы стоят по алфавиту и не сравниваются местами: условия у всех разные. Дни у регионов разные: каждый фиксирует сводку сам. Не передали: " (ru::counted(shown.without() as u64, "регион", "региона", "регионов")) "." }
    };
    Page::new(part.title()).wide().trail([(TITLE.to_owned(), shown.query().href(SUMMARY))]).body(body)
}

fn by_region(shown: &Shown<'_>, part: Part) -> Markup {
    let all = sums(part, shown.lines.iter());
    let mut columns = vec![Column::new("Регион"), Column::new("Сводка")];
    // Not as numbers: their headings are long, and must be broken where many stand side by side.
    columns.extend(all.iter().map(|sum| Column::new(&sum.label)));
    let row = |region: &Region| {
        let own: Vec<&Line> = shown.lines.iter().filter(|kept| kept.part == part && kept.region == region.code).map(|kept| &kept.line).collect();
        let cells = all.iter().map(|sum| html! { (own.iter().find(|line| line.code == sum.code).map_or_else(|| "—".to_owned(), |line| cell(part, line))) });
        [html! { (region.name) }, html! { (state(shown, region)) }].into_iter().chain(cells).collect::<Vec<_>>()
    };
    let totals = [html! { "Вместе" }, html! {}].into_iter().chain(all.iter().map(|sum| html! { (total_words(part, sum)) })).collect::<Vec<_>>();
    html! {
        (Table::new(part.title(), columns).rows(shown.regions.iter().map(row)).totals(totals).render())
        p.hint { "«Вместе» — сумма того, что показано; у скольких регионов число скрыто, сказано в сводке." }
    }
}

/// «около 35 из 120», «скрыто».
fn cell(part: Part, line: &Line) -> String {
    let words = told(part, line.counted, Told::Hidden).words();
    match line.of {
        Some(of) if line.counted.is_some() || part == Part::Members => format!("{words} из {}", ru::number(of)),
        Some(_) | None => words,
    }
}

fn total_words(part: Part, sum: &Sum) -> String {
    let words = told(part, sum.counted, otherwise(sum)).words();
    sum.of.map_or(words.clone(), |of| format!("{words} из {}", ru::number(of)))
}

/// Results of one subject by region.
fn subject(shown: &Shown<'_>) -> Markup {
    let part = Part::Outcomes;
    let all = sums(part, shown.lines.iter());
    let chosen = all.iter().find(|sum| sum.code == shown.subject).or(all.first());
    let Some(chosen) = chosen else { return html! { p.hint { "Этих чисел не передал ни один регион." } } };
    let columns = vec![Column::new("Регион"), Column::new("Сводка"), Column::new("Ниже минимума").number(), Column::new("Результатов").number()];
    let of = |region: &Region| shown.lines.iter().find(|kept| kept.part == part && kept.region == region.code && kept.line.code == chosen.code).map(|kept| &kept.line);
    let row = |region: &Region| {
        let (part_below, results) = match of(region) {
            None => (Told::Nothing, Told::Nothing),
            Some(line) if line.counted.is_none() => (Told::Hidden, Told::Hidden),
            Some(line) => (share(part, line.counted, line.of), out_of(part, line.of)),
        };
        [html! { (region.name) }, html! { (state(shown, region)) }, html! { (part_below.words()) }, html! { (results.words()) }]
    };
    let totals = [html! { "Вместе" }, html! { span.hint { (said(shown, chosen)) } }, html! { (share(part, chosen.counted, chosen.of).words()) }, html! { (out_of(part, chosen.of).words()) }];
    html! {
        nav.tabs aria-label="Предмет" { ul { @for sum in &all { li { a href=(shown.url(part, &sum.code)) aria-current=[(sum == chosen).then_some("true")] { (sum.label) } } } } }
        (Table::new(&chosen.label, columns).rows(shown.regions.iter().map(row)).totals(totals).render())
        p.hint { "Результаты учеников зависят не только от учителя: по ним не оценивают ни учителя, ни школу, ни регион." }
    }
}

/// Columns of the sheet.
pub const COLUMNS: [&str; 8] = ["Раздел", "Источник и период", "Что", "Регион", "Число", "Из скольких", "На день", "Пояснение"];

/// Rows of the sheet: by line, in it all together and then the regions by name; at the end who has given none.
pub fn rows(shown: &Shown<'_>) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    for part in Part::ALL {
        let period = shown.choice.filter(|_| *part == Part::Outcomes).map(|choice| choice.label()).unwrap_or_default();
        for sum in sums(*part, shown.lines.iter()) {
            let mut row = |region: &str, counted: Option<i64>, of: Option<i64>, day: Value, words: String| {
                rows.push(vec![part.title().into(), period.as_str().into(), sum.label.as_str().into(), region.into(), counted.into(), of.into(), day, words.as_str().into()]);
            };
            row("По всем регионам", sum.counted, sum.of, Value::Empty, said(shown, &sum));
            for region in shown.regions {
                let own = shown.lines.iter().find(|kept| kept.part == *part && kept.region == region.code && kept.line.code == sum.code && (*part != Part::Outcomes || kept.line.label == sum.label));
                if let Some(kept) = own {
                    let why = match kept.line.counted {
                        None => "скрыто в регионе",
                        Some(_) if part.is_rounded() => "с точностью до пяти",
                        Some(_) => "",
                    };
                    row(&region.name, kept.line.counted, kept.line.of, kept.as_of.into(), why.to_owned());
                }
            }
        }
    }
    for region in shown.regions.iter().filter(|region| shown.as_of(region).is_none()) {
        rows.push(vec!["".into(), "".into(), "".into(), region.name.as_str().into(), Value::Empty, Value::Empty, Value::Empty, state(shown, region).as_str().into()]);
    }
    rows
}
