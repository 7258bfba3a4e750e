//! Packages: what the stores get, the same bytes every time, with checksums.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::stage::stage;
use crate::{extension, workspace};

/// Leaves a package for each browser and `SHA256SUMS` in `target/package`; gives the sums.
pub(crate) fn run() -> Result<String> {
    let extensions = extension::build()?;
    let out = workspace::target().join("package");
    stage("store packages", || {
        fs::create_dir_all(&out)?;
        let mut sums = String::new();
        for browser in ["chromium", "firefox"] {
            let name = format!("dramatis-{}-{browser}.zip", env!("CARGO_PKG_VERSION"));
            let bytes = pack(&extensions.join(browser))?;
            let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            sums.push_str(&format!("{sum}  {name}\n"));
            println!("{}: {} bytes", out.join(&name).display(), bytes.len());
            fs::write(out.join(name), bytes)?;
        }
        fs::write(out.join("SHA256SUMS"), &sums)?;
        Ok(sums)
    })
}

/// Builds the packages twice, the second time with a pack and scripts made afresh.
///
/// # Errors
/// Where the bytes are not the same.
pub(crate) fn twice() -> Result<()> {
    let first = run()?;
    fs::remove_file(workspace::target().join("dramatis.pack"))?;
    ensure!(first == run()?, "two builds of the same source gave other bytes:\n{first}");
    Ok(())
}

/// How many bytes of a package's zip some bytes take.
pub(crate) fn deflated(bytes: &[u8]) -> Result<u64> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("file", options())?;
    zip.write_all(bytes)?;
    Ok(zip.finish()?.into_inner().len().try_into()?)
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}

/// A folder as a zip: files in order of name, one fixed time, so that the same files give the same bytes.
fn pack(folder: &Path) -> Result<Vec<u8>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(folder.join(&inside))? {
            let entry = entry?;
            let path = inside.join(entry.file_name());
            if entry.file_type()?.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for file in files {
        let name: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
        zip.start_file(name.join("/"), options())?;
        zip.write_all(&fs::read(folder.join(&file))?)?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    // A test that cannot write its own files has nothing to test.
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// A folder with the same files, written in the order given.
    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("the file {name}").repeat(100)).unwrap();
        }
        folder
    }

    #[test]
    fn the_same_files_give_the_same_bytes_whenever_and_in_whatever_order_they_were_written() {
        let one = folder(&["manifest.json", "popup/popup.js", "core/dramatis.pack"]);
        let other = folder(&["core/dramatis.pack", "manifest.json", "popup/popup.js"]);
        let earlier = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        fs::File::open(other.path().join("manifest.json")).unwrap().set_modified(earlier).unwrap();
        assert_eq!(pack(one.path()).unwrap(), pack(other.path()).unwrap());
    }

    #[test]
    fn another_file_gives_other_bytes() {
        let one = folder(&["manifest.json"]);
        let other = folder(&["manifest.json", "popup/popup.js"]);
        assert_ne!(pack(one.path()).unwrap(), pack(other.path()).unwrap());
    }
}
