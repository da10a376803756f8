//! Pages of courses for those who keep and oversee them.

use super::{HUB, Key, Lists, done, outcomes, paragraphs, picture};
use crate::{
    courses::{self, Course, Filter, Graduate, GraduateState, Kind, Level, Material, Supporter, TaskState, Trainer, cascade::Step, results::Outcome},
    form::{LINE, TEXT},
};
use ::web::Answers;
use kernel::{Date, FieldErrors, Paged};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts::{self, Kind as Look, SummaryRow},
    ru,
    table::{self, Column, Table},
    url::Query,
};

const COURSES: (&str, &str) = ("Курсы и каскад", "/courses");
const EVERYBODY: &str = "Прочтут все, кому виден курс.";

pub fn list(rows: &Paged<(Course, Outcome)>, query: &Query, manages: bool, tops: &[Course]) -> Page {
    let columns = vec![Column::new("Название"), Column::new("Уровень"), Column::new("Чей"), Column::new("Закончился"), Column::new("Выпускников").number(), Column::new("Применяют изученное")];
    let cells = rows.rows.iter().map(|(course, outcome)| {
        [
            html! { a href=(courses::url(course.id)) { (course.title) } },
            html! { (course.level.label()) },
            html! { (course.place_name) },
            html! { (ru::date(course.ends_on)) },
            html! { (ru::number(outcome.graduates)) },
            html! { (outcomes::brief(outcome)) },
        ]
    });
    let add = manages.then(|| form::button_link("Добавить курс", "/courses/new"));
    let mut page = Page::new("Курсы и каскад").wide().trail([HUB]).notice(done(query.text("done"))).lead("Что пригодилось выпускникам на уроках через один, три и шесть месяцев. Считаются те, кого вы видите.");
    if let Some(add) = add.clone() {
        page = page.action(add);
    }
    page.body(html! {
        (table::filter_bar("/courses", query, Field::new("q", "Слова из названия").value(query.text("q")).text()))
        (Table::new("Курсы", columns).query("/courses", query).rows(cells).empty("Курсов нет", "Здесь появятся курсы, выпускников которых поддерживает актив.", add).render())
        (table::pager("/courses", query, rows.slice.number, rows.slice.size, rows.total))
        (table::sheet_link("/courses", query))
        @if !tops.is_empty() {
            h2 { "Каскады" }
            ul { @for top in tops { li { a href={ (courses::url(top.id)) "/cascade" } { (top.title) } " — " (top.level.label()) } } }
        }
    })
}

pub struct Editor<'a> {
    pub course: Option<&'a Course>,
    pub answers: &'a Answers,
    pub errors: &'a FieldErrors,
    pub lists: &'a Lists,
    pub places: &'a [(String, String)],
    pub parents: &'a [(String, String)],
}

pub fn editor(editor: &Editor<'_>, key: Key<'_>) -> Page {
    let field = |name: &str, label: &str| Field::new(name, label).value(editor.answers.get(name)).errors(editor.errors.all());
    let (action, title) = editor.course.map_or(("/courses".to_owned(), "Добавить курс"), |course| (courses::url(course.id), "Изменить курс"));
    let trail = [HUB, COURSES];
    Page::new(title).narrow().trail(trail).error_title(!editor.errors.is_empty()).body(html! {
        (form::error_summary(editor.errors.all()))
        (Form::new(action, key()).body(html! {
            @if editor.course.is_some() { (form::hidden("version", editor.answers.get("version"))) }
            (field("kind", "Что это").select(Kind::ALL.iter().map(|kind| (kind.as_str(), kind.label()))))
            (field("level", "Уровень").select(Level::ALL.iter().map(|level| (level.as_str(), level.label()))))
            (field("title", "Название").who_reads(EVERYBODY).max_chars(LINE).text())
            (field("about", "Что выпускники попробуют на уроках").hint("Одна-две фразы: с ними сверяется рассказ выпускника").who_reads(EVERYBODY).max_chars(TEXT).textarea(3))
            (field("provider", "Кто проводит").who_reads(EVERYBODY).text())
            (field("hours", "Академических часов").number())
            (field("starts_on", "Начало").date())
            (field("ends_on", "Окончание").hint("От этого дня считаются один, три и шесть месяцев").date())
            (field("subject", "Предмет").first_line("любой").select(editor.lists.subjects.choices()))
            (field("direction", "Направление работы").select(editor.lists.directions.choices()))
            (field("activity", "Мероприятие").hint("Если занятие каскада провели как мероприятие: его номер, например М-2026-0123. Люди будут посчитаны по отметкам о присутствии").medium().text())
            (field("parent", "Ступень каскада выше").first_line("нет: это самостоятельный курс или верх каскада").select(editor.parents.to_vec()))
            @if editor.course.is_none() { (field("place", "Кто ведёт запись о курсе").select(editor.places.to_vec())) }
            (form::button("Сохранить"))
        }))
    })
}

