//! The project's own facts as a pack, built once for all tests of a file.

use std::path::Path;
use std::sync::OnceLock;

use dramatis::{Engine, Pack, Recognizer, build_pack, read_facts};

/// An engine over the project's own facts.
pub(crate) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let facts = read_facts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("facts")).unwrap();
        let recognizer = Recognizer::open(include_bytes!("../../weights/names.bin")).unwrap();
        Engine::new(recognizer, Pack::open(build_pack(&facts, None).unwrap()).unwrap())
    })
}
