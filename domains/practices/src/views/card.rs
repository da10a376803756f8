//! The page of a practice, for its author, whoever keeps the bank, a reader, a reviewer.

use super::{BANK, REVIEWS, files, state, told, version_state};
use crate::{
    lists::Lists,
    model::{Attached, Practice, Review, State, Text, Used, Verdict, VersionState, free_seats},
    sight::Sight,
    url,
    views::using,
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
    page::{Notice, Page},
    parts, ru,
};

pub struct Shown {
    pub practice: Practice,
    /// What is shown: the version in force, or the newest to its author.
    pub text: Text,
    pub newest: Text,
    pub files: Vec<Attached>,
    pub reviews: Vec<Review>,
    pub uses: Vec<Used>,
    pub lists: Lists,
    pub sight: Sight,
    /// May take it to review now.
    pub may_take: bool,
    /// Has taken it and not answered.
    pub is_reading: bool,
    pub may_use: bool,
    pub may_make_resource: bool,
    /// Of these re-uses the actor decides.
    pub decides: Vec<crate::model::UseId>,
    pub person: Option<kernel::id::PersonId>,
    pub max_mb: u32,
}

pub fn page(shown: &Shown, (done, answers): (&str, &Answers), errors: &FieldErrors, key: &dyn Fn() -> String) -> Page {
    let practice = &shown.practice;
    let is_author = shown.sight == Sight::Author;
    let body = html! {
        (form::error_summary(errors.all()))
        @if practice.state == State::Withdrawn && !practice.withdrawn_why.is_empty() { (parts::notice(&Notice::info("Практика снята").more(&practice.withdrawn_why))) }
        @if is_author { (next(shown, answers, errors, key)) }
        (review_box(shown, key))
        (told(&shown.text, &shown.lists))
        (files(practice.id, shown.text.number, &shown.files))
        @if is_author && shown.newest.state.is_open() { (attaching(shown, errors, key)) }
        @if is_author || shown.sight == Sight::Keeper { (words(shown)) }
        @if practice.state == State::Published { (using::section(shown, answers, errors, key)) }
        (keeping(shown, key))
        @if is_author { (owning(shown, answers, errors, key)) }
    };
    // Whoever reviews may have nothing to do with the bank itself.
    let list = if shown.sight == Sight::Reviewer { REVIEWS } else { BANK };
    Page::new(shown.text.title.clone()).narrow().trail([list]).notice(notice(done)).error_title(!errors.is_empty()).lead(lead(shown)).body(body)
}

fn notice(done: &str) -> Option<Notice> {
    match done {
        "begun" => Some(Notice::done("Черновик сохранён. Допишите и отправьте рецензентам")),
        "edited" => Some(Notice::done("Изменения сохранены")),
        "submitted" => Some(Notice::done("Практика у рецензентов. Её прочитают двое, имени вашего они не увидят")),
        "recalled" => Some(Notice::done("Практика снова у вас")),
        "named" => Some(Notice::done("Выбор записан и действует сразу")),
        "withdrawn" => Some(Notice::done("Практика снята. В банке её больше нет")),
        "attached" => Some(Notice::done("Файл приложен")),
        "detached" => Some(Notice::done("Файл убран")),
        "taken" => Some(Notice::done("Вы взяли практику на рецензию")),
        "used" => Some(Notice::done("Записано. Когда автор или методист подтвердит, применение станет видно всем")),
        "unused" => Some(Notice::done("Запись о применении убрана")),
        "confirmed" => Some(Notice::done("Применение подтверждено")),
        "refused" => Some(Notice::done("Применение не подтверждено, коллега узнает почему")),
        "resource" => Some(Notice::done("Черновик ресурса в каталоге. Укажите там, с какими затруднениями он помогает: без этого его не предложат в маршрут")),
        _ => None,
    }
}

