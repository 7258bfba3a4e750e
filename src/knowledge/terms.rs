//! Terms: consecutive terms in one office are one time in office.
//!
//! In: positions as facts give them. Out: the same with those joined that follow each other.

use crate::date::Date;

use super::fact::HeldPosition;

/// Days between two terms that still count as one time in office: a parliament is dissolved before its successor is
/// elected (25 working days in Britain: Electoral Registration and Administration Act 2013, section 14), and a
/// re-elected president is sworn in some days after the first term.
const MOST_DAYS_BETWEEN: i64 = 45;

/// Joins consecutive terms in one office; everything else keeps its place and order.
pub(super) fn join(held: &[HeldPosition]) -> Vec<HeldPosition> {
    let mut joined: Vec<HeldPosition> = Vec::with_capacity(held.len());
    let mut order: Vec<usize> = (0..held.len()).collect();
    // Of one office the earlier term first; a term without a beginning follows nothing.
    order.sort_by_key(|at| held.get(*at).map(|term| (term.from.is_none(), term.from)));
    let mut taken_in: Vec<Option<usize>> = vec![None; held.len()];
    let mut terms: Vec<HeldPosition> = held.to_vec();
    for (nth, &later) in order.iter().enumerate() {
        let earlier = order.iter().take(nth).rev().copied().find(|earlier| {
            taken_in.get(*earlier).is_some_and(Option::is_none)
                && terms.get(*earlier).zip(terms.get(later)).is_some_and(|(one, other)| follows(one, other))
        });
        if let Some(earlier) = earlier
            && let Some(next) = terms.get(later).cloned()
            && let Some(term) = terms.get_mut(earlier)
        {
            let ends_later = next.to.is_none() || next.to > term.to;
            if ends_later {
                (term.to, term.asof, term.by) = (next.to, next.asof, next.by);
            }
            if let Some(slot) = taken_in.get_mut(later) {
                *slot = Some(earlier);
            }
        }
    }
    joined.extend(terms.into_iter().zip(&taken_in).filter(|(_, into)| into.is_none()).map(|(term, _)| term));
    joined
}

/// Whether a term in the same office begins before the other has been over for long.
fn follows(earlier: &HeldPosition, later: &HeldPosition) -> bool {
    let last = |date: Date| date.last_day().days_from_epoch();
    let gap = earlier.to.zip(later.from).map(|(end, start)| start.days_from_epoch() - last(end));
    earlier.what == later.what && earlier.of == later.of && gap.is_some_and(|gap| gap <= MOST_DAYS_BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(json: &str) -> Vec<HeldPosition> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn two_terms_in_a_row_are_one() {
        let terms = held(
            r#"[{"what":"President","of":"Ruritania","from":"2009-01-20","to":"2013-01-20"},
                {"what":"Senator","of":"Ruritania","from":"2005-01-03","to":"2008-11-16"},
                {"what":"President","of":"Ruritania","from":"2013-01-20","to":"2017-01-20"}]"#,
        );
        assert_eq!(
            join(&terms),
            held(
                r#"[{"what":"President","of":"Ruritania","from":"2009-01-20","to":"2017-01-20"},
                    {"what":"Senator","of":"Ruritania","from":"2005-01-03","to":"2008-11-16"}]"#
            )
        );
    }

    #[test]
    fn an_open_term_keeps_its_mark() {
        let terms = held(
            r#"[{"what":"MP","from":"2010-05-06","to":"2015-03-30"},{"what":"MP","from":"2015-05-07","asof":"2022-08"}]"#,
        );
        assert_eq!(join(&terms), held(r#"[{"what":"MP","from":"2010-05-06","asof":"2022-08"}]"#));
    }

    #[test]
    fn a_return_to_office_is_a_term_of_its_own() {
        let terms = held(
            r#"[{"what":"Prime Minister","from":"2010-01-01","to":"2012-01-01"},
                {"what":"Prime Minister","from":"2012-03-01","to":"2014-01-01"},
                {"what":"Prime Minister","to":"2009"}]"#,
        );
        assert_eq!(join(&terms), terms);
    }

    #[test]
    fn years_that_touch_are_joined() {
        let terms = held(
            r#"[{"what":"player","of":"Ajax","from":"2001","to":"2003"},{"what":"player","of":"Ajax","from":"2004","to":"2005"}]"#,
        );
        assert_eq!(join(&terms), held(r#"[{"what":"player","of":"Ajax","from":"2001","to":"2005"}]"#));
    }
}
