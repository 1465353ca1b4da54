//! 便条: a few changes as one line of text, for chats that take no file.
//!
//! ```text
//! 【台账便条第1版·共11字：Q7+mo6uuBQA】
//! ```
//!
//! This one says `{}`. The count is that of the symbols after the colon, which stand for six bits each: a
//! CRC-32 of the text (4 bytes, the least first) and the text, deflated. Chats break lines, put spaces and
//! quotation marks in, name the sender before and add a word after: only the counted symbols are read, and
//! nothing that is put between them is one.
//!
//! Symbols are letters, digits, `+` and `=`: chats take `-`, `_`, `~` and `*` for markup, and `/` for the
//! beginning of a picture. Files passed as such carry less risk of being cut; a share text is for small changes.
//!
//! A WeChat message takes about 16,000 bytes. So that it passes through other chats as well, keep to
//! [`MAX_MESSAGE_CHARS`] characters: see [`fits`]. Measured, with 完成状态, 完成率 and 80 characters of 进展情况 for each
//! task: 490 characters for one task, 2,100 for ten; 26 tasks (78 changes) in 5,000, all 48 in 8,500.

use std::fmt;

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use crate::format::Limits;
use crate::format::cleaning::narrow;
use crate::inbox::crc::crc32;

/// The version written here.
const VERSION: u64 = 1;

/// The longest share text that any chat takes in one message, in characters.
pub const MAX_MESSAGE_CHARS: usize = 5_000;

/// The longest text a share text opens to, in bytes: that of a file.
const MAX_TEXT_BYTES: usize = Limits::FILE.bytes;

/// The most share texts in one message that are looked at: each may open to a few megabytes.
const MAX_CANDIDATES: usize = 20;

const SYMBOLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=";

/// The words of a share text, without what stands between them.
const TITLE: &str = "台账便条第";
const COUNT: &str = "版共";
const BODY: &str = "字";

/// Why a text opens to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareTextError {
    /// There is no share text in it.
    Nothing,
    /// A newer version wrote it.
    Newer {
        /// Its version.
        found: u64,
    },
    /// It breaks off.
    Incomplete {
        /// How many symbols are missing.
        missing: usize,
    },
    /// It is not what was written.
    Altered,
    /// It opens to more than the limit.
    TooLarge {
        /// The most that is taken in, in bytes.
        limit: usize,
    },
}

/// A text as a share text.
pub fn pack(text: &str) -> String {
    let mut bytes = crc32(text.as_bytes()).to_le_bytes().to_vec();
    bytes.extend(compress_to_vec(text.as_bytes(), 9));
    let body: String = bytes.chunks(3).flat_map(symbols).collect();
    format!("【{TITLE}{VERSION}版·共{}{BODY}：{body}】", body.len())
}

/// Whether a share text passes through a chat in one message: at most [`MAX_MESSAGE_CHARS`] characters.
pub fn fits(share_text: &str) -> bool {
    share_text.chars().count() <= MAX_MESSAGE_CHARS
}

