//! A slice of a list, and a list cut to it.

/// Which page of a list: number from 1, rows per page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    pub number: u32,
    pub size: u32,
}

impl Slice {
    /// Page `number` (from 1) of `size` rows (1 to 500); what is out of range is brought in.
    #[must_use]
    pub fn new(number: u32, size: u32) -> Self {
        Self { number: number.clamp(1, 1_000_000), size: size.clamp(1, 500) }
    }

    /// The first of 25.
    #[must_use]
    pub fn first() -> Self {
        Self::new(1, 25)
    }

    /// Everything, for exports: up to `limit` rows.
    #[must_use]
    pub fn all(limit: u32) -> Self {
        Self { number: 1, size: limit }
    }

    #[must_use]
    pub fn limit(self) -> i64 {
        i64::from(self.size)
    }

    #[must_use]
    pub fn offset(self) -> i64 {
        i64::from(self.number - 1) * i64::from(self.size)
    }
}

/// Rows of one page and how many there are in all.
#[derive(Debug, Clone)]
pub struct Paged<T> {
    pub rows: Vec<T>,
    pub total: u64,
    pub slice: Slice,
}

impl<T> Paged<T> {
    /// How many pages there are (at least one).
    #[must_use]
    pub fn pages(&self) -> u32 {
        u32::try_from(self.total.div_ceil(u64::from(self.slice.size)).max(1)).unwrap_or(u32::MAX)
    }
}