fn lead(shown: &Shown) -> Markup {
    let practice = &shown.practice;
    let sees_author = match shown.sight {
        Sight::Author | Sight::Keeper => true,
        Sight::Reader => practice.with_name,
        Sight::Reviewer => false,
    };
    html! {
        @if sees_author { (practice.author_name) ", " (practice.place_name) } @else if shown.sight == Sight::Reviewer { "автора вы не видите" } @else { "без имени автора" }
        @if let Some(day) = practice.published_on.filter(|_| practice.state == State::Published) { ", опубликована " (ru::date(day)) }
        @if matches!(shown.sight, Sight::Author | Sight::Keeper) { " " (state(practice.state)) }
    }
}

/// What the author does next.
fn next(shown: &Shown, answers: &Answers, errors: &FieldErrors, key: &dyn Fn() -> String) -> Markup {
    let (practice, newest) = (&shown.practice, &shown.newest);
    let url = url::practice(practice.id);
    html! {
        @if newest.number != practice.published_number && practice.published_number > 0 { p { "В банке версия " (practice.published_number) ", новая версия " (newest.number) ": " (version_state(newest.state)) } }
        @match newest.state {
            VersionState::Draft => {
                @let lacks = newest.lacks();
                @if lacks.is_empty() { (submission(shown, answers, errors, key)) }
                @else { p { "Чтобы отправить рецензентам, допишите: " (lacks.join(", ")) "." } p { a href={ (url) "/edit" } { "Изменить" } } }
            },
            VersionState::Review => {
                p { "Читают рецензенты. Ответили: " (shown.reviews.iter().filter(|review| review.verdict != Verdict::None).count()) "." }
                @if shown.reviews.iter().all(|review| review.verdict == Verdict::None) { (Form::new(format!("{url}/recall"), key()).body(html! { (form::hidden("version", &practice.version.to_string())) (form::button_secondary("Забрать с рецензии")) })) }
            },
            VersionState::Returned => { p { "Рецензенты вернули практику. Прочитайте их слова ниже и доработайте." } p { (form::button_link("Доработать", &format!("{url}/edit"))) } },
            VersionState::Declined => { p { "Рецензенты не приняли практику. Их слова ниже. Можно переписать её и отправить снова." } p { a href={ (url) "/edit" } { "Переписать" } } },
            VersionState::Accepted => { p { a href={ (url) "/edit" } { "Изменить" } @if practice.state == State::Published { " · " a href={ (url) "/certificate.pdf" } { "Свидетельство о публикации (PDF)" } } } },
        }
    }
}

fn naming(shown: &Shown, answers: &Answers, errors: &FieldErrors) -> Markup {
    let practice = &shown.practice;
    let was = if answers.has("naming") {
        answers.get("naming")
    } else if practice.with_name {
        "name"
    } else {
        ""
    };
    let open = if answers.has("naming") {
        answers.get("open")
    } else if practice.is_open {
        "yes"
    } else {
        ""
    };
    html! {
        (Field::new("naming", "Как назвать автора").value(was).errors(errors.all()).radios([
            Choice::new("name", "с именем и школой").hint("Увидят все, кому виден банк: методисты, завучи, учителя региона"),
            Choice::new("nameless", "без имени").hint("Имя знаете вы и координатор актива"),
        ]))
        (Field::new("open", "Открытая страница").value(open).hint("Там её увидит любой. Имя и школу покажем, только если это разрешает ваше согласие на публикацию").single_checkbox("yes", "можно показать на открытой странице банка"))
    }
}

fn submission(shown: &Shown, answers: &Answers, errors: &FieldErrors, key: &dyn Fn() -> String) -> Markup {
    let practice = &shown.practice;
    html! {
        h2 { "Отправить рецензентам" }
        p { "Двое коллег не из вашей школы прочитают её без вашего имени. Если оба скажут «принять», практика сразу появится в банке." }
        (Form::new(format!("{}/submission", url::practice(practice.id)), key()).body(html! {
            (form::hidden("version", &practice.version.to_string()))
            (Field::new("agree", "Согласие").value(answers.get("agree")).errors(errors.all()).hint("Снять практику можно в любой день, одной кнопкой").single_checkbox("yes", "согласен(на) на публикацию практики в банке"))
            (naming(shown, answers, errors))
            (form::button("Отправить рецензентам"))
        }))
        p { a href={ (url::practice(practice.id)) "/edit" } { "Ещё изменить" } }
    }
}

