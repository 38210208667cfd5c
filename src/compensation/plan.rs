//! A compensation plan as data, in valid form.

use crate::genealogy::{Boards, Placement};
use crate::units::{Money, Points, Rate};

/// The place of a rank on the ladder of its plan, from 0 for the lowest.
pub type RankIndex = u8;

/// What the company sets: product, joining, qualification and bonuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What the plan is called.
    pub name: String,
    /// How often commissions are computed.
    pub period: Period,
    /// What is sold.
    pub product: Product,
    /// What joining and staying cost.
    pub join: Join,
    /// What is bought back from those who leave; `None`: nothing.
    pub refund: Option<Refund>,
    /// When a member is active in a period; `None`: always. Decided before anything else, so the
    /// clause asks neither for activity nor for a rank of the member himself.
    pub active: Option<Clause>,
    /// Members of this rank or a higher one leave the personal group volume of their upline.
    pub breakaway: Option<RankIndex>,
    /// The most that all company-paid bonuses of a period may come to, as a share of its CV;
    /// beyond it every line is scaled by one factor.
    pub cap: Option<Rate>,
    /// How recruits are placed in a width-limited tree beside that of sponsors, if they are.
    pub placement: Option<Placement>,
    /// How many of his recruits everybody passes up, in a tree beside that of sponsors, if there is
    /// one.
    pub pass_up: Option<u32>,
    /// The boards on which people sit and which split when they are full, if there are any.
    pub boards: Option<Boards>,
    /// The rank ladder, lowest first.
    pub ranks: Vec<Rank>,
    /// The bonuses in order of evaluation: a bonus may be based only on the pay of earlier ones.
    pub bonuses: Vec<Bonus>,
}

/// How often commissions are computed. A plan counts in periods, whatever their length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// Every month.
    #[default]
    Month,
    /// Every week.
    Week,
}

impl Period {
    /// The word for one: `month`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Week => "week",
        }
    }
}

/// What is sold, and how a purchase counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Product {
    /// List price of one unit.
    pub price: Money,
    /// What a member pays less than the list price.
    pub discount: Rate,
    /// What the goods cost the company, as a share of the list price.
    pub cost: Rate,
    /// Points (PV) per unit of currency at the member's price.
    pub pv: Rate,
    /// Commissionable volume (CV) per unit of currency at the member's price.
    pub cv: Rate,
}

/// What joining and staying cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Join {
    /// Paid once on joining.
    pub fee: Money,
    /// Units of the product bought on joining, at the member's price.
    pub pack: u32,
    /// Paid every twelve months after joining.
    pub renewal: Money,
}

/// What is bought back from those who leave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Refund {
    /// The share of what he paid that a leaver gets for goods on hand.
    pub rate: Rate,
    /// He gets it for goods bought in so many periods, the last one included; 1 or more.
    pub months: u32,
    /// Whether commissions on them are taken back from his uplines.
    pub clawback: bool,
}

/// A condition on a member in a period; all that is set must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clause {
    /// Personal volume of at least this.
    pub pv: Option<Points>,
    /// Group volume (own and whole downline) of at least this.
    pub gv: Option<Points>,
    /// Personal group volume (without broken-away groups) of at least this.
    pub pgv: Option<Points>,
    /// The share of the required `gv` that one leg may supply at the most, to the nearest
    /// hundredth of a point.
    pub leg_max: Option<Rate>,
    /// The least share of own points that customers' orders bring.
    pub retail_share: Option<Rate>,
    /// At least this many customers.
    pub customers: Option<u32>,
    /// At least this many active members whom one enrolled oneself.
    pub recruits: Option<u32>,
    /// At least this many of them in each leg of the width-limited tree.
    pub recruits_per_leg: Option<u32>,
    /// For each entry, that many different legs that contain the rank or a higher one.
    pub legs: Vec<(RankIndex, u32)>,
    /// This paid-as rank or a higher one.
    pub rank: Option<RankIndex>,
    /// Active, or not active, in the period.
    pub active: Option<bool>,
    /// At least one of these holds (none given: no condition).
    pub any: Vec<Self>,
    /// The clause has held this many periods in a row, this one included; 1 or more.
    pub months: u8,
}

