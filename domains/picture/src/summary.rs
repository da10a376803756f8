//! The whole region in a few lines, for a page above it: the same counts, hidden by the same rules as in the region's own pictures, and
//! nothing small besides: a number that may not be told is no longer there.

use crate::{
    asked::Asked,
    counts::{self, accompanied, held},
    people::{OfPeople, apart},
    tree::{Layer, Seen, Tree},
};
use cases::stage::{DONE, title};
use deficits::groups::{Node, shown_of};
use kernel::{Result, Tx, id::PlaceId};
use membership::{Axis, MembershipKind};
use structure::places::REGION;
use ui::url::Query;

/// Of fewer teachers no share is told at all.
const FEW_OF_ALL: i64 = 10;

/// A line as far as it may be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The same in every region.
    pub code: String,
    pub label: String,
    /// `None`: hidden.
    pub counted: Option<i64>,
    /// Of how many; nothing where it is not of anything.
    pub of: Option<i64>,
}

/// The parts of it; the pupils' strand of the cases is told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub coverage: Vec<Line>,
    pub members: Vec<Line>,
    /// Open cases by rung.
    pub cases: Vec<Line>,
    /// Open cases with a proven end on the pupils' strand, by rung.
    pub pupils: Vec<Line>,
    pub pathways: Vec<Line>,
}

/// The region today; the study year so far. Reads only.
///
/// # Errors
/// The store fails.
pub fn summary(tx: &mut Tx<'_>) -> Result<Summary> {
    let (today, zone, tree) = (tx.today(), structure::zone(tx)?, Tree::read(tx)?);
    let asked = Asked::read(&Query::default(), today, &zone);
    Ok(Summary { coverage: coverage(tx, &tree, &asked)?, members: members(tx)?, cases: rungs(tx, &tree)?, pupils: pupils(tx, &tree)?, pathways: pathways(tx, &tree, &asked)? })
}

fn line(code: impl Into<String>, label: impl Into<String>, counted: Option<i64>, of: Option<i64>) -> Line {
    Line { code: code.into(), label: label.into(), counted, of }
}

fn told(tree: &Tree, layer: &Layer) -> Option<i64> {
    match tree.at(layer, &PlaceId::from(REGION)) {
        Seen::Count(count) => Some(count),
        Seen::Hidden => None,
    }
}

/// To five, as in the pictures: beside other counts it could be subtracted from them.
fn to_five(count: i64) -> i64 {
    (count + 2) / 5 * 5
}

fn coverage(tx: &mut Tx<'_>, tree: &Tree, asked: &Asked) -> Result<Vec<Line>> {
    let all = told(tree, &tree.open(&counts::teachers(tx, tree)?)).filter(|all| *all >= FEW_OF_ALL);
    let rows = [
        ("diagnosed", "Прошли диагностику", accompanied::diagnosed(tx, tree, asked)?),
        ("accompanied", "Есть сопровождение", accompanied::in_cases(tx, tree, asked)?),
        ("pathways", "Есть маршрут", accompanied::on_pathways(tx, tree, asked)?),
    ];
    let row = |(code, label, pair): (&str, &str, accompanied::Pair)| {
        let counted = all.and_then(|all| Some(to_five(told(tree, &tree.guarded(&pair.now))?).min(all)));
        line(code, label, counted, all)
    };
    Ok(rows.into_iter().map(row).collect())
}

/// What a kind is called where regions stand beside each other: each has words of its own for it.
fn kind_label(kind: MembershipKind) -> &'static str {
    match kind {
        MembershipKind::SubjectMethodist => "Методисты по предметам",
        MembershipKind::DirectionMethodist => "Методисты по направлениям",
        MembershipKind::MunicipalManager => "Управленцы муниципалитетов",
        MembershipKind::SchoolManager => "Управленцы школ",
    }
}

fn members(tx: &mut Tx<'_>) -> Result<Vec<Line>> {
    let today = tx.today();
    let kinds: Vec<(MembershipKind, i64, i64)> = held::lines(tx, today)?.into_iter().filter(|seats| seats.axis == Axis::Whole).map(|seats| (seats.kind, seats.filled, seats.places)).collect();
    let filled: Vec<i64> = kinds.iter().map(|(_, filled, _)| *filled).collect();
    Ok(kinds.into_iter().zip(parts(&filled, &filled)).map(|((kind, filled, places), is_told)| line(kind.to_string(), kind_label(kind), is_told.then_some(filled), Some(places))).collect())
}

