//! Calendar dates as news and facts know them: to the day, the month or the year.
//!
//! Owns the one date type that every room shares and its comparison by the precision given
//! (a post that begins "in 2013" has begun on any day of 2013 that we can tell).
//! In: ISO 8601 texts (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`). Out: comparable [`Date`]s.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date in the proleptic Gregorian calendar with day, month or year precision.
///
/// Ordering compares the first day that each date can mean; a coarser date sorts before a finer one
/// that begins on the same day.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date; write YYYY-MM-DD, YYYY-MM or YYYY")]
pub struct DateError(String);

impl Date {
    /// A date to the day; `None` where the calendar has no such day.
    pub fn from_ymd(year: u16, month: u8, day: u8) -> Option<Self> {
        (year > 0 && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day)).then_some(Self {
            year,
            month,
            day,
        })
    }

    /// The same date from the number that [`Date::pack`] gives; `None` where the calendar has no such date.
    pub fn unpack(packed: u32) -> Option<Self> {
        let (year, month, day) = (packed >> 9, (packed >> 5) & 15, packed & 31);
        let date = Self { year: u16::try_from(year).ok()?, month: month as u8, day: day as u8 };
        date.is_valid().then_some(date)
    }

    /// One number a date, in the order of dates: year × 512 + month × 32 + day, missing parts 0.
    pub fn pack(self) -> u32 {
        u32::from(self.year) << 9 | u32::from(self.month) << 5 | u32::from(self.day)
    }

    /// The year, 1 to 65,535.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12, where it is known.
    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// The day of the month, 1 to 31, where it is known.
    pub fn day(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }

    /// The first day that this date can mean.
    pub fn first_day(self) -> Self {
        Self { year: self.year, month: self.month.max(1), day: self.day.max(1) }
    }

    /// The last day that this date can mean.
    pub fn last_day(self) -> Self {
        let month = if self.month == 0 { 12 } else { self.month };
        let day = if self.day == 0 { days_in(self.year, month) } else { self.day };
        Self { year: self.year, month, day }
    }

    /// Whether this date lies certainly before the other, by the precision given.
    pub fn surely_before(self, other: Self) -> bool {
        self.last_day() < other.first_day()
    }

    /// Whether both can mean one day.
    pub fn overlaps(self, other: Self) -> bool {
        !self.surely_before(other) && !other.surely_before(self)
    }

    /// Days from the civil epoch 1970-01-01 to the first day that this date can mean
    /// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`).
    pub fn days_from_epoch(self) -> i64 {
        let first = self.first_day();
        let (month, day) = (i64::from(first.month), i64::from(first.day));
        let year = i64::from(first.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year - era * 400;
        let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day so many days after 1970-01-01 (Howard Hinnant, `civil_from_days`); `None` outside of the years 1 to
    /// 65,535.
    pub fn from_days_since_epoch(days: i64) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = u8::try_from(day_of_year - (153 * shifted + 2) / 5 + 1).ok()?;
        let month = u8::try_from(if shifted < 10 { shifted + 3 } else { shifted - 9 }).ok()?;
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::from_ymd(u16::try_from(year).ok()?, month, day)
    }

    /// Whole years from this date to a later one, as an age is counted; `None` where the precision leaves
    /// two answers or the other date is earlier.
    pub fn whole_years_until(self, later: Self) -> Option<u16> {
        let years = |from: Self, to: Self| {
            let had_birthday = (to.month, to.day) >= (from.month, from.day);
            to.year.checked_sub(from.year)?.checked_sub(u16::from(!had_birthday))
        };
        let least = years(self.last_day(), later.first_day())?;
        let most = years(self.first_day(), later.last_day())?;
        (least == most).then_some(least)
    }

    fn is_valid(self) -> bool {
        match (self.month, self.day) {
            (0, 0) => self.year > 0,
            (1..=12, 0) => self.year > 0,
            _ => Self::from_ymd(self.year, self.month, self.day).is_some(),
        }
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let wrong = || DateError(text.chars().take(40).collect());
        let mut parts = text.split('-');
        let mut number = |digits: usize| match parts.next() {
            None => Ok(0),
            Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<u16>().map_err(|_| wrong())
            }
            Some(_) => Err(wrong()),
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let date = Self { year, month: month as u8, day: day as u8 };
        let zero_given = (text.len() > 4 && month == 0) || (text.len() > 7 && day == 0);
        if parts.next().is_some() || zero_given || !date.is_valid() { Err(wrong()) } else { Ok(date) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn precision_is_kept_from_text_to_text() {
        for text in ["2013", "2013-05", "2013-05-07", "0044-03-15"] {
            assert_eq!(date(text).to_string(), text);
            assert_eq!(Date::unpack(date(text).pack()), Some(date(text)));
        }
    }

    #[test]
    fn what_no_calendar_has_is_refused() {
        for text in
            ["", "13", "2013-5-7", "2013-00", "2013-02-30", "2013-05-07-01", "May 2013", "0000", "2013-"]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_coarse_date_is_before_only_what_it_is_surely_before() {
        assert!(date("2013").surely_before(date("2014-01-01")));
        assert!(!date("2013").surely_before(date("2013-12-31")));
        assert!(date("2013").overlaps(date("2013-05-07")));
    }

    #[test]
    fn ages_are_given_only_where_they_are_sure() {
        assert_eq!(date("1943-12-11").whole_years_until(date("2013-05-07")), Some(69));
        assert_eq!(date("1943-12-11").whole_years_until(date("2013-12-11")), Some(70));
        assert_eq!(date("1943").whole_years_until(date("2013-05-07")), None);
        assert_eq!(date("2013-05-07").whole_years_until(date("1943")), None);
    }

    #[test]
    fn days_count_from_the_civil_epoch() {
        assert_eq!(date("1970-01-01").days_from_epoch(), 0);
        assert_eq!(date("2000-03-01").days_from_epoch(), 11_017);
        assert_eq!(date("1969-12-31").days_from_epoch(), -1);
    }
}
