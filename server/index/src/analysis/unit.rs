//! Units: `12 inch`, `12in`, `12-inches` and `12"` are one size.

/// The one way to write a unit that follows a number, if it is one.
pub(super) fn unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "in" | "inch" | "inches" | "zoll" => "inch",
        "ft" | "foot" | "feet" => "ft",
        "yd" | "yds" | "yard" | "yards" => "yd",
        "mm" | "millimeter" | "millimeters" | "millimetre" | "millimetres" => "mm",
        "cm" | "cms" | "centimeter" | "centimeters" | "centimetre" | "centimetres" => "cm",
        "m" | "meter" | "meters" | "metre" | "metres" | "mtr" => "m",
        "km" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => "km",
        "mg" | "milligram" | "milligrams" => "mg",
        "mcg" | "ug" | "microgram" | "micrograms" => "mcg",
        "g" | "gr" | "gram" | "grams" | "gramme" | "grammes" => "g",
        "kg" | "kgs" | "kilo" | "kilos" | "kilogram" | "kilograms" => "kg",
        "lb" | "lbs" | "pound" | "pounds" => "lb",
        "oz" | "ounce" | "ounces" => "oz",
        "ml" | "milliliter" | "milliliters" | "millilitre" | "millilitres" => "ml",
        "cl" => "cl",
        "l" | "ltr" | "liter" | "liters" | "litre" | "litres" => "l",
        "gal" | "gallon" | "gallons" => "gal",
        "qt" | "quart" | "quarts" => "qt",
        "kb" | "kilobyte" | "kilobytes" => "kb",
        "mb" | "megabyte" | "megabytes" => "mb",
        "gb" | "gig" | "gigs" | "gigabyte" | "gigabytes" => "gb",
        "tb" | "terabyte" | "terabytes" => "tb",
        "hz" | "hertz" => "hz",
        "khz" | "kilohertz" => "khz",
        "mhz" | "megahertz" => "mhz",
        "ghz" | "gigahertz" => "ghz",
        "mbps" => "mbps",
        "gbps" => "gbps",
        "w" | "watt" | "watts" => "w",
        "kw" | "kilowatt" | "kilowatts" => "kw",
        "wh" => "wh",
        "v" | "volt" | "volts" => "v",
        "amp" | "amps" | "ampere" | "amperes" => "amp",
        "ma" | "milliamp" | "milliamps" => "ma",
        "mah" => "mah",
        "db" | "decibel" | "decibels" => "db",
        "mp" | "megapixel" | "megapixels" => "mp",
        "dpi" => "dpi",
        "rpm" => "rpm",
        "psi" => "psi",
        "btu" => "btu",
        "lm" | "lumen" | "lumens" => "lm",
        "pc" | "pcs" | "piece" | "pieces" | "stk" => "pcs",
        "pk" | "pack" | "packs" => "pack",
        "ct" | "count" => "ct",
        _ => return None,
    })
}

/// The unit a mark right behind a number stands for.
pub(super) fn mark(rest: &str) -> Option<&'static str> {
    match rest.as_bytes() {
        [b'"', ..] | [b'\'', b'\''] => Some("inch"),
        [b'\'', ..] => Some("ft"),
        [b'%', ..] => Some("percent"),
        _ => None,
    }
}
