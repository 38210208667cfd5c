//! One commission run: standings, then the bonuses in order, then the plan-wide cap.

use std::ops::Range;

use super::clause::Held;
use super::differential::{LastSeat, Seats};
use super::level;
use super::line::{BonusLine, Payout, divide};
use super::retail::OnSales;
use super::returns::{Arrivals, LastStanding, Return};
use super::standing::{ClauseOf, Eligible, RankHistory, Rules, Standings};
use super::taken::{Source, Taken, parts};
use super::{
    Base, Bonus, BonusKind, Differential, FACTS_MAX, Orders, OwnRate, PaidBy, Plan, RankIndex,
    TreeKind,
};
use super::{award, differential, fill, pair, pool, retail};
use crate::genealogy::{Boards, Genealogy, Placement};
use crate::units::{Money, Points, Rate};

/// What a commission run reads of the members, by place in the preorder.
pub trait Volumes {
    /// Points credited to the member: for his own orders and his customers'.
    fn points(&self, member: usize) -> Points;

    /// The part of these points that the member's customers bring. Asked for where a clause is
    /// about it.
    fn retail_points(&self, member: usize) -> Points {
        // One point counts as one unit of currency.
        Points::from_hundredths(self.base(member, Base::Pv, Orders::Retail).cents())
    }

    /// How many customers the member has: none where they are not told apart. Asked for where a
    /// clause is about it.
    fn customers(&self, member: usize) -> u32 {
        let _ = member;
        0
    }

    /// The sum in the period of this base over orders of this kind credited to the member.
    ///
    /// Never asked for [`Base::Pay`], which the run knows itself.
    fn base(&self, member: usize, base: Base, orders: Orders) -> Money;

    /// Appends [`Self::base`] of these members in cents.
    fn append(&self, members: Range<usize>, base: Base, orders: Orders, column: &mut Vec<i64>) {
        column.extend(members.map(|member| self.base(member, base, orders).cents()));
    }

    /// The sum of [`Self::base`] over all members.
    fn total(&self, n_members: usize, base: Base, orders: Orders) -> Money {
        let (mut column, mut sum) = (Vec::new(), Money::ZERO);
        for members in parts(n_members) {
            column.clear();
            self.append(members, base, orders, &mut column);
            sum += column.iter().copied().map(Money::from_cents).sum();
        }
        sum
    }

    /// Periods since the member joined, 0 in the joining period.
    fn tenure(&self, member: usize) -> u32;

    /// What people who have left gave back.
    fn returns(&self) -> &[Return] {
        &[]
    }
}

/// A plan, ready to be applied to one period after the other, with the results of the last one.
///
/// Time is linear in the number of members, whatever the shape of the tree.
#[derive(Clone, Debug)]
pub struct CommissionRun {
    bonuses: Vec<Bonus>,
    placement: Option<Placement>,
    pass_up: Option<u32>,
    boards: Option<Boards>,
    /// The bonus whose legs are noted, where recruits are placed by their volume.
    noted: Option<usize>,
    cap: Option<Rate>,
    rules: Rules,
    standings: Standings,
    /// By bonus, the members' lines; only of bonuses whose lines are read again.
    columns: Vec<Option<Vec<Money>>>,
    lines: Vec<BonusLine>,
    pay: Vec<Money>,
    margin: Vec<Money>,
    total_cv: Money,
    /// By bonus, what is due on each level, in millionths of a cent; `None` unless it is a level bonus
    /// and levels are told apart.
    by_level: Vec<Option<Vec<i128>>>,
    /// Scratch: what the bonus in hand is taken of.
    taken: Taken,
}

