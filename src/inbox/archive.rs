//! A .zip of files from many units, as chat programs and mail bring them: what each holds, within limits.
//!
//! Nothing is written anywhere, so a path that leads outside is only a name. What can be wrong with one entry
//! is an error of that entry; the others are still read. The directory at the end of the archive says what
//! there is, but not reliably: its sizes are checked before anything is inflated, and inflating ends at the
//! limit whatever it says.

use std::fmt;

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use rawzip::extra_fields::ExtraFieldId;
use rawzip::{CompressionMethod, ErrorKind, ZipArchive, ZipFileHeaderRecord, ZipSliceArchive};

use super::crc::crc32;
use crate::format::{Limits, cleaning};

/// How much of an archive is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// The greatest number of entries, folders and passed-over files among them.
    pub entries: usize,
    /// The greatest size of one entry, in bytes, as inflated.
    pub entry: usize,
    /// The greatest size of all of them together, in bytes, as inflated; also that of the archive itself.
    pub total: usize,
}

impl Capacity {
    /// For archives from elsewhere: 2,000 entries of at most 5 MB each, 200 MB in all.
    pub const FILE: Self =
        Self { entries: 2_000, entry: Limits::FILE.bytes, total: 200 * MEGABYTE };

    /// Whether an archive of this many bytes is taken in; ask before taking it into memory.
    ///
    /// # Errors
    /// [`ArchiveError::TooMuch`].
    pub fn check_size(self, bytes: usize) -> Result<(), ArchiveError> {
        let limit = self.total;
        if bytes <= limit { Ok(()) } else { Err(ArchiveError::TooMuch { limit }) }
    }
}

const MEGABYTE: usize = 1024 * 1024;

/// Why an archive, or one entry of it, cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveError {
    /// No archive at all.
    NotAnArchive,
    /// An archive of another kind: RAR or 7z.
    OtherKind,
    /// A document of Excel, Word or WPS, which is an archive inside.
    Document,
    /// It breaks off, or its directory does not say where things are.
    Broken,
    /// More entries than the limit.
    TooManyEntries {
        /// The most that are taken in.
        limit: usize,
    },
    /// More bytes in all than the limit.
    TooMuch {
        /// The most that is taken in, in bytes.
        limit: usize,
    },
    /// Of an entry: more bytes than the limit.
    TooLarge {
        /// The most that is taken in, in bytes.
        limit: usize,
    },
    /// Of an entry: it needs a password.
    Encrypted,
    /// Of an entry: packed in a way that is not read here.
    Method {
        /// Its number in the directory.
        method: u16,
    },
    /// Of an entry: what is inflated is not what was packed.
    Damaged,
    /// Of an entry: an archive in the archive.
    Nested,
}

/// A file of an archive: its name with the folders it lies in, and what it holds.
pub type Unpacked = (String, Result<Vec<u8>, ArchiveError>);

/// Reads the files of an archive, in the order of its directory. Folders are passed over, and so is what
/// [`is_of_system`].
///
/// Names are UTF-8 where the archive says so or they read as such, and else GBK, as 资源管理器 writes them:
/// `gbk` decodes that (every browser can; the tables would be larger than the page). What neither reads is
/// shown as far as it goes. Steps out of a folder (`../`) are left out of names.
///
/// # Errors
/// [`ArchiveError`] says why nothing of it is read: no archive, broken, or beyond `capacity`.
pub fn unpack(
    bytes: &[u8],
    capacity: Capacity,
    gbk: impl Fn(&[u8]) -> Option<String>,
) -> Result<Vec<Unpacked>, ArchiveError> {
    capacity.check_size(bytes.len())?;
    let archive = open(bytes)?;
    let entries = directory(&archive, capacity)?;
    let names: Vec<String> = entries.iter().map(|entry| name(entry, &gbk)).collect();
    if names.iter().any(|name| name == "[Content_Types].xml") {
        return Err(ArchiveError::Document);
    }
    let mut left = capacity.total;
    let mut files = Vec::new();
    for (entry, name) in entries.iter().zip(names) {
        if entry.is_dir() || is_of_system(&name) {
            continue;
        }
        let content = match inflate(&archive, entry, &name, capacity.entry.min(left)) {
            // Less was left of the whole than an entry may have.
            Err(ArchiveError::TooLarge { limit }) if limit < capacity.entry => {
                return Err(ArchiveError::TooMuch { limit: capacity.total });
            }
            content => content,
        };
        left -= content.as_ref().map_or(0, Vec::len);
        files.push((name, content));
    }
    Ok(files)
}

