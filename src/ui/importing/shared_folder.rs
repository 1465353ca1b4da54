//! The folder that everyone puts their files in, where the browser can keep one: picked once, read again at a click.

use leptos::prelude::*;

use crate::browser::files::Picked;
use crate::browser::folder::{Folder, FolderError};
use crate::browser::{page, task};
use crate::inbox::archive::is_of_system;
use crate::ui::elements::dom::{El, button, classed, dyn_text};
use crate::ui::state::session::Session;

/// A folder holds all sorts of files.
pub fn is_ledger(name: &str) -> bool {
    let ending = name.to_lowercase();
    !is_of_system(name) && [".json", ".zip"].iter().any(|end| ending.ends_with(end))
}

/// Takes the files of a folder.
pub fn take(session: Session, files: Vec<Picked>) {
    if files.is_empty() {
        session.say("这个文件夹里没有台账文件（.json 或 .zip）。".to_owned());
    }
    session.pending.receive_files(files);
}

/// The folder that everyone puts their files in, picked once and read again whenever it is wanted.
pub fn view(session: Session) -> Option<El> {
    if !Folder::is_offered() {
        return None;
    }
    let kept: RwSignal<Option<Folder>, LocalStorage> = RwSignal::new_local(None);
    task::spawn(async move {
        if let Some(folder) = Folder::kept().await {
            kept.set(Some(folder));
        }
    });
    let read = move |folder: Folder| async move {
        match folder.files(is_ledger).await {
            Ok(files) => take(session, files),
            Err(error) => session.say(refused(&folder.name(), error)),
        }
    };
    let pick = move || {
        task::spawn(async move {
            match Folder::pick().await {
                Ok(folder) => {
                    kept.set(Some(folder.clone()));
                    read(folder).await;
                }
                Err(FolderError::Cancelled) => {}
                Err(error) => session.say(refused("文件夹", error)),
            }
        });
    };
    let again = move || {
        if let Some(folder) = kept.get_untracked() {
            task::spawn(read(folder));
        }
    };
    let forget = move || {
        kept.set(None);
        task::spawn(Folder::forget());
    };
    let name = move || kept.with(|folder| folder.as_ref().map(Folder::name).unwrap_or_default());
    let is_none = move || kept.with(Option::is_none);
    let actions = classed("p", "actions")
        .child(
            button("", again)
                .bool_attr("hidden", is_none)
                .child(dyn_text(move || format!("重新读取“{}”", name()))),
        )
        .child(button("", pick).child(dyn_text(move || {
            if is_none() { "设为共享文件夹" } else { "换一个文件夹" }.to_owned()
        })))
        .child(button("取消共享文件夹", forget).bool_attr("hidden", is_none));
    Some(actions)
}

fn refused(name: &str, error: FolderError) -> String {
    match error {
        FolderError::Cancelled => String::new(),
        FolderError::Denied => {
            format!("浏览器没有得到读取“{name}”的许可。请再点一次并选“允许”，或用“选择文件夹”。")
        }
        FolderError::Gone => format!("“{name}”已不在原来的位置。请点“换一个文件夹”重新选择。"),
        FolderError::Other(error) => {
            page::report(&error);
            format!("“{name}”读不出来。请检查网络盘是否连接，或用“选择文件夹”。")
        }
    }
}
