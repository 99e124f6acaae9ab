//! Values of a declaration: literals, `=` expressions and texts with placeholders, checked when loaded.
//!
//! * `=name.part` is a path: an absent value leaves its key out of the map it stands in.
//! * `=…` anything else is a Rhai expression.
//! * In paths, queries and headers a text may hold `{name.part:encoder}` placeholders; where one is absent or null the
//!   whole text is absent. `{{` and `}}` are braces.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};
use throughline_engine::script::{Environment, Names, Script, ScriptEngine};
use uuid::Uuid;

use super::encode::Encoder;

/// Names with a meaning of their own; an input property may not be called so.
pub(super) const RESERVED: [&str; 9] = [
    "request",
    "connection",
    "idempotency_key",
    "idempotency_uuid",
    "generated_password",
    "response",
    "selected",
    "selected_count",
    "result",
];

/// How many of [`RESERVED`] are there in every place; the others belong to one place each.
const ALWAYS: usize = 5;

/// The names a template may use.
#[derive(Debug, Clone)]
pub(super) struct Known(BTreeSet<String>);

/// Where a template stands decides what a literal text may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Texts are taken as they are.
    Body,
    /// Texts may hold placeholders, written as text.
    Query,
}

/// A value with holes.
#[derive(Debug)]
pub(crate) enum Template {
    Literal(Value),
    Path(Vec<String>),
    Text(TextTemplate),
    Script(Box<CompiledScript>),
    List(Vec<Template>),
    Map(Vec<(String, Template)>),
    /// The texts that are present, joined with ` and `; absent where none is.
    And(Vec<TextTemplate>),
}

/// A text with placeholders.
#[derive(Debug)]
pub(crate) struct TextTemplate(Vec<Part>);

#[derive(Debug)]
enum Part {
    Text(String),
    Value { path: Vec<String>, encoder: Encoder },
}

pub(crate) struct CompiledScript {
    engine: ScriptEngine,
    script: Script,
}

/// What the names of a template stand for during one call.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) request: &'a Value,
    pub(crate) connection: &'a Value,
    pub(crate) idempotency_key: &'a str,
    pub(crate) idempotency_uuid: Uuid,
    pub(crate) response: Option<&'a Value>,
    pub(crate) selected: Option<&'a Value>,
    pub(crate) result: Option<&'a Value>,
}

/// A template could not be evaluated: what and why, for the message of the call's error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct EvaluateError(pub(crate) String);

impl Known {
    /// The names that are always there, and the properties of the input schema.
    pub(super) fn request(input: &Value) -> Self {
        let own = input
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(|p| p.keys().cloned());
        Self(
            own.chain(RESERVED[..ALWAYS].iter().map(|name| (*name).to_owned()))
                .collect(),
        )
    }

    /// The same and one name more.
    pub(super) fn and(&self, name: &str) -> Self {
        let mut names = self.0.clone();
        names.insert(name.to_owned());
        Self(names)
    }

    fn check(&self, name: &str) -> Result<(), String> {
        if self.0.contains(name) {
            return Ok(());
        }
        let nearest = self
            .0
            .iter()
            .map(|known| (strsim::damerau_levenshtein(known, name), known))
            .min();
        let hint = match nearest {
            Some((distance, known)) if distance <= 3 => format!("; did you mean `{known}`?"),
            _ => format!("; known are {}", self.0.iter().cloned().collect::<Vec<_>>().join(", ")),
        };
        Err(format!("`{name}` is not a name here{hint}"))
    }
}

impl Template {
    /// Compiles a value of the declaration. Problems are added to `problems` as (path inside the field, message).
    pub(super) fn compile(
        value: &Value,
        place: Place,
        known: &Known,
        engine: &ScriptEngine,
        problems: &mut Vec<(String, String)>,
    ) -> Self {
        compile_at(value, place, known, engine, &mut Vec::new(), problems)
    }

