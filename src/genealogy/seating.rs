//! Seating recruits in a width-limited tree, one after the other, on scratch columns.
//!
//! The rows of the layout and the seats that are new are nodes of a tree of explicit links, which
//! is thrown away once the new layout has been read from it. A recruit costs some steps for each
//! seat of the width under the edge rules, however long an edge is, and for each level too where
//! seats are filled level by level.

use super::placement::{Placement, PlacementRule};

/// Nobody.
pub(super) const NONE: u32 = u32::MAX;

/// One place of the tree, while recruits are seated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// Which seat below the node above.
    pub(super) slot: u8,
    /// Vacant, and given to whoever comes.
    is_open: bool,
    pub(super) depth: u32,
    above: u32,
    /// The leftmost node below.
    first: u32,
    /// The next node to the right under the same one.
    next: u32,
    /// The recruit who has been seated here.
    pub(super) recruit: u32,
    /// Under an edge rule, a node further down the same edge, with no open seat between.
    /// Otherwise the number of levels between the node and its nearest open seat.
    search: u32,
}

/// A tree that takes up recruits.
#[derive(Debug)]
pub(super) struct Seating {
    placement: Placement,
    nodes: Vec<Node>,
    first_top: u32,
    last_top: u32,
    /// By row of the layout, the number of seats at and below it; only where legs are compared.
    sizes: Vec<u32>,
    /// By node, recruits handed to each of its two legs; only where legs are compared.
    handed: Vec<[u32; 2]>,
}

/// The wish of a recruit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    /// The leg in which he is to be, whatever the rule says.
    pub(super) side: Option<u8>,
    /// How many people his sponsor signed up before him.
    pub(super) sign_ups: u32,
    /// Volume of his sponsor's two legs.
    pub(super) volumes: [i64; 2],
}

impl Seating {
    /// The rows of a layout, of which `stays` says whether they stay and `is_vacant` whether nobody
    /// is there.
    pub(super) fn new(
        placement: Placement,
        (depth, slot, height): (&[u32], &[u8], usize),
        stays: impl Fn(usize) -> bool,
        is_vacant: impl Fn(usize) -> bool,
    ) -> Self {
        let is_weak = placement.rule == PlacementRule::Weak;
        let mut seating = Self {
            placement,
            nodes: Vec::with_capacity(depth.len()),
            first_top: NONE,
            last_top: NONE,
            sizes: vec![0; if is_weak { depth.len() } else { 0 }],
            handed: vec![[0; 2]; if is_weak { depth.len() } else { 0 }],
        };
        for (row, (&depth, &slot)) in depth.iter().zip(slot).enumerate() {
            let is_open = placement.refills && depth > 0 && stays(row) && is_vacant(row);
            seating.nodes.push(Node { is_open, ..Node::new(slot, depth) });
        }
        // From the back, as in a fold: who stands first and how many below the next row of each
        // depth.
        let mut first = vec![NONE; height + 1];
        let mut size = vec![0_u32; if is_weak { height + 1 } else { 0 }];
        for row in (0..depth.len()).rev() {
            if !stays(row) {
                continue;
            }
            let at = depth[row] as usize;
            seating.nodes[row].first = std::mem::replace(&mut first[at + 1], NONE);
            seating.nodes[row].next = first[at];
            if at == 0 && seating.last_top == NONE {
                seating.last_top = row as u32;
            }
            first[at] = row as u32;
            if is_weak {
                seating.sizes[row] = 1 + std::mem::take(&mut size[at + 1]);
                size[at] += seating.sizes[row];
            }
            if placement.rule == PlacementRule::Breadth {
                seating.adopt(row as u32);
                seating.nodes[row].search = seating.levels_to_open(row as u32);
            }
        }
        seating.first_top = first[0];
        seating
    }

    /// Tells the nodes below a node that it is above them.
    fn adopt(&mut self, node: u32) {
        let mut below = self.nodes[node as usize].first;
        while below != NONE {
            self.nodes[below as usize].above = node;
            below = self.nodes[below as usize].next;
        }
    }

