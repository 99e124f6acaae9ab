//! The free names of a script: what it reads and does not define itself.
//!
//! Walks the syntax tree before optimisation, so that a name in a branch that is never taken counts, too. Scoping is
//! Rhai's: blocks, `let`, loop variables, `catch`, parameters. A closure's free names appear in the tree as arguments of
//! the call that captures them, so its body needs no look; a function defined with `fn` sees its parameters only.

use std::sync::Arc;

use rhai::{AST, ASTNode, Expr, FnCallExpr, FnPtr, ImmutableString, Position, Stmt, StmtBlock};

use super::error::{CompileError, cannot_assign};

/// A name that a script reads and does not define.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeName {
    /// The name.
    pub name: Arc<str>,
    /// Line of its first use inside the source, from 1.
    pub line: u32,
    /// Column of its first use in characters, from 1.
    pub column: u32,
}

/// Functions of the language that would reach outside or make the names of a script unknowable.
const FORBIDDEN: [&str; 5] = ["eval", "print", "debug", "sleep", "is_def_var"];

/// The free names of the script in order of first use.
pub(super) fn free_names(ast: &AST) -> Result<Vec<FreeName>, CompileError> {
    let functions: Vec<ImmutableString> = ast.iter_functions().map(|function| function.name.into()).collect();

    let mut main = Walk::new(&functions, []);
    main.block(ast.statements())?;

    // What a closure captures of the given names it cannot assign either.
    let mut captured = std::mem::take(&mut main.captured);
    while let Some((closure, given)) = captured.pop() {
        for function in ast.iter_functions().filter(|function| closure == function.name) {
            let own = function
                .params
                .iter()
                .filter(|&&name| given.iter().all(|given| given != name));
            let mut body = Walk::new(&functions, own.map(|&name| name.into()));
            walk_function(ast, function.name, function.params.len(), &mut body)?;
            captured.append(&mut body.captured);
        }
    }

    for function in ast.iter_functions() {
        let mut body = Walk::new(&functions, function.params.iter().map(|&name| name.into()));
        walk_function(ast, function.name, function.params.len(), &mut body)?;
        if let Some((name, position)) = body.found.first() {
            return Err(CompileError::at(
                *position,
                format!(
                    "the function `{}` cannot see `{name}`: functions see their parameters only; pass it as one, or use a closure (`|x| ...`)",
                    function.name
                ),
            ));
        }
    }

    let mut found = main.found;
    // The cases of a `switch` are stored by hash; the order of the source is the only stable one.
    found.sort_by_key(|(_, position)| (position.line(), position.position()));
    let mut names: Vec<FreeName> = Vec::new();
    for (name, position) in found {
        if names.iter().all(|known| *known.name != *name) {
            let CompileError { line, column, .. } = CompileError::at(position, "");
            names.push(FreeName {
                name: name.as_str().into(),
                line,
                column,
            });
        }
    }
    Ok(names)
}

/// Walks the body of a function. Rhai shows it through the walk of a tree only; the outermost nodes are its statements.
fn walk_function(ast: &AST, name: &str, arity: usize, body: &mut Walk<'_>) -> Result<(), CompileError> {
    let mut alone = ast.clone_functions_only();
    alone.retain_functions(|_, _, other, parameters| other == name && parameters == arity);
    let mut outcome = Ok(());
    alone.walk(&mut |path| {
        if let [ASTNode::Stmt(statement)] = path {
            outcome = body.statement(statement);
        }
        outcome.is_ok()
    });
    outcome
}

struct Walk<'a> {
    functions: &'a [ImmutableString],
    locals: Vec<ImmutableString>,
    found: Vec<(ImmutableString, Position)>,
    /// Closures met, with the names each captures that are not local here.
    captured: Vec<(ImmutableString, Vec<ImmutableString>)>,
}

impl<'a> Walk<'a> {
    fn new(functions: &'a [ImmutableString], locals: impl IntoIterator<Item = ImmutableString>) -> Self {
        Self {
            functions,
            locals: locals.into_iter().collect(),
            found: Vec::new(),
            captured: Vec::new(),
        }
    }

    fn is_local(&self, name: &str) -> bool {
        self.locals.iter().any(|local| local == name)
    }

    fn block(&mut self, statements: &[Stmt]) -> Result<(), CompileError> {
        let depth = self.locals.len();
        statements.iter().try_for_each(|statement| self.statement(statement))?;
        self.locals.truncate(depth);
        Ok(())
    }

    fn block_with(
        &mut self,
        names: impl IntoIterator<Item = ImmutableString>,
        block: &StmtBlock,
    ) -> Result<(), CompileError> {
        let depth = self.locals.len();
        self.locals.extend(names);
        self.block(block.statements())?;
        self.locals.truncate(depth);
        Ok(())
    }

