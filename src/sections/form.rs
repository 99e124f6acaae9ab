//! Forms: fills in what follows from other fields, and says what does not fit. Nothing is written.

use serde_json::{Map, Value};

use super::error::{FieldError, FieldErrorCode, SectionError};
use super::expression::Given;
use super::model::{Access, Detail, Field, FieldType, Form, Lookup, Section, Text, Unique};
use super::source::may_be_chosen;
use super::{Action, Sections};

/// Longest text searched for among candidates.
const MAX_Q: usize = 200;

/// Which form of a section.
#[derive(Debug, Clone, Copy)]
pub enum FormPlace<'a> {
    /// A new record.
    Add,
    /// A record that exists, by id.
    Edit(&'a str),
    /// A new row of a record's detail.
    Detail(&'a str, &'a Detail),
    /// What an action asks; of a record where it is done to one.
    Action(Option<&'a str>, &'a Action),
}

/// A form after its check.
#[derive(Debug, Default)]
pub struct CheckedForm {
    /// The fields that are shown, filled in.
    pub values: Map<String, Value>,
    /// What the chosen records are called.
    pub labels: Map<String, Value>,
    /// What does not fit, in the order of the fields.
    pub errors: Vec<FieldError>,
    /// What empty fields mean.
    pub notes: Vec<Note>,
    /// Values that differ from those of the record; only where one is changed.
    pub changed: Map<String, Value>,
    /// The rows that were chosen, by field.
    pub(super) lookups: Value,
    /// The record the form belongs to.
    pub(super) record: Option<Value>,
}

/// A word on a field that is no error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Key of the field.
    pub field: String,
    /// The word.
    pub message: Text,
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The value of the field if it is chosen.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// A second line.
    pub detail: Option<String>,
}

/// Candidates of a lookup field.
#[derive(Debug)]
pub struct Candidates {
    /// The first of them.
    pub candidates: Vec<Candidate>,
    /// Whether there are more.
    pub more: bool,
}

/// Whether a value is none.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

fn same(left: &Value, right: &Value) -> bool {
    left == right || (is_empty(left) && is_empty(right))
}

impl FormPlace<'_> {
    fn form<'s>(&self, section: &'s Section) -> &'s Form
    where
        Self: 's,
    {
        match self {
            Self::Add | Self::Edit(_) => &section.form,
            Self::Detail(_, detail) => &detail.form,
            Self::Action(_, action) => &action.form,
        }
    }

    fn record_id(&self) -> Option<&str> {
        match self {
            Self::Add => None,
            Self::Edit(id) | Self::Detail(id, _) => Some(id),
            Self::Action(id, _) => *id,
        }
    }

    fn access(&self, field: &Field) -> Access {
        match self {
            Self::Edit(_) => field.edit,
            _ => field.add,
        }
    }
}

impl Sections {
    /// Fills in and checks a form.
    ///
    /// # Errors
    /// A field that is not there, no such record, or the system behind. What does not fit is in the answer.
    pub async fn check_form(
        &self,
        section: &Section,
        place: FormPlace<'_>,
        given: &Map<String, Value>,
    ) -> Result<CheckedForm, SectionError> {
        let record = match place.record_id() {
            Some(id) => Some(self.raw_record(section, id).await?),
            None => None,
        };
        self.check_with(place, place.form(section), record, given).await
    }

    pub(super) async fn check_with(
        &self,
        place: FormPlace<'_>,
        form: &Form,
        record: Option<Value>,
        given: &Map<String, Value>,
    ) -> Result<CheckedForm, SectionError> {
        if let Some(unknown) = given
            .keys()
            .find(|key| form.fields.iter().all(|field| field.key != **key))
        {
            let known: Vec<&str> = form.fields.iter().map(|field| field.key.as_str()).collect();
            let shown: String = unknown.chars().take(60).collect();
            return Err(SectionError::BadQuestion(match known.is_empty() {
                true => format!("There is no field `{shown}`: this takes no values."),
                false => format!("There is no field `{shown}`; there is {}.", known.join(", ")),
            }));
        }
        let edits = matches!(place, FormPlace::Edit(_));
        let mut checking = Checking {
            place,
            edits,
            record: record.clone().unwrap_or_default(),
            originals: Map::new(),
            values: Map::new(),
            lookups: Map::new(),
            errors: Vec::new(),
        };
        for field in &form.fields {
            checking.take(field, given)?;
        }
        self.resolve(&mut checking, form).await?;
        for field in &form.fields {
            checking.fill(field, given)?;
        }
        for field in &form.fields {
            checking.judge(field);
        }
        self.unique(&mut checking, form).await?;
        checking.finish(form, record)
    }

