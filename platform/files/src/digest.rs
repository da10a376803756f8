//! The digest that names a file.

use kernel::{Row, ToValue, Value, db::DbError, db::FromColumn, id::BadId};
use sha2::{Digest as _, Sha256};

/// SHA-256 of a file's content, as 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// The digest of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(data_encoding::HEXLOWER.encode(&Sha256::digest(bytes)))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Folder and file under which the content lies: `ab/cdef…`.
    pub(crate) fn parts(&self) -> (&str, &str) {
        self.0.split_at_checked(2).unwrap_or((&self.0, ""))
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Digest {
    type Err = BadId;

    fn from_str(raw: &str) -> Result<Self, BadId> {
        let fits = raw.len() == 64 && raw.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if fits { Ok(Self(raw.to_owned())) } else { Err(BadId) }
    }
}

impl<'de> serde::Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = <String as serde::Deserialize>::deserialize(from)?;
        raw.parse().map_err(|_| serde::de::Error::custom("not a digest"))
    }
}

impl ToValue for Digest {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.0.as_str().into())
    }
}

impl FromColumn for Digest {
    fn from_column(row: &Row<'_>, at: usize) -> Result<Self, DbError> {
        let raw: String = row.get(at)?;
        raw.parse().map_err(|_| DbError::Shape(format!("column {at}: not a digest")))
    }
}
