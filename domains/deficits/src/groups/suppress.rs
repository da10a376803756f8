//! Which figures of a tree of places may be shown, so that no group under five people can be told from the others.
//!
//! A place's figure is the sum of its children's. Whoever sees all the figures shown, at whatever level, can form sums and
//! differences of them. For each shown place let its *rest* be the people under it who are covered by no shown place below:
//! every combination that says something about hidden places is a sum of rests. So it is enough that
//! each rest that isn't empty has at least five people, and that no hidden small place is a rest by itself.
//! The mark of what is hidden is the same whether it is small itself or hides another.

/// Fewer people than this are never shown.
pub const FEWEST: u64 = 5;

/// A place of the tree; a parent stands before its children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    pub parent: Option<usize>,
    /// Everybody here and below.
    pub people: u64,
}

/// For each node, whether its figure may be shown. Nodes without people are: they say nothing of anybody.
///
/// A node with children and people beside them must have those as a child of its own.
#[must_use]
pub fn shown(tree: &[Node]) -> Vec<bool> {
    shown_of(tree, |node| node.people > 0)
}

/// As [`shown`], where figures count something else than people (cases, of which a person may have several): whether a node holds any is
/// said apart. People are then counted so that nodes put together have at least the sum of theirs; a node may have none left over and
/// still hold something to hide.
#[must_use]
pub fn shown_of(tree: &[Node], holds: impl Fn(&Node) -> bool) -> Vec<bool> {
    let mut house = House::of(tree, holds);
    // From below: what is hidden under a place takes everything between along, so no place below becomes unsafe again.
    for place in (0..tree.len()).rev() {
        while house.must_be_safe(place) && !house.is_safe(place) {
            house.hide_one_more_under(place);
        }
    }
    house.shown
}

struct House<'a> {
    tree: &'a [Node],
    children: Vec<Vec<usize>>,
    holds: Vec<bool>,
    shown: Vec<bool>,
}

impl<'a> House<'a> {
    fn of(tree: &'a [Node], holds: impl Fn(&Node) -> bool) -> Self {
        let mut children = vec![Vec::new(); tree.len()];
        for (at, node) in tree.iter().enumerate() {
            if let Some(list) = node.parent.filter(|parent| *parent < at).and_then(|parent| children.get_mut(parent)) {
                list.push(at);
            }
        }
        let holds: Vec<bool> = tree.iter().map(holds).collect();
        let shown = tree.iter().zip(&holds).map(|(node, holds)| !holds || node.people >= FEWEST).collect();
        Self { tree, children, holds, shown }
    }

    fn people(&self, at: usize) -> u64 {
        self.tree.get(at).map_or(0, |node| node.people)
    }

    fn is_shown(&self, at: usize) -> bool {
        self.shown.get(at).copied().unwrap_or_default()
    }

    fn holds(&self, at: usize) -> bool {
        self.holds.get(at).copied().unwrap_or_default()
    }

    fn is_leaf(&self, at: usize) -> bool {
        self.children.get(at).is_none_or(Vec::is_empty)
    }

    fn below(&self, at: usize) -> &[usize] {
        self.children.get(at).map_or(&[], Vec::as_slice)
    }

    /// Leaves with people under a place that no shown place below it covers.
    fn rest(&self, at: usize) -> Vec<usize> {
        let mut found = Vec::new();
        self.gather_rest(at, &mut found);
        found
    }

    fn gather_rest(&self, at: usize, found: &mut Vec<usize>) {
        for child in self.below(at).iter().copied().filter(|child| !self.is_shown(*child)) {
            if self.is_leaf(child) {
                found.push(child);
            } else {
                self.gather_rest(child, found);
            }
        }
    }

    /// Hidden places of fewer than five between a shown place and the next shown ones below.
    fn small_hidden(&self, at: usize, found: &mut Vec<usize>) {
        for child in self.below(at).iter().copied().filter(|child| !self.is_shown(*child)) {
            if self.people(child) < FEWEST {
                found.push(child);
            }
            self.small_hidden(child, found);
        }
    }

    fn must_be_safe(&self, at: usize) -> bool {
        self.is_shown(at) && !self.is_leaf(at) && self.holds(at)
    }

    fn is_safe(&self, at: usize) -> bool {
        let rest = self.rest(at);
        if rest.is_empty() {
            return true;
        }
        let mut small = Vec::new();
        self.small_hidden(at, &mut small);
        let total: u64 = rest.iter().map(|leaf| self.people(*leaf)).sum();
        total >= FEWEST && small.iter().all(|place| self.people(*place) < total)
    }

    /// Hides the smallest shown leaf under a place, nearest first, with what stands between; if there is none, the place itself.
    fn hide_one_more_under(&mut self, place: usize) {
        let mut leaves = Vec::new();
        self.shown_leaves(place, 0, &mut leaves);
        let Some((_, _, leaf)) = leaves.into_iter().min() else {
            self.hide(place);
            return;
        };
        let mut at = Some(leaf);
        while let Some(here) = at.filter(|here| *here != place) {
            self.hide(here);
            at = self.tree.get(here).and_then(|node| node.parent);
        }
    }

    /// `(depth, people, leaf)`.
    fn shown_leaves(&self, at: usize, depth: usize, found: &mut Vec<(usize, u64, usize)>) {
        for child in self.below(at).iter().copied() {
            if self.is_leaf(child) && self.is_shown(child) && self.holds(child) {
                found.push((depth, self.people(child), child));
            }
            self.shown_leaves(child, depth + 1, found);
        }
    }

