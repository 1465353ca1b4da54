//! 汇总: the files of all units taken in at once, and who has reported for which period.

use leptos::prelude::*;
use time::Date;

use crate::browser::files::Picked;
use crate::browser::{pace, page, task};
use crate::format::{Code, code_of};
use crate::ledger::stamp::print_date;
use crate::outbox::csv::csv;
use crate::outbox::share_text::{self, ShareTextError};
use crate::tally;
use crate::tally::period::Span;
use crate::tally::reporting::{self, Matrix, UnitReports};
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, button, classed, commit, dyn_text, dyn_view, effect, el,
};
use crate::ui::exporting::export::download;
use crate::ui::importing::picking;
use crate::ui::importing::shared_folder;
use crate::ui::state::session::{Session, use_session};
use crate::ui::widgets::identity;
use crate::ui::widgets::parts::{heading, scroller};
use crate::ui::widgets::typing;

const FOLDER: &str = "choose-folder";
const REMINDERS: &str = "reminders";

/// How many periods the table shows.
const PERIODS: usize = 6;

/// The screen.
pub fn view() -> El {
    let session = use_session();
    let span = RwSignal::new(Span::Month);
    let leads_only = RwSignal::new(false);
    let matrix = Memo::new(move |_| {
        // Those explained on this machine count as soon as they are.
        session.preference(|p| p.unit_names.len());
        let today = session.now().today();
        let mut matrix = session
            .with(|ledger| reporting::matrix(session.policy(), ledger, span.get(), today, PERIODS));
        matrix.trim();
        if leads_only.get() {
            matrix.units.retain(|unit| unit.leads().next().is_some());
        }
        matrix
    });
    classed("div", "periods rollup")
        .child(el("h1").child("汇总"))
        .child(choosing(session))
        .child(messages(session))
        .child(reports(session, matrix, span, leads_only))
}

/// What can be taken in, and how.
fn choosing(session: Session) -> El {
    let folder = el("input")
        .attr("id", FOLDER)
        .attr("type", "file")
        .attr("webkitdirectory", "")
        .attr("aria-label", "选择存放台账文件的文件夹")
        .attr("hidden", "")
        .on("change", move |event| {
            let mut files = Picked::chosen(&event);
            files.retain(|file| shared_folder::is_ledger(&file.name()));
            shared_folder::take(session, files);
        });
    el("section")
        .attr("aria-labelledby", "collect-title")
        .child(heading("h2", "collect-title", "接收各单位台账"))
        .child(el("p").child(
            "把各单位发来的 JSON 文件（或打成的 zip）一起选中，或直接拖到页面上。导入前先列出每份文件的来源、日期和新内容；确认后一次导入，可一步撤销。个别文件有误不影响其余。",
        ))
        .child(
            classed("p", "actions")
                .child(button("选择文件", picking::choose).attr("class", "primary"))
                .child(button("选择文件夹", || page::click(FOLDER)))
                .child(folder),
        )
        .child(shared_folder::view(session))
}

/// What came in a message instead of a file, and a code to compare.
fn messages(session: Session) -> El {
    let message = RwSignal::new(String::new());
    let read = move || {
        let opened = share_text::open(&message.get_untracked()).map_err(ShareTextError::message);
        match opened.and_then(|text| Picked::of("粘贴的文字", &text)) {
            Ok(file) => {
                message.set(String::new());
                session.pending.receive_files(vec![file]);
            }
            Err(why) => session.say(why),
        }
    };
    let code = RwSignal::new(String::new());
    let own = RwSignal::new(String::new());
    effect(move || {
        session.track();
        own.set(String::new());
        // It takes the whole ledger to make: after what else there is to show.
        task::spawn(async move {
            pace::yield_now().await;
            own.set(session.with_untracked(code_of).to_string());
        });
    });
    let verdict = move || {
        let (typed, own) = (code.get(), own.get());
        if own.is_empty() {
            return "正在计算本机台账的校验码…".to_owned();
        }
        if typed.trim().is_empty() {
            return format!("本机台账的校验码是{own}");
        }
        match typed.parse::<Code>() {
            Ok(typed) if typed.to_string() == own => "一致：就是本机现在的内容。".to_owned(),
            Ok(_) => format!("不一致：本机现在的校验码是{own}。"),
            Err(error) => error.message().to_owned(),
        }
    };
    el("section")
        .attr("aria-labelledby", "message-title")
        .child(heading("h2", "message-title", "粘贴文字、核对校验码"))
        .child(classed("label", "field").child(el("span").child("粘贴收到的台账文本")).child(
            typing::words_into(
                el("textarea").attr("id", "message").attr("rows", "2").value(move || message.get()),
                move |typed| message.set(typed),
            ),
        ))
        .child(classed("p", "actions").child(
            button("读取", read).bool_attr("disabled", move || message.with(String::is_empty)),
        ))
        .child(
            classed("label", "field inline")
                .child(el("span").child("文件或打印件上的校验码"))
                .child(typing::words_into(
                    el("input").attr("id", "code").value(move || code.get()),
                    move |typed| code.set(typed),
                )),
        )
        .child(classed("p", "hint").attr("role", "status").child(dyn_text(verdict)))
}

