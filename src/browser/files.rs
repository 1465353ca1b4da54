//! Files that come and go: chosen, dropped, downloaded.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, DragEvent, Event, File, FileList, FileSystemFileHandle,
    HtmlAnchorElement, TextDecoder, TextDecoderOptions, Url,
};

use super::pace;
use super::refusal::words_of;
use crate::inbox::whole::is_whole;

/// Saves `text` as a download, all of it or nothing: it is handed over once the browser holds it whole.
///
/// # Errors
/// A developer's word on what the browser refused.
pub fn download(name: &str, text: &str, media_type: &str) -> Result<(), String> {
    try_download(name, text, media_type).map_err(|error| words_of(&error))
}

fn try_download(name: &str, text: &str, media_type: &str) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|w| w.document()).ok_or("no document")?;
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(&text.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    if size(&blob) != text.len() {
        return Err("the browser holds only a part of it".into());
    }
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The download holds the data by now; engines that start it later keep the address until the task ends.
    let release = wasm_bindgen::closure::Closure::once_into_js(move || {
        drop(Url::revoke_object_url(&address));
    });
    let window = web_sys::window().ok_or("no window")?;
    window
        .set_timeout_with_callback_and_timeout_and_arguments_0(release.unchecked_ref(), 60_000)
        .map(|_| ())
}

/// A file a person picked.
#[derive(Debug, Clone)]
pub struct Picked {
    file: File,
    /// Where it lies, if others may write it meanwhile.
    shared: Option<Shared>,
}

impl Picked {
    /// The files in an input, which is emptied so that the same can be chosen again.
    pub fn chosen(event: &Event) -> Vec<Self> {
        let target = event.target().and_then(|target| target.dyn_into().ok());
        let Some(input): Option<web_sys::HtmlInputElement> = target else { return Vec::new() };
        let files = Self::list(input.files());
        input.set_value("");
        files
    }

    /// The files dropped on the page.
    pub fn dropped(event: &Event) -> Vec<Self> {
        event.prevent_default();
        Self::list(event.unchecked_ref::<DragEvent>().data_transfer().and_then(|data| data.files()))
    }

    fn list(files: Option<FileList>) -> Vec<Self> {
        let files = files.into_iter();
        files
            .flat_map(|f| (0..f.length()).filter_map(move |at| f.item(at)).map(Self::from))
            .collect()
    }

    /// A text as if it had come in a file.
    ///
    /// # Errors
    /// A developer's word on what the browser refused.
    pub fn of(name: &str, text: &str) -> Result<Self, String> {
        let parts = js_sys::Array::of1(&text.into());
        let file = File::new_with_str_sequence(&parts, name);
        file.map(Self::from).map_err(|error| words_of(&error))
    }

    /// A file of a shared folder, as it is now.
    fn shared(file: File, shared: Shared) -> Self {
        Self { file, shared: Some(shared) }
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.file.name()
    }

    /// Its size in bytes.
    pub fn size(&self) -> usize {
        size(&self.file)
    }

    /// Has the browser read it whole.
    pub fn read(&self) -> Reading {
        let content = JsFuture::from(self.file.array_buffer());
        Reading { content, again: self.shared.clone().map(|shared| (shared, self.file.clone())) }
    }

    /// Whether nobody else writes it meanwhile, as far as the browser knows.
    pub fn is_own(&self) -> bool {
        self.shared.is_none()
    }

    /// Has the browser read several that [`Picked::is_own`], one behind the other: it takes as long over many small
    /// ones as over one.
    ///
    /// # Errors
    /// A developer's word on what the browser refused.
    pub fn read_together(files: &[Self]) -> Result<Reading, String> {
        let parts: js_sys::Array = files.iter().map(|picked| &picked.file).collect();
        let blob = Blob::new_with_blob_sequence(&parts).map_err(|error| words_of(&error))?;
        Ok(Reading { content: JsFuture::from(blob.array_buffer()), again: None })
    }
}

impl From<File> for Picked {
    fn from(file: File) -> Self {
        Self { file, shared: None }
    }
}

