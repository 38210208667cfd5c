//! A real company: who enrolled whom, and who ordered what.

use super::fault::Faults;
use super::members::Members;
use super::orders::Orders;
use crate::genealogy::Placement;

/// A table as it was read: the name under which faults are reported, and the content.
#[derive(Clone, Copy, Debug)]
pub struct InputFile<'a> {
    /// The path or name of the file.
    pub name: &'a str,
    /// Text in UTF-8, with commas between the columns.
    pub bytes: &'a [u8],
}

/// A table that cannot be read.
#[derive(Clone, Debug)]
pub struct Unreadable<'a> {
    /// The path or name of the file.
    pub name: &'a str,
    /// Why, as the rest of a sentence.
    pub reason: String,
}

/// Members and orders, which fit together.
#[derive(Debug)]
pub struct Company {
    /// Who belongs to it.
    pub members: Members,
    /// What was ordered and taken back.
    pub orders: Orders,
}

/// The places of the two tables among the files of [`Faults`].
pub(super) const MEMBERS: usize = 0;
pub(super) const ORDERS: usize = 1;

impl Company {
    /// Reads the tables of members (`member,sponsor,joined[,side]`) and of orders
    /// (`period,member,kind,price,pv,cv[,order,refund_of]`), for a plan that places members so.
    ///
    /// # Errors
    ///
    /// All faults of both tables together; that one cannot be read is one.
    pub fn read(
        members: Result<InputFile<'_>, Unreadable<'_>>,
        orders: Result<InputFile<'_>, Unreadable<'_>>,
        placement: Option<Placement>,
    ) -> Result<Self, Faults> {
        let tables = [members, orders];
        let mut faults = Faults::none([&tables[0], &tables[1]].map(|table| match table {
            Ok(input) => input.name,
            Err(unreadable) => unreadable.name,
        }));
        for (file, table) in tables.iter().enumerate() {
            if let Err(unreadable) = table {
                faults.add(file, None, format!("it cannot be read: {}", unreadable.reason));
            }
        }
        let [members, orders] = tables.map(Result::ok);
        let members = members.and_then(|table| Members::read(table, placement, &mut faults));
        let orders = orders.and_then(|table| Orders::read(table, members.as_ref(), &mut faults));
        faults.into_result()?;
        let (members, orders) = members.zip(orders).expect("what has no faults could be read");
        Ok(Self { members, orders })
    }

    /// How many periods there are: up to the last in which somebody joined or something was
    /// ordered or taken back.
    pub fn n_periods(&self) -> u32 {
        let last_joined = self.members.joined.last().copied();
        let last = last_joined.max(self.orders.last_period());
        last.map_or(0, |period| period + 1)
    }
}
