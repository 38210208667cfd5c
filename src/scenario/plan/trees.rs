//! The trees of a plan, and what is paid in them.

use crate::compensation::{Carry, Pair, TreeKind};
use crate::genealogy::{Boards, LAST_ROW_MAX, Placement, PlacementRule};
use crate::units::{Points, Rate};

use super::super::fields::{Fields, count, number};
use super::super::suggest::listed;
use super::super::tree::{Node, Value};
use super::Builder;

/// The trees of a plan by name.
#[derive(Debug, Default)]
pub(super) struct Trees<'t> {
    /// None of boards, on which nobody stands below anybody.
    named: Vec<(&'t str, Option<TreeKind>)>,
    pub(super) placement: Option<Placement>,
    pub(super) pass_up: Option<u32>,
    pub(super) boards: Option<Boards>,
    /// The names of trees whose place was refused.
    unplaced: Vec<&'t str>,
    /// Whether there is a tree of boards, be it faulty.
    pub(super) has_boards: bool,
}

/// The keys of a tree that belong to some places only, with these.
const KEYS_OF_PLACES: &[(&str, &[&str])] = &[
    ("width", &["bfs", "weak", "left", "right", "alternate", "board"]),
    ("vacant", SEATED),
    ("n", PASSED_UP),
    ("depth", ON_BOARDS),
    ("follow", ON_BOARDS),
];

/// The places that limit how many stand directly below one.
const SEATED: &[&str] = &["bfs", "weak", "left", "right", "alternate"];

/// The places that send somebody's recruits to another.
const PASSED_UP: &[&str] = &["pass_up"];

/// The places on boards.
const ON_BOARDS: &[&str] = &["board"];

