//! Why a file is not taken in, as facts and in words.

use std::fmt;

use super::cleaning::shorten;
use super::notice::Place;
use super::{VERSION, field_of};
use crate::json::node::{Fault, FaultKind};
use crate::ledger::field::{MAX_LINE_CHARS, MAX_TEXT_CHARS};
use crate::ledger::{Field, Kind, Ledger, Status};
use crate::policy::TaskNumber;

/// What a file is that is no ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Excel, Word, WPS or an archive, whatever its name ends in.
    Office,
    /// PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A web page, such as the download page of a chat program.
    WebPage,
    /// What [`super::policy::policy_json`] prints.
    Policy,
    /// Other JSON.
    OtherJson,
    /// Other text.
    OtherText,
}

/// Why a file cannot be read. Nothing of it is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// More bytes than the limit.
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The most that is taken in.
        limit: usize,
    },
    /// More changes than the limit.
    TooManyChanges {
        /// The most that is taken in.
        limit: usize,
    },
    /// More people than the limit.
    TooManyPeople {
        /// The most that is taken in.
        limit: usize,
    },
    /// More unknown keys in one object than the limit.
    TooManyUnknown {
        /// The most that is taken in.
        limit: usize,
    },
    /// Nothing in it.
    Empty,
    /// UTF-16 instead of UTF-8.
    Utf16,
    /// GBK instead of UTF-8.
    Gbk,
    /// Bytes that are no text.
    Damaged {
        /// The line, from 1.
        line: usize,
    },
    /// Something else.
    NotALedger(Foreign),
    /// It breaks off.
    Truncated {
        /// The last line, from 1.
        line: usize,
    },
    /// Not JSON.
    Malformed {
        /// The line, from 1.
        line: usize,
        /// The field, where it is in one.
        place: Option<Place>,
    },
    /// Nested 128 deep or deeper.
    TooDeep {
        /// The line, from 1.
        line: usize,
    },
    /// A key comes twice in one object.
    DuplicateKey {
        /// The key.
        key: String,
        /// The line where it comes again, from 1.
        line: usize,
        /// The field, where it is in one.
        place: Option<Place>,
    },
    /// A ledger on another policy.
    OtherPolicy {
        /// That policy's id.
        found: String,
    },
    /// A newer version of the format.
    NewerVersion {
        /// The version.
        found: u64,
        /// What of it reads as version 1, to be shown and never saved; fields that do not are left out.
        readable: Option<Box<Ledger>>,
    },
    /// No version there ever was.
    BadVersion {
        /// What is given as the version; empty where nothing is.
        found: String,
    },
    /// A part of the file that has not the shape it should.
    BadPart {
        /// The keys to it, joined with dots.
        key: String,
    },
    /// A change that has not the shape it should.
    BadChange {
        /// The field.
        place: Place,
        /// Which of its changes, from 1.
        nth: usize,
    },
    /// A stamp that cannot be, or a change that comes before one it replaces.
    BadStamp {
        /// The field.
        place: Place,
        /// Which of its changes, from 1.
        nth: usize,
    },
    /// A value that may not stand in its field.
    BadValue {
        /// The field.
        place: Place,
        /// The value as written, cut where it is long.
        found: String,
    },
}

/// What to do about a file that was sent well but written badly.
const ASK_AGAIN: &str = "请让对方在本工具里重新点“导出”，再把新文件发来。本机数据没有改动。";

/// What to do about a file that was written well but sent badly.
const SEND_AGAIN: &str = "请让对方重新发送。本机数据没有改动。";

