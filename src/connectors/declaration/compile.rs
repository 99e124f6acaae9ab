//! Checks a declaration whole and compiles it: all problems at once.

use std::collections::BTreeMap;

use jsonschema::Validator;
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use throughline_engine::definition::{OperationInfo, OperationKind};
use throughline_engine::script::ScriptEngine;

use super::encode::Encoder;
use super::raw::{RawConnector, RawMethod, RawOperation, RawUncertain, RawVerify};
use super::template::{Known, Place, RESERVED};
use super::{
    Connector, DeclarationError, OnUncertain, Operation, Problem, Select, Template, TestRead, TextTemplate, Verify,
    schema, yaml,
};

/// Reads the declaration `text` of the file called `file`.
pub(crate) fn load(file: &str, text: &str, engine: &ScriptEngine) -> Result<Connector, DeclarationError> {
    let mut problems = Problems {
        operation: None,
        list: Vec::new(),
    };
    let connector = compile(text, engine, &mut problems);
    match connector {
        Some(connector) if problems.list.is_empty() => Ok(connector),
        _ => Err(DeclarationError {
            file: file.to_owned(),
            problems: problems.list,
        }),
    }
}

struct Problems {
    operation: Option<String>,
    list: Vec<Problem>,
}

impl Problems {
    fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.list.push(Problem {
            operation: self.operation.clone(),
            field: field.into(),
            message: message.into(),
        });
    }

    fn ok<T, E: ToString>(&mut self, field: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.add(field, error.to_string())).ok()
    }

    fn read<T: DeserializeOwned>(&mut self, value: Value) -> Option<T> {
        match serde_path_to_error::deserialize(value) {
            Ok(read) => Some(read),
            Err(error) => {
                let path = error.path().to_string();
                self.add(
                    if path == "." { String::new() } else { path },
                    error.into_inner().to_string(),
                );
                None
            }
        }
    }
}

fn compile(text: &str, engine: &ScriptEngine, problems: &mut Problems) -> Option<Connector> {
    let value = problems.ok("", yaml::parse(text))?;
    let raw: RawConnector = problems.read(value)?;
    if !is_name(&raw.connector) {
        problems.add(
            "connector",
            format!("`{}` is not a name (small letters, digits, _)", raw.connector),
        );
    }
    let options = raw
        .options
        .unwrap_or_else(|| json!({"type": "object", "additionalProperties": false}));
    let options_check = problems.ok("options", validator(&options))?;
    let mut compiler = Compiler {
        connector: &raw.connector,
        schemas: &raw.schemas,
        options: &options,
        engine,
        problems,
    };
    let no_request = Known::request(&Value::Null);
    let headers = compiler.entries("headers", &raw.headers, &no_request);
    let sources = inherit(&raw.operations, compiler.problems);
    let mut operations = BTreeMap::new();
    for (name, source) in sources {
        compiler.problems.operation = Some(name.clone());
        if let Some(operation) = compiler.operation(&name, source) {
            operations.insert(name, operation);
        }
    }
    for (name, operation) in &operations {
        compiler.problems.operation = Some(name.clone());
        check_verify(operation, &operations, compiler.problems);
    }
    compiler.problems.operation = None;
    let test = raw.test.map(|test| TestRead {
        with: compiler.template("test.with", &test.with, Place::Body, &no_request),
        operation: test.operation,
        also_fine: test.also_fine,
    });
    if let Some(test) = &test {
        check_read("test", &test.operation, &test.with, &operations, compiler.problems);
    }
    problems.operation = None;
    if operations.is_empty() && problems.list.is_empty() {
        problems.add("operations", "there is none");
    }
    Some(Connector {
        title: raw.title.unwrap_or_else(|| raw.connector.clone()),
        name: raw.connector,
        auth: raw.auth,
        session_expired: raw.session_expired,
        options,
        options_check,
        headers,
        errors: raw.errors,
        test,
        operations,
    })
}

/// Copies what `like: other` takes over: every field the operation does not write itself.
fn inherit(raw: &Map<String, Value>, problems: &mut Problems) -> Vec<(String, Value)> {
    let mut out = Vec::with_capacity(raw.len());
    for (name, own) in raw {
        problems.operation = Some(name.clone());
        let mut own = own.clone();
        if let Some(like) = own.as_object_mut().and_then(|own| own.remove("like")) {
            let base = like.as_str().and_then(|like| raw.get(like)).and_then(Value::as_object);
            match (own.as_object_mut(), base) {
                (Some(own), Some(base)) if !base.contains_key("like") => {
                    for (key, value) in base {
                        own.entry(key.clone()).or_insert_with(|| value.clone());
                    }
                }
                _ => problems.add("like", format!("{like} is not an operation that stands for itself")),
            }
        }
        out.push((name.clone(), own));
    }
    out
}

