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
//! - [`route`]: which view, as a value and as a location hash.
//! - [`demo`]: a ledger filled in, to look at and to try things on.
//! - [`format`](mod@format): the file. Its types, reading and writing it, what is not known kept, check codes, its faults
//!   in words.
//! - [`storage`]: what is kept here. Slots and snapshots on one machine, what did not read, other windows, where values
//!   came from.
//! - [`inbox`]: what comes in. Archives and batches of files; the official sheet, and what is typed or pasted into it.
//! - [`outbox`]: what goes out. Editions, the check for personal data, a page with the ledger in it, a line of text.
//! - [`chart`]: how it is drawn. Tallies, time lines and trends as SVG text through plotters.
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
//!                       ▲        │ every change: a command → stamp → log → save → show
//! files ─ decode ─► merge::plan ─► preview ─► accept (the same plan)
//! ```
//!
//! A click on a status is stored by way of `ui::task::report`, `Session::dispatch` in `ui::state::session`,
//! `perform_now` in `ui::app::lazy`, `set_status` in `ui::state::edits`, [`ledger::Editor::apply`], `save` in
//! `ui::state::storing` and [`storage::repository::Repository::save`]. A dropped file comes in by way of
//! `ui::importing::picking`, `receive_files` in `ui::state::pending`, `ui::importing::import`, [`inbox::rollup`] and
//! [`format::decode()`]; a yes to the preview is `ui::importing::accepting`, which hands the plan of [`ledger::merge`] to
//! [`ledger::Editor::import`].
//!
//! # What holds everywhere
//!
//! 1. The core names neither the browser nor Leptos; time and identity are arguments.
//! 2. Ground state is the policy and the ledger; every number on the screen is a pure function of them.
//! 3. Whatever a person asks for is a value, `ui::state::command::Command`, and goes in by one door,
//!    `Session::dispatch`; nobody else writes what is shown. Every change goes through [`ledger::Editor`]: stamped,
//!    logged, undoable, saved, then shown. What is too much to be written down in one task, as a thousand files are,
//!    is saved in those that follow ([`storage::writing`]).
//! 4. Loading never overwrites. What cannot be read is put in quarantine, and an earlier state opens. What a save
//!    wrote is current only once all of it is written and read back: [`storage::repository`].
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
//! sign-off 销号 · ruling 裁决 · period 期次, closing 结账 · light 亮灯 · schedule 序时进度 · verdict 亮灯改判 ·
//! receipt 收件 · roll-up 汇总 · edition 内部版、对外版、本单位、增量
//!
//! And for the machinery:
//!
//! | word | what it is | where |
//! |---|---|---|
//! | change | a value someone put in a field, with its stamp and the changes it replaced | [`ledger::Change`] |
//! | stamp | when and by whom: a hybrid logical clock | [`ledger::Stamp`] |
//! | actor | one person at one browser | [`ledger::Actor`] |
//! | own row | the fields of a ledger that belong to no task | [`ledger::Ledger::own_row`] |
//! | unknown | what a newer version wrote, kept to be written back | [`ledger::Unknown`] |
//! | editor | the one door to a ledger: stamps, logs, undoes | [`ledger::Editor`] |
//! | merge, diff, plan | the union of two ledgers; what one lacks of the other; what a merge would change | [`ledger::merge`] |
//! | decode, full or fast | reading a file with every fault named, or stopping at the first that this version does not write | [`mod@format`] |
//! | store | a place that keeps texts by key | [`storage::repository::Store`] |
//! | repository | loads and saves the ledger of one machine | [`storage::repository`] |
//! | slot | one of four keys that a ledger is written to | `storage::manifest` |
//! | frame | the line with the checksum above a stored text | `storage::frame` |
//! | manifest | which slots are current, written last | `storage::manifest` |
//! | addendum | what came since the current whole ledger was written | `storage::current` |
//! | quarantine | stored texts that did not read, kept for download | [`storage::repository::Repository::quarantined`] |
//! | snapshot | an earlier state, kept to be restored | [`storage::snapshots`] |
//! | origins 来源 | which file a value came in | [`storage::origins`] |
//! | share text 便条 | changes as one line of text, for chats | [`outbox::share_text`] |
//! | embedded ledger, payload | a page with a ledger in it; what is put in | [`outbox::embedded_ledger`] |
//!
//! # Size
//!
//! The first load may have 220 KB (brotli) for everything: it shows, and the second module edits. What it needs is
//! written to compile small: no floating-point printing, sorted lists in place of trees, elements erased to a
//! few types (`ui::elements::dom`). What is only reached from `ui::app::lazy` is cut off by the build (`.ci/build`),
//! whichever room it stands in; there, sorts and maps are welcome. `make bench` shows the bytes.

pub mod json;
pub mod policy;
pub mod ledger;
pub mod tally;
pub mod route;
pub mod demo;
pub mod format;
pub mod storage;
pub mod inbox;
pub mod outbox;
pub mod chart;
#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod ui;