/// Whether the directory is there, which is the last thing that is written of an archive.
pub(super) fn has_directory(bytes: &[u8]) -> bool {
    open(bytes).is_ok()
}

fn open(bytes: &[u8]) -> Result<ZipSliceArchive<&[u8]>, ArchiveError> {
    const OTHERS: [&[u8]; 2] = [b"Rar!", b"7z\xbc\xaf"];
    if OTHERS.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(ArchiveError::OtherKind);
    }
    ZipArchive::from_slice(bytes).map_err(|error| match error.kind() {
        ErrorKind::MissingEndOfCentralDirectory if !bytes.starts_with(b"PK") => {
            ArchiveError::NotAnArchive
        }
        _ => ArchiveError::Broken,
    })
}

/// Every record of the directory, as many as it promises.
fn directory<'a>(
    archive: &'a ZipSliceArchive<&[u8]>,
    capacity: Capacity,
) -> Result<Vec<ZipFileHeaderRecord<'a>>, ArchiveError> {
    let limit = capacity.entries;
    let mut records = Vec::new();
    for record in archive.entries() {
        records.push(record.map_err(|_| ArchiveError::Broken)?);
        if records.len() > limit {
            return Err(ArchiveError::TooManyEntries { limit });
        }
    }
    let is_whole = archive.entries_hint() == records.len() as u64;
    if is_whole { Ok(records) } else { Err(ArchiveError::Broken) }
}

/// What an entry holds, of at most `most` bytes.
fn inflate(
    archive: &ZipSliceArchive<&[u8]>,
    entry: &ZipFileHeaderRecord<'_>,
    name: &str,
    most: usize,
) -> Result<Vec<u8>, ArchiveError> {
    let is_archive = |end: &str| name.to_ascii_lowercase().ends_with(end);
    if [".zip", ".rar", ".7z"].into_iter().any(is_archive) {
        return Err(ArchiveError::Nested);
    }
    if entry.flags().is_encrypted() || entry.flags().has_strong_encryption() {
        return Err(ArchiveError::Encrypted);
    }
    let too_large = ArchiveError::TooLarge { limit: most };
    let promised = usize::try_from(entry.uncompressed_size_hint()).map_err(|_| too_large)?;
    if promised > most {
        return Err(too_large);
    }
    let packed = archive.get_entry(entry.wayfinder()).map_err(|_| ArchiveError::Damaged)?.data();
    let content = match entry.compression_method() {
        CompressionMethod::STORE if packed.len() > most => return Err(too_large),
        CompressionMethod::STORE => packed.to_vec(),
        // Nothing is no stream; and asked to grow from nothing, the inflater would never come to an end.
        CompressionMethod::DEFLATE if packed.is_empty() => return Err(ArchiveError::Damaged),
        CompressionMethod::DEFLATE => {
            decompress_to_vec_with_limit(packed, most).map_err(|error| match error.status {
                TINFLStatus::HasMoreOutput => too_large,
                _ => ArchiveError::Damaged,
            })?
        }
        method => return Err(ArchiveError::Method { method: method.as_u16() }),
    };
    let is_sound = content.len() == promised && crc32(&content) == entry.crc32();
    if is_sound { Ok(content) } else { Err(ArchiveError::Damaged) }
}

/// The name of an entry, with the folders it lies in.
fn name(entry: &ZipFileHeaderRecord<'_>, gbk: impl Fn(&[u8]) -> Option<String>) -> String {
    let bytes = entry.file_path().as_bytes();
    let as_utf8 = || std::str::from_utf8(bytes).ok().map(str::to_owned);
    let lossy = || String::from_utf8_lossy(bytes).into_owned();
    // Archivers that write in the system's encoding say what the name is in UTF-8 beside it.
    let unicode = entry.extra_fields().find_map(|(id, field)| match field {
        [1, sum @ ..] if id == ExtraFieldId::INFO_ZIP_UNICODE_PATH && sum.len() > 4 => {
            let (sum, path) = sum.split_at(4);
            let is_of_it = sum == crc32(bytes).to_le_bytes();
            is_of_it.then(|| String::from_utf8(path.to_vec()).ok()).flatten()
        }
        _ => None,
    });
    let name = if entry.flags().is_utf8() {
        as_utf8().unwrap_or_else(lossy)
    } else {
        unicode.or_else(as_utf8).or_else(|| gbk(bytes)).unwrap_or_else(lossy)
    };
    let name = cleaning::clean(&name).replace('\\', "/");
    let steps = name.split('/').filter(|step| !matches!(*step, "" | "." | ".."));
    steps.collect::<Vec<_>>().join("/")
}

