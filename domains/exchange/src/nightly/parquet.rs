//! A table as Parquet: a row group for each part, every column optional, texts as UTF-8, dates and instants as their logical types.

use crate::{shape::Kind, table::Column};
use kernel::{Result, Timestamp};
use parquet::{
    basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical},
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type},
    file::{
        properties::WriterProperties,
        writer::{SerializedColumnWriter, SerializedFileWriter},
    },
    schema::types::Type,
};
use serde_json::Value;
use std::{io::Write, sync::Arc};

/// A file that is written part by part.
pub struct Parquet<W: Write + Send> {
    kinds: Vec<Kind>,
    writer: SerializedFileWriter<W>,
}

impl<W: Write + Send> Parquet<W> {
    /// # Errors
    /// A name of a column is none for Parquet, or writing fails.
    pub fn begin(columns: &[Column], to: W) -> Result<Self> {
        let writer = begun(columns, to).map_err(anyhow::Error::new)?;
        Ok(Self { kinds: columns.iter().map(|column| column.kind).collect(), writer })
    }

    /// # Errors
    /// Writing fails.
    pub fn put(&mut self, rows: &[Vec<Value>]) -> Result<()> {
        Ok(group(&mut self.writer, &self.kinds, rows).map_err(anyhow::Error::new)?)
    }

    /// What was written to.
    ///
    /// # Errors
    /// Writing fails.
    pub fn end(self) -> Result<W> {
        Ok(self.writer.into_inner().map_err(anyhow::Error::new)?)
    }
}

fn begun<W: Write + Send>(columns: &[Column], to: W) -> parquet::errors::Result<SerializedFileWriter<W>> {
    let fields = columns.iter().map(|column| Ok(Arc::new(field(&column.name, column.kind)?))).collect::<parquet::errors::Result<Vec<_>>>()?;
    let schema = Arc::new(Type::group_type_builder("rows").with_fields(fields).build()?);
    let properties = Arc::new(WriterProperties::builder().set_compression(Compression::UNCOMPRESSED).set_created_by("metodaktiv".into()).build());
    SerializedFileWriter::new(to, schema, properties)
}

fn group<W: Write + Send>(writer: &mut SerializedFileWriter<W>, kinds: &[Kind], rows: &[Vec<Value>]) -> parquet::errors::Result<()> {
    let mut group = writer.next_row_group()?;
    for (at, kind) in kinds.iter().enumerate() {
        let Some(mut open) = group.next_column()? else { break };
        let cells: Vec<&Value> = rows.iter().map(|row| row.get(at).unwrap_or(&Value::Null)).collect();
        match kind {
            Kind::Flag => put::<BoolType, _>(&mut open, &cells, Value::as_bool)?,
            Kind::Whole => put::<Int64Type, _>(&mut open, &cells, Value::as_i64)?,
            Kind::Number => put::<DoubleType, _>(&mut open, &cells, Value::as_f64)?,
            Kind::Date => put::<Int32Type, _>(&mut open, &cells, days)?,
            Kind::Instant => put::<Int64Type, _>(&mut open, &cells, micros)?,
            Kind::Text | Kind::Codes => put::<ByteArrayType, _>(&mut open, &cells, text)?,
        }
        open.close()?;
    }
    group.close().map(drop)
}

/// A column: which cells are filled, then the filled ones.
fn put<T: DataType, R: Fn(&Value) -> Option<T::T>>(column: &mut SerializedColumnWriter<'_>, cells: &[&Value], read: R) -> parquet::errors::Result<()> {
    let values: Vec<Option<T::T>> = cells.iter().map(|cell| read(cell)).collect();
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let present: Vec<T::T> = values.into_iter().flatten().collect();
    column.typed::<T>().write_batch(&present, Some(&levels), None).map(drop)
}

fn field(name: &str, kind: Kind) -> parquet::errors::Result<Type> {
    let (physical, logical) = match kind {
        Kind::Flag => (Physical::BOOLEAN, None),
        Kind::Whole => (Physical::INT64, None),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Instant => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
        Kind::Text | Kind::Codes => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL).with_logical_type(logical).build()
}

fn text(cell: &Value) -> Option<ByteArray> {
    (!cell.is_null()).then(|| ByteArray::from(crate::table::text(cell).into_bytes()))
}

fn days(cell: &Value) -> Option<i32> {
    let day: jiff::civil::Date = cell.as_str()?.parse().ok()?;
    day.since((jiff::Unit::Day, jiff::civil::date(1970, 1, 1))).ok().map(|span| span.get_days())
}

fn micros(cell: &Value) -> Option<i64> {
    cell.as_str()?.parse::<Timestamp>().ok().map(|at| at.as_microsecond())
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::{
        file::reader::{FileReader, SerializedFileReader},
        record::Field as Read,
    };
    use serde_json::json;

    fn write(columns: &[Column], parts: &[Vec<Vec<Value>>]) -> SerializedFileReader<bytes::Bytes> {
        let mut file = Parquet::begin(columns, Vec::new()).unwrap();
        parts.iter().for_each(|part| file.put(part).unwrap());
        SerializedFileReader::new(bytes::Bytes::from(file.end().unwrap())).unwrap()
    }

    #[test]
    fn what_was_written_is_read_back_with_its_types_and_gaps() {
        let column = |name: &str, kind| Column::new(name, kind, "");
        let columns =
            vec![column("id", Kind::Text), column("n", Kind::Whole), column("share", Kind::Number), column("is", Kind::Flag), column("on", Kind::Date), column("at", Kind::Instant), column("codes", Kind::Codes)];
        let rows = [
            vec![json!("Ёлка"), json!(7), json!(1.5), json!(true), json!("2026-11-23"), json!("2026-11-23T00:00:00Z"), json!(["d01", "d02"])],
            vec![json!("б"), json!(null), json!(null), json!(null), json!(null), json!(null), json!(null)],
        ];
        let reader = write(&columns, &rows.map(|row| vec![row]));
        assert_eq!(reader.metadata().num_row_groups(), 2);
        assert_eq!(reader.metadata().file_metadata().num_rows(), 2);
        let read: Vec<_> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().get_column_iter().map(|(name, field)| (name.clone(), field.clone())).collect::<Vec<_>>()).collect();
        let values: Vec<&Read> = read[0].iter().map(|(_, field)| field).collect();
        assert_eq!(values, [&Read::Str("Ёлка".into()), &Read::Long(7), &Read::Double(1.5), &Read::Bool(true), &Read::Date(20_780), &Read::TimestampMicros(1_795_392_000_000_000), &Read::Str("d01 d02".into())]);
        assert!(read[1].iter().skip(1).all(|(_, field)| *field == Read::Null));
    }

    #[test]
    fn a_table_without_rows_is_a_file_too() {
        assert_eq!(write(&[Column::new("id", Kind::Text, "")], &[]).metadata().file_metadata().num_rows(), 0);
    }
}