struct Compiler<'a> {
    connector: &'a str,
    schemas: &'a Map<String, Value>,
    options: &'a Value,
    engine: &'a ScriptEngine,
    problems: &'a mut Problems,
}

impl Compiler<'_> {
    fn operation(&mut self, name: &str, source: Value) -> Option<Operation> {
        let generic = source.get("generic") == Some(&Value::Bool(true));
        if (name.split('.').count() < 2 && !generic) || !name.split('.').all(is_name) {
            self.problems.add(
                "",
                "an operation is called `resource.verb`, in small letters, digits and _",
            );
        }
        let raw: RawOperation = self.problems.read(source)?;
        let input = self.schema("input", &raw.input)?;
        let result = self.schema("result", &raw.result)?;
        if input.get("type") != Some(&json!("object")) {
            self.problems
                .add("input.type", "a request is an object: write `type: object`");
        }
        for reserved in RESERVED.iter().filter(|name| input["properties"].get(name).is_some()) {
            self.problems.add(
                "input.properties",
                format!("`{reserved}` has a meaning of its own; choose another name"),
            );
        }
        let input_check = self.problems.ok("input", validator(&input))?;
        let known = Known::request(&input);
        let of_answer = known.and("response");
        let path = TextTemplate::compile(&raw.path, Encoder::Segment, &known);
        let path = self.problems.ok("path", path)?;
        let mut paths = Vec::new();
        path.paths(&mut paths);
        self.check_options("path", &paths);
        if raw.generic {
            let said = [
                ("path", raw.path.is_empty()),
                ("query", raw.query.is_empty()),
                ("headers", raw.headers.is_empty()),
                ("body", raw.body.is_none()),
                ("select", raw.select.is_none()),
                ("answer", raw.answer.is_none()),
                ("pages", raw.pages.is_none()),
                ("verify", raw.verify.is_none()),
            ];
            for (field, _) in said.iter().filter(|(_, empty)| !empty) {
                self.problems
                    .add(*field, "is what the request of a `generic` operation says itself");
            }
        } else if !raw.path.starts_with('/') && !raw.path.starts_with("{connection.") {
            self.problems.add("path", "a path begins with `/`");
        }
        let select = raw.select.map(|select| Select {
            list: self.template("select.list", &select.list, Place::Body, &of_answer),
            equal: select
                .equal
                .map(|equal| self.template("select.where", &equal, Place::Body, &known)),
            all: select.all,
        });
        let of_answer = if select.is_some() {
            of_answer.and("selected").and("selected_count")
        } else {
            of_answer
        };
        let on_uncertain = self.uncertain(raw.kind, raw.on_uncertain, raw.verify, &known);
        if let Some(pages) = &raw.pages {
            self.pages(pages, raw.kind, &input);
        }
        Some(Operation {
            generic: raw.generic,
            method: method(raw.method),
            path,
            query: self.entries("query", &raw.query, &known),
            headers: self.entries("headers", &raw.headers, &known),
            body: raw.body.map(|body| self.template("body", &body, Place::Body, &known)),
            input_check,
            unwrap: raw.unwrap,
            select,
            answer: raw
                .answer
                .map(|answer| self.template("answer", &answer, Place::Body, &of_answer)),
            when_not_found: raw
                .when_not_found
                .map(|value| self.template("when_not_found", &value, Place::Body, &known)),
            pages: raw.pages,
            on_uncertain,
            name: name.to_owned(),
            info: OperationInfo {
                name: format!("{}.{name}", self.connector),
                description: raw.description,
                kind: raw.kind,
                input,
                result,
            },
        })
    }

    fn uncertain(
        &mut self,
        kind: OperationKind,
        raw: Option<RawUncertain>,
        verify: Option<RawVerify>,
        known: &Known,
    ) -> OnUncertain {
        match (kind, raw, verify) {
            (OperationKind::Reads, None | Some(RawUncertain::Retry), None)
            | (OperationKind::Writes, Some(RawUncertain::Retry), None) => OnUncertain::Retry,
            (OperationKind::Writes, Some(RawUncertain::Ask), None) => OnUncertain::Ask,
            (OperationKind::Writes, Some(RawUncertain::Verify), Some(verify)) => {
                let known = known.and("result");
                let mut optional = |field: &str, value: Option<Value>| {
                    value.map(|value| self.template(field, &value, Place::Body, &known))
                };
                OnUncertain::Verify(Box::new(Verify {
                    found: optional("verify.found", verify.found),
                    output: optional("verify.output", verify.output),
                    with: self.template("verify.with", &verify.with, Place::Body, &known),
                    operation: verify.operation,
                }))
            }
            (OperationKind::Reads, ..) => {
                self.problems
                    .add("on_uncertain", "an operation that only reads is always `retry`");
                OnUncertain::Retry
            }
            (OperationKind::Writes, None, _) => {
                self.problems
                    .add("on_uncertain", "a write must say `retry`, `verify` or `ask`");
                OnUncertain::Ask
            }
            (OperationKind::Writes, Some(RawUncertain::Verify), None) => {
                self.problems.add(
                    "verify",
                    "`on_uncertain: verify` needs it: which operation looks, and with what",
                );
                OnUncertain::Ask
            }
            (OperationKind::Writes, Some(_), Some(_)) => {
                self.problems.add("verify", "is only read with `on_uncertain: verify`");
                OnUncertain::Ask
            }
        }
    }

    fn pages(&mut self, pages: &super::Pages, kind: OperationKind, input: &Value) {
        match (&pages.number, &pages.offset) {
            (Some(part), None) | (None, Some(part)) => {
                if !input["properties"][part]["default"].is_u64() {
                    self.problems.add(
                        "pages",
                        format!("`{part}` must be an input with a whole number as default"),
                    );
                }
            }
            _ => self.problems.add("pages", "say either `number` or `offset`"),
        }
        if kind == OperationKind::Writes {
            self.problems.add("pages", "only an operation that reads has pages");
        }
    }

    fn schema(&mut self, field: &str, raw: &Value) -> Option<Value> {
        self.problems.ok(field, schema::resolve(raw, self.schemas, 0))
    }

    fn entries(&mut self, field: &str, map: &Map<String, Value>, known: &Known) -> Vec<(String, Template)> {
        let compile = |(key, value): (&String, &Value)| {
            (
                key.clone(),
                self.template(&format!("{field}.{key}"), value, Place::Query, known),
            )
        };
        map.iter().map(compile).collect()
    }

    fn template(&mut self, field: &str, value: &Value, place: Place, known: &Known) -> Template {
        let mut found = Vec::new();
        let template = Template::compile(value, place, known, self.engine, &mut found);
        for (inner, message) in found {
            self.problems.add(
                if inner.is_empty() {
                    field.to_owned()
                } else {
                    format!("{field}.{inner}")
                },
                message,
            );
        }
        let mut paths = Vec::new();
        template.paths(&mut paths);
        self.check_options(field, &paths);
        template
    }

    /// An option that is used is declared.
    fn check_options(&mut self, field: &str, paths: &[&[String]]) {
        for path in paths.iter().filter(|path| path.len() == 2 && path[0] == "connection") {
            if self.options["properties"].get(&path[1]).is_none() {
                self.problems
                    .add(field, format!("`{}` is not declared under `options`", path[1]));
            }
        }
    }
}

