//! Pages of schools that are helped. None of them is public, none compares schools.

use super::{Choosing, HUB, Key, choosing, done, paragraphs, picture};
use crate::{
    form::{LINE, TEXT},
    pick::Somebody,
    schools::{self, Factor, Filter, Helper, HelperState, Level, Line, LowSchool, Outcome, Visit, figures::Figures},
    words::Words,
};
use ::web::Answers;
use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form, Group},
    page::Page,
    parts::{self, Kind, SummaryRow, Tile},
    ru,
    table::{self, Column, Table},
    url::Query,
};

const HELP: (&str, &str) = ("Помощь школам", "/schools-help");
const READERS: &str = "Прочтут школа, муниципалитет, координатор и те, кто помогает.";
const NO_NAMES: &str = "Без фамилий учителей и учеников.";

pub fn list(rows: &[LowSchool], filter: &Filter, words: &Words, (query, leads, today): (&Query, bool, Date)) -> Page {
    let columns =
        vec![Column::new("Школа"), Column::new("Муниципалитет"), Column::new("Учебный год"), Column::new("Факторов").number(), Column::new("Последнее посещение"), Column::new("Измерить снова"), Column::new("Состояние")];
    let cells = rows.iter().map(|card| {
        let due = card.is_open() && card.recheck_on <= today;
        [
            html! { a href=(schools::url(card.id)) { (card.place_name) } },
            html! { (card.municipality) },
            html! { (card.year_label()) },
            html! { (card.factors) },
            html! { @if let Some(day) = card.last_visit { (ru::date(day)) } @else { "ещё не было" } },
            html! { @if card.is_open() { (ru::date(card.recheck_on)) } },
            html! { @if due { (parts::tag(Kind::Mine, "пора измерить")) } @else if card.is_open() { (parts::tag(Kind::Doing, "идёт помощь")) } @else { (parts::tag(Kind::Neutral, "завершено")) } },
        ]
    });
    let add = leads.then(|| form::button_link("Начать помощь школе", "/schools-help/new"));
    let fields = html! {
        (Field::new("year", "Год начала учебного года").value(filter.year.map(|year| year.to_string()).unwrap_or_default()).number())
        (Field::new("factor", "Фактор риска").value(&filter.factor).first_line("любой").select(words.choices()))
        (Field::new("show", "Показать").value(&filter.show).first_line("все").select([("open", "идёт помощь"), ("recheck", "пора измерить"), ("unhelped", "никто не помогает")]))
    };
    let mut page = Page::new("Помощь школам")
        .wide()
        .trail([HUB])
        .notice(done(query.text("done")))
        .lead("Список видят координатор, муниципалитет, сама школа и те, кого попросили помочь. Он нигде не публикуется; школы не сравниваются.");
    if let Some(add) = add.clone() {
        page = page.action(add);
    }
    page.body(html! {
        (table::filter_bar("/schools-help", query, fields))
        (Table::new("Школы", columns).query("/schools-help", query).rows(cells).empty("Школ нет", "Здесь стоят школы, которым помогают и которые вам положено видеть.", add).render())
        @if leads { (table::sheet_link("/schools-help", query)) }
    })
}

pub fn new(groups: Vec<Group>, typed: &Answers, errors: &FieldErrors, key: Key<'_>) -> Page {
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.get(name)).errors(errors.all());
    Page::new("Начать помощь школе").narrow().trail([HUB, HELP]).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(errors.all()))
        (Form::new("/schools-help", key()).body(html! {
            (field("place", "Школа").select_groups(groups, None))
            (field("year", "Год начала учебного года").hint("Для 2026/27 — 2026").number())
            (field("basis", "Основание").hint("Приказ, письмо, решение: номер и дата").who_reads(READERS).text())
            (field("recheck_on", "Когда измерить факторы снова").hint("Обычно через полгода").date())
            (form::button("Начать"))
        }))
    })
}

