//! Someone who works with the page: what they do often, and what they read on it.

use policy_ledger::format::encode;
use policy_ledger::json::Layout;
use policy_ledger::ledger::{
    Actor, Edit, Editor, Field, Ledger, Millis, Now, Reporter, Status, Value,
};
use policy_ledger::policy::{BUNDLED_ID, TaskNumber};

use crate::browser::Screen;
use crate::page::{Page, shown};

/// Where the ledger is kept.
pub const KEY: &str = "policy-ledger:guangzhou-financial-hub-2021:ledger";

/// Opens the page for the first time and skips the question who one is.
#[track_caller]
pub fn arrive(hash: &str) -> Page {
    arrive_on(Screen::DESK, hash)
}

/// The same, on another screen.
#[track_caller]
pub fn arrive_on(screen: Screen, hash: &str) -> Page {
    let page = Page::open_on(screen, hash);
    page.skip_question();
    page
}

/// Opens the page for the first time on a host without the worker that keeps it: whatever is asked for comes
/// from there.
#[track_caller]
pub fn arrive_unkept(hash: &str) -> Page {
    let page = Page::blank(Screen::DESK);
    page.site.replace("sw.js", None);
    page.load(hash);
    page.skip_question();
    page
}

/// Opens a page on disk in a browser that has been nowhere, and skips the question who one is.
#[track_caller]
pub fn arrive_on_disk(url: &str) -> Page {
    let page = Page::blank(Screen::DESK);
    page.visit(url);
    page.skip_question();
    page
}

/// Opens the page for the first time and says who one is.
#[track_caller]
pub fn arrive_as(name: &str, unit: &str, hash: &str) -> Page {
    let page = Page::open(hash);
    page.fill("#welcome label:nth-of-type(1) input", name);
    page.fill("#welcome label:nth-of-type(2) input", unit);
    page.wait_gone("#welcome[open]", || page.click_text("#welcome button", "开始使用"));
    page
}

impl Page {
    /// Leaves open who one is.
    #[track_caller]
    pub fn skip_question(&self) {
        self.wait_gone("#welcome[open]", || self.click_text("#welcome button", "跳过"));
    }

    /// Goes to a task and waits until it is open.
    #[track_caller]
    pub fn open_task(&self, number: u16) {
        self.go(&format!("#/ledger?task={number}"));
        self.wait_for_text("#detail-title", &format!("第{number}项"));
    }

    /// Unfolds where the values of the open task came from.
    #[track_caller]
    pub fn show_origins(&self) {
        self.click_text(".detail summary", "来源");
        self.wait_for(".origins");
    }

    /// Presses a status button of the open task.
    #[track_caller]
    pub fn mark(&self, status: &str) {
        self.click_text(".statuses button", status);
    }

    /// Types a 完成率 and leaves the field.
    #[track_caller]
    pub fn set_percent(&self, percent: u16) {
        self.fill("#percent-number", &percent.to_string());
        self.press("Tab");
    }

    /// The status of a task as its row in the list says it.
    #[track_caller]
    pub fn row_status(&self, number: u16) -> String {
        let status = format!("document.querySelector('#row-{number} .status')");
        self.eval_as(&format!("{status}?.dataset.status ?? 'not there'"))
    }

    /// The 完成率 of a task as its row in the list says it.
    #[track_caller]
    pub fn row_percent(&self, number: u16) -> String {
        self.eval_as(&format!(
            "document.querySelector('#row-{number} .percent .number').textContent"
        ))
    }

