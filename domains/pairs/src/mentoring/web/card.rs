//! A mentoring and its forms.

use super::page::{Card, Typed, gather};
use crate::mentoring::{
    answering, ending, event,
    form::{LineForm, MeetingForm, PapersForm, ProgrammeForm, StartForm, SurveyForm},
    meeting,
    model::{MeetingId, MentoringId},
    papers, print, programme as programmes, sight, start, store, survey as surveys, views,
};
use ::web::{Answers, App, Posted, Result, Shell, Staff};
use access::Actor;
use audit::Record;
use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use kernel::{Error, Tx};
use maud::Markup;
use ui::url::Query;

/// Opens a page of a mentoring. A look of whoever only oversees is an event.
async fn open(app: &App, actor: &Actor, id: MentoringId, must: fn(&Card) -> kernel::Result<()>) -> Result<Card> {
    let who = actor.clone();
    let card = app.write(move |tx| {
        let standing = sight::view(tx, &who, id)?;
        let card = gather(tx, standing)?;
        must(&card)?;
        Ok(card)
    });
    Ok(card.await?)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    let card = open(&app, &actor, id, |_| Ok(())).await?;
    let typed = Typed { done: query.text("done").to_owned(), ..Typed::default() };
    Ok(views::card::page(&shell, &card, &typed))
}

