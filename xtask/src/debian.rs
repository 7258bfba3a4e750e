//! Debian: installs the packages that are missing where it may, and says what is missing where it may not.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::command::{find, program};

/// A program or file that a task needs, the Debian package that has it, and how others get it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Need {
    /// The program's name, or an absolute path.
    pub(crate) what: &'static str,
    /// The Debian package.
    pub(crate) package: &'static str,
    /// How to get it on another system.
    pub(crate) elsewhere: &'static str,
}

/// What the JavaScript parts need.
pub(crate) const NODE: &[Need] = &[
    Need { what: "node", package: "nodejs", elsewhere: "Node.js 18.19 or later, https://nodejs.org" },
    Need { what: "npm", package: "npm", elsewhere: "npm, which comes with Node.js" },
];

/// What the browser tests and the demo need.
pub(crate) const BROWSERS: &[Need] = &[
    Need { what: "chromium", package: "chromium", elsewhere: "Chromium as `chromium` on the search path" },
    Need { what: "chromedriver", package: "chromium-driver", elsewhere: "the ChromeDriver of that Chromium" },
    Need {
        what: "firefox-esr",
        package: "firefox-esr",
        elsewhere: "Firefox ESR as `firefox-esr` on the search path",
    },
];

/// What makes the texts that the recognizer is trained on.
pub(crate) const PYTHON: &[Need] =
    &[Need { what: "python3", package: "python3", elsewhere: "Python 3.11 or later, https://python.org" }];

/// What counts instructions.
pub(crate) const VALGRIND: &[Need] =
    &[Need { what: "valgrind", package: "valgrind", elsewhere: "Valgrind, https://valgrind.org" }];

impl Need {
    fn is_met(&self) -> bool {
        if self.what.starts_with('/') { Path::new(self.what).exists() } else { find(self.what).is_some() }
    }
}

/// Makes sure that everything is there.
///
/// # Errors
/// Where something is missing and cannot be installed: what it is, and the command or place to get it.
pub(crate) fn ensure(needs: &[Need]) -> Result<()> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !need.is_met()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    let install = format!("apt-get install -y --no-remove --no-install-recommends {}", packages.join(" "));
    if !Path::new("/etc/debian_version").exists() || find("apt-get").is_none() {
        let list: Vec<String> =
            missing.iter().map(|need| format!("  {}: {}", need.what, need.elsewhere)).collect();
        bail!("these are missing; install them and run the task again:\n{}", list.join("\n"));
    }
    if !is_root()? {
        bail!("Debian packages are missing; install them and run the task again:\n  sudo {install}");
    }
    println!("installing {}", packages.join(", "));
    let apt =
        |arguments: &[&str]| program("apt-get", arguments).env("DEBIAN_FRONTEND", "noninteractive").run();
    apt(&["update", "-qq"])?;
    // Debian's web toolchain conflicts with its other Rust packages, which are not ours to take away.
    let mut arguments = vec!["install", "-y", "-qq", "--no-remove", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments).with_context(|| {
        format!("`{install}` failed; where it would remove another package, choose between the two by hand")
    })?;
    match missing.iter().find(|need| !need.is_met()) {
        Some(need) => bail!("{} is still missing after `{install}`; is it on the search path?", need.what),
        None => Ok(()),
    }
}

fn is_root() -> Result<bool> {
    Ok(program("id", &["-u"]).output()?.trim() == "0")
}