/// What a school's card is drawn from.
pub struct Card {
    pub card: LowSchool,
    pub factors: Vec<Factor>,
    pub lines: Vec<Line>,
    pub helpers: Vec<Helper>,
    pub visits: Vec<Visit>,
    pub words: Words,
    /// Status, factors, who helps.
    pub leads: bool,
    /// Said yes to help here.
    pub helps: bool,
    pub today: Date,
}

impl Card {
    fn works(&self) -> bool {
        (self.leads || self.helps) && self.card.is_open()
    }

    fn own_factors(&self) -> Vec<(String, String)> {
        self.factors.iter().map(|factor| (factor.code.clone(), self.words.label(&factor.code).to_owned())).collect()
    }

    fn about(&self, code: &str) -> String {
        if code.is_empty() { "вся школа".into() } else { self.words.short(code).to_owned() }
    }
}

pub fn card(shown: &Card, query: &Query, typed: (&Answers, &FieldErrors), key: Key<'_>) -> Page {
    let card = &shown.card;
    let base = schools::url(card.id);
    let mut page =
        Page::new(card.place_name.clone()).wide().trail([HUB]).notice(done(query.text("done"))).error_title(!typed.1.is_empty()).lead(format!("Помощь в {} учебном году. Карточка не публикуется", card.year_label()));
    if shown.helps && card.is_open() {
        page = page.action(form::button_link("Записать посещение", &format!("{base}/visits")));
    }
    page.body(html! {
        (form::error_summary(typed.1.all()))
        (parts::summary([
            SummaryRow::new("Муниципалитет", &card.municipality),
            SummaryRow::new("Основание", &card.basis),
            SummaryRow::new("Измерить факторы снова", ru::date(card.recheck_on)),
        ]))
        @if !card.is_open() { (parts::panel("Помощь завершена", paragraphs(&card.closing))) }
        h2 { "Факторы риска" }
        (factors(shown, typed, key))
        h2 { "План помощи" }
        (plan(shown, typed, key))
        h2 { "Кто помогает" }
        (helpers(shown, key))
        h2 { "Посещения и встречи" }
        (visits(shown))
        @if !shown.visits.is_empty() { (act(shown, typed)) }
        @if shown.leads { (ending(shown, typed, key)) }
    })
}

fn measure_fields((typed, errors): (&Answers, &FieldErrors)) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.get(name)).errors(errors.all());
    html! {
        (field("level", "Насколько проявляется").select(Level::ALL.iter().map(|level| (level.as_str(), level.label()))))
        (field("measured_on", "Когда измерили").hint("Пусто — сегодня").date())
        (field("grounds", "На чём основана оценка").hint(format!("Анкеты, посещения уроков, кадровая справка. {NO_NAMES}")).who_reads(READERS).max_chars(TEXT).textarea(2))
    }
}

fn factors(shown: &Card, typed: (&Answers, &FieldErrors), key: Key<'_>) -> Markup {
    let base = schools::url(shown.card.id);
    let columns = vec![Column::new("Фактор"), Column::new("Сначала"), Column::new("Сейчас"), Column::new("Итог"), Column::new("Основание")];
    let rows = shown.factors.iter().map(|factor| {
        let last = factor.last();
        let outcome = last.map(|measure| measure.result).filter(|_| factor.measures.len() > 1);
        let kind = |outcome: Outcome| match outcome {
            Outcome::Gone | Outcome::Better => Kind::Good,
            Outcome::First | Outcome::Same | Outcome::Worse => Kind::Neutral,
        };
        let level = |measure: Option<&schools::Measure>| html! { @if let Some(measure) = measure { (measure.level.label()) ", " (ru::date(measure.on)) } };
        [
            html! { (shown.words.label(&factor.code)) },
            level(factor.first()),
            html! { @if factor.measures.len() > 1 { (level(last)) } @else { "не измеряли снова" } },
            html! { @if let Some(outcome) = outcome { (parts::tag(kind(outcome), outcome.label())) } },
            html! { (last.map_or("", |measure| measure.grounds.as_str())) },
        ]
    });
    html! {
        @if shown.factors.is_empty() { (parts::empty("Факторы не отмечены", "Сначала отмечают факторы риска и насколько они проявляются; по ним строится план.", None)) }
        @else { (picture::factors(&shown.factors, &shown.words)) (Table::new("Факторы: сначала и сейчас", columns).rows(rows).render()) }
        @if shown.works() { @for factor in &shown.factors {
            (parts::details(&format!("Измерить снова: {}", shown.words.short(&factor.code)), Form::new(format!("{base}/factors/{}/measures", factor.id), key()).body(html! {
                (form::hidden("version", &shown.card.version.to_string()))
                (measure_fields_named(&factor.id.to_string()))
                (form::button_secondary("Записать измерение"))
            })))
        } }
        @if shown.leads && shown.card.is_open() {
            (parts::details("Отметить фактор", Form::new(format!("{base}/factors"), key()).body(html! {
                (form::hidden("version", &shown.card.version.to_string()))
                (Field::new("factor", "Фактор").value(typed.0.get("factor")).errors(typed.1.all()).select(shown.words.choices()))
                (measure_fields(typed))
                (form::button_secondary("Отметить"))
            })))
        }
    }
}

