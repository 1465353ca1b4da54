//! The timeline and the trend: structure, not coordinates, and the promises made to the page around them.

use crate::every::every;
use std::collections::{BTreeMap, BTreeSet};

use policy_ledger::chart::{self, Lane, ORDER, Palette, Point, Rgb, Scale, Shade, Style};
use policy_ledger::tally::print_share;
use proptest::prelude::*;
use time::{Date, Duration, Month};

use crate::svg::{Element, elements, texts};

const PALETTES: [Palette; 3] = [Palette::LIGHT, Palette::DARK, Palette::CONTRAST];
const WIDTHS: [u32; 7] = [240, 360, 480, 800, 840, 1200, 1600];
const SOON: u16 = 30;
const HOSTILE: &str = "<img src=x onerror=\"alert(1)\">&'\u{0}\u{b}\u{FFFE}";

fn style(width: u32) -> Style {
    let (palette, font, scale) = (Palette::LIGHT, "sans-serif", Scale::Common);
    Style { width, palette, text: 14, font, scale }
}

fn day(year: i32, month: u8, day: u8) -> Date {
    Date::from_calendar_date(year, Month::try_from(month).unwrap(), day).unwrap()
}

fn lane(label: &str, start: Option<Date>, due: Option<Date>, light: Shade) -> Lane {
    Lane { label: label.to_owned(), start, due, note: "", milestones: Vec::new(), light }
}

fn today() -> Date {
    day(2026, 5, 20)
}

/// Plausible lanes: some done, some late, some without dates.
fn lanes(count: u16) -> Vec<Lane> {
    let names = ["推动设立粤港澳大湾区国际商业银行", "支持跨境理财通", "绿色金融改革创新"];
    let one = |n: u16| {
        let start = day(2026, 1, 1) + Duration::days(i64::from(n * 37 % 90));
        let due = start + Duration::days(i64::from(60 + n * 53 % 240));
        let light = Shade::ALL[usize::from(n) % Shade::ALL.len()];
        let label = format!("{}.{}", n + 1, names[usize::from(n) % names.len()]);
        let mut lane = lane(&label, Some(start), Some(due), light);
        match n % 7 {
            3 => lane.milestones = vec![(start + Duration::days(20), true), (due, false)],
            4 => (lane.start, lane.due) = (None, None),
            5 => lane.due = None,
            6 => lane.start = None,
            _ => lane.milestones = vec![(start + Duration::days(40), n.is_multiple_of(2))],
        }
        lane
    };
    (0..count).map(one).collect()
}

fn points(count: u32) -> Vec<Point> {
    let point = |n: u32| {
        let done = n * 2;
        let counts = [48 - done - 7, 4, 3, done / 2, done - done / 2];
        Point { label: format!("{}年{}月", 2025 + n / 12, n % 12 + 1), counts }
    };
    (0..count).map(|n| point(n.min(20))).collect()
}

fn draw(lanes: &[Lane], style: &Style) -> String {
    chart::timeline(lanes, today(), SOON, style)
}

fn hex(color: Rgb) -> String {
    format!("#{:02X}{:02X}{:02X}", color.0, color.1, color.2)
}

#[track_caller]
fn has_size(svg: &str, width: u32, height: u32) {
    let root = &elements(svg)[0];
    let found = ["width", "height", "viewBox"].map(|name| root.attributes[name].clone());
    assert_eq!(found, [width.to_string(), height.to_string(), format!("0 0 {width} {height}")]);
}

/// Everything within the image.
#[track_caller]
fn is_within(svg: &str) {
    let found = elements(svg);
    let (width, height) = (found[0].number("width"), found[0].number("height"));
    for element in &found[1..] {
        let ((left, right), (top, bottom)) = (element.span(), element.rise());
        let is_inside = 0 <= left && left <= right && right <= width;
        assert!(
            is_inside && 0 <= top && bottom <= height,
            "{} {:?}",
            element.tag,
            element.attributes
        );
        if element.tag == "rect" {
            assert!(left < right && top < bottom, "{:?}", element.attributes);
        }
    }
}

