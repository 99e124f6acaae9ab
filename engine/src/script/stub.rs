//! Interface sketch; replaced by the real rooms.
#![allow(missing_docs, unused_variables, clippy::todo)]
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Budgets of one evaluation. All but `interrupt` are deterministic: the same script on the same values always ends the same way.
#[derive(Debug, Clone)]
pub struct Limits {
    pub operations: u64,
    pub call_depth: usize,
    pub string_bytes: usize,
    pub array_items: usize,
    pub map_entries: usize,
}
/// What `now()` and `uuid()` answer in one fold.
#[derive(Debug, Clone)]
pub struct Environment {
    pub now: DateTime<Utc>,
    pub uuid_seed: [u8; 16],
    pub uuid_counter: u64,
}

/// The sandbox: cheap to clone, shared by all definitions of a process.
#[derive(Clone)]
pub struct ScriptEngine {/* Arc<rhai::Engine> … */}
/// One compiled expression or script.
#[derive(Debug)]
pub struct Script {/* source, AST, or a plain path like `result.items` evaluated without Rhai */}
/// A free name of a script.
pub struct FreeName {
    pub name: Arc<str>,
    pub line: u32,
    pub column: u32,
}
/// Why a source does not compile; line/column (characters) count from 1 inside the source.
pub struct CompileError {
    pub message: String,
    pub line: u32,
    pub column: u32,
}
/// Why an evaluation failed; position inside the source.
pub struct ScriptError {
    pub kind: ScriptErrorKind,
    pub message: String,
    pub line: u32,
    pub column: u32,
    pub thrown: Option<Value>,
}
pub enum ScriptErrorKind {
    /// error code `script`: the author's mistake or `throw`.
    Failed,
    /// error code `limit`: a budget was spent.
    Limit,
    /// The wall-clock guard of the shell said stop: NOT deterministic, so the fold must be abandoned, never recorded.
    Interrupted,
}
/// Gives the value of the free name number `index` (order of `Script::names`).
pub trait Names {
    fn value(&self, index: usize) -> Arc<Value>;
}

impl ScriptEngine {
    pub fn new(limits: Limits) -> Self {
        todo!()
    }
    /// The shell's wall-clock guard: evaluations stop with `Interrupted` soon after it turns true.
    pub fn with_interrupt(self, flag: Arc<AtomicBool>) -> Self {
        todo!()
    }
    /// An expression (what follows `=`): no statements except inside blocks.
    pub fn compile_expression(&self, source: &str) -> Result<Script, CompileError> {
        todo!()
    }
    /// A script task: statements, the last value is the result.
    pub fn compile_script(&self, source: &str) -> Result<Script, CompileError> {
        todo!()
    }
    pub fn evaluate(
        &self,
        script: &Script,
        names: &dyn Names,
        environment: &mut Environment,
    ) -> Result<Value, ScriptError> {
        todo!()
    }
}
impl Script {
    pub fn source(&self) -> &str {
        todo!()
    }
    /// Free names in order of first use: everything read that is not a local variable, parameter or function.
    pub fn names(&self) -> &[FreeName] {
        todo!()
    }
}
