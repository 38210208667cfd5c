//! A table as CSV that explains itself.

use std::fmt::Write;

use crate::results::{Cell, Provenance, Table};

/// The table behind lines that begin with `#` and say what it is, where it comes from, and what
/// its columns mean.
///
/// Numbers are the shortest that read back as the same value; what is missing is empty.
pub(super) fn encode(table: &Table, provenance: &Provenance) -> String {
    let mut text = preamble(table, provenance);
    // A first cell that begins with `#` is quoted, lest it be read as a comment.
    let mut writer = csv::WriterBuilder::new().comment(Some(b'#')).from_writer(Vec::new());
    let header = table.columns.iter().map(|column| column.name.as_str());
    writer.write_record(header).expect("memory takes all that is written");
    for row in &table.rows {
        let cells = row.iter().map(cell_text);
        writer.write_record(cells).expect("a row has a cell for each column");
    }
    let body = writer.into_inner().expect("memory takes all that is written");
    text.push_str(&String::from_utf8(body).expect("cells are text"));
    text
}

fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Missing => String::new(),
    }
}

fn preamble(table: &Table, provenance: &Provenance) -> String {
    let columns = table.columns.iter().map(|c| [&*c.name, &*c.unit, &*c.meaning]);
    let notes: Vec<&str> = table.notes.iter().map(String::as_str).collect();
    heading(&[&[table.title, table.meaning], &*notes].concat(), &origin(provenance), columns)
}

/// The lines that explain a table: what it is, where it comes from, and its columns with unit and
/// meaning.
pub(super) fn heading<'a>(
    about: &[&str],
    origin: &[(&str, String)],
    columns: impl Iterator<Item = [&'a str; 3]>,
) -> String {
    let mut text = String::new();
    for line in about {
        comment(&mut text, line);
    }
    comment(&mut text, "");
    for (what, value) in origin {
        comment(&mut text, &format!("{what}: {value}"));
    }
    comment(&mut text, "");
    for [name, unit, meaning] in columns {
        comment(&mut text, &format!("column {name} [{unit}]: {meaning}"));
    }
    text
}

/// Where the results come from, in words.
fn origin(provenance: &Provenance) -> Vec<(&'static str, String)> {
    if !provenance.is_simulated() {
        let program = provenance.program.clone();
        return vec![("program", program), ("format", provenance.format.to_string())];
    }
    let runs = if provenance.is_partial() {
        format!("{} of {} (partial result)", provenance.runs, provenance.runs_requested)
    } else {
        provenance.runs.to_string()
    };
    vec![
        ("scenario", provenance.title.clone()),
        ("scenario hash", provenance.scenario_hash.clone()),
        ("program", provenance.program.clone()),
        ("format", provenance.format.to_string()),
        ("seed", provenance.seed.to_string()),
        ("runs", runs),
        ("runs in which the network died out", provenance.runs_extinct.to_string()),
        ("months", provenance.months.to_string()),
        ("currency", provenance.currency.clone()),
    ]
}

