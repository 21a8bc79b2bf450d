//! JSON values to the checker of shapes and to the types: one verdict, and what a type writes it reads again as the same.

use floe_base::yaml::{self, Limits};
use floe_types::SHAPES;

use crate::bundle;
use crate::checks::CHECKS;

/// Each file of the bundle has the name of the type that its value is read as.
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
