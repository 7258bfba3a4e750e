//! Archives: folders as zip and tar.gz, files in order of name, with one fixed time, so that the same files give the same bytes.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What everybody may do with a file, and with a program.
const FILE: u32 = 0o644;
const PROGRAM: u32 = 0o755;

/// A folder as a zip.
pub(crate) fn zip(folder: &Path) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for file in files(folder)? {
        zip.start_file(name(&file), options())?;
        zip.write_all(&fs::read(folder.join(&file))?)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A folder as a tar.gz that unpacks into one folder of this name; one file of it is a program.
pub(crate) fn tar_gz(folder: &Path, unpacked: &str, program: &str) -> Result<Vec<u8>> {
    let gzip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    let mut tar = tar::Builder::new(gzip);
    for file in files(folder)? {
        let bytes = fs::read(folder.join(&file))?;
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len().try_into()?);
        header.set_mode(if file == Path::new(program) { PROGRAM } else { FILE });
        header.set_mtime(0);
        let inside = format!("{unpacked}/{}", name(&file));
        tar.append_data(&mut header, &inside, bytes.as_slice()).with_context(|| inside.clone())?;
    }
    Ok(tar.into_inner()?.finish()?)
}

/// How many bytes of a zip some bytes take.
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
        .unix_permissions(FILE)
}

/// Every file below a folder, in order of name.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
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
    Ok(files)
}

fn name(file: &Path) -> String {
    file.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
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
        assert_eq!(zip(one.path()).unwrap(), zip(other.path()).unwrap());
        let tar = |folder: &tempfile::TempDir| tar_gz(folder.path(), "name", "manifest.json").unwrap();
        assert_eq!(tar(&one), tar(&other));
    }

    #[test]
    fn another_file_gives_other_bytes() {
        let one = folder(&["manifest.json"]);
        let other = folder(&["manifest.json", "popup/popup.js"]);
        assert_ne!(zip(one.path()).unwrap(), zip(other.path()).unwrap());
    }

    #[test]
    fn a_tar_unpacks_into_one_folder_where_the_program_can_be_run() {
        let folder = folder(&["dramatis", "README.md"]);
        let bytes = tar_gz(folder.path(), "dramatis-1", "dramatis").unwrap();
        let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(bytes.as_slice()));
        let files: Vec<(String, u32)> = tar
            .entries()
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                (entry.path().unwrap().display().to_string(), entry.header().mode().unwrap())
            })
            .collect();
        assert_eq!(
            files,
            [("dramatis-1/README.md".to_owned(), FILE), ("dramatis-1/dramatis".to_owned(), PROGRAM)]
        );
    }
}
