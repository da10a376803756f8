//! Courses: the list with outcomes, a course's page, who teaches and supports.

use super::{act, finish, identified, plain, query, text};
use crate::{
    courses::{self, Course, CourseId, Filter, cascade, results, store},
    form::version,
    pick::{self, Among, Somebody},
    rules::kept,
    views::{self, Lists},
    words::Words,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor, Role};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Slice, Tx, id::PersonId, id::PlaceId};
use maud::Markup;
use results::Whose;
use structure::{
    places::{self, PlaceKind},
    profile::TermKind,
};

const ROWS: u32 = 25;

/// Who sees counts only: nobody by name, no group under five.
fn is_outside(actor: &Actor) -> bool {
    actor.role == Role::Ministry
}

fn whose(actor: &Actor) -> Whose {
    if is_outside(actor) { Whose::All } else { Whose::Within(actor.scope()) }
}

pub(super) fn lists(tx: &mut Tx<'_>) -> Result<Lists> {
    let today = tx.today();
    let municipalities = places::municipalities(tx, today)?.into_iter().map(|place| (place.id.to_string(), place.short_name)).collect();
    Ok(Lists { subjects: Words::read(tx, TermKind::Subject)?, directions: Words::read(tx, TermKind::WorkDirection)?, municipalities })
}

fn outcomes(tx: &mut Tx<'_>, actor: &Actor, rows: Vec<Course>) -> Result<Vec<(Course, results::Outcome)>> {
    let found = results::of_all(tx, &whose(actor), rows)?;
    Ok(if is_outside(actor) { found.into_iter().map(|(course, outcome)| (course, outcome.for_outside())).collect() } else { found })
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewSupport)?;
    let query = query(raw);
    let (asked, who) = (text(&query, "q"), actor.clone());
    if query.text("format") == "xlsx" {
        let columns = ["Название", "Уровень", "Чей", "Закончился", "Выпускников", "Отказались", "Через месяцев", "Спросили", "Рассказали", "Применяют", "Частично", "Пока нет"];
        return ::web::lists::take_out(&app, &actor, "Курсы и их итоги", &columns, move |tx| {
            let rows = courses::list(tx, &who, &asked, Slice::all(5_000))?.rows;
            Ok(outcomes(tx, &who, rows)?.iter().flat_map(|(course, outcome)| sheet_rows(course, outcome)).collect())
        })
        .await;
    }
    let slice = Slice::new(query.page(), ROWS);
    let (rows, tops) = app
        .read(move |tx| {
            let found = courses::list(tx, &who, &asked, slice)?;
            let rows = outcomes(tx, &who, found.rows)?;
            Ok((kernel::Paged { rows, total: found.total, slice }, cascade::tops(tx, &who)?))
        })
        .await?;
    Ok(shell.page(views::courses::list(&rows, &query, actor.can(Action::ManageSupport), &tops)).into_response())
}

fn sheet_rows(course: &Course, outcome: &results::Outcome) -> Vec<Vec<sheets::Value>> {
    let number = |number: u64| sheets::Value::from(number.to_string().as_str());
    let head = || {
        vec![
            sheets::Value::from(course.title.as_str()),
            course.level.label().into(),
            course.place_name.as_str().into(),
            kernel::date::short(course.ends_on).as_str().into(),
            number(outcome.graduates),
            number(outcome.declined),
        ]
    };
    if outcome.terms.is_empty() {
        let mut row = head();
        row.extend(std::iter::repeat_n("", 6).map(sheets::Value::from));
        return vec![row];
    }
    let terms = outcome.terms.iter().map(|term| {
        let mut row = head();
        row.extend([u64::from(term.months), term.asked, term.answered, term.uses, term.partly, term.not_yet].map(number));
        row
    });
    terms.collect()
}

/// Whose courses the actor may add, one's own place first, and what may stand above.
fn choices(tx: &mut Tx<'_>, actor: &Actor, not: Option<CourseId>) -> Result<(Vec<(String, String)>, Vec<(String, String)>)> {
    let today = tx.today();
    let own = places::load(tx, &actor.place, today)?;
    let below = if own.kind == PlaceKind::Region { places::municipalities(tx, today)? } else { Vec::new() };
    let own_name = if own.kind == PlaceKind::Region { "весь регион".to_owned() } else { own.short_name.clone() };
    let places = std::iter::once((own.id.to_string(), own_name)).chain(below.into_iter().map(|place| (place.id.to_string(), place.short_name))).collect();
    let parents = courses::list(tx, actor, "", Slice::all(500))?
        .rows
        .into_iter()
        .filter(|course| Some(course.id) != not)
        .map(|course| (course.id.to_string(), format!("{} ({}, {})", course.title, course.level.label(), kernel::date::short(course.ends_on))))
        .collect();
    Ok((places, parents))
}