    fn hide(&mut self, at: usize) {
        if let Some(flag) = self.shown.get_mut(at) {
            *flag = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn leaf(parent: usize, people: u64) -> Node {
        Node { parent: Some(parent), people }
    }

    #[test]
    fn one_small_school_takes_another_along() {
        let tree = [Node { parent: None, people: 30 }, leaf(0, 3), leaf(0, 7), leaf(0, 20)];
        assert_eq!(shown(&tree), [true, false, false, true]);
    }

    #[test]
    fn two_small_schools_of_five_together_hide_each_other() {
        let tree = [Node { parent: None, people: 25 }, leaf(0, 2), leaf(0, 3), leaf(0, 20)];
        assert_eq!(shown(&tree), [true, false, false, true]);
        let tree = [Node { parent: None, people: 24 }, leaf(0, 2), leaf(0, 2), leaf(0, 20)];
        assert_eq!(shown(&tree), [true, false, false, false], "four people would be the difference");
    }

    #[test]
    fn a_municipality_of_one_school_is_hidden_with_it_and_its_neighbour_covers_both() {
        // region: municipality 1 (one school of 3), municipality 2 (schools of 10 and 12)
        let tree = [Node { parent: None, people: 25 }, leaf(0, 3), leaf(1, 3), leaf(0, 22), leaf(3, 10), leaf(3, 12)];
        assert_eq!(shown(&tree), [true, false, false, false, false, true], "the neighbour's figure would follow from its two schools, so one of them goes too");
    }

    #[test]
    fn nobody_is_nothing_to_hide() {
        assert_eq!(shown(&[Node { parent: None, people: 0 }, leaf(0, 0)]), [true, true]);
        assert!(shown(&[]).is_empty());
        assert_eq!(shown(&[Node { parent: None, people: 4 }, leaf(0, 4)]), [false, false]);
    }

    /// A region of municipalities of schools, with some empty ones.
    fn regions() -> impl Strategy<Value = Vec<Node>> {
        let school = prop_oneof![2 => 0u64..6, 2 => 4u64..12, 1 => 10u64..60];
        proptest::collection::vec(proptest::collection::vec(school, 0..7), 0..7).prop_map(|municipalities| {
            let mut tree = vec![Node { parent: None, people: municipalities.iter().flatten().sum() }];
            for schools in municipalities {
                let at = tree.len();
                tree.push(leaf(0, schools.iter().sum()));
                tree.extend(schools.into_iter().map(|people| leaf(at, people)));
            }
            tree
        })
    }

    /// Which leaves with people stand under a node.
    fn indicator(tree: &[Node], node: usize) -> Vec<f64> {
        let is_leaf = |at: usize| !tree.iter().any(|other| other.parent == Some(at));
        let under = |mut at: usize| loop {
            if at == node {
                return true;
            }
            match tree[at].parent {
                Some(parent) => at = parent,
                None => return false,
            }
        };
        (0..tree.len()).map(|at| f64::from(u8::from(is_leaf(at) && tree[at].people > 0 && under(at)))).collect()
    }

    /// The attacker: rows reduced by Gauss, so that what follows from them can be asked.
    fn reduced(mut rows: Vec<Vec<f64>>) -> Vec<(usize, Vec<f64>)> {
        let mut basis: Vec<(usize, Vec<f64>)> = Vec::new();
        for row in &mut rows {
            strike(&basis, row);
            if let Some(pivot) = row.iter().position(|x| x.abs() > 1e-9) {
                let by = row[pivot];
                row.iter_mut().for_each(|x| *x /= by);
                for (_, other) in &mut basis {
                    let times = other[pivot];
                    other.iter_mut().zip(row.iter()).for_each(|(x, y)| *x -= times * y);
                }
                basis.push((pivot, row.clone()));
            }
        }
        basis
    }

    fn strike(basis: &[(usize, Vec<f64>)], row: &mut [f64]) {
        for (pivot, other) in basis {
            let times = row[*pivot];
            row.iter_mut().zip(other).for_each(|(x, y)| *x -= times * y);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whoever has every figure shown and may add and subtract them learns no hidden small place.
        #[test]
        fn no_hidden_small_place_follows_from_what_is_shown(tree in regions()) {
            let visible = shown(&tree);
            let facts = reduced((0..tree.len()).filter(|at| visible[*at]).map(|at| indicator(&tree, at)).collect());
            for at in 0..tree.len() {
                prop_assert!(!visible[at] || tree[at].people == 0 || tree[at].people >= FEWEST);
                if (1..FEWEST).contains(&tree[at].people) {
                    let mut asked = indicator(&tree, at);
                    strike(&facts, &mut asked);
                    prop_assert!(asked.iter().any(|x| x.abs() > 1e-9), "place {} follows: {:?} shown {:?}", at, tree, visible);
                }
            }
        }

        /// Nor does any difference of two shown figures belong to fewer than five people.
        #[test]
        fn no_difference_of_shown_figures_is_a_small_group(tree in regions()) {
            let visible = shown(&tree);
            for (at, node) in tree.iter().enumerate().filter(|(at, _)| visible[*at]) {
                let children: Vec<usize> = (0..tree.len()).filter(|child| tree[*child].parent == Some(at)).collect();
                let hidden: u64 = children.iter().filter(|child| !visible[**child]).map(|child| tree[*child].people).sum();
                prop_assert!(children.is_empty() || hidden == 0 || hidden >= FEWEST, "{:?} of {:?}", node, tree);
            }
        }

        /// Nothing is hidden where everybody is many.
        #[test]
        fn where_all_are_many_all_is_shown(tree in regions()) {
            let many: Vec<Node> = tree.iter().map(|node| Node { people: node.people * 5, ..*node }).collect();
            prop_assert!(shown(&many).iter().all(|is_shown| *is_shown));
        }
    }
}
