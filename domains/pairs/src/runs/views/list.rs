//! Runs, and a new one.

use super::state;
use crate::{
    lists::Lists,
    model::{Run, Source},
    runs::form::RunForm,
    url,
};
use kernel::{FieldErrors, Paged};
use maud::{Markup, html};
use structure::profile::MembershipKind;
use ui::{
    form::{self, Choice, Field, Form},
    page::{Notice, Page},
    parts, ru,
    table::{self, Column, Table},
    url::Query,
};

pub fn page(runs: &Paged<Run>, lists: &Lists, query: &Query) -> Page {
    let columns = vec![Column::new("Подбор"), Column::new("Состояние"), Column::new("Нашлось"), Column::new("Период пар"), Column::new("Кто и когда")];
    let rows = runs.rows.iter().map(|run| {
        let (served, asked) = run.served();
        [
            html! { a href=(url::run(run.id)) { (run.title) } p.hint { (run.place_name) ", " (run.source.label()) } },
            state(run),
            html! { (ru::number(served)) " из " (ru::number(asked)) },
            html! { (ru::period(run.starts_on, Some(run.ends_on))) },
            html! { (run.made_by) p.hint { (ru::datetime(run.made_at, &lists.zone)) } },
        ]
    });
    let done = (query.text("done") == "dropped").then(|| Notice::done("Подбор отменён: никто ничего о нём не узнал"));
    Page::new("Подбор пар")
        .wide()
        .notice(done)
        .action(form::button_link("Новый подбор", "/matching/new"))
        .lead("Кого из методистов закрепить за кем из педагогов. Пока подбор не опубликован, о нём знают только те, кто его ведёт.")
        .body(html! {
            p { a href=(url::PAIRS) { "Действующие пары" } " · " a href="/matching/members" { "Сколько педагогов может взять каждый" } " · " a href="/matching/directions" { "С чем помогают методисты по направлениям" } }
            (Table::new("Подборы", columns).query(url::RUNS, query).rows(rows).empty("Подборов пока нет", "Начните новый: программа предложит пары, вы посмотрите и поправите их до публикации.", None).render())
            (table::pager(url::RUNS, query, runs.slice.number, runs.slice.size, runs.total))
        })
}

pub fn new(form: &RunForm, lists: &Lists, errors: &FieldErrors, key: &str) -> Page {
    let all = errors.all();
    let kinds = MembershipKind::ALL.iter().map(|kind| (kind.as_str(), lists.kind(*kind)));
    let sources = [
        Choice::new(Source::Need.as_str(), "Всем, кому нужна поддержка").hint("У кого затруднения, открытые вам, или сопровождение, в команде которого ещё нет методиста"),
        Choice::new(Source::List.as_str(), "По списку").extra(names(form, all)),
    ];
    Page::new("Новый подбор").narrow().trail(super::TRAIL).error_title(!errors.is_empty()).lead("Программа предложит пары за секунды. Публиковать их или нет, решите потом.").body(html! {
        (form::error_summary(all))
        (Form::new(url::RUNS, key).body(html! {
            (Field::new("title", "Название").value(&form.title).errors(all).who_reads("Прочтут те, кто подбирает пары").text())
            (Field::new("starts_on", "Пары работают с").value(&form.starts_on).errors(all).date())
            (Field::new("ends_on", "по (последний день)").value(&form.ends_on).errors(all).date())
            (Field::new("source", "Кому подобрать методиста?").value(&form.source).errors(all).radios(sources))
            (Field::new("kinds", "Кто будет помогать?").errors(all).hint("Методисты — по своему предмету или направлению, управленцы — по предметам, которые ведут сами").checkboxes(kinds, &form.kinds))
            (Field::new("places", "Сколько педагогов может взять один человек").hint("Если для него не указано иное. Кто уже занят, получит меньше").value(&form.places).errors(all).number())
            (Field::new("hours", "Учитывать часы?").value(&form.hours).errors(all).radios(hours(form, all)))
            (form::button("Подобрать пары"))
        }))
        (parts::details("Что учитывается", rules()))
    })
}

/// Whether the hours left in the year's plans limit the room.
fn hours(form: &RunForm, errors: &[(String, String)]) -> [Choice; 2] {
    let each = Field::new("hours_each", "Сколько часов года занимает один педагог").value(&form.hours_each).errors(errors).number();
    [
        Choice::new("no", "Нет, только число педагогов"),
        Choice::new("yes", "Да: не больше, чем осталось в плане года").hint("Осталось — это согласованный план года без того, что уже сделано. У кого план не согласован, считается только число педагогов").extra(each),
    ]
}

fn names(form: &RunForm, errors: &[(String, String)]) -> Markup {
    Field::new("names", "ФИО педагогов").hint("Каждое с новой строки, полностью").value(&form.names).errors(errors).who_reads("Список никому не показывается").textarea(6)
}

pub fn rules() -> Markup {
    html! {
        ul {
            li { "Обязательно: методист ведёт этот предмет или направление, работает в другой школе, не руководит педагогом, у него есть места." }
            li { "Обязательно: педагог не просил обойтись без этого человека, и их прежняя пара не закончилась словами «лучше работать с другим человеком»." }
            li { "Лучше: тот же муниципалитет, тот же часовой пояс, уже работали вместе, педагог просил именно об этом человеке." }
            li { "Нагрузка делится ровно: чем больше педагогов уже у методиста, тем реже ему предлагают следующего." }
            li { "Если выбрано «учитывать часы»: методисту предлагают не больше педагогов, чем хватит часов, оставшихся в его плане года." }
            li { "Если мест не хватает, сначала помогают тем, у кого затруднения глубже." }
            li { "Из всех возможных раскладов выбирается лучший в целом; это проверено математически." }
        }
    }
}
