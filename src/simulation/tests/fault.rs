//! Mistakes for the reference to make, to see that its comparison with the simulation has eyes.

/// A mistake made on purpose, which a comparison must notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Level bonuses start one level too late.
    LevelSkipped,
    /// Customers order in the month in which they were won.
    CustomersOrderAtOnce,
    /// Leavers act in the month after they left.
    LeaverActsOnceMore,
    /// Recruits buy and look for customers in the month in which they join.
    RecruitsActAtOnce,
    /// Quitting draws from the stream of purchasing.
    StreamsShareAKey,
    /// Quitting draws the same number in every month.
    PeriodDropped,
    /// The downline of a leaver goes to the company and not to his upline.
    NobodyRollsUp,
    /// The last places go to those who joined first.
    LastPlacesByAge,
    /// Renewals fall due a month early.
    RenewalEarly,
    /// Approaches are not counted off the acquaintances.
    AcquaintancesNeverEnd,
    /// A sign-up counts although another member signed up the same person.
    SecondHitsCount,
    /// The first twelve months end a month early.
    FirstTwelveMonthsShort,
    /// The joining month counts as worked.
    JoiningMonthWorked,
    /// People who left in a calendar year are not counted in it.
    LeaversForgotten,
    /// Statements of active months take in members who were not active.
    IdleMonthsCounted,
    /// Uplines who are not active train their recruits.
    IdleUplinesTrain,
    /// What those who only buy do not earn is told to their uplines.
    BuyersTellOfTheirResults,
    /// The downline whose results are known to a builder is that of his recruits alone.
    OnlyRecruitsTellOfTheirResults,
    /// Those who only buy get a part of the people who sign up by themselves.
    BuyersAreAssignedPeople,
    /// Shocks come a month late.
    ShocksComeLate,
    /// Those who only buy stand in the way of builders.
    BuyersCrowd,
    /// What is sold from stock counts as an order once more.
    ResaleIsAnOrder,
    /// Goods that are resold count as bought for oneself.
    ResoldIsOwnUse,
    /// Goods from stock do not count as sold to customers in clauses.
    ResaleIsNoSale,
    /// Who buys ahead has no limit.
    LoadersKnowNoLimit,
    /// Former members may join again a month early.
    FormerMembersReturnEarly,
    /// Customers are not counted among the people of the market.
    CustomersAreNobody,
    /// The leaving of a sponsor acts on his whole downline.
    LeavingActsFurtherDown,
    /// On a network of contacts anybody can be met.
    StrangersAreMet,
    /// Of several sponsors a neighbour goes to the one who joined first.
    FirstToJoinWinsNeighbours,
    /// Stock of any age is bought back.
    OldStockIsBoughtBack,
    /// Commissions on goods given back are never taken back.
    NothingIsTakenBack,
    /// Recruits take seats on the board that began last.
    NewestBoardFirst,
    /// Recruits take seats on the oldest board, whichever their sponsor is on.
    SponsorsAreNotFollowed,
    /// Boards on which nobody is left go on where recruits follow their sponsors.
    EmptyBoardsStayOpen,
    /// Seats of leavers are not given up.
    LeaversKeepTheirSeats,
}

impl Fault {
    pub(super) const ALL: &[Self] = &[
        Self::LevelSkipped,
        Self::CustomersOrderAtOnce,
        Self::LeaverActsOnceMore,
        Self::RecruitsActAtOnce,
        Self::StreamsShareAKey,
        Self::PeriodDropped,
        Self::NobodyRollsUp,
        Self::LastPlacesByAge,
        Self::RenewalEarly,
        Self::AcquaintancesNeverEnd,
        Self::SecondHitsCount,
        Self::FirstTwelveMonthsShort,
        Self::JoiningMonthWorked,
        Self::LeaversForgotten,
        Self::IdleMonthsCounted,
        Self::IdleUplinesTrain,
        Self::BuyersTellOfTheirResults,
        Self::OnlyRecruitsTellOfTheirResults,
        Self::BuyersAreAssignedPeople,
        Self::ShocksComeLate,
        Self::BuyersCrowd,
        Self::ResaleIsAnOrder,
        Self::ResoldIsOwnUse,
        Self::ResaleIsNoSale,
        Self::LoadersKnowNoLimit,
        Self::FormerMembersReturnEarly,
        Self::CustomersAreNobody,
        Self::LeavingActsFurtherDown,
        Self::StrangersAreMet,
        Self::FirstToJoinWinsNeighbours,
        Self::OldStockIsBoughtBack,
        Self::NothingIsTakenBack,
        Self::NewestBoardFirst,
        Self::SponsorsAreNotFollowed,
        Self::EmptyBoardsStayOpen,
        Self::LeaversKeepTheirSeats,
    ];
}
