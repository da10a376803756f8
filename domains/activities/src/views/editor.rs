//! The form of an activity: one page, nothing that needs a script.

use super::LIST;
use crate::{
    form::SESSIONS,
    lists::Lists,
    model::{Activity, Audience, Kind, Level, State},
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form as Posting, Group},
    page::Page,
    parts,
};

/// What the editor is drawn from.
pub struct Editor<'a> {
    pub one: Option<&'a Activity>,
    pub answers: &'a Answers,
    pub lists: &'a Lists,
    pub places: &'a [(String, String)],
    pub schools: &'a [Group],
    pub unions: &'a [(String, String)],
    pub errors: &'a FieldErrors,
    pub has_card: bool,
}

const EVERYBODY: &str = "Прочтут все, кому видно мероприятие";

impl Editor<'_> {
    fn field(&self, name: &str, label: &str) -> Field {
        Field::new(name, label).value(self.answers.get(name)).errors(self.errors.all())
    }

    /// Rows with something in them, and some to spare.
    fn rows(&self) -> usize {
        let used = (0..SESSIONS).rev().find(|at| ["day", "from", "to"].iter().any(|name| !self.answers.get(&format!("{name}-{at}")).is_empty()));
        used.map_or(1, |last| last + 1)
    }
}

pub fn page(editor: &Editor<'_>, key: &str) -> Page {
    let (action, title, trail) = match editor.one {
        Some(one) => (crate::url(one.id), "Изменить мероприятие", vec![(LIST.0.to_owned(), LIST.1.to_owned()), (one.title.clone(), crate::url(one.id))]),
        None => (LIST.1.to_owned(), "Запланировать мероприятие", vec![(LIST.0.to_owned(), LIST.1.to_owned())]),
    };
    let is_announced = editor.one.is_some_and(|one| one.state == State::Announced);
    let body = html! {
        (form::error_summary(editor.errors.all()))
        @if is_announced { (parts::warning("Мероприятие объявлено. Если изменятся дата или время, все записавшиеся получат сообщение.")) }
        (Posting::new(action, key).body(html! {
            @if editor.one.is_some() { (form::hidden("version", editor.answers.get("version"))) }
            (what(editor))
            (form::fieldset("Когда", when(editor)))
            (form::fieldset("Где", place(editor)))
            (form::fieldset("Кто может записаться", who(editor)))
            (extra(editor))
            (form::button(if editor.one.is_some() { "Сохранить" } else { "Сохранить черновик" }))
        }))
    };
    Page::new(title).narrow().trail(trail).error_title(!editor.errors.is_empty()).body(body)
}

fn what(editor: &Editor<'_>) -> Markup {
    let chosen = editor.answers.all("more_directions");
    html! {
        (editor.field("kind", "Вид").first_line("выберите").select(Kind::ALL.iter().map(|kind| (kind.as_str(), kind.label()))))
        (editor.field("title", "Название").hint("О чём оно, без фамилий: «Дроби на уроке и дома: шестой класс»").who_reads(EVERYBODY).text())
        (editor.field("summary", "Что это даст тому, кто придёт").hint("Без данных об учениках").who_reads(EVERYBODY).max_chars(4_000).textarea(4))
        (editor.field("direction", "Главное направление работы").first_line("выберите").select(editor.lists.directions.clone()))
        (parts::details(&if chosen.is_empty() { "Ещё направления".to_owned() } else { format!("Ещё направления: {}", chosen.len()) }, editor.field("more_directions", "Касается и этих направлений").checkboxes(editor.lists.directions.clone(), &chosen)))
        (editor.field("subject", "Предмет").first_line("любой").select(editor.lists.subjects.clone()))
        (editor.field("development", "Направление развития").first_line("не указано").select(editor.lists.developments.clone()))
        @if editor.one.is_none() {
            (editor.field("place", "Кто проводит").first_line("выберите").select(editor.places.to_vec()))
            (editor.field("held_by", "Кто ведёт").radios(held_by(editor.has_card)))
        }
        (editor.field("level", "Уровень").hint("По уровню мероприятие увидят педагоги школы, муниципалитета или всего края").first_line("выберите").select(Level::ALL.iter().map(|level| (level.as_str(), level.label()))))
    }
}

