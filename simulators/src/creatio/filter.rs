//! `$filter` as text → a tree. Which columns there are is not its business: see `bind`.
//!
//! Grammar: OData 4.01 URL conventions §5.1.1, the part that Creatio documents: `eq ne gt ge lt le and or not`,
//! parentheses, `contains`, `startswith`, `endswith`, paths with `/`, and literals (GUID, date, text, number,
//! true, false, null).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::cell::date;

/// Deeper nesting is refused rather than risking the stack.
const DEPTH_MAX: usize = 64;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Not(Box<Expression>),
    Compare {
        path: Vec<String>,
        operator: Operator,
        literal: Literal,
    },
    Match {
        function: Function,
        path: Vec<String>,
        text: String,
    },
    /// A true-or-false column, or a literal.
    Flag(Vec<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

impl Operator {
    fn named(word: &str) -> Option<Self> {
        Some(match word {
            "eq" => Self::Eq,
            "ne" => Self::Ne,
            "gt" => Self::Gt,
            "ge" => Self::Ge,
            "lt" => Self::Lt,
            "le" => Self::Le,
            _ => return None,
        })
    }

    /// The same comparison with its sides exchanged.
    fn mirrored(self) -> Self {
        match self {
            Self::Gt => Self::Lt,
            Self::Ge => Self::Le,
            Self::Lt => Self::Gt,
            Self::Le => Self::Ge,
            same => same,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Contains,
    StartsWith,
    EndsWith,
}

impl Function {
    fn named(word: &str) -> Option<Self> {
        Some(match word {
            "contains" => Self::Contains,
            "startswith" => Self::StartsWith,
            "endswith" => Self::EndsWith,
            _ => return None,
        })
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Null,
    Guid(Uuid),
    Text(String),
    Int(i64),
    Decimal(f64),
    Bool(bool),
    Date(DateTime<Utc>),
}

/// Where the text stops making sense: position in characters, and what was met.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Syntax error at position {position} in the filter: {message}")]
pub(crate) struct FilterError {
    pub(crate) position: usize,
    pub(crate) message: String,
}

pub(crate) fn parse(text: &str) -> Result<Expression, FilterError> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        tokens,
        at: 0,
        end: text.chars().count(),
        depth: 0,
    };
    let expression = parser.any_of()?;
    match parser.peek() {
        None => Ok(expression),
        Some(token) => Err(parser.error(format!("{token:?} where the end was expected"))),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Open,
    Close,
    Comma,
    Text(String),
    /// A word, a path, a number, a date or a GUID.
    Word(String),
}

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, FilterError> {
    let signs: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let start = at;
        at += 1;
        let token = match signs[start] {
            sign if sign.is_whitespace() => continue,
            '(' => Token::Open,
            ')' => Token::Close,
            ',' => Token::Comma,
            '\'' => {
                let mut content = String::new();
                loop {
                    match (signs.get(at), signs.get(at + 1)) {
                        // A doubled quote is one quote of the text.
                        (Some('\''), Some('\'')) => {
                            content.push('\'');
                            at += 2;
                        }
                        (Some('\''), _) => break,
                        (Some(sign), _) => {
                            content.push(*sign);
                            at += 1;
                        }
                        (None, _) => {
                            return Err(FilterError {
                                position: start,
                                message: "a text without its end".to_owned(),
                            });
                        }
                    }
                }
                at += 1;
                Token::Text(content)
            }
            _ => {
                let part = |sign: &char| !sign.is_whitespace() && !matches!(sign, '(' | ')' | ',' | '\'');
                while signs.get(at).is_some_and(part) {
                    at += 1;
                }
                Token::Word(signs[start..at].iter().collect())
            }
        };
        tokens.push((start, token));
    }
    Ok(tokens)
}

/// One side of a comparison.
enum Side {
    Path(Vec<String>),
    Literal(Literal),
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    at: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).map(|(_, token)| token.clone());
        self.at += 1;
        token
    }

    fn error(&self, message: impl Into<String>) -> FilterError {
        let position = self.tokens.get(self.at).map_or(self.end, |(position, _)| *position);
        FilterError {
            position,
            message: message.into(),
        }
    }

    fn take_word(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(word)) if word == wanted);
        if found {
            self.at += 1;
        }
        found
    }

    fn expect(&mut self, wanted: &Token) -> Result<(), FilterError> {
        if self.peek() == Some(wanted) {
            self.at += 1;
            return Ok(());
        }
        Err(self.error(format!("{wanted:?} is missing")))
    }

    fn any_of(&mut self) -> Result<Expression, FilterError> {
        let mut branches = vec![self.all_of()?];
        while self.take_word("or") {
            branches.push(self.all_of()?);
        }
        Ok(if branches.len() == 1 {
            branches.remove(0)
        } else {
            Expression::Or(branches)
        })
    }

    fn all_of(&mut self) -> Result<Expression, FilterError> {
        let mut branches = vec![self.one()?];
        while self.take_word("and") {
            branches.push(self.one()?);
        }
        Ok(if branches.len() == 1 {
            branches.remove(0)
        } else {
            Expression::And(branches)
        })
    }

    fn one(&mut self) -> Result<Expression, FilterError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.error(format!("more than {DEPTH_MAX} levels of nesting")));
        }
        let expression = self.one_inside();
        self.depth -= 1;
        expression
    }

    fn one_inside(&mut self) -> Result<Expression, FilterError> {
        if self.take_word("not") {
            return Ok(Expression::Not(Box::new(self.one()?)));
        }
        if self.peek() == Some(&Token::Open) {
            self.at += 1;
            let inner = self.any_of()?;
            self.expect(&Token::Close)?;
            return Ok(inner);
        }
        if let (Some(Token::Word(word)), Some((_, Token::Open))) = (self.peek(), self.tokens.get(self.at + 1)) {
            let function =
                Function::named(word).ok_or_else(|| self.error(format!("the function {word} is not known")))?;
            self.at += 2;
            return self.call(function);
        }
        let left = self.side()?;
        let operator = match self.peek() {
            Some(Token::Word(word)) => Operator::named(word),
            _ => None,
        };
        let Some(operator) = operator else {
            return match left {
                Side::Path(path) => Ok(Expression::Flag(path)),
                Side::Literal(_) => Err(self.error("a comparison is missing")),
            };
        };
        self.at += 1;
        match (left, self.side()?) {
            (Side::Path(path), Side::Literal(literal)) => Ok(Expression::Compare {
                path,
                operator,
                literal,
            }),
            (Side::Literal(literal), Side::Path(path)) => Ok(Expression::Compare {
                path,
                operator: operator.mirrored(),
                literal,
            }),
            _ => Err(self.error("a comparison needs one column and one value")),
        }
    }

    fn call(&mut self, function: Function) -> Result<Expression, FilterError> {
        let Side::Path(path) = self.side()? else {
            return Err(self.error("the function's first argument is not a column"));
        };
        self.expect(&Token::Comma)?;
        let Side::Literal(Literal::Text(text)) = self.side()? else {
            return Err(self.error("the function's second argument is not a text"));
        };
        self.expect(&Token::Close)?;
        Ok(Expression::Match { function, path, text })
    }

    fn side(&mut self) -> Result<Side, FilterError> {
        let side = match self.peek() {
            Some(Token::Text(text)) => Side::Literal(Literal::Text(text.clone())),
            Some(Token::Word(word)) => word_side(word).ok_or_else(|| self.error(format!("`{word}` is not known")))?,
            Some(other) => return Err(self.error(format!("{other:?} where a column or a value was expected"))),
            None => return Err(self.error("the filter ends too early")),
        };
        self.next();
        Ok(side)
    }
}

