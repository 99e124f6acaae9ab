//! What menus offer, and what a press of a button starts.

use serde_json::{Map, Value};

use super::Sections;
use super::error::SectionError;
use super::expression::{Given, Template};
use super::form::{CheckedForm, FormPlace};
use super::model::{Action, ActionScope, Command, Confirm, Detail, Section, Text};

/// A run to be started: the caller of this room starts it.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Key of the process.
    pub process: String,
    /// Its input.
    pub input: Value,
    /// What the run is called.
    pub business_key: Option<String>,
    /// Inputs that are nothing but a field of the form: input, field. An error of the run that names the input belongs
    /// to the field.
    pub fields: Vec<(String, String)>,
}

/// What a person is asked before something happens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confirmation {
    /// The question; none where nothing is asked.
    pub text: Option<Text>,
}

/// An action as a menu shows it.
#[derive(Debug)]
pub struct MenuEntry<'a> {
    /// The action.
    pub action: &'a Action,
    /// Why it is not offered now; none where it is.
    pub refused: Option<Text>,
    /// What is asked before.
    pub confirmation: Confirmation,
}

/// An action for a selection: how many records it fits.
#[derive(Debug)]
pub struct Preview<'a> {
    /// The action.
    pub action: &'a Action,
    /// Records it fits.
    pub fits: Vec<String>,
    /// Records it does not fit, with the reason.
    pub refused: Vec<(String, Text)>,
    /// What is asked before.
    pub confirmation: Confirmation,
}

/// Records of a selection that are read at the same time.
const AT_ONCE: usize = 8;

impl Sections {
    /// The actions of the section itself.
    ///
    /// # Errors
    /// An expression of the declaration fails.
    pub fn section_menu<'s>(&self, section: &'s Section) -> Result<Vec<MenuEntry<'s>>, SectionError> {
        menu(section, ActionScope::Section, &Given::default())
    }

    /// The actions of one record, as it stands now, and what Delete asks.
    ///
    /// # Errors
    /// There is no such record, or the system behind.
    pub async fn record_menu<'s>(
        &self,
        section: &'s Section,
        id: &str,
    ) -> Result<(Vec<MenuEntry<'s>>, Confirmation), SectionError> {
        let record = self.raw_record(section, id).await?;
        let given = Given::new(&[("record", &record)]);
        let delete = match &section.delete {
            Some(delete) => confirmation(delete.confirm.as_ref(), &given)?,
            None => Confirmation::default(),
        };
        Ok((menu(section, ActionScope::Record, &given)?, delete))
    }

    /// The actions of a selection, each with the records it fits.
    ///
    /// # Errors
    /// One of the records is gone, or the system behind.
    pub async fn selection_menu<'s>(
        &self,
        section: &'s Section,
        ids: &[String],
    ) -> Result<Vec<Preview<'s>>, SectionError> {
        use futures::{StreamExt as _, TryStreamExt as _};
        let records: Vec<(String, Value)> = futures::stream::iter(ids.to_vec())
            .map(|id| async move {
                let record = self.raw_record(section, &id).await?;
                Ok::<_, SectionError>((id, record))
            })
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        let offered = section
            .actions
            .iter()
            .filter(|action| action.scopes.contains(&ActionScope::Selection));
        offered
            .map(|action| {
                let mut fits = Vec::new();
                let mut refused = Vec::new();
                for (id, record) in &records {
                    match refusal(&action.command, &Given::new(&[("record", record)]))? {
                        None => fits.push(id.clone()),
                        Some(reason) => refused.push((id.clone(), reason)),
                    }
                }
                let count = Value::from(fits.len());
                let asks = confirmation(action.confirm_selection.as_ref(), &Given::new(&[("count", &count)]))?;
                Ok(Preview {
                    action,
                    fits,
                    refused,
                    confirmation: asks,
                })
            })
            .collect()
    }

    /// Add: a new record.
    ///
    /// # Errors
    /// The section has no Add, the form does not fit, or the system behind.
    pub async fn plan_add(&self, section: &Section, values: &Map<String, Value>) -> Result<Plan, SectionError> {
        let add = offered(section.add.as_ref(), section, "added")?;
        let form = self.check_form(section, FormPlace::Add, values).await?;
        plan(add, section, form, &[])
    }

    /// Save: changes of a record; `values` holds those that were changed.
    ///
    /// # Errors
    /// The section has no Save, nothing differs, the form does not fit, or the system behind.
    pub async fn plan_save(
        &self,
        section: &Section,
        id: &str,
        values: &Map<String, Value>,
    ) -> Result<Plan, SectionError> {
        let save = offered(section.save.as_ref(), section, "changed")?;
        let form = self.check_form(section, FormPlace::Edit(id), values).await?;
        if form.errors.is_empty() && form.changed.is_empty() {
            return Err(SectionError::NotOffered(
                "Nothing differs from the record as it stands, so nothing was started.".to_owned(),
            ));
        }
        plan(save, section, form, &[])
    }

    /// Delete: a record.
    ///
    /// # Errors
    /// The section has no Delete, there is no such record, or the system behind.
    pub async fn plan_delete(&self, section: &Section, id: &str) -> Result<Plan, SectionError> {
        let delete = offered(section.delete.as_ref(), section, "deleted")?;
        let form = CheckedForm {
            record: Some(self.raw_record(section, id).await?),
            ..CheckedForm::default()
        };
        plan(delete, section, form, &[])
    }

    /// Add of a detail.
    ///
    /// # Errors
    /// The detail has no Add, the form does not fit, or the system behind.
    pub async fn plan_detail_add(
        &self,
        section: &Section,
        id: &str,
        detail: &Detail,
        values: &Map<String, Value>,
    ) -> Result<Plan, SectionError> {
        let add = detail
            .add
            .as_ref()
            .ok_or_else(|| SectionError::NotOffered(format!("Nothing can be added to {} here.", detail.title.en)))?;
        let form = self.check_form(section, FormPlace::Detail(id, detail), values).await?;
        plan(add, section, form, &[])
    }

    /// Delete of a detail's row.
    ///
    /// # Errors
    /// The detail has no Delete, there is no such row, or the system behind.
    pub async fn plan_detail_delete(
        &self,
        section: &Section,
        id: &str,
        detail: &Detail,
        row: &str,
    ) -> Result<Plan, SectionError> {
        let delete = detail.delete.as_ref().ok_or_else(|| {
            SectionError::NotOffered(format!("Nothing can be taken away from {} here.", detail.title.en))
        })?;
        let record = self.raw_record(section, id).await?;
        let row = self.raw_detail_row(section, &record, detail, row).await?;
        let form = CheckedForm {
            record: Some(record),
            ..CheckedForm::default()
        };
        plan(delete, section, form, &[("detail", &row)])
    }

    /// An action: of the section, of a record, or of one record of a selection.
    ///
    /// # Errors
    /// It is not offered there or does not fit the record, the form does not fit, or the system behind.
    pub async fn plan_action(
        &self,
        section: &Section,
        action: &Action,
        scope: ActionScope,
        record: Option<&str>,
        selection: &[String],
        values: &Map<String, Value>,
    ) -> Result<Plan, SectionError> {
        if !action.scopes.contains(&scope) {
            return Err(SectionError::NotOffered(format!(
                "`{}` is not offered for {}.",
                action.key,
                match scope {
                    ActionScope::Section => "the section itself: name a record",
                    ActionScope::Record => "a record",
                    ActionScope::Selection => "several records at once",
                }
            )));
        }
        let place = FormPlace::Action(record, action);
        let form = self.check_form(section, place, values).await?;
        let selection = Value::from(selection.to_vec());
        plan(&action.command, section, form, &[("selection", &selection)])
    }
}

