//! Pages of instruments.

use super::{decimal, percent};
use crate::{
    instrument::{
        form::{BlueprintForm, Choices, InstrumentForm},
        made::{Compared, Made},
        store::InstrumentRow,
    },
    model::{CompetencyId, FormState, Instrument, InstrumentState, Mode, Shows},
    planner::Outlook,
};
use access::{Action, Actor};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};
use web::Shell;

pub fn state_tag(state: InstrumentState) -> Markup {
    let kind = match state {
        InstrumentState::Draft => Kind::Doing,
        InstrumentState::Open => Kind::Good,
        InstrumentState::Closed => Kind::Neutral,
    };
    parts::tag(kind, state.label())
}

fn form_tag(state: FormState) -> Markup {
    let kind = match state {
        FormState::Draft => Kind::Doing,
        FormState::Ready => Kind::Good,
        FormState::Retired => Kind::Neutral,
    };
    parts::tag(kind, state.label())
}

fn url(instrument: &Instrument) -> String {
    format!("/instruments/{}", instrument.id)
}

pub fn list(shell: &Shell, actor: &Actor, rows: &[InstrumentRow], done: &str) -> Markup {
    let columns = vec![
        Column::new("Диагностика"),
        Column::new("Состояние"),
        Column::new("Как даются задания"),
        Column::new("Заданий").number(),
        Column::new("Вариантов").number(),
        Column::new("Назначено").number(),
        Column::new("Начали").number(),
    ];
    let lines = rows.iter().map(|row| {
        let one = &row.instrument;
        [
            html! { a href=(url(one)) { (one.title) } p.hint { (one.code) } },
            state_tag(one.state),
            html! { (one.mode.label()) },
            html! { (row.items) },
            html! { @if one.mode == Mode::Fixed { (row.forms) } @else { "—" } },
            html! { @if row.assigned > 0 { a href={ "/assignments?instrument=" (one.id) } { (row.assigned) } } @else { "0" } },
            html! { (row.begun) },
        ]
    });
    let may = actor.can(Action::ManageInstruments);
    let mut page = Page::new("Диагностики").wide().trail([("Диагностика", "/diagnostics")]).lead("Что измеряется, по каким заданиям и кому уже назначено.");
    if may {
        page = page.action(form::button_link("Составить диагностику", "/instruments/new"));
    }
    if done == "removed" {
        page = page.notice(Notice::done("Диагностика удалена"));
    }
    let why = if may {
        "Составьте первую: выберите рамку компетенций и число заданий по каждой."
    } else {
        "Их составляют методисты института."
    };
    shell.page(page.body(Table::new("Диагностики", columns).rows(lines).empty("Диагностик пока нет", why, None).render()))
}

