//! The same scenario and seed give the same bytes, whatever the machine does.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::support::{Files, Folder, PLAN, SCENARIO, data, ends};

/// All files of the small study, run in a folder of its own with these further arguments.
fn result(arguments: &str) -> Files {
    let folder = Folder::new();
    folder.run_silently(&format!("small.toml --runs 9 --out results {arguments}"));
    folder.files("results")
}

/// The result without further arguments, which several tests look at.
static RESULT: LazyLock<Files> = LazyLock::new(|| result("--threads 2"));

/// Says which files differ, for the bytes of a picture are nothing to look at.
fn assert_same(files: &Files, expected: &Files, what: &str) {
    assert!(files.keys().eq(expected.keys()), "{what}: other files");
    let differing: Vec<_> = files.keys().filter(|name| files[*name] != expected[*name]).collect();
    assert!(differing.is_empty(), "{what}: {differing:?} differ");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    assert!(RESULT.contains_key("growth.png") && RESULT.contains_key("income.csv"));
    for threads in ["1", "3", "8"] {
        assert_same(&result(&format!("--threads {threads}")), &RESULT, threads);
    }
}

#[test]
fn the_number_of_threads_changes_nothing_on_a_network() {
    let network = "--set network.kind=watts-strogatz --set network.degree=20";
    let of = |threads: u32| result(&format!("{network} --threads {threads}"));
    let expected = of(1);
    assert_ne!(data(&expected["outcomes.csv"]), data(&RESULT["outcomes.csv"]));
    for threads in [2, 3] {
        assert_same(&of(threads), &expected, "a network");
    }
}

#[test]
fn the_same_seed_gives_the_same_and_another_gives_another_result() {
    assert_same(&result("--seed 1"), &RESULT, "the same seed");
    let other = result("--seed 2");
    // So few people do not tell what decides income, and there are no ranks.
    let silent = ["determinants.csv", "ranks.csv"];
    let telling = |name: &&String| ends(name, "csv") && !silent.contains(&name.as_str());
    for name in RESULT.keys().filter(telling) {
        assert_ne!(data(&RESULT[name]), data(&other[name]), "{name}");
    }
    let hash = |files: &Files| {
        let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
        manifest["scenario_hash"].as_str().unwrap().to_owned()
    };
    assert_eq!(hash(&other), hash(&RESULT), "it is the same scenario");
    assert_ne!(hash(&result("--set market.population=401")), hash(&RESULT));
}

/// What belongs to a process that is off, as all of these are by default.
const OFF: &str = "--set training.practice=0.9 --set training.coaching=0.9 \
    --set inventory.volume=500 --set inventory.limit=10 --set inventory.spoilage=0.5 \
    --set digital.transparency=0.7 --set belief.floor=0.6 \
    --set market.spontaneous=0 --set market.crowding=0 --set market.customers_run_out=false \
    --set market.rejoin_after=infinite --set shock=[{name='none',from=3}] --set digital.reach=0 \
    --set digital.crm=0 --set digital.lower_barriers=0 --set quitting.influence=0 \
    --set plan.refund.rate=1 --set plan.refund.months=12";

#[test]
fn what_is_off_changes_no_figure() {
    let off = result(OFF);
    assert!(off.keys().eq(RESULT.keys()));
    for name in RESULT.keys().filter(|name| ends(name, "csv")) {
        assert_eq!(data(&off[name]), data(&RESULT[name]), "{name}");
    }
    let on = result(&format!("{OFF} --set training.gain=1"));
    assert_ne!(data(&on["outcomes.csv"]), data(&RESULT["outcomes.csv"]));
}

/// Makes the C library do without newer instructions of the processor: its functions are written
/// several times, and the versions differ in the last bit.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
const OLDER_PROCESSOR: (&str, &str) =
    ("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4,-AVX512F");

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[test]
fn the_processor_changes_no_result() {
    let folder = Folder::new();
    let (name, value) = OLDER_PROCESSOR;
    let mut program = folder.program("small.toml --runs 9 --quiet --out old");
    assert!(program.env(name, value).status().unwrap().success());
    assert_same(&folder.files("old"), &RESULT, "an older processor");
}

/// A last bit is seldom seen in a result, so the functions are also looked at one by one: this
/// test starts itself again, as on an older processor, to tell the bits there.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[test]
fn the_processor_changes_no_bit_of_a_function() {
    const ASKED: &str = "MLMSIM_TEST_BITS_TO";
    let bits = bits_of_functions();
    if let Some(path) = std::env::var_os(ASKED) {
        std::fs::write(path, bits).unwrap();
        return;
    }
    let folder = Folder::new();
    let (name, value) = OLDER_PROCESSOR;
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "determinism::the_processor_changes_no_bit_of_a_function"])
        .env(name, value)
        .env(ASKED, folder.path("bits"))
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(std::fs::read_to_string(folder.path("bits")).unwrap(), bits);
}

