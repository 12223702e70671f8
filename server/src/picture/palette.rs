//! Colours that go together.

use super::kind::Kind;

/// Hues of the background's two ends, the object and its accent, in degrees.
const HUES: [[u16; 4]; 12] = [
    [28, 8, 205, 42],
    [44, 24, 172, 12],
    [150, 182, 16, 44],
    [172, 200, 340, 40],
    [196, 222, 22, 46],
    [212, 240, 38, 350],
    [232, 262, 170, 36],
    [262, 292, 200, 40],
    [300, 334, 218, 30],
    [336, 8, 190, 42],
    [352, 28, 232, 44],
    [88, 140, 262, 32],
];

/// The colours of one picture.
#[derive(Debug)]
pub(super) struct Palette {
    pub(super) sky: String,
    pub(super) ground: String,
    main: String,
    dark: String,
    light: String,
    accent: String,
}

impl Palette {
    /// A palette for `kind`; `choice` picks among them.
    pub(super) fn new(kind: Kind, choice: usize) -> Self {
        let [sky, ground, object, accent] =
            HUES.get(choice % HUES.len()).copied().unwrap_or_default();
        // Leaves are green whatever the wall behind them.
        let object = if kind == Kind::Plant { 142 } else { object };
        Self {
            sky: hsl(sky, 52, 91),
            ground: hsl(ground, 48, 78),
            main: hsl(object, 42, 52),
            dark: hsl(object, 40, 34),
            light: hsl(object, 52, 84),
            accent: hsl(accent, 74, 63),
        }
    }

    /// The drawing with its colours filled in.
    pub(super) fn paint(&self, drawing: &str) -> String {
        [
            ("\"M\"", self.main.as_str()),
            ("\"D\"", self.dark.as_str()),
            ("\"L\"", self.light.as_str()),
            ("\"A\"", self.accent.as_str()),
            ("\"S\"", "#0002"),
            ("\"W\"", "#fffaf0"),
            ("\"Y\"", "#f4b63f"),
            ("\"G\"", "#fff3c4"),
            ("\"K\"", "#3b2f2a"),
        ]
        .into_iter()
        .fold(drawing.replace('\n', ""), |painted, (letter, colour)| {
            painted.replace(letter, &format!("\"{colour}\""))
        })
    }
}

/// A colour as six hexadecimal digits: shorter than `hsl()`, and every renderer knows it.
fn hsl(hue: u16, saturation: u16, lightness: u16) -> String {
    let (saturation, lightness) = (f32::from(saturation) / 100.0, f32::from(lightness) / 100.0);
    let reach = saturation * lightness.min(1.0 - lightness);
    let channel = |offset: u16| {
        let position = f32::from((offset * 30 + hue) % 360) / 30.0;
        let value = lightness - reach * (position - 3.0).min(9.0 - position).clamp(-1.0, 1.0);
        format!("{:02x}", to_byte(value))
    };
    format!("#{}{}{}", channel(0), channel(8), channel(4))
}

fn to_byte(value: f32) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the range of a byte"
    )]
    let byte = (value * 255.0).round().clamp(0.0, 255.0) as u8;
    byte
}
