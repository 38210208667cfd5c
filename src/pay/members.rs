//! The table of members.

use super::company::{InputFile, MEMBERS};
use super::decimal;
use super::fault::Faults;
use super::names::{Index, Names};
use super::rows::{ColumnName, Rows, optional, required};
use crate::genealogy::{MEMBERS_MAX, Placement};

const COLUMNS: [ColumnName; 4] =
    [required("member"), required("sponsor"), required("joined"), optional("side")];

/// Members in joining order.
#[derive(Debug)]
pub struct Members {
    /// What each is called.
    pub names: Names,
    /// By member, who enrolled him: a member who stands before him. `None`: a top.
    pub sponsors: Vec<Option<u32>>,
    /// By member, the period in which he joined; it never falls from one to the next.
    pub joined: Vec<u32>,
    /// By member, the leg of his sponsor in which he is placed by hand, from 0 on the left.
    pub sides: Vec<Option<u8>>,
    pub(super) index: Index,
}

/// What is gathered from the rows.
#[derive(Default)]
struct Gathered {
    names: Names,
    /// What the rows name as sponsors.
    sponsors: Names,
    joined: Vec<u32>,
    sides: Vec<Option<u8>>,
    lines: Vec<u32>,
}

impl Members {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.joined.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.joined.is_empty()
    }

    /// The number of the member of this name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.index.find(&self.names, name).map(|number| number as usize)
    }

    /// The numbers of the members of these names.
    pub(super) fn find_all(&self, names: &Names) -> Vec<Option<u32>> {
        self.index.find_all(&self.names, names)
    }

    /// Reads the table of members who are placed so; what is at fault in it is added to the
    /// faults. `None` if nothing can be said about any member.
    pub(super) fn read(
        input: InputFile<'_>,
        placement: Option<Placement>,
        faults: &mut Faults,
    ) -> Option<Self> {
        let rows = Rows::open(MEMBERS, input, COLUMNS, faults)?;
        let gathered = gather(rows, placement, faults);
        let index = Index::of(&gathered.names);
        report_duplicates(&gathered, &index, faults);
        let sponsors = find_sponsors(&gathered, &index, faults);
        report_order(&gathered, &sponsors, faults);
        let Gathered { names, joined, sides, .. } = gathered;
        Some(Self { names, sponsors, joined, sides, index })
    }
}

fn gather(mut rows: Rows<'_, 4>, placement: Option<Placement>, faults: &mut Faults) -> Gathered {
    let mut gathered = Gathered::default();
    let mut last = 0;
    while let Some(row) = rows.next(faults) {
        let line = Some(row.line);
        if gathered.joined.len() == MEMBERS_MAX {
            faults.add(
                MEMBERS,
                line,
                format!("there are more than {MEMBERS_MAX} members: split the company"),
            );
            break;
        }
        if row.get(0).is_empty() {
            faults.add(MEMBERS, line, "the member has no name: give him one, or remove the row");
        }
        let side = side(row.get(3), placement, row.get(1).is_empty());
        let side = side.unwrap_or_else(|reason| {
            faults.add(MEMBERS, line, reason);
            None
        });
        match decimal::period(row.get(2)) {
            Ok(joined) if joined < last => {
                let reason = format!(
                    "the member joined in period {joined}, and the one above in period {last}: \
                     members stand in the order in which they joined, so move the row up"
                );
                faults.add(MEMBERS, line, reason);
            }
            Ok(joined) => last = joined,
            Err(reason) => {
                let text = row.get(2);
                faults.add(MEMBERS, line, format!("`joined` is `{text}`: {reason}"));
            }
        }
        gathered.names.push(row.get(0));
        gathered.sponsors.push(row.get(1));
        gathered.joined.push(last);
        gathered.sides.push(side);
        gathered.lines.push(row.line);
    }
    gathered
}

/// The leg that a row names, from 0 on the left, or what is wrong with it.
fn side(text: &str, placement: Option<Placement>, is_top: bool) -> Result<Option<u8>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let Some(Placement { width, .. }) = placement else {
        return Err("`side` places members by hand in a tree of limited width, and the plan has \
                    none: leave it empty"
            .into());
    };
    if is_top {
        return Err("`side` is a leg of the sponsor, and a member at the top has none: leave it \
                    empty"
            .into());
    }
    match text.parse::<u8>() {
        Ok(leg) if (1..=width).contains(&leg) => Ok(Some(leg - 1)),
        _ => Err(format!(
            "`side` is `{text}`: it is the number of a leg of the sponsor, from 1 on the left to \
             {width}, or empty"
        )),
    }
}