/// The same fields for one of several forms of a page: their ids differ, the names are told apart by the suffix.
fn measure_fields_named(suffix: &str) -> Markup {
    let name = |field: &str| format!("{field}-{suffix}");
    html! {
        (Field::new(name("level"), "Насколько проявляется").select(Level::ALL.iter().map(|level| (level.as_str(), level.label()))))
        (Field::new(name("measured_on"), "Когда измерили").hint("Пусто — сегодня").date())
        (Field::new(name("grounds"), "На чём основана оценка").hint(NO_NAMES).who_reads(READERS).max_chars(TEXT).textarea(2))
    }
}

fn plan(shown: &Card, (typed, errors): (&Answers, &FieldErrors), key: Key<'_>) -> Markup {
    let base = schools::url(shown.card.id);
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.get(name)).errors(errors.all());
    let columns = vec![Column::new("Что"), Column::new("Фактор"), Column::new("Кто"), Column::new("Срок"), Column::new("Чего ждём"), Column::new("Сделано")];
    let rows = shown.lines.iter().map(|line| {
        let state = html! {
            @if let Some(day) = line.done_on { (parts::tag(Kind::Good, "сделано")) " " (ru::date(day)) @if !line.done_words.is_empty() { p.hint { (line.done_words) } } }
            @else {
                @if line.due_on < shown.today { (parts::tag(Kind::Waiting, "срок прошёл")) }
                @if shown.card.is_open() {
                    (form::act(&format!("{base}/lines/{}/finish", line.id), &key(), "Сделано", &line.what))
                    @if shown.works() { (form::act(&format!("{base}/lines/{}/removal", line.id), &key(), "Убрать", &line.what)) }
                }
            }
        };
        [html! { (line.what) }, html! { (shown.about(&line.factor)) }, html! { (line.who) }, html! { (ru::date(line.due_on)) }, html! { (line.expected) }, state]
    });
    html! {
        (Table::new("План помощи", columns).rows(rows).empty("План пуст", "Строки плана пишут те, кто помогает, и тот, кто ведёт карточку.", None).render())
        p { a href={ (base) "/plan.pdf" } { "План на бумаге (PDF)" } }
        @if shown.works() {
            (parts::details("Добавить строку плана", Form::new(format!("{base}/lines"), key()).body(html! {
                (field("what", "Что будет сделано").who_reads(READERS).max_chars(TEXT).textarea(2))
                (Field::new("line_factor", "С каким фактором это работает").value(typed.get("line_factor")).errors(errors.all()).first_line("вся школа").select(shown.own_factors()))
                (field("who", "Кто делает").hint("Должность или роль, не фамилия").who_reads(READERS).text())
                (field("due_on", "Срок").date())
                (field("expected", "Чего ждём").who_reads(READERS).max_chars(LINE).text())
                (form::button_secondary("Добавить"))
            })))
        }
    }
}