/// The ticks as their place and what is written behind them, and the place of today's line.
fn axis(svg: &str, style: &Style) -> (Vec<(i32, String)>, i32) {
    let head = i32::try_from(chart::timeline_head_height(style)).unwrap();
    let (ink, line) = (hex(style.palette.ink), hex(style.palette.line));
    let mut ticks = Vec::new();
    let mut now = None;
    let found = elements(svg);
    for rect in found.iter().filter(|e| e.tag == "rect" && e.rise().1 == head) {
        let x = rect.number("x");
        if rect.has("fill", &ink) && rect.has("width", "2") {
            assert!(now.replace(x).is_none());
        } else if rect.has("fill", &line) && rect.has("width", "1") {
            let is_label =
                |e: &&Element| e.tag == "text" && e.rise().0 < head && e.number("x") == x + 3;
            let label = found.iter().filter(is_label).map(|e| e.text.as_str());
            ticks.push((x, label.collect::<Vec<_>>().concat()));
        }
    }
    (ticks, now.unwrap())
}

/// The first day after the tick that is so labelled, months and quarters counted on from `year`.
fn starts(ticks: &[(i32, String)]) -> Vec<Date> {
    let mut year = 0;
    let start = |(_, label): &(i32, String)| {
        let (head, rest) = label.split_once('年').unwrap_or(("", label));
        if !head.is_empty() {
            year = head.parse().unwrap();
        }
        let month = match rest {
            "" | "一季度" => 1,
            "二季度" => 4,
            "三季度" => 7,
            "四季度" => 10,
            month => month.trim_end_matches('月').parse().unwrap(),
        };
        day(year, month, 1)
    };
    ticks.iter().filter(|(_, label)| !label.is_empty()).map(start).collect()
}

#[test]
fn is_as_large_as_promised() {
    for (asked, given) in [(0, 240), (240, 240), (360, 360), (1600, 1600), (9999, 1600)] {
        for text in [14, 18, 32] {
            let style = Style { text, ..style(asked) };
            for count in [0, 1, 48] {
                let rows = u32::from(count) * chart::timeline_row_height(&style);
                let height = chart::timeline_head_height(&style) + rows;
                has_size(&draw(&lanes(count), &style), given, height);
                let trend = chart::trend(&points(count.into()), &style);
                has_size(&trend, given, chart::trend_height(&style));
            }
        }
    }
}

#[test]
fn rows_keep_the_rhythm() {
    for width in WIDTHS {
        for text in 0..50 {
            let style = Style { text, ..style(width) };
            let (row, head) =
                (chart::timeline_row_height(&style), chart::timeline_head_height(&style));
            assert!(row.is_multiple_of(8) && row >= 24 && head.is_multiple_of(8));
        }
    }
    assert_eq!(chart::timeline_row_height(&style(360)), chart::row_height(&style(360)));
}

#[test]
fn everything_lies_within() {
    for width in WIDTHS {
        for text in [10, 14, 18, 32] {
            for count in [0, 1, 48] {
                let style = Style { text, ..style(width) };
                is_within(&draw(&lanes(count), &style));
                is_within(&chart::trend(&points(count.into()), &style));
            }
        }
    }
}

#[test]
fn each_lane_says_what_it_is_and_when_it_is_due() {
    let lanes = lanes(48);
    let said = texts(&draw(&lanes, &style(1600)));
    for lane in &lanes {
        assert!(said.contains(&lane.label), "{}", lane.label);
    }
    let undated = lanes.iter().filter(|lane| lane.due.is_none()).count();
    assert_eq!(said.iter().filter(|text| *text == "未填时限").count(), undated);
    assert_eq!(said.iter().filter(|text| *text == "今天").count(), 1);
}

