//! Charts: structure, not coordinates, and the promises made to the page around them.

use crate::every::every;
use std::collections::{BTreeMap, BTreeSet};

use policy_ledger::chart::{self, ORDER, Palette, Scale, Style};
use policy_ledger::ledger::{Actor, Change, Field, Ledger, Millis, Stamp, Status, Unknown, Value};
use policy_ledger::policy::{Policy, TaskNumber};
use policy_ledger::tally::{Filter, Row, Slice, Tally, print_share};

use crate::svg::{Element, elements, texts};

const PALETTES: [(&str, Palette); 3] =
    [("light", Palette::LIGHT), ("dark", Palette::DARK), ("contrast", Palette::CONTRAST)];

fn style(width: u32) -> Style {
    let (palette, font, scale) = (Palette::LIGHT, "sans-serif", Scale::Common);
    Style { width, palette, text: 14, font, scale }
}

/// A tally of so many tasks per status, in the order of [`Status::ALL`].
fn tally(counts: [u32; 5]) -> Tally {
    let mut ledger = Ledger::new("test");
    for (number, status) in (0u16..).zip(Status::ALL) {
        let change = Change {
            stamp: Stamp { wall: Millis(1), counter: 0, actor: Actor::from_bits(1) },
            value: Some(Value::Status(status)),
            after: Vec::new(),
            unknown: Unknown::new(),
        };
        ledger.absorb(TaskNumber(number), Field::Status, change);
    }
    let task = Policy::bundled().unwrap().tasks().next().unwrap();
    Tally::of((0u16..).zip(counts).flat_map(|(number, count)| {
        let entry = ledger.entry(TaskNumber(number));
        (0..count).map(move |_| Row { task, placement: None, entry })
    }))
}

fn slice(label: &str, counts: [u32; 5]) -> Slice {
    Slice { label: label.to_owned(), filter: Filter::default(), tally: tally(counts), late: 0 }
}

/// Plausible rows: lead units with few tasks and with many.
fn units(count: u32) -> Vec<Slice> {
    let names = ["市地方金融监管局", "人民银行广州分行", "南沙开发区管委会", "广东证监局"];
    let unit = |n: u32| {
        let name = names[n as usize % names.len()];
        let size = 24 / (n / 3 + 1);
        let label = format!("{name}第{n}处");
        slice(&label, [size / 5, size - size / 5 * 3, n % 3, size / 5, n % 2 + size / 9])
    };
    (0..count).map(unit).collect()
}

fn figures(svg: &str) -> Vec<String> {
    let is_figure = |text: &String| text.contains(" · ");
    texts(svg).into_iter().filter(is_figure).map(|text| text.replace('\u{2007}', "")).collect()
}

/// The segments as (left, width) in each row, known by their hue and the bar's height.
fn segments(svg: &str, style: &Style) -> BTreeMap<i32, Vec<(i32, i32)>> {
    let hue = |c: policy_ledger::chart::Rgb| format!("#{:02X}{:02X}{:02X}", c.0, c.1, c.2);
    let hues = style.palette.status.map(hue);
    let mut rows = BTreeMap::<i32, Vec<_>>::new();
    for rect in elements(svg).iter().filter(|e| e.tag == "rect") {
        if hues.contains(&rect.attributes["fill"]) {
            let row = rect.number("y") / i32::try_from(chart::row_height(style)).unwrap();
            rows.entry(row).or_default().push((rect.number("x"), rect.number("width")));
        }
    }
    rows
}

/// The bars as (width, segments), gaps of one pixel between segments allowed.
#[track_caller]
fn bars(slices: &[Slice], style: &Style) -> Vec<(i32, usize)> {
    let svg = chart::bars(slices, style);
    let bar = |segments: &Vec<(i32, i32)>| {
        let mut end = 0;
        for (left, width) in segments {
            assert!(*width >= 4, "{segments:?}");
            assert_eq!(*left, end + i32::from(end > 0), "{segments:?}");
            end = left + width;
        }
        (end, segments.len())
    };
    segments(&svg, style).values().map(bar).collect()
}

#[test]
fn is_as_large_as_promised() {
    for (asked, given) in [(0, 240), (240, 240), (360, 360), (1600, 1600), (9999, 1600)] {
        for rows in [0, 1, 30] {
            let style = style(asked);
            let svg = chart::bars(&units(rows), &style);
            let root = &elements(&svg)[0];
            let height = rows * chart::row_height(&style);
            assert_eq!(root.attributes["width"], given.to_string());
            assert_eq!(root.attributes["height"], height.to_string());
            assert_eq!(root.attributes["viewBox"], format!("0 0 {given} {height}"));
            assert_eq!(figures(&svg).len(), rows as usize);
        }
    }
}

