//! A table as Parquet: one row group, every column optional, texts as UTF-8, dates and instants as their logical types.

use crate::{shape::Kind, table::Table};
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
use std::sync::Arc;

/// The file.
///
/// # Errors
/// A name of a column is none for Parquet.
pub fn write(table: &Table) -> Result<Vec<u8>> {
    written(table).map_err(|cause| anyhow::Error::new(cause).into())
}

fn written(table: &Table) -> parquet::errors::Result<Vec<u8>> {
    let fields = table.columns.iter().map(|column| Ok(Arc::new(field(&column.name, column.kind)?))).collect::<parquet::errors::Result<Vec<_>>>()?;
    let schema = Arc::new(Type::group_type_builder("rows").with_fields(fields).build()?);
    let properties = Arc::new(WriterProperties::builder().set_compression(Compression::UNCOMPRESSED).set_created_by("metodaktiv".into()).build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    let mut group = writer.next_row_group()?;
    for (at, column) in table.columns.iter().enumerate() {
        let Some(mut open) = group.next_column()? else { break };
        let cells: Vec<&Value> = table.rows.iter().map(|row| row.get(at).unwrap_or(&Value::Null)).collect();
        match column.kind {
            Kind::Flag => put::<BoolType, _>(&mut open, &cells, Value::as_bool)?,
            Kind::Whole => put::<Int64Type, _>(&mut open, &cells, Value::as_i64)?,
            Kind::Number => put::<DoubleType, _>(&mut open, &cells, Value::as_f64)?,
            Kind::Date => put::<Int32Type, _>(&mut open, &cells, days)?,
            Kind::Instant => put::<Int64Type, _>(&mut open, &cells, micros)?,
            Kind::Text | Kind::Codes => put::<ByteArrayType, _>(&mut open, &cells, text)?,
        }
        open.close()?;
    }
    group.close()?;
    writer.into_inner()
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
    use crate::table::Column;
    use parquet::{
        file::reader::{FileReader, SerializedFileReader},
        record::Field as Read,
    };
    use serde_json::json;

    #[test]
    fn what_was_written_is_read_back_with_its_types_and_gaps() {
        let column = |name: &str, kind| Column::new(name, kind, "");
        let columns =
            vec![column("id", Kind::Text), column("n", Kind::Whole), column("share", Kind::Number), column("is", Kind::Flag), column("on", Kind::Date), column("at", Kind::Instant), column("codes", Kind::Codes)];
        let rows = vec![
            vec![json!("Ёлка"), json!(7), json!(1.5), json!(true), json!("2026-11-23"), json!("2026-11-23T00:00:00Z"), json!(["d01", "d02"])],
            vec![json!("б"), json!(null), json!(null), json!(null), json!(null), json!(null), json!(null)],
        ];
        let bytes = write(&Table { columns, rows }).unwrap();
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        assert_eq!(reader.metadata().file_metadata().num_rows(), 2);
        let read: Vec<_> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().get_column_iter().map(|(name, field)| (name.clone(), field.clone())).collect::<Vec<_>>()).collect();
        let values: Vec<&Read> = read[0].iter().map(|(_, field)| field).collect();
        assert_eq!(values, [&Read::Str("Ёлка".into()), &Read::Long(7), &Read::Double(1.5), &Read::Bool(true), &Read::Date(20_780), &Read::TimestampMicros(1_795_392_000_000_000), &Read::Str("d01 d02".into())]);
        assert!(read[1].iter().skip(1).all(|(_, field)| *field == Read::Null));
    }

    #[test]
    fn a_table_without_rows_is_a_file_too() {
        let bytes = write(&Table { columns: vec![Column::new("id", Kind::Text, "")], rows: Vec::new() }).unwrap();
        assert_eq!(SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap().metadata().file_metadata().num_rows(), 0);
    }
}