    /// All paths it reads without a script, for checks.
    pub(super) fn paths<'a>(&'a self, out: &mut Vec<&'a [String]>) {
        match self {
            Self::Literal(_) | Self::Script(_) => {}
            Self::Path(path) => out.push(path),
            Self::Text(text) => text.paths(out),
            Self::List(items) => items.iter().for_each(|item| item.paths(out)),
            Self::Map(entries) => entries.iter().for_each(|(_, item)| item.paths(out)),
            Self::And(texts) => texts.iter().for_each(|text| text.paths(out)),
        }
    }

    /// The value; `None` where a path or text is absent.
    pub(crate) fn evaluate(&self, scope: &Scope<'_>) -> Result<Option<Value>, EvaluateError> {
        Ok(match self {
            Self::Literal(value) => Some(value.clone()),
            Self::Path(path) => scope.path(path).map(Cow::into_owned),
            Self::Text(text) => text.evaluate(scope)?.map(Value::String),
            Self::Script(script) => Some(script.evaluate(scope)?),
            Self::List(items) => {
                let mut list = Vec::with_capacity(items.len());
                for item in items {
                    list.extend(item.evaluate(scope)?);
                }
                Some(Value::Array(list))
            }
            Self::Map(entries) => {
                let mut map = Map::with_capacity(entries.len());
                for (key, item) in entries {
                    if let Some(value) = item.evaluate(scope)? {
                        map.insert(key.clone(), value);
                    }
                }
                Some(Value::Object(map))
            }
            Self::And(texts) => {
                let mut present = Vec::with_capacity(texts.len());
                for text in texts {
                    present.extend(text.evaluate(scope)?);
                }
                (!present.is_empty()).then(|| Value::String(present.join(" and ")))
            }
        })
    }
}

fn compile_at(
    value: &Value,
    place: Place,
    known: &Known,
    engine: &ScriptEngine,
    at: &mut Vec<String>,
    problems: &mut Vec<(String, String)>,
) -> Template {
    match value {
        Value::String(text) => {
            let compiled = match text.strip_prefix('=') {
                Some(source) => compile_expression(source, known, engine),
                None if place == Place::Query => TextTemplate::compile(text, Encoder::Text, known).map(Template::Text),
                None => Ok(Template::Literal(value.clone())),
            };
            compiled.unwrap_or_else(|message| {
                problems.push((at.join("."), message));
                Template::Literal(Value::Null)
            })
        }
        Value::Array(items) => {
            let mut list = Vec::with_capacity(items.len());
            for (index, item) in items.iter().enumerate() {
                at.push(index.to_string());
                list.push(compile_at(item, place, known, engine, at, problems));
                at.pop();
            }
            Template::List(list)
        }
        Value::Object(map) => {
            if let (Place::Query, Some(Value::Array(texts)), 1) = (place, map.get("and"), map.len()) {
                return compile_and(texts, known, at, problems);
            }
            let mut entries = Vec::with_capacity(map.len());
            for (key, item) in map {
                at.push(key.clone());
                entries.push((key.clone(), compile_at(item, place, known, engine, at, problems)));
                at.pop();
            }
            Template::Map(entries)
        }
        other => Template::Literal(other.clone()),
    }
}

fn compile_and(texts: &[Value], known: &Known, at: &[String], problems: &mut Vec<(String, String)>) -> Template {
    let mut parts = Vec::with_capacity(texts.len());
    for text in texts {
        let compiled = text
            .as_str()
            .ok_or_else(|| "each part of `and` is a text".to_owned())
            .and_then(|text| TextTemplate::compile(text, Encoder::Text, known));
        match compiled {
            Ok(part) => parts.push(part),
            Err(message) => problems.push((at.join("."), message)),
        }
    }
    Template::And(parts)
}

fn compile_expression(source: &str, known: &Known, engine: &ScriptEngine) -> Result<Template, String> {
    let source = source.trim();
    if let Some(path) = plain_path(source) {
        known.check(&path[0])?;
        return Ok(Template::Path(path));
    }
    let script = engine.compile_expression(source).map_err(|error| {
        format!(
            "the expression `{source}` is wrong at column {}: {}",
            error.column, error.message
        )
    })?;
    for free in script.names() {
        known.check(&free.name)?;
    }
    Ok(Template::Script(Box::new(CompiledScript {
        engine: engine.clone(),
        script,
    })))
}

/// `a.b.c`, where the parts are names; `None` for everything else.
fn plain_path(source: &str) -> Option<Vec<String>> {
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let parts: Vec<String> = source.split('.').map(str::to_owned).collect();
    (parts.iter().all(|part| is_name(part)) && !matches!(source, "true" | "false")).then_some(parts)
}

