//! A progress ledger for a city policy, 共建国际金融枢纽任务台账: one page, no server.
//!
//! An official has the whole policy in front of them (25 articles, 48 tasks, who answers for what), marks
//! what is done and what is stuck, sees at once what it amounts to, and passes a file to a colleague.
//!
//! # Map, in reading order
//!
//! - [`json`]: how data is written down. A tree that keeps what it read.
//! - [`policy`]: what was decided. The source text parsed: documents, articles, phases, sections, tasks, units.
//! - [`ledger`]: what is reported. Rows, changes, stamps, undo, merge.
//! - [`tally`]: what it amounts to. Completion by phase, theme and unit; what needs attention.
//! - [`exchange`]: how it travels. The file format, its faults in words, how it is kept on one machine.
//! - [`chart`]: how it is drawn. Tallies as SVG text through plotters.
//! - [`route`]: which view, as a value and as a location hash.
//! - `browser`: the world. The only place that names web-sys, js-sys and gloo.
//! - `ui`: what people touch. `ui::session` is the one home of mutable state; one file per screen.
//!
//! # Data flow
//!
//! ```text
//! seeds/*.txt ─ parse ─► Policy ────────────┐ joined by task number
//! storage ─ decode ─► Ledger ─► Desk ─► tally ─► chart ─► SVG and its table
//!                       ▲        │ every change: stamp → log → save → show
//! files ─ decode ─► merge::plan ─► preview ─► accept
//! ```
//!
//! # What holds everywhere
//!
//! 1. The core names neither the browser nor Leptos; time and identity are arguments.
//! 2. Ground state is the policy and the ledger; every number on the screen is a pure function of them.
//! 3. Every change goes through [`ledger::Desk`]: stamped, logged, undoable, saved, then shown.
//! 4. Loading never overwrites. What cannot be read is kept aside, and an earlier state opens. A save is in
//!    force only once all of it is written and read back: [`exchange::vault`].
//! 5. Merging is a union of sets of changes: commutative, associative, idempotent. Nothing is resolved in
//!    silence that a person should see.
//! 6. Core types do not derive `Serialize`; [`exchange`] owns the format, which is a promise.
//! 7. Every word of policy on the screen is in the source text; every chart has a table that says the same.
//! 8. After load the page makes no network request.
//!
//! # Glossary
//!
//! Policy 政策 · Opinions 实施意见 · action plan 行动计划 · article 条 · section 板块 · topic 专题 · phase 阶段 ·
//! task 任务 · unit 单位 · lead 牵头, cooperate 配合, support 支持 · ledger 台账 · entry 台账行 · status 状态 ·
//! reporter 填报人 · tally 统计 · sign-off 销号
//!
//! # Size
//!
//! All of it is loaded before the first row shows, so code is written to compile small: no floating-point
//! printing, no general sort, `extend` in place of collecting into a `BTreeMap` (which sorts), elements
//! erased to a few types (`ui::dom`). `make bench` shows the bytes.

#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod chart;
pub mod exchange;
pub mod json;
pub mod ledger;
pub mod policy;
pub mod route;
pub mod tally;
#[cfg(target_arch = "wasm32")]
pub mod ui;
