//! The ledger as a picture of flows: parties at both ends, and between them what is paid for.

use super::report::LedgerKey;
use super::vocabulary::Party;

/// A place that money passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// Customers, who pay.
    Customers,
    /// Members, as far as they pay.
    MembersPay,
    /// The company's own money, where it pays more than it gets.
    CompanyAdds,
    /// What is paid for: the line of the ledger at this place.
    Line(usize),
    /// Of a level bonus, the line of the ledger at this place, the level at that one.
    Level(usize, usize),
    /// The company, which gets and pays.
    Company,
    /// Members, as far as they get.
    MembersGet,
    /// What the company is left with, before its other costs.
    CompanyKeeps,
    /// Suppliers, who get.
    Suppliers,
}

impl Node {
    /// The word in tables; of a line of the ledger, with all its levels, its flow.
    pub fn label(self, lines: &[LedgerKey]) -> &str {
        match self {
            Self::Customers => "customers",
            Self::MembersPay => "members pay",
            Self::CompanyAdds => "company adds",
            Self::Line(line) | Self::Level(line, _) => &lines[line].flow,
            Self::Company => "company",
            Self::MembersGet => "members get",
            Self::CompanyKeeps => "company keeps",
            Self::Suppliers => "suppliers",
        }
    }

    /// Whether money comes from here and from nowhere before.
    pub fn is_source(self) -> bool {
        matches!(self, Self::Customers | Self::MembersPay | Self::CompanyAdds)
    }

    /// Whether money ends here.
    pub fn is_sink(self) -> bool {
        matches!(self, Self::MembersGet | Self::CompanyKeeps | Self::Suppliers)
    }

    fn payer(party: Party) -> Self {
        match party {
            Party::Customers => Self::Customers,
            Party::Participants => Self::MembersPay,
            Party::Company | Party::Suppliers => Self::Company,
        }
    }

    fn payee(party: Party) -> Self {
        match party {
            Party::Company | Party::Customers => Self::Company,
            Party::Participants => Self::MembersGet,
            Party::Suppliers => Self::Suppliers,
        }
    }
}

/// The flows of a ledger, from one place to the next: each line to what it is paid for and on to
/// who gets it, over its levels where it has two or more; at last what the company is left with, and
/// what it adds.
pub fn flow_keys(lines: &[LedgerKey]) -> Vec<(Node, Node)> {
    let parts = lines.iter().enumerate().flat_map(|(n, line)| {
        let (payer, payee) = (Node::payer(line.from), Node::payee(line.to));
        let mut keys = vec![(payer, Node::Line(n))];
        match line.levels.len() {
            0 | 1 => keys.push((Node::Line(n), payee)),
            levels => keys.extend((0..levels).flat_map(|level| {
                [(Node::Line(n), Node::Level(n, level)), (Node::Level(n, level), payee)]
            })),
        }
        keys
    });
    parts.chain([(Node::Company, Node::CompanyKeeps), (Node::CompanyAdds, Node::Company)]).collect()
}

/// The amounts of [`flow_keys`] in cents, from those of the ledger and of the levels of its lines;
/// only those of lines that have levels are read.
///
/// Asserts that every place but the outer ones passes on, to the cent, what it gets.
pub fn flows(lines: &[LedgerKey], cents: &[i128], levels: &[Vec<i128>]) -> Vec<i128> {
    assert_eq!(lines.len(), cents.len(), "an amount a line");
    let keys = flow_keys(lines);
    let amount = |(from, to): &(Node, Node)| match (*from, *to) {
        (Node::Level(line, level), _) | (_, Node::Level(line, level)) => levels[line][level],
        (Node::Line(line), _) | (_, Node::Line(line)) => cents[line],
        _ => 0,
    };
    let mut flows: Vec<i128> = keys.iter().map(amount).collect();
    let through = |node: Node, flows: &[i128]| -> (i128, i128) {
        let sum = |meets: &dyn Fn(&(Node, Node)) -> bool| {
            keys.iter().zip(flows).filter(|(key, _)| meets(key)).map(|(_, &flow)| flow).sum()
        };
        (sum(&|key| key.1 == node), sum(&|key| key.0 == node))
    };
    let (gets, pays) = through(Node::Company, &flows);
    let [.., keeps, adds] = &mut flows[..] else { unreachable!("the balance is among them") };
    (*keeps, *adds) = ((gets - pays).max(0), (pays - gets).max(0));
    for node in keys.iter().flat_map(|key| [key.0, key.1]) {
        let (gets, pays) = through(node, &flows);
        let is_outer = node.is_source() || node.is_sink();
        assert!(is_outer || gets == pays, "{node:?} gets {gets} cents and passes on {pays}");
    }
    flows
}