impl TextTemplate {
    /// Compiles a text whose placeholders use `default` unless they name an encoder.
    pub(super) fn compile(text: &str, default: Encoder, known: &Known) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            literal.push_str(&rest[..at]);
            let tail = &rest[at..];
            if let Some(doubled) = ["{{", "}}"].iter().find(|pair| tail.starts_with(**pair)) {
                literal.push_str(&doubled[..1]);
                rest = &tail[2..];
                continue;
            }
            let end = match tail.find('}') {
                Some(end) if tail.starts_with('{') => end,
                _ => {
                    return Err(format!(
                        "a brace in `{text}` has no partner; a brace itself is written doubled"
                    ));
                }
            };
            let inside = &tail[1..end];
            let (path, encoder) = inside.split_once(':').unwrap_or((inside, ""));
            let path = plain_path(path).ok_or_else(|| format!("`{{{inside}}}` is not a name or path"))?;
            known.check(&path[0])?;
            let encoder = match encoder {
                "" => default,
                name => Encoder::named(name)
                    .ok_or_else(|| format!("`{name}` is not an encoder; there are {}", Encoder::NAMES.join(", ")))?,
            };
            if !literal.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut literal)));
            }
            parts.push(Part::Value { path, encoder });
            rest = &tail[end + 1..];
        }
        literal.push_str(rest);
        if !literal.is_empty() || parts.is_empty() {
            parts.push(Part::Text(literal));
        }
        Ok(Self(parts))
    }

    pub(super) fn paths<'a>(&'a self, out: &mut Vec<&'a [String]>) {
        out.extend(self.0.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Value { path, .. } => Some(path.as_slice()),
        }));
    }

    /// The text, or `None` where a placeholder's value is absent or null.
    pub(crate) fn evaluate(&self, scope: &Scope<'_>) -> Result<Option<String>, EvaluateError> {
        let mut out = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Value { path, encoder } => match scope.path(path).as_deref() {
                    None | Some(Value::Null) => return Ok(None),
                    Some(value) => {
                        let text = encoder.write(value);
                        out.push_str(&text.map_err(|why| EvaluateError(format!("`{}` {why}", path.join("."))))?);
                    }
                },
            }
        }
        Ok(Some(out))
    }
}

impl<'a> Scope<'a> {
    fn name(&self, name: &str) -> Option<Cow<'a, Value>> {
        match name {
            "request" => Some(Cow::Borrowed(self.request)),
            "connection" => Some(Cow::Borrowed(self.connection)),
            "idempotency_key" => Some(Cow::Owned(Value::String(self.idempotency_key.to_owned()))),
            "idempotency_uuid" => Some(Cow::Owned(Value::String(self.idempotency_uuid.to_string()))),
            // New at every look: it is nowhere kept, so nobody can read it out of a run.
            "generated_password" => Some(Cow::Owned(Value::String(Uuid::new_v4().simple().to_string()))),
            "response" => self.response.map(Cow::Borrowed),
            "selected" => self.selected.map(Cow::Borrowed),
            "selected_count" => {
                let rows = self.selected?.as_array()?.len();
                Some(Cow::Owned(Value::from(rows)))
            }
            "result" => self.result.map(Cow::Borrowed),
            part => self.request.get(part).map(Cow::Borrowed),
        }
    }

    fn path(&self, path: &[String]) -> Option<Cow<'a, Value>> {
        let (first, rest) = path.split_first()?;
        match self.name(first)? {
            Cow::Borrowed(value) => rest
                .iter()
                .try_fold(value, |value, part| value.get(part))
                .map(Cow::Borrowed),
            Cow::Owned(value) => rest.is_empty().then_some(Cow::Owned(value)),
        }
    }
}