/// 报送情况
fn reports(
    session: Session,
    matrix: Memo<Matrix>,
    span: RwSignal<Span>,
    leads_only: RwSignal<bool>,
) -> El {
    let policy = session.policy();
    let way = |name, value| {
        button(name, move || span.set(value)).aria_pressed(move || span.get() == value)
    };
    let save = move || {
        let today = print_date(untrack(|| session.now()).today());
        let text = csv(&matrix.with_untracked(|matrix| matrix.rows(policy)));
        download(session, &format!("报送情况_{today}.csv"), &text, "text/csv");
    };
    let count = move || {
        matrix.with(|matrix| {
            let last = matrix.periods.len().saturating_sub(1);
            let counts = matrix.periods.iter().enumerate().skip(last.saturating_sub(1));
            let words = counts.map(|(at, period)| {
                let (has, all) = matrix.count(at);
                format!("{}已报{has}/{all}", period.name)
            });
            words.collect::<Vec<_>>().join("；")
        })
    };
    el("section")
        .attr("aria-labelledby", "reports-title")
        .child(heading("h2", "reports-title", "报送情况"))
        .child(
            classed("div", "sheet-tools")
                .child(
                    classed("span", "switch")
                        .attr("role", "group")
                        .attr("aria-label", "期次长短")
                        .child(way("按月", Span::Month))
                        .child(way("按季", Span::Quarter)),
                )
                .child(crate::ui::widgets::parts::check_box(
                    "只看牵头单位",
                    move || leads_only.get(),
                    move |on| leads_only.set(on),
                ))
                .child(commit("存为表格（CSV）", save))
                .child(button("打印", page::print)),
        )
        .child(el("p").child(el("strong").child(dyn_text(count))))
        .child(classed("p", "hint").child(
            "按“导入”时记下的收件统计：导出日期不晚于截至日为已报，此后十天内首次来件为逾期报。以承担任务（牵头、配合、支持，含各区）的单位为基数。",
        ))
        .child(dyn_view(move || matrix.with(|matrix| table(session, matrix)).into_any_view()))
        .child(dyn_view(move || matrix.with(|matrix| reminders(session, matrix)).into_any_view()))
}

fn table(session: Session, matrix: &Matrix) -> El {
    let roster = session.policy().roster();
    let row = |unit: &UnitReports| {
        let leads = unit.leads().count();
        let cells = unit.reported.iter().map(|reported| {
            el("td").attr("data-reported", reported.slug()).child(reported.print())
        });
        let row = el("tr")
            .child(el("th").attr("scope", "row").child(roster.name(unit.unit)))
            .child(classed("td", "number").child(leads.to_string()))
            .child(classed("td", "number").child((unit.tasks.len() - leads).to_string()));
        cells.fold(row, El::child)
    };
    let names = matrix.periods.iter().map(|period| period.name.clone());
    let heads = ["单位", "牵头", "配合、支持"].into_iter().map(str::to_owned).chain(names);
    let heads = heads.map(|name| el("th").attr("scope", "col").child(name));
    let table = classed("table", "closings")
        .child(el("thead").child(heads.fold(el("tr"), El::child)))
        .child(matrix.units.iter().map(row).fold(el("tbody"), El::child));
    scroller("单位和期次").child(table)
}

/// Words to send to each unit that owes a report for the period before this one, or for this one near its end.
fn reminders(session: Session, matrix: &Matrix) -> Fragment {
    let policy = session.policy();
    let last = matrix.periods.len().saturating_sub(1);
    // Once this period's day is near, it is the one to ask for.
    let today = session.now().today();
    let is_near = matrix.periods.get(last).is_some_and(|p| (p.until - today).whole_days() <= 5);
    let at = if is_near { last } else { last.saturating_sub(1) };
    let Some(period) = matrix.periods.get(at) else { return Fragment::default() };
    let yardstick = session.yardstick();
    let words: Vec<String> = session.with(|ledger| {
        let pressing = |unit| tally::remind_of(policy, ledger, unit, yardstick);
        let remind = |unit: &UnitReports| unit.remind(policy, period, today) + &pressing(unit.unit);
        matrix.owing(at).map(remind).collect()
    });
    let count = words.len();
    let copy = move || {
        session.say(if page::copy(REMINDERS) {
            "已复制，可以粘贴到微信里。".to_owned()
        } else {
            "浏览器没有允许复制：文字已选中，请按 Ctrl+C。".to_owned()
        });
    };
    let strangers = (!matrix.unknown_units.is_empty()).then(|| {
        let asked = matrix.unknown_units.iter().map(|name| identity::ask(session, name, || ()));
        let names = matrix.unknown_units.join("、");
        let told = el("p").child(format!(
            "来件中有政策未列名的单位：{names}，未计入上表。请核对署名；仅写法不同的，请选定所指单位："
        ));
        asked.fold(classed("div", "strangers").child(told), El::child)
    });
    let fast = (!matrix.fast_clocks.is_empty()).then(|| {
        let day = |on: &Date| format!("{}月{}日", u8::from(on.month()), on.day());
        let told = matrix.fast_clocks.iter().map(|(who, on)| format!("{who}{}来件", day(on)));
        let told = told.collect::<Vec<_>>().join("、");
        el("p").child(format!(
            "{told}的电脑时间偏快，已按收到日期计算报送期限。请对方校准电脑的日期和时间。"
        ))
    });
    Fragment::default().child(strangers).child(fast).child(
        el("details")
            .child(el("summary").child(format!("{}的催报文字（{count}个单位）", period.name)))
            .child(
                el("textarea")
                    .attr("id", REMINDERS)
                    .attr("readonly", "")
                    .attr("rows", "10")
                    .attr("aria-label", "催报文字")
                    .child(words.join("\n")),
            )
            .child(classed("p", "actions").child(button("复制", copy))),
    )
}