async fn editor(app: &App, (actor, shell): (&Actor, &Shell), course: Option<&Course>, answers: &Answers, errors: &FieldErrors) -> Result<Markup> {
    let (who, not) = (actor.clone(), course.map(|course| course.id));
    let (lists, (places, parents)) = app.read(move |tx| Ok((lists(tx)?, choices(tx, &who, not)?))).await?;
    Ok(shell.page(views::courses::editor(&views::courses::Editor { course, answers, errors, lists: &lists, places: &places, parents: &parents }, &|| shell.key())))
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let answers = Answers::of([("place", actor.place.to_string()), ("kind", "course".into()), ("level", "regional".into()), ("direction", "d01".into())].map(|(name, value)| (name.to_owned(), value)));
    Ok(editor(&app, (&actor, &shell), None, &answers, &FieldErrors::default()).await?.into_response())
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let draft = courses::draft(&answers)?;
        let place = PlaceId::from(answers.get("place"));
        let id = courses::add(tx, &who, &place, &draft).map_err(|error| if matches!(error, Error::NotFound) { Error::field("place", "Выберите, кто ведёт запись о курсе") } else { error })?;
        Ok(format!("{}?done=added", courses::url(id)))
    });
    let done = done.await;
    finish(done, |errors| async move { editor(&app, (&actor, &shell), None, &posted.answers, &errors).await }).await
}

async fn managed(app: &App, actor: &Actor, raw: &str) -> Result<Course> {
    let (id, who) = (identified(raw)?, actor.clone());
    app.read(move |tx| store::managed(tx, &who, id)).await
}

pub async fn editing(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let course = managed(&app, &actor, &raw).await?;
    Ok(editor(&app, (&actor, &shell), Some(&course), &courses::answers(&course), &FieldErrors::default()).await?.into_response())
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let course = managed(&app, &actor, &raw).await?;
    let (answers, who, id) = (posted.answers.clone(), actor.clone(), course.id);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        courses::edit(tx, &who, id, &courses::draft(&answers)?, version(&answers))?;
        Ok(format!("{}?done=saved", courses::url(id)))
    });
    let done = done.await;
    finish(done, |errors| async move { editor(&app, (&actor, &shell), Some(&course), &posted.answers, &errors).await }).await
}

fn read(tx: &mut Tx<'_>, actor: &Actor, id: CourseId, filter: Filter, slice: Slice) -> Result<views::courses::Card> {
    let course = courses::find(tx, actor, id)?;
    let outside = is_outside(actor);
    let outcome = results::of(tx, &whose(actor), id)?;
    Ok(views::courses::Card {
        trainers: if outside { Vec::new() } else { store::trainers(tx, id)? },
        supporters: if outside { Vec::new() } else { store::supporters(tx, id)? },
        materials: store::materials(tx, id)?,
        outcome: if outside { outcome.for_outside() } else { outcome },
        graduates: courses::graduates(tx, &actor.scope(), &course, &filter, slice)?,
        filter,
        lists: lists(tx)?,
        manages: kept(actor).has(&course.place_path),
        exports: actor.can(Action::ExportLists),
        outside,
        has_cascade: !store::children(tx, id)?.is_empty(),
        today: tx.today(),
        course,
    })
}

