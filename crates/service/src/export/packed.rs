//! Apache Parquet: columns, packed.

use std::io::{self, Write};
use std::mem;
use std::sync::Arc;

use jiff::civil::{Date, date};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::ExportError;
use super::columns::{Cell, Column, Kind, Table};
use super::facets::RowWriter;

/// So many rows wait in memory until they are packed together.
const GROUP: usize = 20_000;
/// Parquet counts days from here.
const DAY_NOUGHT: Date = date(1970, 1, 1);

/// A file of columns; many codes of a facet are a list.
pub(super) struct Packed<W: Write + Send> {
    columns: Vec<Waiting>,
    rows: usize,
    to: SerializedFileWriter<W>,
}

/// What waits in a column. The levels say what is there: 0 nothing, 1 a value; a repetition of 1 goes on with a list.
struct Waiting {
    values: Values,
    levels: Vec<i16>,
    repetitions: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Number(Vec<i64>),
    Day(Vec<i32>),
    List(Vec<ByteArray>),
}

fn wrong(error: ParquetError) -> ExportError {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => ExportError::Write(*error),
            Err(error) => ExportError::Write(io::Error::other(error)),
        },
        error => ExportError::Write(io::Error::other(error)),
    }
}

impl Waiting {
    fn new(kind: Kind) -> Self {
        Self {
            values: match kind {
                Kind::Text => Values::Text(Vec::new()),
                Kind::Number => Values::Number(Vec::new()),
                Kind::Day => Values::Day(Vec::new()),
                Kind::List => Values::List(Vec::new()),
            },
            levels: Vec::new(),
            repetitions: Vec::new(),
        }
    }

    fn take(&mut self, cell: Cell) {
        match (&mut self.values, cell) {
            (Values::List(values), Cell::List(codes)) if !codes.is_empty() => {
                for (place, code) in codes.into_iter().enumerate() {
                    self.repetitions.push(i16::from(place > 0));
                    self.levels.push(1);
                    values.push(ByteArray::from(code.into_bytes()));
                }
                return;
            }
            (Values::List(_), _) => {
                self.repetitions.push(0);
                self.levels.push(0);
                return;
            }
            (Values::Number(values), Cell::Number(number)) => values.push(number),
            (Values::Day(values), Cell::Day(day)) => {
                let days = DAY_NOUGHT.duration_until(day).as_hours() / 24;
                values.push(days as i32);
            }
            (Values::Text(values), Cell::Text(text)) => {
                values.push(ByteArray::from(text.into_bytes()));
            }
            _ => {
                self.levels.push(0);
                return;
            }
        }
        self.levels.push(1);
    }

    fn write(&mut self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let levels = mem::take(&mut self.levels);
        let repetitions = mem::take(&mut self.repetitions);
        match &mut self.values {
            Values::Number(values) => {
                column
                    .typed::<Int64Type>()
                    .write_batch(&mem::take(values), Some(&levels), None)?
            }
            Values::Day(values) => {
                column
                    .typed::<Int32Type>()
                    .write_batch(&mem::take(values), Some(&levels), None)?
            }
            Values::Text(values) => column.typed::<ByteArrayType>().write_batch(
                &mem::take(values),
                Some(&levels),
                None,
            )?,
            Values::List(values) => column.typed::<ByteArrayType>().write_batch(
                &mem::take(values),
                Some(&levels),
                Some(&repetitions),
            )?,
        };
        Ok(())
    }
}

fn primitive(
    name: &str,
    physical: Physical,
    logical: Option<LogicalType>,
    repetition: Repetition,
) -> Result<TypePtr, ParquetError> {
    let built = Type::primitive_type_builder(name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical)
        .build()?;
    Ok(Arc::new(built))
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let name = column.name.as_str();
    let optional = Repetition::OPTIONAL;
    match column.kind {
        Kind::Text => primitive(
            name,
            Physical::BYTE_ARRAY,
            Some(LogicalType::String),
            optional,
        ),
        Kind::Number => primitive(name, Physical::INT64, None, optional),
        Kind::Day => primitive(name, Physical::INT32, Some(LogicalType::Date), optional),
        Kind::List => {
            let element = primitive(
                "element",
                Physical::BYTE_ARRAY,
                Some(LogicalType::String),
                Repetition::REQUIRED,
            )?;
            let list = Type::group_type_builder("list")
                .with_repetition(Repetition::REPEATED)
                .with_fields(vec![element])
                .build()?;
            let built = Type::group_type_builder(name)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(Some(LogicalType::List))
                .with_fields(vec![Arc::new(list)])
                .build()?;
            Ok(Arc::new(built))
        }
    }
}

impl<W: Write + Send> Packed<W> {
    pub(super) fn begin(table: &Table, to: W) -> Result<Self, ExportError> {
        let fields = table.columns.iter().map(field);
        let fields: Vec<TypePtr> = fields.collect::<Result<_, _>>().map_err(wrong)?;
        let schema = Type::group_type_builder("incident")
            .with_fields(fields)
            .build()
            .map_err(wrong)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!("heard ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let to = SerializedFileWriter::new(to, Arc::new(schema), Arc::new(properties));
        Ok(Self {
            columns: table
                .columns
                .iter()
                .map(|column| Waiting::new(column.kind))
                .collect(),
            rows: 0,
            to: to.map_err(wrong)?,
        })
    }

    fn pack(&mut self) -> Result<(), ParquetError> {
        let mut group = self.to.next_row_group()?;
        for waiting in &mut self.columns {
            if let Some(mut column) = group.next_column()? {
                waiting.write(&mut column)?;
                column.close()?;
            }
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

impl<W: Write + Send> RowWriter for Packed<W> {
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), ExportError> {
        for (waiting, cell) in self.columns.iter_mut().zip(cells) {
            waiting.take(cell);
        }
        self.rows += 1;
        if self.rows == GROUP {
            self.pack().map_err(wrong)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        if self.rows > 0 {
            self.pack().map_err(wrong)?;
        }
        let mut to = self.to.into_inner().map_err(wrong)?;
        Ok(to.flush()?)
    }
}