impl DecodeError {
    /// What is wrong, where, and what to do next.
    pub fn message(&self) -> String {
        match self {
            Self::TooLarge { bytes, limit } => format!(
                "文件有{} MB，超过{} MB 的上限，不像是台账文件。请确认没有选错；如果确实是台账，请让对方先筛选一部分任务再导出。本机数据没有改动。",
                bytes.div_ceil(MEGABYTE),
                limit / MEGABYTE
            ),
            Self::TooManyChanges { limit } => format!(
                "文件里的修改记录超过{limit}条，无法一次读入。请让对方先筛选一部分任务，分几次导出。本机数据没有改动。"
            ),
            Self::TooManyPeople { limit } => format!(
                "文件里的填报人超过{limit}个，不像是台账文件。请确认没有选错。本机数据没有改动。"
            ),
            Self::TooManyUnknown { limit } => format!(
                "文件里本页不认识的内容超过{limit}处，不像是台账文件。请确认没有选错；如果确实是台账，请换用新版页面打开。本机数据没有改动。"
            ),
            Self::Empty => {
                format!("文件是空的，里面没有内容，可能没有传完或没有存好。{SEND_AGAIN}")
            }
            Self::Utf16 => other_charset("UTF-16（记事本里叫“Unicode”或“UTF-16 LE”）"),
            Self::Gbk => other_charset("GBK（记事本里叫“ANSI”）"),
            Self::Damaged { line } => {
                format!("文件第{line}行的文字已损坏，可能在传送中出错。{SEND_AGAIN}")
            }
            Self::NotALedger(foreign) => format!(
                "{}请选择在本工具里点“导出”得到的 .json 文件（文件名一般以“台账_”开头）。本机数据没有改动。",
                foreign.message()
            ),
            Self::Truncated { line } => {
                format!("文件不完整（在第{line}行中断），可能没有传完。{SEND_AGAIN}")
            }
            Self::Malformed { line, place } => {
                format!("文件第{line}行{}写得不对，可能被手工改过。{ASK_AGAIN}", bracketed(*place))
            }
            Self::TooDeep { line } => {
                format!("文件第{line}行的层次太深，不是本工具导出的台账。{ASK_AGAIN}")
            }
            Self::DuplicateKey { key, line, place } => format!(
                "文件第{line}行{}的“{}”重复出现，无法判断以哪一个为准。{ASK_AGAIN}",
                bracketed(*place),
                shorten(key)
            ),
            Self::OtherPolicy { found } => format!(
                "这份台账填报的是另一项政策（{}），不能并入本台账。请确认没有选错文件。本机数据没有改动。",
                shorten(found)
            ),
            Self::NewerVersion { found, .. } => format!(
                "这份台账由更新版本的程序写成（格式第{found}版，本页只认得第{VERSION}版）。请先换用新版页面再打开。本机数据没有改动。"
            ),
            Self::BadVersion { found } if found.is_empty() => {
                format!("文件里没有写明格式版本，无法放心读入。{ASK_AGAIN}")
            }
            Self::BadVersion { found } => {
                format!("文件里写的格式版本“{}”不存在。{ASK_AGAIN}", shorten(found))
            }
            Self::BadPart { key } => {
                format!("文件里“{}”这一部分不合台账的格式。{ASK_AGAIN}", shorten(key))
            }
            Self::BadChange { place, nth } => {
                format!("{place}的第{nth}条记录不合台账的格式。{ASK_AGAIN}")
            }
            Self::BadStamp { place, nth } => {
                format!("{place}的第{nth}条记录的时间标记有误。{ASK_AGAIN}")
            }
            Self::BadValue { place, found } => {
                format!("{place}的值“{found}”不对：{}。{ASK_AGAIN}", wanted(place.field))
            }
        }
    }
}

const MEGABYTE: usize = 1024 * 1024;

fn other_charset(name: &str) -> String {
    format!(
        "文件的编码是{name}，应为 UTF-8，可能被记事本等软件另存过。请用记事本打开它，点“文件”→“另存为”，编码选“UTF-8”，保存后再导入。本机数据没有改动。"
    )
}

fn bracketed(place: Option<Place>) -> String {
    place.map_or(String::new(), |place| format!("（{place}）"))
}

