//! A case on one page.

use super::{Handed, may_enter, site, version};
use crate::{
    event::Group,
    lists::Lists,
    model::{CaseId, Member, SeatState, State as Stands, TakenDeficit},
    opening::{self, Word},
    stage::{SourceKind, Stage},
    standing::{self, Sees, Standing},
    store::{deficits as kept, events, events::Line, evidence, links, links::Link, measures, measures::Kept, seats},
    tasks::{self, Ground, Task},
    views,
};
use access::{Actor, Role};
use axum::{
    Extension,
    extract::{Path, RawQuery, State},
};
use kernel::{Error, Tx};
use maud::Markup;
use ui::url::Query;
use web::{App, Posted, Result, Staff};

/// Everything a case's pages show.
pub struct Card {
    pub standing: Standing,
    pub role: Role,
    pub stage: Stage,
    pub evidence: Vec<evidence::Evidence>,
    pub team: Vec<Member>,
    pub deficits: Vec<TakenDeficit>,
    pub measures: Vec<Kept>,
    pub links: Vec<Link>,
    pub lists: Lists,
}

impl Card {
    /// The pathway that the team agreed on, or is still choosing resources for: its evidence says which.
    #[must_use]
    pub fn pathway(&self) -> Option<&str> {
        self.evidence.iter().rev().find(|one| one.source == SourceKind::Pathway && one.round == self.standing.case.round).map(|one| one.source_id.as_str())
    }

    /// How many of the team have joined, the teacher among them.
    #[must_use]
    pub fn joined(&self) -> usize {
        self.team.iter().filter(|member| member.state == SeatState::Joined).count()
    }
}

/// Most lines of the timeline on a page.
const LINES: i64 = 200;

/// One query for each part.
pub fn gather(tx: &mut Tx<'_>, standing: Standing, role: Role) -> kernel::Result<Card> {
    let id = standing.case.id;
    let evidence = evidence::of(tx, id)?;
    let held: Vec<_> = evidence.iter().map(evidence::Evidence::held).collect();
    let stage = crate::stage::of(standing.case.round, &held);
    Ok(Card { stage, evidence, team: seats::team(tx, id)?, deficits: kept::of(tx, &standing.case)?, measures: measures::of(tx, id)?, links: links::of(tx, &standing.case)?, lists: Lists::read(tx)?, standing, role })
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, RawQuery(raw): RawQuery, Extension(Handed(more)): Extension<Handed>) -> Result<Markup> {
    may_enter(&actor)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let group: Option<Group> = query.text("kind").parse().ok();
    let (card, tasks, lines) = app.write(move |tx| whole(tx, &actor, id, &more)).await?;
    let lines: Vec<Line> = lines.into_iter().filter(|line| group.is_none_or(|group| line.kind.group() == group)).collect();
    Ok(views::card::page(&shell, &card, &views::card::Below { tasks: &tasks, lines: &lines, group, done: query.text("done") }))
}

/// A proposal shows the teacher who proposed it; who sees progress only reads no lines with words.
fn whole(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, more: &[tasks::More]) -> kernel::Result<(Card, Vec<Task>, Vec<Line>)> {
    let standing = standing::view(tx, actor, id)?;
    let card = gather(tx, standing, actor.role)?;
    let case = &card.standing.case;
    let ground = Ground { case, stage: &card.stage, team: &card.team, deficits: &card.deficits, measures: &card.measures, links: &card.links, today: card.lists.day };
    let mut tasks = tasks::of(&ground);
    if case.state == Stands::Open {
        for hand in more {
            tasks.extend(hand(tx, case)?);
        }
    }
    let lines = events::of(tx, id, LINES)?;
    let lines = match card.standing.sees {
        Sees::Content => lines,
        Sees::Progress => lines.into_iter().filter(|line| line.kind.is_progress()).map(|line| Line { words: String::new(), about: String::new(), ..line }).collect(),
    };
    Ok((card, tasks, lines))
}

pub async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    may_enter(&actor)?;
    let (version, site) = (version(&posted.answers), site(&app));
    let (word, next) = match posted.answers.get("word") {
        "agree" => (Word::Agree, format!("/cases/{id}?done=agreed")),
        "decline" => (Word::Decline, "/cabinet/cases?done=declined".to_owned()),
        _ => return Err(Error::NotFound.into()),
    };
    let done = app.act(&posted.key, shell.owner(), move |tx| opening::answer(tx, &actor, id, (word, version), &site).map(|()| next));
    Ok(web::see(&done.await?))
}
