//! Pages of the year programme.

mod forms;
mod history;
mod sheet;
mod stage;

pub use forms::{Editing, edit_page};
pub use history::history_page;
pub use sheet::{COLUMNS, cells};
pub use stage::{StagePage, stage_page};

use super::{
    model::{Counted, Progress, Standing, study_year, year_words},
    picture,
};
use ::web::Shell;
use access::{Action, Actor};
use kernel::Date;
use maud::{Markup, html};
use ui::{
    form,
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{Column, Table, sheet_link},
    url::Query,
};

const PATH: &str = "/programme";

pub struct Programme {
    pub year: i64,
    pub years: Vec<i64>,
    pub stages: Vec<Progress>,
    pub today: Date,
    pub proposed: usize,
}

pub fn tag(standing: Standing) -> Markup {
    let kind = match standing {
        Standing::Ahead => Kind::Waiting,
        Standing::Going | Standing::OnTrack => Kind::Doing,
        Standing::Behind => Kind::Mine,
        Standing::DoneEarly | Standing::Done => Kind::Good,
        Standing::Partly => Kind::Bad,
        Standing::Over => Kind::Neutral,
    };
    parts::tag(kind, standing.label())
}

/// «24 из 40».
pub fn of(counted: &Counted) -> String {
    format!("{} из {}", ru::number(counted.done), ru::number(counted.expected))
}

pub fn page(shell: &Shell, actor: &Actor, programme: &Programme, done: &str) -> Markup {
    let manages = actor.can(Action::ManageProgramme);
    let year = programme.year;
    let title = format!("Программа {} учебного года", year_words(year));
    let page = Page::new(title).wide().lead("Этапы работы актива на уровне края. Что сделано, считает программа.").notice(notice(done));
    let page = if manages && !programme.stages.is_empty() { page.action(form::button_link("Добавить этап", &format!("{PATH}/stages/new?year={year}"))) } else { page };
    let mut years = programme.years.clone();
    for more in [year, study_year(programme.today)] {
        if !years.contains(&more) {
            years.push(more);
        }
    }
    years.sort_unstable();
    let tabs: Vec<(String, String)> = years.iter().map(|year| (year_words(*year), super::url(*year))).collect();
    let tabs: Vec<(&str, &str, Option<u64>)> = tabs.iter().map(|(label, url)| (label.as_str(), url.as_str(), None)).collect();
    shell.page(page.body(html! {
        (parts::tabs(&tabs, &super::url(year)))
        @if programme.stages.is_empty() { (empty(shell, programme, manages)) }
        @else {
            (picture::gantt(year, &programme.stages, programme.today))
            (table(programme))
            ul {
                li { a href={ (PATH) "/calendar.ics?year=" (year) } download { "Этапы в календарь (.ics)" } }
                li { a href={ (PATH) "/history?year=" (year) } { "Что менялось в программе" } }
            }
            @if manages { (roll_over(shell, programme)) }
            @if actor.can(Action::ExportLists) { (sheet_link(PATH, &Query::default().with("year", year))) }
            (parts::print_button())
        }
    }))
}

fn notice(done: &str) -> Option<Notice> {
    let words = match done {
        "made" => "Программа составлена. Проверьте сроки и числа",
        "rolled" => "Программа перенесена на следующий год. Проверьте сроки и назначьте ответственных",
        "saved" => "Этап сохранён",
        "removed" => "Этап убран из программы",
        _ => return None,
    };
    Some(Notice::done(words))
}

fn table(programme: &Programme) -> Markup {
    let columns = vec![Column::new("Этап"), Column::new("Чей"), Column::new("Дни"), Column::new("Состояние"), Column::new("Сделано и ожидается")];
    let rows = programme.stages.iter().map(|one| {
        let stage = &one.stage;
        [
            html! { a href={ (PATH) "/stages/" (stage.id) } { (stage.title) } @if !stage.result.is_empty() { p.hint { (stage.result) } } },
            html! { (stage.owner) },
            html! { (ru::date(stage.starts_on)) " — " (ru::date(stage.ends_on)) p.hint { (one.time_words()) } },
            html! { (tag(one.standing())) @if let Some(percent) = one.percent() { p.hint { "выполнено " (percent) "\u{a0}%" @if one.standing() != Standing::Ahead { ", прошло " (one.passed()) "\u{a0}% времени" } } } },
            html! { @for counted in &one.counted { p { (counted.counter.label()) ": " (of(counted)) } } @if one.counted.is_empty() { "числа не заданы" } },
        ]
    });
    Table::new("Этапы года", columns).rows(rows).render()
}

fn empty(shell: &Shell, programme: &Programme, manages: bool) -> Markup {
    let year = programme.year;
    let before = programme.years.contains(&(year - 1));
    html! {
        @if manages {
            (parts::empty("Программы на этот год ещё нет", "Составьте её из этапов профиля региона, перенесите из прошлого года или добавьте этапы сами.", None))
            (form::buttons(html! {
                @if programme.proposed > 0 { (form::form(&format!("{PATH}/making"), &shell.key(), html! { (form::hidden("year", &year.to_string())) (form::button("Составить из профиля региона")) })) }
                @if before { (form::form(&format!("{PATH}/rollover"), &shell.key(), html! { (form::hidden("year", &(year - 1).to_string())) (form::button_secondary("Перенести из прошлого года")) })) }
                (form::button_link_secondary("Добавить этап", &format!("{PATH}/stages/new?year={year}")))
            }))
        } @else { (parts::empty("Программы на этот год ещё нет", "Её составляет координатор актива. Посмотрите другой год.", None)) }
    }
}

/// Only where the next year is still empty.
fn roll_over(shell: &Shell, programme: &Programme) -> Markup {
    let next = programme.year + 1;
    html! {
        @if !programme.years.contains(&next) {
            (parts::details(&format!("Перенести на {}", year_words(next)), html! {
                p { "Этапы, роли, результаты и ожидаемые числа скопируются, даты сдвинутся на год. Эта программа не изменится." }
                (form::form(&format!("{PATH}/rollover"), &shell.key(), html! { (form::hidden("year", &programme.year.to_string())) (form::button_secondary("Перенести на следующий год")) }))
            }))
        }
    }
}
