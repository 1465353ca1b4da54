//! Files that come and go: chosen, dropped, downloaded.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, DragEvent, Event, File, FileList, HtmlAnchorElement, TextDecoder,
    TextDecoderOptions, Url,
};

/// Saves `text` as a download.
///
/// # Errors
/// A developer's word on what the browser refused.
pub fn download(name: &str, text: &str, media_type: &str) -> Result<(), String> {
    try_download(name, text, media_type).map_err(|error| format!("{error:?}"))
}

fn try_download(name: &str, text: &str, media_type: &str) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|w| w.document()).ok_or("no document")?;
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(&text.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
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
pub struct Picked(File);

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
        files.flat_map(|f| (0..f.length()).filter_map(move |at| f.item(at)).map(Self)).collect()
    }

    /// A text as if it had come in a file.
    ///
    /// # Errors
    /// A developer's word on what the browser refused.
    pub fn of(name: &str, text: &str) -> Result<Self, String> {
        let parts = js_sys::Array::of1(&text.into());
        let file = File::new_with_str_sequence(&parts, name);
        file.map(Self).map_err(|error| format!("{error:?}"))
    }

    pub(super) fn from_file(file: File) -> Self {
        Self(file)
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Its size in bytes.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole and below 2^53
    pub fn size(&self) -> usize {
        self.0.size() as usize
    }

    /// Has the browser read it whole.
    pub fn read(&self) -> Reading {
        Reading(JsFuture::from(self.0.array_buffer()))
    }
}

/// A file that the browser is reading.
pub struct Reading(JsFuture);

impl Reading {
    /// What is in it.
    ///
    /// # Errors
    /// A developer's word on what the browser refused: the file was moved or may not be read.
    pub async fn finish(self) -> Result<Vec<u8>, String> {
        let buffer = self.0.await;
        buffer
            .map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec())
            .map_err(|error| format!("{error:?}"))
    }
}

/// A text in GBK, such as the names in an archive that Windows made; `None` where it is none.
pub fn read_gbk(bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options("gbk", &options).ok()?;
    decoder.decode_with_u8_array(bytes).ok()
}

/// Lets what is dragged over the page be dropped, if it holds a file.
pub fn let_drop(event: &Event) {
    let dragged = event.unchecked_ref::<DragEvent>().data_transfer();
    if dragged.is_some_and(|data| data.types().includes(&"Files".into(), 0)) {
        event.prevent_default();
    }
}
