//! The objects, drawn on a square of 400 units.
//!
//! Colours are capital letters that [`super::palette`] replaces: `M`ain, `D`ark, `L`ight, `A`ccent
//! and `S`hadow, and whatever the palette `W`hite, `Y`olk, `G`low and `K` for black. No text, no style, no script.

use super::kind::Kind;

/// The elements that draw `kind`.
pub(super) const fn of(kind: Kind) -> &'static str {
    match kind {
        Kind::Bag => BAG,
        Kind::Ball => BALL,
        Kind::Book => BOOK,
        Kind::Bottle => BOTTLE,
        Kind::Box => BOX,
        Kind::Cat => CAT,
        Kind::Chair => CHAIR,
        Kind::Guitar => GUITAR,
        Kind::Hammer => HAMMER,
        Kind::Headphones => HEADPHONES,
        Kind::Lamp => LAMP,
        Kind::Laptop => LAPTOP,
        Kind::Pan => PAN,
        Kind::Plant => PLANT,
        Kind::Shirt => SHIRT,
        Kind::Teddy => TEDDY,
        Kind::Towels => TOWELS,
    }
}

const BAG: &str = r#"<ellipse cx="200" cy="318" rx="92" ry="12" fill="S"/>
<path d="M165 118V100a35 32 0 0 1 70 0v18" fill="none" stroke="D" stroke-width="12"/>
<rect x="102" y="196" width="40" height="104" rx="18" fill="D"/>
<rect x="258" y="196" width="40" height="104" rx="18" fill="D"/>
<path d="M122 175a62 62 0 0 1 62-62h32a62 62 0 0 1 62 62v115a28 28 0 0 1-28 28H150a28 28 0 0 1-28-28z" fill="M"/>
<path d="M122 175a62 62 0 0 1 62-62h32a62 62 0 0 1 62 62v12H122z" fill="L" opacity=".35"/>
<rect x="146" y="222" width="108" height="76" rx="18" fill="D" opacity=".55"/>
<path d="M160 242h80" stroke="L" stroke-width="6" stroke-linecap="round"/>
<rect x="190" y="178" width="20" height="34" rx="6" fill="A"/>"#;

const BALL: &str = r#"<ellipse cx="200" cy="312" rx="76" ry="12" fill="S"/>
<circle cx="200" cy="208" r="100" fill="M"/>
<g fill="none" stroke="D" stroke-width="6"><circle cx="200" cy="208" r="97"/>
<path d="M131 137c50 38 50 104 0 142M269 137c-50 38-50 104 0 142M200 108v200M100 208h200"/></g>
<path d="M138 152a86 86 0 0 1 52-30" fill="none" stroke="L" stroke-width="14" stroke-linecap="round" opacity=".6"/>"#;

const BOOK: &str = r#"<ellipse cx="204" cy="320" rx="96" ry="11" fill="S"/>
<g transform="rotate(-5 200 200)"><rect x="128" y="92" width="152" height="226" rx="8" fill="D"/>
<path d="M150 98h124v212H150z" fill="W"/>
<rect x="120" y="86" width="148" height="222" rx="10" fill="M"/>
<path d="M130 86h16v222h-16a10 10 0 0 1-10-10V96a10 10 0 0 1 10-10z" fill="D"/>
<rect x="168" y="122" width="78" height="54" rx="6" fill="L"/>
<path d="M182 141h50M190 157h34" stroke="M" stroke-width="5" stroke-linecap="round"/>
<circle cx="207" cy="238" r="26" fill="A"/><path d="M181 238a26 26 0 0 0 52 0z" fill="D" opacity=".35"/></g>"#;

const BOTTLE: &str = r#"<ellipse cx="206" cy="318" rx="104" ry="12" fill="S"/>
<path d="M150 106h44v14h-22v22h-14v-20h-8z" fill="D"/>
<rect x="146" y="138" width="38" height="20" rx="5" fill="D"/>
<path d="M112 186a32 32 0 0 1 32-32h42a32 32 0 0 1 32 32v108a24 24 0 0 1-24 24h-58a24 24 0 0 1-24-24z" fill="M"/>
<path d="M126 188a20 20 0 0 1 14-19v132a14 14 0 0 1-14-14z" fill="L" opacity=".5"/>
<rect x="146" y="208" width="54" height="66" rx="8" fill="L"/>
<path d="M173 222c18 16 14 34 0 38c-14-4-18-22 0-38z" fill="A"/>
<rect x="234" y="248" width="68" height="70" rx="14" fill="A"/>
<rect x="230" y="232" width="76" height="26" rx="8" fill="D"/>
<path d="M246 276v24" stroke="L" stroke-width="8" stroke-linecap="round" opacity=".6"/>"#;

