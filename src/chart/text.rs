//! How wide a text is, estimated: fonts differ, and measuring needs a page.

/// The width of a text in pixels at a font size in pixels: 0.55 em for ASCII, 0.7 em for its capitals,
/// 1 em for all else.
pub(super) fn width(text: &str, size: i32) -> i32 {
    text.chars().map(|c| hundredths(c) * size).sum::<i32>() / 100
}

/// Hundredths of an em.
fn hundredths(c: char) -> i32 {
    match c {
        'A'..='Z' => 70,
        ' '..='~' => 55,
        _ => 100,
    }
}

/// The text, or as much of its beginning as fits into `room` pixels with a `…` behind it.
pub(super) fn fit(text: &str, size: i32, room: i32) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut used = width("…", size) * 100;
    let fits = |c: &char| {
        used += hundredths(*c) * size;
        used <= room * 100
    };
    let mut short: String = text.chars().take_while(fits).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// The text in lines of at most `room` pixels. Chinese breaks anywhere but before a closing mark; other
/// words stay whole if they fit a line.
pub(super) fn wrap(text: &str, size: i32, room: i32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words(text, size, room) {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() || width(line, size) + width(word.trim_end(), size) <= room {
            line.push_str(if line.is_empty() { word.trim_start() } else { &word });
        } else {
            lines.push(word.trim_start().to_owned());
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    lines
}

/// The parts of a text between which a line may break.
fn words(text: &str, size: i32, room: i32) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if clings(word, c) && width(word, size) + size <= room => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    words
}

/// Whether no line may break between a word and the character behind it.
fn clings(word: &str, c: char) -> bool {
    let narrow = |c: char| c.is_ascii_graphic();
    "，。、；：！？）》」』”’…％ ".contains(c)
        || word.ends_with(['（', '《', '「', '『', '“', '‘'])
        || (narrow(c) && word.ends_with(narrow))
}
