//! A folder that a person picked once and the browser keeps for later visits, where it can: File System Access and
//! IndexedDB. Firefox and WebKit offer no such folders; there, the files are chosen each time.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    FileSystemDirectoryHandle, FileSystemHandle, FileSystemHandleKind, IdbDatabase, IdbObjectStore,
    IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode,
};

use super::files::{Picked, Shared};
use super::page;
use super::refusal::{name_of, words_of};

/// A folder that may be read.
#[derive(Debug, Clone)]
pub struct Folder(FileSystemDirectoryHandle);

/// Why a folder is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderError {
    /// The person changed their mind.
    Cancelled,
    /// The person, or the browser, does not allow it.
    Denied,
    /// It is no longer there.
    Gone,
    /// Something else, in the browser's words.
    Other(String),
}

const PICKER: &str = "showDirectoryPicker";
const DATABASE: &str = "policy-ledger";
const STORE: &str = "folders";
const KEY: &str = "last";

/// How deep folders lie in each other that are still looked into.
const DEPTH: usize = 4;

impl Folder {
    /// Whether this browser lets a person pick one.
    pub fn is_offered() -> bool {
        web_sys::window().is_some_and(|window| Reflect::has(&window, &PICKER.into()) == Ok(true))
    }

    /// Lets the person pick one, and keeps it for later visits.
    ///
    /// # Errors
    /// [`FolderError`] says why there is none.
    pub async fn pick() -> Result<Self, FolderError> {
        let picked = Self::try_pick().await.map_err(|error| why(&error))?;
        // One that is not kept is picked again the next time.
        if let Err(error) = picked.save().await {
            page::report(&words_of(&error));
        }
        Ok(picked)
    }

    async fn try_pick() -> Result<Self, JsValue> {
        let window = web_sys::window().ok_or("no window")?;
        let picker: Function = Reflect::get(&window, &PICKER.into())?.dyn_into()?;
        let options = Object::new();
        Reflect::set(&options, &"id".into(), &DATABASE.into())?;
        let asked: Promise = picker.call1(&window, &options)?.dyn_into()?;
        Ok(Self(JsFuture::from(asked).await?.unchecked_into()))
    }

    /// The one picked last, on this or an earlier visit.
    pub async fn kept() -> Option<Self> {
        let kept = async {
            let store = store(IdbTransactionMode::Readonly).await?;
            result(&store.get(&KEY.into())?).await
        };
        let kept = kept.await.ok().filter(JsValue::is_object)?;
        Some(Self(kept.unchecked_into()))
    }

    async fn save(&self) -> Result<(), JsValue> {
        let store = store(IdbTransactionMode::Readwrite).await?;
        store.put_with_key(&self.0, &KEY.into())?;
        complete(&store.transaction()).await
    }

    /// Keeps none any longer.
    pub async fn forget() {
        let gone = async {
            let store = store(IdbTransactionMode::Readwrite).await?;
            store.delete(&KEY.into())?;
            complete(&store.transaction()).await
        };
        if let Err(error) = gone.await {
            page::report(&words_of(&error));
        }
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// The files in it, and in the folders in it, whose names are the right ones. The browser may ask the person first.
    ///
    /// # Errors
    /// [`FolderError`] says why it cannot be read.
    pub async fn files(&self, is_right: impl Fn(&str) -> bool) -> Result<Vec<Picked>, FolderError> {
        if !self.may_be_read().await.map_err(|error| why(&error))? {
            return Err(FolderError::Denied);
        }
        let mut files = Vec::new();
        let mut folders = vec![(self.0.clone(), 1)];
        while let Some((folder, depth)) = folders.pop() {
            for entry in entries(&folder).await.map_err(|error| why(&error))? {
                if entry.kind() == FileSystemHandleKind::Directory {
                    if depth < DEPTH {
                        folders.push((entry.unchecked_into(), depth + 1));
                    }
                } else if is_right(&entry.name()) {
                    let picked = Shared(entry.unchecked_into()).pick().await;
                    files.push(picked.map_err(|error| why(&error))?);
                }
            }
        }
        Ok(files)
    }

    /// Asks the browser, and the browser the person where that is due.
    async fn may_be_read(&self) -> Result<bool, JsValue> {
        for ask in ["queryPermission", "requestPermission"] {
            let ask: Function = Reflect::get(&self.0, &ask.into())?.dyn_into()?;
            let asked: Promise = ask.call0(&self.0)?.dyn_into()?;
            if JsFuture::from(asked).await? == "granted" {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// What lies in a folder, by name.
async fn entries(folder: &FileSystemDirectoryHandle) -> Result<Vec<FileSystemHandle>, JsValue> {
    let values = folder.values();
    let mut found: Vec<FileSystemHandle> = Vec::new();
    loop {
        let next: js_sys::IteratorNext = JsFuture::from(values.next()?).await?.unchecked_into();
        if next.done() {
            found.sort_by_key(FileSystemHandle::name);
            return Ok(found);
        }
        found.push(next.value().unchecked_into());
    }
}

/// Where folders are kept. Local storage keeps texts only.
async fn store(mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let opening: IdbOpenDbRequest =
        window.indexed_db()?.ok_or("no database")?.open_with_u32(DATABASE, 1)?;
    let request = opening.clone();
    let make = Closure::once(move || {
        let fresh = request.result().map(JsCast::unchecked_into::<IdbDatabase>);
        // Where it is not made, the transaction below says so.
        drop(fresh.and_then(|database| database.create_object_store(STORE)));
    });
    opening.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
    let database: IdbDatabase = result(&opening).await?.unchecked_into();
    database.transaction_with_str_and_mode(STORE, mode)?.object_store(STORE)
}

/// What a request to the database comes to.
async fn result(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let done = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(done).await {
        Ok(_) => request.result(),
        Err(_) => Err(request.error()?.map_or_else(unnamed, Into::into)),
    }
}

/// Waits until what was asked for is on the disk: the success of a request says only that it is no mistake.
async fn complete(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let done = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(done).await {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction.error().map_or_else(unnamed, Into::into)),
    }
}

/// What is said where the browser names no cause.
fn unnamed() -> JsValue {
    "the database refused".into()
}

fn why(error: &JsValue) -> FolderError {
    match name_of(error).as_deref() {
        Some("AbortError") => FolderError::Cancelled,
        Some("NotAllowedError" | "SecurityError") => FolderError::Denied,
        Some("NotFoundError") => FolderError::Gone,
        _ => FolderError::Other(words_of(error)),
    }
}