fn attaching(shown: &Shown, errors: &FieldErrors, key: &dyn Fn() -> String) -> Markup {
    let url = url::practice(shown.practice.id);
    html! {
        @for file in &shown.files { (form::act(&format!("{url}/files/{}/removal", file.digest), &key(), "Убрать файл", &file.name)) }
        (parts::details("Приложить файл", Form::new(format!("{url}/files"), key()).files().body(html! {
            (Field::new("file", "Файл").errors(errors.all()).hint(super::NO_PUPILS).file(".pdf,.jpg,.jpeg,.png", shown.max_mb))
            (form::button_secondary("Приложить"))
        })))
    }
}

/// What reviewers said, without who they are.
fn words(shown: &Shown) -> Markup {
    let given: Vec<&Review> = shown.reviews.iter().filter(|review| review.verdict != Verdict::None).collect();
    html! { @if !given.is_empty() {
        h2 { "Слова рецензентов" }
        @for (at, review) in given.iter().enumerate() {
            h3 { "Рецензент " (at + 1) ": " (review.verdict.label()) }
            ul { @for criterion in crate::model::Criterion::ALL { @if let Some(mark) = review.marks.get(criterion.as_str()) { li { (criterion.label()) ": " (super::reviews::mark(*mark)) } } } }
            (super::paragraphs(&review.words))
        }
    } }
}

fn review_box(shown: &Shown, key: &dyn Fn() -> String) -> Markup {
    let url = url::practice(shown.practice.id);
    let free = free_seats(&shown.reviews.iter().map(|review| review.verdict).collect::<Vec<_>>());
    html! {
        @if shown.is_reading { p { (form::button_link("Написать рецензию", &format!("{url}/review"))) } }
        @else if shown.may_take && free > 0 { (Form::new(format!("{url}/taking"), key()).body(html! { p { "Практика ждёт рецензентов." } (form::button("Взять на рецензию")) })) }
    }
}

fn keeping(shown: &Shown, key: &dyn Fn() -> String) -> Markup {
    let practice = &shown.practice;
    html! {
        @if !practice.resource.is_empty() { p { "Есть в каталоге ресурсов: " a href={ "/resources/" (practice.resource) } { "открыть" } "." } }
        @else if shown.may_make_resource { (Form::new(format!("{}/resource", url::practice(practice.id)), key()).body(html! { (form::button_secondary("Добавить в каталог ресурсов")) p.hint { "Появится черновик ресурса, который можно будет взять в маршрут после проверки коллегой." } })) }
    }
}

fn owning(shown: &Shown, answers: &Answers, errors: &FieldErrors, key: &dyn Fn() -> String) -> Markup {
    let practice = &shown.practice;
    let url = url::practice(practice.id);
    html! {
        @if practice.state == State::Published {
            (parts::details("Имя и открытая страница", Form::new(format!("{url}/naming"), key()).body(html! { (form::hidden("version", &practice.version.to_string())) (naming(shown, answers, errors)) (form::button_secondary("Сохранить выбор")) })))
        }
        @if practice.state != State::Withdrawn { p { a href={ (url) "/withdrawal" } { "Снять практику" } } }
    }
}

pub fn leaving(practice: &Practice, title: &str, why: &str, errors: &FieldErrors, key: &str) -> Page {
    let trail = [(BANK.0.to_owned(), BANK.1.to_owned()), (title.to_owned(), url::practice(practice.id))];
    Page::new("Снять практику").narrow().trail(trail).error_title(!errors.is_empty()).lead(title.to_owned()).body(html! {
        (form::error_summary(errors.all()))
        p { "Практика сразу исчезнет из банка, с открытой страницы и из каталога ресурсов. Текст останется у вас черновиком." }
        (Form::new(format!("{}/withdrawal", url::practice(practice.id)), key).body(html! {
            (form::hidden("version", &practice.version.to_string()))
            (Field::new("why", "Почему (можно не писать)").value(why).errors(errors.all()).who_reads("Прочтёте вы и координатор актива").max_chars(500).textarea(2))
            (form::button_danger("Снять"))
        }))
    })
}