/// Adds a text as comment; a title with line breaks stays inside it.
fn comment(text: &mut String, content: &str) {
    let content = content.replace(['\r', '\n'], " ");
    let line = format!("# {content}");
    writeln!(text, "{}", line.trim_end()).expect("a string takes all that is written");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::{fixture, tables};

    fn encoded(name: &str) -> String {
        let study = fixture::study();
        let tables = tables(&study);
        let table = tables.iter().find(|table| table.name == name).unwrap();
        encode(table, &study.provenance)
    }

    #[test]
    fn a_table_explains_itself() {
        insta::assert_snapshot!(encoded("distribution"), @r#"
        # The distribution of net income
        # Share of everyone who ever joined with a net income, over the whole time as member, from one amount to another; means over runs. Those of everyone add up to one, and so do those of builders and buyers_only together.
        # The interval says how well the runs know the value, and shrinks with more runs; the spread says what a single run may look like, and does not.
        # A mean of worlds is what to expect of one world: a small world, such as one that died out early, weighs as much as a large one. Pooled, all worlds are taken together, a sum over runs by a sum over runs: every person weighs the same, and in a ratio of money or points every unit that is divided by.
        # A class holds its end nearer to zero and not the other, so that losses and gains are classed alike; zero, nothing lost and nothing gained, is a class of its own.
        # All ends are multiples or tenths of 1000 USD, the power of ten at or below the lowest of study.thresholds.
        #
        # scenario: A made-up company
        # scenario hash: 0123456789abcdef
        # program: mlmsim 0.1.0
        # format: 1
        # seed: 7
        # runs: 40 of 50 (partial result)
        # runs in which the network died out: 2
        # months: 24
        # currency: USD
        #
        # column from [USD]: lower end; empty: there is none
        # column to [USD]: upper end; empty: there is none
        # column group [word]: who is counted: everyone, those who joined to earn, or those who joined only to buy
        # column value [share]: the estimate over runs; empty: no run has the figure
        # column interval_low [share]: lower end of the 95 % Monte Carlo interval; empty: too few runs
        # column interval_high [share]: upper end of the 95 % Monte Carlo interval
        # column spread_low [share]: 5 % quantile of the figures of the runs; empty: fewer than two runs
        # column spread_high [share]: 95 % quantile of the figures of the runs
        # column runs [runs]: number of runs that have the figure
        # column pooled [share]: the same of all runs together; empty: it is no ratio, such as a mean or share of people, or no run has it
        # column pooled_low [share]: lower end of its 95 % Monte Carlo interval; empty: too few runs
        # column pooled_high [share]: upper end of its 95 % Monte Carlo interval
        from,to,group,value,interval_low,interval_high,spread_low,spread_high,runs,pooled,pooled_low,pooled_high
        ,0,everyone,0.875,0.861328125,0.888671875,0.765625,0.984375,40,0.888671875,0.874786376953125,0.902557373046875
        ,0,builders,0.75,0.73828125,0.76171875,0.65625,0.84375,40,0.76171875,0.74981689453125,0.77362060546875
        ,0,buyers_only,0.125,0.123046875,0.126953125,0.109375,0.140625,40,0.126953125,0.124969482421875,0.128936767578125
        0,0,everyone,0.109375,0.107666015625,0.111083984375,0.095703125,0.123046875,40,0.111083984375,0.10934829711914063,0.11281967163085938
        0,0,builders,0,0,0,0,0,40,0,0,0
        0,0,buyers_only,0.109375,0.107666015625,0.111083984375,0.095703125,0.123046875,40,0.111083984375,0.10934829711914063,0.11281967163085938
        0,,everyone,0.015625,0.015380859375,0.015869140625,0.013671875,0.017578125,40,0.015869140625,0.015621185302734375,0.016117095947265625
        0,,builders,0.015625,0.015380859375,0.015869140625,0.013671875,0.017578125,40,0.015869140625,0.015621185302734375,0.016117095947265625
        0,,buyers_only,0,0,0,0,0,40,0,0,0
        "#);
    }

    #[test]
    fn every_cell_reads_back() {
        let study = fixture::study();
        for table in tables(&study) {
            let text = encode(&table, &study.provenance);
            let mut reader =
                csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
            let names: Vec<&str> = table.columns.iter().map(|column| &*column.name).collect();
            assert_eq!(reader.headers().unwrap(), names);
            let records: Vec<_> = reader.records().map(Result::unwrap).collect();
            assert_eq!(records.len(), table.rows.len());
            for (record, row) in records.iter().zip(&table.rows) {
                for (field, cell) in record.iter().zip(row) {
                    let same = match cell {
                        Cell::Text(text) => field == text,
                        Cell::Integer(number) => field.parse() == Ok(*number),
                        Cell::Real(number) => field.parse() == Ok(*number),
                        Cell::Missing => field.is_empty(),
                    };
                    assert!(same, "{field} instead of {cell:?} in {}", table.name);
                }
            }
        }
    }

    #[test]
    fn text_cannot_leave_its_place() {
        let mut study = fixture::study();
        study.provenance.title = "one\ntwo,\r\n3".into();
        study.outcomes[0].name = "#joined, \"all\"";
        let tables = tables(&study);
        let table = tables.iter().find(|table| table.name == "outcomes").unwrap();
        let text = encode(table, &study.provenance);
        assert!(text.contains("# scenario: one two,  3\n"), "{text}");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), 2, "{text}");
        assert!(text.contains("\n\"#joined, \"\"all\"\"\",people,"), "{text}");
    }

    #[test]
    fn numbers_are_the_shortest_that_read_back() {
        let numbers = [0.1, -0.0, 1e16, 1.0 / 3.0, 5e-324].map(Cell::real);
        let text: Vec<String> = numbers.iter().map(cell_text).collect();
        assert_eq!(text[..4], ["0.1", "0", "10000000000000000", "0.3333333333333333"]);
        assert_eq!(text[4].parse(), Ok(5e-324));
    }
}
