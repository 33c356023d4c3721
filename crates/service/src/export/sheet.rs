//! An Excel workbook (XLSX).

use std::io::Write;

use jiff::civil::{Date, date};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};

use zip::result::ZipError;

use super::ExportError;
use super::columns::{Cell, Column, Kind, Table};
use super::facets::RowWriter;

/// So many rows fit on a sheet below its head.
const ROWS: u32 = 1_048_575;
/// Excel counts days from here on.
const FIRST_DAY: Date = date(1900, 1, 1);

/// A workbook whose rows wait in a file that has no name, so that memory stays the same whatever their number. What is
/// text is written as text: Excel calculates none of it.
pub(super) struct Sheet<W> {
    workbook: Workbook,
    columns: Vec<Column>,
    sheets: usize,
    next: u32,
    bold: Format,
    day: Format,
    to: W,
}

fn wrong(error: XlsxError) -> ExportError {
    match error {
        XlsxError::IoError(error) | XlsxError::ZipError(ZipError::Io(error)) => {
            ExportError::Write(error)
        }
        XlsxError::MaxStringLengthExceeded => ExportError::Unfit(
            "a value has more than the 32,767 characters that fit into a cell of Excel: export CSV instead".to_owned(),
        ),
        error => ExportError::Unfit(format!("it does not fit into an Excel workbook: {error}")),
    }
}

impl<W> Sheet<W> {
    pub(super) fn begin(table: &Table, to: W) -> Result<Self, ExportError> {
        let mut sheet = Self {
            workbook: Workbook::new(),
            columns: table.columns.clone(),
            sheets: 0,
            next: 0,
            bold: Format::new().set_bold(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            to,
        };
        sheet.add()?;
        Ok(sheet)
    }

    /// Another sheet with the same head.
    fn add(&mut self) -> Result<(), ExportError> {
        let sheet = self
            .workbook
            .add_worksheet_with_constant_memory()
            .map_err(wrong)?;
        self.sheets += 1;
        let name = match self.sheets {
            1 => "incidents".to_owned(),
            number => format!("incidents {number}"),
        };
        sheet.set_name(name).map_err(wrong)?;
        sheet.set_freeze_panes(1, 0).map_err(wrong)?;
        for (place, column) in (0_u16..).zip(&self.columns) {
            let width = match column.kind {
                Kind::Number => 10,
                Kind::Day => 12,
                Kind::Text | Kind::List => 18,
            };
            sheet.set_column_width(place, width).map_err(wrong)?;
            sheet
                .write_string_with_format(0, place, &column.name, &self.bold)
                .map_err(wrong)?;
        }
        self.next = 1;
        Ok(())
    }
}

impl<W: Write + Send> RowWriter for Sheet<W> {
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), ExportError> {
        if self.next > ROWS {
            self.add()?;
        }
        let row = self.next;
        self.next += 1;
        let sheet = self
            .workbook
            .worksheet_from_index(self.sheets - 1)
            .map_err(wrong)?;
        for (place, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Nothing => continue,
                Cell::Day(day) if day >= FIRST_DAY => {
                    let [year, month, day] = [
                        day.year().unsigned_abs(),
                        day.month().cast_unsigned().into(),
                        day.day().cast_unsigned().into(),
                    ];
                    let day =
                        ExcelDateTime::from_ymd(year, month as u8, day as u8).map_err(wrong)?;
                    sheet.write_datetime_with_format(row, place, day, &self.day)
                }
                Cell::Number(number) => sheet.write_number(row, place, number as f64),
                cell => {
                    let text = cell.into_text();
                    if text.is_empty() {
                        continue;
                    }
                    sheet.write_string(row, place, text)
                }
            }
            .map_err(wrong)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        self.workbook.save_to_writer(&mut self.to).map_err(wrong)?;
        Ok(self.to.flush()?)
    }
}
