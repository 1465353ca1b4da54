//! What a drawing holds.

use std::collections::BTreeMap;

/// An element of a drawing.
#[derive(Debug)]
pub struct Element {
    pub tag: String,
    pub attributes: BTreeMap<String, String>,
    pub text: String,
}

impl Element {
    pub fn number(&self, name: &str) -> i32 {
        self.attributes[name].parse().unwrap()
    }

    pub fn has(&self, name: &str, value: &str) -> bool {
        self.attributes.get(name).is_some_and(|found| found == value)
    }

    /// What it covers from left to right; of a text, from where it is set.
    pub fn span(&self) -> (i32, i32) {
        self.extent("x", "width", 0)
    }

    /// The same from top to bottom.
    pub fn rise(&self) -> (i32, i32) {
        self.extent("y", "height", 1)
    }

    fn extent(&self, from: &str, length: &str, nth: usize) -> (i32, i32) {
        match self.tag.as_str() {
            "rect" => (self.number(from), self.number(from) + self.number(length)),
            "text" => (self.number(from), self.number(from)),
            _ => {
                let points = self.attributes["points"].split(' ');
                let all: Vec<i32> =
                    points.map(|p| p.split(',').nth(nth).unwrap().parse().unwrap()).collect();
                (*all.iter().min().unwrap(), *all.iter().max().unwrap())
            }
        }
    }
}

/// The elements of an SVG text. Fails on text that is not well-formed.
pub fn elements(svg: &str) -> Vec<Element> {
    let mut open = Vec::new();
    let mut found = Vec::new();
    for part in svg.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('>'), "stray > in {part}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let closed = tag.ends_with('/');
        let (name, rest) = tag.trim_end_matches('/').split_once(' ').unwrap();
        let mut attributes = BTreeMap::new();
        let mut rest = rest.trim();
        while let Some((attribute, more)) = rest.split_once("=\"") {
            let (value, more) = more.split_once('"').unwrap();
            attributes.insert(attribute.trim().to_owned(), value.to_owned());
            rest = more;
        }
        assert_eq!(rest.trim(), "", "{tag}");
        if !closed {
            open.push(name.to_owned());
        }
        found.push(Element { tag: name.to_owned(), attributes, text: text.trim().to_owned() });
    }
    assert!(open.is_empty(), "unclosed {open:?}");
    found
}

pub fn texts(svg: &str) -> Vec<String> {
    elements(svg).into_iter().filter(|e| e.tag == "text").map(|e| e.text).collect()
}
