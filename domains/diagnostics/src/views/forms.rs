//! Pages of fixed forms.

use super::decimal;
use crate::{
    bank,
    instrument::{
        made::{FormLine, Made},
        ready::Filled,
    },
    model::{FormItem, FormState},
};
use access::{Action, Actor};
use items::ItemBody;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{self, Kind},
    table::{Column, Table},
};
use web::Shell;

fn url(made: &Made, filled: &Filled) -> String {
    format!("/instruments/{}/forms/{}", made.instrument.id, filled.form.id)
}

fn trail(made: &Made) -> [(String, String); 2] {
    [("Диагностики".to_owned(), "/instruments".to_owned()), (made.instrument.title.clone(), format!("/instruments/{}", made.instrument.id))]
}

#[expect(clippy::too_many_arguments, reason = "a page: each is a thing it shows")]
pub fn show(shell: &Shell, actor: &Actor, made: &Made, filled: &Filled, lines: &[FormLine], done: &str, code: &str, errors: &FieldErrors) -> Markup {
    let may = actor.can(Action::ManageInstruments);
    let is_draft = filled.form.state == FormState::Draft && may;
    let missing = made.whole().missing_in(filled);
    let notice = match done {
        "filled" => Some(Notice::done("Вариант заполнен из банка по плану")),
        "changed" => Some(Notice::done("Вариант изменён")),
        "ready" => Some(Notice::done("Вариант отмечен готовым")),
        _ => None,
    };
    let mut page = Page::new(format!("Вариант {}", filled.form.letter)).wide().trail(trail(made)).notice(notice).error_title(!errors.is_empty());
    if is_draft && missing.is_empty() {
        page = page.action(act(shell, made, filled, "readiness", form::button("Отметить готовым")));
    }
    shell.page(page.lead(html! { (filled.form.state.label()) ": " (ui::ru::counted(lines.len(), "задание", "задания", "заданий")) }).body(html! {
        (form::error_summary(errors.all()))
        @if is_draft && !missing.is_empty() { (parts::notice(&Notice::info("Чего не хватает").more(html! { ul { @for line in &missing { li { (line) } } } }))) }
        section id="items" { (table(shell, made, filled, lines, is_draft)) }
        @if is_draft {
            section { h2 { "Добавить задание" }
                (act(shell, made, filled, "items", html! { (Field::new("code", "Код задания из банка").value(code).errors(errors.all()).name_like().medium().text()) (form::button_secondary("Добавить")) }))
            }
            (parts::details("Заполнить заново или удалить", html! {
                p { "Заполнить заново: все задания будут подобраны из банка ещё раз, правки пропадут." }
                (act(shell, made, filled, "filling", form::button_secondary("Заполнить заново")))
                (act(shell, made, filled, "removal", form::button_danger("Удалить вариант")))
            }))
        } @else if filled.form.state == FormState::Ready && may {
            (parts::details("Вернуть в работу или снять", html! {
                p { "Если вариант ещё никому не давали, он вернётся в черновики. Если давали — будет снят и сохранится таким, каким его проходили." }
                (act(shell, made, filled, "removal", form::button_secondary("Снять отметку готовности")))
            }))
        }
    }))
}

fn act(shell: &Shell, made: &Made, filled: &Filled, act: &str, body: Markup) -> Markup {
    form::form(&format!("{}/{act}", url(made, filled)), &shell.key(), html! { (form::hidden("version", &filled.form.version.to_string())) (body) })
}

fn table(shell: &Shell, made: &Made, filled: &Filled, lines: &[FormLine], is_draft: bool) -> Markup {
    let mut columns = vec![Column::new("Задание"), Column::new("Компетенция"), Column::new("Баллов").number(), Column::new("Трудность").number(), Column::new("Общее для вариантов")];
    if is_draft {
        columns.push(Column::new("Изменить"));
    }
    let may_look = shell.actor.as_ref().is_some_and(|actor| actor.can(Action::ManageInstruments));
    let rows = lines.iter().map(|line| {
        let mut cells = vec![
            html! { (line.place.position) ". " @if may_look { a href={ (url(made, filled)) "/items/" (line.place.position) } { (line.code) } } @else { (line.code) } p.hint { (bank::kind_label(&line.kind)) } },
            html! { (made.title_of(line.place.competency)) },
            html! { (line.max_score) },
            html! { (decimal(line.difficulty)) @if line.preliminary { p.hint { "предварительно" } } },
            html! { @if line.is_anchor { (parts::tag(Kind::Neutral, "якорное")) } @else { "нет" } },
        ];
        if is_draft {
            cells.push(edit(shell, made, filled, line));
        }
        cells
    });
    Table::new("Задания варианта", columns).rows(rows).empty("В варианте нет заданий", "В банке не нашлось действующих заданий по плану. Добавьте их в банк или по коду.", None).render()
}

fn edit(shell: &Shell, made: &Made, filled: &Filled, line: &FormLine) -> Markup {
    let button = |value: &str, label: &str| html! { button.secondary.small type="submit" name="edit" value=(value) { (label) span.unseen { ": задание " (line.code) } } " " };
    html! {
        form.act method="post" action={ (url(made, filled)) "/items/" (line.place.position) } {
            (form::hidden("_key", &shell.key()))
            (form::hidden("version", &filled.form.version.to_string()))
            (button("up", "Выше")) (button("down", "Ниже")) (button("remove", "Убрать"))
            (button("anchor", if line.is_anchor { "Не общее" } else { "Общее" }))
        }
    }
}

pub fn preview(shell: &Shell, made: &Made, filled: &Filled, place: &FormItem, body: &ItemBody) -> Markup {
    let position = place.position;
    let mut trail = trail(made).to_vec();
    trail.push((format!("Вариант {}", filled.form.letter), url(made, filled)));
    let last = filled.items.iter().map(|one| one.position).max().unwrap_or(position);
    shell.page(Page::new(format!("Задание {position} из {last}")).narrow().trail(trail).lead("Так его увидит педагог. Ответить здесь нельзя.").body(html! {
        (items::view_files(body, |digest| format!("/items/{}/files/{digest}", place.item)))
        (items::view(body, "preview", None))
        (form::buttons(html! {
            @if position > 1 { a href={ (url(made, filled)) "/items/" (position - 1) } { "Предыдущее" } }
            @if position < last { a href={ (url(made, filled)) "/items/" (position + 1) } { "Следующее" } }
        }))
    }))
}
