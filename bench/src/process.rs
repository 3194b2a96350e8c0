//! CPU and memory of running processes, read from /proc.

use std::fs;

/// CPU time the processes have used so far, in nanoseconds. The scheduler's figure where the kernel keeps one, else
/// clock ticks. A process that is gone counts nothing.
pub fn cpu_ns(pids: &[u32]) -> u64 {
    pids.iter().map(|pid| scheduled_ns(*pid).or_else(|| ticks_ns(*pid)).unwrap_or(0)).sum()
}

/// Memory resident at the worst moment since the processes began, in KiB.
pub fn rss_peak_kib(pids: &[u32]) -> u64 {
    status_kib(pids, "VmHWM:")
}

/// Memory resident now, in KiB.
pub fn rss_kib(pids: &[u32]) -> u64 {
    status_kib(pids, "VmRSS:")
}

/// How many wanted a core over the last minute, as the kernel tells it: what else this machine did.
pub fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("?").to_owned()
}

fn status_kib(pids: &[u32], field: &str) -> u64 {
    let of = |pid: &u32| -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let line = status.lines().find(|line| line.starts_with(field))?;
        line.split_whitespace().nth(1)?.parse().ok()
    };
    pids.iter().filter_map(of).sum()
}

/// Nanoseconds on a CPU, over all threads. Threads that ended are missing; servers keep theirs.
fn scheduled_ns(pid: u32) -> Option<u64> {
    let mut sum = 0;
    for thread in fs::read_dir(format!("/proc/{pid}/task")).ok()? {
        let text = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        sum += text.split_whitespace().next()?.parse::<u64>().ok()?;
    }
    Some(sum)
}

fn ticks_ns(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The command stands in brackets and may hold spaces: fields are counted after it.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    // Linux has had 100 ticks a second in user space on every machine this runs on.
    Some(ticks * 10_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_used_time_and_memory() {
        let own = [std::process::id()];
        assert!(rss_peak_kib(&own) > 0 && rss_kib(&own) > 0);
        assert!(ticks_ns(own[0]).is_some());
        let before = cpu_ns(&own);
        let spent: u64 = (0..5_000_000u64).fold(1, |state, step| std::hint::black_box(state ^ step).wrapping_mul(3));
        assert!(std::hint::black_box(spent) != 1 && cpu_ns(&own) >= before);
    }
}