impl CommissionRun {
    /// Makes a plan ready.
    ///
    /// Panics where the plan is not valid: a bonus based on the pay of a later one; lists by
    /// standing that do not fit the ladder; a level bonus of more than
    /// [`LEVELS_MAX`](super::LEVELS_MAX) levels, or a differential bonus of more rates; a ladder of
    /// 255 ranks or more; clauses that ask for what is decided after them, or together for more
    /// than [`FACTS_MAX`](super::FACTS_MAX) facts about downlines; a bonus or clause that needs a
    /// tree which the plan has not, or a `pair` bonus where its width is not 2.
    pub fn new(plan: &Plan) -> Self {
        let mut run = Self::keeping(plan, |bonus| {
            let is_company_paid = plan.bonuses[bonus].paid_by() == PaidBy::Company;
            plan.cap.is_some() && is_company_paid
                || plan.bonuses.iter().any(|later| later.base == Base::Pay(bonus))
        });
        run.by_level = plan
            .bonuses
            .iter()
            .map(|bonus| matches!(bonus.kind, BonusKind::Level(_)).then(Vec::new))
            .collect();
        run
    }

    /// The same, with what each bonus pays each member kept for [`lines_of`](Self::lines_of).
    pub fn itemised(plan: &Plan) -> Self {
        Self::keeping(plan, |_| true)
    }

    /// Makes a plan ready, with the lines kept of these bonuses.
    fn keeping(plan: &Plan, keeps_lines: impl Fn(usize) -> bool) -> Self {
        let rules = Rules::new(plan);
        assert!(rules.n_facts() <= FACTS_MAX, "a plan asks for at most {FACTS_MAX} facts");
        for (place, bonus) in plan.bonuses.iter().enumerate() {
            if let Base::Pay(earlier) = bonus.base {
                assert!(earlier < place, "a bonus is based on the pay of an earlier one");
            }
            let n_ranks = plan.ranks.len();
            let has_tree = match bonus.tree {
                TreeKind::Sponsor => true,
                TreeKind::Placement => plan.placement.is_some(),
                TreeKind::PassUp => plan.pass_up.is_some(),
            };
            assert!(has_tree, "a plan has the trees it walks");
            match &bonus.kind {
                BonusKind::Retail(_) => {}
                BonusKind::Level(level) => level::assert_valid(level, n_ranks),
                BonusKind::Differential(rule) => differential::assert_valid(rule, n_ranks),
                BonusKind::Pair(rule) => pair::assert_valid(rule, plan),
                BonusKind::Pool(pool) => pool::assert_valid(pool, n_ranks),
                BonusKind::Award(award) => award::assert_valid(award, plan),
            }
        }
        Self {
            bonuses: plan.bonuses.clone(),
            placement: plan.placement,
            pass_up: plan.pass_up,
            boards: plan.boards,
            noted: plan.bonuses.iter().position(|b| matches!(b.kind, BonusKind::Pair(_))),
            cap: plan.cap,
            rules,
            standings: Standings::default(),
            columns: (0..plan.bonuses.len()).map(|b| keeps_lines(b).then(Vec::new)).collect(),
            lines: Vec::new(),
            pay: Vec::new(),
            margin: Vec::new(),
            total_cv: Money::ZERO,
            by_level: vec![None; plan.bonuses.len()],
            taken: Taken::default(),
        }
    }

    /// Applies the plan to one period; `history` is brought forward by it.
    ///
    /// The genealogy must be placed as the plan says. Vacant seats are shown to `volumes` and must
    /// have none.
    pub fn settle(
        &mut self,
        genealogy: &Genealogy,
        volumes: &impl Volumes,
        history: &mut RankHistory,
    ) {
        assert!(genealogy.placement() == self.placement, "people stand as the plan places them");
        assert!(genealogy.pass_up() == self.pass_up, "people are passed up as the plan says");
        assert!(genealogy.boards() == self.boards, "people sit on the boards of the plan");
        let activity = self.standings.judge(&self.rules, genealogy, volumes, history);
        fill::find(&self.bonuses, genealogy, &mut history.filled, &mut self.standings.filled);
        self.pay_all(activity, genealogy, volumes, history);
    }

