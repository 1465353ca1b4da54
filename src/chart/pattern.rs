//! Status as hue and pattern, from full to empty: 已销号 striped solid, 已完成 solid, 推进中 hatched, 受阻 crossed,
//! 未启动 an outline.
//!
//! A pattern is one continuous line that winds through its rectangle and turns at the rim: a single element
//! instead of dozens. Rims are a rectangle within a rectangle, for a stroked rectangle would straddle two
//! rows of pixels and blur.

use super::canvas::{Bounds, Canvas};
use super::palette::Palette;
use crate::ledger::Status;

/// From one line of a hatch to the next, in pixels along the rim.
const HATCH: i32 = 8;

/// Fills a rectangle with what stands for a status.
pub(super) fn draw(canvas: &Canvas<'_>, status: Status, at: Bounds, palette: &Palette) {
    let hue = palette.hue(status);
    canvas.fill(at, hue);
    let inner = at.inset(1);
    match status {
        Status::Done => {}
        Status::SignedOff => {
            for top in stripes(at) {
                canvas.fill(Bounds { top, height: 1, ..at }, palette.paper);
            }
        }
        Status::NotStarted => canvas.fill(inner, palette.paper),
        Status::Underway => {
            canvas.fill(inner, palette.tint(status));
            canvas.stroke(hatch(inner), hue, 1);
        }
        Status::Stuck => {
            canvas.fill(inner, palette.tint(status));
            canvas.stroke(lattice(inner), hue, 1);
        }
    }
}

/// Where the stripes lie: two, at a third and two thirds of the height.
pub(super) fn stripes(at: Bounds) -> [i32; 2] {
    let third = (at.height - 1) / 3;
    [at.top + third, at.top + at.height - 1 - third]
}

/// Rising lines at 45 degrees, drawn as one: up the one, along the rim, down the next.
fn hatch(at: Bounds) -> Vec<(i32, i32)> {
    let Bounds { left, top, width, height } = at;
    let mut points = Vec::new();
    if width < 1 || height < 1 {
        return points;
    }
    // Of the line whose left end would meet the bottom at `start`, what lies within.
    let low = |start: i32| (left + start.max(0), top + height - (-start).max(0));
    let high =
        |start: i32| (left + width.min(start + height), top + (start + height - width).max(0));
    let mut upwards = true;
    let mut start = HATCH / 2 - height;
    while start < width {
        let ends = if upwards { [low(start), high(start)] } else { [high(start), low(start)] };
        if let Some(last) = points.last() {
            points.extend(corner(*last, ends[0], at));
        }
        points.extend(ends);
        (upwards, start) = (!upwards, start + HATCH);
    }
    points
}

/// The corner to go round between two points on different sides of the rim.
fn corner(from: (i32, i32), to: (i32, i32), at: Bounds) -> Option<(i32, i32)> {
    if from.0 == to.0 || from.1 == to.1 {
        return None;
    }
    let (right, bottom) = (at.left + at.width, at.top + at.height);
    // Rising lines pass from the left side to the bottom, and from the top to the right side.
    Some(if from.0 == at.left { (at.left, bottom) } else { (right, at.top) })
}

/// A zigzag to the right and its mirror image back, which cross half-way up.
fn lattice(at: Bounds) -> Vec<(i32, i32)> {
    let Bounds { left, top, width, height } = at;
    if width < 1 || height < 1 {
        return Vec::new();
    }
    let tooth = (height / 2).max(1);
    let mut there = Vec::new();
    let mut x = 0;
    while x < width {
        there.push((left + x, if (x / tooth) % 2 == 0 { top + height } else { top }));
        x += tooth;
    }
    // The last tooth is cut off where the rectangle ends.
    let cut = (width - (x - tooth)) * height / tooth;
    let rising = (x / tooth) % 2 == 1;
    there.push((left + width, if rising { top + height - cut } else { top + cut }));
    let back = there.iter().rev().map(|(x, y)| (*x, 2 * top + height - y));
    there.iter().copied().chain(back).collect()
}
