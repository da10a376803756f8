//! What came on paper: a withdrawal, a consent, a request. The day of receipt counts, a scan proves it.

use super::{paper_evidence, scan};
use crate::{
    Channel, ConsentKind, Given, Held, Target, Withdrawal, WithdrawalChannel, conditions, duty,
    form::{ChoiceForm, PaperForm},
    give, of_person, people,
    people::Person,
    texts::{self, ConsentText},
    views, withdraw,
};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{Date, FieldErrors, Result, id::PersonId};
use web::{Answers, App, Posted, Staff};

pub async fn search(Staff { actor, shell }: Staff) -> web::Result {
    actor.may(Action::RegisterWithdrawals)?;
    Ok(shell.page(views::paper::search("", None)).into_response())
}

/// A search by POST: names don't belong into addresses.
pub async fn found(State(app): State<App>, Staff { actor, shell }: Staff, answers: Answers) -> web::Result {
    actor.may(Action::RegisterWithdrawals)?;
    let typed = answers.get("name").trim().chars().take(200).collect::<String>();
    let (scope, name) = (actor.scope(), typed.clone());
    let people = app.read(move |tx| people::named(tx, &scope, &name)).await?;
    Ok(shell.page(views::paper::search(&typed, Some(&people))).into_response())
}

/// What the forms of one person show.
pub struct Subject {
    pub person: Person,
    pub live: Vec<Held>,
    pub texts: Vec<ConsentText>,
    pub today: Date,
}

/// The page of a form about somebody: a look at what they have agreed to.
async fn looked_at(app: &App, actor: &Actor, id: PersonId) -> Result<Subject> {
    let found = subject(app, actor, id).await?;
    let by = actor.by();
    app.write(move |tx| tx.record(&by, Event::new("consent.viewed", "person", id).of(id))).await?;
    Ok(found)
}

async fn subject(app: &App, actor: &Actor, id: PersonId) -> Result<Subject> {
    actor.may(Action::RegisterWithdrawals)?;
    let scope = actor.scope();
    app.read(move |tx| {
        let (person, today) = (people::find(tx, &scope, id)?, tx.today());
        let mut live = of_person(tx, &scope, id)?;
        live.retain(|held| held.is_live(today));
        let mut in_force = Vec::new();
        for kind in ConsentKind::ALL.iter().copied() {
            in_force.push(texts::current(tx, kind, today)?);
        }
        Ok(Subject { person, live, texts: in_force, today })
    })
    .await
}

pub async fn withdrawal(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PersonId>) -> web::Result {
    let subject = looked_at(&app, &actor, id).await?;
    Ok(shell.page(views::paper::withdrawal(&subject, &PaperForm::default(), &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn register_withdrawal(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PersonId>, posted: Posted) -> web::Result {
    let subject = subject(&app, &actor, id).await?;
    let form = PaperForm::from(&posted.answers);
    let done = withdraw_by_paper(&app, &actor, &subject, &form, &posted).await;
    web::or_again(done, |errors| shell.page(views::paper::withdrawal(&subject, &form, errors, &shell.key())))
}

/// `what` is a kind of consent, or a datum of the consent to publish.
async fn withdraw_by_paper(app: &App, actor: &Actor, subject: &Subject, form: &PaperForm, posted: &Posted) -> Result<String> {
    let mut errors = FieldErrors::default();
    let what = form.picked::<What>(&mut errors, "Выберите, что человек отзывает");
    let received = form.received(&mut errors, subject.today);
    let (what, received_on) = errors.or(what.zip(received))?;
    let (stored, person, actor) = (scan(app, posted).await?, subject.person.id, actor.clone());
    let (listeners, owner) = (app.listeners.clone(), actor.account.to_string());
    app.act(&posted.key, owner, move |tx| {
        stored.iter().try_for_each(|stored| files::record(tx, stored))?;
        people::find(tx, &actor.scope(), person)?;
        let evidence = paper_evidence(&actor, received_on, stored.as_ref());
        let demand = Withdrawal { target: Target::Newest(person, what.kind), item: what.item, received_on, channel: WithdrawalChannel::Paper, evidence };
        withdraw(tx, &listeners, &actor.by(), demand)?;
        Ok(views::person_url(person))
    })
    .await
}

struct What {
    kind: ConsentKind,
    item: Option<crate::PublicationItem>,
}

impl std::str::FromStr for What {
    type Err = kernel::id::BadId;
    fn from_str(raw: &str) -> std::result::Result<Self, Self::Err> {
        match raw.parse() {
            Ok(kind) => Ok(Self { kind, item: None }),
            Err(_) => Ok(Self { kind: ConsentKind::Publication, item: Some(raw.parse()?) }),
        }
    }
}

pub async fn consent(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PersonId>) -> web::Result {
    let subject = looked_at(&app, &actor, id).await?;
    Ok(shell.page(views::paper::consent(&subject, &PaperForm::default(), &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn register_consent(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PersonId>, posted: Posted) -> web::Result {
    let subject = subject(&app, &actor, id).await?;
    let form = PaperForm::from(&posted.answers);
    let done = give_by_paper(&app, &actor, &subject, &form, &posted).await;
    web::or_again(done, |errors| shell.page(views::paper::consent(&subject, &form, errors, &shell.key())))
}

async fn give_by_paper(app: &App, actor: &Actor, subject: &Subject, form: &PaperForm, posted: &Posted) -> Result<String> {
    let mut errors = FieldErrors::default();
    let kind = form.picked::<ConsentKind>(&mut errors, "Выберите, какое согласие подписано");
    let received = form.received(&mut errors, subject.today);
    let (kind, received_on) = errors.or(kind.zip(received))?;
    let (items, conditions) = if kind == ConsentKind::Publication { (form.chosen(), conditions::parse(&form.conditions)?) } else { (Vec::new(), String::new()) };
    let term_until = ChoiceForm { last_day: form.last_day.clone(), ..ChoiceForm::default() }.term_until(subject.today)?;
    let (stored, person, actor) = (scan(app, posted).await?, subject.person.id, actor.clone());
    let stored = stored.ok_or_else(|| kernel::Error::field("scan", "Приложите скан подписанного согласия: без него согласие нечем подтвердить"))?;
    app.act(&posted.key, actor.account.to_string(), move |tx| {
        files::record(tx, &stored)?;
        people::find(tx, &actor.scope(), person)?;
        let today = tx.today();
        let (text_id, evidence) = (texts::current(tx, kind, today)?.id, paper_evidence(&actor, received_on, Some(&stored)));
        give(tx, &actor.by(), Given { person, kind, text_id, items, conditions, term_until, received_on: Some(received_on), channel: Channel::Paper, evidence, account: Some(actor.account) })?;
        Ok(views::person_url(person))
    })
    .await
}

pub async fn request(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PersonId>) -> web::Result {
    let subject = looked_at(&app, &actor, id).await?;
    Ok(shell.page(views::paper::request(&subject, &PaperForm::default(), &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn register_request(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PersonId>, posted: Posted) -> web::Result {
    let subject = subject(&app, &actor, id).await?;
    let form = PaperForm::from(&posted.answers);
    let done = match form.request(subject.today) {
        Err(errors) => Err(errors.into()),
        Ok((ask, received_on)) => {
            app.act(&posted.key, shell.owner(), move |tx| {
                people::find(tx, &actor.scope(), id)?;
                duty::register_request(tx, &actor.by(), id, ask, received_on)?;
                Ok("/duties".to_owned())
            })
            .await
        }
    };
    web::or_again(done, |errors| shell.page(views::paper::request(&subject, &form, errors, &shell.key())))
}