/// For each function of the library the hash of its values at many places.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn bits_of_functions() -> String {
    use mlmsim::portable;
    type Function = (&'static str, fn(f64) -> f64);
    const FUNCTIONS: [Function; 9] = [
        ("exp", |x| portable::exp(x - 30.0)),
        ("expm1", |x| portable::expm1(x - 30.0)),
        ("log", portable::log),
        ("log1p", portable::log1p),
        ("log10", portable::log10),
        ("pow", |x| portable::pow(x, 0.7)),
        ("erfc", |x| portable::erfc(x / 10.0)),
        ("lgamma", portable::lgamma),
        ("normal_quantile", |x| portable::normal_quantile(x / 100.0)),
    ];
    let lines = FUNCTIONS.map(|(name, function)| {
        let places = (1..200_000_u32).map(|n| f64::from(n) * 0.000_37);
        let bytes: Vec<u8> = places.flat_map(|x| function(x).to_bits().to_le_bytes()).collect();
        format!("{name} {:016x}", fnv1a64(&bytes))
    });
    lines.join("\n")
}

#[test]
fn comments_order_and_place_change_nothing() {
    let folder = Folder::new();
    let header = "# A comment that tells why.\n";
    folder.write("elsewhere/small.toml", format!("{header}{SCENARIO}").replace("400", "4e2 # few"));
    folder.write("elsewhere/plan.toml", format!("{header}{PLAN}"));
    folder.run_silently("elsewhere/small.toml --runs 9 --out again");
    assert_same(&folder.files("again"), &RESULT, "a comment");
}

#[test]
fn results_tell_nothing_of_time_and_machine() {
    let folder = Folder::new();
    let text = format!("{SCENARIO}\n# distinctive comment");
    folder.write("distinctive/small.toml", text);
    folder.write("distinctive/plan.toml", PLAN);
    folder.run_silently("distinctive/small.toml --threads 7 --out distinctive-results");
    let here = folder.path("").to_string_lossy().trim_end_matches('/').to_owned();
    let year = {
        // The year as the file system of the test knows it: a time stamp would hold it.
        let modified = std::fs::metadata(folder.path("plan.toml")).unwrap().modified().unwrap();
        let seconds = modified.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        (1970 + seconds / 31_556_952).to_string()
    };
    let stamps = [format!("{year}-"), format!("{year}/"), format!(" {year} ")];
    let words = ["distinctive", "thread", "--out", "small.toml", "plan.toml", &here];
    for (name, bytes) in folder.files("distinctive-results") {
        let text = String::from_utf8_lossy(&bytes);
        for word in words.iter().copied().chain(stamps.iter().map(String::as_str)) {
            assert!(!text.contains(word), "{name} tells of `{word}`");
        }
        if ends(&name, "png") {
            let known = ["IHDR", "PLTE", "pHYs", "IDAT", "IEND", "tRNS"];
            let others: Vec<_> =
                chunks(&bytes).into_iter().filter(|chunk| !known.contains(&&**chunk)).collect();
            assert!(others.is_empty(), "{name} has {others:?}");
        }
    }
}

/// The kinds of the chunks of a PNG file, which after a signature of 8 bytes are each a length, a
/// kind, so many bytes and a checksum.
fn chunks(png: &[u8]) -> BTreeSet<String> {
    let mut kinds = BTreeSet::new();
    let mut rest = &png[8..];
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        kinds.insert(String::from_utf8_lossy(&tail[..4]).into_owned());
        rest = &tail[4 + u32::from_be_bytes(*length) as usize + 4..];
    }
    kinds
}

/// The small study's tables, by the hash of their data.
const GOLDEN: &str = "
5b02a6854ae9b3b4 determinants.csv
7e373e202d414bcc disclosure.csv
37df1b5d2d404595 distribution.csv
a6b9352f1fd1061b entry_tenths.csv
a8fe7a78e94c13fd income.csv
1716042ccc716e7e ledger.csv
6204a6613cdd908a lorenz.csv
6f28f29f18698124 losses.csv
9b050ffc4343bdb8 money_flows.csv
82eb43ff1598545c network.csv
4c996727fe0e7bcc outcomes.csv
adbdf7659dfeb990 ranks.csv
dbf1cccc1682ad4f runs.csv
344665d1290a060b series.csv
3abac096937ed8c0 warning_signs.csv
";

/// Results that change by accident are noticed here. A change of the model that is meant to
/// change them says so in the changelog, and renews [`GOLDEN`] with what this test prints.
#[test]
fn results_are_those_of_the_version_before() {
    let tables = RESULT.iter().filter(|(name, _)| ends(name, "csv"));
    let hashes = tables.map(|(name, bytes)| {
        let hash = fnv1a64(data(bytes).as_bytes());
        format!("{hash:016x} {name}")
    });
    let found = hashes.collect::<Vec<_>>().join("\n");
    assert!(
        found == GOLDEN.trim(),
        "the results have changed: if they should, say so in CHANGELOG.md and put this into \
         `GOLDEN` of tests/it/determinism.rs:\n{found}"
    );
}

/// The FNV-1a hash of 64 bits (Fowler, Noll & Vo).
fn fnv1a64(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