fn held_by(has_card: bool) -> Vec<(&'static str, &'static str)> {
    let later = ("later", "назову на следующей странице");
    if has_card { vec![("me", "я"), later] } else { vec![later] }
}

fn when(editor: &Editor<'_>) -> Markup {
    let row = |at: usize| {
        html! {
            div.fields {
                (editor.field(&format!("day-{at}"), &format!("Встреча {}: день", at + 1)).date())
                (editor.field(&format!("from-{at}"), &format!("Встреча {}: начало", at + 1)).short().text())
                (editor.field(&format!("to-{at}"), &format!("Встреча {}: окончание", at + 1)).short().text())
            }
        }
    };
    let shown = editor.rows();
    html! {
        p.hint { "Время местное, края, например 14:30. Постоянная группа — несколько встреч." }
        @for at in 0..shown { (row(at)) }
        @if shown < SESSIONS { (parts::details("Ещё встречи", html! { @for at in shown..SESSIONS { (row(at)) } })) }
        (editor.field("minutes", "Работа ведущего, минут").hint("Пусто — сколько длятся встречи. Подготовку можно прибавить").short().number())
    }
}

fn place(editor: &Editor<'_>) -> Markup {
    html! {
        (editor.field("where_text", "Адрес, кабинет").hint("Например: МБОУ СОШ № 6, кабинет 24").who_reads(EVERYBODY).text())
        (editor.field("link", "Ссылка на встречу в сети").hint("Адрес целиком: https://example.ru/vstrecha").who_reads("Увидят только записавшиеся и ведущие").name_like().text())
    }
}

fn who(editor: &Editor<'_>) -> Markup {
    let audiences = Audience::ALL.iter().filter(|audience| **audience != Audience::Union || !editor.unions.is_empty()).map(|audience| (audience.as_str(), audience.label()));
    html! {
        (editor.field("audience", "Аудитория").radios(audiences))
        @if !editor.unions.is_empty() { (editor.field("union", "Объединение").hint("Если записаться могут только его участники").first_line("не выбрано").select(editor.unions.to_vec())) }
        (editor.field("seats", "Мест").hint("Пусто — не ограничено. Когда места кончатся, начнётся лист ожидания").short().number())
        (editor.field("apply_by", "Запись до").hint("Включительно. Пусто — до окончания").date())
        (editor.field("is_public", "Открытый календарь").single_checkbox("yes", "показать на сайте название, дату и место, без имён"))
    }
}

/// Fields of some kinds: under a fold each, because without a script the page doesn't know the kind yet.
fn extra(editor: &Editor<'_>) -> Markup {
    let is = |kind: Kind| editor.answers.get("kind") == kind.as_str();
    let has_error = ["school", "procedure", "stage", "works", "other_kind"].iter().any(|name| editor.errors.of(name).is_some());
    let fields = html! {
        (editor.field("school", "Выезд: школа").first_line("не выбрана").select_groups(editor.schools.to_vec(), None))
        (editor.field("procedure", "Конкурс или экспертиза: какая").hint("Например: «Учитель года», проверка ОГЭ по математике").who_reads(EVERYBODY).text())
        (editor.field("stage", "Конкурс: этап; выезд: о чём просят").who_reads(EVERYBODY).text())
        (editor.field("works", "Экспертная работа: сколько работ").short().number())
        (editor.field("other_kind", "Другое: что это").who_reads(EVERYBODY).text())
    };
    if has_error || is(Kind::Visit) || is(Kind::Contest) || is(Kind::ExpertWork) || is(Kind::Other) {
        form::fieldset("Для выезда, конкурса, экспертной работы и другого", fields)
    } else {
        parts::details("Для выезда, конкурса, экспертной работы и другого", fields)
    }
}
