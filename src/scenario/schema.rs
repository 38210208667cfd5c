//! JSON Schemas for editors, from the table of keys.
//!
//! Draft 7 is what editors' TOML plug-ins understand. What this version refuses is left out, so
//! that an editor marks it.

use serde_json::{Map, Value, json};

use super::keys::{Key, Presence, Quantity, Shape, Table, Word};
use super::tree::{self, read_default};
use super::vocabulary::{CLAUSE, DISCLOSURE, PLAN, SCENARIO};

/// Which kind of file a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaKind {
    /// A scenario file.
    Scenario,
    /// A plan file.
    Plan,
    /// A disclosure file.
    Disclosure,
}

/// The JSON Schema (draft 7) of a kind of file.
pub fn schema(kind: SchemaKind) -> Value {
    let (table, title) = match kind {
        SchemaKind::Scenario => (&SCENARIO, "mlmsim scenario"),
        SchemaKind::Plan => (&PLAN, "mlmsim compensation plan"),
        SchemaKind::Disclosure => (&DISCLOSURE, "mlmsim disclosure"),
    };
    let mut root = object(table);
    root.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    root.insert("title".into(), json!(title));
    if kind != SchemaKind::Disclosure {
        // A clause holds clauses, so it needs a name.
        root.insert("definitions".into(), json!({ "clause": object(&CLAUSE) }));
    }
    Value::Object(root)
}

fn object(table: &Table) -> Map<String, Value> {
    let mut properties: Map<String, Value> = Map::new();
    let mut required = Vec::new();
    for key in table.all() {
        let Some(property) = property(key) else { continue };
        if key.presence == Presence::Required && key.kinds.is_empty() {
            required.push(json!(key.name));
        }
        match properties.get_mut(key.name) {
            Some(shared) => share(shared, property),
            None => drop(properties.insert(key.name.into(), property)),
        }
    }
    let mut object = Map::new();
    object.insert("type".into(), json!("object"));
    object.insert("description".into(), json!(table.about));
    object.insert("additionalProperties".into(), json!(false));
    object.insert("properties".into(), Value::Object(properties));
    if !required.is_empty() {
        object.insert("required".into(), Value::Array(required));
    }
    let kinds = kinds(table);
    if !kinds.is_empty() {
        object.insert("allOf".into(), Value::Array(kinds));
    }
    object
}

/// For each kind the keys that belong to others, which may not stand beside it, and those that it needs.
fn kinds(table: &Table) -> Vec<Value> {
    let Some(Shape::Word(words)) = table.all().find(|key| key.name == "kind").map(|key| &key.shape)
    else {
        return Vec::new();
    };
    let of_kind = |word: &Word| {
        let is_of = |key: &Key| key.kinds.is_empty() || key.kinds.contains(&word.text);
        let mut foreign = Map::new();
        let mut required = Vec::new();
        for key in table.all().filter(|key| !key.kinds.is_empty()) {
            if table.all().all(|other| other.name != key.name || !is_of(other)) {
                foreign.insert(key.name.into(), json!(false));
            } else if is_of(key) && key.presence == Presence::Required {
                required.push(json!(key.name));
            }
        }
        if foreign.is_empty() && required.is_empty() {
            return None;
        }
        let mut then = Map::new();
        if !foreign.is_empty() {
            then.insert("properties".into(), Value::Object(foreign));
        }
        if !required.is_empty() {
            then.insert("required".into(), Value::Array(required));
        }
        Some(json!({
            "if": { "required": ["kind"], "properties": { "kind": { "const": word.text } } },
            "then": then,
        }))
    };
    words.iter().filter_map(of_kind).collect()
}

/// Adds to the schema of a key what it is beside other kinds: they may differ in its values and in
/// its default.
fn share(shared: &mut Value, mut other: Value) {
    let mut parts = [shared.take(), other.take()];
    let mut descriptions = Vec::new();
    for part in &mut parts {
        let Some(part) = part.as_object_mut() else { continue };
        part.remove("default");
        let description = part.remove("description");
        descriptions.extend(description.as_ref().and_then(Value::as_str).map(str::to_owned));
    }
    let [first, second] = parts;
    *shared = if first == second {
        first
    } else {
        let mut choices = Vec::new();
        for part in [first, second] {
            match part["anyOf"].as_array() {
                Some(inner) => choices.extend(inner.iter().cloned()),
                None => choices.push(part),
            }
        }
        json!({ "anyOf": choices })
    };
    shared["description"] = json!(descriptions.join(" "));
}

