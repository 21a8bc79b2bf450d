//! The program `floe-fuzz-seeds TARGET DIR`: writes a target's seeds and its stored corpus into a folder.
#![expect(clippy::disallowed_methods, reason = "an edge: it reads its arguments and writes files")]

use std::path::Path;
use std::{env, fs, io};

use floe_base::Digest;
use floe_fuzz::seeds;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [target, folder] = arguments.as_slice() else {
        return Err(io::Error::other("usage: floe-fuzz-seeds TARGET DIR"));
    };
    fs::create_dir_all(folder)?;
    let found = seeds::found(target).into_iter().map(|(_, bytes)| bytes);
    for bytes in seeds::of(target).into_iter().chain(found) {
        fs::write(Path::new(folder).join(Digest::of(&bytes).hex()), bytes)?;
    }
    Ok(())
}
