//! Parts of a whole over time.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::{
    colour,
    frame::Frame,
    plot::{HEIGHT, Time},
    scale::Scale,
};

/// One part.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its values.
    pub values: Vec<f64>,
}

/// Bars over time, each made of its parts, the first at the bottom. What the parts are called stands beside the chart, in
/// the same order.
#[component]
pub fn StackedBars(
    /// What it says, in words.
    label: String,
    time: Time,
    layers: Vec<Layer>,
    /// A value as the axis has it.
    unit: fn(f64) -> String,
) -> impl IntoView {
    let points = layers.iter().map(|layer| layer.values.len()).max();
    let points = points.unwrap_or_default();
    let sum = |point: usize| layers.iter().map(|layer| value(layer, point)).sum::<f64>();
    let scale = Scale::to((0..points).map(sum).fold(0.0, f64::max));
    let ticks = scale.ticks.iter().map(|tick| unit(*tick)).collect();
    let mut floors = vec![0.0; points];
    let paths = layers.iter().enumerate().map(|(index, layer)| {
        let class = format!("chart-layer {}", colour(index));
        view! { <path class=class d=bars(layer, &mut floors, &scale) /> }
    });
    let paths = paths.collect_view();
    view! {
        <Frame label ticks time points>
            {paths}
        </Frame>
    }
}

fn value(layer: &Layer, point: usize) -> f64 {
    layer
        .values
        .get(point)
        .copied()
        .unwrap_or_default()
        .max(0.0)
}

/// The bars of a part, on those that `floors` tells of; raises these.
fn bars(layer: &Layer, floors: &mut [f64], scale: &Scale) -> String {
    let points = floors.len();
    let width = Time::step(points) * 0.84;
    let mut path = String::new();
    for (point, floor) in floors.iter_mut().enumerate() {
        let value = value(layer, point);
        if value > 0.0 {
            let (bottom, top) = (scale.y(*floor, HEIGHT), scale.y(*floor + value, HEIGHT));
            let x = Time::x(point, points) - width / 2.0;
            // Writing to a text does not fail.
            let _ = write!(path, "M{x:.1} {bottom:.2}V{top:.2}h{width:.1}V{bottom:.2}z");
            *floor += value;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_on_each_other() {
        let scale = Scale::to(100.0);
        let mut floors = vec![0.0; 2];
        let layer = |values: &[f64]| Layer {
            values: values.to_vec(),
        };
        let first = bars(&layer(&[50.0, 0.0]), &mut floors, &scale);
        assert_eq!(first, "M24.0 100.00V50.00h252.0V100.00z");
        let second = bars(&layer(&[25.0, 100.0]), &mut floors, &scale);
        let expected = "M24.0 50.00V25.00h252.0V50.00zM324.0 100.00V0.00h252.0V100.00z";
        assert_eq!(second, expected);
        assert_eq!(floors, [75.0, 100.0]);
    }
}