/// The schema of a key; nothing for one that this version refuses.
fn property(key: &Key) -> Option<Value> {
    let mut property = shape(&key.shape)?;
    let map = property.as_object_mut()?;
    let mut description = format!("{}.", capitalised(key.meaning));
    if !key.unit.is_empty() {
        description = format!("{description} Unit: {}.", key.unit);
    }
    if !key.kinds.is_empty() {
        description = format!("{description} Kind: {}.", key.kinds.join(", "));
    }
    if !key.evidence.is_empty() {
        description = format!("{description} Evidence: {}.", key.evidence);
    }
    if let Presence::Default(text) = key.presence
        && !matches!(text, "{}" | "[]")
    {
        map.insert("default".into(), plain(&read_default(text)));
        description = format!("{description} Default: {text}.");
    }
    map.insert("description".into(), json!(description));
    Some(property)
}

/// With a capital at the start.
pub(super) fn capitalised(fragment: &str) -> String {
    let mut letters = fragment.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).collect()
}

fn shape(of: &Shape) -> Option<Value> {
    Some(match of {
        Shape::Text | Shape::Rank => json!({ "type": "string", "minLength": 1 }),
        Shape::Currency => json!({ "type": "string", "pattern": "^[A-Z]{3}$" }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Word(words) => word(words),
        Shape::Whole { min, max, infinite } => {
            // The ranges of whole numbers fit, as the vocabulary's tests assert.
            let (min, max) = (i64::try_from(*min).ok()?, i64::try_from(*max).ok()?);
            or_infinite(
                json!({ "type": "number", "multipleOf": 1, "minimum": min, "maximum": max }),
                *infinite,
            )
        }
        Shape::Number { of, min, max, infinite } => {
            let mut number = json!({ "type": "number", "minimum": min, "maximum": max });
            if matches!(of, Quantity::Probability | Quantity::Rate) {
                number = json!({ "type": "number", "minimum": 0, "maximum": 1 });
            }
            or_infinite(number, *infinite)
        }
        Shape::List { of, min, max, .. } => {
            json!({ "type": "array", "items": shape(of)?, "minItems": min, "maxItems": max })
        }
        Shape::Tiers => json!({
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "items": [
                    { "type": "number", "minimum": 0 },
                    { "type": "number", "minimum": 0, "maximum": 1 },
                ],
            },
        }),
        Shape::ByRank(of) => {
            json!({ "type": "object", "minProperties": 1, "additionalProperties": shape(of)? })
        }
        Shape::Keys(table) if std::ptr::eq(*table, &raw const CLAUSE) => {
            // Beside a reference, draft 7 ignores a description: hence the detour.
            json!({ "allOf": [{ "$ref": "#/definitions/clause" }] })
        }
        Shape::Keys(table) => Value::Object(object(table)),
        Shape::Tables(table) => json!({ "type": "array", "items": object(table) }),
        Shape::Either(first, second) => match (shape(first), shape(second)) {
            (Some(first), Some(second)) => json!({ "anyOf": [first, second] }),
            (first, second) => first.or(second)?,
        },
        Shape::Later(_) => return None,
    })
}

fn word(words: &[Word]) -> Value {
    let (prefixes, whole): (Vec<&Word>, Vec<&Word>) =
        words.iter().partition(|word| word.text.ends_with(':'));
    let whole: Vec<_> = whole.iter().map(|word| word.text).collect();
    if prefixes.is_empty() {
        return json!({ "type": "string", "enum": whole });
    }
    let prefixes: Vec<_> = prefixes.iter().map(|word| word.text).collect();
    let pattern = format!("^({}).+", prefixes.join("|"));
    json!({ "anyOf": [
        { "type": "string", "enum": whole },
        { "type": "string", "pattern": pattern },
    ] })
}

fn or_infinite(number: Value, infinite: bool) -> Value {
    if !infinite {
        return number;
    }
    // JSON cannot write TOML's `inf`, but say what alone is above all numbers.
    let inf = json!({ "type": "number", "exclusiveMinimum": f64::MAX });
    json!({ "anyOf": [number, inf, { "type": "string", "enum": ["infinite"] }] })
}

/// A default as JSON.
fn plain(node: &tree::Node) -> Value {
    match &node.value {
        tree::Value::Text(text) => json!(text),
        tree::Value::Whole(whole) => {
            i64::try_from(*whole).map_or(Value::Null, |whole| json!(whole))
        }
        tree::Value::Number(number) if number.is_infinite() => json!("infinite"),
        tree::Value::Number(number) => json!(number),
        tree::Value::Flag(flag) => json!(flag),
        tree::Value::Date | tree::Value::Faulty => Value::Null,
        tree::Value::List(elements) => Value::Array(elements.iter().map(plain).collect()),
        tree::Value::Table(entries) => Value::Object(
            entries.iter().map(|entry| (entry.key.clone(), plain(&entry.node))).collect(),
        ),
    }
}
