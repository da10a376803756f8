//! The picture of groups: figures of a tree of places, small ones hidden together with what would betray them.

use super::suppress::{self, Node};
use crate::store::groups::Sum;
use kernel::id::PlaceId;
use std::collections::{BTreeMap, HashMap};

/// A place of the tree, parents first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub id: PlaceId,
    pub parent: Option<PlaceId>,
    pub name: String,
    /// It may be opened: there are schools below.
    pub has_parts: bool,
}

/// What a cell of the map says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    /// Nobody was measured here.
    Nobody,
    /// Fewer than five people, or it would betray such a group.
    Hidden,
    Shown(Figure),
}

/// Shares of a group, coarse where the group is small.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    pub people: i64,
    /// Expected share below the target, in percent.
    pub share: Share,
    /// Share of those of whom the answers decide nothing.
    pub undetermined: Share,
}

/// A share in percent; in a small group only as steps, so that nobody's own figure can be read off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    UpTo(i64),
    About(i64),
    Over(i64),
}

/// Groups of fewer people than this are told in steps of five points, from 10 to 90.
const COARSE_UNDER: i64 = 30;

impl Share {
    #[must_use]
    pub fn of(sum: f64, people: i64) -> Self {
        let percent = if people > 0 { (100.0 * sum / people as f64).clamp(0.0, 100.0) } else { 0.0 };
        if people >= COARSE_UNDER {
            return Self::About(percent.round() as i64);
        }
        match (percent / 5.0).round() as i64 * 5 {
            0..=10 => Self::UpTo(10),
            step @ 11..90 => Self::About(step),
            _ => Self::Over(90),
        }
    }

    /// For order and colour.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::UpTo(percent) | Self::About(percent) | Self::Over(percent) => percent,
        }
    }

    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::UpTo(percent) => format!("до {percent}\u{a0}%"),
            Self::About(percent) => format!("{percent}\u{a0}%"),
            Self::Over(percent) => format!("от {percent}\u{a0}%"),
        }
    }
}

/// The figures of one competency by place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures(BTreeMap<PlaceId, Cell>);

impl Figures {
    /// Of all sums of one competency in one year, over the whole tree: what is hidden does not depend on who looks.
    #[must_use]
    pub fn of(places: &[Place], sums: &[Sum]) -> Self {
        Self::in_tree(&mut Tree::of(places), sums)
    }

    /// As [`Figures::of`], for every competency of a year's sums.
    #[must_use]
    pub fn by_competency(places: &[Place], sums: &[Sum]) -> BTreeMap<String, Self> {
        let mut of: BTreeMap<&str, Vec<&Sum>> = BTreeMap::new();
        for sum in sums {
            of.entry(&sum.competency).or_default().push(sum);
        }
        let mut tree = Tree::of(places);
        of.into_iter().map(|(competency, sums)| (competency.to_owned(), Self::in_tree(&mut tree, sums))).collect()
    }