/// What may stand in a field.
fn wanted(field: Field) -> String {
    match field.kind() {
        Kind::Status => format!("应为{}之一", Status::ALL.map(Status::name).join("、")),
        Kind::Percent => "应为0到100的整数".to_owned(),
        Kind::Text(most) => format!("应为不超过{most}字的文字"),
        Kind::Flag => "应为 true（是）或 false（否）".to_owned(),
        Kind::Year => "应为四位数的年份".to_owned(),
        Kind::Date => "应为“2021-10-31”这样的日期".to_owned(),
        Kind::Closing => {
            "应为 name、until（日期）、rule、rows（任务号 → [状态, 完成率, 亮灯]）组成的一期"
                .to_owned()
        }
        Kind::Record => format!(
            "应为 text（不超过{MAX_TEXT_CHARS}字）、by（不超过{MAX_LINE_CHARS}字）、on（日期）、done（是否完成）组成的一条"
        ),
    }
}

impl Foreign {
    fn message(self) -> &'static str {
        match self {
            Self::Office => "这是 Excel、Word 或压缩文件，不是台账文件，改扩展名也不行。",
            Self::Pdf => "这是 PDF 文件，不是台账文件。",
            Self::Picture => "这是图片，不是台账文件。",
            Self::WebPage => {
                "这是一个网页，不是台账文件，可能把微信或网盘的下载页面存了下来，文件本身还没有下载。"
            }
            Self::Policy => "这是“政策结构化数据”，不是台账文件。",
            Self::OtherJson => "这个 JSON 文件不是台账文件。",
            Self::OtherText => "这不是台账文件。",
        }
    }
}

impl From<Fault> for DecodeError {
    fn from(fault: Fault) -> Self {
        let Fault { line, within, kind } = fault;
        let place = match within.iter().rev().map(String::as_str).collect::<Vec<_>>()[..] {
            ["tasks", task, field, ref inside @ ..] => {
                task.parse().ok().zip(field_of(field, inside.first().copied()))
            }
            _ => None,
        };
        let place = place.map(|(task, field)| Place { task: TaskNumber(task), field });
        match kind {
            FaultKind::End => Self::Truncated { line },
            FaultKind::Syntax => Self::Malformed { line, place },
            FaultKind::Depth => Self::TooDeep { line },
            FaultKind::Duplicate(key) => Self::DuplicateKey { key, line, place },
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { bytes, limit } => write!(f, "{bytes} bytes, of at most {limit}"),
            Self::TooManyChanges { limit } => write!(f, "more than {limit} changes"),
            Self::TooManyPeople { limit } => write!(f, "more than {limit} people"),
            Self::TooManyUnknown { limit } => write!(f, "more than {limit} unknown keys"),
            Self::Empty => write!(f, "empty file"),
            Self::Utf16 => write!(f, "UTF-16 instead of UTF-8"),
            Self::Gbk => write!(f, "GBK instead of UTF-8"),
            Self::Damaged { line } => write!(f, "invalid UTF-8 on line {line}"),
            Self::NotALedger(foreign) => write!(f, "not a ledger: {}", foreign.message()),
            Self::Truncated { line } => write!(f, "breaks off on line {line}"),
            Self::Malformed { line, place } => {
                write!(f, "invalid JSON on line {line}{}", bracketed(*place))
            }
            Self::TooDeep { line } => write!(f, "nested too deep on line {line}"),
            Self::DuplicateKey { key, line, .. } => {
                write!(f, "duplicate key “{}” on line {line}", shorten(key))
            }
            Self::OtherPolicy { found } => write!(f, "a ledger on policy “{}”", shorten(found)),
            Self::NewerVersion { found, .. } => write!(f, "format version {found} is newer"),
            Self::BadVersion { found } => write!(f, "no format version: “{}”", shorten(found)),
            Self::BadPart { key } => write!(f, "unexpected shape of {key}"),
            Self::BadChange { place, nth } => {
                write!(f, "unexpected shape of change {nth} of {place}")
            }
            Self::BadStamp { place, nth } => write!(f, "bad stamp in change {nth} of {place}"),
            Self::BadValue { place, found } => write!(f, "bad value “{found}” in {place}"),
        }
    }
}

impl std::error::Error for DecodeError {}