pub fn settings(shell: &Shell, instrument: Option<&Instrument>, typed: &InstrumentForm, choices: &Choices, errors: &FieldErrors) -> Markup {
    let (title, action) = match instrument {
        Some(one) => (format!("Настройки: {}", one.title), format!("{}/settings", url(one))),
        None => ("Новая диагностика".to_owned(), "/instruments".to_owned()),
    };
    let mut trail = vec![("Диагностики".to_owned(), "/instruments".to_owned())];
    trail.extend(instrument.map(|one| (one.title.clone(), url(one))));
    let all = errors.all();
    let named = |list: &[(String, String)]| list.to_vec();
    let frameworks: Vec<(String, String)> = choices.frameworks.iter().map(|(id, title)| (id.to_string(), title.clone())).collect();
    let scales: Vec<(String, String)> = choices.scales.iter().map(|(id, title)| (id.to_string(), title.clone())).collect();
    shell.page(Page::new(title).narrow().trail(trail).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(all))
        @if frameworks.is_empty() { (parts::notice(&Notice::act_now("Нет действующей рамки компетенций").more(html! { "Сначала " a href="/competencies" { "составьте рамку и введите её в действие" } "." }))) }
        (Form::new(action, shell.key()).body(html! {
            (form::hidden("version", &typed.version))
            (Field::new("title", "Название").hint("Его увидит педагог: «Оценивание достижений учеников»").value(&typed.title).errors(all).text())
            (Field::new("about", "О чём диагностика и зачем").who_reads("Прочтёт педагог до начала").value(&typed.about).errors(all).textarea(5))
            (Field::new("framework", "Рамка компетенций").value(&typed.framework).errors(all).select(frameworks))
            (Field::new("scale", "Шкала уровней").hint("Сохранится эта версия шкалы, даже если потом утвердят новую").value(&typed.scale).errors(all).select(scales))
            (Field::new("subject", "Предмет").value(&typed.subject).first_line("любой").errors(all).select(named(&choices.subjects)))
            (Field::new("mode", "Как даются задания").value(&typed.mode).errors(all).radios([
                Choice::new(Mode::Fixed.as_str(), Mode::Fixed.label()).hint("Параллельные варианты равны по трудности; повторная диагностика идёт по другому варианту. Годятся и развёрнутые ответы."),
                Choice::new(Mode::Adaptive.as_str(), Mode::Adaptive.label()).hint("Короче и точнее, но нужен большой банк с проверенными параметрами; вернуться к прошлому заданию нельзя. Только задания с ключом."),
            ]))
            (form::fieldset("Время и попытки", html! {
                (Field::new("minutes", "Минут на прохождение").hint("Пусто — без ограничения внутри срока").value(&typed.minutes).errors(all).number())
                (Field::new("attempts", "Попыток").value(&typed.attempts).errors(all).number())
                (Field::new("rest_days", "Дней между попытками").value(&typed.rest_days).errors(all).number())
            }))
            (form::fieldset("Что и когда увидит педагог", html! {
                (Field::new("shows", "Когда педагог увидит результат").value(&typed.shows).errors(all).radios(Shows::ALL.iter().map(|one| (one.as_str(), one.label()))))
                (Field::new("shows_rationale", "Пояснения к заданиям").value(&typed.shows_rationale).single_checkbox("yes", "Показывать вместе с результатом, что верно и почему"))
            }))
            (form::fieldset("Когда нужен третий эксперт", html! {
                p.hint { "Развёрнутые ответы проверяют двое, не зная имён и оценок друг друга." }
                (Field::new("criterion_gap", "По одному критерию разошлись на столько баллов или больше").value(&typed.criterion_gap).errors(all).number())
                (Field::new("total_gap", "В сумме разошлись больше чем на").value(&typed.total_gap).errors(all).number())
            }))
            (form::buttons(html! { (form::button(if instrument.is_some() { "Сохранить настройки" } else { "Дальше: план заданий" })) }))
        }))
    }))
}

pub fn blueprint(shell: &Shell, made: &Made, typed: Option<&BlueprintForm>, errors: &FieldErrors) -> Markup {
    let instrument = &made.instrument;
    let all = errors.all();
    let is_adaptive = instrument.mode == Mode::Adaptive;
    let value = |id: CompetencyId, most: Most| match typed {
        Some(form) => form.lines.iter().find(|(one, _, _)| *one == id).map(|(_, items, limit)| if matches!(most, Most::Yes) { limit.clone() } else { items.clone() }).unwrap_or_default(),
        None => made.blueprint.iter().find(|line| line.competency == id).and_then(|line| if matches!(most, Most::Yes) { line.most } else { Some(line.items) }).map(|number| number.to_string()).unwrap_or_default(),
    };
    let mut columns = vec![Column::new("Компетенция"), Column::new("Действующих заданий в банке").number(), Column::new(if is_adaptive { "Не меньше" } else { "Заданий в варианте" })];
    if is_adaptive {
        columns.push(Column::new("Не больше"));
    }
    let parents: Vec<Option<CompetencyId>> = made.competencies.iter().map(|one| one.parent).collect();
    let leaves = made.competencies.iter().filter(|one| !parents.contains(&Some(one.id)));
    let rows = leaves.map(|one| {
        let block = made.competencies.iter().find(|other| Some(other.id) == one.parent).map_or("", |block| block.title.as_str());
        let (count, open) = made.live.iter().find(|(id, _, _)| *id == one.id).map_or((0, 0), |(_, count, open)| (*count, *open));
        let mut cells = vec![
            html! { label for={ "items-" (one.id) } { (one.title) } p.hint { (one.code) @if !block.is_empty() { " · " (block) } } },
            html! { (count) @if open > 0 { p.hint { "из них с развёрнутым ответом: " (open) } } },
            bare(&format!("items-{}", one.id), &value(one.id, Most::No), errors),
        ];
        if is_adaptive {
            cells.push(bare(&format!("most-{}", one.id), &value(one.id, Most::Yes), errors));
        }
        cells
    });
    shell.page(Page::new("План заданий").wide().trail([("Диагностики".to_owned(), "/instruments".to_owned()), (instrument.title.clone(), url(instrument))]).error_title(!errors.is_empty()).lead(html! { "Сколько заданий по каким компетенциям: пустая строка — эта компетенция не измеряется. Чем больше заданий, тем реже придётся сказать «данных мало»: для решения по одной компетенции хорошо 12–20." }).body(html! {
        (form::error_summary(all))
        (Form::new(format!("{}/blueprint", url(instrument)), shell.key()).body(html! {
            (Table::new("Заданий по компетенциям", columns).rows(rows).empty("В рамке нет компетенций", "Добавьте их в разделе «Компетенции».", None).render())
            (form::button("Сохранить план"))
        }))
    }))
}

