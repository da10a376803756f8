//! Whoever keeps the catalogue makes a resource of a published practice.

use crate::{
    model::{PracticeId, State},
    sight,
    store::{self, versions},
    url,
};
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Error, Result, Tx};
use resources::{Attached, ResourceId};

/// How long it usually takes to read a practice and plan its use, academic hours: a beginning for whoever edits the resource.
const HOURS: u32 = 2;

/// A draft in the catalogue of the actor's place; a colleague reviews it there. `site` makes the link whole.
///
/// # Errors
/// Not found; refused: not published, in the catalogue already.
pub fn make_resource(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId, site: &str) -> Result<ResourceId> {
    actor.may(Action::ManageResources)?;
    let (practice, _) = sight::load(tx, actor, id)?;
    if practice.state != State::Published {
        return Err(Error::refusal("В каталог берут опубликованную практику."));
    }
    if !practice.resource.is_empty() {
        return Err(Error::refusal("Эта практика уже в каталоге ресурсов. Обновите страницу: там есть ссылка."));
    }
    let text = versions::find(tx, id, practice.published_number)?;
    let draft = resources::Draft {
        kind: resources::Kind::Practice,
        title: text.title.clone(),
        summary: text.idea.clone(),
        provider: "Банк практик".into(),
        subject: text.subject.clone(),
        form: resources::Form::SelfPaced,
        technology: String::new(),
        hours: HOURS,
        starts_on: None,
        ends_on: None,
        apply_by: None,
        seats: None,
        link: format!("{}{}", site.trim_end_matches('/'), url::practice(id)),
        valid_to: None,
        tags: Vec::new(),
    };
    let place = actor.place.clone();
    let resource = resources::add(tx, actor, &place, &draft, &Attached::Kept).map_err(|error| match error {
        Error::Fields(_) => Error::refusal("В вашем каталоге уже есть ресурс с таким названием от «Банка практик». Найдите его поиском."),
        other => other,
    })?;
    store::set_resource(tx, id, &resource.to_string())?;
    tx.record(&actor.by(), Event::new("practice.resource_made", "practice", id))?;
    Ok(resource)
}
