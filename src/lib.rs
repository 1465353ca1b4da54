//! A progress ledger for a city policy, 共建国际金融枢纽任务台账: one page, no server.
//!
//! An official has the whole policy in front of them (25 articles, 48 tasks, who answers for what), marks
//! what is done and what is stuck, sees at once what it amounts to, and passes a file to a colleague.
//!
//! # Map, in reading order
//!
//! - [`json`]: how JSON is read and written, whatever stands in it.
//! - [`policy`]: what was decided. The source text parsed: documents, articles, phases, sections, tasks, units.
//! - [`ledger`]: what is reported. Rows with their columns and lists, closed periods, changes, stamps, undo, merge.
//! - [`tally`]: what it amounts to. Completion by phase, theme and unit; 序时进度 and lights; what needs attention;
//!   what moved from one period to another.
//! - [`demo`]: a ledger filled in, to look at and to try things on.
//! - [`format`](mod@format): the file. Its types, reading and writing it, what is not known kept, check codes, its faults
//!   in words.
//! - [`storage`]: what is kept here. Slots and snapshots on one machine, what did not read, other windows, where values
//!   came from.
//! - [`inbox`]: what comes in. Archives and batches of files; the official sheet, and what is typed or pasted into it.
//! - [`outbox`]: what goes out. Editions, what in them should perhaps stay in the house, a page of its own, a line of
//!   text.
//! - [`chart`]: how it is drawn. Tallies, time lines and trends as SVG text through plotters.
//! - [`route`]: which view, as a value and as a location hash.
//! - `browser`: the world. The only place that names web-sys, js-sys and gloo.
//! - `ui`: what people touch, in rooms of its own, in reading order: `elements`; `state`, the one home of what changes
//!   while the page is open, which only takes commands; `widgets`; one `task`; `importing` and `exporting`; `screens`,
//!   one file for each; the `sheet`; and `app`, which holds it together.
//!
//! # Data flow
//!
//! ```text
//! seeds/*.txt ─ parse ─► Policy ────────────┐ joined by task number
//! storage ─ decode ─► Ledger ─► Editor ─► tally ─► chart ─► SVG and its table
//!                       ▲        │ every change: stamp → log → save → show
//! files ─ decode ─► merge::plan ─► preview ─► accept (the same plan)
//! ```
//!
//! # What holds everywhere
//!
//! 1. The core names neither the browser nor Leptos; time and identity are arguments.
//! 2. Ground state is the policy and the ledger; every number on the screen is a pure function of them.
//! 3. Every change goes through [`ledger::Editor`]: stamped, logged, undoable, saved, then shown. What is too much to
//!    be written down in one task, as a thousand files are, is saved in those that follow ([`storage::writing`]).
//! 4. Loading never overwrites. What cannot be read is quarantined, and an earlier state opens. A save is in
//!    force only once all of it is written and read back: [`storage::repository`].
//! 5. Merging is a union of sets of changes: commutative, associative, idempotent. Nothing is resolved in
//!    silence that a person should see.
//! 6. Core types do not derive `Serialize`; [`format`](mod@format) owns the format, which is a promise: its types are what
//!    serde reads and writes, and what the schemas in `public/schema` are made from.
//! 7. Every word of policy on the screen is in the source text; every chart has a table that says the same.
//! 8. An edit costs what is shown: a screen out of sight is brought up to date when it is shown again
//!    (`ui::state::projection`).
//! 9. After load the page makes no network request but one: what is not on the first screen, and whatever
//!    writes, comes as a second module on first use (`ui::app::lazy`). Until then nothing is changed that could be
//!    lost; from then on saving and exporting need no network. Once the page stands, the browser keeps what it
//!    is made of, that module too, and asks for news whenever the page is opened (`.ci/build/src/worker.js`).
//! 10. Files of different builds never run together: each is checked where it is loaded. A new build takes the
//!     place of another when a person says so.
//! 11. A control that has the focus belongs to the person: nothing half typed is stored, what cannot stand is told
//!     beside it and stays (`ui::widgets::typing`). One function reads a day or a percentage, typed or pasted
//!     ([`inbox::typed`]).
//!
//! # Glossary
//!
//! Policy 政策 · Opinions 实施意见 · action plan 行动计划 · article 条 · section 板块 · topic 专题 · phase 阶段 ·
//! task 任务 · unit 单位 · lead 牵头, cooperate 配合, support 支持 · ledger 台账 · entry 台账行 · status 状态 ·
//! reporter 填报人 · tally 统计 · measure 举措 · milestone 时间节点 · deliverable 成果形式 · evidence 佐证 ·
//! sign-off 销号 · ruling 裁决 · period 期次, closing 结账 · light 亮灯 · schedule 序时进度 · verdict 亮灯改判
//!
//! # Size
//!
//! The first load may have 220 KB (brotli) for everything: it shows, and the second module edits. What it needs is
//! written to compile small: no floating-point printing, sorted lists in place of trees, elements erased to a
//! few types (`ui::elements::dom`). What is only reached from `ui::app::lazy` is cut off by the build (`.ci/build`),
//! whichever room it stands in; there, sorts and maps are welcome. `make bench` shows the bytes.

#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod chart;
pub mod demo;
pub mod format;
pub mod inbox;
pub mod json;
pub mod ledger;
pub mod outbox;
pub mod policy;
pub mod route;
pub mod storage;
pub mod tally;
#[cfg(target_arch = "wasm32")]
pub mod ui;
