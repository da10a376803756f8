//! What the stores of this domain share.

use kernel::db::DbError;
use serde::{Serialize, de::DeserializeOwned};

/// A column of JSON.
pub fn json<T: DeserializeOwned>(text: &str) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|cause| DbError::Shape(format!("JSON: {cause}")))
}

/// A value as a column of JSON; what can't be written is our own mistake.
pub fn text<T: Serialize>(value: &T) -> kernel::Result<String> {
    Ok(serde_json::to_string(value).map_err(anyhow::Error::new)?)
}
