//! A definition as it is written: the types behind the published JSON Schema. Doc comments become its descriptions.
//!
//! The decoder fills them; the compiler turns them into the model. Each struct has a `KEYS` list that the decoder reads
//! by, and a test holds it against the schema's properties.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::source_trigger::TriggerSource;
use super::yaml::{Key, Node, Span};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) span: Span,
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A value in which any text that begins with `=` is an expression.
#[derive(Debug, Clone)]
pub(super) struct Value(pub(super) Node);

impl JsonSchema for Value {
    fn schema_name() -> Cow<'static, str> {
        "Value".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "Any value. A text that begins with `=` is an expression; everything else is literal." })
    }
}

macro_rules! value_kinds {
    ($($(#[doc = $doc:literal])* $name:ident: $schema:tt;)*) => { $(
        $(#[doc = $doc])*
        #[derive(Debug, Clone)]
        pub(super) struct $name(pub(super) Node);
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut SchemaGenerator) -> Schema { json_schema!($schema) }
        }
        impl From<Node> for $name {
            fn from(node: Node) -> Self { Self(node) }
        }
    )* };
}

value_kinds! {
    /// `=expression` and nothing else.
    Condition: { "type": "string", "pattern": "^=", "description": "An expression: a text that begins with `=`." };
    /// A duration text or an expression.
    Time: {
        "type": "string",
        "pattern": "^(=|([0-9]+(d|h|ms|m|s))+$|[0-9]{4}-[0-9]{2}-[0-9]{2}T)",
        "description": "A duration such as `500ms`, `10s`, `5m`, `2h`, `1d` or `1m30s`, or an expression."
    };
    /// A list or an expression that gives one.
    Items: { "type": ["array", "string"], "pattern": "^=", "description": "An expression that gives a list, or a list." };
    /// 1 to 1000, or an expression.
    Width: {
        "type": ["integer", "string"], "minimum": 1, "maximum": 1000, "pattern": "^=",
        "description": "A whole number from 1 to 1000, or an expression that gives one."
    };
    /// A map of values.
    Parameters: {
        "type": "object", "additionalProperties": true,
        "description": "Parameters of the operation. A text that begins with `=` is an expression."
    };
    /// Rhai code.
    Code: { "type": "string", "description": "Rhai statements; the last value is the result." };
    /// JSON Schema of the input.
    InputSchema: {
        "type": "object", "additionalProperties": true,
        "description": "JSON Schema (2020-12) of the input; `type: object` is implied."
    };
}

/// A map whose order counts.
#[derive(Debug, Clone)]
pub(super) struct Entries<T>(pub(super) Vec<(Key, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: JsonSchema> JsonSchema for Entries<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Entries_of_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let item = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": item })
    }
}

/// A process definition: a named graph of steps.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename = "Process", deny_unknown_fields)]
pub(super) struct ProcessSource {
    /// The key of the process: a letter, then letters, digits, `_` or `-`. It names the process everywhere.
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9_-]*$"), length(max = 100))]
    pub(super) process: At<String>,
    /// Name for people; the key where none is written.
    pub(super) name: Option<At<String>>,
    /// What the process does, for people.
    pub(super) description: Option<At<String>>,
    /// Heading the process library shows the process under, such as `Webitel users`.
    #[schemars(length(min = 1, max = 100))]
    pub(super) group: Option<At<String>>,
    /// What starts it. `manual` (the run list, the CLI and the API) is what every process has, written or not.
    #[schemars(length(min = 1))]
    pub(super) triggers: Option<Vec<TriggerSource>>,
    /// What people call a run, such as an order number, when its starter gives no name. Sees `input`.
    pub(super) business_key: Option<Value>,
    /// JSON Schema of the input: it makes the start form and checks what the API is given.
    pub(super) input: Option<InputSchema>,
    /// How much a run may do before it is stopped for a person to look at.
    pub(super) limits: Option<LimitsSource>,
    /// Variables with their first values. Values see `input` and `run`.
    #[schemars(extend("propertyNames" = { "pattern": "^[A-Za-z_][A-Za-z0-9_]*$" }))]
    pub(super) variables: Option<Entries<Value>>,
    /// The steps. The first is where a run begins; a step flows to the next one unless it says `to`.
    #[schemars(extend("propertyNames" = { "pattern": "^[A-Za-z][A-Za-z0-9_-]*$" }, "minProperties" = 1))]
    pub(super) steps: Entries<StepSource>,
}

/// How much a run may do.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename = "Limits", deny_unknown_fields)]
pub(super) struct LimitsSource {
    /// Most calls and waits of one run, each item of a `for_each` and each turn of a loop counted: 1,000,000 where
    /// nothing is written.
    #[schemars(range(min = 1, max = 10_000_000))]
    pub(super) activities: Option<At<i64>>,
}

/// Which way a `join` joins.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename = "Join", rename_all = "snake_case")]
pub(super) enum JoinSource {
    /// It waits for one token on each incoming flow.
    All,
}

