//! `$batch` in its JSON form: up to 100 requests, groups that are all or nothing.

use axum::http::{Method, StatusCode, Uri};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::answer::{Answer, Content};
use super::odata::{self, Call, Context};
use super::table::Database;

pub(crate) const REQUESTS_MAX: usize = 100;

struct Request {
    id: String,
    group: Option<String>,
    call: Call,
}

/// Answers 200 with one response for each request reached. After the first 4xx or 5xx the rest is not reached,
/// unless `go_on` (`Prefer: continue-on-error`).
pub(crate) fn perform(context: &Context, database: &mut Database, body: &Value, go_on: bool) -> Answer {
    let requests = match read(body) {
        Ok(requests) => requests,
        Err(message) => return Answer::odata_error(StatusCode::BAD_REQUEST, &message).odata(),
    };
    let mut responses = Vec::with_capacity(requests.len());
    let mut at = 0;
    while at < requests.len() {
        let group = &requests[at].group;
        let end = match group {
            None => at + 1,
            Some(_) => {
                at + requests[at..]
                    .iter()
                    .take_while(|request| request.group == *group)
                    .count()
            }
        };
        let answers = if group.is_some() {
            whole(context, database, &requests[at..end])
        } else {
            vec![odata::perform(context, database, &requests[at].call)]
        };
        // The server names groups itself.
        let group = group.as_ref().map(|_| Uuid::new_v4());
        let failed = answers.iter().any(|answer| answer.status.as_u16() >= 400);
        for (request, answer) in requests[at..end].iter().zip(answers) {
            responses.push(response(&request.id, group, answer));
        }
        if failed && !go_on {
            break;
        }
        at = end;
    }
    Answer::ok(json!({ "responses": responses })).odata()
}

/// Carries a group out as one transaction: where one fails, the others are answered 424 and nothing is kept.
fn whole(context: &Context, database: &mut Database, requests: &[Request]) -> Vec<Answer> {
    let done = database.transaction(|database| {
        let mut answers = Vec::with_capacity(requests.len());
        for (at, request) in requests.iter().enumerate() {
            let answer = odata::perform(context, database, &request.call);
            if answer.status.as_u16() >= 400 {
                return Err((at, answer));
            }
            answers.push(answer);
        }
        Ok(answers)
    });
    let (failed, answer) = match done {
        Ok(answers) => return answers,
        Err(failure) => failure,
    };
    let mut answer = Some(answer);
    let undone = "The request was undone: another request of its group failed.";
    let each = |at| match answer.take_if(|_| at == failed) {
        Some(answer) => answer,
        None => Answer::odata_error(StatusCode::FAILED_DEPENDENCY, undone).odata(),
    };
    (0..requests.len()).map(each).collect()
}

fn response(id: &str, group: Option<Uuid>, answer: Answer) -> Value {
    let mut response = Map::new();
    response.insert("id".to_owned(), id.into());
    if let Some(group) = group {
        response.insert("atomicityGroup".to_owned(), group.to_string().into());
    }
    response.insert("status".to_owned(), answer.status.as_u16().into());
    let empty = matches!(answer.content, Content::Empty);
    let shown = answer
        .headers
        .into_iter()
        .filter(|(name, _)| !(empty && *name == "content-type"));
    let headers: Map<String, Value> = shown.map(|(name, value)| (name.to_owned(), value.into())).collect();
    response.insert("headers".to_owned(), Value::Object(headers));
    match answer.content {
        Content::Empty => {}
        Content::Json(value) => {
            response.insert("body".to_owned(), value);
        }
        Content::Text(_, text) => {
            response.insert("body".to_owned(), text.into());
        }
    }
    Value::Object(response)
}

fn read(body: &Value) -> Result<Vec<Request>, String> {
    let requests = body
        .get("requests")
        .and_then(Value::as_array)
        .ok_or("The batch has no list `requests`.")?;
    if requests.len() > REQUESTS_MAX {
        return Err(format!(
            "The batch has {} requests; {REQUESTS_MAX} are allowed.",
            requests.len()
        ));
    }
    requests.iter().map(read_one).collect()
}

fn read_one(value: &Value) -> Result<Request, String> {
    let text = |key: &str| {
        let found = value.get(key).and_then(Value::as_str).map(str::to_owned);
        found.ok_or_else(|| format!("A request of the batch has no text `{key}`."))
    };
    let url = text("url")?;
    let method = text("method")?.to_ascii_uppercase();
    let method = Method::from_bytes(method.as_bytes()).map_err(|_| format!("`{method}` is no method."))?;
    let (path, query) = url.split_once('?').unwrap_or((&url, ""));
    Ok(Request {
        id: text("id")?,
        group: value.get("atomicityGroup").and_then(Value::as_str).map(str::to_owned),
        call: Call {
            method,
            path: path.trim_start_matches('/').to_owned(),
            query: pairs(query)?,
            body: value.get("body").cloned(),
        },
    })
}

/// A query string that may or may not be percent-encoded.
fn pairs(query: &str) -> Result<Vec<(String, String)>, String> {
    let mut encoded = String::from("/?");
    for byte in query.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    let unreadable = || format!("the query `{query}` cannot be read");
    let uri: Uri = encoded.parse().map_err(|_| unreadable())?;
    let pairs = axum::extract::Query::try_from_uri(&uri).map_err(|_| unreadable())?;
    Ok(pairs.0)
}
