//! The secret in an applicant's link: the only key to an application. The database keeps its hash.

use kernel::{Error, Result, id::Uuid};

/// A secret as the address carries it: 64 hexadecimal digits, 244 of their bits random.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    #[must_use]
    pub fn fresh() -> Self {
        Self(format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()))
    }

    /// As it came back.
    ///
    /// # Errors
    /// Not found: what is no secret leads nowhere.
    pub fn parse(raw: &str) -> Result<Self> {
        let fits = raw.len() == 64 && raw.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if fits { Ok(Self(raw.to_owned())) } else { Err(Error::NotFound) }
    }

    /// As the database keeps it.
    #[must_use]
    pub fn hash(&self) -> String {
        files::Digest::of(self.0.as_bytes()).to_string()
    }

    /// The page of the application, or one below it: `path("/check")`.
    #[must_use]
    pub fn path(&self, rest: &str) -> String {
        format!("/apply/{}{rest}", self.0)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Our own address, for links in letters.
#[derive(Debug, Clone)]
pub struct Site(pub String);

impl Site {
    #[must_use]
    pub fn link(&self, token: &Token) -> String {
        format!("{}{}", self.0.trim_end_matches('/'), token.path(""))
    }
}
