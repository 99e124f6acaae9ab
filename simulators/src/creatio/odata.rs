//! One OData request against the data, whether it came by itself or inside a batch.

use axum::http::{Method, StatusCode};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::answer::Answer;
use super::query::Options;
use super::rules::{self, Refusal};
use super::schema::{self, ID};
use super::table::{self, Database};

/// What a request needs besides the data.
pub(crate) struct Context {
    /// `http://host/0/odata`
    pub(crate) base: String,
    /// The signed-in user's contact.
    pub(crate) actor: Option<Uuid>,
    /// The most rows an answer holds.
    pub(crate) max_rows: usize,
    /// Whether an answer that was cut says where it goes on.
    pub(crate) next_links: bool,
    /// Entities nobody may write.
    pub(crate) refuse_writes: Vec<String>,
}

pub(crate) struct Call {
    pub(crate) method: Method,
    /// Below `odata/`, decoded: `Contact`, `Contact(…)`, `Contact/…`.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Option<Value>,
}

/// What the path names.
struct Target {
    entity: usize,
    key: Option<Uuid>,
    /// `$count`, a column, or a column and `$value`.
    rest: Vec<String>,
}

pub(crate) fn perform(context: &Context, database: &mut Database, call: &Call) -> Answer {
    carry_out(context, database, call)
        .unwrap_or_else(|refused| refused)
        .odata()
}

fn carry_out(context: &Context, database: &mut Database, call: &Call) -> Result<Answer, Answer> {
    let target = target(context, &call.path)?;
    let entity = &schema::entities()[target.entity];
    if call.method != Method::GET && context.refuse_writes.iter().any(|name| name == entity.name) {
        return Err(Answer::rule(&format!(
            "A business rule of this site refuses the change of {}.",
            entity.name
        )));
    }
    match (&call.method, target.key) {
        (&Method::GET, None) if target.rest.is_empty() => list(context, database, call, target.entity),
        (&Method::GET, None) if target.rest == ["$count"] => {
            let options = Options::parse(target.entity, &call.query)?;
            Ok(Answer::text(
                "text/plain",
                options.total(database, target.entity).to_string(),
            ))
        }
        (&Method::GET, Some(id)) => one(context, database, call, &target, id),
        (&Method::POST, None) if target.rest.is_empty() => {
            let id = rules::insert(database, target.entity, object(call)?, context.actor).map_err(refused)?;
            let row = database.tables[target.entity]
                .row(id)
                .ok_or_else(|| missing(entity.name, id))?;
            let mut shown = table::show(entity, row);
            shown.insert(
                "@odata.context".to_owned(),
                format!("{}/$metadata#{}/$entity", context.base, entity.name).into(),
            );
            Ok(Answer::json(StatusCode::CREATED, Value::Object(shown))
                .with("location", format!("{}/{}({id})", context.base, entity.name)))
        }
        (&Method::PATCH, Some(id)) if target.rest.is_empty() => {
            rules::update(database, target.entity, id, object(call)?, context.actor).map_err(refused)?;
            Ok(Answer::empty(StatusCode::NO_CONTENT))
        }
        (&Method::DELETE, Some(id)) if target.rest.is_empty() => {
            rules::delete(database, target.entity, id).map_err(refused)?;
            Ok(Answer::empty(StatusCode::NO_CONTENT))
        }
        (method, _) => Err(Answer::odata_error(
            StatusCode::METHOD_NOT_ALLOWED,
            &format!("The requested resource does not support http method '{method}'."),
        )),
    }
}

fn refused(refusal: Refusal) -> Answer {
    match refusal {
        Refusal::Request(message) => Answer::odata_error(StatusCode::BAD_REQUEST, &message),
        Refusal::Rule(message) => Answer::rule(&message),
        Refusal::Missing { entity, id } => missing(entity, id),
    }
}

fn missing(entity: &str, id: Uuid) -> Answer {
    Answer::odata_error(StatusCode::NOT_FOUND, &format!("{entity} {id} was not found."))
}

