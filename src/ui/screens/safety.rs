//! 数据安全: where the work is, how much room it takes, what is kept of it, and how to get it out.

use leptos::prelude::*;

use crate::browser::{page, tabs, task};
use crate::ledger::{Edit, Ledger};
use crate::route::Route;
use crate::storage::snapshots::{Reason, SnapshotInfo};
use crate::tally::{Filter, print_share};
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, button, classed, commit, dyn_text, dyn_view, effect, el, nothing,
};
use crate::ui::exporting::export;
use crate::ui::exporting::export::download;
use crate::ui::importing::picking;
use crate::ui::state::command::Command;
use crate::ui::state::pending::DialogRequest;
use crate::ui::state::saving::Saving;
use crate::ui::state::session::Session;
use crate::ui::state::storing;
use crate::ui::task::history::coming;
use crate::ui::widgets::dialog::dialog;
use crate::ui::widgets::parts::{heading, scroller, table_head};

const RESTORE: &str = "restore";
const CLEAR: &str = "clear";

/// The section of the settings.
pub fn view(session: Session) -> El {
    // What is kept changes with every save.
    let looked = RwSignal::new(0_u32);
    let look_again = move || looked.update(|times| *times += 1);
    let around = RwSignal::new(Around::default());
    let ask = move || {
        task::spawn(async move {
            let windows = tabs::count().await;
            around.set(Around { windows, is_kept: tabs::is_persistent().await });
        });
    };
    // Other windows come and go while this one is out of sight.
    effect(move || {
        if session.route.with(|route| *route == Route::Settings) {
            ask();
        }
    });
    window_event_listener(leptos::ev::focus, move |_| ask());
    let request_persistence = move || {
        task::spawn(async move {
            let is_kept = tabs::request_persistence().await;
            around.update(|around| around.is_kept = is_kept);
            session.say(kept_words(is_kept).to_owned());
        });
    };
    let restoring = RwSignal::new(None::<SnapshotInfo>);
    let clearing = RwSignal::new(false);
    let keep = move || {
        let kept = storing::snapshot(session, Reason::Asked);
        session.say(match kept {
            Ok(()) => "已留存一份快照。".to_owned(),
            Err(error) => error.message(),
        });
        look_again();
    };
    el("section")
        .attr("aria-labelledby", "data-title")
        .child(heading("h2", "data-title", "数据安全"))
        .child(el("p").child(
            "台账存在这台电脑的这个浏览器里（本地存储），不上传。换浏览器、换电脑或用无痕窗口都看不到它；清除浏览数据会删掉它。每月报送后、清理电脑前，请“导出”一份 JSON 存到文件夹里；用“导入”就能取回。",
        ))
        .child(dyn_view(move || {
            looked.track();
            facts(session, around.get()).into_any_view()
        }))
        .child(
            classed("p", "actions")
                .child(button("导出", move || session.ask_for(DialogRequest::Export)).attr("class", "primary"))
                .child(button("导入", picking::choose))
                .child(commit("现在留存一份快照", keep))
                .child(
                    button("申请长期保存", request_persistence)
                        .bool_attr("hidden", move || around.with(|a| a.is_kept != Some(false))),
                ),
        )
        .child(el("h3").child("快照"))
        .child(classed("p", "hint").child(
            "每次打开后首次保存之前、导入和恢复之前自动留存：最近5份，另加14天内每天一份；空间不足时先删最早的，并会告知。",
        ))
        .child(dyn_view(move || {
            looked.track();
            snapshots(session, restoring)
        }))
        .child(dyn_view(move || {
            looked.track();
            aside(session)
        }))
        .child(
            classed("p", "actions")
                .child(button("清除本机数据…", move || clearing.set(true)).attr("class", "quiet")),
        )
        .child(restore(session, restoring, look_again))
        .child(clear(session, clearing))
}

/// What the browser says of the windows and of the place.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    windows: Option<usize>,
    is_kept: Option<bool>,
}