/// What a course's page is drawn from.
pub struct Card {
    pub course: Course,
    pub trainers: Vec<Trainer>,
    pub supporters: Vec<Supporter>,
    pub materials: Vec<Material>,
    pub outcome: Outcome,
    pub graduates: Paged<Graduate>,
    pub filter: Filter,
    pub lists: Lists,
    pub manages: bool,
    pub exports: bool,
    /// Counts only: the viewer sees nobody by name.
    pub outside: bool,
    pub has_cascade: bool,
    pub today: Date,
}

pub fn card(card: &Card, query: &Query, (typed, errors): (&Answers, &FieldErrors), key: Key<'_>) -> Page {
    let course = &card.course;
    let page = Page::new(course.title.clone()).wide().trail([HUB, COURSES]).notice(done(query.text("done"))).error_title(!errors.is_empty());
    let page = if card.manages { page.action(form::button_link("Загрузить выпускников", &format!("{}/import", courses::url(course.id)))) } else { page };
    page.body(html! {
        (form::error_summary(errors.all()))
        (about(card))
        h2 { "Применяют ли изученное" }
        (outcomes::of(&card.outcome, card.outside))
        @if !card.outside { h2 { "Выпускники" } (graduates(card, query)) }
        @if !card.outside {
            h2 { "Кто поддерживает выпускников" }
            (supporters(card, key))
            h2 { "Кто вёл" }
            (trainers(card, (typed, errors), key))
        }
        h2 { "Материалы" }
        (materials(card, (typed, errors), key))
    })
}

fn about(card: &Card) -> Markup {
    let course = &card.course;
    let base = courses::url(course.id);
    let mut rows = vec![
        SummaryRow::new("Что это", format!("{}, уровень: {}", course.kind.label(), course.level.label())),
        SummaryRow::new("Когда", ru::period(course.starts_on, Some(course.ends_on))),
        SummaryRow::new("Часы", course.hours),
        SummaryRow::new("Кто проводит", &course.provider),
        SummaryRow::new("Направление", card.lists.directions.label(&course.direction)),
    ];
    if !course.subject.is_empty() {
        rows.push(SummaryRow::new("Предмет", card.lists.subjects.label(&course.subject)));
    }
    if let Some(parent) = course.parent {
        rows.push(SummaryRow::new("Ступень выше", html! { a href=(courses::url(parent)) { (course.parent_title) } }));
    }
    if let Some(activity) = course.activity {
        let counted = if course.is_activity_closed {
            "Люди посчитаны по отметкам о присутствии."
        } else {
            "Итоги мероприятия ещё не подведены: люди посчитаются, когда это сделает ведущий."
        };
        rows.push(SummaryRow::new("Мероприятие", html! { a href=(activities::url(activity)) { (course.activity_title) ", № " (course.activity_number) } p.hint { (counted) } }));
    }
    html! {
        (paragraphs(&course.about))
        (parts::summary(rows))
        p {
            @if card.has_cascade || course.parent.is_some() { a href={ (base) "/cascade" } { "Каскад от этой ступени" } " " }
            @if card.manages { a href={ (base) "/edit" } { "Изменить" } }
        }
    }
}

/// State of one answer: word, shape and colour.
pub fn task_tag(state: TaskState, is_late: bool) -> Markup {
    let (look, word) = match state {
        TaskState::Asked | TaskState::Returned if is_late => (Look::Waiting, "срок прошёл"),
        TaskState::Asked => (Look::Waiting, state.label()),
        TaskState::Shown => (Look::Doing, state.label()),
        TaskState::Accepted => (Look::Good, state.label()),
        TaskState::Returned => (Look::Neutral, state.label()),
    };
    parts::tag(look, word)
}