/// Acts on a form once; a failed one is its page again.
async fn act(
    app: &App,
    (actor, shell): (&Actor, &Shell),
    (id, posted): (MentoringId, Posted),
    page: fn(&Shell, &Card, &Typed) -> Markup,
    work: impl FnOnce(&mut Tx<'_>, &Actor, &Answers) -> kernel::Result<&'static str> + Send + 'static,
) -> Result {
    let (who, typed) = (actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("/mentoring/{id}?done={}", work(tx, &who, &typed)?)));
    match done.await {
        Ok(location) => Ok(::web::see(&location)),
        Err(Error::Fields(errors)) => {
            let who = actor.clone();
            let card = app
                .read(move |tx| {
                    let standing = sight::load(tx, &who, id)?;
                    gather(tx, standing)
                })
                .await?;
            let answers = &posted.answers;
            let typed = Typed {
                meeting: MeetingForm::from(answers),
                programme: ProgrammeForm::from(answers),
                survey: SurveyForm::from(answers),
                start: StartForm::from(answers),
                papers: PapersForm::from(answers),
                reason: answers.get("reason").to_owned(),
                errors,
                done: String::new(),
            };
            Ok(::web::unprocessable(page(shell, &card, &typed)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

pub async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>, posted: Posted) -> Result {
    sight::may_enter(&actor)?;
    let agrees = posted.answers.get("word") == "yes";
    let (key, owner) = (posted.key, shell.owner());
    if !matches!(posted.answers.get("word"), "yes" | "no") {
        return Err(Error::refusal("Нажмите «Согласиться» или «Отказаться» на странице наставничества.").into());
    }
    let location = app.act(&key, owner, move |tx| {
        answering::answer(tx, &actor, id, agrees)?;
        // Who declined has no business there any more.
        Ok(if agrees { format!("/mentoring/{id}?done=agreed") } else { "/cabinet/mentoring?done=declined".to_owned() })
    });
    Ok(::web::see(&location.await?))
}

pub async fn meet(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>, posted: Posted) -> Result {
    act(&app, (&actor, &shell), (id, posted), views::card::page, move |tx, actor, answers| {
        meeting::write(tx, actor, id, &MeetingForm::from(answers))?;
        Ok("met")
    })
    .await
}

pub async fn strike(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, one)): Path<(MentoringId, MeetingId)>, posted: Posted) -> Result {
    act(&app, (&actor, &shell), (id, posted), views::card::page, move |tx, actor, _| {
        meeting::strike(tx, actor, id, one)?;
        Ok("struck")
    })
    .await
}

fn inside(card: &Card) -> kernel::Result<()> {
    card.standing.inside().map(|_| ())
}

pub async fn programme(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>) -> Result<Markup> {
    let card = open(&app, &actor, id, |card| {
        inside(card)?;
        card.standing.going()
    });
    let card = card.await?;
    let day = |day: Option<kernel::Date>| day.map(kernel::date::short).unwrap_or_default();
    let lines = card.lines.iter().map(|line| LineForm { id: line.id.to_string(), title: line.title.clone(), due_on: day(line.due_on), expected: line.expected.clone(), done_on: day(line.done_on) }).collect();
    let written = ProgrammeForm { goals: card.standing.mentoring.goals.clone(), expected: card.standing.mentoring.expected.clone(), lines };
    let programme = card.draft.clone().unwrap_or(written);
    Ok(views::programme::page(&shell, &card, &Typed { programme, ..Typed::default() }))
}

pub async fn save(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>, posted: Posted) -> Result {
    act(&app, (&actor, &shell), (id, posted), views::programme::page, move |tx, actor, answers| {
        programmes::save(tx, actor, id, (&ProgrammeForm::from(answers), answers.get("version").parse().unwrap_or(0)))?;
        Ok("programme")
    })
    .await
}

pub async fn start(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>) -> Result<Markup> {
    let card = open(&app, &actor, id, |card| start::asked(&card.standing).map(|_| ())).await?;
    let own = card.starts.iter().find(|start| start.is_own).map(|own| StartForm { themes: own.themes.clone(), words: own.words.clone() });
    Ok(views::start::page(&shell, &card, &Typed { start: own.unwrap_or_default(), ..Typed::default() }))
}

pub async fn answer_start(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>, posted: Posted) -> Result {
    act(&app, (&actor, &shell), (id, posted), views::start::page, move |tx, actor, answers| {
        start::answer(tx, actor, id, &StartForm::from(answers))?;
        Ok("started")
    })
    .await
}

pub async fn orders(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>) -> Result<Markup> {
    let card = open(&app, &actor, id, |card| {
        card.standing.leading()?;
        papers::must_have_begun(&card.standing)
    });
    let card = card.await?;
    let of = |paper: &Option<papers::Paper>| paper.as_ref().map_or_else(Default::default, |paper| (paper.number.clone(), kernel::date::short(paper.on)));
    let papers::Papers { order, pay } = &card.papers;
    let is_same = pay.is_some() && pay == order;
    let ((order_number, ordered_on), (was_pay, was_on)) = (of(order), of(pay));
    let (pay_number, pay_on) = if is_same { Default::default() } else { (was_pay.clone(), was_on) };
    let papers = PapersForm { was_order: order_number.clone(), was_pay, order_number, ordered_on, same: if is_same { "yes".into() } else { String::new() }, pay_number, pay_on };
    Ok(views::start::orders(&shell, &card, &Typed { papers, ..Typed::default() }))
}

pub async fn note_orders(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>, posted: Posted) -> Result {
    act(&app, (&actor, &shell), (id, posted), views::start::orders, move |tx, actor, answers| {
        papers::note(tx, actor, id, &PapersForm::from(answers))?;
        Ok("orders")
    })
    .await
}

pub async fn ending(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>) -> Result<Markup> {
    let card = open(&app, &actor, id, |_| Ok(())).await?;
    Ok(views::small::ending(&shell, &card, &Typed::default()))
}

pub async fn end(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>, posted: Posted) -> Result {
    act(&app, (&actor, &shell), (id, posted), views::small::ending, move |tx, actor, answers| {
        ending::end(tx, actor, id, answers.get("reason"))?;
        Ok("ended")
    })
    .await
}

pub async fn survey(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>) -> Result<Markup> {
    let card = open(&app, &actor, id, |card| {
        inside(card)?;
        surveys::must_be_over(&card.standing)
    });
    let card = card.await?;
    let survey =
        card.own_survey.as_ref().map(|own| SurveyForm { goal: own.goal.to_string(), rhythm: own.rhythm.to_string(), useful: own.useful.to_string(), to_other: own.to_other.clone(), to_curator: own.to_curator.clone() });
    Ok(views::small::survey(&shell, &card, &Typed { survey: survey.unwrap_or_default(), ..Typed::default() }))
}

pub async fn answer_survey(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>, posted: Posted) -> Result {
    act(&app, (&actor, &shell), (id, posted), views::small::survey, move |tx, actor, answers| {
        surveys::answer(tx, actor, id, &SurveyForm::from(answers))?;
        Ok("surveyed")
    })
    .await
}

pub async fn programme_pdf(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<MentoringId>) -> Result<Response> {
    let (document, at) = app
        .read(move |tx| {
            let standing = sight::load(tx, &actor, id)?;
            standing.inside()?;
            let (lines, order) = (store::lines(tx, id)?, papers::of(tx, id)?.order);
            let profile = structure::profile(tx)?;
            Ok((print::programme(&profile, &standing, (&lines, order)), tx.now()))
        })
        .await?;
    Ok(::web::show_file("Программа наставничества.pdf", ::web::PDF, app.print(document, at).await?))
}

/// One's own consent to sign on paper, once given here.
pub async fn consent_pdf(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<MentoringId>) -> Result<Response> {
    let (document, at) = app
        .read(move |tx| {
            let standing = sight::load(tx, &actor, id)?;
            let own = standing.inside()?;
            let profile = structure::profile(tx)?;
            Ok((print::consent(&profile, &standing, own), tx.now()))
        })
        .await?;
    Ok(::web::show_file("Согласие на наставничество.pdf", ::web::PDF, app.print(document, at).await?))
}

/// The project of the order: for whoever leads, once everybody has agreed.
pub async fn order_pdf(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<MentoringId>) -> Result<Response> {
    let (document, at) = app
        .write(move |tx| {
            let standing = sight::load(tx, &actor, id)?;
            standing.leading()?;
            if standing.mentoring.started_on.is_none() {
                return Err(Error::refusal("Проект приказа готовят, когда все дали согласие. Дождитесь ответов участников."));
            }
            let person = standing.mentees().find_map(|side| side.person).ok_or(Error::NotFound)?;
            let place: kernel::id::PlaceId = tx.one("SELECT place_id FROM person WHERE id = $1", kernel::params![person], |row| row.get(0))?;
            let today = tx.today();
            let school = structure::places::load(tx, &place, today)?;
            let city = structure::places::municipality_of(tx, &place, today)?.map(|place| place.short_name).unwrap_or_default();
            tx.record(&actor.by(), event::about("mentoring.order_printed", id))?;
            Ok((print::order(&standing, (school.name, city)), tx.now()))
        })
        .await?;
    Ok(::web::show_file("Проект приказа о закреплении наставника.pdf", ::web::PDF, app.print(document, at).await?))
}
