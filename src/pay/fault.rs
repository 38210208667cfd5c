//! What is wrong with the tables of a company, all of it together.

use std::fmt;

/// Beyond so many, faults are counted and no longer kept.
const KEPT_MAX: usize = 10_000;
/// How many are shown; the rest is counted.
const SHOWN_MAX: usize = 100;

/// One fault. The order is that of appearance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fault {
    /// Which of the files.
    file: usize,
    /// `None`: the file as a whole.
    line: Option<u32>,
    /// What is wrong and what to do about it.
    reason: String,
}

/// All that is wrong with the tables of members and orders, by file and line.
#[derive(Clone, Debug)]
pub struct Faults {
    files: [String; 2],
    kept: Vec<Fault>,
    n: usize,
}

impl Faults {
    /// None so far, in these files.
    pub(super) fn none(files: [&str; 2]) -> Self {
        Self { files: files.map(str::to_owned), kept: Vec::new(), n: 0 }
    }

    /// Adds one.
    pub(super) fn add(&mut self, file: usize, line: Option<u32>, reason: impl Into<String>) {
        self.n += 1;
        if self.kept.len() < KEPT_MAX {
            self.kept.push(Fault { file, line, reason: reason.into() });
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.n
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Themselves as an error, if there are any.
    pub(super) fn into_result(mut self) -> Result<(), Self> {
        self.kept.sort();
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl std::error::Error for Faults {}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faulty = |file: &usize| self.kept.iter().any(|fault| fault.file == *file);
        let files: Vec<&str> =
            (0..2).filter(faulty).map(|file| self.files[file].as_str()).collect();
        let verb = if files.len() == 1 { "has" } else { "have" };
        let plural = if self.n == 1 { "" } else { "s" };
        writeln!(f, "error: {} {verb} {} problem{plural}\n", files.join(" and "), self.n)?;
        for Fault { file, line, reason } in self.kept.iter().take(SHOWN_MAX) {
            match line {
                Some(line) => writeln!(f, "{}:{line}: {reason}", self.files[*file])?,
                None => writeln!(f, "{}: {reason}", self.files[*file])?,
            }
        }
        if self.n > SHOWN_MAX {
            writeln!(f, "and {} more", self.n - SHOWN_MAX)?;
        }
        Ok(())
    }
}
