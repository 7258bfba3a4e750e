//! Exports texts for training: `dramatis-train PACK OUT < texts.jsonl`.
//!
//! In: lines `{"text": …}`. Out, in the folder OUT, all numbers little-endian:
//!
//! | file | holds |
//! | --- | --- |
//! | `tokens.i32` | for each token its start and end in the text, in code points |
//! | `documents.i32` | for each text how many tokens it has |
//! | `sentences.i32` | the first token of each sentence, counted over all texts |
//! | `features.u32` | for each token its word, its hashed features, its memory key |
//! | `signs.u16`, `sign_ends.i32` | the signs of all tokens, and where each token's end |
//! | `words.txt` | each token as it is written, one a line |

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use dramatis::{Article, Knowledge, Offsets, Pack, Unit, training_tokens};
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    text: String,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pack, out] = arguments.as_slice() else {
        eprintln!("usage: dramatis-train PACK OUT < texts.jsonl");
        return ExitCode::from(2);
    };
    match export(Path::new(pack), Path::new(out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dramatis-train: {error}");
            ExitCode::FAILURE
        }
    }
}

fn export(pack: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let knowledge: Knowledge = Pack::open(fs::read(pack)?)?.into();
    fs::create_dir_all(out)?;
    let create = |name: &str| File::create(out.join(name)).map(BufWriter::new);
    let mut tokens = create("tokens.i32")?;
    let mut documents = create("documents.i32")?;
    let mut sentences = create("sentences.i32")?;
    let mut features = create("features.u32")?;
    let mut signs = create("signs.u16")?;
    let mut sign_ends = create("sign_ends.i32")?;
    let mut words = create("words.txt")?;
    let (mut token_count, mut sign_count) = (0_i32, 0_usize);
    for line in std::io::stdin().lock().lines() {
        let line: Line = serde_json::from_str(&line?)?;
        let article = Article::from_text(&line.text);
        let read = training_tokens(&article, &knowledge);
        let offsets = Offsets::new(&article.text, Unit::CodePoint);
        documents.write_all(&i32::try_from(read.len())?.to_le_bytes())?;
        for token in &read {
            if token.opens_sentence {
                sentences.write_all(&token_count.to_le_bytes())?;
            }
            for byte in [token.span.start, token.span.end] {
                tokens.write_all(&i32::try_from(offsets.at(byte))?.to_le_bytes())?;
            }
            for number in [&[token.word][..], &token.hashed, &[token.key]].concat() {
                features.write_all(&number.to_le_bytes())?;
            }
            for sign in &token.signs {
                signs.write_all(&sign.to_le_bytes())?;
            }
            sign_count += token.signs.len();
            token_count += 1;
            sign_ends.write_all(&i32::try_from(sign_count)?.to_le_bytes())?;
            writeln!(words, "{}", token.span.of(&article.text))?;
        }
    }
    Ok(())
}