    /// Reads what was chosen in each lookup.
    async fn resolve(&self, checking: &mut Checking<'_>, form: &Form) -> Result<(), SectionError> {
        let values = Value::Object(checking.values.clone());
        let chosen = form.fields.iter().filter_map(|field| {
            let lookup = field.lookup.as_ref()?;
            let value = checking.values.get(&field.key).filter(|value| !is_empty(value))?;
            checking.is_changed(field).then_some((field, lookup, value))
        });
        let read = chosen.map(|(field, lookup, value)| {
            let record = &checking.record;
            let values = &values;
            async move {
                let row = match value {
                    Value::String(_) => self.source.one(&lookup.get, &Given::new(&[("value", value)])).await?,
                    _ => None,
                };
                let row = match row {
                    Some(row) if lookup.value.evaluate(&Given::new(&[("row", &row)]))? == *value => Some(row),
                    _ => None,
                };
                let given = Given::new(&[("form", values), ("record", record)]);
                let allowed = match &row {
                    Some(row) => may_be_chosen(lookup.listing.only.as_ref(), &given, row)?,
                    None => false,
                };
                Ok::<_, SectionError>((field, row, allowed))
            }
        });
        let found = futures::future::try_join_all(read).await?;
        for (field, row, allowed) in found {
            match row {
                None => checking.error(
                    field,
                    FieldErrorCode::NotFound,
                    format!(
                        "{}: there is nothing to be chosen by this value. Choose one of the list.",
                        field.title.en
                    ),
                ),
                Some(row) => {
                    if !allowed {
                        let message = format!(
                            "{}: this one cannot be chosen now. Choose one of the list.",
                            field.title.en
                        );
                        checking.error(field, FieldErrorCode::NotAllowed, message);
                    }
                    checking.lookups.insert(field.key.clone(), row);
                }
            }
        }
        Ok(())
    }

    async fn unique(&self, checking: &mut Checking<'_>, form: &Form) -> Result<(), SectionError> {
        let values = Value::Object(checking.values.clone());
        let mut clashes = Vec::new();
        for field in &form.fields {
            let value = checking.value(field);
            let is_wrong = checking.errors.iter().any(|error| error.field == field.key);
            if is_wrong || is_empty(value) || !checking.is_changed(field) {
                continue;
            }
            let given = Given::new(&[("value", value), ("form", &values), ("record", &checking.record)]);
            for unique in &field.unique {
                if let Some((message, message_uk)) = self.clash(unique, &given).await? {
                    clashes.push(FieldError {
                        field: field.key.clone(),
                        code: FieldErrorCode::NotUnique,
                        message,
                        message_uk,
                    });
                    break;
                }
            }
        }
        checking.errors.extend(clashes);
        Ok(())
    }

    async fn clash(
        &self,
        unique: &Unique,
        given: &Given<'_>,
    ) -> Result<Option<(String, Option<String>)>, SectionError> {
        let rows = self
            .source
            .rows(&unique.operation, &unique.with, &unique.rows, given)
            .await?;
        for row in &rows {
            let given = given.and("row", row);
            if unique.clash.holds(&given)? {
                let message_uk = unique.message_uk.as_ref().map(|text| text.text(&given)).transpose()?;
                return Ok(Some((unique.message.text(&given)?, message_uk)));
            }
        }
        Ok(None)
    }

    /// What can be chosen in a lookup field.
    ///
    /// # Errors
    /// The field is no lookup, no such record, the question, or the system behind.
    pub async fn candidates(
        &self,
        section: &Section,
        place: FormPlace<'_>,
        field: &str,
        q: Option<&str>,
        limit: u32,
    ) -> Result<Candidates, SectionError> {
        let found = place.form(section).fields.iter().find(|known| known.key == field);
        let lookup = found.and_then(|field| field.lookup.as_ref());
        let Some(lookup) = lookup else {
            return Err(section.missing("lookup field", field));
        };
        if q.is_some_and(|q| q.chars().count() > MAX_Q || q.chars().any(char::is_control)) {
            return Err(SectionError::BadQuestion(format!(
                "`q` is a text of at most {MAX_Q} characters without control characters."
            )));
        }
        let record = match place.record_id() {
            Some(id) => self.raw_record(section, id).await?,
            None => Value::Null,
        };
        let given = Given::new(&[("record", &record)]);
        let page = self.source.candidates(&lookup.listing, &given, q, limit).await?;
        let candidates = page
            .rows
            .iter()
            .map(|row| candidate(lookup, row))
            .collect::<Result<_, _>>()?;
        Ok(Candidates {
            candidates,
            more: page.more,
        })
    }
}

fn candidate(lookup: &Lookup, row: &Value) -> Result<Candidate, SectionError> {
    let given = Given::new(&[("row", row)]);
    let detail = lookup.detail.as_ref().map(|detail| detail.text(&given)).transpose()?;
    Ok(Candidate {
        value: lookup.value.text(&given)?,
        label: lookup.label.text(&given)?,
        detail: detail.filter(|detail| !detail.is_empty()),
    })
}

/// A form while it is checked.
struct Checking<'a> {
    place: FormPlace<'a>,
    edits: bool,
    record: Value,
    originals: Map<String, Value>,
    values: Map<String, Value>,
    lookups: Map<String, Value>,
    errors: Vec<FieldError>,
}

