//! A table that explains itself.

/// A table with all that a reader needs to understand it alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// A word, also of the file: `income`.
    pub name: &'static str,
    /// A line.
    pub title: &'static str,
    /// What a row is and what to mind, in sentences.
    pub meaning: &'static str,
    /// What single words in the rows mean, one line each.
    pub notes: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with one cell a column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// A word.
    pub name: String,
    /// The unit of its numbers; `word` for text, `as in unit` if another column says it.
    pub unit: String,
    /// What it means.
    pub meaning: String,
}

impl Column {
    /// A column of this name, unit and meaning.
    pub fn new(name: &str, unit: &str, meaning: &str) -> Self {
        Self { name: name.into(), unit: unit.into(), meaning: meaning.into() }
    }
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A word or a sentence.
    Text(String),
    /// A count or a number that only names something.
    Integer(u64),
    /// A finite number.
    Real(f64),
    /// There is no such figure.
    Missing,
}

impl Cell {
    /// A number; what is not finite is missing.
    pub fn real(value: f64) -> Self {
        // Adding zero turns -0.0 into 0.0.
        if value.is_finite() { Self::Real(value + 0.0) } else { Self::Missing }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
