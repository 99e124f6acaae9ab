//! Collecting what is wrong with a file, with a closed list of codes.

use super::yaml::{LineIndex, Span};
use super::{Diagnostic, Severity};

macro_rules! codes {
    ($($variant:ident = $name:literal,)*) => {
        /// What is wrong, as a stable machine name. `docs/diagnostics.md` explains each; a test keeps the two in step.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(super) enum Code { $($variant,)* }

        /// All codes a definition's diagnostics can carry.
        pub const DIAGNOSTIC_CODES: &[&str] = &[$($name,)*];

        impl Code {
            pub(super) fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

codes! {
    // The text.
    TooLarge = "too_large",
    TooDeep = "too_deep",
    YamlSyntax = "yaml_syntax",
    YamlFeature = "yaml_feature",
    SeveralDocuments = "several_documents",
    Tab = "tab",
    AmbiguousScalar = "ambiguous_scalar",
    NumberRange = "number_range",
    DuplicateKey = "duplicate_key",
    KeyNotText = "key_not_text",
    MissingValue = "missing_value",
    // The shape.
    UnknownKey = "unknown_key",
    MissingKey = "missing_key",
    WrongType = "wrong_type",
    InvalidName = "invalid_name",
    ReservedName = "reserved_name",
    InvalidDuration = "invalid_duration",
    InvalidValue = "invalid_value",
    UnknownTrigger = "unknown_trigger",
    DuplicateTrigger = "duplicate_trigger",
    InvalidCron = "invalid_cron",
    UnknownTimezone = "unknown_timezone",
    InvalidTime = "invalid_time",
    StepWithoutKind = "step_without_kind",
    StepWithTwoKinds = "step_with_two_kinds",
    KeyNotForKind = "key_not_for_kind",
    InputSchema = "input_schema",
    TriggerInput = "trigger_input",
    // Names.
    UnknownStep = "unknown_step",
    UnknownOperation = "unknown_operation",
    UnknownVariable = "unknown_variable",
    UnknownName = "unknown_name",
    NameNotInView = "name_not_in_view",
    UnknownParameter = "unknown_parameter",
    MissingParameter = "missing_parameter",
    WrongParameter = "wrong_parameter",
    UnknownThrown = "unknown_error_code",
    Expression = "expression",
    // The graph.
    DefaultNotLast = "default_not_last",
    CatchNeverMatches = "catch_never_matches",
    UnreachableStep = "unreachable_step",
    NeverEnds = "never_ends",
    BusyLoop = "busy_loop",
    JoinFirst = "join_first",
    JoinIncoming = "join_incoming",
    JoinMayWait = "join_may_wait",
}

/// Most diagnostics of one file: nobody reads more, and finding near names for each costs time.
const MOST: usize = 200;

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    entries: Vec<Entry>,
    /// The one more than [`MOST`] that is being worded now; never shown.
    surplus: Option<Entry>,
    errors: usize,
}

/// One problem, to which a hint may be added.
#[derive(Debug)]
pub(super) struct Entry {
    code: Code,
    severity: Severity,
    span: Span,
    message: String,
    hint: Option<String>,
    shown: bool,
}

impl Entry {
    /// Says what to do about it.
    pub(super) fn hint(&mut self, hint: impl Into<String>) {
        self.hint = Some(hint.into());
    }

    /// Says which name was probably meant, where one is near enough.
    pub(super) fn nearest<'n>(&mut self, name: &str, valid: impl IntoIterator<Item = &'n str>) {
        if self.shown
            && let Some(nearest) = nearest(name, valid)
        {
            self.hint = Some(format!("did you mean `{nearest}`?"));
        }
    }
}

impl Report {
    /// Notes an error.
    pub(super) fn error(&mut self, code: Code, span: Span, message: impl Into<String>) -> &mut Entry {
        self.note(code, Severity::Error, span, message.into())
    }

    /// Notes a warning.
    pub(super) fn warning(&mut self, code: Code, span: Span, message: impl Into<String>) -> &mut Entry {
        self.note(code, Severity::Warning, span, message.into())
    }

    fn note(&mut self, code: Code, severity: Severity, span: Span, message: String) -> &mut Entry {
        self.errors += usize::from(severity == Severity::Error);
        // Warnings leave room for the errors that refuse the file.
        let room = if severity == Severity::Error { MOST } else { MOST / 2 };
        let shown = self.entries.len() < room;
        let entry = Entry {
            code,
            severity,
            span,
            message,
            hint: None,
            shown,
        };
        if shown {
            self.entries.push(entry);
            return self.entries.last_mut().expect("an entry was pushed on the line above");
        }
        self.surplus.insert(entry)
    }

    /// How many errors there are.
    pub(super) fn errors(&self) -> usize {
        self.errors
    }

    /// All problems in the order of the file.
    pub(super) fn finish(self, lines: &LineIndex<'_>) -> Vec<Diagnostic> {
        let mut diagnostics: Vec<Diagnostic> = self
            .entries
            .into_iter()
            .map(|entry| Diagnostic {
                code: entry.code.as_str().to_owned(),
                severity: entry.severity,
                position: lines.position(entry.span),
                message: entry.message,
                hint: entry.hint,
            })
            .collect();
        diagnostics
            .sort_by(|a, b| (a.position.offset, a.severity, &a.code).cmp(&(b.position.offset, b.severity, &b.code)));
        diagnostics
    }
}

/// The valid name nearest to one that is wrong, if any is near enough to be what was meant.
pub(crate) fn nearest<'n>(name: &str, valid: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let lower = name.to_lowercase();
    let length = lower.chars().count();
    let farthest = (length / 3).max(2);
    valid
        .into_iter()
        .filter(|candidate| *candidate != name && candidate.chars().count().abs_diff(length) <= farthest)
        .filter_map(|candidate| {
            let candidate_lower = candidate.to_lowercase();
            let distance = strsim::damerau_levenshtein(&lower, &candidate_lower);
            (distance <= farthest).then(|| (distance, strsim::jaro_winkler(&lower, &candidate_lower), candidate))
        })
        .filter(|(_, likeness, _)| *likeness >= 0.75)
        .min_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(b.2)))
        .map(|(_, _, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_name_is_one_that_was_probably_meant() {
        let names = [
            "webitel.users.search",
            "webitel.users.create",
            "creatio.contacts.create",
        ];
        assert_eq!(nearest("webitel.user.search", names), Some("webitel.users.search"));
        assert_eq!(nearest("Webitel.Users.Create", names), Some("webitel.users.create"));
        assert_eq!(nearest("postgres.query", names), None);
        assert_eq!(nearest("pgae", ["page", "users"]), Some("page"));
        assert_eq!(nearest("x", ["page", "y"]), None);
    }
}
