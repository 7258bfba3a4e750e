//! Wikidata's times as dates.
//!
//! In: a time value with its precision and calendar model. Out: a [`Date`], or nothing where it is coarser than a year,
//! before the year 1, or no time at all.

use crate::date::Date;

/// Precisions of Wikidata's data model: 9 year, 10 month, 11 day; 0 to 8 are coarser.
const YEAR: u8 = 9;
const MONTH: u8 = 10;
const DAY: u8 = 11;

/// The proleptic Julian calendar as a calendar model.
pub(super) const JULIAN: &str = "Q1985786";

/// Reads `+1943-12-11T00:00:00Z`. A day of the Julian calendar becomes the Gregorian one, as all dates of the facts are; a
/// day or month that the calendar does not have is cut to what it has.
pub(super) fn date(time: &str, precision: u8, julian: bool) -> Option<Date> {
    if precision < YEAR {
        return None;
    }
    let mut parts = time.strip_prefix('+')?.split('T').next()?.splitn(3, '-');
    let mut number = |longest: usize| -> Option<u16> {
        let digits = parts.next()?;
        let digits = digits.trim_start_matches('0');
        let good = digits.len() <= longest && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !good {
            return None;
        }
        if digits.is_empty() { Some(0) } else { digits.parse().ok() }
    };
    let year = number(4)?;
    let (month, day) = (number(2).unwrap_or(0), number(2).unwrap_or(0));
    let month = u8::try_from(month).ok().filter(|month| precision >= MONTH && (1..=12).contains(month));
    let day = u8::try_from(day).ok().filter(|day| precision >= DAY && *day > 0);
    let exact = month.zip(day).and_then(|(month, day)| {
        if julian { gregorian(year, month, day) } else { Date::from_ymd(year, month, day) }
    });
    exact.or_else(|| {
        let text = match month {
            Some(month) => format!("{year:04}-{month:02}"),
            None => format!("{year:04}"),
        };
        text.parse().ok()
    })
}

/// The Gregorian day of a Julian one: the days since 1 March of the year 0 are counted by the Julian rule, then read by the
/// Gregorian (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"; both calendars agree on 3 March 200, which
/// puts the Julian 1 March 0 two days before the Gregorian).
fn gregorian(year: u16, month: u8, day: u8) -> Option<Date> {
    let leap = year.is_multiple_of(4);
    let longest = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(leap),
        _ => 31,
    };
    if year == 0 || day > longest {
        return None;
    }
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    let year = year - i64::from(month <= 2);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    // 719,468 days lie between the Gregorian 1 March 0 and 1 January 1970.
    Date::from_days_since_epoch(year * 365 + year.div_euclid(4) + day_of_year - 2 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(time: &str, precision: u8) -> Option<String> {
        date(time, precision, false).map(|date| date.to_string())
    }

    #[test]
    fn precision_decides_how_much_of_a_time_is_told() {
        assert_eq!(read("+1943-12-11T00:00:00Z", 11).as_deref(), Some("1943-12-11"));
        assert_eq!(read("+1943-12-11T00:00:00Z", 10).as_deref(), Some("1943-12"));
        assert_eq!(read("+1943-12-11T00:00:00Z", 9).as_deref(), Some("1943"));
        assert_eq!(read("+1943-00-00T00:00:00Z", 9).as_deref(), Some("1943"));
        assert_eq!(read("+1943-12-11T00:00:00Z", 8), None);
        assert_eq!(read("+0800-00-00T00:00:00Z", 7), None);
    }

    #[test]
    fn what_no_calendar_has_is_cut_and_what_lies_before_our_era_dropped() {
        assert_eq!(read("+2013-02-30T00:00:00Z", 11).as_deref(), Some("2013-02"));
        assert_eq!(read("+2013-13-01T00:00:00Z", 11).as_deref(), Some("2013"));
        assert_eq!(read("+2013-00-00T00:00:00Z", 11).as_deref(), Some("2013"));
        for wrong in
            ["-0044-03-15T00:00:00Z", "+0000-01-01T00:00:00Z", "", "+", "2013", "+20x3-01-01", "+99999"]
        {
            assert_eq!(read(wrong, 11), None, "{wrong}");
        }
    }

    #[test]
    fn julian_days_become_gregorian() {
        let julian = |time| date(time, 11, true).map(|date| date.to_string());
        // Washington's birth and the October Revolution, by both calendars.
        assert_eq!(julian("+1732-02-11T00:00:00Z").as_deref(), Some("1732-02-22"));
        assert_eq!(julian("+1917-10-25T00:00:00Z").as_deref(), Some("1917-11-07"));
        assert_eq!(julian("+1582-10-05T00:00:00Z").as_deref(), Some("1582-10-15"));
        assert_eq!(julian("+1700-02-29T00:00:00Z").as_deref(), Some("1700-03-11"));
        assert_eq!(
            date("+1732-02-11T00:00:00Z", 9, true).map(|date| date.to_string()).as_deref(),
            Some("1732")
        );
    }
}
