//! Commands: other programs, run with what they print on the terminal.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// A program and its arguments, run in the workspace's root.
#[derive(Debug)]
pub(crate) struct Program {
    command: Command,
}

/// A program by its name or path.
pub(crate) fn program(name: impl AsRef<OsStr>, arguments: &[&str]) -> Program {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(workspace::root());
    Program { command }
}

/// The cargo that runs this task.
pub(crate) fn cargo(arguments: &[&str]) -> Program {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = program(cargo, arguments);
    // What cargo tells its own build scripts and tasks is not meant for a cargo below it.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR") {
            cargo.command.env_remove(name);
        }
    }
    cargo
}

impl Program {
    /// Adds an argument.
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// Adds arguments.
    pub(crate) fn args(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets a variable of its environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it in another folder.
    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Runs it; an exit code other than 0 is an error.
    pub(crate) fn run(mut self) -> Result<()> {
        let status = self.command.status().with_context(|| format!("cannot start {}", self.shown()))?;
        if !status.success() {
            bail!("{} ended with {status}", self.shown());
        }
        Ok(())
    }

    /// Runs it and takes what it prints on standard output.
    pub(crate) fn output(mut self) -> Result<String> {
        let output = self.command.stderr(Stdio::inherit()).output();
        let output = output.with_context(|| format!("cannot start {}", self.shown()))?;
        if !output.status.success() {
            bail!("{} ended with {}", self.shown(), output.status);
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs it with a file as standard input and another as standard output.
    pub(crate) fn through(mut self, input: &Path, output: &Path) -> Result<()> {
        let open = std::fs::File::open(input).with_context(|| format!("cannot read {}", input.display()))?;
        let create =
            std::fs::File::create(output).with_context(|| format!("cannot write {}", output.display()))?;
        self.command.stdin(open).stdout(create);
        self.run()
    }

    fn shown(&self) -> String {
        let words = std::iter::once(self.command.get_program()).chain(self.command.get_args());
        words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }
}

/// Where a program is found on the search path.
pub(crate) fn find(name: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
