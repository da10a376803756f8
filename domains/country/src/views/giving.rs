//! The page of a region's decision: what would go, exactly.

use crate::{
    contribution::Period,
    frozen::Frozen,
    giving::Decision,
    lines::choice,
    site::GIVING,
    summary::{Line, Part, Section},
    views::summary::counted_word,
};
use maud::{Markup, html};
use ui::{
    form::{self, Form},
    page::Page,
    parts, ru,
    table::{Column, Table},
};

/// What stands on the page.
pub struct Shown<'a> {
    pub decision: Option<&'a Decision>,
    pub periods: &'a [Period],
    /// Frozen, not handed over yet.
    pub waiting: Option<&'a Frozen>,
    pub in_force: Option<&'a Frozen>,
    /// What was just done.
    pub done: &'a str,
    pub key: &'a dyn Fn() -> String,
}

impl Shown<'_> {
    fn gives(&self) -> bool {
        self.decision.is_some_and(|decision| decision.gives)
    }
}

pub fn page(shown: &Shown<'_>) -> Page {
    let body = html! {
        @if let Some(words) = done(shown.done) { (parts::notice(&parts::Notice::done(words))) }
        (decided(shown))
        (summary(shown))
        h2 { "Какие показатели уйдут" }
        @if shown.periods.is_empty() { (parts::empty("Показателей для передачи пока нет", "Сдайте отчёт региона: в разделе «Отчёты» зафиксируйте цифры и нажмите «Сдать».", None)) }
        @for period in shown.periods {
            h3 { (reports::Period { from: period.from, until: period.until }.label()) }
            (indicators(period))
        }
    };
    Page::new("Страница страны").narrow().lead("Регион сам решает, давать ли свои числа на общую страницу.").body(body)
}

fn done(what: &str) -> Option<&'static str> {
    match what {
        "decided" => Some("Решение записано"),
        "frozen" => Some("Сводка зафиксирована. Проверьте её и передайте"),
        "given" => Some("Сводка передана"),
        "removed" => Some("Сводка убрана"),
        _ => None,
    }
}

fn decided(shown: &Shown<'_>) -> Markup {
    let words = match shown.decision {
        None => "Решения пока нет: ничего не передаётся.".to_owned(),
        Some(decision) if decision.gives => format!("Передаются с {}. Новый сданный отчёт уходит сам, в течение десяти минут.", ru::date(decision.on)),
        Some(decision) => format!("Не передаются с {}.", ru::date(decision.on)),
    };
    let label = if shown.gives() { form::button_danger_named("Больше не передавать", "gives", "no") } else { form::button_named("Передавать показатели", "gives", "yes") };
    parts::panel(
        "Что решено",
        html! {
            p { (words) }
            p.hint { "Передаются только числа из отчётов региона, которые сданы, и сводка, которую вы передали: без имён, без школ и муниципалитетов, без слов отчёта. Что скрыто в регионе, скрыто и там. Передачу можно прекратить: тогда числа со страницы страны исчезнут. Решение записывается в журнал." }
            (Form::new(GIVING, &(shown.key)()).body(form::buttons(label)))
        },
    )
}

/// The summary: freeze, look, hand over or throw away.
fn summary(shown: &Shown<'_>) -> Markup {
    html! {
        h2 { "Сводка региона" }
        p { "Состояние работы на сегодня: участники по видам, сопровождения по ступеням, маршруты, охват, результаты классов по предметам (без ВПР). Сначала она фиксируется: числа в ней больше не меняются, и вы видите их такими, какими они уйдут. Все числа, кроме участников, мест и общего числа педагогов, — с точностью до пяти: чтобы по разности двух сводок не был виден один человек. Потом её можно передать или убрать." }
        @if let Some(frozen) = shown.waiting {
            (parts::panel(&format!("Ждёт решения: сводка на {}", ru::date(frozen.summary.as_of)), html! {
                @if !shown.gives() { p { "Сейчас регион ничего не передаёт: сначала нажмите «Передавать показатели»." } }
                (frozen_lines(frozen))
                @if shown.gives() { (Form::new(format!("{GIVING}/summary/{}/handover", frozen.id), (shown.key)()).body(form::buttons(form::button_secondary("Передать сводку")))) }
                (form::act(&format!("{GIVING}/summary/{}/removal", frozen.id), &(shown.key)(), "Убрать", "сводку, которая ждёт решения"))
            }))
        }
        @if let Some(frozen) = shown.in_force {
            (parts::panel(&format!("Передана: сводка на {}", ru::date(frozen.summary.as_of)), html! {
                @if !shown.gives() { p { "Сейчас регион ничего не передаёт, поэтому на странице страны её нет." } }
                (parts::details("Что в ней", frozen_lines(frozen)))
                (form::act(&format!("{GIVING}/summary/{}/removal", frozen.id), &(shown.key)(), "Отозвать", "переданную сводку"))
            }))
        }
        (Form::new(format!("{GIVING}/summary"), (shown.key)()).body(form::buttons(form::button_secondary(if shown.waiting.is_some() { "Зафиксировать заново" } else { "Зафиксировать сводку на сегодня" }))))
    }
}

fn frozen_lines(frozen: &Frozen) -> Markup {
    let mut sections: Vec<&Section> = frozen.summary.sections.iter().collect();
    // Results by their periods as school years go, as on the country's page; the rest keeps its order before them.
    sections.sort_by_key(|section| choice(&section.choice).map(|choice| (-choice.school_year, choice.source, picture::along_year(&choice))));
    html! { @for section in sections { (section_lines(section)) } }
}

fn section_lines(section: &Section) -> Markup {
    let title = match choice(&section.choice) {
        Some(choice) => format!("{}: {}", section.part.title(), choice.label()),
        None => section.part.title().to_owned(),
    };
    let columns = vec![Column::new(if section.part == Part::Outcomes { "Предмет" } else { "Что" }), Column::new(counted_word(section.part)).number(), Column::new(section.part.of().unwrap_or("Из скольких")).number()];
    let number = |number: Option<i64>| number.map_or_else(|| "скрыто".to_owned(), |number| ru::number(number));
    let row = |line: &Line| [html! { (line.label) }, html! { (number(line.counted)) }, html! { @if section.part.of().is_some() { (number(line.of)) } @else { "—" } }];
    Table::new(title, columns).show_caption().rows(section.lines.iter().map(row)).render()
}

fn indicators(period: &Period) -> Markup {
    let columns = vec![Column::new("Показатель"), Column::new("Значение").number()];
    let rows = period.numbers.iter().map(|number| [html! { (number.title) }, html! { (number.text()) @if !number.why.is_empty() { br; span.hint { (number.why) } } }]);
    Table::new("Показатели", columns).rows(rows).render()
}
