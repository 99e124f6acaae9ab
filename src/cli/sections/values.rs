//! What a person types, as the API takes it: records by name, values in the type of their field, choices by name.

use clap::Args;
use serde_json::{Map, Value};

use crate::api::types::{ChoiceInfo, FieldInfo, FormInfo};
use crate::cli::CliError;
use crate::cli::start::input;
use crate::client::{Client, ClientError, LookupQuery, RecordsQuery};
use crate::sections::FieldType;

/// Values of a form.
#[derive(Debug, Args)]
pub(super) struct Values {
    /// Value of a field; for a choice its name will do. May be repeated
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    set: Vec<String>,
    /// All values: JSON, `@FILE`, or `@-` for standard input
    #[arg(long, value_name = "JSON|@FILE")]
    values: Option<String>,
}

/// Which form the values are for.
pub(super) struct Place<'a> {
    pub(super) section: &'a str,
    pub(super) record: Option<&'a str>,
    pub(super) detail: Option<&'a str>,
    pub(super) action: Option<&'a str>,
}

impl Values {
    /// The values in the types of their fields.
    pub(super) async fn read(
        &self,
        client: &Client,
        form: &FormInfo,
        place: &Place<'_>,
    ) -> Result<Map<String, Value>, CliError> {
        let mut values = match self.values.as_deref().map(input).transpose()? {
            None => Map::new(),
            Some(Value::Object(values)) => values,
            Some(_) => return Err(CliError::usage("--values is a JSON object: field and value")),
        };
        for set in &self.set {
            let Some((key, text)) = set.split_once('=') else {
                return Err(CliError::usage(format!("--set {set}: write FIELD=VALUE")));
            };
            let value = match form.fields.iter().find(|field| field.key == key) {
                Some(field) => typed(client, field, text, place).await?,
                // An action that comes from a process has no fields here; the service knows better.
                None => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())),
            };
            values.insert(key.to_owned(), value);
        }
        Ok(values)
    }
}

async fn typed(client: &Client, field: &FieldInfo, text: &str, place: &Place<'_>) -> Result<Value, CliError> {
    let wrong = |wanted: &str| CliError::usage(format!("--set {}={text}: write {wanted}", field.key));
    Ok(match field.kind {
        FieldType::Text | FieldType::Time => text.into(),
        FieldType::Boolean => text.parse::<bool>().map_err(|_| wrong("true or false"))?.into(),
        FieldType::Integer => text.parse::<i64>().map_err(|_| wrong("a whole number"))?.into(),
        FieldType::Number => text.parse::<f64>().map_err(|_| wrong("a number"))?.into(),
        FieldType::Choice => {
            // A value may also be written as JSON: `0`, `true`.
            let written: Option<Value> = serde_json::from_str(text).ok();
            let of = |choice: &&ChoiceInfo| {
                choice.title == text || choice.value == text || Some(&choice.value) == written.as_ref()
            };
            match field.choices.iter().find(of) {
                Some(choice) => choice.value.clone(),
                None => text.into(),
            }
        }
        FieldType::Lookup => chosen(client, field, text, place).await?.into(),
    })
}

/// The candidate of this value or name; the text itself where none is, for the service to refuse.
async fn chosen(client: &Client, field: &FieldInfo, text: &str, place: &Place<'_>) -> Result<String, CliError> {
    let query = LookupQuery {
        q: Some(text.to_owned()),
        record: place.record.map(str::to_owned),
        detail: place.detail.map(str::to_owned),
        action: place.action.map(str::to_owned),
        limit: Some(200),
    };
    let found = client.candidates(place.section, &field.key, &query).await?;
    let mut named = found
        .items
        .iter()
        .filter(|candidate| candidate.value == text || candidate.label == text);
    match (named.next(), named.next()) {
        (Some(candidate), None) => Ok(candidate.value.clone()),
        (Some(_), Some(_)) => Err(CliError::usage(format!(
            "--set {}={text}: several are called so; `throughline sections lookup` shows their ids",
            field.key
        ))),
        (None, _) => Ok(text.to_owned()),
    }
}

/// The id of a record given by id or by name.
pub(super) async fn record_id(client: &Client, section: &str, text: &str) -> Result<String, CliError> {
    match client.record(section, text).await {
        Ok(record) => return Ok(record.row.id),
        Err(ClientError::Refused(problem)) if problem.status == 404 => {
            // A section that is not there says so itself.
            client.section(section).await?;
        }
        Err(error) => return Err(error.into()),
    }
    let query = RecordsQuery {
        q: Some(text.to_owned()),
        limit: Some(100),
        ..RecordsQuery::default()
    };
    let page = client.records(section, &query).await?;
    let named: Vec<&str> = page
        .items
        .iter()
        .filter(|row| row.title == text)
        .map(|row| row.id.as_str())
        .collect();
    match named.as_slice() {
        [id] => Ok((*id).to_owned()),
        [] => Err(CliError::usage(format!(
            "there is no record `{text}` in {section}, by id or by name; `throughline sections records {section}` lists them"
        ))),
        ids => Err(CliError::usage(format!(
            "several records of {section} are called `{text}`: {}",
            ids.join(", ")
        ))),
    }
}
