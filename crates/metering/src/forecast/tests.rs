//! The forecast by hand-worked figures, and its laws.

use super::*;
use domain::money::PICO_PER_USD;
use jiff::civil::date;
use proptest::prelude::*;

/// A Monday.
const TODAY: Date = date(2026, 11, 30);

const NOON: Left = Left { left_ms: 43_200_000, of_ms: 86_400_000 };

/// The days before today with these amounts, the last of them yesterday.
fn before(amounts: &[Option<i128>]) -> Vec<(Date, Option<PicoSum>)> {
    let first = TODAY.checked_sub((amounts.len() as i64).days()).expect("in range");
    first.series(1.day()).zip(amounts).map(|(day, amount)| (day, amount.map(PicoSum))).collect()
}

fn ahead() -> Vec<Date> {
    TODAY.series(1.day()).take_while(|day| *day <= until(TODAY)).collect()
}

#[test]
fn days_to_come_are_like_their_weekdays() {
    // Two weeks in which Monday to Friday bring 10 and 14 dollars, Saturday and Sunday none.
    let week = |usd: i128| [usd, usd, usd, usd, usd, 0, 0].map(|usd| Some(usd * PICO_PER_USD));
    let forecast = Forecast::of(&before(&[week(10), week(14)].concat()), TODAY).expect("enough");
    let usd = |amount: i128| PicoSum(amount * PICO_PER_USD);
    assert_eq!((forecast.basis_days, forecast.day(TODAY), forecast.day(date(2026, 12, 5))), (14, usd(12), usd(0)));
    let sums = forecast.sums(NOON, &ahead());
    assert_eq!((sums[0].base, sums[1].base, sums[6].base), (usd(6), usd(18), usd(54)));
    // Ten of fourteen days missed by 2: the mean square is 40 / 14. Half a day ahead: 1.28² · 40 / 14 / 2 = 2.340571….
    assert_eq!((sums[0].high - sums[0].base).0 / 1_000_000_000, 1_529);
    assert_eq!(sums[0].base - sums[0].low, sums[0].high - sums[0].base);
    assert_eq!((ahead().len(), until(TODAY)), (32, date(2026, 12, 31)));
    assert_eq!(until(date(2026, 12, 31)), date(2027, 1, 31));
}

#[test]
fn a_weekday_seen_once_is_like_all_days_and_what_is_unknown_is_no_day() {
    let days = before(&[None, Some(70), Some(7), Some(7), None, Some(7), Some(7), Some(7), Some(0), Some(0)]);
    let forecast = Forecast::of(&days, TODAY).expect("enough");
    // Of the eight, 105 together, only Sunday (yesterday, and a week before) stands there twice, Saturday too.
    assert_eq!(forecast.basis_days, 8);
    assert_eq!(forecast.day(date(2026, 12, 2)), PicoSum(13));
    assert_eq!(forecast.day(date(2026, 12, 6)), PicoSum(4), "7 and 0, half away from zero");
    let zero_is_known = Forecast::of(&before(&[Some(0); 7]), TODAY).expect("enough");
    assert_eq!(zero_is_known.day(TODAY), PicoSum(0));
}

#[test]
fn with_few_days_it_says_from_when() {
    let told = Forecast::of(&before(&[Some(1), None, Some(1), Some(1)]), TODAY).expect_err("too few");
    assert_eq!(told, TooFew { days: 3, ready_on: date(2026, 12, 4) });
    assert!(told.to_string().contains("from 2026-12-04 on") && told.to_string().ends_with("there are 3."), "{told}");
    // Neither today nor what is long gone counts.
    let mut old = before(&[Some(1); 40])[..12].to_vec();
    old.push((TODAY, Some(PicoSum(1))));
    assert_eq!(Forecast::of(&old, TODAY).expect_err("too few").days, 0);
}

/// Any amount that a day can hold: up to ±9 million dollars a request, and a million of them.
fn amount() -> impl Strategy<Value = Option<i128>> {
    let large = 9_000_000_000_000 * PICO_PER_USD;
    prop::option::weighted(
        0.9,
        prop_oneof![-1_000..1_000_i128, -(100 * PICO_PER_USD)..100 * PICO_PER_USD, -large..large],
    )
}

proptest! {
    #[test]
    fn a_band_holds_its_base_and_widens(
        amounts in prop::collection::vec(amount(), 12..35), left_ms in 0..=86_400_000_i64,
    ) {
        let Ok(forecast) = Forecast::of(&before(&amounts), TODAY) else { return Ok(()) };
        let days = ahead();
        let bands = forecast.sums(Left { left_ms, of_ms: 86_400_000 }, &days);
        prop_assert_eq!(bands.len(), days.len());
        let mut width = 0;
        for band in &bands {
            prop_assert!(band.low <= band.base && band.base <= band.high);
            prop_assert!((band.high - band.low).0 >= width);
            width = (band.high - band.low).0;
        }
        // The base is what is left of today and every day after it, to the last digit.
        for (ends, (one, other)) in days.iter().skip(1).zip(bands.iter().zip(&bands[1..])) {
            prop_assert_eq!(other.base - one.base, forecast.day(*ends));
        }
        let today = forecast.day(TODAY).0 * i128::from(left_ms);
        prop_assert!((bands[0].base.0 * 86_400_000 - today).abs() <= 43_200_000);
    }

    #[test]
    fn what_was_always_the_same_goes_on_so(amount in any::<i64>(), days in 7..40_usize) {
        let series = before(&vec![Some(i128::from(amount)); days]);
        let forecast = Forecast::of(&series, TODAY).expect("enough");
        let whole = Left { left_ms: 86_400_000, of_ms: 86_400_000 };
        for (count, band) in (1..).zip(forecast.sums(whole, &ahead())) {
            let sum = PicoSum(i128::from(amount) * count);
            prop_assert_eq!(band, Band { low: sum, base: sum, high: sum });
        }
    }

    #[test]
    fn the_square_root_is_right_whatever_the_size(missed in prop::collection::vec(0..1_u128 << 100, 7..28)) {
        // Held against the same in floating point, for a whole day ahead.
        #[allow(clippy::cast_precision_loss, reason = "an oracle")]
        let wanted = {
            let squares: f64 = missed.iter().map(|amount| (*amount as f64).powi(2)).sum();
            1.28 * (squares / missed.len() as f64).sqrt()
        };
        let half = Deviations::of(&missed).half_width(86_400_000, 86_400_000).0;
        #[allow(clippy::cast_precision_loss, reason = "an oracle")]
        let error = (half as f64 - wanted).abs();
        prop_assert!(error <= wanted * 1e-9 + 1.0, "{half} for {wanted}");
    }
}
