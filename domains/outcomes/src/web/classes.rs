//! Who teaches what: classes × subjects of a school.

use super::{query, school, schools};
use crate::{
    class::Class,
    period::school_year_of,
    store::{
        outcomes as kept,
        teachers::{self, Taught},
    },
    teaching::{self, Lesson},
    views,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{
    Error, FieldErrors, Result, Tx,
    id::{PersonId, PlaceId},
};
use maud::Markup;
use structure::{Lists, places::Place};
use ui::url::Query;

/// What the grid stands on.
pub struct Ground {
    pub schools: Vec<Place>,
    pub place: Option<PlaceId>,
    pub school_year: i64,
    pub this_year: i64,
    pub taught: Vec<Taught>,
    pub classes: Vec<Class>,
    /// With the subjects they teach, the main one first.
    pub staff: Vec<(PersonId, String, Vec<String>)>,
    pub lists: Lists,
}

fn ground(tx: &mut Tx<'_>, actor: &Actor, asked: &Query) -> Result<Ground> {
    let schools = schools(tx, actor)?;
    let place = school(&schools, asked.text("place"))?;
    let this_year = school_year_of(tx.today());
    let school_year = asked.text("year").parse().ok().filter(|year| (this_year - 3..=this_year).contains(year)).unwrap_or(this_year);
    let (taught, classes, staff) = match &place {
        Some(place) => (teachers::of_school(tx, place, school_year)?, kept::known_classes(tx, place, school_year - 1)?, teachers::staff(tx, place)?),
        None => Default::default(),
    };
    Ok(Ground { schools, place, school_year, this_year, taught, classes, staff, lists: Lists::read(tx)? })
}

fn draw(shell: &Shell, ground: &Ground, asked: &Query, errors: &FieldErrors) -> Markup {
    shell.page(views::classes::page(ground, asked, errors, &|| shell.key()))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let asked = query(raw);
    let wanted = asked.clone();
    let ground = app.read(move |tx| ground(tx, &actor, &wanted)).await?;
    Ok(draw(&shell, &ground, &asked, &FieldErrors::default()).into_response())
}

/// The lesson meant; errors are noted.
fn lesson(errors: &mut FieldErrors, answers: &Answers, subjects: &[(String, String)]) -> Option<Lesson> {
    let class = errors.take("class", Class::parse(answers.get("class")));
    let subject = answers.get("subject");
    if !subjects.iter().any(|(code, _)| code == subject) {
        errors.add("subject", "Выберите предмет");
    }
    let year = errors.take("year", answers.get("year").parse::<i64>().map_err(|_| "Выберите учебный год"));
    Some(Lesson { place: PlaceId::from(answers.get("place")), school_year: year?, class: class?, subject: subject.to_owned() })
}

async fn act(app: &App, (actor, shell): (Actor, Shell), posted: Posted, act: fn(&mut Tx<'_>, &Actor, &Lesson, PersonId) -> Result<()>, word: &'static str) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let lists = Lists::read(tx)?;
            let mut errors = FieldErrors::default();
            let lesson = lesson(&mut errors, &answers, &lists.subjects());
            let person = errors.take("person", answers.get("person").parse::<PersonId>().map_err(|_| "Выберите педагога"));
            let (lesson, person) = errors.or(lesson.zip(person))?;
            let this_year = school_year_of(lists.day);
            if !(this_year - 3..=this_year).contains(&lesson.school_year) {
                return Err(Error::field("year", "Выберите учебный год из списка"));
            }
            act(tx, &who, &lesson, person)?;
            // The next class usually has the same subject and teacher.
            let next = Query::default().with("place", &lesson.place).with("year", lesson.school_year).with("subject", &lesson.subject).with("person", person).with("done", word);
            Ok(next.href("/outcomes/classes"))
        })
        .await;
    let typed = ["place", "year", "class", "subject", "person"].iter().fold(Query::default(), |query, name| query.with(name, posted.answers.get(name)));
    let again = match &done {
        Err(Error::Fields(errors)) => {
            let wanted = typed.clone();
            let ground = app.read(move |tx| ground(tx, &actor, &wanted)).await?;
            draw(&shell, &ground, &typed, errors)
        }
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

pub async fn assign(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    act(&app, (actor, shell), posted, teaching::assign, "assigned").await
}

pub async fn relieve(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    act(&app, (actor, shell), posted, teaching::relieve, "relieved").await
}