    pub(super) fn node(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// A new node directly under the company.
    pub(super) fn seat_top(&mut self, recruit: u32) -> u32 {
        let node = self.push(Node { recruit, ..Node::new(0, 0) });
        if self.last_top == NONE {
            self.first_top = node;
        } else {
            self.nodes[self.last_top as usize].next = node;
        }
        self.last_top = node;
        node
    }

    /// Seats a recruit below his sponsor; returns his node.
    pub(super) fn seat(&mut self, recruit: u32, sponsor: u32, wish: Wish) -> u32 {
        match (self.placement.rule, wish.side) {
            (PlacementRule::Breadth, None) => self.seat_nearest(recruit, sponsor),
            (PlacementRule::Breadth, Some(side)) => match self.find(sponsor, side) {
                Some(leg) if !self.node(leg).is_open => self.seat_nearest(recruit, leg),
                _ => {
                    let seat = self.take(recruit, sponsor, side);
                    self.measure_from(sponsor);
                    seat
                }
            },
            (_, side) => {
                let leg = side.unwrap_or_else(|| self.choose_leg(sponsor, wish));
                if self.placement.rule == PlacementRule::Weak {
                    self.handed[sponsor as usize][usize::from(leg)] += 1;
                }
                self.seat_in_leg(recruit, sponsor, leg)
            }
        }
    }

    /// An open seat directly below the sponsor, or the leg that the rule names.
    fn choose_leg(&self, sponsor: u32, wish: Wish) -> u8 {
        let width = self.placement.width;
        let named = match self.placement.rule {
            PlacementRule::Breadth | PlacementRule::Left => 0,
            PlacementRule::Right => width - 1,
            PlacementRule::Alternate => (wish.sign_ups % u32::from(width)) as u8,
            PlacementRule::Weak => self.weak_leg(sponsor, wish.volumes),
        };
        let taken = self.taken(sponsor);
        let is_open = |slot: &u8| taken >> slot & 1 == 0;
        let open = if self.placement.rule == PlacementRule::Right {
            (0..width).rev().find(is_open)
        } else {
            (named..width).chain(0..named).find(is_open)
        };
        open.unwrap_or(named)
    }

    /// Which seats below a node are taken, as bits.
    fn taken(&self, node: u32) -> u128 {
        let mut taken = 0;
        let mut below = self.node(node).first;
        while below != NONE {
            let Node { slot, next, is_open, .. } = *self.node(below);
            taken |= u128::from(!is_open) << slot;
            below = next;
        }
        taken
    }

    fn weak_leg(&self, sponsor: u32, volumes: [i64; 2]) -> u8 {
        let key = |leg: u8| {
            let size = |node: u32| self.sizes.get(node as usize).copied().unwrap_or_default();
            let seats = self.find(sponsor, leg).map_or(0, size);
            let at = usize::from(leg);
            (volumes[at], seats + self.handed[sponsor as usize][at])
        };
        u8::from(key(1) < key(0))
    }

    /// The first open seat of the outer edge of a leg.
    fn seat_in_leg(&mut self, recruit: u32, sponsor: u32, leg: u8) -> u32 {
        match self.find(sponsor, leg) {
            Some(head) if !self.node(head).is_open => {
                let end = self.end_of_edge(head, leg);
                if self.node(end).is_open {
                    self.occupy(recruit, end)
                } else {
                    self.take(recruit, end, leg)
                }
            }
            _ => self.take(recruit, sponsor, leg),
        }
    }

    /// The first node of an edge that is open, or the last one.
    fn end_of_edge(&mut self, from: u32, leg: u8) -> u32 {
        let next = |seating: &Self, node: u32| match seating.node(node).search {
            NONE => seating.find(node, leg),
            further => Some(further),
        };
        let mut end = from;
        while !self.node(end).is_open
            && let Some(further) = next(self, end)
        {
            end = further;
        }
        // Whoever comes by again jumps here: nothing before is open any more.
        let mut node = from;
        while node != end {
            let further = next(self, node).unwrap_or(end);
            self.nodes[node as usize].search = end;
            node = further;
        }
        end
    }

    /// The first open seat, level by level, left to right.
    fn seat_nearest(&mut self, recruit: u32, sponsor: u32) -> u32 {
        let mut node = sponsor;
        while self.node(node).search > 0 {
            let nearer = self.node(node).search - 1;
            node = self.node(node).first;
            while self.node(node).search != nearer {
                node = self.node(node).next;
            }
        }
        let taken = self.taken(node);
        let slot = (0..self.placement.width).find(|slot| taken >> slot & 1 == 0);
        let seat = self.take(recruit, node, slot.expect("a node at no distance has an open seat"));
        self.measure_from(node);
        seat
    }

    /// Measures the way to the nearest open seat anew, where one below this node has been taken.
    fn measure_from(&mut self, mut node: u32) {
        while node != NONE {
            let levels = self.levels_to_open(node);
            if levels == self.node(node).search {
                break;
            }
            self.nodes[node as usize].search = levels;
            node = self.node(node).above;
        }
    }

    /// The number of levels between a node and its nearest open seat.
    fn levels_to_open(&self, node: u32) -> u32 {
        let (mut taken, mut nearest) = (0, NONE);
        let mut below = self.node(node).first;
        while below != NONE {
            let Node { next, is_open, search, .. } = *self.node(below);
            taken += u8::from(!is_open);
            nearest = nearest.min(search);
            below = next;
        }
        if taken < self.placement.width { 0 } else { nearest + 1 }
    }

    /// The node in a seat.
    fn find(&self, node: u32, slot: u8) -> Option<u32> {
        let mut below = self.node(node).first;
        while below != NONE && self.node(below).slot < slot {
            below = self.node(below).next;
        }
        (below != NONE && self.node(below).slot == slot).then_some(below)
    }

    /// Seats a recruit in an open seat below a node; returns his node.
    fn take(&mut self, recruit: u32, above: u32, slot: u8) -> u32 {
        if let Some(vacant) = self.find(above, slot) {
            return self.occupy(recruit, vacant);
        }
        let depth = self.node(above).depth + 1;
        let node = self.push(Node { above, recruit, ..Node::new(slot, depth) });
        let mut before = NONE;
        let mut after = self.node(above).first;
        while after != NONE && self.node(after).slot < slot {
            before = after;
            after = self.node(after).next;
        }
        self.nodes[node as usize].next = after;
        if before == NONE {
            self.nodes[above as usize].first = node;
        } else {
            self.nodes[before as usize].next = node;
        }
        node
    }

    fn occupy(&mut self, recruit: u32, vacant: u32) -> u32 {
        let node = &mut self.nodes[vacant as usize];
        assert!(node.is_open, "one seat is given once");
        node.is_open = false;
        node.recruit = recruit;
        vacant
    }

    /// A new node, all seats below which are open.
    fn push(&mut self, node: Node) -> u32 {
        let search = if self.placement.rule == PlacementRule::Breadth { 0 } else { NONE };
        self.nodes.push(Node { search, ..node });
        if self.placement.rule == PlacementRule::Weak {
            self.handed.push([0; 2]);
        }
        self.nodes.len() as u32 - 1
    }

    /// Shows every node in preorder.
    pub(super) fn visit(&self, mut visit: impl FnMut(u32, &Node)) {
        let mut waiting = Vec::new();
        let mut at = self.first_top;
        while at != NONE {
            let node = self.node(at);
            visit(at, node);
            if node.next != NONE {
                waiting.push(node.next);
            }
            at = if node.first == NONE { waiting.pop().unwrap_or(NONE) } else { node.first };
        }
    }
}

impl Node {
    fn new(slot: u8, depth: u32) -> Self {
        let (above, first, next, recruit, search) = (NONE, NONE, NONE, NONE, NONE);
        Self { slot, is_open: false, depth, above, first, next, recruit, search }
    }
}
