//! "Did you mean …?": the nearest of several known words.

/// The known word nearest to what was written, if it is near enough to be a slip of the pen: at
/// most one edit for every three letters, and fewer edits than letters.
pub fn nearest<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    known
        .into_iter()
        .map(|word| (distance(&written.to_lowercase(), &word.to_lowercase()), word))
        .filter(|&(distance, word)| {
            let letters = word.chars().count();
            distance <= (letters / 3).max(1) && distance < letters
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
}

/// The fewest insertions, deletions, replacements and swaps of neighbours that turn one word into
/// the other (optimal string alignment).
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let mut before_last = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for i in 0..one.len() {
        let mut row = vec![i + 1];
        for j in 0..other.len() {
            let replaced = last[j] + usize::from(one[i] != other[j]);
            let mut best = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && one[i] == other[j - 1] && one[i - 1] == other[j] {
                let swapped: &Vec<usize> = &before_last;
                best = best.min(swapped[j - 1] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

/// How what is commonly called a kind of plan is written, since bonuses are of six kinds only.
pub(super) fn composed(kind: &str) -> Option<&'static str> {
    let kind = kind.to_lowercase().replace(['-', ' '], "_");
    COMPOSED.iter().find(|(names, _)| names.contains(&&*kind)).map(|(_, help)| *help)
}

const COMPOSED: &[(&[&str], &str)] = &[
    (
        &["board", "cycler", "gifting", "gifting_board"],
        "boards are a tree with an award: add a `[[tree]]` with place = \"board\", width = 2 and \
         depth = 3, and write kind = \"award\" with on = \"cycle\" and an `amount`",
    ),
    (
        &["binary"],
        "a binary plan is a tree with a bonus on pairs: add a `[[tree]]` with place = \"weak\" and \
         width = 2, and write kind = \"pair\" with a `rate` and the tree's name as `tree`",
    ),
    (
        &["matrix", "forced_matrix"],
        "a matrix is a tree with a bonus on levels: add a `[[tree]]` with place = \"bfs\" and \
         width = 3, and write kind = \"level\" with `rates` and the tree's name as `tree`",
    ),
    (
        &["pass_up", "2_up", "two_up", "australian"],
        "passing up is a tree with a bonus on one level: add a `[[tree]]` with place = \"pass_up\" \
         and n = 2, and write kind = \"level\" with rates = [0.8] and the tree's name as `tree`",
    ),
    (&["unilevel"], "write kind = \"level\" with a list of `rates`, one for each level"),
    (
        &["breakaway", "stairstep", "infinity"],
        "write kind = \"differential\" with `brackets` of a volume, or with `rates` by rank",
    ),
    (
        &["match", "matching", "check_match"],
        "write kind = \"level\" with base = \"pay:\" and the name of the earlier bonus",
    ),
    (
        &["generation", "generations", "leadership"],
        "write kind = \"level\" with step = \"rank:\" and the name of the rank of a leader",
    ),
    (
        &["fast_start"],
        "write kind = \"level\" with `first`, the periods after joining in which orders count",
    ),
];

/// Words in back-ticks: `a`, `b` and `c`.
pub(super) fn listed<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    joined(words.into_iter().map(|word| format!("`{word}`")).collect())
}

/// a, b and c.
pub(super) fn joined(mut words: Vec<String>) -> String {
    match words.pop() {
        None => "none".into(),
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} and {last}", words.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_of_neighbours_is_one_edit() {
        assert_eq!(distance("popluation", "population"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn only_near_words_are_suggested() {
        let known = ["population", "founders", "overlap"];
        assert_eq!(nearest("popluaton", known), Some("population"));
        assert_eq!(nearest("Founders", known), Some("founders"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("lvl", ["level", "retail"]), None);
        assert_eq!(nearest("b", ["a"]), None);
    }

    #[test]
    fn lists_end_in_and() {
        assert_eq!(listed([]), "none");
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