#[test]
fn rows_are_tall_enough_to_touch_and_keep_the_rhythm() {
    for (text, height) in [(14, 48), (18, 64)] {
        assert_eq!(chart::row_height(&Style { text, ..style(360) }), height);
    }
    for text in 0..50 {
        let height = chart::row_height(&Style { text, ..style(360) });
        assert!(height.is_multiple_of(8) && height >= 2 * text.min(32), "{text}: {height}");
    }
}

#[test]
fn one_segment_per_status_present() {
    for bits in 1..32u32 {
        let counts = [0, 1, 2, 3, 4].map(|n| if bits & (1 << n) == 0 { 0 } else { 3 * n + 1 });
        let bars = bars(&[slice("甲", counts)], &style(360));
        assert_eq!(bars, [(360, bits.count_ones() as usize)], "{counts:?}");
    }
}

#[test]
fn lengths_tell_the_number_of_tasks() {
    let slices = [
        slice("甲", [10, 8, 2, 15, 5]),
        slice("乙", [4, 4, 4, 4, 4]),
        slice("丙", [1, 0, 0, 0, 0]),
    ];
    assert_eq!(bars(&slices, &style(400)), [(400, 5), (200, 5), (10, 1)]);
    let full = Style { scale: Scale::Full, ..style(400) };
    assert_eq!(bars(&slices, &full), [(400, 5), (400, 5), (400, 1)]);
}

#[test]
fn a_single_task_shows_among_thousands() {
    let slices =
        [slice("甲", [1, 1, 1, 1, 3000]), slice("乙", [3000, 1, 1, 1, 1]), slice("丙", [1; 5])];
    assert_eq!(bars(&slices, &style(240)), [(240, 5), (240, 5), (25, 5)]);
}

#[test]
fn figures_agree_with_the_tally() {
    let counts =
        [[3, 2, 1, 1, 5], [1, 0, 0, 0, 0], [0, 0, 0, 0, 7], [999, 0, 0, 1, 0], [1, 0, 0, 999, 0]];
    let slices = counts.map(|counts| slice("甲", counts));
    let expected = slices.each_ref().map(|Slice { tally, .. }| {
        let share = print_share(tally.complete(), tally.total());
        let share = share.replace('<', "&lt;").replace('>', "&gt;");
        format!("{}/{} · {share}", tally.complete(), tally.total())
    });
    assert_eq!(expected[0], "6/12 · 50%");
    assert_eq!(figures(&chart::bars(&slices, &style(600))), expected);
}

#[test]
fn figures_stand_in_columns() {
    let svg =
        chart::bars(&[slice("甲", [0, 0, 0, 9, 0]), slice("乙", [19, 0, 0, 1, 0])], &style(360));
    let figures: Vec<_> = texts(&svg).into_iter().filter(|text| text.contains(" · ")).collect();
    assert_eq!(figures, ["9/9 · 100%", "1/20 · \u{2007}\u{2007}5%"]);
    let right = |e: &&Element| e.attributes.get("text-anchor").is_some_and(|a| a == "end");
    every(elements(&svg).iter().filter(right), |e| e.number("x") == 360);
}

#[test]
fn nothing_to_count_is_said() {
    let style = style(360);
    let svg = chart::bars(&[slice("甲", [0; 5]), slice("乙", [2, 0, 0, 0, 0])], &style);
    assert_eq!(texts(&svg), ["无任务", "甲", "0/2 · 0%", "乙"]);
    assert_eq!(segments(&svg, &style).keys().collect::<Vec<_>>(), [&1]);
    // All slices empty: nothing to divide by.
    assert_eq!(texts(&chart::bars(&[slice("甲", [0; 5])], &style)), ["无任务", "甲"]);
}

#[test]
fn labels_stay_text() {
    let label = "<img src=x onerror=\"alert(1)\">&'\u{0}\u{b}\u{FFFE}";
    for svg in [
        chart::bars(&[slice(label, [1; 5])], &style(1600)),
        chart::standalone(&[slice(label, [1; 5])], &style(1600), label, &[label.to_owned()]),
    ] {
        let tags: BTreeSet<_> = elements(&svg).into_iter().map(|e| e.tag).collect();
        every(tags, |t| ["svg", "rect", "polyline", "text"].contains(&t.as_str()));
        assert!(svg.contains("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;&apos;"));
        assert!(!svg.contains(['\u{0}', '\u{b}', '\u{FFFE}']));
    }
}

