//! Lanes: sums of products of whole numbers, as many at a time as the processor makes.
//!
//! In: the numbers of [`LANES`] outputs for two inputs, and the two inputs. Out: the outputs' sums. Whole numbers have one
//! sum whatever the order, so that every way of making it agrees bit for bit; where they go beyond 32 bits they wrap, and come
//! back where what is added next takes them there.

use super::weights::{LANES, Pairs};

/// A way of making the sums.
pub(super) trait Lanes: Copy {
    /// The sums of [`LANES`] outputs for one token.
    type Sums: Copy;

    /// Nothing summed yet.
    fn zero(self) -> Self::Sums;

    /// Adds what two inputs bring to each output.
    fn add(self, sums: Self::Sums, row: &Pairs, inputs: [i16; 2]) -> Self::Sums;

    /// The sums of two, output by output.
    fn plus(self, one: Self::Sums, other: Self::Sums) -> Self::Sums;

    /// What the one has more than the other, output by output.
    fn minus(self, one: Self::Sums, other: Self::Sums) -> Self::Sums;

    /// The sums as numbers.
    fn numbers(self, sums: Self::Sums) -> [i32; LANES];
}

/// One lane after another, on any machine.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(all(target_arch = "wasm32", target_feature = "simd128"), expect(dead_code))]
pub(super) struct Single;

impl Lanes for Single {
    type Sums = [i32; LANES];

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        [0; LANES]
    }

    #[inline(always)]
    fn add(self, mut sums: Self::Sums, row: &Pairs, [one, other]: [i16; 2]) -> Self::Sums {
        for (sum, [first, second]) in sums.iter_mut().zip(row.as_chunks::<2>().0) {
            let products = i32::from(*first) * i32::from(one) + i32::from(*second) * i32::from(other);
            *sum = sum.wrapping_add(products);
        }
        sums
    }

    #[inline(always)]
    fn plus(self, mut one: Self::Sums, other: Self::Sums) -> Self::Sums {
        one.iter_mut().zip(other).for_each(|(one, other)| *one = one.wrapping_add(other));
        one
    }

    #[inline(always)]
    fn minus(self, mut one: Self::Sums, other: Self::Sums) -> Self::Sums {
        one.iter_mut().zip(other).for_each(|(one, other)| *one = one.wrapping_sub(other));
        one
    }

    #[inline(always)]
    fn numbers(self, sums: Self::Sums) -> [i32; LANES] {
        sums
    }
}

/// All lanes at once: AVX2's `vpmaddwd` (compilers do not find it in [`Single`]).
#[cfg(target_arch = "x86_64")]
impl Lanes for pulp::x86::V3 {
    type Sums = pulp::i32x8;

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        self.splat_i32x8(0)
    }

    #[inline(always)]
    fn add(self, sums: Self::Sums, row: &Pairs, [one, other]: [i16; 2]) -> Self::Sums {
        let inputs = self.splat_i32x8(i32::from(one) & 0xffff | i32::from(other) << 16);
        let products = self.multiply_wrapping_add_adjacent_i16x16(pulp::cast(*row), pulp::cast(inputs));
        self.plus(sums, pulp::cast(products))
    }

    #[inline(always)]
    fn plus(self, one: Self::Sums, other: Self::Sums) -> Self::Sums {
        pulp::cast(self.wrapping_add_u32x8(pulp::cast(one), pulp::cast(other)))
    }

    #[inline(always)]
    fn minus(self, one: Self::Sums, other: Self::Sums) -> Self::Sums {
        pulp::cast(self.wrapping_sub_u32x8(pulp::cast(one), pulp::cast(other)))
    }

    #[inline(always)]
    fn numbers(self, sums: Self::Sums) -> [i32; LANES] {
        pulp::cast(sums)
    }
}

/// Four lanes at a time: wasm's `i32x4.dot_i16x8_s`.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[derive(Debug, Clone, Copy)]
pub(super) struct Quad;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
impl Lanes for Quad {
    type Sums = [core::arch::wasm32::v128; 2];

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        [core::arch::wasm32::i32x4_splat(0); 2]
    }

    #[inline(always)]
    fn add(self, [front, back]: Self::Sums, row: &Pairs, [one, other]: [i16; 2]) -> Self::Sums {
        use core::arch::wasm32::{i16x8, i32x4_add, i32x4_dot_i16x8, i32x4_splat};
        let inputs = i32x4_splat(i32::from(one) & 0xffff | i32::from(other) << 16);
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = *row;
        [
            i32x4_add(front, i32x4_dot_i16x8(i16x8(a, b, c, d, e, f, g, h), inputs)),
            i32x4_add(back, i32x4_dot_i16x8(i16x8(i, j, k, l, m, n, o, p), inputs)),
        ]
    }

    #[inline(always)]
    fn plus(self, one: Self::Sums, other: Self::Sums) -> Self::Sums {
        use core::arch::wasm32::i32x4_add;
        [i32x4_add(one[0], other[0]), i32x4_add(one[1], other[1])]
    }

    #[inline(always)]
    fn minus(self, one: Self::Sums, other: Self::Sums) -> Self::Sums {
        use core::arch::wasm32::i32x4_sub;
        [i32x4_sub(one[0], other[0]), i32x4_sub(one[1], other[1])]
    }

    #[inline(always)]
    fn numbers(self, [front, back]: Self::Sums) -> [i32; LANES] {
        use core::arch::wasm32::i32x4_extract_lane;
        [
            i32x4_extract_lane::<0>(front),
            i32x4_extract_lane::<1>(front),
            i32x4_extract_lane::<2>(front),
            i32x4_extract_lane::<3>(front),
            i32x4_extract_lane::<0>(back),
            i32x4_extract_lane::<1>(back),
            i32x4_extract_lane::<2>(back),
            i32x4_extract_lane::<3>(back),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sums(lanes: impl Lanes, rows: &[(Pairs, [i16; 2])]) -> [i32; LANES] {
        let summed = rows.iter().fold(lanes.zero(), |sums, (row, inputs)| lanes.add(sums, row, *inputs));
        lanes.numbers(summed)
    }

    proptest! {
        #[test]
        fn every_way_gives_the_same_sums(
            rows in prop::collection::vec((prop::array::uniform16(-5_000..=5_000_i16), prop::array::uniform2(-4_095..=4_095_i16)), 0..50),
        ) {
            let expected: [i64; LANES] = std::array::from_fn(|lane| {
                rows.iter().map(|(row, inputs)| {
                    let product = |at: usize| i64::from(row[2 * lane + at]) * i64::from(inputs[at]);
                    product(0) + product(1)
                }).sum()
            });
            prop_assert_eq!(sums(Single, &rows).map(i64::from), expected);
            #[cfg(target_arch = "x86_64")]
            if let Some(lanes) = pulp::x86::V3::try_new() {
                prop_assert_eq!(sums(lanes, &rows).map(i64::from), expected);
            }
        }
    }
}
