//! A row as a line of JSON: each column by its name, bytes as hexadecimal digits.

use serde_json::{Map, Value as Json};
use store::{Kind, Table, Value};

/// Writes a row at the end of `line`, with the line end.
pub(super) fn write(line: &mut Vec<u8>, table: &Table, row: &[Value]) {
    for (place, (column, value)) in table.columns.iter().zip(row).enumerate() {
        line.extend_from_slice(if place == 0 { b"{\"" } else { b",\"" });
        line.extend_from_slice(column.name.as_bytes());
        line.extend_from_slice(b"\":");
        match value {
            Value::Integer(Some(number)) => line.extend_from_slice(number.to_string().as_bytes()),
            Value::Text(Some(text)) => {
                serde_json::to_writer(&mut *line, text).expect("a text is always JSON");
            }
            Value::Bytes(Some(bytes)) => {
                let start = line.len() + 1;
                line.resize(start + bytes.len() * 2 + 1, b'"');
                line[start - 1] = b'"';
                let end = line.len() - 1;
                hex::encode_to_slice(bytes, &mut line[start..end]).expect("there is room for them");
            }
            Value::Integer(None) | Value::Text(None) | Value::Bytes(None) => {
                line.extend_from_slice(b"null");
            }
        }
    }
    line.extend_from_slice(b"}\n");
}

/// Reads a row; what is wrong with it, if it is none of that table.
pub(super) fn read(line: &[u8], table: &Table) -> Result<Vec<Value>, String> {
    let Ok(mut object) = serde_json::from_slice::<Map<String, Json>>(line) else {
        return Err("it is not a JSON object on one line".to_owned());
    };
    let mut row = Vec::with_capacity(table.columns.len());
    for column in &table.columns {
        let name = &column.name;
        let wrong = || format!("its \"{name}\" is not what it should be");
        let value = object
            .remove(name)
            .ok_or_else(|| format!("it has no \"{name}\""))?;
        row.push(match (column.kind, value) {
            (Kind::Integer, Json::Null) => Value::Integer(None),
            (Kind::Text, Json::Null) => Value::Text(None),
            (Kind::Bytes, Json::Null) => Value::Bytes(None),
            (Kind::Integer, Json::Number(number)) => {
                Value::Integer(Some(number.as_i64().ok_or_else(wrong)?))
            }
            (Kind::Text, Json::String(text)) => Value::Text(Some(text)),
            (Kind::Bytes, Json::String(digits)) => {
                Value::Bytes(Some(hex::decode(digits).map_err(|_| wrong())?))
            }
            _ => return Err(wrong()),
        });
    }
    match object.keys().next() {
        Some(_) => Err("it has something more than its table".to_owned()),
        None => Ok(row),
    }
}

#[cfg(test)]
mod tests {
    use store::Column;

    use super::*;

    fn table() -> Table {
        let column = |name: &str, kind| Column {
            name: name.to_owned(),
            kind,
        };
        Table {
            name: "trial".to_owned(),
            columns: vec![
                column("number", Kind::Integer),
                column("words", Kind::Text),
                column("key", Kind::Bytes),
            ],
            key: vec!["number".to_owned()],
            points_to: Vec::new(),
        }
    }

    #[test]
    fn a_row_comes_back_as_it_was() {
        for row in [
            [Value::Integer(None), Value::Text(None), Value::Bytes(None)],
            [
                Value::Integer(Some(i64::MIN)),
                Value::Text(Some("\"'; \u{202e}\n\u{1}é🕌".to_owned())),
                Value::Bytes(Some(vec![0, 255, 10, 34])),
            ],
            [
                Value::Integer(Some(i64::MAX)),
                Value::Text(Some(String::new())),
                Value::Bytes(Some(Vec::new())),
            ],
        ] {
            let mut line = Vec::new();
            write(&mut line, &table(), &row);
            assert_eq!(
                line.iter().position(|byte| *byte == b'\n'),
                Some(line.len() - 1)
            );
            assert_eq!(read(&line, &table()).unwrap(), row);
        }
    }

    #[test]
    fn what_is_no_row_of_the_table_is_refused() {
        for line in [
            "",
            "{",
            "[1]",
            "{}",
            r#"{"number":1,"words":"a"}"#,
            r#"{"number":1,"words":"a","key":"0"}"#,
            r#"{"number":1,"words":"a","key":"zz"}"#,
            r#"{"number":1.5,"words":"a","key":"00"}"#,
            r#"{"number":9223372036854775808,"words":"a","key":"00"}"#,
            r#"{"number":"1","words":"a","key":"00"}"#,
            r#"{"number":1,"words":2,"key":"00"}"#,
            r#"{"number":1,"words":"a","key":"00","more":1}"#,
            r#"{"number":1,"words":"a","key":"00"} {}"#,
        ] {
            assert!(read(line.as_bytes(), &table()).is_err(), "{line}");
        }
    }
}