#[test]
fn words_tell_how_a_due_date_presses() {
    let cases = [
        (day(2026, 5, 19), Shade::Normal, "2026-05-19 · 逾期1天"),
        (day(2025, 5, 20), Shade::Behind, "2025-05-20 · 逾期365天"),
        (day(2026, 5, 20), Shade::Normal, "2026-05-20 · 今天到期"),
        (day(2026, 6, 19), Shade::Far, "2026-06-19 · 还剩30天"),
        (day(2026, 6, 20), Shade::Far, "2026-06-20"),
        (day(2026, 5, 19), Shade::Done, "2026-05-19"),
        (day(2026, 6, 1), Shade::Done, "2026-06-01"),
    ];
    for (due, light, words) in cases {
        for width in [480, 1200] {
            let svg = draw(&[lane("甲", Some(day(2024, 2, 29)), Some(due), light)], &style(width));
            assert!(texts(&svg).iter().any(|text| text == words), "{words} in {:?}", texts(&svg));
        }
    }
    let narrow = draw(&[lane("甲", None, Some(day(2026, 5, 19)), Shade::Normal)], &style(240));
    assert!(texts(&narrow).iter().any(|text| text == "逾期1天"));
}

#[test]
fn a_lane_without_dates_is_muted_and_bare() {
    for width in [360, 1200] {
        let style = style(width);
        let bare = draw(&[lane("甲", None, None, Shade::Normal)], &style);
        let found = elements(&bare);
        let words = found.iter().find(|e| e.text == "未填时限").unwrap();
        assert!(words.has("fill", &hex(style.palette.muted)));
        let hues = style.palette.status.map(hex);
        let is_mark =
            |e: &&Element| hues.iter().any(|hue| e.has("fill", hue) || e.has("stroke", hue));
        assert_eq!(found.iter().filter(is_mark).count(), 0);
        assert!(!found.iter().any(|e| e.tag == "polygon"));
    }
}

/// The marks with their shape and place, without colour.
fn shape(svg: &str) -> Vec<String> {
    let cut = |part: &str| part.get(6..).unwrap_or_default().to_owned();
    svg.split('\n')
        .filter(|line| !line.starts_with("<text"))
        .flat_map(|line| line.split('#').map(cut))
        .collect()
}

#[test]
fn what_presses_shows_without_colour_and_without_words() {
    for width in [360, 1200] {
        for palette in PALETTES {
            let style = Style { palette, ..style(width) };
            for (start, due) in
                [(day(2026, 1, 1), day(2026, 5, 19)), (day(2026, 1, 1), day(2026, 2, 10))]
            {
                let with = |light| lane("甲", Some(start), Some(due), light);
                // The same bar, once under a later and once under an earlier today; the axis kept alike.
                let frame =
                    lane("乙", Some(day(2026, 1, 1)), Some(day(2026, 12, 31)), Shade::Other);
                let at = |today, light| {
                    chart::timeline(&[with(light), frame.clone()], today, SOON, &style)
                };
                let overdue = at(today(), Shade::Behind);
                let soon = at(due, Shade::Behind);
                let calm = chart::timeline(
                    &[with(Shade::Behind), frame.clone()],
                    due - Duration::days(9),
                    2,
                    &style,
                );
                // Today's line measures as much as a thin cap in each row of a narrow image.
                let rows = if width < 840 { 2 } else { 0 };
                let head = i32::try_from(chart::timeline_head_height(&style)).unwrap();
                let caps = |svg: &str, width: &str| {
                    let is_tall = |e: &&Element| {
                        e.has("width", width) && e.has("height", "18") && e.rise().0 >= head
                    };
                    elements(svg).iter().filter(is_tall).count()
                };
                let shapes =
                    [&overdue, &soon, &calm].map(|svg| (caps(svg, "2") - rows, caps(svg, "4")));
                assert_eq!(shapes, [(2, 0), (0, 1), (0, 0)]);
                assert_ne!(shape(&overdue), shape(&at(today(), Shade::Done)));
            }
        }
    }
    // Long overdue: a jagged line besides.
    let lines = |light| {
        let lane = lane("甲", Some(day(2026, 1, 1)), Some(day(2026, 2, 10)), light);
        elements(&draw(&[lane], &style(1200))).iter().filter(|e| e.has("stroke-width", "2")).count()
    };
    assert_eq!((lines(Shade::Other), lines(Shade::Done)), (1, 0));
}

