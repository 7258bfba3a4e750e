//! The `dramatis` command.

fn main() {}
