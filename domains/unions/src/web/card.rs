//! A union's page and its sheet of people.

use super::{identified, query};
use crate::{
    access::{self as rights, Act, Standing},
    lists::Lists,
    model::{Kind, Member, Union, UnionId, school_year},
    store::{body, decisions, list, papers, people, plan, tree},
    views::{
        self,
        card::{Rights, Shown},
    },
    workflow::plan::bounds,
};
use ::web::{App, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Result, Slice, Tx};
use ui::ru;

/// All that the actor may do with a union.
pub(super) fn rights_of(actor: &Actor, union: &Union, standing: &Standing) -> Rights {
    let may = |act| rights::may(actor, act, union.kind, &union.place_path, standing);
    Rights { sees_people: may(Act::SeePeople), manages: may(Act::Manage), leads: may(Act::Lead), approves: may(Act::Approve) }
}

/// Members whose names the actor sees: all, or those within the actor's scope.
pub(super) fn seen(actor: &Actor, rights: Rights, members: Vec<Member>) -> Vec<Member> {
    let scope = actor.scope();
    members.into_iter().filter(|member| rights.sees_people || (actor.can(Action::ViewPeople) && scope.covers(&member.place_path, Some(member.person)))).collect()
}

/// What is unusual, in words: it forbids nothing.
fn warnings(tx: &mut Tx<'_>, union: &Union, total: usize, has_head: bool, rights: Rights) -> Result<Vec<String>> {
    if !rights.leads || !union.kind.is_ours() {
        return Ok(Vec::new());
    }
    let usual = structure::profile(tx)?.unions;
    let least = match union.kind {
        Kind::School => usual.school_from,
        Kind::Municipal => usual.municipal_from,
        Kind::Federal | Kind::Krai | Kind::Regional | Kind::Cluster => 0,
    };
    let mut found = Vec::new();
    if total < usize::try_from(least).unwrap_or(0) {
        found.push(format!(
            "Участников {total}, обычно такое объединение создают от {}. Это не запрет: можно добавить участников или войти в межшкольное.",
            ru::counted(u64::from(least), "учителя", "учителей", "учителей")
        ));
    }
    if !has_head {
        found.push("Руководитель не назначен: протоколы некому подписать.".into());
    }
    Ok(found)
}

fn read(tx: &mut Tx<'_>, actor: &Actor, id: UnionId) -> Result<Shown> {
    let (union, standing) = rights::load(tx, actor, Act::View, id)?;
    let (today, rights) = (tx.today(), rights_of(actor, &union, &standing));
    let year = school_year(today);
    let members = people::on(tx, id, today)?;
    let (total, terms) = (members.len(), people::terms(tx, id)?);
    let has_head = members.iter().any(|member| member.offices.contains(&crate::model::Office::Head));
    let (from, to) = bounds(year);
    let filter = list::MeetingFilter { which: list::Which::All, under: String::new(), of: None, led_by: None, union: Some(id) };
    let mut meetings = list::meetings(tx, &filter, Slice::all(60))?.rows;
    meetings.retain(|row| row.meeting.held_on >= from && row.meeting.held_on < to);
    let open = decisions::Filter { union: Some(id), ..decisions::Filter::default() };
    let open = decisions::list(tx, &open, Slice::new(1, 5))?;
    let parent = match union.parent {
        Some(parent) => Some(body::find(tx, parent, today)?),
        None => None,
    };
    let branch = tree::branch(tx, Some(id))?;
    Ok(Shown {
        subjects: body::subjects(tx, id)?,
        parent,
        warnings: warnings(tx, &union, total, has_head, rights)?,
        members: seen(actor, rights, members),
        total,
        terms,
        plan: plan::of_year(tx, id, year)?,
        year,
        meetings,
        open_decisions: open.total,
        decisions: open.rows,
        papers: papers::of(tx, id, 3)?,
        below: branch.below,
        below_total: branch.total,
        lists: Lists::read(tx)?,
        rights,
        today,
        union,
    })
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let id = identified(&raw)?;
    let shown = app.read(move |tx| read(tx, &actor, id)).await?;
    Ok(shell.page(views::card::page(&shown, query(asked).text("done"))).into_response())
}

/// People of a union as a sheet, for those who see them all.
pub async fn sheet(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, who) = (identified::<UnionId>(&raw)?, actor.clone());
    let read = move |tx: &mut Tx<'_>| {
        rights::load(tx, &who, Act::SeePeople, id)?;
        let today = tx.today();
        Ok(people::on(tx, id, today)?.iter().map(views::people::cells).collect())
    };
    ::web::lists::take_out(&app, &actor, "Участники объединения", &views::people::COLUMNS, read).await
}
