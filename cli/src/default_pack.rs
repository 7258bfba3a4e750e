//! The default pack: where `cargo xtask build` leaves it, and what to say when it is not there.
//!
//! In: the `--pack` option. Out: an [`Engine`].

use std::path::PathBuf;

use dramatis::{Engine, Pack};

use crate::{Failure, PackOption};

/// The pack's file name in the build folder.
const FILE_NAME: &str = "dramatis.pack";

impl PackOption {
    /// The pack that was asked for, else the one beside the build folder that this command runs from, else the
    /// one in `target` of the current folder.
    pub(crate) fn path(&self) -> PathBuf {
        if let Some(given) = &self.pack {
            return given.clone();
        }
        let beside =
            std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.parent()?.join(FILE_NAME)));
        beside.filter(|path| path.exists()).unwrap_or_else(|| PathBuf::from("target").join(FILE_NAME))
    }

    /// Opens the pack.
    pub(crate) fn open(&self) -> Result<Pack, Failure> {
        let path = self.path();
        let bytes = std::fs::read(&path).map_err(|error| {
            format!(
                "cannot read the pack {}: {error}\nBuild it with `cargo xtask pack`, or name another with --pack FILE.",
                path.display()
            )
        })?;
        Ok(Pack::open(bytes).map_err(|error| format!("{}: {error}", path.display()))?)
    }

    /// An engine that reads with the pack.
    pub(crate) fn engine(&self) -> Result<Engine, Failure> {
        Ok(Engine::new(self.open()?))
    }
}
