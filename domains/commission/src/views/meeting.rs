//! The page of a meeting: who is there, the agenda, what comes next.

use super::{outcome_tag, state_tag, url, wish};
use crate::{
    form::AttendanceForm,
    model::{Item, MeetingState},
    paper,
    sitting::Sitting,
};
use access::{Action, Actor};
use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts::{self, Notice, SummaryRow},
    ru,
    table::{Column, Table},
};
use web::Shell;

/// What the page is made of.
pub struct Show<'a> {
    pub sitting: &'a Sitting,
    pub actor: &'a Actor,
    pub done: &'a str,
    pub typed: Option<&'a AttendanceForm>,
    pub errors: &'a FieldErrors,
    /// Included by this closed meeting, but in no order.
    pub without_order: usize,
    pub today: Date,
}

impl Show<'_> {
    fn runs(&self) -> bool {
        self.actor.can(Action::RunMeetings)
    }
}

pub fn page(shell: &Shell, show: &Show<'_>) -> Markup {
    let (sitting, meeting) = (show.sitting, &show.sitting.meeting);
    let mut page = Page::new(format!("Заседание {}", meeting.caption())).wide().error_title(!show.errors.is_empty()).trail([("Комиссия", "/meetings")]).notice(notice(show.done));
    if let Some(action) = main_action(show) {
        page = page.action(action);
    }
    shell.page(page.body(html! {
        (parts::print_header(&sitting.lists.profile.operator.short_name, &ru::date(show.today)))
        (form::error_summary(show.errors.all()))
        (facts(sitting))
        @match meeting.state {
            MeetingState::Planned => @if show.runs() { (planned(shell, show)) },
            MeetingState::Open => (going_on(shell, show)),
            MeetingState::Closed => (closed(shell, show)),
        }
        section { h2 { "Повестка" } (agenda(shell, show)) }
        (form::buttons(html! {
            (parts::print_button())
            @if show.actor.can(Action::ExportLists) { a href={ (url(meeting)) "/agenda.xlsx" } download { "Скачать повестку (XLSX)" } }
        }))
    }))
}

fn notice(done: &str) -> Option<Notice> {
    let text = match done {
        "planned" => "Заседание назначено. Теперь соберите повестку",
        "replanned" => "Назначение изменено",
        "added" => "Кандидатуры добавлены в повестку",
        "removed" => "Кандидатура убрана из повестки",
        "opened" => "Заседание открыто",
        "attendance" => "Присутствие отмечено",
        "decided" => "Решение записано",
        "closed" => "Заседание закрыто. Протокол сохранён, заявителям отправлены письма",
        _ => return None,
    };
    Some(Notice::done(text))
}

fn main_action(show: &Show<'_>) -> Option<Markup> {
    let meeting = &show.sitting.meeting;
    let address = url(meeting);
    match meeting.state {
        MeetingState::Planned if show.runs() => Some(form::button_link("Добавить кандидатов", &format!("{address}/candidates"))),
        MeetingState::Open if show.runs() && show.sitting.unsettled() == 0 => Some(form::button_link("Закрыть заседание", &format!("{address}/closing"))),
        MeetingState::Open if show.actor.can(Action::Vote) && show.sitting.seat_of(show.actor.account).is_some() => Some(form::button_link("Проголосовать", &format!("{address}/votes"))),
        MeetingState::Closed => Some(form::button_link("Открыть протокол (PDF)", &format!("{address}/minutes.pdf"))),
        MeetingState::Planned | MeetingState::Open => None,
    }
}

fn facts(sitting: &Sitting) -> Markup {
    let meeting = &sitting.meeting;
    let present = sitting.attendees.iter().filter(|attendee| attendee.present);
    let mut rows = vec![
        SummaryRow::new("Состояние", state_tag(meeting.state)),
        SummaryRow::new("День", ru::date_weekday(meeting.held_on)),
        SummaryRow::new("Председатель", sitting.chair_name()),
        SummaryRow::new("Секретарь", sitting.secretary.as_str()),
        SummaryRow::new("Состав комиссии", sitting.attendees.iter().map(|attendee| attendee.name.as_str()).collect::<Vec<_>>().join(", ")),
    ];
    if meeting.state != MeetingState::Planned {
        rows.push(SummaryRow::new("Присутствуют", present.map(|attendee| attendee.name.as_str()).collect::<Vec<_>>().join(", ")));
        rows.push(SummaryRow::new("Кворум", sitting.quorum.sentence()));
    }
    parts::summary(rows)
}

fn planned(shell: &Shell, show: &Show<'_>) -> Markup {
    let meeting = &show.sitting.meeting;
    html! {
        section { h2 { "Открыть заседание" }
            @if meeting.held_on > show.today { p { "Открыть можно будет " (ru::date_weekday(meeting.held_on)) "." } }
            @else if show.sitting.items.is_empty() { p { "Сначала добавьте в повестку хотя бы одну кандидатуру." } }
            @else { (attendance(shell, show, "opening", "Открыть заседание")) }
        }
        (parts::details("Изменить или отменить заседание", html! {
            p { a href={ (url(meeting)) "/plan" } { "Изменить день, председателя или секретаря" } }
            p { "Отменённое заседание исчезнет из списка, его кандидаты снова станут ждать." }
            (form::form(&format!("{}/cancelling", url(meeting)), &shell.key(), form::button_danger("Отменить заседание")))
        }))
    }
}

