//! Pointers: RFC 6901 pointers into documents, and the paths that people read. Reads no document.

/// A pointer as people write it: `/transforms/0/name` is `transforms[0].name`.
pub(crate) fn dotted(pointer: &str) -> String {
    let mut path = String::new();
    for step in pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")) {
        if !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit()) {
            path.extend(["[", &step, "]"]);
        } else {
            path += if path.is_empty() { "" } else { "." };
            path += &step;
        }
    }
    path
}

/// A pointer with one more step.
pub(crate) fn step(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}
