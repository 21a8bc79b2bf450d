//! The Job that makes databases and their roles, beside a real `PostgreSQL`.

use std::process::{Command, Output};

use crate::job::{Job, said};
use crate::python;
use crate::retail::objects;
use crate::server::{ADMIN, PASSWORD, Server};

/// The components with a database. Each has a role and a database of its own name.
const COMPONENTS: [&str; 3] = ["dagster", "marquez", "polaris"];

/// The password of a role.
fn password(role: &str) -> String {
    format!("of {role}")
}

/// The Job beside a server.
fn job(server: &Server) -> Job {
    let secret = |name: &str, _: &str| {
        let own = name.strip_prefix("retail-").and_then(|name| name.strip_suffix("-database"));
        own.map_or_else(|| PASSWORD.to_owned(), password)
    };
    let mut job = Job::of(&objects(), "postgresql-databases", &secret);
    job.set("PGHOST", "127.0.0.1");
    job.set("PGPORT", server.port.to_string());
    job
}

fn run(server: &Server, job: &Job) -> Output {
    let output = job.run(&[server.programs()]);
    assert!(output.status.success(), "{}\n{}", said(&output), server.log());
    output
}

#[test]
fn each_component_has_a_role_that_may_do_all_in_its_own_database_and_nothing_elsewhere() {
    let server = Server::start();
    run(&server, &job(&server));
    for role in COMPONENTS {
        let ask = |database: &str, statement: &str| server.ask(role, &password(role), database, statement);
        ask(role, "CREATE TABLE t (a int); CREATE SCHEMA s; CREATE TABLE s.t (a int)")
            .expect("the database is its own");
        for other in COMPONENTS.into_iter().filter(|other| *other != role).chain(["postgres", "template1"]) {
            let refusal = ask(other, "SELECT 1").expect_err("the database is another's");
            assert!(refusal.contains("permission denied for database"), "{role} in {other}: {refusal}");
        }
        for statement in [
            "CREATE ROLE intruder",
            "CREATE DATABASE another",
            "DROP DATABASE marquez",
            "ALTER ROLE floe PASSWORD 'x'",
            "COPY t FROM PROGRAM 'id'",
            "SELECT pg_read_file('/etc/passwd')",
            "SET ROLE floe",
        ] {
            ask(role, statement).expect_err(statement);
        }
        server.ask(role, "another", role, "SELECT 1").expect_err("the password is another");
    }
}

#[test]
fn a_second_run_keeps_everything_and_takes_another_password_over() {
    let server = Server::start();
    let mut job = job(&server);
    run(&server, &job);
    let ask = |password: &str, statement: &str| server.ask("dagster", password, "dagster", statement);
    ask(&password("dagster"), "CREATE TABLE runs AS SELECT 7 AS id").expect("the database is its own");
    run(&server, &job);
    assert_eq!(ask(&password("dagster"), "SELECT id FROM runs").as_deref(), Ok("7"));
    job.set("FLOE_DAGSTER_DATABASE_PASSWORD", "another");
    run(&server, &job);
    assert_eq!(ask("another", "SELECT id FROM runs").as_deref(), Ok("7"));
    ask(&password("dagster"), "SELECT 1").expect_err("the password is old");
}

#[test]
fn every_password_arrives_whole_and_in_no_log() {
    let server = Server::start();
    let mut job = job(&server);
    let odd = [
        "p_4 55",
        "'p_4'",
        "\"p_4\"",
        "\\p_4",
        "$p_4",
        "`p_4`",
        "p_4;",
        "*p_4",
        "p_4%s",
        "-p_4",
        ":p_4",
        "é-p_4-\u{1F511}",
        "#p_4",
    ];
    for password in odd {
        job.set("FLOE_MARQUEZ_DATABASE_PASSWORD", password);
        let output = run(&server, &job);
        assert!(!said(&output).contains("p_4"), "{}", said(&output));
        server
            .ask("marquez", password, "marquez", "SELECT 1")
            .unwrap_or_else(|refusal| panic!("{password}: {refusal}"));
    }
    let log = server.log();
    assert!(log.contains("ALTER") && !log.contains("p_4"), "{log}");
    for refused in ["", "p_4\n", "p_4\np_4", "p_4\t"] {
        job.set("FLOE_MARQUEZ_DATABASE_PASSWORD", refused);
        let output = job.run(&[server.programs()]);
        let said = said(&output);
        assert!(!output.status.success() && said.contains("the password of marquez is empty"), "{said}");
        assert!(!said.contains("p_4"), "{said}");
    }
}