/// One rung of the ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Rank {
    /// What the rank is called.
    pub name: String,
    /// When it is earned. The highest rank whose clause holds is the paid-as rank. The clause may
    /// ask the member himself for a lower rank only: that its clause, or a higher one below this
    /// rank, holds in the period.
    pub clause: Clause,
    /// Whether the highest rank ever earned counts in place of this period's (`keep = "title"`).
    pub keeps_title: bool,
}

/// One rule by which money is paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Bonus {
    /// What the bonus is called; unique in its plan.
    pub name: String,
    /// The rule and its own parameters.
    pub kind: BonusKind,
    /// Whose uplines or legs count, where the rule asks for any.
    pub tree: TreeKind,
    /// What a percentage is taken of.
    pub base: Base,
    /// Whose orders count.
    pub orders: Orders,
    /// How old the buyer's membership is when an order counts.
    pub age: Age,
    /// Who may be paid; `None`: everyone.
    pub need: Option<Clause>,
    /// The most one member gets of this bonus in a period.
    pub cap: Option<Money>,
}

/// One of the trees of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TreeKind {
    /// That of sponsors.
    #[default]
    Sponsor,
    /// The width-limited tree, with its vacant seats: nobody is there, but a walk that does not
    /// pass over inactive members uses up a level on them.
    Placement,
    /// That in which everybody's first recruits belong to whomever he belongs to.
    PassUp,
}

/// The kinds of bonus.
#[derive(Clone, Debug, PartialEq)]
pub enum BonusKind {
    /// A share of a member's own sales.
    Retail(Retail),
    /// A walk up the sponsors of each buyer.
    Level(Level),
    /// Such a walk, by what a member's own rate exceeds those below him.
    Differential(Differential),
    /// A share of the volume that a member's two legs have both.
    Pair(Pair),
    /// A share of the company's volume, divided by points of ranks.
    Pool(Pool),
    /// A fixed sum on an event.
    Award(Award),
}

/// A share of a member's own sales.
#[derive(Clone, Debug, PartialEq)]
pub struct Retail {
    /// Rates by own sales of the period, thresholds ascending, the first one 0.
    pub tiers: Vec<Tier>,
    /// What a reached rate applies to.
    pub mode: TierMode,
    /// Who pays.
    pub paid_by: PaidBy,
}

/// A rate from a threshold on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tier {
    /// Own sales (in the bonus's base) from which the rate holds.
    pub from: Money,
    /// The rate.
    pub rate: Rate,
}

/// What a reached rate applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierMode {
    /// To all sales of the period.
    Whole,
    /// To the sales above the threshold only.
    Marginal,
}

/// Who pays a retail bonus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaidBy {
    /// The customer, as the difference of list and member's price: a retail margin.
    Customer,
    /// The company, as a commission: company pay.
    Company,
}

/// A walk up the sponsors of each buyer.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Rates by level for each standing: entry 0 for members without rank, entry `r + 1` for
    /// rank `r`. All lists are equally long.
    pub rates: Vec<Vec<Rate>>,
    /// 0: the buyer himself is the first to be paid; 1: his sponsor.
    pub start: u8,
    /// Which uplines use up a level.
    pub step: Step,
    /// On how many levels a member may be paid, from the first on, by standing as in `rates`.
    pub depth: Vec<u32>,
}

/// Which uplines use up a level of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Everyone (no compression).
    Member,
    /// Active members (standard compression).
    Active,
    /// Only those who are paid at the level (dynamic compression).
    Qualified,
    /// Members of this paid-as rank or a higher one (generations).
    Rank(RankIndex),
}

