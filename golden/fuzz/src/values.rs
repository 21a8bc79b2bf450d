//! Target `values`: a JSON value is judged by the shape checker and by the compiled type. Both must agree, and a type
//! must read its own output unchanged.

use floe_base::yaml::{self, Limits};
use floe_types::SHAPES;

use crate::bundle;
use crate::checks::CHECKS;

/// Judges each file of the bundle as the type that the file's path names.
pub(crate) fn judge(bytes: &[u8]) -> bool {
    let mut accepted = false;
    for (name, text) in bundle::read(bytes).iter() {
        let Some((_, read)) = CHECKS.iter().find(|(check, _)| *check == name) else { continue };
        let Ok(node) = yaml::read(name, text, &Limits::default()) else { continue };
        let value = node.to_json();
        let violations = SHAPES.check(name, &value);
        match read(&value) {
            Err(found) => assert_eq!(found, violations, "{name}"),
            Ok(written) => {
                accepted = true;
                assert!(violations.is_empty(), "{name}: read, and wrong: {violations:?}");
                assert_eq!(read(&written).as_ref(), Ok(&written), "{name}");
            }
        }
        for violation in &violations {
            assert!(violation.pointer.is_empty() || violation.pointer.starts_with('/'), "{violation:?}");
        }
    }
    accepted
}