const BOX: &str = r#"<ellipse cx="200" cy="312" rx="108" ry="13" fill="S"/>
<path d="M200 112l98 46-98 48-98-48z" fill="L"/>
<path d="M102 158l98 48v112l-98-50z" fill="M"/>
<path d="M298 158l-98 48v112l98-50z" fill="D"/>
<path d="M138 141l98 48v40l26-13v-40l-97-47z" fill="A"/>
<path d="M122 228l34 17M122 246l22 11" stroke="L" stroke-width="6" stroke-linecap="round" opacity=".8"/>"#;

const CAT: &str = r#"<ellipse cx="206" cy="316" rx="96" ry="12" fill="S"/>
<path d="M250 298c60 2 62-58 34-84" fill="none" stroke="D" stroke-width="20" stroke-linecap="round"/>
<path d="M142 316c-12-86 18-128 58-128s72 42 62 128z" fill="M"/>
<path d="M176 316c-4-60 4-92 24-92s30 32 26 92z" fill="L" opacity=".45"/>
<path d="M146 156l-2-64 42 28h28l42-28-2 64z" fill="M" stroke="M" stroke-width="8" stroke-linejoin="round"/>
<ellipse cx="200" cy="158" rx="60" ry="50" fill="M"/>
<path d="M152 104l3 30 20-15zM248 104l-3 30-20-15z" fill="A" opacity=".8"/>
<path d="M158 198q42 26 84 0v12q-42 24-84 0z" fill="A"/>
<g fill="D"><ellipse cx="178" cy="154" rx="7" ry="9"/><ellipse cx="222" cy="154" rx="7" ry="9"/><path d="M193 170h14l-7 8z"/></g>
<path d="M200 178q-8 12-16 4m16-4q8 12 16 4" fill="none" stroke="D" stroke-width="4" stroke-linecap="round"/>"#;

const CHAIR: &str = r#"<ellipse cx="200" cy="320" rx="100" ry="11" fill="S"/>
<path d="M150 250l-16 68M250 250l16 68" stroke="D" stroke-width="13" stroke-linecap="round"/>
<rect x="130" y="94" width="140" height="140" rx="42" fill="M"/>
<path d="M144 128q56-34 112 0" fill="none" stroke="L" stroke-width="8" stroke-linecap="round" opacity=".5"/>
<rect x="126" y="204" width="148" height="56" rx="22" fill="L"/>
<rect x="126" y="226" width="148" height="34" rx="16" fill="D" opacity=".25"/>
<rect x="98" y="172" width="40" height="92" rx="20" fill="D"/><rect x="262" y="172" width="40" height="92" rx="20" fill="D"/>
<rect x="172" y="164" width="56" height="50" rx="12" fill="A" transform="rotate(-8 200 190)"/>"#;

const GUITAR: &str = r#"<ellipse cx="196" cy="322" rx="84" ry="11" fill="S"/>
<g transform="rotate(24 200 200)"><rect x="191" y="62" width="18" height="150" fill="D"/>
<path d="M186 38h28l-4 34h-20z" fill="D"/>
<path d="M180 46h-8m8 14h-8m48-14h8m-8 14h8" stroke="A" stroke-width="6" stroke-linecap="round"/>
<path d="M200 168c-40-6-56 26-44 54c6 14-20 26-18 58c2 34 32 46 62 46s60-12 62-46c2-32-24-44-18-58c12-28-4-60-44-54z" fill="M"/>
<path d="M168 190c-12 16 0 30-4 42c-4 12-16 24-14 46" fill="none" stroke="L" stroke-width="9" stroke-linecap="round" opacity=".5"/>
<circle cx="200" cy="226" r="22" fill="D"/><rect x="174" y="276" width="52" height="12" rx="6" fill="A"/>
<path d="M195 72v208m5-208v208m5-208v208" stroke="L" stroke-width="1.6"/></g>"#;