/// One step. It does exactly one of `call`, `script`, `choose`, `fork`, `join`, `steps`, `wait`, `end`, or only `set`.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename = "Step", deny_unknown_fields, transform = one_kind)]
pub(super) struct StepSource {
    /// Name for people; the key where none is written.
    pub(super) name: Option<At<String>>,
    /// What the step does, for people.
    #[expect(dead_code, reason = "for people who read the file: nothing shows it yet")]
    pub(super) description: Option<At<String>>,

    /// Service task: the operation to call, such as `webitel.users.search`.
    pub(super) call: Option<At<String>>,
    /// Parameters of the `call`.
    pub(super) with: Option<At<Parameters>>,
    /// Script task: Rhai code whose last value is `result`.
    pub(super) script: Option<At<Code>>,
    /// Exclusive gateway: the first branch whose `when` holds is taken; one without `when` is the default and stands last.
    pub(super) choose: Option<At<Vec<BranchSource>>>,
    /// Parallel gateway: the steps that go on side by side.
    pub(super) fork: Option<At<Vec<At<String>>>>,
    /// Parallel gateway: waits for one token on each incoming flow.
    #[expect(dead_code, reason = "a join has one way only")]
    pub(super) join: Option<At<JoinSource>>,
    /// Embedded sub-process: steps with variables of their own. Its `end: { result: … }` is the step's `result`.
    #[schemars(extend("propertyNames" = { "pattern": "^[A-Za-z][A-Za-z0-9_-]*$" }, "minProperties" = 1))]
    pub(super) steps: Option<At<Entries<StepSource>>>,
    /// Intermediate timer event: how long to wait, or until which RFC 3339 instant.
    pub(super) wait: Option<At<Time>>,
    /// End event.
    pub(super) end: Option<At<EndSource>>,

    /// Repeats the `call`, `script` or `steps` for each item of a list.
    pub(super) for_each: Option<At<Items>>,
    /// Name of the item in a `for_each`; `item` where none is written. `index` counts from 0.
    #[schemars(rename = "as", regex(pattern = r"^[A-Za-z_][A-Za-z0-9_]*$"))]
    pub(super) as_name: Option<At<String>>,
    /// How many items run side by side; 1 where nothing is written.
    pub(super) parallel: Option<At<Width>>,
    /// Value kept of each item, in the order of the list; the item's `result` where nothing is written.
    pub(super) collect: Option<At<Value>>,
    /// Variables of the `steps`, one set per item in a `for_each`.
    #[schemars(extend("propertyNames" = { "pattern": "^[A-Za-z_][A-Za-z0-9_]*$" }))]
    pub(super) variables: Option<At<Entries<Value>>>,

    /// Variables to write when the step is done. All values see the variables as they were before.
    pub(super) set: Option<At<Entries<Value>>>,
    /// How a `call` is repeated when it fails in a way that may pass.
    pub(super) retry: Option<At<RetrySource>>,
    /// Longest time the step may take with all that is inside; passing it is the error `timeout`.
    pub(super) timeout: Option<At<Time>>,
    /// Boundary error events: the first whose `error` matches takes the error.
    pub(super) catch: Option<At<Vec<CatchSource>>>,
    /// The step to go on with; `end` ends the path.
    pub(super) to: Option<At<String>>,

    /// The keys as written, known or not.
    #[schemars(skip)]
    pub(super) keys: Vec<Key>,
    /// Whether everything that says where the step leads was read; if not, nothing can be said about the graph.
    #[schemars(skip)]
    pub(super) flows_known: bool,
}

/// One way out of a `choose`.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename = "Branch", deny_unknown_fields)]
pub(super) struct BranchSource {
    /// The condition; without one the branch is the default.
    pub(super) when: Option<Condition>,
    /// Variables to write on the way.
    pub(super) set: Option<Entries<Value>>,
    /// The step to go on with: the next one written where nothing is said; `end` ends the path.
    pub(super) to: Option<At<String>>,
    #[schemars(skip)]
    pub(super) span: Span,
}

/// A boundary error event.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename = "Catch", deny_unknown_fields)]
pub(super) struct CatchSource {
    /// A code such as `webitel.not_found`, a prefix such as `webitel.*`, or `*`.
    #[schemars(regex(pattern = r"^(\*|[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(\.\*)?)$"))]
    pub(super) error: At<String>,
    /// Variables to write; values see `error`.
    pub(super) set: Option<Entries<Value>>,
    /// The step that handles it; where nothing is said, the step counts as done.
    pub(super) to: Option<At<String>>,
}

/// How a call is repeated.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename = "Retry", deny_unknown_fields)]
pub(super) struct RetrySource {
    /// Attempts in all, from 1 (never repeated) to 1000; 5 where nothing is written.
    #[schemars(with = "Option<u16>", range(min = 1, max = 1000))]
    pub(super) attempts: Option<At<i64>>,
    /// First and longest wait, such as `1s..1m`, doubling in between; one duration keeps it the same.
    #[schemars(regex(pattern = r"^([0-9]+(d|h|ms|m|s))+(\.\.([0-9]+(d|h|ms|m|s))+)?$"))]
    pub(super) backoff: Option<At<String>>,
}

