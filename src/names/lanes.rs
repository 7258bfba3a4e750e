//! Lanes: sums of products of whole numbers, as many at a time as the processor makes.
//!
//! In: the numbers of [`OUTPUTS`] outputs for two inputs, and the two inputs. Out: the outputs' sums. Whole numbers have one
//! sum whatever the order, so that every way of making it agrees bit for bit; where they go beyond 32 bits they wrap, and come
//! back where what is added next takes them there.

use super::weights::{OUTPUTS, Pairs};

/// A way of making the sums.
pub(super) trait Lanes: Copy {
    /// The sums of [`OUTPUTS`] outputs for one token.
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
    fn numbers(self, sums: Self::Sums) -> [i32; OUTPUTS];
}

/// Two inputs as one number, the first in its low bits, as vectors of pairs take them.
#[cfg(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn side_by_side([one, other]: [i16; 2]) -> i32 {
    i32::from(one) & 0xffff | i32::from(other) << 16
}

/// One lane after another, on any machine.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(all(target_arch = "wasm32", target_feature = "simd128"), expect(dead_code))]
pub(super) struct Single;

impl Lanes for Single {
    type Sums = [i32; OUTPUTS];

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        [0; OUTPUTS]
    }

    #[inline(always)]
    fn add(self, mut sums: Self::Sums, row: &Pairs, [one, other]: [i16; 2]) -> Self::Sums {
        for (sum, [first, second]) in sums.iter_mut().zip(row.0.as_chunks::<2>().0) {
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
    fn numbers(self, sums: Self::Sums) -> [i32; OUTPUTS] {
        sums
    }
}

/// Eight lanes at a time: AVX2's `vpmaddwd` (compilers do not find it in [`Single`]).
#[cfg(target_arch = "x86_64")]
impl Lanes for pulp::x86::V3 {
    type Sums = [pulp::i32x8; 2];

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        [self.splat_i32x8(0); 2]
    }

    #[inline(always)]
    fn add(self, sums: Self::Sums, row: &Pairs, inputs: [i16; 2]) -> Self::Sums {
        let inputs = self.splat_i32x8(side_by_side(inputs));
        let [front, back]: [pulp::i16x16; 2] = pulp::cast(row.0);
        let products = |row| pulp::cast(self.multiply_wrapping_add_adjacent_i16x16(row, pulp::cast(inputs)));
        self.plus(sums, [products(front), products(back)])
    }

    #[inline(always)]
    fn plus(self, one: Self::Sums, other: Self::Sums) -> Self::Sums {
        let plus = |one, other| pulp::cast(self.wrapping_add_u32x8(pulp::cast(one), pulp::cast(other)));
        [plus(one[0], other[0]), plus(one[1], other[1])]
    }

    #[inline(always)]
    fn minus(self, one: Self::Sums, other: Self::Sums) -> Self::Sums {
        let minus = |one, other| pulp::cast(self.wrapping_sub_u32x8(pulp::cast(one), pulp::cast(other)));
        [minus(one[0], other[0]), minus(one[1], other[1])]
    }

    #[inline(always)]
    fn numbers(self, sums: Self::Sums) -> [i32; OUTPUTS] {
        pulp::cast(sums)
    }
}

#[cfg(target_arch = "x86_64")]
pulp::simd_type! {
    /// Processors that multiply and add up in one step: told of them, the compiler makes VNNI's `vpdpwssd` of the two.
    pub(super) struct Vnni {
        avx512f: "avx512f",
        avx512bw: "avx512bw",
        avx512vnni: "avx512vnni",
    }
}

/// All lanes at once: AVX-512.
#[cfg(target_arch = "x86_64")]
impl Lanes for pulp::x86::V4 {
    type Sums = pulp::i32x16;

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        self.splat_i32x16(0)
    }

    #[inline(always)]
    fn add(self, sums: Self::Sums, row: &Pairs, inputs: [i16; 2]) -> Self::Sums {
        let inputs = self.splat_i32x16(side_by_side(inputs));
        self.plus(sums, self.multiply_wrapping_add_adjacent_i16x32(pulp::cast(row.0), pulp::cast(inputs)))
    }

    #[inline(always)]
    fn plus(self, one: Self::Sums, other: Self::Sums) -> Self::Sums {
        pulp::cast(self.wrapping_add_u32x16(pulp::cast(one), pulp::cast(other)))
    }

    #[inline(always)]
    fn minus(self, one: Self::Sums, other: Self::Sums) -> Self::Sums {
        pulp::cast(self.wrapping_sub_u32x16(pulp::cast(one), pulp::cast(other)))
    }

    #[inline(always)]
    fn numbers(self, sums: Self::Sums) -> [i32; OUTPUTS] {
        pulp::cast(sums)
    }
}

/// Four lanes at a time: wasm's `i32x4.dot_i16x8_s`.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[derive(Debug, Clone, Copy)]
pub(super) struct Quad;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
impl Lanes for Quad {
    type Sums = [core::arch::wasm32::v128; 4];

    #[inline(always)]
    fn zero(self) -> Self::Sums {
        [core::arch::wasm32::i32x4_splat(0); 4]
    }

    #[inline(always)]
    fn add(self, mut sums: Self::Sums, row: &Pairs, inputs: [i16; 2]) -> Self::Sums {
        use core::arch::wasm32::{i32x4_add, i32x4_dot_i16x8, i32x4_splat};
        let inputs = i32x4_splat(side_by_side(inputs));
        for (sums, row) in sums.iter_mut().zip(row.0.as_chunks::<8>().0) {
            *sums = i32x4_add(*sums, i32x4_dot_i16x8(bytemuck::cast(*row), inputs));
        }
        sums
    }

    #[inline(always)]
    fn plus(self, mut one: Self::Sums, other: Self::Sums) -> Self::Sums {
        one.iter_mut().zip(other).for_each(|(one, other)| *one = core::arch::wasm32::i32x4_add(*one, other));
        one
    }

    #[inline(always)]
    fn minus(self, mut one: Self::Sums, other: Self::Sums) -> Self::Sums {
        one.iter_mut().zip(other).for_each(|(one, other)| *one = core::arch::wasm32::i32x4_sub(*one, other));
        one
    }

    #[inline(always)]
    fn numbers(self, sums: Self::Sums) -> [i32; OUTPUTS] {
        bytemuck::cast(sums)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sums(lanes: impl Lanes, rows: &[([i16; 2 * OUTPUTS], [i16; 2])]) -> [i32; OUTPUTS] {
        let summed =
            rows.iter().fold(lanes.zero(), |sums, (row, inputs)| lanes.add(sums, &Pairs(*row), *inputs));
        lanes.numbers(summed)
    }

    proptest! {
        #[test]
        fn every_way_gives_the_same_sums(
            rows in prop::collection::vec((prop::array::uniform32(-5_000..=5_000_i16), prop::array::uniform2(-4_095..=4_095_i16)), 0..50),
        ) {
            let expected: [i64; OUTPUTS] = std::array::from_fn(|lane| {
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
            #[cfg(target_arch = "x86_64")]
            if let Some(lanes) = pulp::x86::V4::try_new() {
                prop_assert_eq!(sums(lanes, &rows).map(i64::from), expected);
            }
        }
    }
}
