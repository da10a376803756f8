//! What an observer saw in a lesson becomes a difficulty only by the observer's words, and the teacher sees it.

use super::identified;
use crate::deficit::{self, Observed};
use access::Actor;
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx, id::PersonId};
use maud::html;
use observation::ObservationId;
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts,
};
use web::{Answers, App, Posted, Shell, Staff};

/// A low indicator that speaks of a competency.
#[derive(Clone)]
struct Low {
    competency: crate::model::CompetencyId,
    code: String,
    title: String,
    told: Vec<String>,
}

#[derive(Clone)]
struct Seen {
    observation: ObservationId,
    person: PersonId,
    name: String,
    held_on: kernel::Date,
    low: Vec<Low>,
}

/// A visit of the actor's own within scope, with what was low in it.
fn seen(tx: &mut Tx<'_>, actor: &Actor, id: ObservationId) -> Result<Seen> {
    let visit = observation::observed(tx, actor, id)?;
    let (name, person, held_on) = (visit.teacher, visit.observation.person, visit.observation.held_on);
    let framework = observation::rubric(tx, visit.observation.rubric)?.framework.and_then(|id| id.parse::<competencies::FrameworkId>().ok());
    let Some(framework) = framework else { return Ok(Seen { observation: id, person, name, held_on, low: Vec::new() }) };
    let mut low: Vec<Low> = Vec::new();
    for one in observation::low_indicators(tx, id)? {
        let Some(competency) = competencies::by_code(tx, framework, &one.competency)? else { continue };
        let told = format!("{}: {} из {}. {}", one.indicator, one.score, one.max, one.words);
        match low.iter_mut().find(|known| known.code == competency.code) {
            Some(known) => known.told.push(told),
            None => low.push(Low { competency: competency.id, code: competency.code, title: competency.title, told: vec![told] }),
        }
    }
    Ok(Seen { observation: id, person, name, held_on, low })
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> web::Result {
    let id: ObservationId = identified(&raw)?;
    let seen = app.read(move |tx| seen(tx, &actor, id)).await?;
    Ok(shell.page(page(&shell, &seen, &Answers::default(), &FieldErrors::default())).into_response())
}

fn page(shell: &Shell, seen: &Seen, typed: &Answers, errors: &FieldErrors) -> Page {
    let all = errors.all();
    let body = html! {
        (form::error_summary(all))
        @if seen.low.is_empty() {
            (parts::empty("Подтверждать нечего", "На этом уроке нет показателей, которые оценены ниже половины и связаны с компетенцией.", None))
        } @else {
            p { "Отметьте то, что вы подтверждаете как затруднение, и объясните своими словами. Остальное останется только в карте урока." }
            (Form::new(format!("/deficits/observed/{}", seen.observation), shell.key()).body(html! {
                @for low in &seen.low {
                    h2 { (low.title) }
                    ul { @for told in &low.told { li { (told) } } }
                    (Field::new(format!("confirm-{}", low.code), "Затруднение").value(typed.get(&format!("confirm-{}", low.code))).single_checkbox("yes", "Подтверждаю"))
                    (Field::new(format!("words-{}", low.code), "Своими словами").value(typed.get(&format!("words-{}", low.code))).errors(all).who_reads("Прочтёт педагог и те, кому он откроет затруднение").max_chars(2000).textarea(3))
                }
                (form::button("Подтвердить"))
            }))
        }
    };
    Page::new("Затруднения по уроку")
        .narrow()
        .error_title(!errors.is_empty())
        .trail([("Наблюдение урока".to_owned(), format!("/observations/{}", seen.observation))])
        .lead(format!("{}, {}", seen.name, ui::ru::date(seen.held_on)))
        .body(body)
}

fn chosen(seen: &Seen, answers: &Answers) -> Result<Vec<Observed>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut found = Vec::new();
    for low in seen.low.iter().filter(|low| answers.get(&format!("confirm-{}", low.code)) == "yes") {
        let field = format!("words-{}", low.code);
        if let Some(words) = deficit::needed(&mut errors, &field, answers.get(&field), "Объясните, что вы увидели: это прочтёт педагог") {
            found.push(Observed { competency: low.competency, code: low.code.clone(), words });
        }
    }
    if found.is_empty() && errors.is_empty() {
        let first = seen.low.first().map(|low| format!("confirm-{}", low.code)).unwrap_or_default();
        errors.add(first, "Отметьте хотя бы одно затруднение или вернитесь к карте урока");
    }
    errors.or(Some(found))
}

pub async fn confirm(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> web::Result {
    let id: ObservationId = identified(&raw)?;
    let who = actor.clone();
    let looked = app.read(move |tx| seen(tx, &who, id)).await?;
    let done = match chosen(&looked, &posted.answers) {
        Err(errors) => Err(Error::Fields(errors)),
        Ok(found) => {
            let person = looked.person;
            app.act(&posted.key, shell.owner(), move |tx| {
                deficit::observed(tx, &actor, person, &id.to_string(), &found)?;
                Ok(format!("/observations/{id}?done=confirmed"))
            })
            .await
        }
    };
    web::or_again(done, |errors| shell.page(page(&shell, &looked, &posted.answers, errors)))
}
