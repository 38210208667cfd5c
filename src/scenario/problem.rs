//! Faults and how they are shown: file, line, a caret under the word, a reason and a cure.

use std::fmt;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::suggest::joined;
use super::tree::{Place, Sources};

/// One fault.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    /// Where; `None` if something is missing from the whole text.
    pub place: Option<Place>,
    /// What is wrong, beside the caret: a fragment without a full stop.
    pub reason: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    /// A fault at a place.
    pub(super) fn at(place: Option<Place>, reason: impl Into<String>) -> Self {
        Self { place, reason: reason.into(), help: None }
    }

    /// With a cure.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// All that is wrong with a scenario, its plan and the overrides.
///
/// It is shown in the manner of the Rust compiler, without colour.
#[derive(Clone, Debug)]
pub struct ScenarioError {
    path: String,
    sources: Sources,
    problems: Vec<Problem>,
}

impl ScenarioError {
    /// These problems, in the order of the texts and of appearance in them.
    pub(super) fn new(path: &str, sources: Sources, problems: Vec<Problem>) -> Self {
        assert!(!problems.is_empty(), "an error has at least one problem");
        let problems = in_order(problems, &sources);
        Self { path: path.into(), sources, problems }
    }

    /// The file at `path` is no text at all: it is not in UTF-8.
    pub fn not_text(path: &str) -> Self {
        let problem = Problem::at(None, "this is not a text file: it is not in UTF-8").help(
            "scenarios, plans and disclosures are plain-text TOML files; an editor can save one in the \
             encoding UTF-8",
        );
        Self::new(path, Sources::default(), vec![problem])
    }

    /// How many problems there are.
    pub fn len(&self) -> usize {
        self.problems.len()
    }

    /// Never: an error has at least one problem.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// The texts that have problems, by name.
    fn culprits(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for problem in &self.problems {
            let name = match &problem.place {
                Some(place) => self.sources.0[place.source].name(),
                None => self.path.as_str(),
            };
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }
}

impl std::error::Error for ScenarioError {}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let culprits = self.culprits();
        let verb = if culprits.len() == 1 { "has" } else { "have" };
        let count = self.problems.len();
        let plural = if count == 1 { "" } else { "s" };
        write!(f, "error: {} {verb} {count} problem{plural}", joined(culprits))?;
        for problem in &self.problems {
            write!(f, "\n\n{}", picture(&self.path, &self.sources, problem, &Level::ERROR))?;
        }
        Ok(())
    }
}

/// What is allowed but deserves a second look, shown like errors.
#[derive(Clone, Debug, Default)]
pub struct Warnings {
    path: String,
    sources: Sources,
    problems: Vec<Problem>,
}

impl Warnings {
    pub(super) fn new(path: &str, sources: Sources, problems: Vec<Problem>) -> Self {
        let problems = in_order(problems, &sources);
        Self { path: path.into(), sources, problems }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.problems.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }
}

impl fmt::Display for Warnings {
    /// Nothing if there are none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, problem) in self.problems.iter().enumerate() {
            let gap = if number == 0 { "" } else { "\n\n" };
            let picture = picture(&self.path, &self.sources, problem, &Level::WARNING);
            write!(f, "{gap}warning:\n{picture}")?;
        }
        Ok(())
    }
}

/// Problems in the order of appearance: of the whole first, then of the files, then of the command
/// line.
fn in_order(mut problems: Vec<Problem>, sources: &Sources) -> Vec<Problem> {
    let is_override = |place: &Option<Place>| {
        place.as_ref().is_some_and(|at| sources.0[at.source].path.is_none())
    };
    problems.sort_by_key(|problem| (is_override(&problem.place), problem.place.clone()));
    problems
}

/// The lines that show one problem.
fn picture(path: &str, sources: &Sources, problem: &Problem, level: &Level<'static>) -> String {
    let group = Group::with_level(level.clone());
    let mut group = match &problem.place {
        None => group.element(Origin::path(path)).element(Level::NOTE.message(&problem.reason)),
        Some(place) => {
            let source = &sources.0[place.source];
            let mark = AnnotationKind::Primary.span(visible_span(&source.text, place));
            let snippet = Snippet::source(&source.text)
                .path(source.path.as_deref())
                .line_numbering(source.path.is_some())
                .annotation(mark.label(&problem.reason));
            group.element(snippet)
        }
    };
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(help));
    }
    Renderer::plain().render(&[group])
}

/// The span to underline. A fault at the end of a text would stand on the empty line after it:
/// it is shown behind the last character instead. A fault over several lines is shown on its
/// first.
fn visible_span(text: &str, place: &Place) -> std::ops::Range<usize> {
    let start = place.start.min(text.trim_end().len());
    let end = place.end.clamp(start, text.len());
    let line_end = text[start..end].find('\n').map_or(end, |newline| start + newline);
    start..line_end
}