const HAMMER: &str = r#"<ellipse cx="200" cy="320" rx="88" ry="11" fill="S"/>
<g transform="rotate(32 200 200)"><rect x="186" y="138" width="28" height="178" rx="12" fill="A"/>
<path d="M186 248h28v56a12 12 0 0 1-12 12h-4a12 12 0 0 1-12-12z" fill="D" opacity=".55"/>
<path d="M178 92h44v64h-44z" fill="D"/>
<path d="M222 98h34v-6h22v64h-22v-6h-34z" fill="M"/>
<path d="M178 98c-34-8-60 6-72 38c24-12 46-10 72 8z" fill="M"/>
<path d="M186 106h28" stroke="L" stroke-width="6" stroke-linecap="round" opacity=".5"/></g>"#;

const HEADPHONES: &str = r#"<ellipse cx="200" cy="318" rx="104" ry="12" fill="S"/>
<path d="M112 236v-34a88 88 0 0 1 176 0v34" fill="none" stroke="D" stroke-width="18"/>
<path d="M140 142a74 74 0 0 1 120 0" fill="none" stroke="A" stroke-width="12" stroke-linecap="round"/>
<rect x="122" y="216" width="30" height="92" rx="15" fill="L"/><rect x="248" y="216" width="30" height="92" rx="15" fill="L"/>
<rect x="88" y="208" width="48" height="108" rx="24" fill="M"/><rect x="264" y="208" width="48" height="108" rx="24" fill="M"/>
<path d="M102 236v44M298 236v44" stroke="L" stroke-width="7" stroke-linecap="round" opacity=".55"/>"#;

const LAMP: &str = r#"<ellipse cx="200" cy="320" rx="82" ry="11" fill="S"/>
<path d="M124 198L84 318h232l-40-120z" fill="G" opacity=".45"/>
<rect x="193" y="190" width="14" height="112" fill="D"/>
<path d="M150 318a50 22 0 0 1 100 0z" fill="D"/>
<path d="M162 92h76l44 106H118z" fill="M" stroke="M" stroke-width="10" stroke-linejoin="round"/>
<path d="M166 94h22l-20 106h-44z" fill="L" opacity=".45"/>
<path d="M122 193h156l4 10H118z" fill="A"/>
<path d="M234 204v36" stroke="D" stroke-width="3"/><circle cx="234" cy="244" r="6" fill="A"/>"#;

const LAPTOP: &str = r#"<ellipse cx="200" cy="304" rx="132" ry="11" fill="S"/>
<rect x="104" y="116" width="192" height="146" rx="14" fill="D"/>
<rect x="116" y="128" width="168" height="120" rx="5" fill="L"/>
<circle cx="244" cy="162" r="17" fill="A"/>
<path d="M116 248v-24l46-46 42 44 26-24 54 40v5a5 5 0 0 1-5 5z" fill="M" opacity=".85"/>
<path d="M72 262h256v14a24 24 0 0 1-24 24H96a24 24 0 0 1-24-24z" fill="M"/>
<path d="M72 262h256v8H72z" fill="L" opacity=".4"/><path d="M166 262h68a10 10 0 0 1-10 10h-48a10 10 0 0 1-10-10z" fill="D"/>"#;

const PAN: &str = r#"<g transform="rotate(-32 180 210)"><rect x="262" y="206" width="120" height="26" rx="13" fill="S"/>
<circle cx="176" cy="220" r="104" fill="S"/>
<rect x="258" y="192" width="122" height="26" rx="13" fill="D"/>
<circle cx="362" cy="205" r="6" fill="L" opacity=".6"/>
<circle cx="172" cy="205" r="104" fill="D"/><circle cx="172" cy="205" r="90" fill="M"/>
<path d="M100 178a78 78 0 0 1 54-48" fill="none" stroke="L" stroke-width="8" stroke-linecap="round" opacity=".5"/></g>
<path d="M146 186c22-26 58-16 74 8c16 22 2 34 0 52c-4 24-40 28-58 14c-20-14-38-46-16-74z" fill="W"/>
<circle cx="184" cy="216" r="25" fill="Y"/><path d="M170 208a17 17 0 0 1 11-9" fill="none" stroke="white" stroke-width="5" stroke-linecap="round" opacity=".8"/>"#;