/// A file that the browser is reading.
pub struct Reading {
    content: JsFuture,
    again: Option<(Shared, File)>,
}

impl Reading {
    /// What is in it. In a shared folder, a file that someone is writing is waited for.
    ///
    /// # Errors
    /// A developer's word on what the browser refused: the file was moved or may not be read.
    pub async fn finish(self) -> Result<Vec<u8>, String> {
        let content = bytes(self.content).await;
        let content = match self.again {
            Some((shared, seen)) => shared.settle(seen, content).await,
            None => content,
        };
        content.map_err(|error| words_of(&error))
    }

    /// What is in each of several files of these sizes.
    ///
    /// # Errors
    /// The same of any of them, or that one has another size by now.
    pub async fn finish_apart(self, sizes: &[usize]) -> Result<Vec<Vec<u8>>, String> {
        let buffer = self.content.await.map_err(|error| words_of(&error))?;
        let bytes = js_sys::Uint8Array::new(&buffer);
        if sizes.iter().sum::<usize>() != bytes.length() as usize {
            return Err("files have changed".to_owned());
        }
        let mut start = 0;
        let take = |size: &usize| {
            let end = start + u32::try_from(*size).unwrap_or_default();
            bytes.subarray(std::mem::replace(&mut start, end), end).to_vec()
        };
        Ok(sizes.iter().map(take).collect())
    }
}

/// A file of a folder that others write to, perhaps at this moment.
#[derive(Debug, Clone)]
pub(super) struct Shared(pub(super) FileSystemFileHandle);

/// How often a file that changes is looked at again, and after how many milliseconds.
const LOOKS: u32 = 10;
const PAUSE: i32 = 500;

impl Shared {
    /// The file as it is now; one that was taken away meanwhile is named as one that does not read.
    pub(super) async fn pick(self) -> Result<Picked, JsValue> {
        let file = match self.look().await {
            Ok(file) => file,
            Err(_) => File::new_with_str_sequence(&js_sys::Array::new(), &self.0.name())?,
        };
        Ok(Picked::shared(file, self))
    }

    async fn look(&self) -> Result<File, JsValue> {
        JsFuture::from(self.0.get_file()).await.map(JsCast::unchecked_into)
    }

    /// Reads the file again for as long as it is neither whole nor at rest. `content` is what reading it as it was
    /// `seen` gave.
    async fn settle(
        self,
        seen: File,
        mut content: Result<Vec<u8>, JsValue>,
    ) -> Result<Vec<u8>, JsValue> {
        let state = |file: &File| (file.size(), file.last_modified());
        let mut last = Some(state(&seen));
        for _ in 0..LOOKS {
            if content.as_ref().is_ok_and(|bytes| is_whole(bytes)) {
                break;
            }
            pace::pause(PAUSE).await;
            let file = self.look().await;
            let now = file.as_ref().ok().map(state);
            if now == last {
                break;
            }
            last = now;
            content = match file {
                Ok(file) => bytes(JsFuture::from(file.array_buffer())).await,
                Err(error) => Err(error),
            };
        }
        content
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole and below 2^53
fn size(blob: &Blob) -> usize {
    blob.size() as usize
}

/// What is in a buffer, once it is filled.
async fn bytes(buffer: JsFuture) -> Result<Vec<u8>, JsValue> {
    buffer.await.map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec())
}

/// A text in GBK, such as the names in an archive that Windows made; `None` where it is none.
pub fn read_gbk(bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options("gbk", &options).ok()?;
    decoder.decode_with_u8_array(bytes).ok()
}

/// Lets what is dragged over the page be dropped if it holds a file, and says whether it does.
pub fn let_drop(event: &Event) -> bool {
    let dragged = event.unchecked_ref::<DragEvent>().data_transfer();
    let is_file = dragged.is_some_and(|data| data.types().includes(&"Files".into(), 0));
    if is_file {
        event.prevent_default();
    }
    is_file
}

/// Whether what is dragged leaves the page, as far as the browser tells: WebKit says so of every part of it.
pub fn leaves(event: &Event) -> bool {
    event.unchecked_ref::<DragEvent>().related_target().is_none()
}
