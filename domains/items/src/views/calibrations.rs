//! Calibrations: the list, the request, one with its numbers.

use super::{BANK, CALIBRATIONS, HOME, statistics::figure};
use crate::{
    calibration::{Calibration, CalibrationState, Model, Origin, Parameters},
    model::{CalibrationId, ItemId},
    statistics::ItemStatistics,
};
use ::web::Answers;
use competencies::Framework;
use jiff::tz::TimeZone;
use kernel::FieldErrors;
use maud::{Markup, html};
use std::collections::BTreeMap;
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{self, Column, Table},
    url::Query,
};

fn state(calibration: &Calibration) -> Markup {
    let kind = match calibration.state {
        CalibrationState::Waiting => Kind::Waiting,
        CalibrationState::Running => Kind::Doing,
        CalibrationState::Done => Kind::Good,
        CalibrationState::Failed => Kind::Bad,
        CalibrationState::Cancelled => Kind::Neutral,
    };
    html! {
        (parts::tag(kind, calibration.state.label()))
        @if calibration.state == CalibrationState::Running { " " (calibration.progress) "\u{a0}%" }
        @if calibration.is_current { " " (parts::tag(Kind::Good, "действует")) }
    }
}

fn origin(calibration: &Calibration) -> &'static str {
    match calibration.origin {
        Origin::Engine => "посчитана по ответам",
        Origin::Import => "загружена с заданиями",
    }
}

pub fn list(calibrations: &[Calibration], frameworks: &[Framework], zone: &TimeZone) -> Page {
    let title = |calibration: &Calibration| frameworks.iter().find(|framework| framework.id == calibration.framework).map(Framework::full_title).unwrap_or_default();
    let rows = calibrations.iter().map(|calibration| {
        [
            html! { a href={ "/calibrations/" (calibration.id) } { (calibration.title) } },
            html! { (title(calibration)) },
            html! { (origin(calibration)) },
            state(calibration),
            html! { (ru::number(calibration.facts.items)) },
            html! { @if calibration.origin == Origin::Engine { (ru::number(calibration.facts.people)) } @else { "—" } },
            html! { (ru::datetime(calibration.asked_at, zone)) },
        ]
    });
    let columns = vec![Column::new("Калибровка"), Column::new("Рамка"), Column::new("Откуда"), Column::new("Состояние"), Column::new("Заданий").number(), Column::new("Людей").number(), Column::new("Когда")];
    let table = Table::new("Калибровки", columns).rows(rows).empty("Калибровок ещё нет", "Калибровка ставит задания на общую шкалу по ответам учителей. Пока её нет, результаты предварительные.", None).render();
    Page::new("Калибровки")
        .wide()
        .trail([HOME, BANK])
        .lead("Калибровка ставит задания одной рамки на общую шкалу. Новые попытки измеряются действующей.")
        .action(form::button_link("Посчитать новую", "/calibrations/new"))
        .body(table)
}

pub fn form(frameworks: &[Framework], answers: &Answers, errors: &FieldErrors, key: &str) -> Page {
    let field = |name: &str, label: &str| Field::new(name, label).value(answers.get(name)).errors(errors.all());
    let models = [
        ui::form::Choice::new(Model::PartialCredit.as_str(), "С частичными баллами (GPCM)").hint("Для банка, где есть задания на 2–3 балла. Нужно от 100 ответов на задание"),
        ui::form::Choice::new(Model::TwoParameter.as_str(), "Двухпараметрическая (2PL)").hint("Своя крутизна у каждого задания. Компетенция с заданиями на несколько баллов считается как GPCM"),
        ui::form::Choice::new(Model::Rasch.as_str(), "Раша").hint("Когда ответов мало: от 30 на задание. Крутизна у всех заданий одна"),
    ];
    let body = html! {
        (form::error_summary(errors.all()))
        p { "Если у рамки есть действующая калибровка, задания из неё сохранят свои параметры: новая встанет на ту же шкалу, и рост по-прежнему можно будет сравнивать." }
        (Form::new("/calibrations", key).body(html! {
            (field("framework", "Рамка").select(frameworks.iter().map(|framework| (framework.id.to_string(), framework.full_title()))))
            (field("title", "Название").hint("Например: «Весна 2027»").text())
            (field("model", "Модель").radios(models))
            (field("min_answers", "Наименьшее число ответов на задание").hint("Задания, на которые ответили реже, не войдут").number())
            (form::button("Поставить в очередь"))
        }))
    };
    Page::new("Новая калибровка").narrow().trail([HOME, BANK, CALIBRATIONS]).error_title(!errors.is_empty()).body(body)
}