fn helpers(shown: &Card, key: Key<'_>) -> Markup {
    let base = schools::url(shown.card.id);
    let columns = vec![Column::new("Кто"), Column::new("С чем"), Column::new("Ответ"), Column::new("")];
    let rows = shown.helpers.iter().filter(|helper| helper.person.is_some()).map(|helper| {
        let kind = match helper.state {
            HelperState::Asked => Kind::Waiting,
            HelperState::Yes => Kind::Good,
            HelperState::No | HelperState::Ended => Kind::Neutral,
        };
        let active = matches!(helper.state, HelperState::Asked | HelperState::Yes);
        let release = html! { @if shown.leads && active { (Form::new(format!("{base}/people/release"), key()).body(html! { (form::hidden("helper", &helper.id.to_string())) button.secondary.small type="submit" { "Закончить" span.unseen { " " (helper.name) } } })) } };
        [html! { (helper.name) }, html! { (shown.about(&helper.factor)) }, parts::tag(kind, helper.state.label()), release]
    });
    html! {
        (Table::new("Кто помогает", columns).rows(rows).empty("Пока никто", "Попросите участника актива: помогать он начнёт, когда согласится.", None).render())
        @if shown.leads && shown.card.is_open() { p { a href={ (base) "/people" } { "Попросить участника актива" } } }
    }
}

fn visits(shown: &Card) -> Markup {
    let base = schools::url(shown.card.id);
    let columns = vec![Column::new("Когда"), Column::new("Кто"), Column::new("Минут").number(), Column::new("С чем"), Column::new("Что сделано"), Column::new("Что дальше"), Column::new("Бумага")];
    let rows = shown.visits.iter().map(|visit| {
        let factors = if visit.factors.is_empty() { "вся школа".to_owned() } else { visit.factors.iter().map(|code| shown.words.short(code)).collect::<Vec<_>>().join(", ") };
        let paper = html! { a href={ (base) "/act.pdf?visit=" (visit.id) } { "Акт" span.unseen { " о посещении " (ru::date(visit.on)) " (PDF)" } } };
        [html! { (ru::date(visit.on)) }, html! { (visit.name) }, html! { (visit.minutes) }, html! { (factors) }, html! { (visit.done) }, html! { (visit.next) }, paper]
    });
    Table::new("Посещения и встречи", columns).rows(rows).empty("Записей нет", "Посещение или разговор записывает тот, кто помогает: это минута на телефоне.", None).render()
}

/// The act of more than one visit: of the days chosen, of the whole year without any.
fn act(shown: &Card, (typed, errors): (&Answers, &FieldErrors)) -> Markup {
    let day = |name: &str, label: &str| Field::new(name, label).value(typed.get(name)).errors(errors.all()).date();
    html! {
        h3 { "Акт об оказанной помощи" }
        p.hint { "Кто помогал, что сделано, о чём договорились. Номер, дату и подписи ставят на бумаге. Без дат — за весь учебный год." }
        form.filter method="get" action={ (schools::url(shown.card.id)) "/act.pdf" } {
            (day("from", "С"))
            (day("until", "По"))
            div.filter-buttons { (form::button_secondary("Составить акт (PDF)")) }
        }
    }
}

fn ending(shown: &Card, (typed, errors): (&Answers, &FieldErrors), key: Key<'_>) -> Markup {
    let base = schools::url(shown.card.id);
    let version = || form::hidden("version", &shown.card.version.to_string());
    html! {
        @if shown.card.is_open() {
            (parts::details("Завершить помощь за этот год", Form::new(format!("{base}/closing"), key()).body(html! {
                (version())
                (Field::new("closing", "Чем закончилась работа").value(typed.get("closing")).errors(errors.all()).who_reads(READERS).max_chars(TEXT).textarea(3))
                (form::button_danger("Завершить"))
            })))
        } @else { (Form::new(format!("{base}/reopening"), key()).body(html! { (version()) (form::button_quiet("Открыть карточку снова")) })) }
    }
}