/// The text of the first share text in a message that is whole.
///
/// # Errors
/// [`ShareTextError`] says what is wrong with the first share text where none is whole.
pub fn open(message: &str) -> Result<String, ShareTextError> {
    let is_kept = |c: &char| c.is_alphanumeric() || matches!(c, '+' | '=');
    let message: String = message.chars().map(narrow).filter(is_kept).collect();
    let mut first_error = None;
    for (at, title) in message.match_indices(TITLE).take(MAX_CANDIDATES) {
        match open_at(&message[at + title.len()..]) {
            Ok(text) => return Ok(text),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    Err(first_error.unwrap_or(ShareTextError::Nothing))
}

/// A share text from its version on.
fn open_at(share_text: &str) -> Result<String, ShareTextError> {
    // What breaks off in its head says no more than that there was one.
    let cut = ShareTextError::Incomplete { missing: 0 };
    let (found, rest) = number(share_text).ok_or(cut)?;
    if found > VERSION {
        return Err(ShareTextError::Newer { found });
    }
    let (count, body) = number(rest.strip_prefix(COUNT).ok_or(cut)?).ok_or(cut)?;
    let body = body.strip_prefix(BODY).ok_or(cut)?;
    let count = usize::try_from(count).map_err(|_| ShareTextError::Altered)?;
    let values: Vec<u8> = body.chars().map_while(value).take(count).collect();
    if values.len() < count {
        return Err(ShareTextError::Incomplete { missing: count - values.len() });
    }
    let bytes: Vec<u8> = values.chunks(4).flat_map(octets).collect();
    let (sum, packed) = bytes.split_first_chunk::<4>().ok_or(ShareTextError::Altered)?;
    if packed.is_empty() {
        return Err(ShareTextError::Altered);
    }
    let text =
        decompress_to_vec_with_limit(packed, MAX_TEXT_BYTES).map_err(|e| match e.status {
            TINFLStatus::HasMoreOutput => ShareTextError::TooLarge { limit: MAX_TEXT_BYTES },
            _ => ShareTextError::Altered,
        })?;
    if crc32(&text) != u32::from_le_bytes(*sum) {
        return Err(ShareTextError::Altered);
    }
    String::from_utf8(text).map_err(|_| ShareTextError::Altered)
}

/// The number a text begins with, and what comes after it.
fn number(text: &str) -> Option<(u64, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

/// Up to three bytes as up to four symbols.
fn symbols(bytes: &[u8]) -> impl Iterator<Item = char> {
    let byte = |nth: usize| u32::from(bytes.get(nth).copied().unwrap_or_default());
    let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
    let symbol = move |nth: usize| char::from(SYMBOLS[(bits >> (18 - 6 * nth) & 63) as usize]);
    (0..=bytes.len()).map(symbol)
}

/// Up to four values of six bits as up to three bytes.
fn octets(values: &[u8]) -> impl Iterator<Item = u8> {
    let value = |nth: usize| u32::from(values.get(nth).copied().unwrap_or_default());
    let bits = value(0) << 18 | value(1) << 12 | value(2) << 6 | value(3);
    bits.to_be_bytes().into_iter().skip(1).take(values.len() * 6 / 8)
}

fn value(symbol: char) -> Option<u8> {
    let value = SYMBOLS.iter().position(|known| char::from(*known) == symbol)?;
    u8::try_from(value).ok()
}

impl ShareTextError {
    /// What is wrong, and what to do next.
    pub fn message(self) -> String {
        match self {
            Self::Nothing => "没有找到台账便条。请从“【台账便条”开始，一直复制到末尾的“】”，再粘贴一次。".to_owned(),
            Self::Newer { found } => format!(
                "这张便条由更新版本的程序写成（第{found}版，本页只认得第{VERSION}版）。请先换用新版页面再粘贴。本机数据没有改动。"
            ),
            Self::Incomplete { missing } => {
                let missing = if missing == 0 { String::new() } else { format!("，还缺{missing}个字符") };
                format!(
                    "便条不完整{missing}，可能没有全部复制，或太长被截断。请从“【台账便条”一直复制到末尾的“】”；如果还不行，请对方改发文件。本机数据没有改动。"
                )
            }
            Self::Altered => "便条的内容与发出时不一致，可能在转发时被改动。请对方重新发送，或改发文件。本机数据没有改动。".to_owned(),
            Self::TooLarge { limit } => format!(
                "便条展开后超过{} MB，不像是台账的修改，没有读入。请对方改发文件。本机数据没有改动。",
                limit / 1024 / 1024
            ),
        }
    }
}

impl fmt::Display for ShareTextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => write!(f, "no share text"),
            Self::Newer { found } => write!(f, "share text version {found} is newer"),
            Self::Incomplete { missing } => write!(f, "{missing} symbols are missing"),
            Self::Altered => write!(f, "not what was written"),
            Self::TooLarge { limit } => write!(f, "more than {limit} bytes"),
        }
    }
}

impl std::error::Error for ShareTextError {}