/// An end event: `{}` ends the path, `result` gives the scope its result, `error` throws.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(rename = "End", deny_unknown_fields)]
pub(super) struct EndSource {
    /// The result of the process, sub-process or item.
    pub(super) result: Option<Value>,
    /// Throws an error to the surrounding scope.
    pub(super) error: Option<At<ErrorSource>>,
}

/// The error an end event throws.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename = "Error", deny_unknown_fields)]
pub(super) struct ErrorSource {
    /// Dotted code a `catch` can match, such as `order.rejected`.
    #[schemars(regex(pattern = r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$"))]
    pub(super) code: At<String>,
    /// What went wrong, for people; the code where nothing is written.
    pub(super) message: Option<Value>,
    /// Anything the handler needs.
    pub(super) data: Option<Value>,
}

impl ProcessSource {
    pub(super) const KEYS: &'static [&'static str] = &[
        "process",
        "name",
        "description",
        "group",
        "triggers",
        "business_key",
        "input",
        "limits",
        "variables",
        "steps",
    ];
}
impl LimitsSource {
    pub(super) const KEYS: &'static [&'static str] = &["activities"];
}
impl StepSource {
    pub(super) const KEYS: &'static [&'static str] = &[
        "name",
        "description",
        "call",
        "with",
        "script",
        "choose",
        "fork",
        "join",
        "steps",
        "wait",
        "end",
        "for_each",
        "as",
        "parallel",
        "collect",
        "variables",
        "set",
        "retry",
        "timeout",
        "catch",
        "to",
    ];
    /// The keys that say what a step does.
    pub(super) const KINDS: &'static [&'static str] =
        &["call", "script", "choose", "fork", "join", "steps", "wait", "end"];
}
impl BranchSource {
    pub(super) const KEYS: &'static [&'static str] = &["when", "set", "to"];
}
impl CatchSource {
    pub(super) const KEYS: &'static [&'static str] = &["error", "set", "to"];
}
impl RetrySource {
    pub(super) const KEYS: &'static [&'static str] = &["attempts", "backoff"];
}
impl EndSource {
    pub(super) const KEYS: &'static [&'static str] = &["result", "error"];
}
impl ErrorSource {
    pub(super) const KEYS: &'static [&'static str] = &["code", "message", "data"];
}

/// Adds to the schema of a step that it does exactly one thing.
fn one_kind(schema: &mut Schema) {
    let kinds = StepSource::KINDS
        .iter()
        .map(|kind| serde_json::json!({ "required": [kind] }));
    let any: Vec<_> = kinds.clone().collect();
    let only_set = serde_json::json!({ "required": ["set"], "not": { "anyOf": any } });
    schema.insert("oneOf".to_owned(), kinds.chain([only_set]).collect());
}

/// The JSON Schema of definition files, for editors and checkers.
#[must_use]
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(ProcessSource).to_value();
    drop_nulls(&mut schema);
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), "Throughline process definition".into());
    }
    schema
}

/// An optional key may be left out, but a key without a value is a mistake: `to:` is not the same as no `to`.
fn drop_nulls(schema: &mut serde_json::Value) {
    match schema {
        serde_json::Value::Object(object) => {
            if let Some(serde_json::Value::Array(types)) = object.get_mut("type") {
                types.retain(|t| t != "null");
                if types.len() == 1 {
                    let only = types.remove(0);
                    object.insert("type".to_owned(), only);
                }
            }
            if let Some(serde_json::Value::Array(any)) = object.get_mut("anyOf") {
                any.retain(|s| *s != serde_json::json!({ "type": "null" }));
                if let (1, Some(serde_json::Value::Object(only))) = (any.len(), any.first().cloned()) {
                    object.remove("anyOf");
                    for (key, value) in only {
                        object.entry(key).or_insert(value);
                    }
                }
            }
            object.values_mut().for_each(drop_nulls);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::source_trigger::{RecordSource, ScheduleSource, SectionSource};

    #[test]
    fn the_decoder_knows_the_keys_of_the_schema() {
        let schema = json_schema();
        for (name, keys) in [
            ("Step", StepSource::KEYS),
            ("Branch", BranchSource::KEYS),
            ("Catch", CatchSource::KEYS),
            ("Retry", RetrySource::KEYS),
            ("End", EndSource::KEYS),
            ("Error", ErrorSource::KEYS),
            ("SectionTrigger", SectionSource::KEYS),
            ("RecordTrigger", RecordSource::KEYS),
            ("ScheduleTrigger", ScheduleSource::KEYS),
        ] {
            check(&schema["$defs"][name], keys, name);
        }
        check(&schema, ProcessSource::KEYS, "Process");
    }

    fn check(schema: &serde_json::Value, keys: &[&str], name: &str) {
        let mut published: Vec<&str> = schema["properties"]
            .as_object()
            .expect(name)
            .keys()
            .map(String::as_str)
            .collect();
        let mut decoded = keys.to_vec();
        published.sort_unstable();
        decoded.sort_unstable();
        assert_eq!(published, decoded, "{name}");
        assert_eq!(schema["additionalProperties"], false, "{name}");
    }
}