/// Whether a file of this name, with the folders it lies in, is one that systems and programs write beside those of a
/// person: names that begin with a dot (`._台账.json` of macOS, `.~lock.台账.json#` of LibreOffice) or with `~$` (an
/// open document of Office and WPS), pictures of folders, bins, what archivers add.
pub fn is_of_system(name: &str) -> bool {
    const NAMES: [&str; 8] = [
        "__macosx",
        "thumbs.db",
        "ehthumbs.db",
        "ehthumbs_vista.db",
        "desktop.ini",
        "$recycle.bin",
        "system volume information",
        "@eadir",
    ];
    let is_of_system = |step: &str| {
        let step = step.trim_end();
        let is_named = NAMES.iter().any(|name| step.eq_ignore_ascii_case(name));
        is_named || step.starts_with('.') || step.starts_with("~$")
    };
    name.is_empty() || name.split(['/', '\\']).any(is_of_system)
}

impl ArchiveError {
    /// What is wrong, and what to do next.
    pub fn message(self) -> String {
        let megabytes = |limit: usize| (limit / MEGABYTE).to_string();
        match self {
            Self::NotAnArchive => {
                "这不是压缩包。请选择 .zip 压缩包，或直接选择 .json 台账文件。本机数据没有改动。"
                    .to_owned()
            }
            Self::OtherKind => "这是 RAR 或 7z 压缩包，本页只能打开 .zip。请先解压，再把里面的文件一起选中导入；或改压成 .zip。本机数据没有改动。".to_owned(),
            Self::Document => "这是 Excel、Word 或 WPS 文件，不是压缩包，改扩展名也不行。请选择 .zip 压缩包或 .json 台账文件。本机数据没有改动。".to_owned(),
            Self::Broken => "压缩包不完整或已损坏，可能没有传完。请让对方重新发送。本机数据没有改动。".to_owned(),
            Self::TooManyEntries { limit } => format!(
                "压缩包里的文件超过{limit}个，无法一次读入。请确认没有选错；如果没有选错，请分成几个压缩包。本机数据没有改动。"
            ),
            Self::TooMuch { limit } => format!(
                "压缩包解开后超过{} MB，无法一次读入。请确认没有选错；如果没有选错，请分成几个压缩包。本机数据没有改动。",
                megabytes(limit)
            ),
            Self::TooLarge { limit } => format!(
                "解开后超过{} MB，不像是台账文件，没有读入。请确认没有放错文件。",
                megabytes(limit)
            ),
            Self::Encrypted => {
                "设了密码，本页打不开。请先用密码解压，再导入里面的文件。".to_owned()
            }
            Self::Method { .. } => {
                "用了本页不认识的压缩方式。请先解压，再导入里面的文件；或重新压成普通的 .zip。"
                    .to_owned()
            }
            Self::Damaged => "已损坏，可能在传送中出错。请让对方重新发送。".to_owned(),
            Self::Nested => {
                "是压缩包里的压缩包，没有打开。请先解压一次，再导入里面的那个压缩包。".to_owned()
            }
        }
    }
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnArchive => write!(f, "no zip archive"),
            Self::OtherKind => write!(f, "a rar or 7z archive"),
            Self::Document => write!(f, "an office document"),
            Self::Broken => write!(f, "breaks off, or has no sound directory"),
            Self::TooManyEntries { limit } => write!(f, "more than {limit} entries"),
            Self::TooMuch { limit } => write!(f, "more than {limit} bytes in all"),
            Self::TooLarge { limit } => write!(f, "an entry of more than {limit} bytes"),
            Self::Encrypted => write!(f, "an encrypted entry"),
            Self::Method { method } => write!(f, "compression method {method}"),
            Self::Damaged => write!(f, "a damaged entry"),
            Self::Nested => write!(f, "an archive in the archive"),
        }
    }
}

impl std::error::Error for ArchiveError {}
