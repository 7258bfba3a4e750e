//! Node: the JavaScript packages, as the lock file pins them.

use std::fs;

use anyhow::Result;

use crate::command::program;
use crate::stage::stage;
use crate::{debian, workspace};

/// Makes sure that Node and the locked packages are there; installs only where the lock file changed.
pub(crate) fn ensure() -> Result<()> {
    debian::ensure(debian::NODE)?;
    let lock = fs::read(workspace::root().join("package-lock.json"))?;
    let stamp = workspace::root().join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    stage("npm packages", || program("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).run())?;
    fs::write(stamp, lock)?;
    Ok(())
}