fn graduates(card: &Card, query: &Query) -> Markup {
    let base = courses::url(card.course.id);
    let columns = vec![Column::new("ФИО"), Column::new("Где работает"), Column::new("Что рассказал(а)"), Column::new("Кто поддерживает")];
    let rows = card.graduates.rows.iter().map(|graduate| {
        let tasks = html! {
            @if graduate.state == GraduateState::Declined { (parts::tag(Look::Neutral, "отказ от поддержки")) }
            @for task in &graduate.tasks {
                p { (task.months) " мес.: "
                    @if card.manages { a href={ "/support/tasks/" (task.id) } { (task_tag(task.state, task.is_late(card.today))) } } @else { (task_tag(task.state, task.is_late(card.today))) }
                    @if task.state == TaskState::Accepted { @if let Some(uses) = task.uses { " " (uses.label()) } }
                }
            }
        };
        [html! { (graduate.name) }, html! { (graduate.place_name) }, tasks, html! { @if graduate.supporter.is_some() { (graduate.supporter_name) } @else { "никто" } }]
    });
    let shows = [("", "все"), ("late", "срок прошёл"), ("shown", "ждут ответа"), ("returned", "есть вопрос"), ("unsupported", "никто не поддерживает"), ("declined", "отказались")];
    let fields = html! {
        (Field::new("q", "Фамилия").value(&card.filter.text).name_like().text())
        (Field::new("show", "Показать").value(&card.filter.show).first_line("все").select(shows.into_iter().skip(1)))
    };
    html! {
        (table::filter_bar(&base, query, fields))
        (Table::new("Выпускники", columns).rows(rows).empty("Никого нет", "Выпускников загружают файлом; здесь видны те, кто работает на вашей территории.", None).render())
        (table::pager(&base, query, card.graduates.slice.number, card.graduates.slice.size, card.graduates.total))
        @if card.exports { (table::sheet_link(&base, query)) }
        @if card.manages { p { a href={ (base) "/people?part=graduate" } { "Добавить одного выпускника" } } }
    }
}

fn supporters(card: &Card, key: Key<'_>) -> Markup {
    let base = courses::url(card.course.id);
    html! {
        @if card.supporters.is_empty() { p { "Пока никто. Пока человека нет, рассказы выпускников ждут без ответа." } }
        @else { ul { @for one in &card.supporters { li {
            @if one.municipality.is_empty() { "Все остальные" } @else { (one.municipality_name) } ": " (one.name) " "
            @if card.manages { (Form::new(format!("{base}/supporters/removal"), key()).body(html! { (form::hidden("municipality", &one.municipality)) button.secondary.small type="submit" { "Снять" span.unseen { " " (one.name) } } })) }
        } } } }
        @if card.manages { p { a href={ (base) "/people?part=supporter" } { "Назначить участника актива" } } }
    }
}

fn trainers(card: &Card, (typed, errors): (&Answers, &FieldErrors), key: Key<'_>) -> Markup {
    let base = courses::url(card.course.id);
    html! {
        @if card.trainers.is_empty() { p { "Не указано." } }
        @else { ul { @for one in &card.trainers { li {
            (one.name) @if one.minutes > 0 { ", " (ru::counted(one.minutes, "минута", "минуты", "минут")) } " "
            @if card.manages { (form::act(&format!("{base}/trainers/{}/removal", one.id), &key(), "Убрать", &one.name)) }
        } } } }
        @if card.manages {
            @if card.course.activity.is_some() { p.hint { "Ведущие и их часы — на странице мероприятия." } } @else { p { a href={ (base) "/people?part=trainer" } { "Назвать ведущего из реестра" } } }
            (parts::details("Назвать ведущего со стороны", Form::new(format!("{base}/outside-trainer"), key()).body(html! {
                (Field::new("outside", "Имя и организация").hint("Как в программе курса").value(typed.get("outside")).errors(errors.all()).who_reads(EVERYBODY).text())
                (form::button_secondary("Добавить"))
            })))
        }
    }
}

fn materials(card: &Card, (typed, errors): (&Answers, &FieldErrors), key: Key<'_>) -> Markup {
    let rows = card.materials.iter().map(|one| [html! { a href=(one.link) rel="noopener noreferrer" { (one.title) } }, html! { (one.number) }, html! { (one.changed) }]);
    let columns = vec![Column::new("Материал"), Column::new("Версия").number(), Column::new("Что изменилось")];
    html! {
        (Table::new("Материалы", columns).rows(rows).empty("Материалов нет", "Материал, названный так же, станет следующей версией.", None).render())
        @if card.manages {
            (parts::details("Добавить материал или его новую версию", Form::new(format!("{}/materials", courses::url(card.course.id)), key()).body(html! {
                (Field::new("title", "Название").hint("То же название — новая версия").value(typed.get("title")).errors(errors.all()).who_reads(EVERYBODY).text())
                (Field::new("link", "Адрес").value(typed.get("link")).errors(errors.all()).who_reads(EVERYBODY).name_like().text())
                (Field::new("changed", "Что нового в этой версии").value(typed.get("changed")).errors(errors.all()).who_reads(EVERYBODY).textarea(2))
                (form::button_secondary("Добавить"))
            })))
        }
    }
}