const PLANT: &str = r#"<ellipse cx="200" cy="320" rx="80" ry="11" fill="S"/>
<g fill="M"><path d="M198 232C120 226 92 178 96 132c52 4 100 42 102 100z"/><path d="M202 232c78-6 106-54 102-100c-52 4-100 42-102 100z"/></g>
<path d="M200 236C152 186 156 116 200 74c44 42 48 112 0 162z" fill="D"/>
<path d="M200 232V112M198 230q-40-26-70-66M202 230q40-26 70-66" fill="none" stroke="L" stroke-width="4" stroke-linecap="round" opacity=".55"/>
<path d="M142 236h116l-14 72a14 14 0 0 1-14 12h-60a14 14 0 0 1-14-12z" fill="A"/>
<rect x="132" y="222" width="136" height="28" rx="9" fill="A"/>
<path d="M140 250h120l-2 10H142z" fill="black" opacity=".14"/>"#;

const SHIRT: &str = r#"<ellipse cx="200" cy="326" rx="88" ry="9" fill="S"/>
<path d="M156 92L92 126l20 66 32-12v128a8 8 0 0 0 8 8h96a8 8 0 0 0 8-8V180l32 12 20-66-64-34c-10 30-78 30-88 0z" fill="M" stroke="M" stroke-width="8" stroke-linejoin="round"/>
<path d="M156 92c10 30 78 30 88 0l10 6c-12 42-96 42-108 0z" fill="D"/>
<path d="M144 180v-30M256 180v-30" stroke="D" stroke-width="5" stroke-linecap="round" opacity=".6"/>
<path d="M104 188l36-14M296 188l-36-14" stroke="L" stroke-width="7" opacity=".6"/>
<path d="M212 172h30v26l-15 10-15-10z" fill="A"/>
<path d="M144 290h112" stroke="D" stroke-width="4" opacity=".35"/>"#;

const TEDDY: &str = r#"<ellipse cx="200" cy="320" rx="96" ry="12" fill="S"/>
<g fill="M"><ellipse cx="200" cy="270" rx="72" ry="54"/><circle cx="136" cy="128" r="32"/><circle cx="264" cy="128" r="32"/></g>
<circle cx="136" cy="128" r="17" fill="L"/><circle cx="264" cy="128" r="17" fill="L"/>
<ellipse cx="200" cy="276" rx="42" ry="38" fill="L" opacity=".7"/>
<ellipse cx="126" cy="262" rx="22" ry="34" fill="D" transform="rotate(24 126 262)"/><ellipse cx="274" cy="262" rx="22" ry="34" fill="D" transform="rotate(-24 274 262)"/>
<ellipse cx="200" cy="176" rx="88" ry="76" fill="M"/><ellipse cx="200" cy="202" rx="38" ry="30" fill="L"/>
<g fill="K"><circle cx="166" cy="168" r="8"/><circle cx="234" cy="168" r="8"/><ellipse cx="200" cy="190" rx="12" ry="8"/></g>
<path d="M200 198v10m-14 2q14 12 28 0" fill="none" stroke="K" stroke-width="4" stroke-linecap="round"/>
<path d="M200 248l-34-16v32zl34-16v32z" fill="A"/><circle cx="200" cy="248" r="9" fill="A"/>"#;

const TOWELS: &str = r#"<ellipse cx="200" cy="320" rx="116" ry="12" fill="S"/>
<rect x="92" y="262" width="216" height="56" rx="26" fill="D"/><rect x="98" y="208" width="206" height="54" rx="25" fill="M"/>
<rect x="94" y="156" width="210" height="52" rx="24" fill="L"/>
<path d="M132 290h176M136 235h168M132 182h172" stroke="black" stroke-width="4" opacity=".14"/>
<path d="M132 278a12 12 0 0 0 0 24M136 224a11 11 0 0 0 0 22M132 171a11 11 0 0 0 0 22" fill="none" stroke="black" stroke-width="4" opacity=".14"/>
<path d="M262 156h18v52h-18zM262 262h18v56h-18z" fill="A"/>
<path d="M176 150c-6-30 14-52 50-58c4 34-14 58-50 58z" fill="A"/><path d="M180 148q14-30 34-42" fill="none" stroke="L" stroke-width="4" stroke-linecap="round"/>"#;
