//! Moving averages of how fast a candidate answers.

use domain::Timestamp;

/// The share of a new measurement in the average; the first ones count more, so that the average starts true.
const SHARE: f64 = 0.2;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Average {
    value: f64,
    samples: u64,
}

impl Average {
    fn add(&mut self, measured: f64) {
        self.samples += 1;
        self.value += (measured - self.value) * SHARE.max(1.0 / self.samples as f64);
    }

    fn get(self) -> Option<f64> {
        (self.samples > 0).then_some(self.value)
    }
}

/// How fast a candidate answers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Speed {
    latency: Average,
    ttft: Average,
    rate: Average,
    measured_at: Option<Timestamp>,
}

impl Speed {
    pub(super) fn add(&mut self, now: Timestamp, latency_ms: u64, ttft_ms: Option<u64>, output_tokens: u64) {
        self.measured_at = Some(now);
        self.latency.add(latency_ms as f64);
        let Some(ttft_ms) = ttft_ms else { return };
        self.ttft.add(ttft_ms as f64);
        let after_first_ms = latency_ms.saturating_sub(ttft_ms);
        if output_tokens > 1 && after_first_ms > 0 {
            self.rate.add((output_tokens - 1) as f64 * 1000.0 / after_first_ms as f64);
        }
    }

    pub(super) fn latency_ms(&self) -> Option<f64> {
        self.latency.get()
    }

    pub(super) fn ttft_ms(&self) -> Option<f64> {
        self.ttft.get()
    }

    pub(super) fn tokens_per_s(&self) -> Option<f64> {
        self.rate.get()
    }

    pub(super) fn samples(&self) -> u64 {
        self.latency.samples
    }

    pub(super) fn measured_at(&self) -> Option<Timestamp> {
        self.measured_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_start_true_and_follow_changes() {
        let mut speed = Speed::default();
        assert_eq!((speed.latency_ms(), speed.samples()), (None, 0));
        let now = Timestamp::from_millis(1);
        speed.add(now, 1_100, Some(100), 101);
        let near = |value: Option<f64>, wanted: f64| value.is_some_and(|value| (value - wanted).abs() < 1e-6);
        assert!(near(speed.latency_ms(), 1_100.0) && near(speed.ttft_ms(), 100.0) && near(speed.tokens_per_s(), 100.0));
        for _ in 0..50 {
            speed.add(now, 2_000, None, 10);
        }
        assert!(speed.latency_ms().is_some_and(|ms| ms > 1_990.0));
        assert!(near(speed.ttft_ms(), 100.0), "answers without a stream say nothing about it");
    }
}
