//! What the tests share: a folder to work in, the program, what it said, and its tables.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

/// A scenario that takes milliseconds, for the plan in `plan.toml`.
pub(crate) const SCENARIO: &str = r#"title = "A small world"
question = "Does the program work?"
plan = "plan.toml"

[study]
months = 24
runs = 4

[market]
population = 400
founders = 20

[recruiting]
contacts = 10
"#;

/// Its plan.
pub(crate) const PLAN: &str = r#"name = "Small"

[join]
fee = 50

[[bonus]]
name = "margin"
kind = "retail"

[[bonus]]
name = "team"
kind = "level"
rates = [0.10, 0.05]
"#;

/// How long a test waits for the program. Nothing here takes more than seconds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// The folder of the package.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file of the package.
pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder of the package with this ending, in order; none if it does not exist.
pub(crate) fn files_below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(root().join(&folder)) else { continue };
        for entry in entries {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Whether the name of a file has this ending.
pub(crate) fn ends(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == ending)
}

/// The content of every file in a folder, by name.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A folder of its own for a test, where the program runs, so that what it says has no paths that
/// change.
#[derive(Debug)]
pub(crate) struct Folder(TempDir);

impl Folder {
    /// With [`SCENARIO`] as `small.toml` and [`PLAN`] as `plan.toml`.
    pub(crate) fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write("small.toml", SCENARIO);
        folder.write("plan.toml", PLAN);
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, whose folder is made if need be.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The program, about to run here with these words as arguments.
    pub(crate) fn program(&self, arguments: &str) -> Command {
        let mut command = Command::new(cargo_bin!("mlmsim"));
        command.args(arguments.split_whitespace()).current_dir(self.0.path());
        command
    }

    /// What the program says to these words. A program that does not end is ended.
    pub(crate) fn run(&self, arguments: &str) -> Said {
        let mut program = assert_cmd::Command::from_std(self.program(arguments));
        program.timeout(PATIENCE).output().unwrap().into()
    }

    /// The same, of a program that must succeed and say nothing, however long it takes.
    pub(crate) fn run_to_its_end(&self, arguments: &str) {
        let arguments = format!("{arguments} --quiet");
        let said: Said = self.program(&arguments).output().unwrap().into();
        assert_eq!(said.to_string(), "exit code 0\n", "mlmsim {arguments}");
    }

    /// The same, of a program that must succeed and say nothing.
    pub(crate) fn run_silently(&self, arguments: &str) {
        let said = self.run(&format!("{arguments} --quiet"));
        assert_eq!(said.to_string(), "exit code 0\n", "mlmsim {arguments} --quiet");
    }

    /// The files of a folder here.
    pub(crate) fn files(&self, folder: &str) -> Files {
        let entries = fs::read_dir(self.path(folder)).unwrap().map(Result::unwrap);
        entries
            .map(|entry| {
                let name = entry.file_name().into_string().unwrap();
                (name, fs::read(entry.path()).unwrap())
            })
            .collect()
    }

    /// The names in a folder here, hidden ones too, in order.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).unwrap().map(Result::unwrap);
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// What the program said and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// The exit code; none if a signal ended the program.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    /// What was printed without the ends of its lines.
    pub(crate) fn in_one_line(&self) -> String {
        self.stdout.lines().collect::<Vec<_>>().join(" ")
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => writeln!(f, "exit code {code}")?,
            None => writeln!(f, "ended by a signal")?,
        }
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                write!(f, "----- {name}\n{text}")?;
            }
        }
        Ok(())
    }
}

/// A table of a result.
#[derive(Debug)]
pub(crate) struct Csv {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Csv {
    /// Reads a table from its bytes.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(bytes);
        let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let header = texts(reader.headers().unwrap());
        let rows = reader.records().map(|record| texts(&record.unwrap())).collect();
        Self { header, rows }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        assert!(!self.rows.is_empty(), "the table {:?} has no rows", self.header);
        self.rows.iter().map(|cells| Row { header: &self.header, cells })
    }

    /// The rows with these words in these columns.
    pub(crate) fn find<'c>(&'c self, words: &'c [(&str, &str)]) -> impl Iterator<Item = Row<'c>> {
        self.rows().filter(|row| words.iter().all(|(column, word)| row.text(column) == *word))
    }

    /// The sum of the values of these rows.
    pub(crate) fn sum(&self, words: &[(&str, &str)]) -> f64 {
        let values: Vec<f64> = self.find(words).map(|row| row.number("value").unwrap()).collect();
        assert!(!values.is_empty(), "no row has {words:?}");
        values.iter().sum()
    }
}

/// A row of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'c> {
    header: &'c [String],
    cells: &'c [String],
}

impl<'c> Row<'c> {
    pub(crate) fn text(self, column: &str) -> &'c str {
        let place = self.header.iter().position(|name| name == column);
        &self.cells[place.unwrap_or_else(|| panic!("no column {column} in {:?}", self.header))]
    }

    /// The number in a column; none if it is missing.
    pub(crate) fn number(self, column: &str) -> Option<f64> {
        let text = self.text(column);
        (!text.is_empty()).then(|| text.parse().unwrap())
    }
}

/// What is left of a table without the lines that explain it.
pub(crate) fn data(csv: &[u8]) -> String {
    let text = std::str::from_utf8(csv).unwrap();
    text.lines().filter(|line| !line.starts_with('#')).flat_map(|line| [line, "\n"]).collect()
}