fn attendance(shell: &Shell, show: &Show<'_>, act: &str, button: &str) -> Markup {
    let (sitting, errors) = (show.sitting, show.errors.all());
    let choices: Vec<(String, String)> = sitting.attendees.iter().map(|attendee| (attendee.account.to_string(), attendee.name.clone())).collect();
    let present: Vec<String> = match show.typed {
        Some(typed) => typed.present.iter().map(ToString::to_string).collect(),
        None => sitting.attendees.iter().filter(|attendee| attendee.present).map(|attendee| attendee.account.to_string()).collect(),
    };
    let chair = show.typed.map_or(sitting.meeting.chair, |typed| typed.chair).map(|id| id.to_string()).unwrap_or_default();
    Form::new(format!("{}/{act}", url(&sitting.meeting)), shell.key()).body(html! {
        (form::hidden("version", &sitting.meeting.version.to_string()))
        (Field::new("present", "Кто присутствует").errors(errors).checkboxes(choices.clone(), &present))
        (Field::new("chair", "Кто ведёт заседание").value(chair).errors(errors).select(choices))
        (form::button(button))
    })
}

fn going_on(shell: &Shell, show: &Show<'_>) -> Markup {
    let sitting = show.sitting;
    let address = url(&sitting.meeting);
    let left = sitting.unsettled();
    html! {
        @if !sitting.quorum.is_met() { (parts::notice(&Notice::problem(sitting.quorum.sentence()).more("Голосовать и решать нельзя. Отметьте тех, кто подошёл, или отложите все вопросы и закройте заседание."))) }
        @else if left > 0 { (parts::notice(&Notice::info(format!("Не решено: {}", ru::counted(left, "кандидатура", "кандидатуры", "кандидатур"))))) }
        @else { (parts::notice(&Notice::act_now("По всем кандидатурам есть решения: заседание можно закрыть"))) }
        (form::buttons(html! {
            @if sitting.may_decide(show.actor) && sitting.quorum.is_met() && left > 0 { (form::button_link_secondary("Включить всех, за кого большинство", &format!("{address}/inclusions"))) }
            @if show.runs() { a href={ (address) "/candidates" } { "Добавить кандидатов" } a href={ (address) "/closing" } { "Закрыть заседание" } }
            a href={ (address) "/minutes.pdf" } { "Посмотреть проект протокола" }
        }))
        @if show.runs() {
            @let form = attendance(shell, show, "attendance", "Отметить присутствие");
            @if show.errors.is_empty() { (parts::details("Кто присутствует и кто ведёт заседание", form)) } @else { section { h2 { "Кто присутствует" } (form) } }
        }
    }
}

fn closed(shell: &Shell, show: &Show<'_>) -> Markup {
    html! {
        p { "Заседание закрыто, изменить решения нельзя. " @if show.actor.can(Action::ViewOrders) { a href="/orders" { "Проект приказа о включении — в разделе «Приказы»" } "." } }
        @if show.without_order > 0 && show.actor.can(Action::DraftOrders) {
            (parts::notice(&Notice::act_now(format!("Не вошли ни в один приказ: {}", ru::counted(show.without_order, "человек", "человека", "человек"))).more(
                form::form(&format!("{}/order", url(&show.sitting.meeting)), &shell.key(), form::button_secondary("Подготовить проект приказа заново"))
            )))
        }
    }
}

fn agenda(shell: &Shell, show: &Show<'_>) -> Markup {
    let sitting = show.sitting;
    let arranges = sitting.meeting.state == MeetingState::Planned && show.runs();
    let mut columns = vec![Column::new("Кандидат"), Column::new("Школа и муниципалитет"), Column::new("Просит"), Column::new("Подтверждено")];
    columns.extend(if sitting.meeting.state == MeetingState::Planned { vec![Column::new("Порядок")] } else { vec![Column::new("Голоса"), Column::new("Решение")] });
    let rows = sitting.items.iter().map(|item| {
        let words = &item.words;
        let mut cells = vec![
            html! { (item.position) ". " a href={ (url(&sitting.meeting)) "/items/" (item.id) } { (words.shown_name()) } @if !words.post.is_empty() { p.hint { (words.post) } } },
            html! { (words.school_name) @if !words.municipality_name.is_empty() { p.hint { (words.municipality_name) } } },
            wish(&sitting.lists, words),
            html! { @if words.criteria.is_empty() { "—" } @else { (words.criteria.join("; ")) } },
        ];
        if sitting.meeting.state == MeetingState::Planned {
            cells.push(if arranges {
                arrange(shell, sitting, item)
            } else {
                html! { (item.position) }
            });
        } else {
            cells.push(html! { (sitting.tally(item.id).words()) });
            cells.push(html! { (outcome_tag(item)) @let details = paper::details(sitting, item); @if !details.is_empty() { p.hint { (details) } } });
        }
        cells
    });
    Table::new("Повестка заседания", columns).rows(rows).empty("Повестка пуста", "Координатор добавит в неё заявки, поддержанные муниципалитетами, и заявки из резерва.", None).render()
}

fn arrange(shell: &Shell, sitting: &Sitting, item: &Item) -> Markup {
    let address = format!("{}/items/{}", url(&sitting.meeting), item.id);
    let name = item.words.shown_name();
    let last = i64::try_from(sitting.items.len()).unwrap_or(i64::MAX);
    html! {
        form.act method="post" action={ (address) "/position" } {
            (form::hidden("_key", &shell.key()))
            @if item.position > 1 {
                button.secondary.small type="submit" name="to" value="up" { "Выше" span.unseen { ": " (name) } } " "
                button.secondary.small type="submit" name="to" value="first" { "Первым" span.unseen { ": " (name) } } " "
            }
            @if item.position < last { button.secondary.small type="submit" name="to" value="down" { "Ниже" span.unseen { ": " (name) } } }
        }
        " " (form::act(&format!("{address}/removal"), &shell.key(), "Убрать", name))
    }
}
