//! Laplace noise of ε = 1 on counts. It is made of a secret of the installation and of the cell itself, not of chance at each publication: who
//! averages ten versions of the same figures gets the same noise ten times and learns nothing.

use crate::state;
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Result, Tx};
use sha2::Sha256;

/// The installation's secret of noise, made when the first version is published.
///
/// # Errors
/// The store fails.
pub fn seed(tx: &mut Tx<'_>) -> Result<Vec<u8>> {
    if let Some(kept) = kept(tx)? {
        return Ok(kept);
    }
    let fresh: [u8; 32] = rand::random();
    state::set(tx, "noise", &HEXLOWER.encode(&fresh))?;
    Ok(fresh.to_vec())
}

/// The secret, if there is one already.
///
/// # Errors
/// The store fails.
pub fn kept(tx: &mut Tx<'_>) -> Result<Option<Vec<u8>>> {
    let Some(kept) = state::get(tx, "noise")? else { return Ok(None) };
    Ok(Some(HEXLOWER.decode(kept.as_bytes()).map_err(anyhow::Error::new)?))
}

/// A draw for a cell: Laplace, mean 0, scale 1 (one pupil more or less changes a count by one).
#[must_use]
pub fn laplace(seed: &[u8], cell: &str) -> f64 {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(seed) else { return 0.0 };
    mac.update(cell.as_bytes());
    let bytes = mac.finalize().into_bytes();
    let bits = bytes.iter().take(7).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) >> 3;
    // 53 bits fill a double; the half keeps the ends of the interval out.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
    let even = (bits as f64 + 0.5) / 9_007_199_254_740_992.0 - 0.5;
    -even.signum() * (1.0 - 2.0 * even.abs()).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_laplace_of_scale_one_and_the_same_for_the_same_cell() {
        let seed = [7_u8; 32];
        let draws: Vec<f64> = (0..20_000).map(|at| laplace(&seed, &format!("cell {at}"))).collect();
        let count = draws.len() as f64;
        let (mean, apart) = (draws.iter().sum::<f64>() / count, draws.iter().map(|draw| draw.abs()).sum::<f64>() / count);
        assert!(mean.abs() < 0.04 && (apart - 1.0).abs() < 0.03, "{mean} {apart}");
        let far = draws.iter().filter(|draw| draw.abs() > 3.0).count() as f64 / count;
        assert!((far - (-3.0_f64).exp()).abs() < 0.006, "{far}");
        assert_eq!(laplace(&seed, "x").to_bits(), laplace(&seed, "x").to_bits());
        assert!((laplace(&seed, "x") - laplace(&[8; 32], "x")).abs() > 1e-12);
    }
}
