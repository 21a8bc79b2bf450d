# Names for commands; what they do stands in the crates and in tools/.

export PATH := env("CARGO_HOME", home_directory() / ".cargo") / "bin:" + env("PATH")

gen := "cargo run --quiet --package floe-codegen --bin floe-gen --"

# list the recipes
[private]
default:
    @"{{ just_executable() }}" --list --unsorted

# compile, package and render a platform into dist/ (without DIR: the retail example)
render DIR="golden/platforms/retail/input": _cargo
    @tools/render "{{ invocation_directory() }}" "{{ DIR }}"

# run every test but those on a Kubernetes API server, with the tools that consume the outputs
test *ARGS: _cargo tools
    cargo test --no-fail-fast {{ ARGS }}

# have N instances of each contract judged by Rust, JSON Schema and Pydantic (`just test` takes 300)
parity N="10000": _cargo tools-python
    FLOE_PARITY={{ N }} cargo test --release --package floe-golden --test parity -- --nocapture

# show that each keyword of each contract is needed in Rust and in Python: without it, some verdict changes
mutants: _cargo tools-python
    cargo test --release --package floe-golden --test parity dropped -- --nocapture --include-ignored

# write everything that is generated from contracts/ and templates/
generate: _cargo
    @cargo run --quiet --package floe-codegen --bin floe-gen -- generate
    @cargo update --quiet --workspace --offline # the registry names its crates, and Cargo.lock with it

# say which generated files are missing, stale or orphaned (exit code 4)
check: _cargo
    @{{ gen }} check

# contract lint, formatting, clippy
lint: _cargo
    @{{ gen }} lint
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- --deny warnings

# count vague words in comments and pages
prose:
    @tools/prose

# rewrite the golden files from what the code does now
bless: _cargo
    FLOE_BLESS=1 cargo test --package floe-golden

# install charts (without one: the golden platforms) on a Kubernetes API server of their own
e2e *CHARTS: _cargo
    @tools/e2e "{{ invocation_directory() }}" {{ CHARTS }}

# test that `just e2e` finds planted faults, takes charts of others, and leaves no process behind
test-e2e *ARGS: _cargo tools-kubernetes
    cargo test --package floe-e2e {{ ARGS }}

# measure speed and memory beside the tools one would use instead
bench: _cargo tools-helm
    cargo build --release --package floe --package floe-codegen
    cargo build --release --manifest-path benches/typify/Cargo.toml --target-dir target
    python3 benches/run

# measure how long the workspace takes to compile: from nothing, and after a change of one field (some minutes)
bench-build: _cargo
    python3 benches/build
    @cargo bench --quiet --package floe-registry --bench registry

# look for inputs that break floe, for SECONDS in each target (yaml, values, documents, contracts)
fuzz SECONDS="60" *TARGETS: _cargo
    @tools/fuzz {{ SECONDS }} {{ TARGETS }}

# format the hand-written code
fmt: _cargo
    cargo fmt --all

# the Rust API pages, in target/doc
doc: _cargo
    cargo doc --workspace --no-deps

# install floe and floe-gen for this user
install: _cargo
    cargo install --locked --path generator/floe
    cargo install --locked --path generator/floe-codegen

# everything the tests need beside cargo, in .floe-tools/
tools: tools-helm tools-crane tools-values tools-python tools-node

# the pinned Helm
tools-helm:
    @tools/helm/build

# the pinned crane, which asks image registries
tools-crane:
    @tools/crane/build

# the judge of values, which asks the libraries of Kubernetes and Helm
tools-values:
    @tools/values/build

# the pinned etcd, Kubernetes and kwok, which only the tests on an API server need
tools-kubernetes: tools-helm
    @tools/kubernetes/build

# the locked Python packages: dagster, dbt, Pydantic, Kubernetes schemas
tools-python:
    @tools/python/install

# the locked npm packages: the editors' YAML language server
tools-node:
    @tools/node/install

_cargo:
    @command -v cargo >/dev/null || { printf 'error: cargo is not on PATH\n  run: curl -sSf https://sh.rustup.rs | sh\n' >&2; exit 1; }