    /// Pays the bonuses of the period that was settled last again, for other volumes: who is
    /// active, has which rank and reached which bracket stays as it was decided then.
    ///
    /// `history` must have what legs carried to the period, and is given what they carry on; titles
    /// and the volumes by which recruits are placed stay as they are.
    pub fn settle_again(
        &mut self,
        genealogy: &Genealogy,
        volumes: &impl Volumes,
        history: &mut RankHistory,
    ) {
        assert!(self.pay.len() == genealogy.len(), "the members are those of the period");
        let noted = history.legs.take();
        self.pay_all(None, genealogy, volumes, history);
        history.legs = noted;
    }

    /// The last period as if the plan had no cap over all bonuses: what is due before it.
    ///
    /// `history` must have what legs carried to the period.
    pub fn before_plan_cap(
        &self,
        genealogy: &Genealogy,
        volumes: &impl Volumes,
        history: &RankHistory,
    ) -> Self {
        let mut run = Self { cap: None, ..self.clone() };
        run.settle_again(genealogy, volumes, &mut history.clone());
        run
    }

    /// What the plan's cap over all bonuses leaves in the period; `None`: it has none.
    pub fn plan_cap(&self) -> Option<Money> {
        let exact = i128::from(self.total_cv.cents()) * i128::from(self.cap?.millionths());
        let limit = i64::try_from(exact.div_euclid(1_000_000)).expect("a share of a volume");
        Some(Money::from_cents(limit.max(0)))
    }

    /// Pays all bonuses to members whose standings are decided, but for who is active where so many
    /// points decide that.
    fn pay_all(
        &mut self,
        activity: Option<i64>,
        genealogy: &Genealogy,
        volumes: &impl Volumes,
        history: &mut RankHistory,
    ) {
        let n_members = genealogy.len();
        self.lines.clear();
        // `first_pass` clears it; without a bonus that customers pay it is never anything but zero.
        self.margin.resize(n_members, Money::ZERO);
        for column in self.columns.iter_mut().flatten().chain([&mut self.pay]) {
            column.clear();
            column.resize(n_members, Money::ZERO);
        }
        let is_first = |rule: &Bonus| rule.has_volume() && retail::on_sales(rule).is_none();
        let first = self.bonuses.iter().position(is_first);
        let first = first.filter(|&bonus| !matches!(self.bonuses[bonus].base, Base::Pay(_)));
        let mut on_sales =
            self.first_pass(activity, first, genealogy, volumes).into_iter().peekable();
        let mut total_cv = None;
        for bonus in 0..self.bonuses.len() {
            let own_sales = on_sales.next_if(|(paid, ..)| *paid == bonus);
            let (line, left) = if let Some((_, line, left)) = own_sales {
                (line, left)
            } else {
                let is_taken = first == Some(bonus);
                let line = self.pay_bonus(bonus, is_taken, genealogy, volumes, history);
                (line, self.taken.left())
            };
            self.lines.push(line);
            let rule = &self.bonuses[bonus];
            if rule.has_volume() && Source::of(rule) == Source::CV {
                total_cv = Some(left);
            }
        }
        let notes_cv = self.noted.is_none() && history.legs.is_some();
        if notes_cv {
            self.taken.fill(Source::CV, n_members, &[], volumes);
        }
        self.total_cv = total_cv.unwrap_or_else(|| {
            let returned = volumes.returns().iter().map(|r| Source::CV.given_back(r));
            volumes.total(n_members, Base::Cv, Orders::All) - Money::from_cents(returned.sum())
        });
        if let (true, Some(noted)) = (notes_cv, &mut history.legs) {
            let volume =
                |returned: &Return| (Source::CV.given_back(returned), returned.uplines.leg);
            let returned = Arrivals::new(volumes.returns(), TreeKind::Placement, volume);
            pair::note_legs(genealogy, &self.taken, returned, noted);
        }
        self.apply_plan_cap();
        self.post_columns();
    }

    /// Whether the member is active.
    pub fn active(&self, member: usize) -> bool {
        self.standings.is_active[member]
    }

    /// Whether each member is active.
    pub fn activity(&self) -> &[bool] {
        &self.standings.is_active
    }

