//! A declaration as written. `docs/connectors.md` explains the fields to authors.

use serde::Deserialize;
use serde_json::{Map, Value};
use throughline_engine::definition::OperationKind;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawConnector {
    pub(super) connector: String,
    pub(super) title: Option<String>,
    /// Read by people only.
    #[serde(default, rename = "description")]
    pub(super) _description: Option<String>,
    #[serde(default)]
    pub(super) auth: AuthDeclaration,
    #[serde(default)]
    pub(super) session_expired: ExpiredSigns,
    #[serde(default)]
    pub(super) options: Option<Value>,
    #[serde(default)]
    pub(super) headers: Map<String, Value>,
    #[serde(default)]
    pub(super) errors: ErrorRules,
    #[serde(default)]
    pub(super) schemas: Map<String, Value>,
    pub(super) test: Option<RawTest>,
    pub(super) operations: Map<String, Value>,
}

/// The read that proves that a connection works.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTest {
    pub(super) operation: String,
    #[serde(default = "no_request")]
    pub(super) with: Value,
    /// Our codes, without the connector's name, that prove it as well.
    #[serde(default)]
    pub(super) also_fine: Vec<String>,
}

fn no_request() -> Value {
    Value::Object(Map::new())
}

/// The kinds of authentication a connector supports, each with what is peculiar to it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuthDeclaration {
    /// Calls may be made without any.
    #[serde(default)]
    pub(crate) none: bool,
    pub(crate) token: Option<TokenDeclaration>,
    pub(crate) forms: Option<FormsDeclaration>,
    pub(crate) oauth2: Option<Oauth2Declaration>,
}

/// A fixed token in a header.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenDeclaration {
    pub(crate) header: String,
    /// Written before the token, e.g. `Bearer `.
    #[serde(default)]
    pub(crate) prefix: String,
}

/// A JSON sign-in that answers with session cookies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormsDeclaration {
    /// Path from the site's root.
    pub(crate) path: String,
    pub(crate) user_field: String,
    pub(crate) password_field: String,
    /// Headers of the sign-in.
    #[serde(default)]
    pub(crate) headers: Map<String, Value>,
    /// Field of the answer and the value it has where the sign-in succeeded.
    pub(crate) success: SuccessSign,
    /// Cookie whose value every later call repeats in a header.
    pub(crate) csrf: Option<Csrf>,
    /// Headers of every later call.
    #[serde(default)]
    pub(crate) session_headers: Map<String, Value>,
}

/// How a sign-in says that it succeeded.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuccessSign {
    pub(crate) field: String,
    pub(crate) equals: Value,
}

/// A cookie that is repeated in a header against forged requests.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Csrf {
    pub(crate) cookie: String,
    pub(crate) header: String,
}

/// OAuth 2.0 client credentials; the address of the token endpoint stands in the connection.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Oauth2Declaration {
    /// Headers of every later call besides `Authorization`.
    #[serde(default)]
    pub(crate) session_headers: Map<String, Value>,
}

/// What says that a session is over and one sign-in may put it right.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpiredSigns {
    #[serde(default)]
    pub(crate) status: Vec<u16>,
    /// A redirect whose `Location` holds one of these.
    #[serde(default)]
    pub(crate) location: Vec<String>,
    /// An HTML page that holds one of these.
    #[serde(default)]
    pub(crate) html: Vec<String>,
}

/// How to read this system's errors.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorRules {
    /// Paths of the message in the body; the first that is a non-empty text counts.
    #[serde(default)]
    pub(crate) message: Vec<String>,
    /// Paths of the system's own code.
    #[serde(default)]
    pub(crate) code: Vec<String>,
    /// Paths of a status inside the body; 4xx there is trusted over an HTTP 500.
    #[serde(default)]
    pub(crate) status: Vec<String>,
    /// The status inside the body may be a gRPC code (0 to 16).
    #[serde(default)]
    pub(crate) grpc: bool,
    /// A body with one of these keys is an error whatever the HTTP status.
    #[serde(default)]
    pub(crate) body_has: Vec<String>,
    /// A body with this key and no other is an error whatever the HTTP status.
    #[serde(default)]
    pub(crate) body_is_only: Vec<String>,
    /// The first rule that matches decides code and class.
    #[serde(default)]
    pub(crate) rules: Vec<ErrorRule>,
}

/// One rule: all conditions written must hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorRule {
    #[serde(default)]
    pub(crate) status: Vec<u16>,
    /// The system's own codes; a `*` at the end stands for anything.
    #[serde(default)]
    pub(crate) remote_code: Vec<String>,
    /// Parts of the message, in any case.
    #[serde(default)]
    pub(crate) message: Vec<String>,
    /// Our code, without the connector's name.
    pub(crate) code: String,
    /// What to make of it; what the status says where none is written.
    pub(crate) class: Option<RuleClass>,
}

/// Classes a rule can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RuleClass {
    Transient,
    Permanent,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOperation {
    #[serde(default)]
    pub(super) description: String,
    pub(super) kind: OperationKind,
    #[serde(default)]
    pub(super) method: RawMethod,
    #[serde(default)]
    pub(super) path: String,
    /// The request itself says method, address, headers and body: for `http.yaml`, which ships.
    #[serde(default)]
    pub(super) generic: bool,
    #[serde(default)]
    pub(super) query: Map<String, Value>,
    #[serde(default)]
    pub(super) headers: Map<String, Value>,
    pub(super) body: Option<Value>,
    pub(super) input: Value,
    pub(super) result: Value,
    #[serde(default)]
    pub(super) unwrap: Vec<String>,
    pub(super) select: Option<RawSelect>,
    pub(super) answer: Option<Value>,
    pub(super) when_not_found: Option<Value>,
    pub(super) pages: Option<Pages>,
    pub(super) on_uncertain: Option<RawUncertain>,
    pub(super) verify: Option<RawVerify>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum RawMethod {
    #[default]
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawUncertain {
    Retry,
    Verify,
    Ask,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawVerify {
    pub(super) operation: String,
    pub(super) with: Value,
    pub(super) found: Option<Value>,
    pub(super) output: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSelect {
    pub(super) list: Value,
    #[serde(rename = "where")]
    pub(super) equal: Option<Value>,
    #[serde(default)]
    pub(super) all: bool,
}

/// How an operation reads all pages of a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pages {
    /// Part of the request that holds the number of the page: it grows by one.
    pub(crate) number: Option<String>,
    /// Part of the request that holds the count of rows skipped: it grows by the rows read.
    pub(crate) offset: Option<String>,
    /// Part of the result that holds the rows.
    #[serde(default = "items")]
    pub(crate) items: String,
    /// Part of the result that says whether another page exists.
    #[serde(default = "next")]
    pub(crate) more: String,
    /// Part of a row that must not come twice: rows move between pages while they are read.
    pub(crate) unique: Option<String>,
    /// Most rows; more are an error, because a result must fit into a run.
    #[serde(default = "max_items")]
    pub(crate) max_items: usize,
}

fn items() -> String {
    "items".to_owned()
}
fn next() -> String {
    "next".to_owned()
}
fn max_items() -> usize {
    20_000
}