fn word_side(word: &str) -> Option<Side> {
    let literal = match word {
        "null" => Literal::Null,
        "true" => Literal::Bool(true),
        "false" => Literal::Bool(false),
        _ => {
            if let Some(id) = (word.len() == 36).then(|| Uuid::try_parse(word).ok()).flatten() {
                Literal::Guid(id)
            } else if let Ok(number) = word.parse::<i64>() {
                Literal::Int(number)
            } else if let Some(at) = word
                .starts_with(|sign: char| sign.is_ascii_digit())
                .then(|| date(word))
                .flatten()
            {
                Literal::Date(at)
            } else if let Some(number) = decimal(word) {
                Literal::Decimal(number)
            } else {
                return path(word).map(Side::Path);
            }
        }
    };
    Some(Side::Literal(literal))
}

fn decimal(word: &str) -> Option<f64> {
    let begins = word
        .trim_start_matches('-')
        .starts_with(|sign: char| sign.is_ascii_digit());
    begins.then(|| word.parse().ok()).flatten()
}

/// `Contact/Name` → its parts.
pub(crate) fn path(word: &str) -> Option<Vec<String>> {
    let identifier = |part: &str| {
        part.starts_with(|sign: char| sign.is_alphabetic() || sign == '_')
            && part.chars().all(|sign| sign.is_alphanumeric() || sign == '_')
    };
    word.split('/')
        .map(|part| identifier(part).then(|| part.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn compare(path: &[&str], operator: Operator, literal: Literal) -> Expression {
        Expression::Compare {
            path: path.iter().map(|part| (*part).to_owned()).collect(),
            operator,
            literal,
        }
    }

    #[test]
    fn and_binds_more_than_or_and_not_more_than_both() {
        let one = |name: &str| compare(&[name], Operator::Eq, Literal::Int(1));
        assert_eq!(
            parse("A eq 1 or not B eq 1 and C eq 1"),
            Ok(Expression::Or(vec![
                one("A"),
                Expression::And(vec![Expression::Not(Box::new(one("B"))), one("C")])
            ]))
        );
        assert_eq!(
            parse("(A eq 1 or B eq 1) and C eq 1"),
            Ok(Expression::And(vec![
                Expression::Or(vec![one("A"), one("B")]),
                one("C")
            ]))
        );
    }

    #[test]
    fn literals_are_told_apart() {
        let id = "a29a3ba5-4b0d-de11-9a51-005056c00008";
        for (text, literal) in [
            ("null", Literal::Null),
            ("true", Literal::Bool(true)),
            ("-12", Literal::Int(-12)),
            ("1.5", Literal::Decimal(1.5)),
            ("'O''Brien'", Literal::Text("O'Brien".to_owned())),
            ("''", Literal::Text(String::new())),
            ("'and (or'", Literal::Text("and (or".to_owned())),
            (id, Literal::Guid(Uuid::try_parse(id).unwrap())),
            (
                "2026-08-01T10:00:00.1234567Z",
                Literal::Date(date("2026-08-01T10:00:00.1234567Z").unwrap()),
            ),
        ] {
            assert_eq!(
                parse(&format!("X eq {text}")),
                Ok(compare(&["X"], Operator::Eq, literal)),
                "{text}"
            );
        }
    }

    #[test]
    fn sides_may_be_exchanged_and_paths_go_over_lookups() {
        assert_eq!(
            parse("5 lt Limit"),
            Ok(compare(&["Limit"], Operator::Gt, Literal::Int(5)))
        );
        assert_eq!(
            parse("Contact/Account/Name ne 'x'"),
            Ok(compare(
                &["Contact", "Account", "Name"],
                Operator::Ne,
                Literal::Text("x".to_owned())
            ))
        );
    }

    #[test]
    fn functions_are_read_with_and_without_spaces() {
        let expected = Expression::Match {
            function: Function::Contains,
            path: vec!["Name".to_owned()],
            text: "а, б".to_owned(),
        };
        assert_eq!(parse("contains(Name,'а, б')"), Ok(expected.clone()));
        assert_eq!(parse(" contains( Name , 'а, б' ) "), Ok(expected));
    }

    #[test]
    fn nonsense_is_refused_with_its_position() {
        for (text, position) in [
            ("Name eq 'x", 8),
            ("Name eq", 7),
            ("Name like 'x'", 5),
            ("substringof('x',Name)", 0),
            ("(A eq 1", 7),
            ("", 0),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.position, position, "{text}: {error}");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = format!("{}A eq 1{}", "(".repeat(5_000), ")".repeat(5_000));
        assert!(parse(&deep).is_err());
    }
}