/// An item's row on the page of a calibration.
pub struct ItemLine {
    pub id: ItemId,
    pub code: String,
    pub competency: String,
    pub parameters: Parameters,
}

/// What the page is drawn from.
pub struct Shown {
    pub calibration: Calibration,
    pub framework: Framework,
    pub linked_to: Option<Calibration>,
    pub lines: Vec<ItemLine>,
    pub statistics: BTreeMap<ItemId, ItemStatistics>,
    /// Codes of competencies with their titles.
    pub titles: BTreeMap<String, String>,
}

pub fn show(shown: &Shown, query: &Query, zone: &TimeZone, key: &dyn Fn() -> String) -> Page {
    let calibration = &shown.calibration;
    let notice = match query.text("done") {
        "asked" => Some(Notice::done("Калибровка в очереди. Расчёт начнётся сам; страницу можно закрыть")),
        "current" => Some(Notice::done("Теперь новые попытки измеряются этой калибровкой")),
        "cancelled" => Some(Notice::done("Калибровка отменена")),
        _ => None,
    };
    let body = html! {
        (about(shown, zone))
        (acts(calibration, key))
        @if calibration.state == CalibrationState::Done { (abilities(shown)) (items(shown, query)) (left_out(calibration)) }
    };
    Page::new(calibration.title.clone()).wide().trail([HOME, BANK, CALIBRATIONS]).notice(notice).body(body)
}

fn about(shown: &Shown, zone: &TimeZone) -> Markup {
    let (calibration, facts) = (&shown.calibration, &shown.calibration.facts);
    let mut rows = vec![
        SummaryRow::new("Состояние", state(calibration)),
        SummaryRow::new("Рамка", html! { a href={ "/competencies/" (shown.framework.id) } { (shown.framework.full_title()) } }),
        SummaryRow::new("Откуда", html! { (origin(calibration)) ", " (ru::datetime(calibration.asked_at, zone)) }),
        SummaryRow::new("Модель", html! { (calibration.model.label()) }),
        SummaryRow::new(
            "Шкала",
            html! { @match &shown.linked_to { Some(before) => { "та же, что у «" a href={ "/calibrations/" (before.id) } { (before.title) } "»: результаты сравнимы" }, None => "своя: с результатами по другим калибровкам не сравнивается" } },
        ),
    ];
    if !calibration.message.is_empty() {
        rows.push(SummaryRow::new("Сообщение", html! { (calibration.message) }));
    }
    if calibration.state == CalibrationState::Done && calibration.origin == Origin::Engine {
        rows.push(SummaryRow::new("Людей и заданий", html! { (ru::number(facts.people)) " и " (ru::number(facts.items)) }));
        rows.push(SummaryRow::new(
            "Расчёт",
            html! { @if facts.converged { "сошёлся" } @else { "не сошёлся до конца: числам верьте осторожно" } ", шагов " (facts.iterations) ", логарифм правдоподобия " (figure(facts.log_likelihood)) },
        ));
    }
    parts::summary(rows)
}

fn acts(calibration: &Calibration, key: &dyn Fn() -> String) -> Markup {
    let act = |what: &str, button: Markup| Form::new(format!("/calibrations/{}/{what}", calibration.id), key()).body(html! { (form::hidden("version", &calibration.version.to_string())) (button) });
    html! {
        @if calibration.state.is_open() { (act("cancelling", form::button_secondary("Отменить расчёт"))) p.hint { "Чтобы увидеть, сколько посчитано, обновите страницу." } }
        @if calibration.state == CalibrationState::Done && !calibration.is_current {
            p { "Действующая калибровка нужна одна: ей измеряются новые попытки. Прежние попытки хранят параметры, с которыми проходили." }
            (act("current", form::button_secondary("Сделать действующей")))
        }
    }
}