#[test]
fn nothing_a_content_security_policy_would_block() {
    let slices = units(20);
    let file = chart::standalone(&slices, &style(600), "标题", &["来源".to_owned()]);
    let swatches = ORDER.map(|status| chart::swatch(status, &style(600)));
    for svg in [chart::bars(&slices, &style(600)), file].iter().chain(&swatches) {
        for element in elements(svg) {
            let barred =
                |name: &String| name == "style" || name.starts_with("on") || name.contains("href");
            assert!(!element.attributes.keys().any(barred));
        }
        assert!(!svg.contains("url("));
    }
}

#[test]
fn long_labels_end_in_an_ellipsis() {
    let long = "共建粤港澳大湾区国际金融枢纽领导小组办公室".repeat(3);
    for (text, width) in [(14, 240), (18, 240), (14, 600), (18, 360)] {
        let svg = chart::bars(&[slice(&long, [1; 5])], &Style { text, ..style(width) });
        let label = texts(&svg).pop().unwrap();
        assert!(label.ends_with('…') && label.chars().count() >= 5, "{label}");
        // A Chinese character is one em; the figure needs its room, too.
        assert!(label.chars().count() * (text as usize) < width as usize - 60, "{label}");
    }
    let svg = chart::bars(&[slice(&long, [1; 5])], &style(1600));
    assert_eq!(texts(&svg).pop().unwrap(), long);
}

#[test]
fn patterns_stay_within_their_segments() {
    for width in 240..320 {
        let slices = [
            slice("甲", [2, 5, 4, 1, 1]),
            slice("乙", [0, 2, 3, 0, 0]),
            slice("丙", [0, 1, 1, 0, 0]),
        ];
        let found = elements(&chart::bars(&slices, &style(width)));
        for (before, line) in found.iter().zip(&found[1..]).filter(|(_, e)| e.tag == "polyline") {
            let [x, y, w, h] = ["x", "y", "width", "height"].map(|name| before.number(name));
            for point in line.attributes["points"].split_whitespace() {
                let (px, py) = point.split_once(',').unwrap();
                let (px, py): (i32, i32) = (px.parse().unwrap(), py.parse().unwrap());
                assert!((x..=x + w).contains(&px) && (y..=y + h).contains(&py), "{point}");
            }
        }
    }
}

#[test]
fn is_small() {
    for width in [360, 600] {
        let size = chart::bars(&units(20), &style(width)).len();
        println!("20 rows, {width} px: {size} bytes");
        assert!(size < 25_000, "{width}: {size}");
    }
    // The worst there is: one long bar of the densest pattern per row.
    let stuck = vec![slice("甲", [0, 0, 9, 0, 0]); 20];
    let size = chart::bars(&stuck, &style(600)).len();
    assert!(size < 60_000, "{size}");
}

#[test]
fn statuses_differ_without_colour() {
    for (name, palette) in PALETTES {
        let style = Style { palette, ..style(360) };
        let shape = |status| {
            let svg = chart::swatch(status, &style);
            let cut = |part: &str| part.get(6..).unwrap_or_default().to_owned();
            svg.split('#').map(cut).collect::<Vec<_>>()
        };
        let shapes: BTreeSet<_> = ORDER.map(shape).into_iter().collect();
        assert_eq!(shapes.len(), ORDER.len(), "{name}");
    }
}

#[test]
fn a_file_says_what_it_shows() {
    let slices = units(9);
    let notes = [
        "截至2021-10-31".to_owned(),
        "来源：《关于贯彻落实金融支持粤港澳大湾区建设意见的行动方案》".to_owned(),
    ];
    let title = "48项任务已完成12项，三个单位有受阻任务";
    for width in [240, 360, 900] {
        let svg = chart::standalone(&slices, &style(width), title, &notes);
        let all = texts(&svg).concat();
        for word in [title, &notes[0], &notes[1]] {
            // Lines may break at spaces, which then go.
            assert!(all.replace(' ', "").contains(&word.replace(' ', "")), "{word} in {all}");
        }
        assert!(ORDER.iter().all(|status| texts(&svg).contains(&status.name().to_owned())));
        assert_eq!(figures(&svg).len(), slices.len());
        let found = elements(&svg);
        let [root, ground] = [&found[0], &found[1]];
        for side in ["width", "height"] {
            assert_eq!(root.attributes[side], ground.attributes[side]);
        }
        assert_eq!(ground.attributes["fill"], "#FBFAF7");
        let bottom = root.number("height");
        every(found.iter().filter(|e| e.tag == "text"), |e| e.number("y") <= bottom - 12);
    }
}

#[test]
fn same_input_same_text() {
    assert_eq!(chart::bars(&units(5), &style(360)), chart::bars(&units(5), &style(360)));
}
