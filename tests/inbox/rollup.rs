//! Thirty files, one ledger: what each is, what they say together, and from where.

use policy_ledger::format::{Export, encode};
use policy_ledger::inbox::rollup::{RollUp, State};
use policy_ledger::json::Layout;
use policy_ledger::ledger::merge::{self, Relation};
use policy_ledger::ledger::{
    Actor, Edit, Editor, Field, Ledger, Millis, Now, Reporter, Status, Value,
};
use policy_ledger::policy::{BUNDLED_ID, Policy, TaskNumber};

fn policy() -> &'static Policy {
    Policy::bundled().unwrap()
}

fn now(minute: u64) -> Now {
    Now { at: Millis(1_656_000_000_000 + minute * 60_000), offset_minutes: 480 }
}

/// What someone of a unit has reported on a task: the editor they sit at.
fn editor(actor: u64, unit: &str) -> Editor {
    let reporter = Reporter { name: format!("{unit}的人"), unit: unit.to_owned() };
    Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(actor), reporter)
}

fn mark(editor: &mut Editor, task: u16, status: Status, minute: u64) {
    let value = Some(Value::Status(status));
    let edit = Edit { task: TaskNumber(task), field: Field::Status, value };
    assert!(editor.apply("填报".to_owned(), vec![edit], now(minute)));
}

fn file(editor: &Editor, minute: u64) -> Vec<u8> {
    let by = editor.reporter().clone();
    let export = Export { at: now(minute).at, by, scope: "all".to_owned(), code: None };
    encode(editor.ledger(), Some(&export), Layout::Pretty).into_bytes()
}

fn add(roll_up: &mut RollUp, name: &str, bytes: &[u8], mine: &Ledger) {
    roll_up.add(name.to_owned(), bytes, mine, policy(), now(100));
}

fn finish(roll_up: &mut RollUp) {
    while roll_up.finish() {}
}

fn print(roll_up: &RollUp) -> Vec<String> {
    let state = |state: &State| match state {
        State::Read(summary) => summary.print(),
        State::Copy(of) => format!("copy of {of}"),
        State::Unread(why) => format!("unread: {why}"),
    };
    roll_up.files().iter().map(|file| state(&file.state)).collect()
}

#[test]
fn each_file_says_what_it_is_and_none_stops_another() {
    let mut mine = editor(1, "市地方金融监管局");
    mark(&mut mine, 1, Status::Underway, 0);
    let old = file(&mine, 1);
    mark(&mut mine, 1, Status::Done, 2);
    let same = file(&mine, 3);
    let mut other = editor(2, "市财政局");
    mark(&mut other, 6, Status::Underway, 4);
    mark(&mut other, 7, Status::Stuck, 5);
    let fresh = file(&other, 6);
    let mut roll_up = RollUp::default();
    for (name, bytes) in [
        ("old.json", &old[..]),
        ("damaged.json", &fresh[..fresh.len() / 2]),
        ("same.json", &same),
        ("fresh.json", &fresh),
        ("fresh (1).json", &fresh),
        ("page.html", b"<!doctype html>"),
    ] {
        add(&mut roll_up, name, bytes, mine.ledger());
    }
    finish(&mut roll_up);
    let lines = print(&roll_up);
    assert_eq!(lines[0], "较旧，没有新内容");
    assert!(lines[1].starts_with("unread: 文件不完整"), "{}", lines[1]);
    assert_eq!(lines[2..5], ["与本机相同", "新内容2处", "copy of fresh.json"]);
    assert!(lines[5].starts_with("unread: "), "{}", lines[5]);
    let plan = merge::plan(mine.ledger(), roll_up.all());
    assert_eq!(plan.count(Relation::TheirsNewer), 2);
    assert_eq!(plan.diff.changes().count(), 2);
}

#[test]
fn a_value_knows_the_files_it_came_in() {
    let mut a = editor(2, "市财政局");
    mark(&mut a, 6, Status::Underway, 0);
    let mut b = editor(3, "市国资委");
    mark(&mut b, 6, Status::Stuck, 1);
    let both = merge::merge(a.ledger(), b.ledger());
    let mut roll_up = RollUp::default();
    let mine = Ledger::new(BUNDLED_ID);
    add(&mut roll_up, "a.json", &file(&a, 2), &mine);
    add(&mut roll_up, "b.json", &file(&b, 2), &mine);
    add(&mut roll_up, "both.json", encode(&both, None, Layout::Pretty).as_bytes(), &mine);
    let task = TaskNumber(6);
    let of = |ledger: &Ledger| {
        let change = ledger.entry(task).history(Field::Status).unwrap().current().unwrap().clone();
        roll_up.origins(task, Field::Status, &change)
    };
    assert_eq!(of(a.ledger()), ["a.json", "both.json"]);
    assert_eq!(of(b.ledger()), ["b.json", "both.json"]);
    finish(&mut roll_up);
    // Whatever the order they come in, they say the same together.
    assert_eq!(roll_up.all(), &both);
}

#[test]
fn an_export_has_one_receipt_however_often_it_comes() {
    let mut a = editor(2, "市财政局");
    mark(&mut a, 6, Status::Underway, 0);
    let bytes = file(&a, 2);
    let mine = Ledger::new(BUNDLED_ID);
    let mut roll_up = RollUp::default();
    add(&mut roll_up, "a.json", &bytes, &mine);
    // The same export, saved again by another program: other bytes, same receipt.
    let respaced = [&bytes[..], b"\n\n"].concat();
    add(&mut roll_up, "b.json", &respaced, &mine);
    let receipts = roll_up.receipts(&Ledger::new(BUNDLED_ID), now(0));
    assert_eq!(receipts.len(), 2);
    assert_eq!(receipts[0], receipts[1]);
    let mut office = editor(1, "市地方金融监管局");
    assert!(office.apply("收件".to_owned(), receipts, now(200)));
    assert_eq!(office.ledger().own_row().histories().count(), 1);
    let line = office.ledger().own_row().items(|_| true)[0].1.print();
    assert_eq!(line, "市财政局 · 市财政局的人 · 2022-06-24");
}

#[test]
fn thirty_files_are_one_step_to_take_back() {
    let mut office = editor(1, "市地方金融监管局");
    mark(&mut office, 1, Status::Underway, 0);
    let before = office.ledger().clone();
    let mut roll_up = RollUp::default();
    for nth in 2..32_u16 {
        let mut unit = editor(nth.into(), &format!("第{nth}单位"));
        mark(&mut unit, nth, Status::Done, nth.into());
        add(&mut roll_up, &format!("{nth}.json"), &file(&unit, 50), office.ledger());
    }
    finish(&mut roll_up);
    let plan = merge::plan(office.ledger(), roll_up.all());
    let receipts = roll_up.receipts(office.ledger(), now(60));
    office.import("汇总30份文件".to_owned(), &plan, receipts, now(60));
    let done = |ledger: &Ledger| {
        policy().tasks().filter(|task| ledger.entry(task.number).status() == Status::Done).count()
    };
    assert_eq!(done(office.ledger()), 30);
    assert_eq!(office.ledger().own_row().histories().count(), 30);
    assert_eq!(office.undo(now(61)).as_deref(), Some("汇总30份文件"));
    assert_eq!(done(office.ledger()), 0);
    assert_eq!(office.ledger().entry(TaskNumber(1)), before.entry(TaskNumber(1)));
}
