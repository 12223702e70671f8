//! The time axis that all charts share: where a point stands, and what is written there.

use crate::model::figures::real_len;

/// Width of a picture in its own units.
pub(super) const WIDTH: f64 = 600.0;
/// Its height.
pub(super) const HEIGHT: f64 = 100.0;
/// Texts under the axis.
const LABELS: usize = 5;

/// The time axis of a chart.
#[derive(Debug, Clone, Default)]
pub struct Time {
    /// What is written under its points: `14:02:05`.
    pub labels: Vec<String>,
    /// Points at which something happened.
    pub marks: Vec<usize>,
}

impl Time {
    /// Width of one of so many points.
    pub(super) fn step(points: usize) -> f64 {
        WIDTH / real_len(points.max(1))
    }

    /// The middle of the point at `index`.
    pub(super) fn x(index: usize, points: usize) -> f64 {
        Self::step(points) * (real_len(index) + 0.5)
    }

    /// A few texts at even distances, from the first to the last.
    pub(super) fn few(&self) -> Vec<String> {
        let last = match self.labels.len() {
            0 => return Vec::new(),
            len => len - 1,
        };
        let at = |index: usize| self.labels[index * last / (LABELS - 1)].clone();
        (0..LABELS.min(last + 1)).map(at).collect()
    }

    /// What is written at the point; empty if nothing is.
    pub fn label(&self, index: usize) -> &str {
        self.labels.get(index).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    fn few(count: usize) -> Vec<String> {
        let labels = (0..count).map(|index| index.to_string()).collect();
        let marks = Vec::new();
        Time { labels, marks }.few()
    }

    #[test]
    fn texts_stand_at_even_distances() {
        assert_eq!(few(61), ["0", "15", "30", "45", "60"]);
        assert_eq!(few(60), ["0", "14", "29", "44", "59"]);
        assert_eq!(few(1), ["0"]);
        assert!(few(0).is_empty());
    }
}
