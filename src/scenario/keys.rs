//! What a key is: the rows that the vocabulary is made of.

/// A section of a file: the keys that may stand in it.
#[derive(Debug)]
pub(super) struct Table {
    /// How messages name it: `[market]`.
    pub title: &'static str,
    /// What it is about, in a sentence.
    pub about: &'static str,
    /// Its keys, in the order of the reference page.
    pub keys: &'static [Key],
    /// A table whose keys may stand here too.
    pub also: Option<&'static Self>,
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// As written in the file.
    pub name: &'static str,
    /// What may be written after it.
    pub shape: Shape,
    /// Whether it must be there, and what holds if it is not.
    pub presence: Presence,
    /// Unit of the value, or nothing.
    pub unit: &'static str,
    /// What it means: a fragment without a full stop.
    pub meaning: &'static str,
    /// Where the default and its range come from, with the grade of the evidence, or nothing.
    pub evidence: &'static str,
    /// The values of `kind` beside which the key may stand; none: it is not tied to a kind.
    pub kinds: &'static [&'static str],
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// It must.
    Required,
    /// It may be left out, and then there is no such thing.
    Optional,
    /// It may be left out, and then this TOML value holds.
    Default(&'static str),
    /// It may be left out, and then another value decides, as this fragment says.
    Follows(&'static str),
}

/// What may be written after a key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// Text in quotes.
    Text,
    /// An ISO 4217 code: three capital letters.
    Currency,
    /// `true` or `false`.
    Flag,
    /// One of these words.
    Word(&'static [Word]),
    /// The name of a rank of the plan.
    Rank,
    /// A whole number.
    Whole { min: i128, max: i128, infinite: bool },
    /// A number; `infinite` admits `inf` and `"infinite"`.
    Number { of: Quantity, min: f64, max: f64, infinite: bool },
    /// A list of so many values, ascending where `ascending` says so.
    List { of: &'static Self, min: usize, max: usize, ascending: bool },
    /// `[[from, rate], …]`, thresholds ascending.
    Tiers,
    /// A table from the name of a rank to a value.
    ByRank(&'static Self),
    /// A table with these keys.
    Keys(&'static Table),
    /// Any number of such tables, each under a heading in double brackets.
    Tables(&'static Table),
    /// One of two shapes, told apart by their type.
    Either(&'static Self, &'static Self),
    /// Read and checked, but refused: this version cannot compute it.
    Later(&'static Self),
}

/// One of several words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// The word. One that ends with a colon is followed by a name: `rank:Gold`.
    pub text: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// What a number measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    /// Anything else.
    Plain,
    /// Money in the scenario's currency, to the cent.
    Money,
    /// Points, to the hundredth.
    Points,
    /// A chance between 0 and 1.
    Probability,
    /// A share of money between 0 and 1, to the millionth.
    Rate,
}

impl Table {
    /// All keys that may stand in it.
    pub(super) fn all(&self) -> impl Iterator<Item = &'static Key> + use<> {
        let also = self.also.map_or(&[][..], |table| table.keys);
        self.keys.iter().chain(also)
    }

    /// The key of this name that may stand beside this `kind`.
    pub(super) fn key(&self, name: &str, kind: Option<&str>) -> Option<&'static Key> {
        self.all().find(|key| key.name == name && key.goes_with(kind))
    }
}

impl Key {
    /// Whether the key may stand beside this `kind`; an unknown kind excludes nothing.
    pub(super) fn goes_with(&self, kind: Option<&str>) -> bool {
        self.kinds.is_empty() || kind.is_none_or(|kind| self.kinds.contains(&kind))
    }
}

impl Shape {
    /// A whole number in a range.
    pub(super) const fn whole(min: i128, max: i128) -> Self {
        Self::Whole { min, max, infinite: false }
    }

    /// A number in a range.
    pub(super) const fn number(min: f64, max: f64) -> Self {
        Self::Number { of: Quantity::Plain, min, max, infinite: false }
    }

    /// An amount of money in a range.
    pub(super) const fn money(min: f64, max: f64) -> Self {
        Self::Number { of: Quantity::Money, min, max, infinite: false }
    }

    /// A number of points from 0.
    pub(super) const POINTS: Self =
        Self::Number { of: Quantity::Points, min: 0.0, max: 1.0e9, infinite: false };

    /// A chance.
    pub(super) const PROBABILITY: Self =
        Self::Number { of: Quantity::Probability, min: 0.0, max: 1.0, infinite: false };

    /// A share of money.
    pub(super) const RATE: Self =
        Self::Number { of: Quantity::Rate, min: 0.0, max: 1.0, infinite: false };

    /// The keys of a section, also of one that stands several times or is not built yet.
    pub(super) fn table(&self) -> Option<&'static Table> {
        match self {
            Self::Keys(table) | Self::Tables(table) => Some(table),
            Self::Later(shape) => shape.table(),
            _ => None,
        }
    }

    /// What is expected, in words: "a whole number".
    pub(super) fn noun(&self) -> String {
        match self {
            Self::Text => "text in quotes".into(),
            Self::Currency => "a currency code such as \"USD\"".into(),
            Self::Flag => "`true` or `false`".into(),
            Self::Word(words) => {
                let words: Vec<_> = words.iter().map(Word::written).collect();
                format!("one of {}", words.join(", "))
            }
            Self::Rank => "the name of a rank in quotes".into(),
            Self::Whole { infinite, .. } => or_infinite("a whole number", *infinite),
            Self::Number { of, infinite, .. } => or_infinite(of.noun(), *infinite),
            Self::List { of, .. } => format!("a list `[…]`, each element {}", of.noun()),
            Self::Tiers => "a list of `[from, rate]` pairs".into(),
            Self::ByRank(of) => format!("a table from ranks to {}", of.noun()),
            Self::Keys(table) => format!("a table with the keys of {}", table.title),
            Self::Tables(table) => format!("sections headed `{}`", table.title),
            Self::Either(first, second) => format!("{}, or {}", first.noun(), second.noun()),
            Self::Later(shape) => shape.noun(),
        }
    }
}

fn or_infinite(noun: &str, infinite: bool) -> String {
    if infinite { format!("{noun} or `\"infinite\"`") } else { noun.into() }
}

impl Word {
    /// A word.
    pub(super) const fn new(text: &'static str, meaning: &'static str) -> Self {
        Self { text, meaning }
    }

    /// As it stands in a file, in back-ticks: `rank:…` where a name follows.
    pub(super) fn written(&self) -> String {
        if self.text.ends_with(':') {
            format!("`{}…`", self.text)
        } else {
            format!("`{}`", self.text)
        }
    }

    /// The name that follows, empty where none does, if `written` is this word.
    pub(super) fn matches<'t>(&self, written: &'t str) -> Option<&'t str> {
        let rest = written.strip_prefix(self.text)?;
        (self.text.ends_with(':') || rest.is_empty()).then_some(rest)
    }
}

impl Quantity {
    /// What is measured, in words.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Plain => "a number",
            Self::Money => "an amount of money",
            Self::Points => "a number of points",
            Self::Probability => "a probability",
            Self::Rate => "a rate",
        }
    }

    /// The smallest step that is kept, if values are kept in steps.
    pub(super) fn grain(self) -> Option<f64> {
        match self {
            Self::Plain | Self::Probability => None,
            Self::Money | Self::Points => Some(0.01),
            Self::Rate => Some(0.000_001),
        }
    }
}