impl CompiledScript {
    fn evaluate(&self, scope: &Scope<'_>) -> Result<Value, EvaluateError> {
        struct InOrder<'a>(&'a Script, &'a Scope<'a>);
        impl Names for InOrder<'_> {
            fn value(&self, index: usize) -> Arc<Value> {
                let name = self.0.names().get(index).and_then(|free| self.1.name(&free.name));
                Arc::new(name.map_or(Value::Null, Cow::into_owned))
            }
        }
        let mut environment = Environment {
            now: chrono::Utc::now(),
            uuid_seed: *scope.idempotency_uuid.as_bytes(),
            uuid_counter: 0,
        };
        self.engine
            .evaluate(&self.script, &InOrder(&self.script, scope), &mut environment)
            .map_err(|error| {
                EvaluateError(format!(
                    "the expression `{}` failed: {}",
                    self.script.source(),
                    error.message
                ))
            })
    }
}

impl fmt::Debug for CompiledScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CompiledScript").field(&self.script.source()).finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn known() -> Known {
        Known::request(&json!({"properties": {"name": {}, "id": {}, "size": {}}}))
    }

    fn scope(request: &Value) -> Scope<'_> {
        Scope {
            request,
            connection: &Value::Null,
            idempotency_key: "run/step/1/0",
            idempotency_uuid: Uuid::nil(),
            response: None,
            selected: None,
            result: None,
        }
    }

    fn text(source: &str, request: &Value) -> Result<Option<String>, EvaluateError> {
        TextTemplate::compile(source, Encoder::Text, &known())
            .unwrap()
            .evaluate(&scope(request))
    }

    #[test]
    fn placeholders_are_encoded_by_name() {
        let request = json!({"name": "O'Brien", "id": 7});
        assert_eq!(
            text("Name eq {name:odata}", &request).unwrap().unwrap(),
            "Name eq 'O''Brien'"
        );
        assert_eq!(text("{{{id}}}", &request).unwrap().unwrap(), "{7}");
        assert_eq!(text("{size}", &request).unwrap(), None);
        assert_eq!(
            text("{name:guid}", &request).unwrap_err().0,
            "`name` is not a GUID (8-4-4-4-12 hexadecimal digits)"
        );
    }

    #[test]
    fn mistakes_are_named_when_compiled() {
        let mistake = |source: &str| TextTemplate::compile(source, Encoder::Text, &known()).unwrap_err();
        assert_eq!(mistake("{nmae}"), "`nmae` is not a name here; did you mean `name`?");
        assert_eq!(
            mistake("{name:odta}"),
            "`odta` is not an encoder; there are raw, text, segment, odata, guid"
        );
        assert!(mistake("{name").contains("has no partner"));
        assert!(mistake("a } b").contains("has no partner"));
    }

    #[test]
    fn an_absent_path_leaves_its_key_out_and_null_stays() {
        let engine = super::super::test_engine();
        let mut problems = Vec::new();
        let value = json!({"name": "=name", "id": "=id", "text": "{name}", "fixed": 1});
        let template = Template::compile(&value, Place::Body, &known(), &engine, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        let evaluated = template.evaluate(&scope(&json!({"id": null}))).unwrap().unwrap();
        assert_eq!(evaluated, json!({"id": null, "text": "{name}", "fixed": 1}));
    }

    #[test]
    fn a_generated_password_is_another_each_time() {
        let engine = super::super::test_engine();
        let mut problems = Vec::new();
        let value = json!({"password": "=name ?? generated_password"});
        let template = Template::compile(&value, Place::Body, &known(), &engine, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        let of = |request: Value| template.evaluate(&scope(&request)).unwrap().unwrap()["password"].clone();
        let first = of(json!({}));
        assert_eq!(first.as_str().unwrap().len(), 32);
        assert_ne!(first, of(json!({})));
        assert_eq!(of(json!({"name": "chosen"})), "chosen");
    }

    #[test]
    fn and_joins_what_is_present() {
        let engine = super::super::test_engine();
        let mut problems = Vec::new();
        let value = json!({"and": ["Name eq {name:odata}", "Id eq {id:guid}"]});
        let template = Template::compile(&value, Place::Query, &known(), &engine, &mut problems);
        let id = "a29a3ba5-4b0d-de11-9a51-005056c00008";
        let of = |request: Value| template.evaluate(&scope(&request)).unwrap();
        assert_eq!(
            of(json!({"name": "a", "id": id})),
            Some(json!(format!("Name eq 'a' and Id eq {id}")))
        );
        assert_eq!(of(json!({"name": "a"})), Some(json!("Name eq 'a'")));
        assert_eq!(of(json!({})), None);
    }
}