fn kept_words(is_kept: Option<bool>) -> &'static str {
    match is_kept {
        Some(true) => "浏览器已答应不自动清理（自己清除浏览数据仍会删掉）",
        Some(false) => "空间紧张时浏览器可能自动清理，请勤导出",
        None => "浏览器没有说明，请勤导出",
    }
}

fn facts(session: Session, around: Around) -> El {
    let fact = |name: &'static str, what: String| {
        Fragment::default().child(el("dt").child(name)).child(el("dd").child(what))
    };
    let usage = session.with_repository(crate::storage::repository::Repository::usage);
    let room = format!(
        "{}万字，共{}万字可用（{}）{}",
        usage.total().div_ceil(10_000),
        usage.budget / 10_000,
        print_share(to_u32(usage.total()), to_u32(usage.budget)),
        if usage.is_near_end() {
            "，快满了：请导出一份，再清理旧的快照。"
        } else {
            ""
        }
    );
    let saved = session.saving.get() == Saving::Saved;
    let last =
        session.with(|ledger| ledger.newest().map(|stamp| session.now().local_minute(stamp.wall)));
    let exported = session.preference(|p| (p.last_export.clone(), p.exported_changes));
    let changes = session.with(|ledger| to_u32(ledger.changes().count()));
    let since = changes.saturating_sub(exported.1);
    let export = match exported.0.as_str() {
        "" => format!("从未导出，已有{changes}处修改"),
        day => format!("{day}，此后有{since}处修改"),
    };
    let windows = match around.windows {
        Some(others @ 2..) => format!("{others}个，各窗口的修改自动合并"),
        Some(_) => "只有这一个".to_owned(),
        None => "浏览器没有说明；开了几个也会自动合并".to_owned(),
    };
    classed("dl", "facts")
        .child(fact(
            "存储位置",
            format!(
                "本浏览器本地存储，键名以{}开头",
                session.with_repository(|repository| repository.key().to_owned())
            ),
        ))
        .child(fact(
            "可见范围",
            if page::is_portable() {
                "只有这台电脑的这个浏览器里的离线版；网站、别的浏览器、别的电脑或无痕窗口都看不到"
            } else {
                "只有这台电脑的这个浏览器；离线版、别的浏览器、别的电脑或无痕窗口都看不到"
            }
            .to_owned(),
        ))
        .child(fact("占用空间", room))
        .child(fact("自动清理", kept_words(around.is_kept).to_owned()))
        .child(fact("打开的窗口", windows))
        .child(fact("最近修改", last.unwrap_or_else(|| "还没有".to_owned())))
        .child(fact("保存状态", if saved { "已保存" } else { "未保存" }.to_owned()))
        .child(fact("上次导出", export))
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn snapshots(session: Session, restoring: RwSignal<Option<SnapshotInfo>>) -> AnyView {
    let kept = session.with_repository(crate::storage::repository::Repository::snapshots);
    if kept.is_empty() {
        return classed("p", "empty").child("还没有快照。").into_any_view();
    }
    let now = session.now();
    let row = |snapshot: SnapshotInfo| {
        let (shown, saved) = (snapshot.clone(), snapshot.clone());
        let open = move || restoring.set(Some(shown.clone()));
        let save = move || {
            if let Some(ledger) = storing::read_snapshot(session, &saved.key) {
                export::save(session, &ledger, "快照");
            }
        };
        el("tr")
            .child(classed("td", "number").child(now.local_minute(snapshot.at)))
            .child(el("td").child(snapshot.reason.name()))
            .child(classed("td", "number").child(format!("{}千字", snapshot.chars.div_ceil(1000))))
            .child(el("td").child(button("下载", save)).child(button("恢复…", open)))
    };
    // The newest first.
    let rows = kept.into_iter().rev().map(row).fold(el("tbody"), El::child);
    let table = classed("table", "snapshots")
        .child(table_head(["时间", "缘由", "大小", "操作"]))
        .child(rows);
    scroller("快照").child(table).into_any_view()
}

