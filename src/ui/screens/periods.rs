//! 期次: closing one, and what the next one waits for.

use leptos::ev::Event;
use leptos::prelude::*;

use super::closed::{self, Asking};
use super::compare;
use crate::browser::clock;
use crate::format::cleaning;
use crate::ledger::Ledger;
use crate::ledger::stamp::{print_date, read_date};
use crate::policy::TaskNumber;
use crate::route::Route;
use crate::tally::period::{self, Period, Span, current_closings, is_same_name};
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, button, classed, commit, dyn_view, effect, el, link, nothing,
};
use crate::ui::state::command::Command;
use crate::ui::state::session::{Session, use_session};
use crate::ui::widgets::dialog::dialog;
use crate::ui::widgets::parts::{heading, list, task_label};
use crate::ui::widgets::{dates, typing};

/// The dialog that asks before a period is closed in an unusual way, or a closing is taken back.
const ASKING: &str = "period-question";

/// The screen.
pub fn view() -> El {
    let session = use_session();
    let asking = RwSignal::new(None::<Asking>);
    classed("div", "periods")
        .child(el("h1").child("期次"))
        .child(closing(session, asking))
        .child(dyn_view(move || waiting(session)))
        .child(closed::view(session, asking))
        .child(compare::view(session))
        .child(question(session, asking))
}

/// Asks, and does what was asked about once the answer is yes.
fn question(session: Session, asking: RwSignal<Option<Asking>>) -> El {
    let yes = move || {
        let asked = asking.get_untracked();
        asking.set(None);
        if let Some(Asking { step, done, edits, .. }) = asked {
            session.dispatch(Command::ApplyAs(step, edits));
            session.say(done);
        }
    };
    let content = move || {
        let Some(Asking { question, yes: word, .. }) = asking.get() else { return nothing() };
        let actions = classed("p", "actions")
            .child(commit(word, yes).attr("class", "primary"))
            .child(button("取消", move || asking.set(None)));
        Fragment::default().child(el("p").child(question)).child(actions).into_any_view()
    };
    let is_open = move || asking.with(Option::is_some);
    dialog(ASKING, "period-question-title", is_open, move || asking.set(None))
        .child(heading("h2", "period-question-title", "请确认"))
        .child(dyn_view(content))
}

/// The days until which periods are closed now.
fn closed_days(ledger: &Ledger) -> Vec<time::Date> {
    current_closings(ledger).iter().map(|closed| closed.closing.until).collect()
}

/// 结账
fn closing(session: Session, asking: RwSignal<Option<Asking>>) -> El {
    let (span, name, until) = (
        RwSignal::new(Some(Span::Month)),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    // What is proposed follows the clock, and what is closed meanwhile, in a screen that was made before, too.
    let proposal = Memo::new(move |_| {
        let today = session.now().today();
        let closed = session.with(closed_days);
        span.get().map(|span| span.proposal(today, &closed))
    });
    let propose = move |period: &Period| {
        name.set(period.name.clone());
        until.set(print_date(period.until));
    };
    let mut before = None::<Period>;
    effect(move || {
        let new = proposal.get();
        let typed = (name.get_untracked(), until.get_untracked());
        let is_as_proposed =
            before.as_ref().is_none_or(|p| typed == (p.name.clone(), print_date(p.until)));
        // What a person wrote stays.
        if let Some(period) = new.as_ref().filter(|_| is_as_proposed) {
            propose(period);
        }
        before = new.or(before.take());
    });
    let way = |label: &'static str, way: Option<Span>| {
        button(label, move || {
            span.set(way);
            if let Some(period) = proposal.get_untracked() {
                propose(&period);
            }
        })
        .aria_pressed(move || span.get() == way)
    };
    let submit = move |event: Event| {
        event.prevent_default();
        let called = cleaning::clean_line(&name.get_untracked()).trim().to_owned();
        let Some(last) = read_date(&until.get_untracked()).filter(|_| !called.is_empty()) else {
            session.say("请填写期次名称和截至日期，再结账。".to_owned());
            return;
        };
        close(session, asking, &called, last);
    };
    let called = el("input").attr("type", "text").value(move || name.get());
    let called = typing::words_into(called, move |words| name.set(words));
    let called = classed("label", "field").child(el("span").child("期次")).child(called);
    el("section")
        .attr("aria-labelledby", "close-title")
        .child(heading("h2", "close-title", "结账"))
        .child(
            classed("p", "hint").child(
                "结账后，本期各项任务的状态、完成率和亮灯即行固定，此后修改不影响本期数据。默认截至当月最后一个工作日（不计法定节假日调休，可以修改）。",
            ),
        )
        .child(dyn_view(move || match session.with(|ledger| current_closings(ledger).last().map(next_words)) {
            Some(words) => classed("p", "closed-last").attr("role", "status").child(words).into_any_view(),
            None => nothing(),
        }))
        .child(
            el("form")
                .attr("class", "close-form")
                .on_commit("submit", submit)
                .child(
                    classed("span", "switch")
                        .attr("role", "group")
                        .attr("aria-label", "期次长短")
                        .child(way("按月", Some(Span::Month)))
                        .child(way("按季", Some(Span::Quarter)))
                        .child(way("自定义", None)),
                )
                .child(called)
                .child(dates::on_form(session, "截至", until))
                .child(classed("button", "primary").attr("type", "submit").child("结账")),
        )
}

