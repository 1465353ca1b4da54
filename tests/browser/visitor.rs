//! Someone who works with the page: what they do often, and what they read on it.

use crate::browser::Screen;
use crate::page::Page;

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
    page.click_text("#welcome button", "跳过");
    page.wait_gone("#welcome[open]");
    page
}

/// Opens the page for the first time and says who one is.
#[track_caller]
pub fn arrive_as(name: &str, unit: &str, hash: &str) -> Page {
    let page = Page::open(hash);
    page.fill("#welcome label:nth-of-type(1) input", name);
    page.fill("#welcome label:nth-of-type(2) input", unit);
    page.click_text("#welcome button", "开始使用");
    page.wait_gone("#welcome[open]");
    page
}

impl Page {
    /// Goes to a task and waits until it is open.
    #[track_caller]
    pub fn open_task(&self, number: u16) {
        self.go(&format!("#/ledger?task={number}"));
        self.wait_for_text("#detail-title", &format!("第{number}项"));
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
        self.eval_as(&format!("document.querySelector('#row-{number} .status').dataset.status"))
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
            page.count("#preview[open], #problem[open]") == 1
        });
    }

    /// Exports everything and reads the file.
    #[track_caller]
    pub fn export(&self) -> (String, Vec<u8>) {
        self.click_text(".head-tools button", "导出");
        self.click_text("#export button", "导出文件");
        let path = self.wait_for_download(".json");
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(path).unwrap())
    }

    /// The words of a dialog once it is open.
    #[track_caller]
    pub fn dialog(&self, id: &str) -> String {
        self.wait_for(&format!("#{id}[open]"));
        self.text(&format!("#{id}"))
    }
}
