//! JSON Lines.

use std::io::{self, BufWriter, Write};

use serde::ser::{SerializeMap as _, Serializer as _};

use super::ExportError;
use super::columns::{Cell, Table};
use super::facets::RowWriter;

/// One JSON object a line, each with every column; lists are lists.
pub(super) struct Lines<W: Write> {
    names: Vec<String>,
    to: BufWriter<W>,
}

impl<W: Write> Lines<W> {
    pub(super) fn begin(table: &Table, to: W) -> Self {
        Self {
            names: table
                .columns
                .iter()
                .map(|column| column.name.clone())
                .collect(),
            to: BufWriter::with_capacity(1 << 16, to),
        }
    }
}

impl<W: Write + Send> RowWriter for Lines<W> {
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), ExportError> {
        let mut object = serde_json::Serializer::new(&mut self.to);
        let mut object = object.serialize_map(None).map_err(io::Error::from)?;
        for (name, cell) in self.names.iter().zip(cells) {
            match cell {
                Cell::Nothing => object.serialize_entry(name, &()),
                Cell::Text(text) => object.serialize_entry(name, &text),
                Cell::Number(number) => object.serialize_entry(name, &number),
                Cell::Day(day) => object.serialize_entry(name, &day),
                Cell::List(codes) => object.serialize_entry(name, &codes),
            }
            .map_err(io::Error::from)?;
        }
        object.end().map_err(io::Error::from)?;
        self.to.write_all(b"\n")?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        Ok(self.to.flush()?)
    }
}