/// Closes a period at once; asks first where it is closed already, or is not over.
fn close(session: Session, asking: RwSignal<Option<Asking>>, called: &str, last: time::Date) {
    // Whatever the page has shown meanwhile, it is closed by today.
    session.look_at_clock();
    let yardstick = untrack(|| session.yardstick());
    let period = Period { name: called.to_owned(), until: last };
    let closing =
        session.with_untracked(|ledger| period::close(session.policy(), ledger, yardstick, period));
    if !closing.fits() {
        return session.say("期次名称太长，请改短一些。".to_owned());
    }
    let (is_closed, is_premature, edits) = session.with_untracked(|ledger| {
        let mut closed = current_closings(ledger).into_iter();
        let is_closed = closed.any(|closed| is_same_name(&closed.closing.name, called));
        let is_premature = period::is_premature(ledger, last, yardstick.now);
        (is_closed, is_premature, period::closing_edits(ledger, closing, clock::new_item()))
    });
    let (step, done) = (format!("结账{called}"), format!("已结账：{called}"));
    let (question, yes) = if is_closed {
        (format!("{called}已结账，重新结账将替换原数。"), "重新结账")
    } else if is_premature {
        let words = format!("{called}截至{}，尚未到期。是否提前结账？", day_words(last));
        (words, "提前结账")
    } else {
        session.dispatch(Command::ApplyAs(step, edits));
        return session.say(done);
    };
    asking.set(Some(Asking { question, yes, step, done, edits }));
}

/// 「2022年6月已结账，下一期2022年7月（截至7月29日）。」
fn next_words(closed: &crate::ledger::Closed<'_>) -> String {
    let (_, next) = Span::after(closed.closing);
    format!("{}已结账，下一期{}（截至{}）。", closed.closing.name, next.name, day_words(next.until))
}

/// 「7月29日」
fn day_words(day: time::Date) -> String {
    format!("{}月{}日", u8::from(day.month()), day.day())
}

/// What nobody has touched since the last closing, once the next period has begun.
fn waiting(session: Session) -> AnyView {
    let today = session.now().today();
    let found = session.with(|ledger| {
        let current_closings = current_closings(ledger);
        let last = current_closings.iter().max_by(|a, b| a.stamp.cmp(b.stamp))?;
        let (begin, _) = Span::after(last.closing);
        let tasks = period::untouched(session.policy(), ledger, last.stamp);
        (today >= begin).then(|| (last.closing.name.clone(), tasks))
    });
    let Some((name, tasks)) = found else { return nothing() };
    let head = heading("h2", "waiting-title", "本期填报");
    let section = el("section").attr("aria-labelledby", "waiting-title").child(head);
    let all = session.policy().tasks().count();
    if tasks.is_empty() {
        let words = format!("{name}结账后，{all}项任务均已更新。");
        return section.child(el("p").child(words)).into_any_view();
    }
    let item = |task: &TaskNumber| {
        el("li").child(link(Route::task(*task).print()).child(task_label(*task)))
    };
    let (count, carried) = (tasks.len(), tasks.clone());
    section
        .child(el("p").child(format!("{name}结账后尚未更新的任务{count}项")))
        .child(list("ul", "task-links", tasks.iter().map(item)))
        .child(
            classed("p", "actions")
                .child(
                    commit("", move || session.dispatch(Command::Carry(carried.clone())))
                        .child(format!("{count}项均标为“与上期一致”")),
                )
                .child(
                    classed("span", "hint").child("逐项核对时，在台账里按 = 键也是“与上期一致”。"),
                ),
        )
        .into_any_view()
}
