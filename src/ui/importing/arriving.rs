//! Files on their way into memory.

use std::collections::VecDeque;

use crate::browser::files::{self, Picked, Reading};
use crate::browser::page;
use crate::inbox::archive::{self, ArchiveError, Capacity};
use crate::inbox::rollup::RollUp;

const UNREADABLE: &str =
    "文件读不出来，可能已被移动或正被其他程序占用。请确认文件还在，再试一次。本机数据没有改动。";

/// How many small files the browser is asked for at once, and up to which size in all. To ask for each would take
/// longer than to read what is in it.
const TOGETHER: (usize, usize) = (64, 4 * 1024 * 1024);

/// The same of the very first ones: they are worked on while the others are read.
const FIRST: (usize, usize) = (9, 1024 * 1024);

/// How many lots it reads ahead.
const AHEAD: usize = 2;

/// What a file holds, or why it cannot be had.
type Content = Result<Vec<u8>, String>;

/// Files that are there, in their order.
pub struct Lot {
    /// How many were picked.
    pub files: usize,
    /// What each holds, or each of those that an archive holds, by name.
    pub contents: Vec<(String, Content)>,
}

/// The files that are still to come.
pub struct Arriving<'a> {
    waiting: VecDeque<&'a [Picked]>,
    reading: VecDeque<(&'a [Picked], Result<Reading, String>)>,
}

impl<'a> Arriving<'a> {
    /// All of these; the first of them are asked for at once. Their sizes are asked before they are read.
    pub fn all(files: &'a [Picked]) -> Self {
        let mut waiting = VecDeque::new();
        let (mut rest, mut limits) = (files, FIRST);
        while !rest.is_empty() {
            let (lot, others) = rest.split_at(first_lot(rest, limits));
            waiting.push_back(lot);
            (rest, limits) = (others, TOGETHER);
        }
        let mut arriving = Self { waiting, reading: VecDeque::new() };
        arriving.ask();
        arriving
    }

    /// Asks for as many as it reads ahead.
    fn ask(&mut self) {
        while self.reading.len() <= AHEAD
            && let Some(lot) = self.waiting.pop_front()
        {
            self.reading.push_back((lot, begin(lot)));
        }
    }

    /// The next ones, once they are read.
    pub async fn next(&mut self) -> Option<Lot> {
        self.ask();
        let (files, reading) = self.reading.pop_front()?;
        let contents = match files {
            [only] => contents(only, reading).await,
            files => together(files, reading).await,
        };
        Some(Lot { files: files.len(), contents })
    }
}

/// How many of these to read at once: one that is large, an archive, or in a folder of others comes alone.
fn first_lot(files: &[Picked], (most, mut room): (usize, usize)) -> usize {
    let fits = |file: &&Picked| {
        let is_plain = file.is_own() && !is_archive(file);
        let left = room.checked_sub(file.size()).filter(|_| is_plain);
        room = left.unwrap_or(room);
        left.is_some()
    };
    files.iter().take(most).take_while(fits).count().max(1)
}

fn is_archive(file: &Picked) -> bool {
    file.name().to_lowercase().ends_with(".zip")
}

fn begin(lot: &[Picked]) -> Result<Reading, String> {
    let [only] = lot else { return Picked::read_together(lot) };
    let size = if is_archive(only) {
        Capacity::FILE.check_size(only.size()).map_err(ArchiveError::message)
    } else {
        RollUp::check_size(only.size())
    };
    size.map(|()| only.read())
}

/// What is in each of them. Where one cannot be read, none can be: then each is read by itself.
async fn together(lot: &[Picked], reading: Result<Reading, String>) -> Vec<(String, Content)> {
    let sizes: Vec<usize> = lot.iter().map(Picked::size).collect();
    let all = match reading {
        Ok(reading) => reading.finish_apart(&sizes).await,
        Err(why) => Err(why),
    };
    if let Ok(all) = all {
        return lot.iter().map(Picked::name).zip(all.into_iter().map(Ok)).collect();
    }
    let mut apart = Vec::new();
    for file in lot {
        apart.push((file.name(), content(Ok(file.read())).await));
    }
    apart
}

/// What is in a file, or in each of those an archive holds, by name.
async fn contents(file: &Picked, reading: Result<Reading, String>) -> Vec<(String, Content)> {
    let name = file.name();
    match content(reading).await {
        Ok(bytes) if is_archive(file) => {
            match archive::unpack(&bytes, Capacity::FILE, files::read_gbk) {
                Ok(entries) => entries
                    .into_iter()
                    .map(|(entry, content)| {
                        (format!("{name} / {entry}"), content.map_err(ArchiveError::message))
                    })
                    .collect(),
                Err(error) => vec![(name, Err(error.message()))],
            }
        }
        content => vec![(name, content)],
    }
}

async fn content(reading: Result<Reading, String>) -> Content {
    reading?.finish().await.map_err(|error| {
        page::report(&error);
        UNREADABLE.to_owned()
    })
}