enum Most {
    Yes,
    No,
}

/// A small field in a table: its label stands in the row.
fn bare(name: &str, value: &str, errors: &FieldErrors) -> Markup {
    let wrong = errors.of(name);
    html! {
        @if let Some(error) = wrong { p.error id={ (name) "-error" } { (error) } }
        input.w-short type="text" inputmode="numeric" id=(name) name=(name) value=(value) aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| format!("{name}-error"))];
    }
}

pub fn show(shell: &Shell, actor: &Actor, made: &Made, outlook: &[Outlook], curves: &[Compared], done: &str) -> Markup {
    let instrument = &made.instrument;
    let may = actor.can(Action::ManageInstruments);
    let missing = made.whole().missing();
    let mut page = Page::new(instrument.title.clone()).wide().trail([("Диагностики", "/instruments")]).notice(notice(done));
    page = match instrument.state {
        InstrumentState::Open if actor.can(Action::AssignDiagnostics) => page.action(form::button_link("Назначить", &format!("/assignments/new?instrument={}", instrument.id))),
        InstrumentState::Draft if may && missing.is_empty() => page.action(state_button(shell, instrument, "opening", "Открыть")),
        InstrumentState::Closed if may && missing.is_empty() => page.action(state_button(shell, instrument, "opening", "Открыть снова")),
        _ => page,
    };
    shell.page(page.body(html! {
        @if instrument.state != InstrumentState::Open && may {
            @if missing.is_empty() { (parts::notice(&Notice::act_now("Всё готово: диагностику можно открыть и назначать"))) }
            @else { (parts::notice(&Notice::info("Чего не хватает, чтобы открыть").more(html! { ul { @for line in &missing { li { (line) } } } }))) }
        }
        @for line in made.whole().advice() { p.hint { (line) } }
        (facts(made))
        section { h2 { "Что она сможет показать" } (prospects(made, outlook)) }
        @if instrument.mode == Mode::Fixed { section { h2 { "Варианты" } (forms(shell, made, curves, may)) } }
        @if may { (acts(shell, instrument)) }
    }))
}

fn notice(done: &str) -> Option<Notice> {
    let text = match done {
        "changed" => "Настройки сохранены",
        "blueprint" => "План заданий сохранён",
        "copied" => "Копия сделана: меняйте её свободно",
        "opened" => "Диагностика открыта: её можно назначать",
        "closed" => "Диагностика закрыта: новые попытки не начинаются",
        "form_out" => "Вариант убран или возвращён в работу",
        _ => return None,
    };
    Some(Notice::done(text))
}

fn state_button(shell: &Shell, instrument: &Instrument, act: &str, label: &str) -> Markup {
    form::form(&format!("{}/{act}", url(instrument)), &shell.key(), html! { (form::hidden("version", &instrument.version.to_string())) (form::button(label)) })
}

fn facts(made: &Made) -> Markup {
    let one = &made.instrument;
    let time = one.minutes.map_or_else(|| "без ограничения внутри срока".to_owned(), |minutes| ru::counted(minutes, "минута", "минуты", "минут"));
    let lines: Vec<String> = made
        .blueprint
        .iter()
        .map(|line| match line.most {
            Some(most) => format!("{}: от {} до {most}", made.title_of(line.competency), line.items),
            None => format!("{}: {}", made.title_of(line.competency), line.items),
        })
        .collect();
    parts::summary([
        SummaryRow::new("Состояние", state_tag(one.state)),
        SummaryRow::new("Рамка и шкала", html! { (made.framework_title) br; (made.scale_title) }),
        SummaryRow::new("Предмет", made.subject.as_str()),
        SummaryRow::new("Как даются задания", one.mode.label()),
        SummaryRow::new("План заданий", html! { @if !lines.is_empty() { ul { @for line in &lines { li { (line) } } } } }),
        SummaryRow::new("Время", time),
        SummaryRow::new(
            "Попытки",
            if one.attempts > 1 {
                format!("{}, между ними не меньше {}", ru::counted(one.attempts, "попытка", "попытки", "попыток"), ru::counted(one.rest_days, "дня", "дней", "дней"))
            } else {
                "одна".to_owned()
            },
        ),
        SummaryRow::new("Результат педагогу", one.shows.label()),
        SummaryRow::new("Пояснения к заданиям", if one.shows_rationale { "показываются вместе с результатом" } else { "не показываются" }),
        SummaryRow::new("Третий эксперт", format!("если разошлись на {} и больше по критерию или больше чем на {} в сумме", one.settings.criterion_gap, one.settings.total_gap)),
        SummaryRow::new("Что прочтёт педагог", one.settings.about.as_str()),
    ])
}