/// Where a person is chosen: a trainer, a supporter, a graduate.
pub fn people(course: &Course, part: &str, asked: (&str, &[crate::pick::Somebody]), lists: &Lists, key: Key<'_>) -> Page {
    let (title, lead, label) = match part {
        "supporter" => ("Кто поддержит выпускников", "Действующий участник актива. Его попросят отвечать на рассказы выпускников.", "Назначить"),
        "trainer" => ("Кто вёл", "Часы уйдут в учёт работы ведущего.", "Назвать"),
        _ => ("Добавить выпускника", "Человек из реестра вашей территории. Новых карточек здесь не заводят.", "Добавить"),
    };
    let path = format!("{}/people", courses::url(course.id));
    let trail = vec![(HUB.0.to_owned(), HUB.1.to_owned()), (COURSES.0.to_owned(), COURSES.1.to_owned()), (course.title.clone(), courses::url(course.id))];
    let chosen = html! { @for one in asked.1 {
        (parts::panel(&one.name, html! {
            p { (one.place) }
            (Form::new(&path, key()).body(html! {
                (form::hidden("part", part))
                (form::hidden("person", &one.person.to_string()))
                @if part == "supporter" { (Field::new(format!("municipality-{}", one.person), format!("Чьих выпускников поддержит {}", one.name)).first_line("всех, для кого никто не назначен").select(lists.municipalities.clone())) }
                @if part == "trainer" { (Field::new(format!("minutes-{}", one.person), format!("Сколько минут вёл(а) {}", one.name)).hint("Академический час — 45 минут. Можно не указывать").number()) }
                (form::button_secondary(label))
            }))
        }))
    } };
    let nobody = if part == "supporter" {
        "Ищем среди действующих участников актива."
    } else {
        "Ищем среди людей вашей территории и участников актива."
    };
    let (asked_text, is_empty) = (asked.0, asked.1.is_empty());
    Page::new(title).narrow().trail(trail).lead(lead).body(html! {
        (table::filter_bar(&path, &Query::parse("").with("q", asked_text).with("part", part), html! { (form::hidden("part", part)) (Field::new("q", "Фамилия, имя или отчество").value(asked_text).name_like().text()) }))
        @if !asked_text.trim().is_empty() && is_empty { (parts::empty("Никого не нашли", nobody, None)) }
        (chosen)
    })
}

/// Those without a card, beside the people.
fn guests(number: usize) -> Markup {
    html! { @if number > 0 { p.hint { "и " (ru::counted(number, "гость", "гостя", "гостей")) " без карточки" } } }
}

pub fn cascade(root: &Course, steps: &[Step]) -> Page {
    let trail = vec![(HUB.0.to_owned(), HUB.1.to_owned()), (COURSES.0.to_owned(), COURSES.1.to_owned()), (root.title.clone(), courses::url(root.id))];
    let columns = vec![Column::new("Ступень"), Column::new("Уровень"), Column::new("Чья"), Column::new("Ведущих").number(), Column::new("Людей здесь").number(), Column::new("С нижними ступенями").number()];
    let rows = steps.iter().map(|step| {
        [
            html! { a href=(courses::url(step.id)) { (step.title) } },
            html! { (step.level.label()) },
            html! { (step.place_name) },
            html! { (step.trainers) },
            html! { (ru::number(step.here)) (guests(step.guests)) },
            html! { (ru::number(step.reached)) (guests(step.guests_below)) },
        ]
    });
    Page::new(format!("Каскад: {}", root.title))
        .wide()
        .trail(trail)
        .lead("Каждый человек считается один раз, сколько бы ступеней ни прошёл. Ступень, которую провели как мероприятие, считается по отметкам о присутствии, когда подведены его итоги.")
        .body(html! {
            (picture::cascade(steps))
            (Table::new("Ступени каскада", columns).show_caption().rows(rows).render())
        })
}

/// A graduate as a row of a sheet.
pub fn cells(graduate: &Graduate) -> Vec<sheets::Value> {
    let tasks = graduate.tasks.iter().map(|task| format!("{} мес.: {}", task.months, task.uses.filter(|_| task.state == TaskState::Accepted).map_or(task.state.label(), courses::Uses::label)));
    let part = match graduate.state {
        GraduateState::Invited => "участвует",
        GraduateState::Declined => "отказ",
    };
    [graduate.name.clone(), graduate.place_name.clone(), part.to_owned(), tasks.collect::<Vec<_>>().join("; "), graduate.supporter_name.clone()].iter().map(|text| sheets::Value::from(text.as_str())).collect()
}