#[test]
fn shades_differ_without_colour() {
    for palette in PALETTES {
        let style = Style { palette, ..style(360) };
        let shapes: BTreeSet<_> = Shade::ALL
            .map(|shade| shape(&chart::shade_swatch(shade, &style)))
            .into_iter()
            .collect();
        assert_eq!(shapes.len(), Shade::ALL.len());
    }
}

#[test]
fn a_milestone_is_filled_once_reached() {
    let with = |is_done| {
        let mut lane = lane("甲", Some(day(2026, 1, 1)), Some(day(2026, 9, 1)), Shade::Normal);
        lane.milestones.push((day(2026, 3, 1), is_done));
        let found = elements(&draw(&[lane], &style(600)));
        found.iter().filter(|e| e.tag == "polygon").count()
    };
    // The rim of paper, the mark, and the hole of one that is not reached.
    assert_eq!((with(true), with(false)), (2, 3));
}

/// Today's line leaves out what is written along the axis.
#[track_caller]
fn strikes_no_label(svg: &str, style: &Style) {
    let found = elements(svg);
    let ink = hex(style.palette.ink);
    let (size, head) = (12, i32::try_from(chart::timeline_head_height(style)).unwrap());
    for label in
        found.iter().filter(|e| e.tag == "text" && e.has("fill", &hex(style.palette.muted)))
    {
        let (left, baseline) = (label.number("x"), label.number("y"));
        if baseline > head {
            continue;
        }
        let width = label.text.chars().map(|c| if c.is_ascii() { 50 } else { 100 }).sum::<i32>();
        for line in found.iter().filter(|e| e.has("fill", &ink) && e.has("width", "2")) {
            let (top, bottom) = line.rise();
            let beside = line.span().1 <= left || line.span().0 >= left + width * size / 100;
            assert!(
                beside || bottom <= baseline - size * 8 / 10 || top >= baseline,
                "{}",
                label.text
            );
        }
    }
}

#[test]
fn today_stands_between_the_right_ticks() {
    let days = [day(2024, 2, 29), day(2024, 12, 31), day(2025, 1, 1), day(2026, 5, 20)];
    let spans: [(Date, Date); 4] = [
        (day(2024, 2, 28), day(2024, 3, 1)),
        (day(2023, 11, 5), day(2026, 6, 30)),
        (day(2021, 1, 1), day(2035, 12, 31)),
        (day(1, 1, 1), day(9999, 12, 31)),
    ];
    for width in WIDTHS {
        let style = style(width);
        for now in days {
            for (start, due) in spans {
                let lane = lane("甲", Some(start), Some(due), Shade::Done);
                let svg = chart::timeline(&[lane], now, SOON, &style);
                let (ticks, x) = axis(&svg, &style);
                if ticks[0].1 == "0年" {
                    continue;
                }
                let starts = starts(&ticks);
                assert_eq!(ticks.len(), starts.len() + 1, "{ticks:?}");
                let before = starts.iter().rposition(|start| *start <= now).unwrap();
                assert!(
                    (ticks[before].0..=ticks[before + 1].0).contains(&x),
                    "{x} {now} {ticks:?}"
                );
                strikes_no_label(&svg, &style);
            }
        }
    }
}