    /// The rank that counts: the paid-as rank, or the title where it is kept and higher.
    pub fn rank(&self, member: usize) -> Option<RankIndex> {
        self.standings.standing[member].checked_sub(1)
    }

    /// Points of the member and everybody below him; `None` where no clause of the plan asks for
    /// group volume.
    pub fn group_volume(&self, member: usize) -> Option<Points> {
        self.standings.group_volume(member)
    }

    /// What the company pays each member: all bonuses but those that customers pay, after caps.
    pub fn pay(&self) -> &[Money] {
        &self.pay
    }

    /// What each member earns of retail bonuses that his customers pay.
    pub fn margin(&self) -> &[Money] {
        &self.margin
    }

    /// What each bonus of the plan came to.
    pub fn lines(&self) -> &[BonusLine] {
        &self.lines
    }

    /// What is due on each level of the bonus at this place of the plan, in millionths of a cent.
    #[cfg(test)]
    pub(super) fn due_by_level(&self, bonus: usize) -> &[i128] {
        self.by_level[bonus].as_deref().unwrap_or_default()
    }

    /// What the bonus at this place of the plan pays on each of its [levels](Bonus::levels), to the
    /// cent, caps and rounding shared out like what is due; nothing if it has none, or the run is
    /// [`itemised`](Self::itemised).
    pub fn paid_by_level(&self, bonus: usize) -> Vec<Money> {
        match (&self.bonuses[bonus].kind, &self.by_level[bonus]) {
            (BonusKind::Level(level), Some(due)) => {
                let due: Vec<i128> = level.paid_places().map(|place| due[place]).collect();
                divide(self.lines[bonus].paid, &due)
            }
            _ => Vec::new(),
        }
    }

    /// What the bonus at this place of the plan pays each member, after all caps.
    ///
    /// Panics unless the run is [`itemised`](Self::itemised).
    pub fn lines_of(&self, bonus: usize) -> &[Money] {
        self.columns[bonus].as_deref().expect("an itemised run keeps the lines of all bonuses")
    }

    /// Whether the member meets what the bonus at this place of the plan needs.
    pub fn is_eligible(&self, bonus: usize, member: usize) -> bool {
        match self.rules.eligible[bonus] {
            Eligible::Everyone => true,
            Eligible::Active => self.standings.is_active[member],
            Eligible::Need(need) => self.standings.meets[need][member],
        }
    }

    /// In how many periods in a row a clause of the plan has held for the member; `history` is that
    /// after the period.
    pub fn held(&self, of: ClauseOf, history: &RankHistory, member: usize) -> Held {
        self.rules.held(of, history, member)
    }

    /// How many of the brackets of the bonus at this place of the plan the member reached; 0 where
    /// it has none.
    pub fn brackets_reached(&self, bonus: usize, member: usize) -> usize {
        self.standings.reached[bonus].get(member).copied().unwrap_or_default().into()
    }

    /// The highest rank that the member ever had before the period and after it, if that rose and
    /// a bonus is paid for it.
    pub fn promotion(&self, member: usize) -> Option<(Option<RankIndex>, RankIndex)> {
        let mut promotions = self.standings.promotions.iter();
        let promotion = promotions.find(|promotion| promotion.member == member)?;
        Some((promotion.before.checked_sub(1), promotion.after - 1))
    }

    /// Whether so many levels of seats below the member are full for the first time as the bonus
    /// at this place of the plan asks for.
    pub fn has_filled(&self, bonus: usize, member: usize) -> bool {
        self.standings.filled[bonus].iter().any(|&filled| filled as usize == member)
    }

    /// How a member who leaves stands now, for when his goods are taken back.
    pub fn last_standing(&self, member: usize) -> LastStanding {
        let reached = |bonus: usize| {
            let reached: &Vec<u8> = &self.standings.reached[bonus];
            reached.get(member).copied().unwrap_or_default()
        };
        let of = |bonus| (self.is_eligible(bonus, member), reached(bonus));
        LastStanding {
            is_active: self.standings.is_active[member],
            standing: self.standings.standing[member],
            bonuses: (0..self.bonuses.len()).map(of).collect(),
        }
    }

