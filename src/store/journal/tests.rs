use serde_json::json;
use throughline_engine::kernel::{EffectError, ErrorClass, TimerKind, Visit};

use super::*;

fn succeeded(output: Value) -> Fact {
    Fact::EffectSucceeded {
        token: TokenId(u32::MAX),
        visit: Visit(3),
        attempt: u16::MAX,
        output: Arc::new(output),
    }
}

fn nested(levels: usize) -> Value {
    (0..levels).fold(json!("core"), |inner, level| {
        if level % 2 == 0 {
            json!([inner])
        } else {
            json!({ "k": inner })
        }
    })
}

/// Equality of `Value` calls 0.0 and -0.0 the same; the text does not.
fn assert_same(fact: &Fact) {
    let bytes = encode(fact).unwrap();
    let back = decode(&bytes).unwrap();
    assert_eq!(&back, fact);
    assert_eq!(format!("{back:?}"), format!("{fact:?}"));
    assert_eq!(encode(&back).unwrap(), bytes);
}

#[test]
fn values_come_back_as_they_went_in() {
    for value in [
        json!(9_007_199_254_740_993_u64),
        json!(i64::MIN),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(0.1 + 0.2),
        json!(1e300),
        json!(5e-324),
        json!(f64::MAX),
        json!(-0.0),
        json!(1.0),
        json!("\u{0}\u{1}\u{7f}\u{2028}\u{fffd}\u{1F600}\\\""),
        json!({ "": null, "\u{0}": 1, "b": 2, "a": 3, "kind": "started", "token": "x" }),
        json!([[], {}, null, true]),
        nested(MAX_DEPTH),
    ] {
        assert_same(&succeeded(value));
    }
}

#[test]
fn every_kind_of_fact_comes_back() {
    let token = TokenId(7);
    let visit = Visit(0);
    for fact in [
        Fact::Started {
            input: Arc::new(json!({ "a": [1, 2.5] })),
            business_key: Some("\u{0}".into()),
            started_by: String::new(),
        },
        Fact::Started {
            input: Arc::new(Value::Null),
            business_key: None,
            started_by: "token:ci".into(),
        },
        Fact::EffectFailed {
            token,
            visit,
            attempt: 1,
            error: EffectError {
                code: "webitel.not_found".into(),
                message: "no \"user\"".into(),
                class: ErrorClass::Uncertain,
                data: json!({ "status": 404 }),
                retry_after_ms: Some(u64::MAX),
            },
        },
        Fact::TimerFired {
            token,
            visit,
            timer: TimerKind::Backoff,
        },
        Fact::TimerFired {
            token,
            visit,
            timer: TimerKind::Timeout,
        },
        Fact::TimerFired {
            token,
            visit,
            timer: TimerKind::Wait,
        },
        Fact::Retried {
            token,
            by: "anna".into(),
            anew: false,
        },
        Fact::Retried {
            token,
            by: "anna".into(),
            anew: true,
        },
        Fact::Skipped {
            token,
            output: Arc::new(json!({ "id": 9_007_199_254_740_993_i64 })),
            by: "anna".into(),
            reason: None,
        },
        Fact::VariablesEdited {
            token: Some(token),
            variables: [("a".to_owned(), Arc::new(json!([1, 2.5])))].into(),
            by: "anna".into(),
            reason: Some("typo".into()),
        },
        Fact::TokenMoved {
            token,
            to: "inner/step".into(),
            by: "anna".into(),
            reason: None,
        },
        Fact::Suspended {
            by: "anna".into(),
            reason: None,
        },
        Fact::Resumed { by: "anna".into() },
        Fact::Cancelled {
            by: "anna".into(),
            reason: None,
        },
        Fact::Cancelled {
            by: "anna".into(),
            reason: Some("wrong list".into()),
        },
    ] {
        assert_same(&fact);
    }
}

/// A generator of values without a crate for it: what it draws is fixed by the seed, which a failure prints.
#[test]
fn random_values_come_back_as_they_went_in() {
    fn draw(state: &mut u64) -> u64 {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        *state ^ (*state >> 29)
    }
    fn value(state: &mut u64, depth: usize) -> Value {
        let kind = draw(state) % if depth == 0 { 6 } else { 8 };
        match kind {
            0 => Value::Null,
            1 => json!(draw(state).is_multiple_of(2)),
            2 => json!(draw(state).cast_signed()),
            3 => json!(draw(state)),
            4 => Some(f64::from_bits(draw(state)))
                .filter(|float| float.is_finite())
                .map_or(Value::Null, |float| json!(float)),
            5 => json!(text(state)),
            6 => Value::Array((0..draw(state) % 5).map(|_| value(state, depth - 1)).collect()),
            _ => Value::Object(
                (0..draw(state) % 5)
                    .map(|_| (text(state), value(state, depth - 1)))
                    .collect(),
            ),
        }
    }
    fn text(state: &mut u64) -> String {
        (0..draw(state) % 8)
            .filter_map(|_| char::from_u32(u32::try_from(draw(state) % 0x500).unwrap()))
            .collect()
    }
    for seed in 0..2_000_u64 {
        let mut state = seed;
        let fact = succeeded(value(&mut state, 6));
        let back = decode(&encode(&fact).unwrap()).unwrap();
        assert_eq!(format!("{back:?}"), format!("{fact:?}"), "seed {seed}");
    }
}

#[test]
fn what_could_not_be_read_again_is_not_written() {
    let error = encode(&succeeded(nested(MAX_DEPTH + 1))).unwrap_err();
    assert!(
        matches!(
            error,
            EncodeError::TooDeep {
                kind: FactKind::EffectSucceeded
            }
        ),
        "{error}"
    );
}

#[test]
fn what_is_no_fact_is_refused() {
    for payload in [
        &b""[..],
        b"{}",
        b"{\"kind\":\"unheard_of\"}",
        b"\xff",
        b"{\"kind\":\"retried\",\"token\":1}",
    ] {
        assert!(decode(payload).is_err(), "{}", String::from_utf8_lossy(payload));
    }
}

#[test]
fn times_lose_what_postgres_would_lose() {
    let fine = DateTime::from_timestamp(1_764_000_000, 123_456_789).unwrap();
    assert_eq!(
        microseconds(fine),
        DateTime::from_timestamp(1_764_000_000, 123_456_000).unwrap()
    );
}
