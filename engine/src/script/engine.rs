//! Compiling and evaluating.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicFnPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage,
    BasicStringPackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{AST, Dynamic, Engine, OptimizationLevel, ParseError, Scope};
use serde_json::Value;

use super::call::{self, Environment};
use super::error::{CompileError, ScriptError};
use super::helpers;
use super::limits::{EXPRESSION_DEPTH, FUNCTION_EXPRESSION_DEPTH, FUNCTIONS, Limits, SOURCE_BYTES, VARIABLES};
use super::names::{FreeName, free_names};
use super::path::Path;
use super::value::{to_dynamic, to_json};

/// The sandbox: cheap to clone, shared by all definitions of a process.
#[derive(Clone)]
pub struct ScriptEngine {
    rhai: Arc<Engine>,
    limits: Arc<Limits>,
    interrupt: Option<Arc<AtomicBool>>,
}

impl std::fmt::Debug for ScriptEngine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ScriptEngine")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// One compiled expression or script.
#[derive(Debug)]
pub struct Script {
    source: Arc<str>,
    names: Vec<FreeName>,
    ast: AST,
    /// Set where the whole source is a path: tried before the tree.
    path: Option<Path>,
}

impl Script {
    /// The text it was compiled from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Free names in order of first use: everything read that is not a local variable, parameter or function.
    #[must_use]
    pub fn names(&self) -> &[FreeName] {
        &self.names
    }
}

/// Gives a script the values of its free names.
pub trait Names {
    /// The value of the free name number `index` (order of [`Script::names`]).
    fn value(&self, index: usize) -> Arc<Value>;
}

impl ScriptEngine {
    /// A sandbox with these budgets.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let mut rhai = Engine::new_raw();
        // Not here: LanguageCore (sleep, exit), BasicBlob and BitField (no counterpart in JSON), BasicTime (a clock).
        ArithmeticPackage::new().register_into_engine(&mut rhai);
        LogicPackage::new().register_into_engine(&mut rhai);
        BasicMathPackage::new().register_into_engine(&mut rhai);
        BasicStringPackage::new().register_into_engine(&mut rhai);
        MoreStringPackage::new().register_into_engine(&mut rhai);
        BasicIteratorPackage::new().register_into_engine(&mut rhai);
        BasicFnPackage::new().register_into_engine(&mut rhai);
        BasicArrayPackage::new().register_into_engine(&mut rhai);
        BasicMapPackage::new().register_into_engine(&mut rhai);
        helpers::register(&mut rhai, &limits);

        rhai.disable_symbol("eval");
        // Rhai's optimiser changes what a script means (`1 && true` becomes 1, unwatched by any type check) and drops
        // names of branches that are never taken.
        rhai.set_optimization_level(OptimizationLevel::None);
        rhai.set_max_call_levels(limits.call_depth)
            .set_max_expr_depths(EXPRESSION_DEPTH, FUNCTION_EXPRESSION_DEPTH)
            .set_max_functions(FUNCTIONS)
            .set_max_variables(VARIABLES)
            .set_max_string_size(limits.string_bytes)
            .set_max_array_size(limits.array_items)
            .set_max_map_size(limits.map_entries);
        // Operations are counted in `call`: Rhai forgets those of closures that a native function calls.
        rhai.on_progress(|_| call::spend_one());
        Self {
            rhai: Arc::new(rhai),
            limits: Arc::new(limits),
            interrupt: None,
        }
    }

    /// The shell's wall-clock guard: evaluations stop with [`super::ScriptErrorKind::Interrupted`] soon after it turns
    /// true.
    #[must_use]
    pub fn with_interrupt(self, flag: Arc<AtomicBool>) -> Self {
        Self {
            interrupt: Some(flag),
            ..self
        }
    }

    /// Compiles an expression (what follows `=`): no statements except inside closures.
    ///
    /// # Errors
    /// What is wrong with the source, at the first place.
    pub fn compile_expression(&self, source: &str) -> Result<Script, CompileError> {
        let mut script = self.compile(source, |source| self.rhai.compile_expression(source))?;
        script.path = Path::parse(source).filter(|_| script.names.len() == 1);
        Ok(script)
    }

    /// Compiles a script task: statements, the last value is the result.
    ///
    /// # Errors
    /// What is wrong with the source, at the first place.
    pub fn compile_script(&self, source: &str) -> Result<Script, CompileError> {
        self.compile(source, |source| self.rhai.compile(source))
    }

    fn compile(
        &self,
        source: &str,
        parse: impl FnOnce(&str) -> Result<AST, ParseError>,
    ) -> Result<Script, CompileError> {
        if source.len() > SOURCE_BYTES {
            let message = format!("the script is longer than {SOURCE_BYTES} bytes");
            return Err(CompileError {
                message,
                line: 1,
                column: 1,
            });
        }
        let ast = parse(source).map_err(|error| CompileError::from_rhai(&error))?;
        let names = free_names(&ast)?;
        Ok(Script {
            source: source.into(),
            names,
            ast,
            path: None,
        })
    }

    /// Evaluates a script compiled by this engine (or by one with the same limits). Ids drawn count on in
    /// `environment`, whether it succeeds or not.
    ///
    /// # Errors
    /// See [`super::ScriptErrorKind`]; all but `Interrupted` come again whenever the same script sees the same values.
    pub fn evaluate(
        &self,
        script: &Script,
        names: &dyn Names,
        environment: &mut Environment,
    ) -> Result<Value, ScriptError> {
        self.evaluate_within(script, names, environment, u64::MAX).0
    }

    /// As [`Self::evaluate`] with at most so many operations, for who shares a budget among many; also answers how many
    /// were done.
    pub fn evaluate_within(
        &self,
        script: &Script,
        names: &dyn Names,
        environment: &mut Environment,
        operations: u64,
    ) -> (Result<Value, ScriptError>, u64) {
        if let Some(path) = &script.path
            && let Some(value) = path.get(&names.value(0), &self.limits)
        {
            return (Ok(value), 0);
        }
        let operations = operations.min(self.limits.operations);
        let mut left = operations;
        let value = self.evaluate_tree_within(script, names, environment, &mut left);
        (value, operations - left)
    }

    /// The way through Rhai, which every script can go.
    #[cfg(test)]
    pub(super) fn evaluate_tree(
        &self,
        script: &Script,
        names: &dyn Names,
        environment: &mut Environment,
    ) -> Result<Value, ScriptError> {
        let mut operations = self.limits.operations;
        self.evaluate_tree_within(script, names, environment, &mut operations)
    }

    fn evaluate_tree_within(
        &self,
        script: &Script,
        names: &dyn Names,
        environment: &mut Environment,
        operations: &mut u64,
    ) -> Result<Value, ScriptError> {
        let shared = *operations < self.limits.operations;
        let mut scope = Scope::with_capacity(script.names.len());
        for (index, free) in script.names.iter().enumerate() {
            let value = to_dynamic(&names.value(index), &self.limits).map_err(|error| {
                ScriptError::from_border(error, &format!("`{}`", free.name), free.line, free.column)
            })?;
            scope.push_constant_dynamic(&*free.name, value);
        }
        let outcome = call::with(operations, self.interrupt.as_ref(), environment, || {
            self.rhai.eval_ast_with_scope::<Dynamic>(&mut scope, &script.ast)
        });
        let value = outcome.map_err(|error| ScriptError::from_rhai(&error, &self.limits, shared))?;
        to_json(&value, &self.limits).map_err(|error| ScriptError::from_border(error, "the result", 1, 1))
    }
}
