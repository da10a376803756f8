//! Chance that anyone can recompute: the ChaCha20 key stream of RFC 8439, read as little-endian words of 64 bits.
//!
//! Written out here so that no version of a library can ever change an answer that was published.

/// Random numbers from a seed of 32 bytes.
pub(crate) struct Stream {
    state: [u32; 16],
    block: [u32; 16],
    used: usize,
}

impl Stream {
    /// Key, the block counter from 0, a nonce of 12 bytes that says what for.
    pub fn new(seed: &[u8; 32], nonce: &[u8; 12]) -> Self {
        let word = |bytes: &[u8], at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let mut state = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        (0..8).for_each(|at| state[4 + at] = word(seed, 4 * at));
        (0..3).for_each(|at| state[13 + at] = word(nonce, 4 * at));
        Self { state, block: [0; 16], used: 16 }
    }

    /// For simulations and permutations, where a short seed will do.
    pub fn short(seed: u64, nonce: &[u8; 12]) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        Self::new(&key, nonce)
    }

    fn next(&mut self) -> u64 {
        if self.used >= 16 {
            self.block = block(&self.state);
            self.state[12] = self.state[12].wrapping_add(1);
            self.used = 0;
        }
        let (low, high) = (self.block[self.used], self.block[self.used + 1]);
        self.used += 2;
        u64::from(low) | u64::from(high) << 32
    }

    /// Each of `0..n` alike: words from the last incomplete round of `n` up are thrown away.
    pub fn below(&mut self, n: usize) -> usize {
        let n = n.max(1) as u64;
        let usable = u64::MAX - (u64::MAX % n + 1) % n;
        loop {
            let word = self.next();
            if word <= usable {
                return (word % n) as usize;
            }
        }
    }

    /// Fisher and Yates, from the end: for `i = n − 1 … 1` swaps `i` with one of `0..=i`.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

fn block(state: &[u32; 16]) -> [u32; 16] {
    let mut x = *state;
    let mut quarter = |a: usize, b: usize, c: usize, d: usize| {
        x[a] = x[a].wrapping_add(x[b]);
        x[d] = (x[d] ^ x[a]).rotate_left(16);
        x[c] = x[c].wrapping_add(x[d]);
        x[b] = (x[b] ^ x[c]).rotate_left(12);
        x[a] = x[a].wrapping_add(x[b]);
        x[d] = (x[d] ^ x[a]).rotate_left(8);
        x[c] = x[c].wrapping_add(x[d]);
        x[b] = (x[b] ^ x[c]).rotate_left(7);
    };
    for _ in 0..10 {
        quarter(0, 4, 8, 12);
        quarter(1, 5, 9, 13);
        quarter(2, 6, 10, 14);
        quarter(3, 7, 11, 15);
        quarter(0, 5, 10, 15);
        quarter(1, 6, 11, 12);
        quarter(2, 7, 8, 13);
        quarter(3, 4, 9, 14);
    }
    x.iter_mut().zip(state).for_each(|(mixed, own)| *mixed = mixed.wrapping_add(*own));
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8439, section 2.3.2.
    #[test]
    fn the_block_is_the_one_of_the_standard() {
        let seed: [u8; 32] = std::array::from_fn(|at| at as u8);
        let mut stream = Stream::new(&seed, &[0, 0, 0, 9, 0, 0, 0, 0x4a, 0, 0, 0, 0]);
        stream.state[12] = 1;
        assert_eq!(stream.next(), 0x1559_3bd1_e4e7_f110);
        assert_eq!([stream.block[0], stream.block[1], stream.block[2], stream.block[15]], [0xe4e7_f110, 0x1559_3bd1, 0x1fdd_0f50, 0x4e3c_50a2]);
    }

    #[test]
    fn every_number_comes_alike() {
        let mut stream = Stream::short(7, b"tests.......");
        let mut seen = [0_usize; 7];
        (0..70_000).for_each(|_| seen[stream.below(7)] += 1);
        assert!(seen.iter().all(|count| count.abs_diff(10_000) < 500), "{seen:?}");
        assert_eq!(stream.below(1), 0);
    }
}
