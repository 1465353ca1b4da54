//! Three pictures, and the numbers behind them.

use crate::browser::Screen;
use crate::page::Page;
use crate::visitor::arrive;

const CHARTS: [&str; 3] = ["chart-phase", "chart-theme", "chart-lead"];

impl Page {
    /// A chart's numbers as its table shows them, row by row.
    #[track_caller]
    pub fn table(&self, chart: &str) -> Vec<Vec<String>> {
        let figure = format!("document.getElementById('{chart}').closest('figure')");
        self.wait_until("the chart", |page| page.eval(&format!("!!{figure}")) == true);
        let press = format!("{figure}.querySelector('.chart-tools button').click()");
        self.eval(&press);
        let table = self.eval_as(&format!(
            "[...{figure}.querySelectorAll('.numbers tbody tr')]
                .map(row => [...row.children].map(cell => cell.innerText))"
        ));
        self.eval(&press);
        table
    }

    /// A chart as drawn.
    #[track_caller]
    fn drawn(&self, chart: &str) -> String {
        self.wait_for(&format!("#{chart} svg"));
        self.eval_as(&format!("document.querySelector('#{chart} svg').outerHTML"))
    }

    /// The links over a chart's bars, each with the number of tasks its bar stands for.
    #[track_caller]
    fn bars(&self, chart: &str) -> Vec<(String, usize)> {
        self.wait_for(&format!("#{chart} svg"));
        self.eval_as(&format!(
            "[...document.querySelectorAll('#{chart} a')]
                .map(bar => [bar.getAttribute('href'), Number(bar.title.match(/\\/(\\d+)/)[1])])"
        ))
    }

    /// Presses the other way of counting or dividing.
    #[track_caller]
    fn switch(&self, name: &str) {
        self.click_text(".charts .switch button", name);
        self.wait_until(name, |page| {
            page.texts(".charts .switch [aria-pressed=true]").iter().any(|on| on == name)
        });
    }
}

/// Marks every third task or so.
fn fill(page: &Page) {
    for (task, status) in
        [(1, "已完成"), (7, "已销号"), (13, "受阻"), (29, "推进中"), (48, "已完成")]
    {
        page.open_task(task);
        page.mark(status);
    }
    page.go("#/overview");
}

#[test]
fn a_table_says_what_its_chart_says() {
    let page = arrive("#/overview");
    fill(&page);
    let check = || {
        for chart in CHARTS {
            let drawn: String = page.eval_as(&format!(
                "document.querySelector('#{chart} svg').textContent.replace(/\\s/g, '')"
            ));
            for row in page.table(chart) {
                let [label, .., share, _] = &row[..] else { panic!("{row:?}") };
                let figure = format!("{}·{share}", row[row.len() - 3]);
                assert!(drawn.contains(label) && drawn.contains(&figure), "{row:?} in {drawn}");
            }
        }
    };
    check();
    page.switch("专题");
    page.switch("首位牵头");
    check();
}

#[test]
fn every_bar_opens_as_many_tasks_as_it_says() {
    let page = arrive("#/overview");
    fill(&page);
    page.switch("专题");
    for chart in CHARTS {
        page.go("#/overview");
        let bars = page.bars(chart);
        assert!(bars.len() >= 3, "{chart}: {bars:?}");
        for (href, count) in bars {
            page.go(&href);
            page.wait_until(&format!("{count} tasks of {href}"), |page| {
                page.listed().len() == count
            });
        }
    }
}

#[test]
fn a_bar_is_opened_by_a_click_or_by_enter() {
    let page = arrive("#/overview");
    page.wait_for("#chart-lead svg");
    page.click("#chart-lead .plot-links li:nth-child(3) a");
    page.wait_for_text(".count", "2项");
    page.back();
    page.wait_for("#chart-theme svg");
    page.eval("document.querySelector('#chart-theme li:nth-child(5) a').focus()");
    page.press("Enter");
    page.wait_for_tasks(&[46, 47, 48]);
}

#[test]
fn leads_are_counted_in_two_ways() {
    let page = arrive("#/overview");
    let total = |page: &Page| page.bars("chart-lead").iter().map(|(_, count)| count).sum::<usize>();
    assert!(total(&page) > 48, "several units lead one task");
    page.wait_for_text(".chart-foot", "合计大于任务总数");
    page.switch("首位牵头");
    page.wait_until("each task once", |page| total(page) == 48);
    page.wait_for_text(".chart-foot", "合计等于任务总数");
    assert_eq!(page.bars("chart-theme").len(), 5);
    page.switch("专题");
    page.wait_until("more topics than sections", |page| page.bars("chart-theme").len() > 5);
}

#[test]
fn charts_are_drawn_anew_for_every_look() {
    let page = arrive("#/overview");
    let light = page.drawn("chart-phase");
    page.browser.show_on(Screen::DESK.dark());
    page.wait_until("other colours in the dark", |page| page.drawn("chart-phase") != light);
    page.browser.show_on(Screen::DESK);
    page.wait_until("the same as before", |page| page.drawn("chart-phase") == light);
    page.go("#/settings");
    page.click_text(".settings .switch button", "高对比度");
    page.go("#/overview");
    page.wait_until("other colours in high contrast", |page| page.drawn("chart-phase") != light);

    let size = |page: &Page| -> f64 {
        page.wait_for("#chart-phase svg");
        page.eval_as("parseFloat(getComputedStyle(document.querySelector('#chart-phase svg text')).fontSize)")
    };
    let normal = size(&page);
    page.go("#/settings");
    page.click_text(".settings .check", "长辈版");
    page.go("#/overview");
    page.wait_until("larger letters", |page| size(page) > normal);
    page.browser.show_on(Screen::PHONE);
    page.wait_until("a narrow chart", |page| {
        page.eval_as::<f64>("document.querySelector('#chart-phase svg').clientWidth") < 390.0
    });
}

#[test]
fn a_chart_is_saved_as_a_picture() {
    let page = arrive("#/overview");
    page.wait_for("#chart-phase svg");
    page.click_text("button", "存为图片");
    let (name, file) = page.downloaded(".svg");
    let svg = String::from_utf8(file).unwrap();
    assert_eq!(name, "按阶段.svg");
    assert!(svg.starts_with("<svg"), "{svg}");
    let is_xml = page.eval_as::<bool>(&format!(
        "!new DOMParser().parseFromString({}, 'image/svg+xml').querySelector('parsererror')",
        serde_json::json!(svg)
    ));
    assert!(is_xml && svg.contains("截至") && svg.contains("来源"), "{svg}");
}
