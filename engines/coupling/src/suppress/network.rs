//! The table as a circulation: every cell an arc, every sum the conservation at a node.

use super::table::{Cell, Table};

/// How many pupils must be movable along a cycle: hidden cells bounded within ±2 would be as good as known.
pub(super) const OPEN: u32 = 3;

pub(super) struct Network {
    /// Nodes of each arc; arcs are cells in the table's order.
    pub ends: Vec<(u32, u32)>,
    pub cells: Vec<Cell>,
    starts: Vec<u32>,
    /// `(arc, the node at its other end, whether leaving by it makes the cell larger)`.
    steps: Vec<(u32, u32, bool)>,
}

impl Network {
    /// Down the tree of each subject, through the school, up the tree of totals.
    pub fn of(table: &Table, cells: &[Cell]) -> Self {
        let wide = table.columns() + 1;
        let mut nodes = 0_usize;
        // A sum has a node per column, a school one, and a row without a row above one more that closes the circle.
        let first: Vec<usize> = table
            .rows
            .iter()
            .map(|row| {
                let own = nodes;
                nodes += if row.cells.is_some() { 1 } else { wide };
                own
            })
            .collect();
        let closing: Vec<usize> = table
            .rows
            .iter()
            .map(|row| {
                let own = nodes;
                nodes += usize::from(row.parent.is_none());
                own
            })
            .collect();
        let lower = |row: usize, column: usize| if table.rows[row].cells.is_some() { first[row] } else { first[row] + column };
        let upper = |row: usize, column: usize| table.rows[row].parent.map_or(closing[row], |parent| lower(parent, column));
        let mut ends = Vec::with_capacity(cells.len());
        for row in 0..table.rows.len() {
            for column in 0..wide {
                let (above, below) = (upper(row, column) as u32, lower(row, column) as u32);
                ends.push(if column + 1 == wide { (below, above) } else { (above, below) });
            }
        }
        let (starts, steps) = sorted(&ends, cells, nodes);
        Self { ends, cells: cells.to_vec(), starts, steps }
    }

    pub fn nodes(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn steps(&self, node: u32) -> &[(u32, u32, bool)] {
        let node = node as usize;
        &self.steps[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    /// Whether [`OPEN`] pupils can be taken from the cell on both sides of the minimum.
    pub fn gives(&self, arc: u32) -> bool {
        let count = self.cells[arc as usize].count;
        count.below() >= OPEN && count.of() - count.below() >= OPEN
    }
}

/// Steps by node. Cells without pupils are known to be empty: nothing can be moved along them.
fn sorted(ends: &[(u32, u32)], cells: &[Cell], nodes: usize) -> (Vec<u32>, Vec<(u32, u32, bool)>) {
    let mut starts = vec![0_u32; nodes + 1];
    let living = || ends.iter().zip(cells).enumerate().filter(|(_, (_, cell))| cell.count.of() > 0).map(|(arc, (ends, _))| (arc as u32, *ends));
    for (_, (tail, head)) in living() {
        starts[tail as usize + 1] += 1;
        starts[head as usize + 1] += 1;
    }
    for node in 0..nodes {
        starts[node + 1] += starts[node];
    }
    let mut next = starts.clone();
    let mut steps = vec![(0, 0, false); starts[nodes] as usize];
    for (arc, (tail, head)) in living() {
        for (from, to, grows) in [(tail, head, true), (head, tail, false)] {
            steps[next[from as usize] as usize] = (arc, to, grows);
            next[from as usize] += 1;
        }
    }
    (starts, steps)
}