fn report_duplicates(gathered: &Gathered, index: &Index, faults: &mut Faults) {
    for (member, first) in index.repeated(&gathered.names) {
        let [member, first] = [member, first].map(|number| number as usize);
        let name = gathered.names.get(member);
        let line = gathered.lines[first];
        let reason = format!(
            "`{name}` is on line {line} already: a member has one row, so remove one or rename it"
        );
        faults.add(MEMBERS, Some(gathered.lines[member]), reason);
    }
}

/// Who enrolled whom, wherever in the table he stands.
fn find_sponsors(gathered: &Gathered, index: &Index, faults: &mut Faults) -> Vec<Option<u32>> {
    let found = index.find_all(&gathered.names, &gathered.sponsors);
    for ((found, sponsor), &line) in found.iter().zip(gathered.sponsors.iter()).zip(&gathered.lines)
    {
        if found.is_none() && !sponsor.is_empty() {
            let reason = format!(
                "the sponsor `{sponsor}` is no member of this table: add him, or leave `sponsor` \
                 empty for somebody at the top"
            );
            faults.add(MEMBERS, Some(line), reason);
        }
    }
    found
}

/// Reports those who stand before their sponsors: in circles, or only in the wrong order.
fn report_order(gathered: &Gathered, sponsors: &[Option<u32>], faults: &mut Faults) {
    let stands_before = |member: usize| sponsors[member].is_some_and(|s| s as usize >= member);
    if !(0..sponsors.len()).any(stands_before) {
        return;
    }
    let circles = circles(sponsors);
    let name = |member: usize| gathered.names.get(member);
    let mut is_in_circle = vec![false; sponsors.len()];
    for circle in &circles {
        const NAMED: usize = 5;
        let first = circle[0];
        let mut way: Vec<String> =
            circle.iter().take(NAMED).map(|&m| format!("`{}`", name(m))).collect();
        if circle.len() > NAMED {
            way.push(format!("{} others", circle.len() - NAMED));
        }
        way.push(format!("`{}`", name(first)));
        let reason = format!(
            "sponsors go round in a circle: {}; leave `sponsor` of one of them empty, or correct it",
            way.join(", sponsored by ")
        );
        faults.add(MEMBERS, Some(gathered.lines[first]), reason);
        for &member in circle {
            is_in_circle[member] = true;
        }
    }
    for member in (0..sponsors.len()).filter(|&m| stands_before(m) && !is_in_circle[m]) {
        let sponsor = sponsors[member].map_or(member, |sponsor| sponsor as usize);
        let reason = format!(
            "the sponsor `{}` stands below, on line {}: members stand in the order in which they \
             joined, so move that row up",
            name(sponsor),
            gathered.lines[sponsor]
        );
        faults.add(MEMBERS, Some(gathered.lines[member]), reason);
    }
}

/// The circles among sponsors, each from its first member on, every member followed by his
/// sponsor.
fn circles(sponsors: &[Option<u32>]) -> Vec<Vec<usize>> {
    // The walk, numbered from 1, that first came by each member.
    let mut walk_of = vec![0_u32; sponsors.len()];
    let mut circles = Vec::new();
    for (start, walk) in (0..sponsors.len()).zip(1..) {
        let mut at = Some(start);
        while let Some(member) = at.filter(|&member| walk_of[member] == 0) {
            walk_of[member] = walk;
            at = sponsors[member].map(|sponsor| sponsor as usize);
        }
        let Some(found) = at.filter(|&member| walk_of[member] == walk) else { continue };
        let mut circle = vec![found];
        let mut next = sponsors[found];
        while let Some(member) = next.filter(|&member| member as usize != found) {
            circle.push(member as usize);
            next = sponsors[member as usize];
        }
        let first = (0..circle.len()).min_by_key(|&place| circle[place]).unwrap_or_default();
        circle.rotate_left(first);
        circles.push(circle);
    }
    circles
}