fn object(call: &Call) -> Result<&Map<String, Value>, Answer> {
    match &call.body {
        Some(Value::Object(members)) => Ok(members),
        _ => Err(Answer::odata_error(
            StatusCode::BAD_REQUEST,
            "The request body is not a JSON object.",
        )),
    }
}

/// `Entity`, `Entity(key)`, `Entity/key`, each with more segments.
fn target(context: &Context, path: &str) -> Result<Target, Answer> {
    let mut segments = path.trim_matches('/').split('/');
    let first = segments.next().unwrap_or_default();
    let (name, key) = match first.split_once('(') {
        Some((name, key)) => (name, Some(key.trim_end_matches(')'))),
        None => (first, None),
    };
    let no_controller = || Answer::no_controller(&format!("{}/{path}", context.base), name);
    let entity = schema::find(name).ok_or_else(no_controller)?;
    let mut rest: Vec<String> = segments.map(str::to_owned).collect();
    let key = match key {
        Some(text) => {
            let id = Uuid::try_parse(text.trim());
            Some(id.map_err(|_| Answer::odata_error(StatusCode::BAD_REQUEST, &format!("'{text}' is not a key.")))?)
        }
        None => {
            let id = rest.first().and_then(|segment| Uuid::try_parse(segment).ok());
            if id.is_some() {
                rest.remove(0);
            }
            id
        }
    };
    Ok(Target { entity, key, rest })
}

fn list(context: &Context, database: &Database, call: &Call, entity: usize) -> Result<Answer, Answer> {
    let options = Options::parse(entity, &call.query)?;
    let page = options.page(database, entity, context.max_rows);
    let name = schema::entities()[entity].name;
    let mut body = Map::new();
    body.insert(
        "@odata.context".to_owned(),
        format!("{}/$metadata#{name}", context.base).into(),
    );
    if let Some(count) = page.count {
        body.insert("@odata.count".to_owned(), count.into());
    }
    if let (true, Some(skip)) = (context.next_links, page.next_skip) {
        body.insert(
            "@odata.nextLink".to_owned(),
            next_link(context, name, &call.query, skip).into(),
        );
    }
    body.insert("value".to_owned(), Value::Array(page.rows));
    Ok(Answer::ok(Value::Object(body)))
}

fn next_link(context: &Context, name: &str, query: &[(String, String)], skip: usize) -> String {
    let mut link = format!("{}/{name}?", context.base);
    for (key, value) in query.iter().filter(|(key, _)| key != "$skip") {
        link.push_str(&format!("{key}={}&", encoded(value)));
    }
    link.push_str(&format!("$skip={skip}"));
    link
}

/// Percent-encodes all but letters, digits and `-._~` (RFC 3986 §2.3).
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn one(context: &Context, database: &Database, call: &Call, target: &Target, id: Uuid) -> Result<Answer, Answer> {
    let entity = &schema::entities()[target.entity];
    let options = Options::parse(target.entity, &call.query)?;
    let row = database.tables[target.entity]
        .row(id)
        .ok_or_else(|| missing(entity.name, id))?;
    let context_of = |what: &str| format!("{}/$metadata#{}{what}", context.base, entity.name);
    let Some(name) = target.rest.first() else {
        let mut shown = options.shape.show(database, target.entity, row);
        shown.insert("@odata.context".to_owned(), context_of("/$entity").into());
        return Ok(Answer::ok(Value::Object(shown)));
    };
    let column = entity.column(name).ok_or_else(|| {
        Answer::odata_error(
            StatusCode::NOT_FOUND,
            &format!("There is no column {name} in {}.", entity.name),
        )
    })?;
    let value = row[column].show(entity.columns[column].kind);
    match target.rest.get(1).map(String::as_str) {
        Some("$value") => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            Ok(Answer::text("text/plain", text))
        }
        None => {
            let id = row[ID].guid().unwrap_or_default();
            Ok(Answer::ok(
                json!({ "@odata.context": context_of(&format!("({id})/{name}")), "value": value }),
            ))
        }
        Some(other) => Err(Answer::odata_error(
            StatusCode::NOT_FOUND,
            &format!("There is no resource {other} below {name}."),
        )),
    }
}