fn offered<'c>(command: Option<&'c Command>, section: &Section, what: &str) -> Result<&'c Command, SectionError> {
    command.ok_or_else(|| SectionError::NotOffered(format!("Records of {} cannot be {what} here.", section.title.en)))
}

fn menu<'s>(section: &'s Section, scope: ActionScope, given: &Given<'_>) -> Result<Vec<MenuEntry<'s>>, SectionError> {
    let offered = section.actions.iter().filter(|action| action.scopes.contains(&scope));
    offered
        .map(|action| {
            Ok(MenuEntry {
                action,
                refused: refusal(&action.command, given)?,
                confirmation: confirmation(action.command.confirm.as_ref(), given)?,
            })
        })
        .collect()
}

/// Why a command does not fit, where it does not.
fn refusal(command: &Command, given: &Given<'_>) -> Result<Option<Text>, SectionError> {
    match &command.when {
        Some(when) if !when.holds.holds(given)? => Ok(Some(when.reason.clone())),
        _ => Ok(None),
    }
}

pub(super) fn confirmation(confirm: Option<&Confirm>, given: &Given<'_>) -> Result<Confirmation, SectionError> {
    let Some(confirm) = confirm else {
        return Ok(Confirmation::default());
    };
    Ok(Confirmation {
        text: Some(Text {
            en: confirm.en.text(given)?,
            uk: confirm.uk.as_ref().map(|uk| uk.text(given)).transpose()?,
        }),
    })
}

/// The run a command starts with this form.
fn plan(
    command: &Command,
    section: &Section,
    form: CheckedForm,
    more: &[(&'static str, &Value)],
) -> Result<Plan, SectionError> {
    if !form.errors.is_empty() {
        return Err(SectionError::Form(form.errors));
    }
    let record = form.record.unwrap_or_default();
    let values = Value::Object(form.values);
    let changed = Value::Object(form.changed);
    let mut given = Given::new(&[
        ("record", &record),
        ("form", &values),
        ("changed", &changed),
        ("lookup", &form.lookups),
    ]);
    for (name, value) in more {
        given = given.and(name, value);
    }
    if let Some(reason) = refusal(command, &given)? {
        return Err(SectionError::NotOffered(reason.en));
    }
    let key = match (&command.business_key, &section.run_key) {
        (Some(key), _) => Some(key.text(&given)?),
        (None, Some(key)) if !record.is_null() => Some(key.text(&given)?),
        _ => None,
    };
    Ok(Plan {
        process: command.process.clone(),
        input: command.input.evaluate(&given)?,
        business_key: key.filter(|key| !key.is_empty()),
        fields: fields(&command.input),
    })
}

/// Inputs that are a field of the form as it is.
fn fields(input: &Template) -> Vec<(String, String)> {
    let Template::Map(entries) = input else {
        return Vec::new();
    };
    let of = |(name, value): &(String, Template)| match value {
        Template::Expression(expression) => match expression.as_path() {
            Some([place, field]) if matches!(place.as_str(), "form" | "changed") => Some((name.clone(), field.clone())),
            _ => None,
        },
        _ => None,
    };
    entries.iter().filter_map(of).collect()
}