impl Checking<'_> {
    fn value(&self, field: &Field) -> &Value {
        self.values.get(&field.key).unwrap_or(&Value::Null)
    }

    /// Of a new record everything is a change.
    fn is_changed(&self, field: &Field) -> bool {
        let original = self.originals.get(&field.key).unwrap_or(&Value::Null);
        !self.edits || !same(self.value(field), original)
    }

    fn error(&mut self, field: &Field, code: FieldErrorCode, message: String) {
        self.errors.push(FieldError {
            field: field.key.clone(),
            code,
            message,
            message_uk: None,
        });
    }

    /// The value before anything is filled in.
    fn take(&mut self, field: &Field, given: &Map<String, Value>) -> Result<(), SectionError> {
        let original = match self.edits {
            true => field.value.evaluate(&Given::new(&[("record", &self.record)]))?,
            false => field.default.clone().unwrap_or_default(),
        };
        let given = given
            .get(&field.key)
            .filter(|_| self.place.access(field) == Access::Write);
        let value = match given {
            Some(Value::String(text)) => Value::String(text.trim().to_owned()),
            // A text that is taken away is an empty one: null would mean "not given".
            Some(Value::Null) if self.edits && field.kind == FieldType::Text => Value::String(String::new()),
            Some(value) => value.clone(),
            None => original.clone(),
        };
        self.originals.insert(field.key.clone(), original);
        self.values.insert(field.key.clone(), value);
        Ok(())
    }

    /// What follows from other fields; and a field that cannot be written keeps what it has.
    fn fill(&mut self, field: &Field, given: &Map<String, Value>) -> Result<(), SectionError> {
        let access = self.place.access(field);
        let was_given = given.get(&field.key).is_some_and(|value| !is_empty(value));
        let fills = match access {
            Access::Write => !self.edits && !was_given,
            Access::Read | Access::Hidden => true,
        };
        if let Some(auto) = field.auto.as_ref().filter(|_| fills) {
            let (form, lookup) = (Value::Object(self.values.clone()), Value::Object(self.lookups.clone()));
            let names = Given::new(&[("form", &form), ("lookup", &lookup), ("record", &self.record)]);
            let value = auto.evaluate(&names)?;
            if !value.is_null() {
                self.values.insert(field.key.clone(), value);
            }
        }
        let wanted = given.get(&field.key).filter(|_| access != Access::Write);
        if wanted.is_some_and(|wanted| !same(wanted, self.value(field))) {
            let message = format!("{} cannot be written here. Leave it out.", field.title.en);
            self.error(field, FieldErrorCode::ReadOnly, message);
        }
        Ok(())
    }

    fn judge(&mut self, field: &Field) {
        let access = self.place.access(field);
        let judged = match access {
            // What a record has already is not judged again.
            Access::Write => self.is_changed(field),
            Access::Read | Access::Hidden => !self.edits,
        };
        if !judged || self.errors.iter().any(|error| error.field == field.key) {
            return;
        }
        let value = self.value(field);
        if is_empty(value) {
            // A missing value that follows from another field is that field's error.
            let follows = access != Access::Write && field.auto.is_some() && !self.errors.is_empty();
            if field.required && !follows {
                self.error(
                    field,
                    FieldErrorCode::Required,
                    format!("{} is needed.", field.title.en),
                );
            }
            return;
        }
        let has_control = value
            .as_str()
            .is_some_and(|text| text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')));
        if has_control {
            let message = format!("{} holds a control character. Type it again.", field.title.en);
            return self.error(field, FieldErrorCode::Invalid, message);
        }
        if let Err(error) = field.check.validate(value) {
            let message = format!("{}: {}.", field.title.en, error.to_string().trim_end_matches('.'));
            self.error(field, FieldErrorCode::Invalid, message);
        }
    }

    fn finish(mut self, form: &Form, record: Option<Value>) -> Result<CheckedForm, SectionError> {
        let order = |error: &FieldError| form.fields.iter().position(|field| field.key == error.field);
        self.errors.sort_by_key(order);
        let mut changed = Map::new();
        let mut labels = Map::new();
        let mut notes = Vec::new();
        let (values, lookups) = (Value::Object(self.values.clone()), Value::Object(self.lookups.clone()));
        let given = Given::new(&[("form", &values), ("lookup", &lookups), ("record", &self.record)]);
        for field in &form.fields {
            let value = self.value(field);
            if self.edits && self.is_changed(field) {
                changed.insert(field.key.clone(), value.clone());
            }
            if self.place.access(field) == Access::Hidden {
                continue;
            }
            let chosen = self.lookups.get(&field.key).zip(field.lookup.as_ref());
            let label = match (chosen, &field.label) {
                (Some((row, lookup)), _) => Some(lookup.label.text(&Given::new(&[("row", row)]))?),
                (None, Some(label)) if !is_empty(value) => Some(label.text(&given)?),
                _ => None,
            };
            if let Some(label) = label {
                labels.insert(field.key.clone(), label.into());
            }
            if let Some(message) = field.empty_note.as_ref().filter(|_| is_empty(value)) {
                notes.push(Note {
                    field: field.key.clone(),
                    message: message.clone(),
                });
            }
        }
        Ok(CheckedForm {
            values: self.values,
            labels,
            errors: self.errors,
            notes,
            changed,
            lookups,
            record,
        })
    }
}
