//! Exact comparison of numbers of any size with bounds. JSON does not tell 1 from 1.0, and neither do these functions.

use serde_json::Number;

/// The number as a whole number of any size; `None`: the number has a fraction.
///
/// Beyond 128 bits, the nearest number of 128 bits: no bound lies there.
pub(super) fn whole(number: &Number) -> Option<i128> {
    let int = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    int.or_else(|| number.as_f64().filter(|float| float.fract() == 0.0).map(saturated))
}

/// Whether the number is less than the bound.
pub(super) fn is_below(number: &Number, bound: f64) -> bool {
    match whole(number) {
        // A whole number is less than the bound exactly if it is less than the next whole number from there.
        Some(int) => int < saturated(bound.ceil()),
        None => number.as_f64().is_some_and(|float| float < bound),
    }
}

/// Whether the number is more than the bound.
pub(super) fn is_above(number: &Number, bound: f64) -> bool {
    match whole(number) {
        Some(int) => int > saturated(bound.floor()),
        None => number.as_f64().is_some_and(|float| float > bound),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, which is what is wanted")]
fn saturated(float: f64) -> i128 {
    float as i128
}

/// A bound as it stands in a message; every bound is finite.
pub(super) fn shown(bound: f64) -> Number {
    let int = Number::from_f64(bound).as_ref().and_then(whole).and_then(|int| i64::try_from(int).ok());
    int.map(Number::from).or_else(|| Number::from_f64(bound)).unwrap_or_else(|| 0.into())
}
