//! Node: the JavaScript packages, as the lock file pins them.

use std::fs;

use anyhow::{Result, bail};

use crate::command::program;
use crate::stage::stage;
use crate::{debian, workspace};

/// The first release that has all that the tools and tests use, as package.json says under `engines`.
const OLDEST: (u32, u32) = (18, 19);

/// Makes sure that Node and the locked packages are there; installs only where the lock file changed.
pub(crate) fn ensure() -> Result<()> {
    debian::ensure(debian::NODE)?;
    let version = program("node", &["--version"]).output()?;
    if numbers(&version) < OLDEST {
        bail!("node is {}, the project needs 18.19 or later: https://nodejs.org", version.trim());
    }
    let lock = fs::read(workspace::root().join("package-lock.json"))?;
    let stamp = workspace::root().join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    stage("npm packages", || program("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).run())?;
    fs::write(stamp, lock)?;
    Ok(())
}

/// The major and minor number of what `node --version` prints; what cannot be read counts as old.
fn numbers(version: &str) -> (u32, u32) {
    let mut parts = version.trim().trim_start_matches('v').split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_node_is_told_from_a_new_one() {
        assert!(numbers("v12.22.12\n") < OLDEST);
        assert!(numbers("v18.18.2\n") < OLDEST);
        assert!(numbers("v18.20.4\n") >= OLDEST);
        assert!(numbers("v22.1.0\n") >= OLDEST);
        assert!(numbers("what?") < OLDEST);
    }
}
