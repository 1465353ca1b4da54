//! 设置: who works here, how it looks, where the data is.

use leptos::prelude::*;

use super::safety;
use crate::browser::embedded_ledger::PORTABLE;
use crate::browser::page;
use crate::inbox::typed::{read_typed_number, refusal};
use crate::tally::{Rule, Thresholds};
use crate::ui::elements::dom::{El, button, classed, effect, el, link};
use crate::ui::state::command::Command;
use crate::ui::state::preferences::{Look, PACES};
use crate::ui::state::session::{Session, use_session};
use crate::ui::state::sharing;
use crate::ui::widgets::binding::{Binding, InputKind};
use crate::ui::widgets::identity::{self, Identity};
use crate::ui::widgets::parts::{check_box, heading, radio};
use crate::ui::widgets::typing;

/// The screen.
pub fn view() -> El {
    let session = use_session();
    classed("div", "settings")
        .child(el("h1").child("设置"))
        .child(section("who-title", "署名").child(who(session)))
        .child(lights(session))
        .child(looks(session))
        .child(safety::view(session))
        .child(portable())
        .child(about())
}

fn section(id: &'static str, title: &'static str) -> El {
    el("section").attr("aria-labelledby", id).child(heading("h2", id, title))
}

fn who(session: Session) -> El {
    let identity = Identity::new(session);
    let mut shown = None;
    effect(move || {
        let signed = session.preference(|p| (p.name.clone(), p.unit.clone()));
        // What is half typed here stays, whatever else is set meanwhile.
        if shown.as_ref() != Some(&signed) {
            identity.set(signed.0.clone(), signed.1.clone());
            shown = Some(signed);
        }
    });
    let sign = move |event: leptos::ev::Event| {
        event.prevent_default();
        if !identity.is_settled() {
            return;
        }
        let (name, unit) = (identity.name.get_untracked(), identity.unit.get_untracked());
        if sharing::sign(session, &name, &unit) {
            session.say("已保存署名。此后的修改用新署名，此前的修改署名不变。".to_owned());
        }
    };
    let form = el("form").on_commit("submit", sign).child(identity.view()).child(
        classed("p", "actions")
            .child(classed("button", "primary").attr("type", "submit").child("保存署名")),
    );
    el("div").child(form).child(identity::explained(session))
}

/// The rule that lights follow, each with its source.
fn lights(session: Session) -> El {
    let rule = |rule: Rule| {
        let label = classed("span", "rule")
            .child(el("strong").child(rule.name()))
            .child(classed("span", "hint").child(rule.describe()));
        radio(
            "rule".to_owned(),
            label,
            // One's own thresholds may be any.
            move || session.preference(|p| p.rule.slug() == rule.slug()),
            move || session.dispatch(Command::prefer(move |p| p.rule = rule)),
        )
    };
    let own = move || match session.preference(|p| p.rule) {
        Rule::Custom(thresholds) => Some(thresholds),
        _ => None,
    };
    let threshold = |label: &'static str,
                     most: u16,
                     read: fn(&Thresholds) -> u16,
                     set: fn(&mut Thresholds, u16)| {
        let take = move |text: &str| {
            let Some(typed) = read_typed_number(text).filter(|typed| *typed <= most) else {
                return Err(refusal(text.trim(), label, &format!("0到{most}的整数")));
            };
            if let Some(mut own) = untrack(own) {
                set(&mut own, typed);
                session.dispatch(Command::prefer(move |p| p.rule = Rule::Custom(own)));
            }
            Ok(())
        };
        let binding = Binding {
            session,
            name: label,
            kind: InputKind::Whole,
            key: String::new(),
            reported: Box::new(move || own().map(|own| read(&own).to_string()).unwrap_or_default()),
            take: Box::new(take),
            bring_back: Box::new(move |text| drop(take(text))),
        };
        let input = el("input").attr("type", "text").attr("inputmode", "numeric");
        typing::bind(binding, input).under(label)
    };
    let thresholds = classed("div", "pair")
        .bool_attr("hidden", move || own().is_none())
        .child(threshold(
            "低多少个百分点起亮黄灯",
            100,
            |own| own.yellow_from,
            |own, typed| own.yellow_from = typed,
        ))
        .child(threshold(
            "低多少个百分点以上亮红灯",
            100,
            |own| own.red_above,
            |own, typed| own.red_above = typed,
        ))
        .child(threshold(
            "到期前多少天亮蓝灯（0为不亮）",
            250,
            |own| own.near_days.into(),
            |own, typed| own.near_days = u8::try_from(typed).unwrap_or(u8::MAX),
        ));
    let pace = |(pace, _, name)| {
        button(name, move || session.dispatch(Command::prefer(move |p| p.pace = pace)))
            .aria_pressed(move || session.preference(|p| p.pace == pace))
    };
    let rules = classed("div", "rules").attr("role", "radiogroup").attr("aria-label", "亮灯规则");
    let paces = classed("p", "switch").attr("role", "group").attr("aria-label", "序时进度");
    section("lights-title", "亮灯与序时进度")
        .child(Rule::ALL.into_iter().map(rule).fold(rules, El::child))
        .child(thresholds)
        .child(el("p").child("序时进度的算法"))
        .child(PACES.into_iter().map(pace).fold(paces, El::child))
}