/// All that a service can have made with the role of the administrator, as services did in older releases.
const OLD: &str = "
    CREATE SCHEMA inner_schema;
    CREATE TYPE mood AS ENUM ('good');
    CREATE DOMAIN positive AS int CHECK (VALUE > 0);
    CREATE TABLE plain (id serial PRIMARY KEY, other int GENERATED ALWAYS AS IDENTITY, how mood);
    CREATE TABLE inner_schema.\"Odd name\" (a positive);
    CREATE TABLE parted (a int) PARTITION BY LIST (a);
    CREATE TABLE part PARTITION OF parted FOR VALUES IN (1);
    CREATE SEQUENCE alone;
    CREATE VIEW looks AS SELECT * FROM plain;
    CREATE MATERIALIZED VIEW keeps AS SELECT * FROM plain;
    CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
    CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';
    CREATE AGGREGATE largest (int) (SFUNC = int4larger, STYPE = int);
    INSERT INTO plain (how) VALUES ('good');
";

#[test]
fn what_the_administrator_owned_in_an_older_release_belongs_to_the_role() {
    let server = Server::start();
    server.admin("postgres", "CREATE DATABASE dagster");
    server.admin("dagster", OLD);
    run(&server, &job(&server));
    let ask = |statement: &str| server.ask("dagster", &password("dagster"), "dagster", statement);
    assert_eq!(ask("SELECT id, how FROM plain").as_deref(), Ok("1|good"));
    ask("INSERT INTO plain (how) VALUES ('good'); ALTER TABLE plain ADD x int; REFRESH MATERIALIZED VIEW keeps")
        .expect("it owns them");
    ask("INSERT INTO parted VALUES (1); SELECT nextval('alone'), one()").expect("it owns them");
    ask("DROP TABLE plain, parted, inner_schema.\"Odd name\" CASCADE; DROP SCHEMA inner_schema; DROP SEQUENCE alone")
        .expect("it owns them");
    ask(
        "DROP FUNCTION one; DROP PROCEDURE nothing; DROP AGGREGATE largest (int); DROP TYPE mood; DROP DOMAIN positive",
    )
    .expect("it owns them");
    let left = "SELECT count(*) FROM pg_shdepend WHERE refobjid = 'floe'::regrole AND dbid = (SELECT oid FROM pg_database WHERE datname = 'dagster')";
    assert_eq!(server.admin("dagster", left), "0", "{ADMIN} owns something yet");
}

#[test]
fn dagster_makes_its_tables_with_a_role_that_owns_one_database() {
    let server = Server::start();
    run(&server, &job(&server));
    let home = tempfile::tempdir().expect("there is room for a folder");
    let storage = "storage:\n  postgres:";
    let config = objects().iter().find_map(|object| {
        let text = object["data"]["dagster.yaml"].as_str()?;
        (text.contains(storage) && !text.contains("run_launcher")).then(|| text.to_owned())
    });
    let config = config.expect("the migration has a config of its own");
    assert!(config.contains("hostname: \"retail-postgresql\""), "{config}");
    let config =
        config.replace("retail-postgresql", "127.0.0.1").replace("port: 5432", &format!("port: {}", server.port));
    std::fs::write(home.path().join("dagster.yaml"), config).expect("the folder takes files");
    let mut dagster = Command::new(python::program("dagster"));
    dagster
        .args(["instance", "migrate"])
        .env("DAGSTER_HOME", home.path())
        .env("DAGSTER_PG_PASSWORD", password("dagster"));
    let output = dagster.output().expect("dagster starts");
    assert!(output.status.success(), "{}\n{}", said(&output), server.log());
    let owners = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public' AND EXISTS (SELECT FROM pg_tables WHERE tablename = 'runs')";
    assert_eq!(server.admin("dagster", owners), "dagster");
}
