//! Reading the file key by key, so that every problem names its key and line, and the variables that override it.

use std::ffi::OsString;
use std::num::{NonZeroU32, NonZeroUsize};
use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::Problem;
use super::{Config, Secret, webhooks};

type Environment<'a> = &'a dyn Fn(&str) -> Option<OsString>;
/// What a value should have been, as a sentence.
type Expected = String;

/// A key with one value. Its variable is `THROUGHLINE_` and its path in capitals.
struct Key {
    path: &'static str,
    /// Takes the value as text (for a number: its digits). Relative paths start at the folder.
    set: fn(&mut Config, text: &str, folder: &Path, environment: Environment<'_>) -> Result<(), Expected>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    /// Several texts, taken over at once with commas between them, as they stand in a variable.
    List,
}

const KEYS: &[Key] = &[
    Key {
        path: "listen",
        set: listen,
        kind: Kind::Text,
    },
    Key {
        path: "data_dir",
        set: data_dir,
        kind: Kind::Text,
    },
    Key {
        path: "sections_dir",
        set: sections_dir,
        kind: Kind::Text,
    },
    Key {
        path: "database_url",
        set: database_url,
        kind: Kind::Text,
    },
    Key {
        path: "api.token",
        set: api_token,
        kind: Kind::Text,
    },
    Key {
        path: "api.trusted_proxies",
        set: trusted_proxies,
        kind: Kind::List,
    },
    Key {
        path: "secrets.key_file",
        set: secrets_key_file,
        kind: Kind::Text,
    },
    Key {
        path: "limits.max_runs_in_memory",
        set: max_runs_in_memory,
        kind: Kind::Number,
    },
    Key {
        path: "limits.max_request_body_bytes",
        set: max_request_body_bytes,
        kind: Kind::Number,
    },
    Key {
        path: "limits.max_batch_body_bytes",
        set: max_batch_body_bytes,
        kind: Kind::Number,
    },
    Key {
        path: "limits.max_starts_per_minute",
        set: max_starts_per_minute,
        kind: Kind::Number,
    },
    Key {
        path: "callbacks.allow",
        set: callbacks_allow,
        kind: Kind::List,
    },
    Key {
        path: "callbacks.addresses",
        set: callbacks_addresses,
        kind: Kind::List,
    },
    Key {
        path: "callbacks.signing_key",
        set: callbacks_signing_key,
        kind: Kind::Text,
    },
];

/// The table whose entries are handed on unread.
const CONNECTIONS: &str = "connections";
/// The table whose entries are hooks.
const HOOKS: &str = "hooks";

fn listen(config: &mut Config, text: &str, _: &Path, _: Environment<'_>) -> Result<(), Expected> {
    let expected = || "expected an IP address and a port, such as \"127.0.0.1:8080\" or \"0.0.0.0:80\"".to_owned();
    config.listen = text.parse().map_err(|_| expected())?;
    Ok(())
}

fn data_dir(config: &mut Config, text: &str, folder: &Path, _: Environment<'_>) -> Result<(), Expected> {
    if text.is_empty() {
        return Err("expected the path of a folder".to_owned());
    }
    config.data_dir = folder.join(text);
    Ok(())
}

fn sections_dir(config: &mut Config, text: &str, folder: &Path, _: Environment<'_>) -> Result<(), Expected> {
    if text.is_empty() {
        return Err("expected the path of a folder with section files".to_owned());
    }
    config.sections_dir = Some(folder.join(text));
    Ok(())
}

fn database_url(config: &mut Config, text: &str, folder: &Path, environment: Environment<'_>) -> Result<(), Expected> {
    let url = Secret::refer(text, folder, environment).unwrap_or_else(|| Ok(Secret::new(text)))?;
    // The address may hold a password: it is not quoted.
    if !["postgres://", "postgresql://"]
        .iter()
        .any(|scheme| url.expose().starts_with(scheme))
    {
        return Err(
            "expected an address that begins with postgres:// (or a reference to one: env:NAME, file:PATH). \
             Leave it out to have a private server in the data folder"
                .to_owned(),
        );
    }
    config.database_url = Some(url);
    Ok(())
}

fn api_token(config: &mut Config, text: &str, folder: &Path, environment: Environment<'_>) -> Result<(), Expected> {
    let token = Secret::refer(text, folder, environment).unwrap_or_else(|| {
        Err("expected a reference, env:NAME or file:PATH: a secret does not belong into a configuration".to_owned())
    })?;
    config.api.token = Some(token);
    Ok(())
}

fn secrets_key_file(config: &mut Config, text: &str, folder: &Path, _: Environment<'_>) -> Result<(), Expected> {
    if text.is_empty() {
        return Err("expected the path of a file".to_owned());
    }
    config.secrets.key_file = Some(folder.join(text));
    Ok(())
}

/// Takes all of them at once, with commas between.
fn trusted_proxies(config: &mut Config, text: &str, _: &Path, _: Environment<'_>) -> Result<(), Expected> {
    let proxies = text.split(',').map(str::trim).filter(|proxy| !proxy.is_empty());
    config.api.trusted_proxies = proxies
        .map(|proxy| {
            let address = proxy.parse::<std::net::IpAddr>().map(ipnet::IpNet::from);
            address.or_else(|_| proxy.parse()).map_err(|_| {
                format!(
                    "`{proxy}` is no address; expected addresses or networks, such as \"10.0.0.7\" or \"10.0.0.0/8\""
                )
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(())
}

fn max_runs_in_memory(config: &mut Config, text: &str, _: &Path, _: Environment<'_>) -> Result<(), Expected> {
    config.limits.max_runs_in_memory = positive(text)?;
    Ok(())
}

fn max_request_body_bytes(config: &mut Config, text: &str, _: &Path, _: Environment<'_>) -> Result<(), Expected> {
    config.limits.max_request_body_bytes = positive(text)?;
    Ok(())
}

fn max_batch_body_bytes(config: &mut Config, text: &str, _: &Path, _: Environment<'_>) -> Result<(), Expected> {
    config.limits.max_batch_body_bytes = positive(text)?;
    Ok(())
}

fn max_starts_per_minute(config: &mut Config, text: &str, _: &Path, _: Environment<'_>) -> Result<(), Expected> {
    let number = positive(text)?;
    let fits = u32::try_from(number.get()).ok().and_then(NonZeroU32::new);
    config.limits.max_starts_per_minute = fits.ok_or_else(|| format!("expected a whole number up to {}", u32::MAX))?;
    Ok(())
}

fn callbacks_allow(config: &mut Config, text: &str, _: &Path, _: Environment<'_>) -> Result<(), Expected> {
    config.callbacks.allow = webhooks::allow(text)?;
    Ok(())
}

fn callbacks_addresses(config: &mut Config, text: &str, _: &Path, _: Environment<'_>) -> Result<(), Expected> {
    config.callbacks.addresses = webhooks::addresses(text)?;
    Ok(())
}

fn callbacks_signing_key(
    config: &mut Config,
    text: &str,
    folder: &Path,
    environment: Environment<'_>,
) -> Result<(), Expected> {
    config.callbacks.signing_key = Some(webhooks::signing_key(text, folder, environment)?);
    Ok(())
}

fn positive(text: &str) -> Result<NonZeroUsize, Expected> {
    text.replace('_', "")
        .parse()
        .map_err(|_| "expected a whole number, 1 or more".to_owned())
}

/// Takes over what the file says.
pub(super) fn read(
    path: &Path,
    text: &str,
    environment: Environment<'_>,
    config: &mut Config,
    problems: &mut Vec<Problem>,
) {
    let place = |span: Range<usize>| {
        let (line, column) = position(text, span.start);
        format!("{}:{line}:{column}", path.display())
    };
    let root = match DeTable::parse(text) {
        Ok(root) => root,
        Err(error) => {
            let message = format!("this is not TOML: {}", error.message().trim());
            return problems.push(Problem {
                place: place(error.span().unwrap_or(0..0)),
                key: String::new(),
                message,
            });
        }
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut reader = Reader {
        folder,
        environment,
        config,
        problems,
        place: &place,
    };
    reader.table("", root.get_ref());
}

struct Reader<'a> {
    folder: &'a Path,
    environment: Environment<'a>,
    config: &'a mut Config,
    problems: &'a mut Vec<Problem>,
    place: &'a dyn Fn(Range<usize>) -> String,
}

impl Reader<'_> {
    /// `prefix` is the path of this table with a dot at its end, or empty.
    fn table(&mut self, prefix: &str, table: &DeTable<'_>) {
        let mut entries: Vec<_> = table.iter().collect();
        // The table is sorted by name; problems are told in the order of the file.
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let path = format!("{prefix}{}", key.get_ref());
            if path == CONNECTIONS {
                self.connections(value);
            } else if path == HOOKS {
                self.hooks(value);
            } else if let Some(known) = KEYS.iter().find(|known| known.path == path) {
                self.value(known, value);
            } else if is_section(&path) {
                match value.get_ref() {
                    DeValue::Table(table) => self.table(&format!("{path}."), table),
                    other => {
                        let message = format!("expected a table, `[{path}]`, and found {}", other.type_str());
                        self.problem(value.span(), &path, message);
                    }
                }
            } else {
                self.problem(key.span(), &path, unknown(prefix, key.get_ref()));
            }
        }
    }

    fn value(&mut self, key: &Key, value: &Spanned<DeValue<'_>>) {
        let set = match (key.kind, value.get_ref()) {
            (Kind::Text, DeValue::String(text)) => (key.set)(self.config, text, self.folder, self.environment),
            (Kind::Number, DeValue::Integer(number)) if number.radix() == 10 => {
                (key.set)(self.config, number.as_str(), self.folder, self.environment)
            }
            (Kind::List, DeValue::Array(items)) => {
                let texts: Option<Vec<&str>> = items.iter().map(|item| item.get_ref().as_str()).collect();
                match texts {
                    Some(texts) => (key.set)(self.config, &texts.join(","), self.folder, self.environment),
                    None => Err("expected a list of texts in quotes".to_owned()),
                }
            }
            (Kind::List, other) => Err(format!(
                "expected a list of texts, [\"…\"], and found {}",
                other.type_str()
            )),
            (Kind::Number, DeValue::Integer(_)) => Err("expected a decimal number".to_owned()),
            (Kind::Text, other) => Err(format!("expected text in quotes and found {}", other.type_str())),
            (Kind::Number, other) => Err(format!("expected a whole number and found {}", other.type_str())),
        };
        if let Err(message) = set {
            self.problem(value.span(), key.path, message);
        }
    }

    fn connections(&mut self, value: &Spanned<DeValue<'_>>) {
        let DeValue::Table(connections) = value.get_ref() else {
            return self.problem(
                value.span(),
                CONNECTIONS,
                "expected tables, `[connections.<name>]`".to_owned(),
            );
        };
        for (name, value) in connections {
            let path = format!("{CONNECTIONS}.{}", name.get_ref());
            match serde::Deserialize::deserialize(toml::de::ValueDeserializer::from(value.clone())) {
                Ok(table) => {
                    self.config.connections.insert(name.get_ref().to_string(), table);
                }
                Err(error) => {
                    let error: toml::de::Error = error;
                    self.problem(
                        value.span(),
                        &path,
                        format!("expected a table: {}", error.message().trim()),
                    );
                }
            }
        }
    }

    fn hooks(&mut self, value: &Spanned<DeValue<'_>>) {
        let DeValue::Table(hooks) = value.get_ref() else {
            return self.problem(value.span(), HOOKS, "expected tables, `[hooks.<section>]`".to_owned());
        };
        for (name, value) in hooks {
            let path = format!("{HOOKS}.{}", name.get_ref());
            let table: Result<toml::Table, toml::de::Error> =
                serde::Deserialize::deserialize(toml::de::ValueDeserializer::from(value.clone()));
            let hook = table
                .map_err(|error| format!("expected a table: {}", error.message().trim()))
                .and_then(|table| webhooks::hook(&table, self.folder, self.environment));
            match hook {
                Ok(hook) => {
                    self.config.hooks.insert(name.get_ref().to_string(), hook);
                }
                Err(message) => self.problem(value.span(), &path, message),
            }
        }
    }

    fn problem(&mut self, span: Range<usize>, key: &str, message: String) {
        self.problems.push(Problem {
            place: (self.place)(span),
            key: key.to_owned(),
            message,
        });
    }
}

/// Takes over what the variables say.
pub(super) fn override_by(environment: Environment<'_>, config: &mut Config, problems: &mut Vec<Problem>) {
    for key in KEYS {
        let variable = format!("THROUGHLINE_{}", key.path.to_uppercase().replace('.', "_"));
        let Some(value) = environment(&variable).filter(|value| !value.is_empty()) else {
            continue;
        };
        let set = match value.to_str() {
            // In the environment the token may stand itself: that is where a reference would point.
            Some(token) if key.path == "api.token" && !token.starts_with("env:") && !token.starts_with("file:") => {
                config.api.token = Some(Secret::new(token));
                Ok(())
            }
            Some(text) => (key.set)(config, text, Path::new(""), environment),
            None => Err("it is not UTF-8 text".to_owned()),
        };
        if let Err(message) = set {
            problems.push(Problem {
                place: "environment".to_owned(),
                key: variable,
                message,
            });
        }
    }
}

fn is_section(path: &str) -> bool {
    KEYS.iter()
        .any(|key| key.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
}

/// The message about a key nobody knows, with the nearest one of the same table, or of the same name elsewhere.
fn unknown(prefix: &str, name: &str) -> String {
    let mut here: Vec<&str> = KEYS
        .iter()
        .filter_map(|key| key.path.strip_prefix(prefix))
        .map(|rest| rest.split('.').next().unwrap_or(rest))
        .collect();
    if prefix.is_empty() {
        here.push(CONNECTIONS);
        here.push(HOOKS);
    }
    here.dedup();
    if let Some(elsewhere) = KEYS.iter().find(|key| key.path.rsplit('.').next() == Some(name)) {
        return format!("unknown key; did you mean `{}`?", elsewhere.path);
    }
    let nearest = here
        .iter()
        .map(|&known| (strsim::damerau_levenshtein(known, name), known))
        .min()
        .filter(|&(distance, known)| distance * 3 <= known.len().max(name.len()));
    match nearest {
        Some((_, known)) => format!("unknown key; did you mean `{prefix}{known}`?"),
        None => format!("unknown key; here can stand: {}", here.join(", ")),
    }
}

/// Line and column, both from 1, the column in characters.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}