fn looks(session: Session) -> El {
    let look = |(look, name)| {
        button(name, move || session.dispatch(Command::prefer(move |p| p.look = look)))
            .aria_pressed(move || session.preference(|p| p.look == look))
    };
    let looks = Look::ALL.into_iter().map(look);
    let switch = classed("p", "switch").attr("role", "group").attr("aria-label", "配色");
    let elder = check_box(
        "长辈版（大字、单栏）",
        move || session.preference(|p| p.elder),
        move |on| session.dispatch(Command::prefer(move |p| p.elder = on)),
    );
    let keys = check_box(
        "启用单键快捷键（/ j k e 1–5 = ?）",
        move || session.preference(|p| !p.keys_off),
        move |on| session.dispatch(Command::prefer(move |p| p.keys_off = !on)),
    );
    section("look-title", "外观与操作")
        .child(looks.fold(switch, El::child))
        .child(elder)
        .child(keys)
}

/// The page as one file: what it is, and where to get it.
fn portable() -> El {
    let section = section("portable-title", "离线版");
    if page::is_portable() {
        return section.child(el("p").child(
            "现在用的就是离线版（单个网页文件）：不联网也能用，可以放在任何文件夹里。数据不在这个文件里，而在这台电脑的这个浏览器里：把文件复制给别人，不会带上您填报的内容；与网站上的台账也各存各的，互相用“导出”“导入”传递。火狐浏览器里，文件移动或改名后看不到原来的数据，移动之前请先“导出”。",
        ));
    }
    section
        // Shown once it is so: the page's own scripts know.
        .child(classed("p", "kept").child(
            "这个网页已存在这台电脑的浏览器里：断网时照常打开、填报、导出；有新版本时会提示，由您决定何时换用。",
        ))
        .child(el("p").child(
            "整个页面装在一个网页文件里，存到文件夹或 U 盘，双击就能打开，不联网也能用。它与这里的台账各存各的：先在这里“导出”，再到那边“导入”。",
        ))
        .child(
            classed("p", "actions").child(
                link(PORTABLE.to_owned())
                    .attr("download", PORTABLE)
                    .child("下载离线版（单个网页文件）"),
            ),
        )
}

fn about() -> El {
    section("about-title", "关于")
        .child(
            el("p").child("共建国际金融枢纽任务台账 ").child(env!("CARGO_PKG_VERSION")).child(
                "。个人工作辅助工具，非官方网站。政策文字取自《广州市关于推进共建粤港澳大湾区国际金融枢纽的实施意见》及三年行动计划（2021-2023年）。",
            ),
        )
        .child(el("p").child("阶段、专题的归属是依据原文字句作的整理，逐条附有依据，可逐项修改。"))
        .child(licences())
}

/// What others wrote: next to the page, or in it where it is one file.
fn licences() -> El {
    let name = "第三方组件许可";
    if page::is_portable() {
        let text = classed("p", "licences").child(page::text_of("licences"));
        return el("details").child(el("summary").child(name)).child(text);
    }
    let page = link("licences.txt".to_owned()).attr("target", "_blank").attr("rel", "noopener");
    el("p").child(page.child(name))
}