#[cfg(test)]
mod tests {
    use super::super::report::ledger_keys;
    use super::*;

    /// A ledger whose lines are 1, 10, 100 … cents, as far as the bonuses go.
    fn ledger() -> (Vec<LedgerKey>, Vec<i128>) {
        let lines =
            ledger_keys(["team", "company"].map(|name| (name, Vec::new())).into_iter(), false);
        let cents = (0..lines.len() as u32).map(|n| 10_i128.pow(n)).collect();
        (lines, cents)
    }

    #[test]
    fn the_company_keeps_what_it_does_not_pay() {
        let (lines, mut cents) = ledger();
        // Customers 1, members 11,100 to the company; goods 1,000,000, bonuses 110,000,000.
        let found = flows(&lines, &cents, &[]);
        assert_eq!(found[found.len() - 2..], [0, 111_000_000 - 11_101]);
        cents[2] = 500_000_000;
        let found = flows(&lines, &cents, &[]);
        assert_eq!(found[found.len() - 2..], [500_011_001 - 111_000_000, 0]);
    }

    #[test]
    fn every_line_of_the_ledger_is_paid_and_received_once() {
        let (lines, cents) = ledger();
        let keys = flow_keys(&lines);
        let found = flows(&lines, &cents, &[]);
        for (n, &amount) in cents.iter().enumerate() {
            let through: Vec<i128> = keys
                .iter()
                .zip(&found)
                .filter(|((from, to), _)| [*from, *to].contains(&Node::Line(n)))
                .map(|(_, &flow)| flow)
                .collect();
            assert_eq!(through, [amount, amount]);
        }
        let total = |meets: fn(Node) -> bool, side: fn(&(Node, Node)) -> Node| -> i128 {
            keys.iter().zip(&found).filter(|(key, _)| meets(side(key))).map(|(_, &f)| f).sum()
        };
        assert_eq!(total(Node::is_source, |key| key.0), total(Node::is_sink, |key| key.1));
    }

    #[test]
    fn a_bonus_of_several_levels_passes_over_them() {
        let (mut lines, cents) = ledger();
        let bonus = lines.iter().position(|line| line.flow == "team").unwrap();
        let mut levels = vec![Vec::new(); lines.len()];
        levels[bonus] = vec![cents[bonus] - 7, 0, 7];
        levels[bonus + 1] = vec![cents[bonus + 1]];
        lines[bonus].levels = vec![1, 2, 3];
        lines[bonus + 1].levels = vec![1];
        let found = flows(&lines, &cents, &levels);
        let of: Vec<_> = flow_keys(&lines)
            .into_iter()
            .zip(found)
            .filter(
                |((from, _), _)| matches!(from, Node::Line(n) | Node::Level(n, _) if *n >= bonus),
            )
            .map(|((from, to), cents)| (from, to, cents))
            .collect();
        let (whole, level) = (cents[bonus], |n| Node::Level(bonus, n));
        let next = Node::Line(bonus + 1);
        let expected = [
            (Node::Line(bonus), level(0), whole - 7),
            (level(0), Node::MembersGet, whole - 7),
            (Node::Line(bonus), level(1), 0),
            (level(1), Node::MembersGet, 0),
            (Node::Line(bonus), level(2), 7),
            (level(2), Node::MembersGet, 7),
            (next, Node::MembersGet, cents[bonus + 1]),
        ];
        assert_eq!(of, expected);
    }

    #[test]
    #[should_panic(expected = "passes on")]
    fn levels_that_lose_a_cent_are_told() {
        let (mut lines, cents) = ledger();
        let mut levels = vec![Vec::new(); lines.len()];
        levels[7] = vec![1, cents[7] - 2];
        lines[7].levels = vec![1, 2];
        flows(&lines, &cents, &levels);
    }

    #[test]
    fn a_bonus_may_be_called_like_a_party() {
        let (lines, _) = ledger();
        let named: Vec<Node> = flow_keys(&lines)
            .into_iter()
            .map(|(_, to)| to)
            .filter(|node| node.label(&lines) == "company")
            .collect();
        assert!(named.contains(&Node::Line(8)) && named.contains(&Node::Company), "{named:?}");
    }
}
