//! The last minutes second by second, the last hours in steps of ten seconds.

use std::{collections::VecDeque, sync::Arc};

use super::Frame;

/// Frames of one length.
#[derive(Debug)]
struct Ring {
    /// Seconds of a frame.
    step: u64,
    most: usize,
    frames: VecDeque<Arc<Frame>>,
}

/// What was measured, as far back as memory goes. What it does not hold was not measured, or lies further back.
#[derive(Debug)]
pub struct History {
    seconds: Ring,
    tens: Ring,
}

impl Default for History {
    fn default() -> Self {
        Self {
            seconds: Ring::new(1, 600),
            tens: Ring::new(10, 720),
        }
    }
}

impl Ring {
    fn new(step: u64, most: usize) -> Self {
        Self {
            step,
            most,
            frames: VecDeque::new(),
        }
    }

    fn reach(&self) -> u64 {
        self.step * self.most as u64
    }

    fn push(&mut self, frame: Arc<Frame>) {
        // A clock that was put back brings no order into disorder.
        while self
            .frames
            .back()
            .is_some_and(|last| last.second >= frame.second)
        {
            self.frames.pop_back();
        }
        self.frames.push_back(frame);
        while self.frames.len() > self.most {
            self.frames.pop_front();
        }
    }

    fn since(&self, second: u64) -> impl Iterator<Item = &Arc<Frame>> {
        self.frames
            .iter()
            .filter(move |frame| frame.second >= second)
    }
}

impl History {
    /// Adds the frame of one second.
    pub fn push(&mut self, frame: Frame) {
        let ended = self
            .seconds
            .frames
            .back()
            .map(|last| last.second / self.tens.step);
        let begun = frame.second / self.tens.step;
        if let Some(ended) = ended.filter(|ended| *ended < begun) {
            let second = ended * self.tens.step;
            let parts = self.seconds.since(second).map(|frame| &**frame);
            let whole = Frame::together(second, parts);
            self.tens.push(Arc::new(whole));
        }
        self.seconds.push(Arc::new(frame));
    }

    /// Adds what was measured before this process began, in whatever steps: only what is older than all that is here.
    pub fn recall(&mut self, older: Vec<Frame>) {
        let first = self.tens.frames.front().or(self.seconds.frames.front());
        let first = first.map_or(u64::MAX, |frame| frame.second);
        let older = older.into_iter().filter(|frame| frame.second < first);
        let mut frames: VecDeque<_> = older.map(Arc::new).collect();
        frames.append(&mut self.tens.frames);
        self.tens.frames = frames;
    }

    /// All frames since this second, in their order, each second in one of them: in the finest steps that reach so far.
    /// `now` is the second that is not over yet.
    pub fn since(&self, second: u64, now: u64) -> Vec<Arc<Frame>> {
        if now.saturating_sub(second) <= self.seconds.reach() {
            return self.seconds.since(second).cloned().collect();
        }
        let tens = self.tens.since(second).cloned();
        let step = self.tens.step;
        let end = self.tens.frames.back();
        let end = end.map_or(second, |last| (last.second / step + 1) * step);
        tens.chain(self.seconds.since(end).cloned()).collect()
    }

    /// About how many bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        let all = self.seconds.frames.iter().chain(&self.tens.frames);
        all.map(|frame| frame.bytes()).sum()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::telemetry::{Samples, Series};

    fn second(second: u64) -> Frame {
        let mut samples = Samples::new();
        let sample = samples.entry(Series::route("/")).or_default();
        sample.add(Duration::from_millis(second + 1), 1, false);
        Frame::of(second, &samples, Vec::new())
    }

    fn count(frames: &[Arc<Frame>]) -> u64 {
        let packed = frames.iter().flat_map(|frame| frame.samples.values());
        packed.map(super::super::Packed::count).sum()
    }

    fn filled(seconds: u64) -> History {
        let mut history = History::default();
        for n in 0..seconds {
            history.push(second(n));
        }
        history
    }

    #[test]
    fn each_second_is_there_once_however_far_one_looks_back() {
        let history = filled(5_003);
        for back in [1, 9, 300, 599, 610, 1_200, 3_600] {
            let from = 5_003 - back;
            let counted = count(&history.since(from, 5_003));
            let rounded = if back > 600 {
                from.next_multiple_of(10)
            } else {
                from
            };
            assert_eq!(counted, 5_003 - rounded, "{back}");
        }
        assert_eq!(count(&filled(20_000).since(0, 20_000)), 7_210);
    }

    #[test]
    fn what_was_before_is_recalled_once() {
        let mut history = filled(0);
        history.push(second(100));
        history.recall((0..200).map(second).collect());
        assert_eq!(count(&history.since(0, 5_000)), 101);
    }

    #[test]
    fn a_clock_put_back_loses_what_it_repeats() {
        let mut history = filled(100);
        history.push(second(50));
        assert_eq!(count(&history.since(0, 100)), 51);
    }
}