/// The look-up exists, only reads, and is given what it requires.
fn check_verify(operation: &Operation, all: &BTreeMap<String, Operation>, problems: &mut Problems) {
    let OnUncertain::Verify(verify) = &operation.on_uncertain else {
        return;
    };
    check_read("verify", &verify.operation, &verify.with, all, problems);
}

/// What is named under `field` exists, only reads, and is given what it requires.
fn check_read(
    field: &str,
    operation: &str,
    with: &Template,
    all: &BTreeMap<String, Operation>,
    problems: &mut Problems,
) {
    let at_operation = format!("{field}.operation");
    let at_with = format!("{field}.with");
    let Some(lookup) = all.get(operation) else {
        problems.add(
            at_operation,
            format!("`{operation}` is not an operation of this connector"),
        );
        return;
    };
    if lookup.info.kind != OperationKind::Reads {
        problems.add(at_operation, format!("`{operation}` writes; a look-up only reads"));
    }
    let Template::Map(given) = with else {
        problems.add(at_with, "is a map: the look-up's request");
        return;
    };
    let input = &lookup.info.input;
    for (key, _) in given.iter().filter(|(key, _)| input["properties"].get(key).is_none()) {
        problems.add(&at_with, format!("`{key}` is not an input of `{operation}`"));
    }
    let required = input["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    for key in required.filter(|key| !given.iter().any(|(given, _)| given == key)) {
        problems.add(&at_with, format!("`{operation}` requires `{key}`"));
    }
}

fn validator(schema: &Value) -> Result<Validator, String> {
    jsonschema::validator_for(schema).map_err(|error| format!("is not a JSON Schema: {error}"))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn method(raw: RawMethod) -> Method {
    match raw {
        RawMethod::Get => Method::GET,
        RawMethod::Post => Method::POST,
        RawMethod::Put => Method::PUT,
        RawMethod::Patch => Method::PATCH,
        RawMethod::Delete => Method::DELETE,
    }
}
