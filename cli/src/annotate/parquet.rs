//! Parquet: articles as the rows of a table, and answers as the rows of another.
//!
//! In: a file with the columns `id`, `text` or `html`, and `date` if there is one; others are not read. Out: rows; and a table with
//! the columns of an answer, in groups of rows small enough to be held.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::cast;
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use serde_json::Value;

use super::document::{Content, Place, Row, Waiting};
use crate::Failure;

/// Rows that are read of a file at a time: pages of HTML are large.
const READ_ROWS: usize = 64;

/// Answers that are put into columns at a time.
const WRITTEN_ROWS: usize = 256;

/// A group of rows is closed at this size, in bytes; it is held until then.
const GROUP_BYTES: usize = 64 << 20;

/// The columns that are read.
const COLUMNS: [&str; 4] = ["id", "text", "html", "date"];

/// The rows of a file.
pub(super) struct Rows {
    reader: ParquetRecordBatchReader,
    path: PathBuf,
    batch: Option<Columns>,
    number: u64,
    ended: bool,
}

/// Some rows, by column.
struct Columns {
    id: Option<ArrayRef>,
    /// Text, HTML and date as text.
    texts: [Option<ArrayRef>; 3],
    count: usize,
    next: usize,
}

impl Rows {
    pub(super) fn open(path: PathBuf) -> io::Result<Self> {
        let builder =
            ParquetRecordBatchReaderBuilder::try_new(File::open(&path)?).map_err(io::Error::other)?;
        let fields = builder.schema().fields();
        let wanted: Vec<usize> = fields
            .iter()
            .enumerate()
            .filter(|(_, field)| COLUMNS.contains(&field.name().as_str()))
            .map(|(at, _)| at)
            .collect();
        if !fields.iter().any(|field| matches!(field.name().as_str(), "text" | "html")) {
            let names: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
            let error = format!("has no column `text` or `html`, only {}; name one so", names.join(", "));
            return Err(io::Error::new(io::ErrorKind::InvalidData, error));
        }
        let mask = ProjectionMask::roots(builder.parquet_schema(), wanted);
        let reader =
            builder.with_projection(mask).with_batch_size(READ_ROWS).build().map_err(io::Error::other)?;
        Ok(Self { reader, path, batch: None, number: 0, ended: false })
    }

    fn read(&mut self) -> Result<Option<Row>, ArrowError> {
        loop {
            if let Some(row) = self.batch.as_mut().and_then(Columns::row) {
                return Ok(Some(row));
            }
            match self.reader.next() {
                None => return Ok(None),
                Some(batch) => self.batch = Some(Columns::new(&batch?)?),
            }
        }
    }
}

impl Iterator for Rows {
    type Item = Result<Waiting, Failure>;

    fn next(&mut self) -> Option<Result<Waiting, Failure>> {
        if self.ended {
            return None;
        }
        self.number += 1;
        let content = match self.read() {
            Ok(row) => Content::Row(row?),
            Err(error) => {
                self.ended = true;
                let id = Value::from(self.path.display().to_string());
                Content::Refused { id, error: format!("cannot read on: {error}") }
            }
        };
        Some(Ok(Waiting { place: Place::Part(self.path.clone(), "row", self.number), content }))
    }
}

impl Columns {
    fn new(batch: &RecordBatch) -> Result<Self, ArrowError> {
        let column =
            |name: &str, to: &DataType| batch.column_by_name(name).map(|column| cast(column, to)).transpose();
        let is_number = batch
            .column_by_name("id")
            .is_some_and(|id| id.data_type().is_integer() && *id.data_type() != DataType::UInt64);
        let id = column("id", if is_number { &DataType::Int64 } else { &DataType::Utf8 })?;
        let text = |name| column(name, &DataType::Utf8);
        Ok(Self {
            id,
            texts: [text("text")?, text("html")?, text("date")?],
            count: batch.num_rows(),
            next: 0,
        })
    }

    fn row(&mut self) -> Option<Row> {
        let at = self.next;
        if at >= self.count {
            return None;
        }
        self.next += 1;
        let text = |column: &Option<ArrayRef>| {
            let column = column.as_ref().filter(|column| !column.is_null(at))?;
            Some(column.as_string::<i32>().value(at).to_owned())
        };
        let [written, html, date] = &self.texts;
        let id = self.id.as_ref().filter(|id| !id.is_null(at)).map(|id| {
            match id.as_primitive_opt::<Int64Type>() {
                Some(numbers) => Value::from(numbers.value(at)),
                None => Value::from(id.as_string::<i32>().value(at)),
            }
        });
        // A moment is cut to its day.
        let date = text(date).map(|date| date.split(['T', ' ']).next().unwrap_or_default().to_owned());
        Some(Row { id: id.unwrap_or_default(), text: text(written), html: text(html), date })
    }
}

/// A table of answers in the making.
pub(super) struct Table {
    writer: ArrowWriter<File>,
    rows: Decoder,
    waiting: usize,
}

impl Table {
    pub(super) fn new(file: File) -> Result<Self, Failure> {
        let schema = Arc::new(schema());
        let rows = ReaderBuilder::new(Arc::clone(&schema))
            .with_batch_size(WRITTEN_ROWS)
            // Ids are numbers or texts; the column is text.
            .with_coerce_primitive(true)
            .build_decoder()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_bytes(Some(GROUP_BYTES))
            .build();
        Ok(Self { writer: ArrowWriter::try_new(file, schema, Some(properties))?, rows, waiting: 0 })
    }

    /// Takes an answer as JSON.
    pub(super) fn line(&mut self, json: &str) -> Result<(), Failure> {
        self.rows.decode(json.as_bytes())?;
        self.waiting += 1;
        if self.waiting == WRITTEN_ROWS {
            self.write()?;
        }
        Ok(())
    }

    fn write(&mut self) -> Result<(), Failure> {
        self.waiting = 0;
        if let Some(batch) = self.rows.flush()? {
            self.writer.write(&batch)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<(), Failure> {
        self.write()?;
        self.writer.close()?;
        Ok(())
    }
}

/// The columns of answers, each of which may be empty.
fn schema() -> Schema {
    let field = |name: &str, kind: DataType| Field::new(name, kind, true);
    let text = |name: &str| field(name, DataType::Utf8);
    let number = |name: &str| field(name, DataType::Int64);
    let list = |name: &str, of: DataType| field(name, DataType::List(Arc::new(field("item", of))));
    let mention = Fields::from(vec![
        number("start"),
        number("end"),
        text("text"),
        text("kind"),
        number("member"),
        text("entity"),
        text("confidence"),
        field("probability", DataType::Float32),
    ]);
    let member = Fields::from(vec![
        number("id"),
        text("kind"),
        text("name"),
        text("entity"),
        text("confidence"),
        field("probability", DataType::Float32),
        list("why", DataType::Utf8),
    ]);
    let article = Fields::from(vec![
        text("title"),
        text("date"),
        text("language"),
        field("is_article", DataType::Boolean),
    ]);
    Schema::new(vec![
        text("id"),
        text("url"),
        field("article", DataType::Struct(article)),
        list("mentions", DataType::Struct(mention)),
        list("members", DataType::Struct(member)),
        text("text"),
        text("error"),
    ])
}
