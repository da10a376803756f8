//! Values going in and coming out, the same on both engines.

use super::{DbError, Row};
use jiff::{Timestamp, civil::Date};
use std::borrow::Cow;

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(Cow<'a, str>),
    Blob(Cow<'a, [u8]>),
}

impl Value<'_> {
    /// The same, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(number),
            Self::Real(number) => Value::Real(number),
            Self::Text(text) => Value::Text(text.into_owned().into()),
            Self::Blob(bytes) => Value::Blob(bytes.into_owned().into()),
        }
    }
}

/// What can be a parameter.
pub trait ToValue {
    fn to_value(&self) -> Value<'_>;
}

/// What can be read from a column.
pub trait FromColumn: Sized {
    /// # Errors
    /// The column isn't there or is of another type.
    fn from_column(row: &Row<'_>, at: usize) -> Result<Self, DbError>;
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}
impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}
impl ToValue for Value<'_> {
    fn to_value(&self) -> Value<'_> {
        self.clone()
    }
}
impl ToValue for str {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.into())
    }
}
impl ToValue for String {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.as_str().into())
    }
}
impl ToValue for Cow<'_, str> {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.as_ref().into())
    }
}
impl ToValue for [u8] {
    fn to_value(&self) -> Value<'_> {
        Value::Blob(self.into())
    }
}
impl ToValue for Vec<u8> {
    fn to_value(&self) -> Value<'_> {
        Value::Blob(self.as_slice().into())
    }
}
impl ToValue for bool {
    fn to_value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}
impl ToValue for f64 {
    fn to_value(&self) -> Value<'_> {
        Value::Real(*self)
    }
}
impl ToValue for Date {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.to_string().into())
    }
}
impl ToValue for Timestamp {
    fn to_value(&self) -> Value<'_> {
        Value::Text(format!("{self:.6}").into())
    }
}
macro_rules! whole_numbers {
    ($($number:ty),+) => { $(
        impl ToValue for $number {
            fn to_value(&self) -> Value<'_> { Value::Int(i64::try_from(*self).unwrap_or(i64::MAX)) }
        }
    )+ };
}
whole_numbers!(i64, i32, u32, u64, usize, u16, u8);

/// What the engines themselves can read.
pub(super) trait Native: rusqlite::types::FromSql + for<'p> postgres::types::FromSql<'p> {}
impl<T: rusqlite::types::FromSql + for<'p> postgres::types::FromSql<'p>> Native for T {}

fn native<T: Native>(row: &Row<'_>, at: usize) -> Result<T, DbError> {
    match row {
        Row::Sqlite(row) => Ok(row.get(at)?),
        Row::Postgres(row) => Ok(row.try_get(at)?),
    }
}

impl FromColumn for i64 {
    fn from_column(row: &Row<'_>, at: usize) -> Result<Self, DbError> {
        match row {
            Row::Sqlite(row) => Ok(row.get(at)?),
            Row::Postgres(row) => Ok(row.try_get::<_, Whole>(at)?.0),
        }
    }
}

/// A whole number of any width: a literal in PostgreSQL's SQL is narrower than a column.
struct Whole(i64);
impl<'p> postgres::types::FromSql<'p> for Whole {
    fn from_sql(ty: &postgres::types::Type, raw: &'p [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        use postgres::types::Type;
        Ok(Self(match *ty {
            Type::INT2 => i16::from_sql(ty, raw)?.into(),
            Type::INT4 => i32::from_sql(ty, raw)?.into(),
            _ => i64::from_sql(ty, raw)?,
        }))
    }
    fn accepts(ty: &postgres::types::Type) -> bool {
        use postgres::types::Type;
        matches!(*ty, Type::INT2 | Type::INT4 | Type::INT8)
    }
}
impl FromColumn for f64 {
    fn from_column(row: &Row<'_>, at: usize) -> Result<Self, DbError> {
        native(row, at)
    }
}
impl FromColumn for String {
    fn from_column(row: &Row<'_>, at: usize) -> Result<Self, DbError> {
        native(row, at)
    }
}
impl FromColumn for Vec<u8> {
    fn from_column(row: &Row<'_>, at: usize) -> Result<Self, DbError> {
        native(row, at)
    }
}
impl FromColumn for bool {
    fn from_column(row: &Row<'_>, at: usize) -> Result<Self, DbError> {
        i64::from_column(row, at).map(|number| number != 0)
    }
}
macro_rules! narrow_numbers {
    ($($number:ty),+) => { $(
        impl FromColumn for $number {
            fn from_column(row: &Row<'_>, at: usize) -> Result<Self, DbError> {
                let number = i64::from_column(row, at)?;
                Self::try_from(number).map_err(|_| DbError::Shape(format!("column {at}: {number} out of range")))
            }
        }
    )+ };
}
narrow_numbers!(i32, u32, u64, usize, u16, u8);

fn parsed<T: std::str::FromStr>(row: &Row<'_>, at: usize) -> Result<T, DbError> {
    let raw: String = native(row, at)?;
    raw.parse().map_err(|_| DbError::Shape(format!("column {at}: {raw:?} is no {}", std::any::type_name::<T>())))
}
impl FromColumn for Date {
    fn from_column(row: &Row<'_>, at: usize) -> Result<Self, DbError> {
        parsed(row, at)
    }
}
impl FromColumn for Timestamp {
    fn from_column(row: &Row<'_>, at: usize) -> Result<Self, DbError> {
        parsed(row, at)
    }
}
impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(row: &Row<'_>, at: usize) -> Result<Self, DbError> {
        let is_null = match row {
            Row::Sqlite(row) => matches!(row.get_ref(at)?, rusqlite::types::ValueRef::Null),
            Row::Postgres(row) => row.try_get::<_, Option<Present>>(at)?.is_none(),
        };
        if is_null { Ok(None) } else { T::from_column(row, at).map(Some) }
    }
}

/// Any value that is there, whatever its type.
struct Present;
impl<'p> postgres::types::FromSql<'p> for Present {
    fn from_sql(_: &postgres::types::Type, _: &'p [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self)
    }
    fn accepts(_: &postgres::types::Type) -> bool {
        true
    }
}
