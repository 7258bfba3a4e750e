//! Parts: the k-th of n pieces of a dump, for jobs that run beside each other.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The k-th of n parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    /// From 1.
    number: u64,
    of: u64,
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no part; write K/N, K from 1 to N");
        let (number, of) = text.split_once('/').ok_or_else(wrong)?;
        let (number, of): (u64, u64) =
            (number.parse().map_err(|_| wrong())?, of.parse().map_err(|_| wrong())?);
        if number == 0 || number > of { Err(wrong()) } else { Ok(Self { number, of }) }
    }
}

impl Part {
    /// The bytes of a file of so many that are this part's; together the parts are the file.
    pub(super) fn of_bytes(self, bytes: u64) -> (u64, u64) {
        let at = |number: u64| {
            u64::try_from(u128::from(bytes) * u128::from(number) / u128::from(self.of)).unwrap_or(bytes)
        };
        (at(self.number - 1), at(self.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_a_file_without_a_gap() {
        let mut before = 0;
        for number in 1..=7 {
            let (begin, end) = Part { number, of: 7 }.of_bytes(1_000_003);
            assert_eq!(begin, before);
            before = end;
        }
        assert_eq!(before, 1_000_003);
        for wrong in ["", "1", "0/3", "4/3", "a/b", "1/0", "-1/2"] {
            assert!(wrong.parse::<Part>().is_err(), "{wrong}");
        }
    }
}