/// What could not be read, to be downloaded.
fn aside(session: Session) -> AnyView {
    let kept = session
        .with_repository(|repository| repository.quarantined().into_iter().collect::<Vec<_>>());
    if kept.is_empty() {
        return nothing();
    }
    let item = |(key, text): (String, String)| {
        let when = key.rsplit(':').next().unwrap_or_default().to_owned();
        let name = format!("另存的原始数据（{}字，{when}）", text.chars().count());
        let save = move || {
            download(session, "台账_原始数据.txt", &text, "text/plain");
        };
        el("li").child(name).child(" ").child(button("下载", save))
    };
    Fragment::default()
        .child(el("h3").child("读不出来、另存着的数据"))
        .child(kept.into_iter().map(item).fold(el("ul"), El::child))
        .into_any_view()
}

/// What restoring a snapshot would change: the values that stand there now and stood otherwise then.
fn differences(now: &Ledger, then: &Ledger) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (task, entry) in now.rows() {
        for (field, _) in entry.histories() {
            let value = then.entry(task).value(field);
            if entry.value(field) != value {
                edits.push(Edit { task, field, value: value.cloned() });
            }
        }
    }
    edits
}

/// Asks before a snapshot is restored. It is a step like any other: stamped, in the log, and can be undone.
fn restore(
    session: Session,
    restoring: RwSignal<Option<SnapshotInfo>>,
    look_again: impl Fn() + Copy + Send + 'static,
) -> El {
    let content = move || {
        let Some(snapshot) = restoring.get() else { return nothing() };
        let when = session.now().local_minute(snapshot.at);
        let Some(then) = storing::read_snapshot(session, &snapshot.key) else {
            return el("p").attr("role", "alert").child("这份快照读不出来了。").into_any_view();
        };
        let edits = session.with_untracked(|now| differences(now, &then));
        let is_any = !edits.is_empty();
        let coming = is_any.then(|| coming(session, &edits, "恢复后"));
        let name = format!("恢复{when}的快照");
        let accept = move || {
            // Nothing is changed where what stands there now cannot be kept.
            match storing::snapshot(session, Reason::Before) {
                Ok(()) => session.dispatch(Command::ApplyAs(name.clone(), edits.clone())),
                Err(error) => session.say(error.message()),
            }
            restoring.set(None);
            look_again();
        };
        let what = if is_any {
            "恢复后下列各处回到当时的值；修改记录都在，可以撤销。"
        } else {
            "现在的台账与这份快照没有不同。"
        };
        Fragment::default()
            .child(el("p").child(el("strong").child(when)))
            .child(el("p").child(what))
            .child(coming)
            .child(
                classed("p", "actions")
                    .child(is_any.then(|| commit("恢复", accept).attr("class", "primary")))
                    .child(button("取消", move || restoring.set(None))),
            )
            .into_any_view()
    };
    let is_open = move || restoring.with(Option::is_some);
    dialog(RESTORE, "restore-title", is_open, move || restoring.set(None))
        .attr("class", "wide")
        .child(heading("h2", "restore-title", "恢复快照"))
        .child(dyn_view(content))
}

/// Asks before everything of ours is taken off this machine; exports first.
fn clear(session: Session, is_open: RwSignal<bool>) -> El {
    let count = move || session.with(|ledger| ledger.changes().count());
    let accept = move || {
        // What another window has stored goes into the file, too.
        session.dispatch(Command::CatchUp);
        if session.demo || export::export(session, &Filter::default()) {
            session.dispatch(Command::ForgetEverything);
        }
    };
    dialog(CLEAR, "clear-title", move || is_open.get(), move || is_open.set(false))
        .child(heading("h2", "clear-title", "清除本机数据"))
        .child(el("p").child(dyn_text(move || {
            if session.demo {
                return "只清除演示数据并恢复原样；本机台账、快照和设置不受影响。".to_owned();
            }
            format!(
                "先导出一份 JSON（{}处修改都在里面），然后删掉本机的台账、快照和设置。导出的文件请妥善保存，用“导入”可以取回；没有导出成功就不会清除。",
                count()
            )
        })))
        .child(
            classed("p", "actions")
                .child(commit(if session.demo { "清除演示数据" } else { "导出并清除" }, accept))
                .child(button("取消", move || is_open.set(false)).attr("class", "primary")),
        )
}