    fn in_tree<'s>(tree: &mut Tree<'_>, sums: impl IntoIterator<Item = &'s Sum>) -> Self {
        tree.clear();
        for sum in sums {
            tree.add(sum);
        }
        tree.figures()
    }

    #[must_use]
    pub fn at(&self, place: &PlaceId) -> Cell {
        self.0.get(place).copied().unwrap_or(Cell::Nobody)
    }

    /// The middle of the shares shown at these places; none if fewer than three are shown.
    #[must_use]
    pub fn median<'a>(&self, places: impl Iterator<Item = &'a PlaceId>) -> Option<i64> {
        let mut shares: Vec<i64> = places
            .filter_map(|place| match self.at(place) {
                Cell::Shown(figure) => Some(figure.share.number()),
                Cell::Hidden | Cell::Nobody => None,
            })
            .collect();
        shares.sort_unstable();
        let middle = shares.len() / 2;
        match shares.len() {
            0..3 => None,
            odd if odd % 2 == 1 => shares.get(middle).copied(),
            _ => Some((shares.get(middle - 1)? + shares.get(middle)?) / 2),
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Total {
    people: i64,
    below: f64,
    undetermined: i64,
}

/// Each place is two nodes: itself with all below, and, under it, those who work at the place itself.
struct Tree<'a> {
    places: &'a [Place],
    at: HashMap<&'a PlaceId, usize>,
    parents: Vec<Option<usize>>,
    has_others: Vec<bool>,
    own: Vec<Total>,
    whole: Vec<Total>,
}

impl<'a> Tree<'a> {
    fn of(places: &'a [Place]) -> Self {
        let at: HashMap<&PlaceId, usize> = places.iter().enumerate().map(|(at, place)| (&place.id, at)).collect();
        let parents: Vec<Option<usize>> = places.iter().enumerate().map(|(own, place)| place.parent.as_ref().and_then(|parent| at.get(parent).copied()).filter(|parent| *parent < own)).collect();
        let mut has_others = vec![false; places.len()];
        for parent in parents.iter().flatten() {
            if let Some(flag) = has_others.get_mut(*parent) {
                *flag = true;
            }
        }
        Self { places, at, parents, has_others, own: vec![Total::default(); places.len()], whole: vec![Total::default(); places.len()] }
    }

    fn clear(&mut self) {
        self.own.fill(Total::default());
        self.whole.fill(Total::default());
    }

    fn parent(&self, at: usize) -> Option<usize> {
        self.parents.get(at).copied().flatten()
    }

    fn add(&mut self, sum: &Sum) {
        let Some(at) = self.at.get(&sum.place).copied() else { return };
        if let Some(own) = self.own.get_mut(at) {
            own.people += sum.people;
            own.below += sum.below;
            own.undetermined += sum.undetermined;
        }
        let mut here = Some(at);
        while let Some(at) = here {
            if let Some(whole) = self.whole.get_mut(at) {
                whole.people += sum.people;
                whole.below += sum.below;
                whole.undetermined += sum.undetermined;
            }
            here = self.parent(at);
        }
    }

    /// Places first, then their own people as leaves: for a place without others below it they are the same, hidden alike. Places with
    /// nobody say nothing of anybody and are left out.
    fn figures(&self) -> Figures {
        let people = |total: &Total| u64::try_from(total.people).unwrap_or(0);
        let mut node_of = vec![None; self.places.len()];
        let mut nodes: Vec<Node> = Vec::new();
        let peopled: Vec<(usize, &Total)> = self.whole.iter().enumerate().filter(|(_, total)| total.people > 0).collect();
        for (at, total) in peopled.iter().copied() {
            let parent = self.parent(at).and_then(|parent| node_of.get(parent).copied().flatten());
            if let Some(node) = node_of.get_mut(at) {
                *node = Some(nodes.len());
            }
            nodes.push(Node { parent, people: people(total) });
        }
        let own = self.own.iter().zip(&self.has_others).zip(&node_of).filter(|((total, has_others), _)| **has_others && total.people > 0);
        nodes.extend(own.map(|((total, _), node)| Node { parent: *node, people: people(total) }));
        let shown = suppress::shown(&nodes);
        let cells = peopled.into_iter().zip(shown).filter_map(|((at, total), is_shown)| Some((self.places.get(at)?.id.clone(), cell(total, is_shown))));
        Figures(cells.collect())
    }
}

fn cell(total: &Total, is_shown: bool) -> Cell {
    match (total.people, is_shown) {
        (0, _) => Cell::Nobody,
        (_, false) => Cell::Hidden,
        (people, true) => Cell::Shown(Figure { people, share: Share::of(total.below, people), undetermined: Share::of(total.undetermined as f64, people) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Vec<Place> {
        let place = |id: &str, parent: Option<&str>| Place { id: id.into(), parent: parent.map(PlaceId::from), name: id.into(), has_parts: false };
        vec![place("region", None), place("mo-a", Some("region")), place("mo-b", Some("region")), place("s1", Some("mo-a")), place("s2", Some("mo-a")), place("s3", Some("mo-b"))]
    }

    fn sum(place: &str, people: i64, below: f64) -> Sum {
        Sum { competency: "c".into(), place: place.into(), people, below, undetermined: 0 }
    }

    #[test]
    fn the_share_is_the_mean_of_probabilities_not_of_labels() {
        // Forty people of whom each is below the target with probability .7: nobody is told as a deficit, and yet the share is 70 %.
        let figures = Figures::of(&places(), &[sum("s1", 40, 28.0)]);
        assert!(matches!(figures.at(&"s1".into()), Cell::Shown(figure) if figure.share == Share::About(70)));
        assert!(matches!(figures.at(&"region".into()), Cell::Shown(figure) if figure.people == 40));
        assert_eq!(figures.at(&"s3".into()), Cell::Nobody);
    }

    #[test]
    fn a_group_under_five_is_hidden_with_the_one_that_would_betray_it() {
        let figures = Figures::of(&places(), &[sum("s1", 4, 2.0), sum("s2", 12, 3.0), sum("s3", 9, 1.0)]);
        let hidden = |id: &str| figures.at(&id.into()) == Cell::Hidden;
        assert!(hidden("s1") && hidden("s2") && !hidden("s3") && !hidden("mo-a") && !hidden("region"));
    }

    #[test]
    fn the_authoritys_own_people_count_as_a_group_too() {
        // mo-a: two schools of 10, and 2 at the authority itself: total minus schools would be those two.
        let figures = Figures::of(&places(), &[sum("s1", 10, 5.0), sum("s2", 10, 5.0), sum("mo-a", 2, 1.0)]);
        let shown = ["s1", "s2"].iter().filter(|id| figures.at(&PlaceId::from(**id)) != Cell::Hidden).count();
        assert_eq!(shown, 1);
    }

    #[test]
    fn small_groups_are_told_in_steps() {
        let of = |sum, people| Share::of(sum, people).words();
        assert_eq!([of(0.0, 6), of(6.0, 6), of(2.0, 6), of(10.4, 40)], ["до 10\u{a0}%", "от 90\u{a0}%", "35\u{a0}%", "26\u{a0}%"]);
    }

    #[test]
    fn the_median_needs_three_places() {
        let figures = Figures::of(&places(), &[sum("s1", 40, 4.0), sum("s2", 40, 8.0), sum("s3", 40, 20.0)]);
        let ids: Vec<PlaceId> = ["s1", "s2", "s3"].map(PlaceId::from).to_vec();
        assert_eq!((figures.median(ids.iter()), figures.median(ids.iter().take(2))), (Some(20), None));
    }
}
