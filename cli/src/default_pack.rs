//! The packs that a command reads with: which they are, and what to say when one is not there.
//!
//! In: the `--pack` option. Out: [`Knowledge`], or an [`Engine`] over it.

use std::path::{Path, PathBuf};

use dramatis::{Engine, Knowledge, Pack, Recognizer};

use crate::{Failure, PackOption};

/// The default pack's file name in the build folder.
const FILE_NAME: &str = "dramatis.pack";

/// The recognizer's weights, part of this program.
const WEIGHTS: &[u8] = include_bytes!("../../weights/names.bin");

/// The pack in the folder that this command lies in, as it is handed out; or beside that folder, as it is built; else the one in
/// `target` of the current folder.
fn default_path() -> PathBuf {
    let exe = std::env::current_exe().unwrap_or_default();
    let mut beside = exe.ancestors().skip(1).take(2).map(|folder| folder.join(FILE_NAME));
    beside.find(|path| path.exists()).unwrap_or_else(|| PathBuf::from("target").join(FILE_NAME))
}

/// Opens one pack.
pub(crate) fn open_pack(path: &Path) -> Result<Pack, Failure> {
    let bytes = std::fs::read(path).map_err(|error| {
        format!(
            "cannot read the pack {}: {error}\nBuild it with `cargo xtask pack`, or name another with --pack FILE.",
            path.display()
        )
    })?;
    Ok(Pack::open(bytes).map_err(|error| format!("{}: {error}", path.display()))?)
}

impl PackOption {
    /// The packs that were asked for, else the default one.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        if self.pack.is_empty() { vec![default_path()] } else { self.pack.clone() }
    }

    /// Opens the packs, the later over the earlier.
    pub(crate) fn open(&self) -> Result<Knowledge, Failure> {
        let packs = self.paths().iter().map(|path| open_pack(path)).collect::<Result<Vec<_>, _>>()?;
        Ok(Knowledge::new(packs)?)
    }

    /// An engine that reads with the packs.
    pub(crate) fn engine(&self) -> Result<Engine, Failure> {
        Ok(Engine::new(Recognizer::open(WEIGHTS)?, self.open()?))
    }
}
