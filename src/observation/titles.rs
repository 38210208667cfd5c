//! How far people come on the ladder of ranks.

/// By the highest rank ever earned, 0 being none, those who joined to earn, and only to buy.
#[derive(Clone, Debug)]
pub(super) struct Titles(Vec<[u64; 2]>);

impl Titles {
    /// Nobody yet, in a plan of so many ranks.
    pub(super) fn new(n_ranks: usize) -> Self {
        Self(vec![[0; 2]; n_ranks + 1])
    }

    /// Counts one person.
    #[inline]
    pub(super) fn record(&mut self, title: u8, is_builder: bool) {
        self.0[usize::from(title)][usize::from(!is_builder)] += 1;
    }

    /// For each rank the shares of everyone, and of those who joined to earn, who ever earned it or a
    /// higher one.
    pub(super) fn shares(&self) -> Vec<[f64; 2]> {
        let from = |rank: usize| {
            let sum = |sum: [u64; 2], two: &[u64; 2]| [sum[0] + two[0], sum[1] + two[1]];
            let [builders, buyers] = self.0[rank..].iter().fold([0; 2], sum);
            [builders + buyers, builders].map(|people| people as f64)
        };
        let [everyone, builders] = from(0);
        let shares = |[a, b]: [f64; 2]| [a / everyone, b / builders];
        (1..self.0.len()).map(|rank| shares(from(rank))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_a_rank_has_had_all_below_it() {
        let mut titles = Titles::new(2);
        for (title, is_builder) in [(0, true), (1, true), (2, true), (2, true), (0, false)] {
            titles.record(title, is_builder);
        }
        assert_eq!(titles.shares(), [[0.6, 0.75], [0.4, 0.5]]);
        assert!(Titles::new(0).shares().is_empty());
        assert!(Titles::new(1).shares()[0].iter().all(|share| share.is_nan()), "nobody");
    }
}
