//! The tree from a federal trainer down to schools: steps, people who taught, people reached. Counted as distinct people; those who
//! came to an activity without a card are a number beside.

use super::{
    held,
    model::{Course, CourseId, Level},
    store,
};
use access::Actor;
use kernel::{Result, Slice, Tx, id::PersonId, params};
use std::collections::BTreeSet;

/// A step with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub id: CourseId,
    pub title: String,
    pub level: Level,
    pub place_name: String,
    pub depth: usize,
    /// Position of the step above in the list.
    pub parent: Option<usize>,
    pub trainers: usize,
    /// Distinct people of this step.
    pub here: usize,
    /// Distinct people of this step and all below it.
    pub reached: usize,
    /// Guests without a card: of this step, and with all below it.
    pub guests: usize,
    pub guests_below: usize,
}

const MOST_STEPS: usize = 300;

/// The tree under a course, in the order of drawing. Steps that the viewer doesn't see are left out with all below them.
///
/// # Errors
/// The store fails.
pub fn under(tx: &mut Tx<'_>, actor: &Actor, root: &Course) -> Result<Vec<Step>> {
    let mut tree = Tree { actor, steps: Vec::new() };
    tree.grow(tx, root, None)?;
    Ok(tree.steps)
}

struct Tree<'a> {
    actor: &'a Actor,
    steps: Vec<Step>,
}

impl Tree<'_> {
    /// Adds a step and what is below; the people met, and guests.
    fn grow(&mut self, tx: &mut Tx<'_>, course: &Course, parent: Option<usize>) -> Result<(BTreeSet<PersonId>, usize)> {
        let mut people = people_of(tx, course.id)?;
        let held = course.activity.map(|activity| held::of(tx, activity)).transpose()?.unwrap_or_default();
        people.extend(held.people);
        let mut guests = held.guests;
        let at = self.steps.len();
        let depth = parent.and_then(|parent| self.steps.get(parent)).map_or(0, |above| above.depth + 1);
        let trainers = store::trainers(tx, course.id)?.len() + held.hosts;
        self.steps.push(Step { id: course.id, title: course.title.clone(), level: course.level, place_name: course.place_name.clone(), depth, parent, trainers, here: people.len(), reached: 0, guests, guests_below: 0 });
        for child in store::children(tx, course.id)? {
            if self.steps.len() >= MOST_STEPS {
                break;
            }
            match store::find(tx, self.actor, child) {
                Ok(found) => {
                    let (below, more) = self.grow(tx, &found, Some(at))?;
                    people.extend(below);
                    guests += more;
                }
                Err(kernel::Error::NotFound) => {}
                Err(other) => return Err(other),
            }
        }
        if let Some(step) = self.steps.get_mut(at) {
            step.reached = people.len();
            step.guests_below = guests;
        }
        Ok((people, guests))
    }
}

fn people_of(tx: &mut Tx<'_>, course: CourseId) -> Result<BTreeSet<PersonId>> {
    let ids: Vec<PersonId> = tx.query("SELECT person_id FROM course_graduate WHERE course_id = $1 AND person_id IS NOT NULL", params![course], |row| row.get(0))?;
    Ok(ids.into_iter().collect())
}

/// Tops of cascades that the actor sees: courses with steps below and none above.
///
/// # Errors
/// The store fails.
pub fn tops(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Course>> {
    let seen = store::list(tx, actor, "", Slice::all(500))?.rows;
    let mut tops = Vec::new();
    for course in seen {
        if course.parent.is_none() && !store::children(tx, course.id)?.is_empty() {
            tops.push(course);
        }
    }
    Ok(tops)
}
