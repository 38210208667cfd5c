//! A scenario in one canonical spelling, and its hash.

use std::fmt::Write;

use super::tree::{Entry, Node, Value};

/// Which sample of the scenario's worlds is drawn, not what they are.
const DESIGN: [&str; 2] = ["study.runs", "study.seed"];

/// All keys with the values that hold, one a line, in the order of the vocabulary, but for the
/// number of runs and the seed. Comments, formatting, the order of keys and whether a default was
/// written leave no trace.
pub(super) fn canonical(entries: &[Entry]) -> String {
    let mut text = String::new();
    write_entries(&mut text, "", entries);
    text
}

fn write_entries(text: &mut String, prefix: &str, entries: &[Entry]) {
    for entry in entries {
        write_node(text, &format!("{prefix}{}", entry.key), &entry.node);
    }
}

fn write_node(text: &mut String, path: &str, node: &Node) {
    if DESIGN.contains(&path) {
        return;
    }
    // Writing to a `String` cannot fail.
    let _ = match &node.value {
        Value::Text(value) => writeln!(text, "{path}={value:?}"),
        Value::Whole(value) => writeln!(text, "{path}={value}"),
        Value::Number(value) => writeln!(text, "{path}={value}"),
        Value::Flag(value) => writeln!(text, "{path}={value}"),
        Value::Date | Value::Faulty => unreachable!("a checked scenario has neither"),
        Value::List(elements) => {
            for (number, element) in elements.iter().enumerate() {
                write_node(text, &format!("{path}.{number}"), element);
            }
            writeln!(text, "{path}.length={}", elements.len())
        }
        Value::Table(entries) => {
            let mut entries = entries.clone();
            entries.sort_by(|a, b| a.key.cmp(&b.key));
            write_entries(text, &format!("{path}."), &entries);
            Ok(())
        }
    };
}

/// The FNV-1a hash of a text.
pub(super) fn hash(text: &str) -> u64 {
    hash_of(text.bytes())
}

/// The FNV-1a hash (Fowler, Noll and Vo), 64 bits.
pub(super) fn hash_of(bytes: impl Iterator<Item = u8>) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    bytes.fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_has_the_published_values() {
        // Test vectors of the draft-eastlake-fnv specification.
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(hash("foobar"), 0x8594_4171_f739_67e8);
    }
}