/// Which parts of a sum may be told where the sum itself is known from elsewhere; `people` are behind the counts, each once.
fn parts(counts: &[i64], people: &[i64]) -> Vec<bool> {
    let node = |parent: Option<usize>, people: i64| Node { parent, people: u64::try_from(people).unwrap_or(0) };
    // Of nothing there is nothing to hide, and nobody behind it: those parts stand apart.
    let held: Vec<usize> = (0..counts.len()).filter(|at| counts.get(*at).is_some_and(|count| *count > 0)).collect();
    let of = |at: &usize| people.get(*at).copied().unwrap_or(0);
    let nodes: Vec<Node> = std::iter::once(node(None, held.iter().map(of).sum())).chain(held.iter().map(|at| node(Some(0), of(at)))).collect();
    let mut told = vec![true; counts.len()];
    for (at, is_told) in held.into_iter().zip(shown_of(&nodes, |_| true).into_iter().skip(1)) {
        if let Some(flag) = told.get_mut(at) {
            *flag = is_told;
        }
    }
    told
}

fn rungs(tx: &mut Tx<'_>, tree: &Tree) -> Result<Vec<Line>> {
    let mut by_rung = vec![OfPeople::default(); usize::try_from(DONE).unwrap_or(0)];
    for one in accompanied::standing(tx)? {
        if let Some(places) = usize::try_from(one.rung.clamp(1, DONE) - 1).ok().and_then(|at| by_rung.get_mut(at)) {
            places.add(one.place, one.person, 1);
        }
    }
    let counts: Vec<i64> = by_rung.iter().map(|places| places.counts().values().sum()).collect();
    let behind = apart(by_rung.iter().map(OfPeople::everybody).enumerate().collect());
    let people: Vec<i64> = (0..by_rung.len()).map(|at| behind.get(&at).copied().unwrap_or(0)).collect();
    let line_of = |((rung, places), is_told): ((i64, &OfPeople), bool)| {
        let label = if rung < DONE { format!("{rung}. {}", title(rung)) } else { "Все ступени пройдены".to_owned() };
        line(rung.to_string(), label, told(tree, &tree.guarded_of(places)).filter(|_| is_told), None)
    };
    Ok((1..=DONE).zip(&by_rung).zip(parts(&counts, &people)).map(line_of).collect())
}

/// One case may have several of them, so they are no parts of a sum.
fn pupils(tx: &mut Tx<'_>, tree: &Tree) -> Result<Vec<Line>> {
    let ends = accompanied::pupils_ends(tx)?;
    let none = OfPeople::default();
    Ok((1..DONE).map(|rung| line(rung.to_string(), format!("{rung}. {}", title(rung)), told(tree, &tree.guarded_of(ends.get(&rung).unwrap_or(&none))), None)).collect())
}

fn pathways(tx: &mut Tx<'_>, tree: &Tree, asked: &Asked) -> Result<Vec<Line>> {
    let states = accompanied::pathway_states(tx, asked)?;
    let none = OfPeople::default();
    let words = crate::cards::pathways::states();
    Ok(words.map(|(state, label)| line(state, label, told(tree, &tree.guarded_of(states.get(state).unwrap_or(&none))).map(to_five), None)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_part_takes_another_along_so_that_the_sum_does_not_tell_it() {
        let same = |counts: &[i64]| parts(counts, counts);
        assert_eq!(same(&[118, 3, 60, 400]), [true, false, false, true]);
        assert_eq!(same(&[118, 0, 60]), [true, true, true], "nobody is nothing to hide");
        assert_eq!(same(&[4]), [false]);
        assert!(same(&[]).is_empty());
        assert_eq!(parts(&[118, 6, 60], &[100, 2, 40]), [true, false, false], "six cases of two people");
        assert_eq!(parts(&[118, 3], &[100, 0]), [false, false], "of people who are on another rung too");
    }

    #[test]
    fn rounding_to_five_makes_no_small_number() {
        assert!((5..200).all(|count| to_five(count) >= 5 && (to_five(count) - count).abs() <= 2));
        assert_eq!(to_five(0), 0);
    }
}