    /// Commissionable volume of all members in the period, less that of goods given back.
    pub fn total_cv(&self) -> Money {
        self.total_cv
    }

    /// Does all that can be done with a member's orders alone, in one pass, for a large column comes from
    /// memory each time: judges who is active, where `activity`, so many points, decides that; pays the
    /// bonuses on own sales, and says what each of them came to, with its place in the plan and the volume
    /// that it was taken of; and takes the volumes for the bonus `first`.
    fn first_pass(
        &mut self,
        activity: Option<i64>,
        first: Option<usize>,
        genealogy: &Genealogy,
        volumes: &impl Volumes,
    ) -> Vec<(usize, BonusLine, Money)> {
        let Self { bonuses, standings, rules, columns, pay, margin, taken, .. } = self;
        let of_first = first.map(|bonus| Source::of(&bonuses[bonus]));
        if let Some(source) = of_first {
            taken.begin(source, volumes);
        }
        let has_margin = bonuses.iter().any(|bonus| bonus.paid_by() == PaidBy::Customer);
        let begin = |(bonus, rule)| OnSales::begin(bonus, rule, volumes);
        let mut on_sales: Vec<OnSales> = bonuses.iter().enumerate().filter_map(begin).collect();
        for members in parts(genealogy.len()) {
            if let Some(least) = activity {
                standings.judge_activity(members.clone(), least, genealogy, volumes);
            }
            if has_margin {
                margin[members.clone()].fill(Money::ZERO);
            }
            for paid in &mut on_sales {
                let (bonus, rule) = (paid.bonus, &bonuses[paid.bonus]);
                let column = column_of(rule, &mut columns[bonus], pay, margin);
                let eligible = rules.eligible(bonus, genealogy, standings);
                paid.pay(members.clone(), volumes, eligible, Payout::new(column, rule.cap));
            }
            if let Some(source) = of_first {
                taken.take(source, members, &[], volumes);
            }
        }
        on_sales.iter().map(|paid| (paid.bonus, paid.line(), paid.taken.left())).collect()
    }

    /// Pays one bonus; returns what it came to. `taken` is left as what it was taken of, unless it is
    /// an award; `is_taken`: it is that already.
    fn pay_bonus(
        &mut self,
        bonus: usize,
        is_taken: bool,
        genealogy: &Genealogy,
        volumes: &impl Volumes,
        history: &mut RankHistory,
    ) -> BonusLine {
        let Self {
            bonuses, standings, rules, columns, pay, margin, by_level, taken, noted, ..
        } = self;
        let rule = &bonuses[bonus];
        let paid_by = rule.paid_by();
        let (earlier, from_here) = columns.split_at_mut(bonus);
        let source = Source::of(rule);
        if rule.has_volume() && !is_taken {
            taken.fill(source, genealogy.len(), earlier, volumes);
        }
        let cap = rule.cap;
        let mut payout = Payout::new(column_of(rule, &mut from_here[0], pay, margin), cap);
        let eligible = rules.eligible(bonus, genealogy, standings);
        let tree = rule.tree.of(genealogy);
        let taken_back = |returned: &Return| source.given_back(returned);
        let committed = match &rule.kind {
            BonusKind::Retail(retail) => {
                retail::pay(retail, 0, &taken.volumes, eligible, &mut payout)
            }
            BonusKind::Level(level) => {
                let seats = level::Seats::new(level, standings, eligible);
                let seat = |returned| {
                    (taken_back(returned), level::last_seat(level, &returned.standing, bonus))
                };
                let returned = Arrivals::new(volumes.returns(), rule.tree, seat);
                payout.by_level = by_level[bonus].as_mut();
                level::pay(level, tree, taken, &seats, returned, &mut payout);
                taken.sum.at(level::committed_rate(level))
            }
            BonusKind::Differential(differential) => {
                let standing = &standings.standing;
                let own = match differential.rates {
                    OwnRate::Rank(_) => standing,
                    OwnRate::Volume(..) => &standings.reached[bonus],
                };
                let end = differential.stops_at_breakaway.then_some(rules.breakaway);
                let seats = Seats { own, eligible, standing, end };
                let seat = |returned: &Return| {
                    (taken_back(returned), last_step(differential, &returned.standing, bonus))
                };
                let returned = Arrivals::new(volumes.returns(), rule.tree, seat);
                differential::pay(differential, tree, taken, seats, returned, &mut payout)
            }
            BonusKind::Pair(rule) => {
                let standing = &standings.standing;
                let members = pair::Members { standing, eligible, cap };
                let is_noted = *noted == Some(bonus);
                let columns = pair::Columns {
                    carried: history.carried[bonus].as_deref_mut(),
                    noted: history.legs.as_deref_mut().filter(|_| is_noted),
                };
                let leg = |returned: &Return| (taken_back(returned), returned.uplines.leg);
                let returned = Arrivals::new(volumes.returns(), TreeKind::Placement, leg);
                pair::pay(rule, genealogy, taken, returned, members, columns, &mut payout)
            }
            BonusKind::Pool(pool) => {
                pool::pay(pool, taken.left(), &standings.standing, eligible, &mut payout)
            }
            BonusKind::Award(award) => {
                award::pay(award, bonus, genealogy, volumes, standings, eligible, &mut payout)
            }
        };
        let is_all_there = !rule.has_volume() || taken.is_all_there();
        BonusLine::closed(committed, payout.paid(), paid_by, is_all_there)
    }

