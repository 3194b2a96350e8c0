//! The tenants of the cluster's figures: who they are, their keys, and how often each is drawn. All of it follows from
//! numbers, so that the generator, the questions and the database agree without asking each other.

use clap::{Args, ValueEnum};
use domain::{KeyId, TenantId, UserId};
use uuid::Uuid;

/// Spreads numbers over 64 bits: Knuth's multiplier, as ids of real tenants are spread.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

#[derive(Args, Clone)]
pub struct Options {
    /// Tenants to make, each with one key
    #[arg(long, default_value_t = 10_000)]
    tenants: u64,
}

/// Who is drawn from, and how; what the draw follows from is each command's own.
#[derive(Args, Clone, Copy)]
pub struct Crowd {
    /// How tenants are drawn
    #[arg(long, value_enum, default_value = "zipf")]
    pub draw: Draw,
    /// Tenants there are
    #[arg(long, default_value_t = 10_000)]
    pub tenants: u64,
}

impl Crowd {
    /// The tenants with their weights.
    pub fn weighed(self) -> Tenants {
        Tenants::new(self.tenants, self.draw)
    }
}

/// How tenants are drawn.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Draw {
    /// The n-th has the weight 1 / n^1.1
    Zipf,
    /// All alike
    Uniform,
}

/// Chance that follows from a seed (splitmix64).
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(SPREAD);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is not 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }
}

/// Draws tenants' numbers, from 0.
#[derive(Clone, Debug)]
pub struct Tenants {
    /// Weights added up, scaled to 2^53.
    upto: Vec<u64>,
}

/// What the weights add up to.
const WHOLE: u64 = 1 << 53;

impl Tenants {
    /// So many tenants.
    #[must_use]
    pub fn new(count: u64, draw: Draw) -> Self {
        let exponent = if draw == Draw::Zipf { 1.1 } else { 0.0 };
        let weights: Vec<f64> = (1..=count.max(1)).map(|n| (n as f64).powf(-exponent)).collect();
        let sum: f64 = weights.iter().sum();
        let mut upto: Vec<u64> = weights
            .iter()
            .scan(0.0, |reached, weight| {
                *reached += weight;
                Some((*reached / sum * WHOLE as f64) as u64)
            })
            .collect();
        // Rounding must not leave a gap at the end.
        if let Some(last) = upto.last_mut() {
            *last = WHOLE;
        }
        Self { upto }
    }

    /// One of them.
    pub fn draw(&self, dice: &mut Dice) -> u64 {
        let at = dice.below(WHOLE);
        self.upto.partition_point(|upto| *upto <= at) as u64
    }
}

fn uuid(kind: u64, number: u64) -> Uuid {
    let high = (number + 1).wrapping_mul(SPREAD);
    let bytes = (u128::from(high) << 64) | u128::from((kind << 40) | number);
    uuid::Builder::from_random_bytes(bytes.to_be_bytes()).into_uuid()
}

/// The id of a tenant.
#[must_use]
pub fn tenant_id(number: u64) -> TenantId {
    TenantId(uuid(1, number))
}

/// The id of a tenant's key.
#[must_use]
pub fn key_id(number: u64) -> KeyId {
    KeyId(uuid(2, number))
}

/// One of a tenant's users.
#[must_use]
pub fn user_id(number: u64, user: u64) -> UserId {
    UserId(uuid(3 + user, number))
}

/// A tenant's key. No secret: it opens a database that was made to be measured, and goes with it.
#[must_use]
pub fn key(number: u64) -> String {
    format!("tk_bench{number:056}")
}

/// Prints the SQL that makes the tenants with their keys, for `psql`.
pub fn print(options: &Options) {
    println!("BEGIN;");
    println!("CREATE TEMPORARY TABLE made (n bigint, tenant uuid, key uuid, text text);");
    println!("COPY made FROM stdin (DELIMITER ',');");
    for number in 0..options.tenants {
        println!("{number},{},{},{}", tenant_id(number), key_id(number), key(number));
    }
    println!("\\.");
    println!(
        "INSERT INTO tenants (id, name, timezone, created_at) SELECT tenant, 'tenant ' || n, 'UTC', now() FROM made;"
    );
    println!(
        "INSERT INTO api_keys (id, tenant_id, name, prefix, hash, created_at) \
         SELECT key, tenant, 'bench', left(text, 9), sha256(convert_to(text, 'UTF8')), now() FROM made;"
    );
    println!("COMMIT;");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_tenant_is_another_and_the_first_is_drawn_most() {
        let ids: HashSet<_> = (0..1_000).map(tenant_id).collect();
        assert_eq!(ids.len(), 1_000);
        let (tenants, mut dice) = (Tenants::new(1_000, Draw::Zipf), Dice(7));
        let mut counts = vec![0_u32; 1_000];
        for _ in 0..100_000 {
            counts[usize::try_from(tenants.draw(&mut dice)).expect("small")] += 1;
        }
        assert_eq!(counts.iter().max(), Some(&counts[0]));
        // The first of a thousand has 1 / sum(n^-1.1) of the weight: 18 %.
        assert!((15_000..21_000).contains(&counts[0]), "{}", counts[0]);
        let (tenants, mut dice) = (Tenants::new(4, Draw::Uniform), Dice(7));
        let drawn: HashSet<_> = (0..100).map(|_| tenants.draw(&mut dice)).collect();
        assert_eq!(drawn.len(), 4);
    }
}