    fn statement(&mut self, statement: &Stmt) -> Result<(), CompileError> {
        match statement {
            Stmt::Noop(_) | Stmt::Share(_) => Ok(()),
            Stmt::If(flow, _) => {
                self.expression(&flow.expr)?;
                self.block(flow.body.statements())?;
                self.block(flow.branch.statements())
            }
            Stmt::While(flow, _) | Stmt::Do(flow, ..) => {
                self.expression(&flow.expr)?;
                self.block(flow.body.statements())
            }
            Stmt::For(parts, _) => {
                let (item, counter, flow) = &**parts;
                self.expression(&flow.expr)?;
                let names = std::iter::once(item).chain(counter).map(|ident| ident.name.clone());
                self.block_with(names, &flow.body)
            }
            Stmt::Switch(parts, _) => {
                let (subject, cases) = &**parts;
                self.expression(subject)?;
                cases.expressions.iter().try_for_each(|case| {
                    self.expression(&case.lhs)?;
                    self.expression(&case.rhs)
                })
            }
            Stmt::Var(parts, ..) => {
                let (name, value, _) = &**parts;
                self.expression(value)?;
                self.locals.push(name.name.clone());
                Ok(())
            }
            Stmt::Assignment(parts) => {
                let (_, sides) = &**parts;
                self.expression(&sides.rhs)?;
                if let Some((name, position)) = root(&sides.lhs)
                    && !self.is_local(name)
                {
                    return Err(CompileError::at(position, cannot_assign(name)));
                }
                self.expression(&sides.lhs)
            }
            Stmt::FnCall(call, position) => self.call(call, *position),
            Stmt::Block(block) => self.block(block.statements()),
            Stmt::TryCatch(flow, _) => {
                self.block(flow.body.statements())?;
                let caught = match &flow.expr {
                    Expr::Variable(variable, ..) => Some(variable.1.clone()),
                    _ => None,
                };
                self.block_with(caught, &flow.branch)
            }
            Stmt::Expr(expression) => self.expression(expression),
            Stmt::BreakLoop(value, ..) | Stmt::Return(value, ..) => {
                value.iter().try_for_each(|value| self.expression(value))
            }
            other => Err(CompileError::at(
                other.position(),
                "this statement is not available in scripts",
            )),
        }
    }

    fn expression(&mut self, expression: &Expr) -> Result<(), CompileError> {
        match expression {
            Expr::Variable(variable, _, position) => {
                let name = &variable.1;
                if !self.is_local(name) && !self.functions.contains(name) {
                    self.found.push((name.clone(), *position));
                }
                Ok(())
            }
            Expr::InterpolatedString(parts, _) | Expr::Array(parts, _) => {
                parts.iter().try_for_each(|part| self.expression(part))
            }
            Expr::And(parts, _) | Expr::Or(parts, _) | Expr::Coalesce(parts, _) => {
                parts.iter().try_for_each(|part| self.expression(part))
            }
            Expr::Map(parts, _) => parts.0.iter().try_for_each(|(_, value)| self.expression(value)),
            Expr::Stmt(block) => self.block(block.statements()),
            Expr::FnCall(call, position) | Expr::MethodCall(call, position) => self.call(call, *position),
            Expr::Dot(sides, ..) | Expr::Index(sides, ..) => {
                self.expression(&sides.lhs)?;
                self.expression(&sides.rhs)
            }
            Expr::DynamicConstant(..)
            | Expr::BoolConstant(..)
            | Expr::IntegerConstant(..)
            | Expr::FloatConstant(..)
            | Expr::CharConstant(..)
            | Expr::StringConstant(..)
            | Expr::Unit(_)
            | Expr::ThisPtr(_)
            | Expr::Property(..) => Ok(()),
            other => Err(CompileError::at(
                other.position(),
                "this expression is not available in scripts",
            )),
        }
    }

    fn call(&mut self, call: &FnCallExpr, position: Position) -> Result<(), CompileError> {
        if FORBIDDEN.contains(&call.name.as_str()) {
            return Err(CompileError::at(
                position,
                format!("`{}` is not available in scripts", call.name),
            ));
        }
        if call.capture_parent_scope {
            return Err(CompileError::at(
                position,
                format!(
                    "`{}!(...)` is not available in scripts: pass the values as arguments",
                    call.name
                ),
            ));
        }
        // Rhai writes closures that capture as a call of `curry` on a constant; only that is let through, because values
        // tied to a function are not counted as part of its size.
        if call.name == "curry" {
            let Some(Expr::DynamicConstant(closure, _)) = call.args.first() else {
                return Err(CompileError::at(
                    position,
                    "`curry` is not available in scripts: use a closure (`|x| ...`)",
                ));
            };
            let names = call.args.iter().filter_map(|argument| match argument {
                Expr::Variable(variable, ..) if !self.is_local(&variable.1) => Some(variable.1.clone()),
                _ => None,
            });
            let names: Vec<ImmutableString> = names.collect();
            if let (Some(closure), false) = (closure.read_lock::<FnPtr>(), names.is_empty()) {
                self.captured.push((closure.fn_name().into(), names));
            }
        }
        call.args.iter().try_for_each(|argument| self.expression(argument))
    }
}

/// The variable that an assignment would change.
fn root(target: &Expr) -> Option<(&str, Position)> {
    match target {
        Expr::Variable(variable, _, position) => Some((variable.1.as_str(), *position)),
        Expr::Dot(sides, ..) | Expr::Index(sides, ..) => root(&sides.lhs),
        _ => None,
    }
}
