//! Ids are newtypes: a `PersonId` never passes for an `OrderId`.

/// Declares an id that is a UUID of version 7 (sorts by time of making).
#[macro_export]
macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $crate::id::Uuid);
        impl $name {
            /// A new id, unlike any other.
            #[must_use]
            pub fn fresh() -> Self { Self($crate::id::Uuid::now_v7()) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { std::fmt::Display::fmt(&self.0, f) }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::id::BadId;
            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                $crate::id::Uuid::parse_str(raw).map(Self).map_err(|_| $crate::id::BadId)
            }
        }
        impl $crate::ToValue for $name {
            fn to_value(&self) -> $crate::Value<'_> { $crate::Value::Text(self.0.to_string().into()) }
        }
        impl $crate::db::FromColumn for $name {
            fn from_column(row: &$crate::Row<'_>, at: usize) -> Result<Self, $crate::db::DbError> {
                let raw: String = row.get(at)?;
                raw.parse().map_err(|_| $crate::db::DbError::Shape(format!("column {at}: not an id")))
            }
        }
    )+ };
}

/// Declares an id that is a short stable code of the region's own (`mo-bikin`, `matematika`).
#[macro_export]
macro_rules! code_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);
        impl $name {
            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl From<&str> for $name { fn from(raw: &str) -> Self { Self(raw.to_owned()) } }
        impl From<String> for $name { fn from(raw: String) -> Self { Self(raw) } }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl $crate::ToValue for $name {
            fn to_value(&self) -> $crate::Value<'_> { $crate::Value::Text(self.0.as_str().into()) }
        }
        impl $crate::db::FromColumn for $name {
            fn from_column(row: &$crate::Row<'_>, at: usize) -> Result<Self, $crate::db::DbError> { row.get::<String>(at).map(Self) }
        }
    )+ };
}

/// Declares a closed list that is stored as text: `text_enum! { Stage { Draft = "draft", Sent = "sent" } }`.
/// Gives `as_str`, `ALL`, `FromStr`, serde by the same words, and storing.
#[macro_export]
macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }
        impl $name {
            /// All of them, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word it is stored by.
            #[must_use]
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
        }
        impl $crate::id::Word for $name {
            const WORDS: &'static [Self] = Self::ALL;
            fn word(self) -> &'static str { self.as_str() }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::id::BadId;
            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                match raw { $($word => Ok(Self::$variant),)+ _ => Err($crate::id::BadId) }
            }
        }
        impl $crate::ToValue for $name {
            fn to_value(&self) -> $crate::Value<'_> { $crate::Value::Text(self.as_str().into()) }
        }
        impl $crate::db::FromColumn for $name {
            fn from_column(row: &$crate::Row<'_>, at: usize) -> Result<Self, $crate::db::DbError> {
                let raw: String = row.get(at)?;
                raw.parse().map_err(|_| $crate::db::DbError::Shape(format!("{}: unknown word {raw:?}", stringify!($name))))
            }
        }
    };
}

/// A word of a closed list, whichever list it is: what [`text_enum`](crate::text_enum) declares.
pub trait Word: Copy + Eq + std::str::FromStr + 'static {
    /// All of them, in the order of declaration.
    const WORDS: &'static [Self];
    /// The word it is stored by.
    fn word(self) -> &'static str;
}

pub use uuid::Uuid;

/// A text that is no id (or no word of a closed list).
#[derive(Debug, thiserror::Error)]
#[error("not an id")]
pub struct BadId;

uuid_id! {
    /// A person.
    PersonId,
    /// An account: a way in, with or without a person behind it.
    AccountId,
}
code_id! {
    /// A place of the tree: region, institute, municipality, school.
    PlaceId,
}