fn abilities(shown: &Shown) -> Markup {
    let facts = &shown.calibration.facts;
    let title = |code: &String| shown.titles.get(code).map_or_else(|| code.clone(), |title| format!("{code} {title}"));
    let rows =
        facts.means.iter().map(|(code, mean)| [html! { (title(code)) }, html! { (figure(Some(*mean))) }, html! { (figure(facts.sds.get(code).copied())) }, html! { (facts.anchors.get(code).copied().unwrap_or(0)) }]);
    let pairs = facts.correlations.iter().map(|pair| [html! { (title(&pair.one)) }, html! { (title(&pair.other)) }, html! { (figure(Some(pair.value))) }, html! { (ru::number(pair.people)) }]);
    html! {
        @if !facts.means.is_empty() {
            (Table::new("Уровень тех, кто отвечал", vec![Column::new("Компетенция"), Column::new("Среднее").number(), Column::new("Разброс").number(), Column::new("Опорных заданий").number()]).show_caption().rows(rows).render())
        }
        @if !facts.correlations.is_empty() {
            (parts::details("Связь между компетенциями", Table::new("Связь между компетенциями", vec![Column::new("Одна"), Column::new("Другая"), Column::new("Корреляция").number(), Column::new("Людей").number()]).rows(pairs).render()))
        }
    }
}

const PER_PAGE: usize = 50;

fn items(shown: &Shown, query: &Query) -> Markup {
    let path = format!("/calibrations/{}", shown.calibration.id);
    let mut lines: Vec<&ItemLine> = shown.lines.iter().collect();
    let (sort, downwards) = query.sort().unwrap_or(("code", false));
    match sort {
        "difficulty" => lines.sort_by(|one, other| one.parameters.difficulty().total_cmp(&other.parameters.difficulty())),
        "slope" => lines.sort_by(|one, other| one.parameters.slope.total_cmp(&other.parameters.slope)),
        "flags" => lines.sort_by_key(|line| shown.statistics.get(&line.id).map_or(0, |found| found.flags.len())),
        "competency" => lines.sort_by(|one, other| one.competency.cmp(&other.competency)),
        _ => lines.sort_by(|one, other| one.code.cmp(&other.code)),
    }
    if downwards {
        lines.reverse();
    }
    let page = usize::try_from(query.page()).unwrap_or(1).min(lines.len().div_ceil(PER_PAGE).max(1));
    let rows = lines.iter().skip((page - 1) * PER_PAGE).take(PER_PAGE).map(|line| {
        let found = shown.statistics.get(&line.id);
        [
            html! { a href={ "/items/" (line.id) "/statistics" } { (line.code) } },
            html! { (line.competency) },
            html! { (figure(Some(line.parameters.difficulty()))) },
            html! { (figure(Some(line.parameters.slope))) },
            html! { (found.map_or_else(|| "—".to_owned(), |found| ru::number(found.answers))) },
            html! { (figure(found.and_then(|found| found.rest))) },
            html! { @if let Some(found) = found { (found.flags.iter().map(|flag| flag.meaning()).collect::<Vec<_>>().join("; ")) } },
        ]
    });
    let columns = vec![
        Column::new("Задание").sort("code"),
        Column::new("Компетенция").sort("competency"),
        Column::new("Трудность").number().sort("difficulty"),
        Column::new("Крутизна").number().sort("slope"),
        Column::new("Ответов").number(),
        Column::new("Связь").number(),
        Column::new("Замечания").sort("flags"),
    ];
    html! {
        h2 { "Задания" }
        (Table::new("Задания калибровки", columns).query(&path, query).rows(rows).render())
        (table::pager(&path, query, u32::try_from(page).unwrap_or(1), 50, lines.len() as u64))
    }
}

fn left_out(calibration: &Calibration) -> Markup {
    let rows = calibration.facts.left_out.iter().map(|one| [html! { (one.code) }, html! { (one.why) }]);
    html! {
        @if !calibration.facts.left_out.is_empty() {
            (parts::details(&format!("Не вошли: {}", ru::counted(calibration.facts.left_out.len(), "задание", "задания", "заданий")), Table::new("Не вошли", vec![Column::new("Задание"), Column::new("Почему")]).rows(rows).render()))
        }
    }
}

/// The title of a link to a calibration.
pub fn url(id: CalibrationId) -> String {
    format!("/calibrations/{id}")
}