pub fn people(card: &LowSchool, (factor, factors): (&str, &[(String, String)]), (asked, found): (&str, &[Somebody]), key: Key<'_>) -> Page {
    let trail = vec![(HUB.0.to_owned(), HUB.1.to_owned()), (card.place_name.clone(), schools::url(card.id))];
    let path = format!("{}/people", schools::url(card.id));
    let fields = [("factor", factor.to_owned())];
    let before = html! {
        p { "С чем помочь: " }
        ul {
            li { @if factor.is_empty() { strong { "вся школа" } } @else { a href=(path) { "вся школа" } } }
            @for (code, label) in factors { li { @if code == factor { strong { (label) } } @else { a href={ (path) "?factor=" (code) } { (label) } } } }
        }
    };
    choosing(
        &Choosing {
            title: "Кто поможет школе",
            lead: "Действующий участник актива. Он увидит карточку, когда его попросят, и сам решит.",
            trail,
            path: &path,
            fields: &fields,
            asked,
            found,
            label: "Попросить",
            nobody: "Ищем среди действующих участников актива вашей территории и тех, кто разрешил публиковать имя.",
        },
        before,
        key,
    )
}

pub fn log(card: &LowSchool, factors: &[(String, String)], typed: &Answers, errors: &FieldErrors, key: Key<'_>) -> Page {
    let trail = vec![(HUB.0.to_owned(), HUB.1.to_owned()), (card.place_name.clone(), schools::url(card.id))];
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.get(name)).errors(errors.all());
    Page::new("Записать посещение").narrow().trail(trail).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(errors.all()))
        (Form::new(format!("{}/visits", schools::url(card.id)), key()).body(html! {
            (field("held_on", "Когда").hint("Пусто — сегодня").date())
            (field("minutes", "Минут").number())
            (field("done", "Что сделано").hint(format!("Одной фразой. {NO_NAMES}")).who_reads(READERS).max_chars(TEXT).textarea(2))
            (field("next", "Что дальше").who_reads(READERS).max_chars(LINE).text())
            @if !factors.is_empty() { (field("factors", "С чем работали").checkboxes(factors.to_vec(), &typed.all("factors"))) }
            (form::button("Записать"))
        }))
    })
}

pub fn figures(figures: &Figures, year: i64, words: &Words, query: &Query) -> Page {
    let number = |label: &str| Column::new(label).number();
    let columns = vec![Column::new("Фактор"), number("Школ"), number("Проявлялся сильно"), number("Измерили снова"), number("Снят"), number("Лучше"), number("Так же"), number("Хуже")];
    let rows = figures.factors.iter().map(|count| {
        let cell = |number: u64| html! { (ru::number(number)) };
        [html! { (words.label(&count.factor)) }, cell(count.schools), cell(count.strong), cell(count.rechecked), cell(count.gone), cell(count.better), cell(count.same), cell(count.worse)]
    });
    let tiles = [
        Tile::new("Школ", ru::number(figures.schools)),
        Tile::new("Из них с планом и помощником", ru::number(figures.helped)),
        Tile::new("Посещений", ru::number(figures.visits)),
        Tile::new("Часов", ru::number(figures.minutes / 60)),
    ];
    Page::new("Помощь школам: итоги").wide().trail([HUB]).lead("Только числа: школы не названы и не сравниваются.").body(html! {
        (table::filter_bar("/schools-help/figures", query, Field::new("year", "Год начала учебного года").value(year.to_string()).number()))
        (parts::tiles(&tiles))
        (Table::new("Факторы риска", columns).rows(rows).empty("Показать нечего", "За этот год факторы не отмечены, или школ слишком мало, чтобы показать их числами.", None).render())
        @if figures.is_cut { p.hint { "Группы меньше трёх школ не показаны." } }
    })
}

/// A card as a row of a sheet, for those who lead.
pub fn cells(card: &LowSchool) -> Vec<sheets::Value> {
    let day = |day: Option<Date>| day.map(kernel::date::short).unwrap_or_default();
    [card.place_name.clone(), card.municipality.clone(), card.year_label(), card.basis.clone(), card.factors.to_string(), day(card.last_visit), day(Some(card.recheck_on)), day(card.closed_on)]
        .iter()
        .map(|text| sheets::Value::from(text.as_str()))
        .collect()
}
