//! Whether people joined early and late.

use super::Study;

impl Study {
    /// Whether there are ten tenths by time of joining, of whom the last joined later than the first: not where
    /// nobody is recruited, nor where fewer than ten people join.
    pub fn has_late_joiners(&self) -> bool {
        let joined = |tenth: Option<&super::EntryTenth>| tenth.map(|tenth| tenth.joined.value);
        let is_later = match (joined(self.entry.first()), joined(self.entry.last())) {
            (Some(first), Some(last)) => last > first,
            _ => false,
        };
        let fewer_than_ten =
            self.outcome("ever_joined").is_some_and(|outcome| outcome.estimate.value < 10.0);
        is_later && !fewer_than_ten
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{around, study};

    #[test]
    fn the_last_had_less_time_only_where_they_joined_later() {
        assert!(study().has_late_joiners());
        let mut founders_only = study();
        founders_only.entry.iter_mut().for_each(|tenth| tenth.joined = around(0.0));
        assert!(!founders_only.has_late_joiners());
        let mut few = study();
        few.outcomes[0].name = "ever_joined";
        few.outcomes[0].estimate = around(9.0);
        assert!(!few.has_late_joiners());
        few.outcomes[0].estimate = around(10.0);
        assert!(few.has_late_joiners());
        few.entry.clear();
        assert!(!few.has_late_joiners());
    }
}