#[test]
fn labels_of_the_axis_do_not_collide() {
    let ends =
        [day(2026, 5, 21), day(2026, 12, 1), day(2028, 2, 29), day(2035, 1, 1), day(9999, 1, 1)];
    for width in WIDTHS {
        for text in [10, 14, 18, 32] {
            for due in ends {
                let style = Style { text, ..style(width) };
                let svg =
                    draw(&[lane("甲", Some(day(2021, 3, 1)), Some(due), Shade::Normal)], &style);
                let (ticks, _) = axis(&svg, &style);
                assert!(ticks.len() >= 2);
                let size = i32::try_from(text).unwrap() * 6 / 7;
                for pair in ticks.windows(2) {
                    // Four figures at 0.55 em and a Chinese character.
                    assert!(
                        pair[1].0 - pair[0].0 >= size * 32 / 10,
                        "{width} {text} {due} {ticks:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn ticks_are_as_fine_as_there_is_room_for() {
    let label = |due, width| {
        let svg =
            draw(&[lane("甲", Some(day(2026, 1, 5)), Some(due), Shade::Normal)], &style(width));
        axis(&svg, &style(width)).0[1].1.clone()
    };
    assert_eq!(label(day(2026, 5, 31), 360), "2月");
    assert_eq!(label(day(2027, 5, 31), 360), "二季度");
    assert_eq!(label(day(2029, 5, 31), 360), "2027年");
    assert_eq!(label(day(2027, 5, 31), 1600), "2月");
}

#[test]
fn odd_dates_are_drawn_all_the_same() {
    let odd = [
        (Some(day(2027, 1, 1)), Some(day(2026, 1, 1))),
        (Some(day(2028, 2, 29)), Some(day(2028, 2, 29))),
        (Some(day(2021, 1, 1)), Some(day(2035, 12, 31))),
        (Some(Date::MIN), Some(Date::MAX)),
        (Some(Date::MAX), None),
        (None, Some(Date::MIN)),
        (Some(today()), Some(today())),
    ];
    for (start, due) in odd {
        for width in WIDTHS {
            for light in Shade::ALL {
                is_within(&draw(&[lane("甲", start, due, light)], &style(width)));
            }
        }
    }
    let reversed = draw(&[lane("甲", odd[0].0, odd[0].1, Shade::Normal)], &style(600));
    assert!(texts(&reversed).contains(&"2026-01-01 · 起止颠倒".to_owned()));
}

fn any_day() -> impl Strategy<Value = Date> {
    let (first, last) = (day(2015, 1, 1).to_julian_day(), day(2040, 12, 31).to_julian_day());
    (first..=last).prop_map(|day| Date::from_julian_day(day).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Later is further to the right, whatever the span and the width.
    #[test]
    fn the_order_of_time_is_the_order_from_left_to_right(
        days in prop::collection::vec(any_day(), 1..12),
        now in any_day(),
        width in 240u32..1600,
    ) {
        let style = style(width);
        let mut lane = lane("甲", None, None, Shade::Normal);
        lane.milestones = days.iter().map(|day| (*day, true)).collect();
        let svg = chart::timeline(&[lane], now, SOON, &style);
        is_within(&svg);
        let ink = hex(style.palette.ink);
        let marks = elements(&svg).into_iter().filter(|e| e.tag == "polygon" && e.has("fill", &ink));
        let middles: Vec<i32> = marks.map(|e| i32::midpoint(e.span().0, e.span().1)).collect();
        prop_assert_eq!(middles.len(), days.len());
        let (ticks, x) = axis(&svg, &style);
        for (day, at) in days.iter().zip(&middles) {
            prop_assert!((ticks[0].0..=ticks[ticks.len() - 1].0).contains(at));
            if *day < now { prop_assert!(*at <= x) } else { prop_assert!(*at >= x) }
            for (other, there) in days.iter().zip(&middles) {
                prop_assert!((day < other) <= (at <= there));
            }
        }
    }

    /// What a bar covers are the days from its start to its due day.
    #[test]
    fn a_bar_spans_its_days(start in any_day(), length in 0i64..4000, width in 240u32..1600) {
        let due = start + Duration::days(length);
        let style = style(width);
        let mut lane = lane("甲", Some(start), Some(due), Shade::Done);
        lane.milestones = vec![(start, true), (due, true)];
        let found = elements(&chart::timeline(&[lane], today(), SOON, &style));
        let (hue, ink) = (hex(style.palette.status[3]), hex(style.palette.ink));
        let bar = found.iter().find(|e| e.tag == "rect" && e.has("fill", &hue)).unwrap().span();
        let marks = found.iter().filter(|e| e.tag == "polygon" && e.has("fill", &ink));
        let middles: Vec<i32> = marks.map(|e| i32::midpoint(e.span().0, e.span().1)).collect();
        prop_assert!(bar.1 - bar.0 >= 5);
        prop_assert!(bar.0 <= middles[0] && middles[1] <= bar.1, "{:?} {:?}", bar, middles);
    }
}

#[test]
fn labels_stay_text() {
    for width in [240, 1600] {
        let point = Point { label: HOSTILE.to_owned(), counts: [1; 5] };
        let lane = lane(HOSTILE, Some(day(2026, 1, 1)), Some(day(2026, 3, 1)), Shade::Normal);
        for svg in [draw(&[lane], &style(width)), chart::trend(&[point], &style(width))] {
            let tags: BTreeSet<_> = elements(&svg).into_iter().map(|e| e.tag).collect();
            let known = ["svg", "rect", "polyline", "polygon", "text"];
            every(tags, |tag| known.contains(&tag.as_str()));
            assert!(svg.contains("&lt;img"));
            assert!(!svg.contains(['\u{0}', '\u{b}', '\u{FFFE}']));
        }
    }
}

#[test]
fn nothing_a_content_security_policy_would_block() {
    for width in [360, 1200] {
        let style = style(width);
        let swatches = Shade::ALL.map(|shade| chart::shade_swatch(shade, &style));
        let drawn = [draw(&lanes(48), &style), chart::trend(&points(30), &style)];
        for svg in drawn.iter().chain(&swatches) {
            for element in elements(svg) {
                let barred = |name: &String| {
                    name == "style" || name.starts_with("on") || name.contains("href")
                };
                assert!(!element.attributes.keys().any(barred) && element.tag != "script");
            }
            assert!(!svg.contains("url("));
        }
    }
}

#[test]
fn colours_are_those_of_the_palette() {
    let of = |palette: Palette| {
        let style = Style { palette, ..style(600) };
        let drawn = [draw(&lanes(48), &style), chart::trend(&points(9), &style)].concat();
        let after = drawn.split("\"#").skip(1).map(|rest| rest[..6].to_owned());
        after.collect::<BTreeSet<_>>()
    };
    for palette in PALETTES {
        let used = of(palette);
        // Besides the named ones there are at most the tints of two hues.
        let named = [palette.ink, palette.muted, palette.paper, palette.line];
        let named = named.into_iter().chain(palette.status).map(|color| hex(color)[1..].to_owned());
        let named: BTreeSet<_> = named.collect();
        assert_eq!(named.difference(&used).count(), 0, "{used:?}");
        assert!(used.difference(&named).count() <= 2, "{used:?}");
    }
}

#[test]
fn same_input_same_text() {
    for width in [360, 1200] {
        assert_eq!(draw(&lanes(9), &style(width)), draw(&lanes(9), &style(width)));
        let trend = || chart::trend(&points(9), &style(width));
        assert_eq!(trend(), trend());
    }
}

#[test]
fn is_small() {
    for width in [360, 600, 1200] {
        let size = draw(&lanes(48), &style(width)).len();
        println!("48 lanes, {width} px: {size} bytes");
        assert!(size < 90_000, "{width}: {size}");
    }
}

/// The segments of a trend by column: (top, bottom) from the foot up.
fn columns(svg: &str, style: &Style) -> Vec<Vec<(i32, i32)>> {
    let hues = style.palette.status.map(hex);
    let mut columns = BTreeMap::<i32, Vec<_>>::new();
    for rect in elements(svg).iter().filter(|e| e.tag == "rect") {
        // Stripes have the hue of paper, rims that of their status.
        if hues.contains(&rect.attributes["fill"]) {
            columns.entry(rect.number("x")).or_default().push(rect.rise());
        }
    }
    columns.into_values().collect()
}

#[test]
fn a_column_has_one_segment_per_status_present() {
    let style = style(600);
    for bits in 1..32u32 {
        let counts = [0, 1, 2, 3, 4].map(|n| if bits & (1 << n) == 0 { 0 } else { 3 * n + 1 });
        let svg = chart::trend(&[Point { label: "甲".to_owned(), counts }], &style);
        let columns = columns(&svg, &style);
        assert_eq!(columns[0].len(), bits.count_ones() as usize);
        for pair in columns[0].windows(2) {
            assert_eq!(pair[1].1, pair[0].0 - 1, "from the foot up, a pixel apart");
        }
        let words = texts(&svg);
        let total: u32 = counts.iter().sum();
        let share = print_share(counts[3] + counts[4], total);
        assert!(words.contains(&format!("{total}项")) && words.contains(&share), "{words:?}");
        assert!(words.contains(&"甲".to_owned()));
    }
}

#[test]
fn heights_tell_the_number_of_tasks() {
    let of = |counts| Point { label: "甲".to_owned(), counts };
    let points = [of([10, 8, 2, 15, 5]), of([4; 5]), of([0; 5]), of([1, 0, 0, 0, 0])];
    let height = |scale| {
        let style = Style { scale, ..style(600) };
        let columns = columns(&chart::trend(&points, &style), &style);
        columns.iter().map(|c| c[0].1 - c[c.len() - 1].0).collect::<Vec<_>>()
    };
    let [first, second, last] = height(Scale::Common)[..] else { panic!("three columns") };
    assert!(first == 2 * second && last >= 4 && last < second);
    every(height(Scale::Full), |height| *height == first);
    assert!(texts(&chart::trend(&points, &style(600))).contains(&"无任务".to_owned()));
}

#[test]
fn the_latest_periods_are_kept_and_the_others_counted() {
    for width in WIDTHS {
        for text in [10, 14, 18, 32] {
            let style = Style { text, ..style(width) };
            for count in 1..40 {
                let points: Vec<Point> =
                    (0..count).map(|n| Point { label: format!("{n}期"), counts: [1; 5] }).collect();
                let words = texts(&chart::trend(&points, &style));
                let shown: Vec<usize> =
                    (0..count).filter(|n| words.contains(&format!("{n}期"))).collect();
                let omitted = count - shown.len();
                assert_eq!(shown, (omitted..count).collect::<Vec<_>>());
                assert!(shown.len() >= 2 || count < 2);
                assert_eq!(words.contains(&"…".to_owned()), omitted > 0);
                assert!(
                    omitted == 0
                        || words[1].contains(&omitted.to_string()) && words[1].ends_with('期'),
                    "{words:?}"
                );
            }
        }
    }
}

#[test]
fn segments_of_a_column_differ_without_colour() {
    let one = |n: usize| {
        let mut counts = [0; 5];
        counts[n] = 3;
        shape(&chart::trend(&[Point { label: String::new(), counts }], &style(360)))
    };
    let shapes: BTreeSet<_> = (0..ORDER.len()).map(one).collect();
    assert_eq!(shapes.len(), ORDER.len());
}

#[test]
fn nothing_to_show_is_said() {
    assert!(texts(&chart::trend(&[], &style(360))).contains(&"尚无已结期次".to_owned()));
    assert!(texts(&draw(&[], &style(360))).contains(&"今天".to_owned()));
}