    /// Scales all company-paid lines by one factor if together they exceed the plan's share of
    /// the CV. Rounding down keeps the sum within the bound.
    fn apply_plan_cap(&mut self) {
        let Some(limit) = self.plan_cap() else { return };
        let limit = i128::from(limit.cents());
        let is_company_paid = |line: &&mut BonusLine| line.paid_by == PaidBy::Company;
        let total: i128 =
            self.lines.iter_mut().filter(is_company_paid).map(|l| i128::from(l.paid.cents())).sum();
        if total <= limit {
            return;
        }
        for (line, column) in self.lines.iter_mut().zip(&mut self.columns) {
            if line.paid_by != PaidBy::Company {
                continue;
            }
            line.paid = Money::ZERO;
            for amount in column.iter_mut().flatten() {
                let scaled = (i128::from(amount.cents()) * limit).div_euclid(total);
                *amount = Money::from_cents(scaled as i64);
                line.paid += *amount;
            }
        }
    }

    /// Adds the lines that were kept apart to what their members get.
    fn post_columns(&mut self) {
        for (line, column) in self.lines.iter().zip(&self.columns) {
            let sums = match line.paid_by {
                PaidBy::Company => &mut self.pay,
                PaidBy::Customer => &mut self.margin,
            };
            for (sum, amount) in sums.iter_mut().zip(column.iter().flatten()) {
                *sum += *amount;
            }
        }
    }
}

/// The column into which a bonus is paid: its own, if its lines are kept.
fn column_of<'c>(
    bonus: &Bonus,
    kept: &'c mut Option<Vec<Money>>,
    pay: &'c mut [Money],
    margin: &'c mut [Money],
) -> &'c mut [Money] {
    match (kept, bonus.paid_by()) {
        (Some(column), _) => column,
        (None, PaidBy::Company) => pay,
        (None, PaidBy::Customer) => margin,
    }
}

/// The step of somebody who has left, as he stood last.
fn last_step(differential: &Differential, last: &LastStanding, bonus: usize) -> LastSeat {
    let own = match differential.rates {
        OwnRate::Rank(_) => last.standing,
        OwnRate::Volume(..) => last.reached(bonus),
    };
    LastSeat { own, is_eligible: last.is_eligible(bonus), standing: last.standing }
}