impl<'t> Builder<'t, '_> {
    /// Reads all trees, before what refers to them.
    pub(super) fn read_trees(&mut self, fields: Fields<'t>) {
        for (tree, _) in fields.sections("tree") {
            let Some(place) = tree.text("place") else {
                self.trees.unplaced.extend(tree.text("name"));
                continue;
            };
            for (key, places) in KEYS_OF_PLACES {
                if tree.place(key).is_some() && !places.contains(&place) {
                    let reason = format!("`{key}` says nothing where place = \"{place}\"");
                    let help = format!("it belongs to {}", listed(places.iter().copied()));
                    self.report(tree.place(key), reason, &help);
                }
            }
            let kind = if SEATED.contains(&place) {
                self.placement(tree, place);
                Some(TreeKind::Placement)
            } else if PASSED_UP.contains(&place) {
                self.pass_up(tree);
                Some(TreeKind::PassUp)
            } else if ON_BOARDS.contains(&place) {
                self.boards(tree);
                None
            } else {
                Some(TreeKind::Sponsor)
            };
            let Some(name) = tree.text("name") else { continue };
            if name == "sponsor" && kind != Some(TreeKind::Sponsor) {
                let reason = "the tree of sponsors is called `sponsor`";
                self.report(tree.place("name"), reason, "give this tree another name");
            }
            self.trees.named.push((name, kind));
        }
    }

    fn pass_up(&mut self, tree: Fields<'t>) {
        if self.trees.pass_up.is_some() {
            let reason = "a plan has at most one tree with place = \"pass_up\"";
            self.report(tree.place("place"), reason, "remove one of the two");
            return;
        }
        self.trees.pass_up = tree.count("n");
        if self.trees.pass_up.is_none() && !tree.was_refused("n") {
            let reason = "a tree with place = \"pass_up\" needs `n`";
            self.report(tree.place("place"), reason, "write n = 2 for a 2-up plan");
        }
    }

    fn boards(&mut self, tree: Fields<'t>) {
        if std::mem::replace(&mut self.trees.has_boards, true) {
            let reason = "a plan has at most one tree with place = \"board\"";
            self.report(tree.place("place"), reason, "remove one of the two");
            return;
        }
        let (Some(width), Some(rows)) = (tree.count("width"), tree.count("depth")) else {
            if ["width", "depth"].iter().any(|key| tree.was_refused(key)) {
                return;
            }
            let reason = "a tree with place = \"board\" needs `width` and `depth`";
            let help = "write width = 2 and depth = 3 for boards of 1, 2 and 4 seats";
            self.report(tree.place("place"), reason, help);
            return;
        };
        let small = |number: u32| u8::try_from(number).expect("both are at most 100");
        let follows = tree.flag("follow").unwrap_or_default();
        let boards = Boards { width: small(width), rows: small(rows), follows };
        if boards.checked_last_row().is_none() {
            let reason = format!(
                "the last row of a board would have {width} ^ {} seats, and {LAST_ROW_MAX} is the \
                 most",
                rows - 1
            );
            self.report(tree.place("depth"), reason, "lower `depth` or `width`");
            return;
        }
        self.trees.boards = Some(boards);
    }

    fn placement(&mut self, tree: Fields<'t>, place: &str) {
        if self.trees.placement.is_some() {
            let reason = "a plan has at most one tree with a `width`";
            self.report(tree.place("place"), reason, "remove one of the two");
            return;
        }
        if tree.was_refused("width") {
            // Any that gives no cause for complaint about what refers to it.
            let rule = PlacementRule::Breadth;
            self.trees.placement = Some(Placement { width: 2, rule, refills: false });
            return;
        }
        let Some(width) = tree.count("width") else {
            let reason = format!("a tree with place = \"{place}\" needs `width`");
            self.report(tree.place("place"), reason, "write width = 2 for a binary tree");
            return;
        };
        let rule = match place {
            "bfs" => PlacementRule::Breadth,
            "left" => PlacementRule::Left,
            "right" => PlacementRule::Right,
            "alternate" => PlacementRule::Alternate,
            _ => PlacementRule::Weak,
        };
        if rule == PlacementRule::Weak && width != 2 {
            let reason = "`weak` compares two legs";
            self.report(tree.place("width"), reason, "write width = 2, or place = \"bfs\"");
        }
        self.trees.placement = Some(Placement {
            width: u8::try_from(width).expect("a width is at most 100"),
            rule,
            refills: tree.text("vacant") == Some("refill"),
        });
    }

    /// The tree that a bonus walks; nothing if there is none of the name.
    pub(super) fn tree(&mut self, fields: Fields<'t>) -> Option<TreeKind> {
        let name = fields.text("tree").unwrap_or("sponsor");
        let named = self.trees.named.iter().find(|(known, _)| *known == name);
        let kind = fields.text("kind");
        let is_on_cycle = kind == Some("award") && fields.text("on") == Some("cycle");
        let tree = match named {
            Some((_, None)) if is_on_cycle => return Some(TreeKind::Sponsor),
            Some((_, None)) => {
                let reason = format!("nobody stands below anybody in `{name}`, which is of boards");
                let help = "on boards there is one bonus: kind = \"award\" with on = \"cycle\"";
                self.report(fields.place("tree"), reason, help);
                return None;
            }
            Some(&(_, Some(kind))) => kind,
            None if name == "sponsor" => TreeKind::Sponsor,
            // Its fault is told where it stands.
            None if self.trees.unplaced.contains(&name) => return None,
            None => {
                let known = self.trees.named.iter().map(|(name, _)| *name);
                let known: Vec<_> = ["sponsor"]
                    .into_iter()
                    .chain(known.filter(|name| *name != "sponsor"))
                    .collect();
                let help = format!("the trees of the plan: {}", listed(known));
                self.report(fields.place("tree"), format!("no tree is called `{name}`"), &help);
                return None;
            }
        };
        if kind == Some("pair") {
            let is_binary = self.trees.placement.is_some_and(|placement| placement.width == 2);
            if tree != TreeKind::Placement || !is_binary {
                let reason = "a `pair` bonus needs a tree of width 2";
                let help = "add a `[[tree]]` with place = \"weak\" and width = 2, and write its \
                            name as `tree`";
                let place = fields.place("tree").or_else(|| fields.place("kind"));
                self.report(place, reason, help);
            }
        }
        if is_on_cycle && tree != TreeKind::Sponsor {
            let reason = "an award on `cycle` looks at no other tree than that of boards";
            self.report(fields.place("tree"), reason, "remove the key");
        } else if kind == Some("award") && fields.text("on") == Some("fill") {
            if tree != TreeKind::Placement {
                let reason = "an award on `fill` is for seats, of which only a tree with a `width` has \
                              so many";
                let help = "add a `[[tree]]` with place = \"bfs\" and width = 3, and write its name \
                            as `tree`";
                let place = fields.place("tree").or_else(|| fields.place("on"));
                self.report(place, reason, help);
            }
        } else if kind == Some("award") && tree != TreeKind::Sponsor {
            let reason = "an award on `rank` or `recruit` looks at no other tree than `sponsor`";
            self.report(fields.place("tree"), reason, "remove the key");
        }
        Some(tree)
    }

    pub(super) fn recruits_per_leg(&mut self, fields: Fields<'t>) -> Option<u32> {
        let count = fields.count("recruits_per_leg")?;
        if self.trees.placement.is_none() {
            let reason = "`recruits_per_leg` counts in a tree with a `width`, and there is none";
            let help = "add a `[[tree]]` with place and width, or ask for `recruits`";
            self.report(fields.place("recruits_per_leg"), reason, help);
            return None;
        }
        Some(count)
    }

    pub(super) fn pair(&mut self, fields: Fields<'t>) -> Option<Pair> {
        let rate = |node: &Node| Rate::from_f64(number(node));
        let node = fields.get("rate")?;
        let rates = match &node.value {
            Value::Table(by_rank) => self.by_standing(by_rank, Rate::ZERO, rate),
            _ => vec![rate(node); self.ranks.len() + 1],
        };
        let ratio = match fields.get("ratio").and_then(Node::elements) {
            Some([stronger, weaker]) => [count(stronger), count(weaker)],
            _ => [1, 1],
        };
        let cap = fields.maybe_section("cap");
        let carry = fields.maybe_section("carry").map(|carry| Carry {
            max: carry.points("max"),
            is_lost_unqualified: carry.text("lose") == Some("unqualified"),
        });
        Some(Pair {
            rates,
            ratio,
            unit: fields.points("unit"),
            min: fields.points("min").unwrap_or(Points::ZERO),
            max: cap.and_then(|cap| cap.points("volume")),
            flushes: cap.and_then(|cap| cap.text("over")) == Some("flush"),
            carry,
        })
    }
}