async fn page(app: &App, (actor, shell): (&Actor, &Shell), id: CourseId, query: &ui::url::Query, (typed, errors): (&Answers, &FieldErrors)) -> Result<Markup> {
    let (who, filter, slice) = (actor.clone(), Filter { text: text(query, "q"), show: text(query, "show") }, Slice::new(query.page(), ROWS));
    let card = app.read(move |tx| read(tx, &who, id, filter, slice)).await?;
    Ok(shell.page(views::courses::card(&card, query, (typed, errors), &|| shell.key())))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewSupport)?;
    let (id, query): (CourseId, _) = (identified(&raw)?, query(asked));
    if query.text("format") == "xlsx" {
        actor.may(Action::ExportLists)?;
        let (who, filter) = (actor.clone(), Filter { text: text(&query, "q"), show: text(&query, "show") });
        let columns = ["ФИО", "Где работает", "Участие", "Сроки и ответы", "Кто поддерживает"];
        return ::web::lists::take_out(&app, &actor, "Выпускники курса", &columns, move |tx| {
            let course = courses::find(tx, &who, id)?;
            let rows = courses::graduates(tx, &who.scope(), &course, &filter, Slice::all(20_000))?.rows;
            Ok(rows.iter().map(views::courses::cells).collect())
        })
        .await;
    }
    Ok(page(&app, (&actor, &shell), id, &query, (&Answers::default(), &FieldErrors::default())).await?.into_response())
}

/// A form on the course's page: acts, or draws the page again with its errors.
async fn on_page(app: App, actor: Actor, shell: Shell, (raw, posted): (String, Posted), work: impl FnOnce(&mut Tx<'_>, &Actor, CourseId, &Answers) -> Result<()> + Send + 'static) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let (id, who, answers): (CourseId, _, _) = (identified(&raw)?, actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        work(tx, &who, id, &answers)?;
        Ok(format!("{}?done=saved", courses::url(id)))
    });
    let done = done.await;
    finish(done, |errors| async move { page(&app, (&actor, &shell), id, &ui::url::Query::default(), (&posted.answers, &errors)).await }).await
}

pub async fn outside_trainer(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    on_page(app, actor, shell, (raw, posted), |tx, actor, id, answers| courses::add_trainer(tx, actor, id, None, answers)).await
}

pub async fn add_material(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    on_page(app, actor, shell, (raw, posted), courses::add_material).await
}

pub async fn unassign(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    on_page(app, actor, shell, (raw, posted), |tx, actor, id, answers| courses::unassign(tx, actor, id, answers.get("municipality"))).await
}

pub async fn remove_trainer(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, trainer)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let (id, trainer) = (identified(&raw)?, identified(&trainer)?);
    act(&app, &shell, &posted, move |tx| courses::remove_trainer(tx, &actor, id, trainer).map(|()| format!("{}?done=removed", courses::url(id)))).await
}

fn candidates(tx: &mut Tx<'_>, actor: &Actor, part: &str, asked: &str) -> Result<Vec<Somebody>> {
    let mut found = match part {
        "graduate" => pick::search(tx, actor, Among::People, asked)?,
        "trainer" => {
            let mut found = pick::search(tx, actor, Among::People, asked)?;
            found.extend(pick::search(tx, actor, Among::Members, asked)?);
            found
        }
        _ => pick::search(tx, actor, Among::Members, asked)?,
    };
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|one| seen.insert(one.person));
    Ok(found)
}

pub async fn people(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    let course = managed(&app, &actor, &raw).await?;
    let query = query(asked);
    let (part, asked) = (text(&query, "part"), text(&query, "q"));
    let (wanted, words, who) = (part.clone(), asked.clone(), actor.clone());
    let (found, lists) = app.read(move |tx| Ok((candidates(tx, &who, &wanted, &words)?, lists(tx)?))).await?;
    Ok(shell.page(views::courses::people(&course, &part, (&asked, &found), &lists, &|| shell.key())).into_response())
}

pub async fn choose(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let id: CourseId = identified(&raw)?;
    let person: PersonId = identified(posted.answers.get("person"))?;
    let answers = plain(&posted.answers, &person.to_string());
    act(&app, &shell, &posted, move |tx| {
        match answers.get("part") {
            "supporter" => courses::assign(tx, &actor, id, answers.get("municipality"), person)?,
            "trainer" => courses::add_trainer(tx, &actor, id, Some(person), &answers)?,
            _ => courses::enrol(tx, &actor, id, person).map(|_| ())?,
        }
        Ok(format!("{}?done=saved", courses::url(id)))
    })
    .await
}

pub async fn cascade(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ViewSupport)?;
    let id = identified(&raw)?;
    let (root, steps) = app
        .read(move |tx| {
            let root = courses::find(tx, &actor, id)?;
            let steps = cascade::under(tx, &actor, &root)?;
            Ok((root, steps))
        })
        .await?;
    Ok(shell.page(views::courses::cascade(&root, &steps)).into_response())
}