/// A walk up the sponsors of each buyer, on which a member gets what his own rate exceeds the
/// highest rate granted before on the same order.
///
/// Who does not meet the bonus's `need` is passed over: he is paid nothing and grants nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Differential {
    /// What a member's own rate follows from.
    pub rates: OwnRate,
    /// Whether a member's rate is never below that of his best leg, whoever is paid there
    /// (`floor = "best_leg"`).
    pub has_floor: bool,
    /// 0: the buyer himself is the first to be paid; 1: his sponsor.
    pub start: u8,
    /// Whether nobody is paid above a member, the buyer included, who has broken away
    /// (`stop = "breakaway"`).
    pub stops_at_breakaway: bool,
}

/// What a member's own rate follows from.
#[derive(Clone, Debug, PartialEq)]
pub enum OwnRate {
    /// His rank: entry 0 for members without rank, entry `r + 1` for rank `r`.
    Rank(Vec<Rate>),
    /// A volume of his in the period: the rate of the highest bracket reached, and zero below the
    /// first. Thresholds ascend.
    Volume(QualifyingVolume, Vec<Bracket>),
}

/// A volume that decides about a member's rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QualifyingVolume {
    /// His own (PV).
    Personal,
    /// His and his whole downline's (GV).
    Group,
    /// The same without broken-away groups (PGV).
    PersonalGroup,
}

/// A rate from a volume on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bracket {
    /// The volume from which the rate holds.
    pub from: Points,
    /// The rate.
    pub rate: Rate,
}

/// A share of the volume of a member's weaker leg in a tree of width 2.
///
/// A leg's volume is the bonus's base over everybody placed below that seat, with what was carried
/// from earlier periods. As much of both legs is matched as the ratio allows; what is paid for is
/// used up.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The share of matched volume: entry 0 for members without rank, entry `r + 1` for rank `r`.
    pub rates: Vec<Rate>,
    /// What one unit of matched volume takes of the stronger and of the weaker leg, 1 or more.
    pub ratio: [u32; 2],
    /// Volume is matched in multiples of this; `None`: to the hundredth.
    pub unit: Option<Points>,
    /// Less matched volume than this counts as none.
    pub min: Points,
    /// The most matched volume that one member is paid for in a period.
    pub max: Option<Points>,
    /// Whether matched volume above `max`, or above what the bonus's `cap` pays for, is used up
    /// too (`over = "flush"`).
    pub flushes: bool,
    /// What becomes of volume that is not used; `None`: it is lost.
    pub carry: Option<Carry>,
}

/// What is carried of the volume of a leg that was not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carry {
    /// The most that is carried of each leg.
    pub max: Option<Points>,
    /// Whether it is lost in a period in which the member may not be paid (`lose =
    /// "unqualified"`).
    pub is_lost_unqualified: bool,
}

/// A share of the company's volume, divided among members by the points of their ranks.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// The share of the sum of the bonus's base over all members.
    pub share: Rate,
    /// A member's points, by standing: entry 0 for members without rank, entry `r + 1` for rank
    /// `r`. None is negative.
    pub points: Vec<Points>,
}

/// A fixed sum on an event. It is no share of anything, so base, orders and age of its bonus do
/// not count.
#[derive(Clone, Debug, PartialEq)]
pub struct Award {
    /// What it is paid for.
    pub on: Event,
    /// The sums: entry 0 for members without rank, entry `r + 1` for rank `r`. None is negative.
    pub amounts: Vec<Money>,
}

/// What an award is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The first time that a member has a rank or a higher one: the sum of each rank that is new
    /// to him.
    Rank,
    /// A person whom the member enrolled himself joins: the sum of the member's own rank.
    Recruit,
    /// The board is full at whose top the member is: the sum of his own rank. For a top seat in
    /// which nobody is, the sum for members without rank is set aside, and nobody gets it.
    Cycle,
    /// For the first time so many levels of seats below the member are full: the sum of his own
    /// rank. Nobody is in a vacant seat.
    Fill(u8),
}

impl Event {
    /// Whether it happens because people join, whatever is sold.
    pub fn is_recruiting(self) -> bool {
        match self {
            Self::Rank => false,
            Self::Recruit | Self::Cycle | Self::Fill(_) => true,
        }
    }
}

