//! Whether there is money at all.

use super::Study;
use crate::observation::OWN_PURCHASES;

impl Study {
    /// Whether money moves in some run: not where nobody buys, pays a fee or spends anything, in which
    /// every income is nothing.
    pub fn has_money(&self) -> bool {
        self.ledger.iter().any(|line| line.amount.value != 0.0)
    }

    /// Whether members buy goods in some run, so that it matters what these are worth to them.
    pub fn has_own_purchases(&self) -> bool {
        let mut bought = self.ledger.iter().filter(|line| line.flow == OWN_PURCHASES);
        bought.any(|line| line.amount.value != 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{around, study};

    #[test]
    fn there_is_money_where_some_moves() {
        let mut study = study();
        assert!(study.has_money());
        study.ledger.iter_mut().for_each(|line| line.amount = around(0.0));
        assert!(!study.has_money());
        study.ledger[1].amount = around(0.01);
        assert!(study.has_money());
    }
}
