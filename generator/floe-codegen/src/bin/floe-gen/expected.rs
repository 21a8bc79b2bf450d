//! Expected: the files that should be there, made anew only as far as contracts have changed. Compares nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::panic::resume_unwind;
use std::thread;

use floe_base::{Digest, FileSet, Findings, jobs, yaml};
use floe_codegen::{Emitted, MANIFEST, PluginCrate, check_plugins, emit, emit_part};
use floe_contract::component::ResolvedChart;
use floe_contract::{Closure, Model, Outline, closure, judge, outline};

use crate::Failure;
use crate::memory::{Files, Memory};
use crate::workspace::{Scan, Workspace, contracts};

pub(crate) struct Expected {
    /// The digest of each file that should be there.
    pub(crate) digests: BTreeMap<String, Digest>,
    /// The files that are made anew.
    pub(crate) files: FileSet,
    /// The contracts of these files; `None`: all.
    pub(crate) rebuilt: Option<BTreeSet<String>>,
    /// Findings between contracts and plugin crates. They only leave a plugin out of the registry, so that authors get a plugin's types
    /// before the plugin exists.
    pub(crate) findings: Findings,
    /// The outlines of the contracts, by path.
    pub(crate) outlines: BTreeMap<String, Outline>,
}

impl Expected {
    /// The files for a scan, as far as possible from the memory of the last run.
    pub(crate) fn new(workspace: &Workspace, scan: &Scan, memory: &Memory) -> Result<Self, Failure> {
        Self::part(workspace, scan, memory)?.map_or_else(|| Self::whole(workspace, scan), Ok)
    }

    /// Everything, made anew.
    pub(crate) fn whole(workspace: &Workspace, scan: &Scan) -> Result<Self, Failure> {
        let (model, charts, crates) = judged(workspace, &scan.inputs)?;
        let Emitted { files, digests } = emit(&model, &charts, &crates);
        let sources: Vec<_> = model.sources.iter().collect();
        let outlines = jobs::map(&sources, jobs::TWO, |(path, node)| Some(((*path).clone(), outline(path, node)?)));
        let (outlines, findings) = (outlines.into_iter().flatten().collect(), check_plugins(&model, &crates));
        // Freeing a model piece by piece takes milliseconds, and the program ends soon.
        mem::forget((model, charts));
        Ok(Self { digests, files, rebuilt: None, findings, outlines })
    }

    /// The files of some changed contracts, made anew, and the rest from memory; `None`: everything must be made anew.
    fn part(workspace: &Workspace, scan: &Scan, memory: &Memory) -> Result<Option<Self>, Failure> {
        let read = |paths: Vec<&str>| workspace.read(&scan.inputs, paths.into_iter());
        let Some(changed) = changed(scan, memory) else { return Ok(None) };
        let mut outlines = memory.outlines.clone();
        let mut names = BTreeSet::new();
        for (path, bytes) in read(changed)?.iter() {
            let now = yaml::read(path, bytes, &yaml::Limits::default()).ok().and_then(|node| outline(path, &node));
            match (now, memory.outlines.get(path)) {
                (Some(now), Some(before)) if now.surface.is_some() && now.surface == before.surface => {
                    names.insert(now.name.clone());
                    outlines.insert(path.to_owned(), now);
                }
                _ => return Ok(None),
            }
        }
        let Closure { concerned, needed } = closure(outlines.values(), &names);
        let of = |names: &BTreeSet<String>| outlines.iter().filter(|(_, one)| names.contains(&one.name)).collect();
        let (concerned_files, needed_files): (Vec<_>, Vec<_>) = (of(&concerned), of(&needed));
        if !concerned_files.iter().all(|(_, outline)| outline.surface.is_some()) {
            return Ok(None);
        }
        let contracts = read(needed_files.iter().map(|(path, _)| path.as_str()).collect())?;
        // A run over everything reports the findings, with those of contracts that these do not refer to.
        let Some(model) = floe_contract::load(&contracts).ok() else { return Ok(None) };
        let Some(charts) = judge(&model).ok() else { return Ok(None) };
        let own = concerned_files.iter().map(|(path, _)| (*path).clone()).collect();
        Ok(amended(workspace, &model, &charts, &own, memory).map(|(digests, files)| Self {
            digests,
            files,
            rebuilt: Some(concerned),
            findings: Findings::new(),
            outlines,
        }))
    }
}

/// The model of contracts without findings, the charts, and the crates that declare plugins.
fn judged(workspace: &Workspace, inputs: &Files) -> Result<(Model, Vec<ResolvedChart>, Vec<PluginCrate>), Failure> {
    let judged = || -> Result<_, Failure> {
        let model = floe_contract::load(&workspace.read(inputs, contracts(inputs))?)?;
        Ok((judge(&model), model))
    };
    // Cargo's answer takes as long as reading and judging the contracts, so both run at once.
    let (judged, crates) = thread::scope(|scope| {
        let crates = scope.spawn(|| workspace.plugin_crates());
        (judged(), crates.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    let ((charts, model), crates) = (judged?, crates?);
    match charts {
        Ok(charts) => Ok((model, charts, crates)),
        Err(mut findings) => {
            findings.extend(check_plugins(&model, &crates));
            Err(findings.sorted().into())
        }
    }
}

/// The inputs that have changed since the last run; `None`: a file has come or gone.
fn changed<'a>(scan: &'a Scan, memory: &Memory) -> Option<Vec<&'a str>> {
    let same_paths = memory.inputs.keys().eq(scan.inputs.keys());
    let pairs = memory.inputs.values().zip(&scan.inputs);
    same_paths
        .then(|| pairs.filter(|(known, (_, found))| known.0 != found.0).map(|(_, (path, _))| path.as_str()).collect())
}

/// The remembered files, with new files of some contracts in place of the old ones.
fn amended(
    workspace: &Workspace,
    model: &Model,
    charts: &[ResolvedChart],
    contracts: &BTreeSet<String>,
    memory: &Memory,
) -> Option<(BTreeMap<String, Digest>, FileSet)> {
    let manifest = workspace.text(MANIFEST)?;
    if Digest::of(manifest.as_bytes()) != memory.outputs.get(MANIFEST)?.0 {
        return None;
    }
    let files = emit_part(model, charts, contracts, manifest.as_bytes())?;
    let mut digests: BTreeMap<_, _> = memory.outputs.iter().map(|(path, known)| (path.clone(), known.0)).collect();
    digests.extend(files.iter().map(|(path, bytes)| (path.to_owned(), Digest::of(bytes))));
    Some((digests, files))
}