    /// Puts a file of this content on the page, as choosing it would.
    #[track_caller]
    pub fn receive(&self, name: &str, content: &[u8]) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        self.upload("#choose-file", &[&path]);
        self.wait_until("the file is read", |page| {
            page.count("#preview[open][aria-busy=false], #problem[open]") == 1
        });
    }

    /// Opens the page with a ledger that is too large to be written whole at every save.
    #[track_caller]
    pub fn bring_large_ledger(&self) {
        let text = Value::Text("进".repeat(2_000));
        self.bring((30..=48).map(|task| (task, Field::Progress, text.clone())));
    }

    /// Opens the page with one of so many changes, 1,200, that not all are read at once.
    #[track_caller]
    pub fn bring_long_ledger(&self) {
        let statuses = [Status::Stuck, Status::Underway].map(Value::Status);
        let updates = statuses.into_iter().cycle().take(40);
        self.bring(updates.flat_map(|s| (19..=48).map(move |t| (t, Field::Status, s.clone()))));
    }

    #[track_caller]
    fn bring(&self, changes: impl Iterator<Item = (u16, Field, Value)>) {
        let mut editor =
            Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(1), Reporter::default());
        for ((task, field, value), minute) in changes.zip(0..) {
            let at = Millis(1_635_667_200_000 + minute * 60_000);
            let edit = Edit { task: TaskNumber(task), field, value: Some(value) };
            editor.apply("填".to_owned(), vec![edit], Now { at, offset_minutes: 480 });
        }
        self.store(KEY, &encode(editor.ledger(), None, Layout::Compact));
        self.reload();
        self.wait_for(".statuses");
    }

    /// Exports everything and reads the file.
    #[track_caller]
    pub fn export(&self) -> (String, Vec<u8>) {
        self.click_text(".head-tools button", "导出");
        self.click_text("#export button", "导出文件");
        self.downloaded(".json")
    }

    /// Saves the page with the ledger in it, in the form of this name.
    #[track_caller]
    pub fn save_page(&self, form: &str) -> (String, Vec<u8>) {
        self.click_text(".head-tools button", "导出");
        self.click_text("#export label", form);
        self.click_text("#export button", "导出文件");
        self.downloaded(".html")
    }

    /// Takes a download out of its folder, so that the next of the same name is not mistaken for it.
    #[track_caller]
    pub fn downloaded(&self, ending: &str) -> (String, Vec<u8>) {
        let path = self.wait_for_download(ending);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let content = std::fs::read(&path).unwrap();
        std::fs::remove_file(path).unwrap();
        (name, content)
    }

    /// Chooses what stands in a file, once its preview is open.
    #[track_caller]
    pub fn accept(&self) {
        self.wait_gone("#preview[open]", || self.click_text("#preview button", "导入这些内容"));
    }

    /// The numbers of the tasks that are listed.
    #[track_caller]
    pub fn listed(&self) -> Vec<u16> {
        self.eval_as(&format!("{}.map(row => Number(row.id.slice(4)))", shown("a.row")))
    }

    /// Waits until exactly these tasks are listed.
    #[track_caller]
    pub fn wait_for_tasks(&self, tasks: &[u16]) {
        self.wait_until(&format!("the list {tasks:?}"), |page| page.listed() == tasks);
        self.wait_for_text(".count", &format!("{}项", tasks.len()));
    }

    /// Waits until a task has this status and 完成率 in the list.
    #[track_caller]
    pub fn wait_for_row(&self, task: u16, status: &str, percent: u16) {
        self.wait_until(&format!("{status}, {percent}% in row {task}"), |page| {
            page.row_status(task) == status && page.row_percent(task) == format!("{percent}%")
        });
    }

    /// The id of what has the focus.
    #[track_caller]
    pub fn focused(&self) -> String {
        self.eval_as("document.activeElement.id")
    }

    /// The words of a dialog once it is open.
    #[track_caller]
    pub fn dialog(&self, id: &str) -> String {
        self.wait_for(&format!("#{id}[open]"));
        self.text(&format!("#{id}"))
    }
}

/// An archive of files as they are, after the application note of PKWARE, 4.3.
pub fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    let short = |n: usize| u16::try_from(n).unwrap().to_le_bytes();
    let long = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
    for (name, content) in files {
        let at = long(out.len());
        // Version, names in UTF-8, no compression, no time.
        let mut entry = vec![20, 0, 0, 8, 0, 0, 0, 0, 0, 0];
        entry.extend(rawzip::crc32(content).to_le_bytes());
        entry.extend([long(content.len()), long(content.len())].concat());
        entry.extend([short(name.len()), short(0)].concat());
        out.extend([&b"PK\x03\x04"[..], &entry, name.as_bytes(), content].concat());
        directory.extend([&b"PK\x01\x02\x14\x00"[..], &entry, &[0; 10], &at].concat());
        directory.extend(name.as_bytes());
    }
    let at = long(out.len());
    let count = short(files.len());
    let size = long(directory.len());
    out.extend(&directory);
    out.extend([&b"PK\x05\x06\0\0\0\0"[..], &count, &count, &size, &at, &[0, 0]].concat());
    out
}