/// What a percentage is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// Commissionable volume.
    Cv,
    /// Points, one point counting as one unit of currency.
    Pv,
    /// What the buyer paid.
    Price,
    /// Joining fees.
    Fee,
    /// What another bonus, by its place in the plan, paid the member.
    Pay(usize),
}

/// Whose orders count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orders {
    /// All.
    All,
    /// Those of retail customers.
    Retail,
    /// Those of members themselves.
    Member,
}

/// How old the buyer's membership must be, in periods since he joined (0 in the joining period).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Age {
    /// Only orders in the buyer's first so many periods.
    pub first: Option<u32>,
    /// Only orders after so many periods.
    pub after: Option<u32>,
}

impl Age {
    /// Whether an order counts at `tenure` periods after joining.
    pub fn admits(self, tenure: u32) -> bool {
        self.first.is_none_or(|first| tenure < first)
            && self.after.is_none_or(|after| tenure >= after)
    }
}

impl Plan {
    /// What is bought back from those who leave; at a rate of nothing nobody gives anything back.
    pub fn buy_back(&self) -> Option<Refund> {
        self.refund.filter(|refund| refund.rate > Rate::ZERO)
    }

    /// How many different facts about downlines its clauses and brackets ask for together; a
    /// commission run follows at most [`FACTS_MAX`](super::FACTS_MAX).
    pub fn facts_asked(&self) -> usize {
        super::standing::Rules::new(self).n_facts()
    }
}

impl Bonus {
    /// Who pays the bonus.
    pub fn paid_by(&self) -> PaidBy {
        match &self.kind {
            BonusKind::Retail(retail) => retail.paid_by,
            BonusKind::Level(_)
            | BonusKind::Differential(_)
            | BonusKind::Pair(_)
            | BonusKind::Pool(_)
            | BonusKind::Award(_) => PaidBy::Company,
        }
    }

    /// Whether it is taken of a volume: an award is not.
    pub(super) fn has_volume(&self) -> bool {
        !matches!(self.kind, BonusKind::Award(_))
    }

    /// The levels that its pay can come from, counted from the buyer, who is level 0; of a bonus of
    /// another kind none.
    pub fn levels(&self) -> Vec<u32> {
        match &self.kind {
            BonusKind::Level(level) => {
                level.paid_places().map(|place| place as u32 + u32::from(level.start)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// How many levels of seats must be full for it to be paid, if it is an award for that.
    pub(super) fn seats_asked(&self) -> Option<u8> {
        match &self.kind {
            BonusKind::Award(Award { on: Event::Fill(levels), .. }) => Some(*levels),
            _ => None,
        }
    }
}

impl Level {
    /// How many levels it has.
    pub(super) fn n_levels(&self) -> usize {
        self.rates.first().map_or(0, Vec::len)
    }

    /// The levels that somebody can be paid on, as places in the lists of rates.
    pub(super) fn paid_places(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.n_levels()).filter(|&place| {
            let mut lists = self.rates.iter().zip(&self.depth);
            lists.any(|(rates, &depth)| place < depth as usize && rates[place] > Rate::ZERO)
        })
    }
}

impl Join {
    /// Whether nobody ever pays a fee.
    pub fn is_free(&self) -> bool {
        self.fee == Money::ZERO && self.renewal == Money::ZERO
    }

    /// The renewal fee due `tenure` months after joining.
    #[inline]
    pub fn renewal_due(&self, tenure: u32) -> Money {
        if self.renewal > Money::ZERO && tenure > 0 && tenure.is_multiple_of(12) {
            self.renewal
        } else {
            Money::ZERO
        }
    }
}

impl Product {
    /// What a member pays for goods of this list price.
    #[inline]
    pub fn member_price(&self, list_price: Money) -> Money {
        list_price - list_price.at(self.discount)
    }

    /// Points for goods that cost a member this.
    #[inline]
    pub fn points(&self, member_price: Money) -> Points {
        Points::from_hundredths(member_price.at(self.pv).cents())
    }

    /// Commissionable volume of goods that cost a member this.
    #[inline]
    pub fn commissionable(&self, member_price: Money) -> Money {
        member_price.at(self.cv)
    }
}