fn prospects(made: &Made, outlook: &[Outlook]) -> Markup {
    if outlook.is_empty() {
        return html! { p { "Это посчитается, когда будут план и вариант с заданиями." } };
    }
    let columns = vec![
        Column::new("Компетенция"),
        Column::new("Заданий").number(),
        Column::new("Придётся сказать «данных мало»").number(),
        Column::new("Ошибочных среди «затруднение»").number(),
        Column::new("Надёжность").number(),
        Column::new("Доказуемый рост одного человека").number(),
    ];
    let rows = outlook.iter().map(|one| {
        [
            html! { (made.title_of(one.competency)) @if one.preliminary { p.hint { "часть параметров предварительные" } } },
            html! { (one.items) },
            html! { (percent(one.undetermined)) " педагогов" },
            html! { (percent(one.falsely_told)) },
            html! { (decimal(one.reliability)) },
            html! { (decimal(one.detectable_change)) },
        ]
    });
    html! {
        p { "Расчёт до того, как её кто-нибудь прошёл: чего ждать от такого числа заданий. Рост — в единицах разброса педагогов (1 — примерно столько отделяет среднего педагога от лучшей шестой части)." }
        (Table::new("Что сможет показать диагностика", columns).rows(rows).render())
        @if outlook.iter().any(|one| one.preliminary) { p.hint { "Пока задания не откалиброваны, расчёт и результаты предварительные, а рост по ним не сравнивается." } }
    }
}

fn forms(shell: &Shell, made: &Made, curves: &[Compared], may: bool) -> Markup {
    let columns =
        vec![Column::new("Вариант"), Column::new("Состояние"), Column::new("Заданий").number(), Column::new("Баллов").number(), Column::new("Средняя трудность").number(), Column::new("Отличие от первого").number()];
    let rows = made.forms.iter().map(|one| {
        let compared = curves.iter().find(|line| line.form == one.form.id);
        [
            html! { a href={ (url(&made.instrument)) "/forms/" (one.form.id) } { "Вариант " (one.form.letter) } },
            form_tag(one.form.state),
            html! { (one.items.len()) },
            html! { @if let Some(line) = compared { (line.points) } },
            html! { @if let Some(line) = compared { (decimal(line.difficulty)) } },
            html! { @match compared.and_then(|line| line.gap) { Some(gap) => { "до " (percent(gap)) " баллов" }, None => "—" } },
        ]
    });
    html! {
        (Table::new("Варианты", columns).rows(rows).empty("Вариантов пока нет", "Вариант заполняется из банка по плану: следующие подбираются параллельными первому, без общих заданий.", None).render())
        @if may && !made.blueprint.is_empty() { (form::form(&format!("{}/forms", url(&made.instrument)), &shell.key(), form::button_secondary("Составить ещё вариант"))) }
    }
}

fn acts(shell: &Shell, instrument: &Instrument) -> Markup {
    html! {
        (form::buttons(html! {
            @if instrument.state == InstrumentState::Draft {
                a href={ (url(instrument)) "/settings" } { "Изменить настройки" }
                a href={ (url(instrument)) "/blueprint" } { "Изменить план заданий" }
            }
            (form::act(&format!("{}/copy", url(instrument)), &shell.key(), "Сделать копию", &instrument.title))
        }))
        @if instrument.state == InstrumentState::Open {
            (parts::details("Закрыть диагностику", html! {
                p { "Новые попытки не начнутся; начатые можно закончить. Открыть снова можно в любой день." }
                (form::form(&format!("{}/closing", url(instrument)), &shell.key(), html! { (form::hidden("version", &instrument.version.to_string())) (form::button_secondary("Закрыть диагностику")) }))
            }))
        }
    }
}
