//! 按职责裁决: whose value is preselected in a conflict, and what units without a part in a task reported.

use policy_ledger::ledger::merge::{self, Relation};
use policy_ledger::ledger::{
    Actor, Change, Edit, Editor, Field, Ledger, Millis, Now, Reporter, Value,
};
use policy_ledger::policy::{BUNDLED_ID, Policy, Role, TaskNumber};
use policy_ledger::tally::ruling::{Duties, Outsider, Outsiders, Standing, standing};

use Role::{Cooperate, Lead, Support};
use Standing::{In, Open, Outside, Unsaid};

fn policy() -> &'static Policy {
    Policy::bundled().unwrap()
}

fn reporter(unit: &str) -> Reporter {
    Reporter { name: "王某".to_owned(), unit: unit.to_owned() }
}

fn editor(n: u64, unit: &str) -> Editor {
    Editor::new(Ledger::new(BUNDLED_ID), Actor::from_bits(n), reporter(unit))
}

fn set(editor: &mut Editor, task: u16, percent: u8, at: u64) {
    let (task, value) = (TaskNumber(task), Some(Value::Percent(percent)));
    let edit = Edit { task, field: Field::Percent, value };
    assert!(editor.apply("改".to_owned(), vec![edit], now(at)));
}

fn now(at: u64) -> Now {
    Now { at: Millis(at), offset_minutes: 480 }
}

fn percent(ledger: &Ledger, task: u16) -> u8 {
    ledger.entry(TaskNumber(task)).percent()
}

#[track_caller]
fn check_standing(task: u16, unit: &str, expected: Standing) {
    assert_eq!(standing(policy(), TaskNumber(task), &reporter(unit)), expected, "{unit} on {task}");
}

#[test]
fn a_unit_stands_to_a_task_as_the_clause_says() {
    check_standing(4, "市地方金融监管局", In(Lead));
    check_standing(4, "市发展改革委", In(Lead));
    check_standing(4, " 市财政局 ", In(Cooperate));
    check_standing(1, "人民银行广州分行", In(Support));
    check_standing(1, "市财政局", Outside);
    check_standing(4, "市法院", Outside);
    check_standing(4, "外地单位", Outside);
    check_standing(30, "人民银行广州分行", In(Lead));
    check_standing(47, "市人力资源社会保障局", In(Cooperate));
    check_standing(47, "市人力资源和社会保障局", In(Cooperate));
}

#[test]
fn a_unit_may_stand_there_as_a_member_of_a_group() {
    check_standing(45, "增城区政府", In(Lead));
    check_standing(13, "从化区政府", In(Cooperate));
    check_standing(44, "荔湾区政府", In(Cooperate));
    check_standing(6, "南沙区政府", In(Cooperate));
    check_standing(6, "从化区政府", Outside);
}

#[test]
fn an_open_group_leaves_a_place_for_anyone() {
    check_standing(3, "市财政局", Open);
    check_standing(34, "越秀区政府", In(Cooperate));
    check_standing(34, "海珠区政府", Open);
    check_standing(48, "外地单位", Open);
}

#[test]
fn who_gives_no_unit_is_not_called_an_outsider() {
    check_standing(4, "", Unsaid);
    check_standing(4, "  ", Unsaid);
    check_standing(49, "市财政局", Unsaid);
    check_standing(0, "市财政局", Unsaid);
}

/// A conflict on a task, between our unit and theirs, with either change the later one: whose is preselected.
#[track_caller]
fn check(task: u16, ours: &str, theirs: &str, expected: [bool; 2], reasons: [&str; 2]) {
    for ((theirs_is_later, expected), reason) in
        [false, true].into_iter().zip(expected).zip(reasons)
    {
        let (mut mine, mut other) = (editor(1, ours), editor(2, theirs));
        set(&mut mine, task, 10, 5);
        set(&mut other, task, 20, if theirs_is_later { 6 } else { 4 });
        let (mine, other) = (mine.ledger(), other.ledger());
        // From the other side the same one is preselected.
        for (mine, theirs, expected) in [(mine, other, expected), (other, mine, !expected)] {
            let duties = Duties::of(policy(), mine, theirs);
            let plan = duties.plan(None);
            let difference = &plan.differences[0];
            assert_eq!(difference.relation, Relation::BothChanged);
            let takes_theirs = !difference.is_mine(&difference.opinions[0]);
            assert_eq!(takes_theirs, expected, "{ours} and {theirs:?}, later: {theirs_is_later}");
            assert_eq!(duties.reason(difference), reason);
        }
    }
}

const MINE: [bool; 2] = [false, false];
const THEIRS: [bool; 2] = [true, true];
const LATER: [bool; 2] = [false, true];

#[test]
fn the_weightier_role_is_preselected_whoever_was_later() {
    let both = |reason| [reason, reason];
    check(31, "市发展改革委", "市财政局", MINE, both("牵头单位优先于配合单位"));
    check(31, "市财政局", "市发展改革委", THEIRS, both("牵头单位优先于配合单位"));
    check(31, "广东证监局", "市地方金融监管局", THEIRS, both("牵头单位优先于支持单位"));
    check(31, "市国资委", "广东银保监局", MINE, both("配合单位优先于支持单位"));
    check(31, "广东银保监局", "市法院", MINE, both("支持单位优先"));
    check(31, "", "广东银保监局", THEIRS, both("支持单位优先"));
    check(3, "市财政局", "市发展改革委", THEIRS, both("牵头单位优先"));
    check(45, "市地方金融监管局", "白云区政府", THEIRS, both("牵头单位优先于配合单位"));
}

#[test]
fn between_equals_it_is_the_later() {
    let both = |reason| [reason, reason];
    check(
        31,
        "市地方金融监管局",
        "市发展改革委",
        LATER,
        both("双方均为牵头单位，默认取修改时间较晚的"),
    );
    check(31, "市财政局", "市国资委", LATER, both("双方均为配合单位，默认取修改时间较晚的"));
    check(
        31,
        "广东银保监局",
        "广东银保监局",
        LATER,
        both("双方均为支持单位，默认取修改时间较晚的"),
    );
    check(31, "市法院", "外地单位", LATER, both("双方职责均未列明，默认取修改时间较晚的"));
    check(31, "", "市法院", LATER, both("双方职责均未列明，默认取修改时间较晚的"));
    check(3, "市财政局", "", LATER, both("双方职责均未列明，默认取修改时间较晚的"));
}

/// At one moment the total order decides, the same on both sides.
#[test]
fn between_equals_of_one_moment_both_sides_preselect_the_same() {
    let (mut mine, mut other) = (editor(1, "市财政局"), editor(2, "市国资委"));
    set(&mut mine, 31, 10, 5);
    set(&mut other, 31, 20, 5);
    let theirs = |a: &Editor, b: &Editor| {
        let plan = Duties::of(policy(), a.ledger(), b.ledger()).plan(None);
        let difference = &plan.differences[0];
        !difference.is_mine(&difference.opinions[0])
    };
    assert!(theirs(&mine, &other), "the greater actor");
    assert!(!theirs(&other, &mine));
}

fn tasks(outsiders: &[Outsider]) -> Vec<(u16, &str)> {
    outsiders.iter().map(|outsider| (outsider.task.0, outsider.unit.as_str())).collect()
}

fn listed_of(theirs: &Ledger, mine: &Editor) -> Vec<Outsider> {
    Outsiders::of(policy(), theirs, "").list(mine.ledger())
}

/// A file in which 市法院, which leads task 29 only, and 市财政局, which cooperates on 31, reported.
fn file() -> Ledger {
    let (mut court, mut finance) = (editor(2, "市法院"), editor(3, "市财政局"));
    set(&mut court, 29, 20, 1);
    set(&mut court, 31, 30, 2);
    set(&mut court, 3, 40, 3);
    set(&mut finance, 31, 50, 1);
    set(&mut finance, 1, 60, 4);
    merge::merge(court.ledger(), finance.ledger())
}

#[test]
fn what_units_without_a_part_reported_is_listed_if_it_is_new() {
    let (theirs, mut mine) = (file(), editor(1, "市地方金融监管局"));
    let plan = merge::plan(mine.ledger(), &theirs);
    let listed = listed_of(&theirs, &mine);
    assert_eq!(tasks(&listed), [(1, "市财政局"), (31, "市法院")]);
    assert_eq!(listed[1].changes, 1);
    let own = Outsiders::of(policy(), &theirs, "市法院").list(mine.ledger());
    assert_eq!(tasks(&own), [(1, "市财政局")], "one's own unit is not held back");
    mine.import("导入".to_owned(), &plan, Vec::new(), now(9));
    assert_eq!(listed_of(&theirs, &mine), [], "known by now");
}

#[test]
fn what_is_left_out_does_not_come_and_all_else_does() {
    let (theirs, mut mine) = (file(), editor(1, "市地方金融监管局"));
    let listed = listed_of(&theirs, &mine);
    let outsiders = Outsiders::of(policy(), &theirs, "");
    let plan = merge::plan_of(mine.ledger(), &theirs, |task, _, c| !outsiders.is(task, c));
    mine.import("导入".to_owned(), &plan, Vec::new(), now(9));
    let stands: Vec<u8> = [29, 31, 3, 1].map(|task| percent(mine.ledger(), task)).into();
    assert_eq!(stands, [20, 50, 40, 0]);
    let again = merge::plan(mine.ledger(), &theirs);
    assert_eq!(listed_of(&theirs, &mine), listed, "it can still be accepted later");
    mine.import("导入".to_owned(), &again, Vec::new(), now(9));
    assert_eq!(*mine.ledger(), theirs);
}

#[test]
fn accepting_all_is_the_plan_and_accepting_none_is_nothing() {
    let (theirs, mine) = (file(), editor(1, "市地方金融监管局"));
    let plan = merge::plan(mine.ledger(), &theirs);
    assert_eq!(merge::plan_of(mine.ledger(), &theirs, |_, _, _| true), plan);
    let none = merge::plan_of(mine.ledger(), &theirs, |_, _, _| false);
    assert!(none.is_empty() && none.differences.is_empty());
    assert_eq!(none.diff.people().count(), 0, "nor do their people come");
}

/// What is known already is no matter of acceptance, and what was built on a change left out still comes.
#[test]
fn leaving_out_touches_nothing_that_is_known_or_built_on_it() {
    let (mut court, mut mine) = (editor(2, "市法院"), editor(1, "市地方金融监管局"));
    set(&mut court, 31, 30, 1);
    mine.catch_up(court.ledger().clone());
    set(&mut court, 31, 35, 2);
    let mut lead = editor(3, "市发展改革委");
    lead.catch_up(court.ledger().clone());
    set(&mut lead, 31, 40, 3);
    let theirs = lead.ledger();
    let by_court = |change: &Change| change.stamp.actor == Actor::from_bits(2);
    let plan = merge::plan_of(mine.ledger(), theirs, |_, _, change| !by_court(change));
    assert_eq!(plan.diff.changes().count(), 1);
    assert_eq!(plan.differences[0].relation, Relation::TheirsNewer, "30 is known to both");
    mine.import("导入".to_owned(), &plan, Vec::new(), now(9));
    assert_eq!(percent(mine.ledger(), 31), 40);
}

#[test]
fn a32_a_unit_stands_there_by_any_spelling() {
    for spelled in
        ["广州市财政局", "财政局", " 市财政局　", "市 财政局", "市財政局", "广州市财政局预算处"]
    {
        check_standing(4, spelled, In(Cooperate));
        check_standing(1, spelled, Outside);
    }
    check_standing(40, "天河区人民政府", In(Lead));
    check_standing(30, "中国人民银行广州分行", In(Lead));
    // What one's own unit reported is never held back, however either of them spells it.
    let mut theirs = editor(2, "广州市财政局");
    set(&mut theirs, 1, 50, 1);
    let mine = Ledger::new(BUNDLED_ID);
    let list = |own: &str| Outsiders::of(policy(), theirs.ledger(), own).list(&mine).len();
    assert_eq!((list("市财政局　"), list("财政局"), list("市国资委"), list("")), (0, 0, 1, 1));
}

/// 市财政局 cooperates on task 4 and says 40 %; later 市法院, which has no part in it, says 46 %. What the preview says
/// will stand there stands there afterwards, whether its box is ticked or not.
#[test]
fn a51_the_preview_leaves_out_what_is_not_taken_in() {
    let (mut finance, mut court) = (editor(2, "市财政局"), editor(3, "市法院"));
    set(&mut finance, 4, 40, 1);
    set(&mut court, 4, 46, 2);
    let (theirs, mine) =
        (merge::merge(finance.ledger(), court.ledger()), editor(1, "市地方金融监管局"));
    let outsiders = Outsiders::of(policy(), &theirs, "市地方金融监管局");
    for (left_out, relation) in
        [(None, Relation::BothChanged), (Some(&outsiders), Relation::TheirsNewer)]
    {
        let plan = Duties::of(policy(), mine.ledger(), &theirs).plan(left_out);
        let [difference] = &plan.differences[..] else { panic!("one field") };
        assert_eq!(difference.relation, relation);
        let told = difference.outcome(None).cloned();
        assert_eq!(told, Some(Value::Percent(40)));
        let mut mine = mine.clone();
        mine.import("导入".to_owned(), &plan, plan.settle(|_| None), now(9));
        assert_eq!(mine.ledger().entry(TaskNumber(4)).value(Field::Percent), told.as_ref());
    }
}

mod o2 {
    use super::*;

    fn take_in(editor: &mut Editor, theirs: &Ledger, at: u64) -> Vec<Relation> {
        let plan = Duties::of(policy(), editor.ledger(), theirs).plan(None);
        editor.import("导入".to_owned(), &plan, plan.settle(|_| None), now(at));
        plan.differences.iter().map(|difference| difference.relation).collect()
    }

    /// Task 21: 南沙区政府 leads, 人民银行广州分行 supports and is the later.
    fn files() -> [Editor; 2] {
        let (mut lead, mut support) = (editor(2, "南沙区政府"), editor(3, "人民银行广州分行"));
        set(&mut lead, 21, 70, 1);
        set(&mut support, 21, 20, 2);
        [lead, support]
    }

    #[test]
    fn o2_what_files_say_against_each_other_is_asked_about() {
        let [lead, support] = files();
        let all = merge::merge(lead.ledger(), support.ledger());
        let mine = editor(1, "市地方金融监管局");
        let duties = Duties::of(policy(), mine.ledger(), &all);
        let plan = duties.plan(None);
        let [difference] = &plan.differences[..] else { panic!("one field") };
        assert_eq!(difference.relation, Relation::BothChanged);
        let said: Vec<_> = difference
            .opinions
            .iter()
            .map(|o| (o.value.clone(), duties.reporter(o).unit))
            .collect();
        let expected = [(70, "南沙区政府"), (20, "人民银行广州分行")];
        assert_eq!(said, expected.map(|(n, unit)| (Some(Value::Percent(n)), unit.to_owned())));
        assert_eq!(duties.reason(difference), "牵头单位优先于支持单位");
    }

    #[test]
    fn o2_together_or_one_by_one_the_lead_is_preselected() {
        let [lead, support] = files();
        let all = merge::merge(lead.ledger(), support.ledger());
        for (order, at) in [
            (vec![&all], 5),
            (vec![lead.ledger(), support.ledger()], 5),
            (vec![support.ledger(), lead.ledger()], 5),
        ] {
            let mut office = editor(1, "市地方金融监管局");
            let last = order.iter().map(|file| take_in(&mut office, file, at)).last();
            assert_eq!(last, Some(vec![Relation::BothChanged]));
            assert_eq!(percent(office.ledger(), 21), 70);
            // What was settled is settled.
            assert_eq!(take_in(&mut office, &all, 9), [Relation::MineNewer]);
        }
    }

    /// Three units, no two of which knew of each other: whatever was settled before, the weightiest is preselected.
    #[test]
    fn o2_an_earlier_choice_counts_as_what_it_chose() {
        let units = ["市地方金融监管局", "市财政局", "广东银保监局"];
        let files: Vec<Editor> = (0..3_u8)
            .map(|n| {
                let mut editor = editor(u64::from(n) + 2, units[usize::from(n)]);
                // The weightier, the earlier.
                set(&mut editor, 31, 10 + n, u64::from(n));
                editor
            })
            .collect();
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let mut office = editor(1, "市法院");
            for at in order {
                take_in(&mut office, files[at].ledger(), 9);
            }
            assert_eq!(percent(office.ledger(), 31), 10, "{order:?}");
        }
    }

    /// A person who chose against their duties meant it: what was turned down does not come back.
    #[test]
    fn o2_what_a_person_turned_down_stays_out() {
        let [lead, support] = files();
        let mut office = editor(1, "市地方金融监管局");
        let all = merge::merge(lead.ledger(), support.ledger());
        let plan = Duties::of(policy(), office.ledger(), &all).plan(None);
        let settle = plan.settle(|_| Some(1));
        office.import("导入".to_owned(), &plan, settle, now(5));
        assert_eq!(percent(office.ledger(), 21), 20);
        let mut third = editor(4, "人民银行广州分行");
        set(&mut third, 21, 30, 3);
        assert_eq!(take_in(&mut office, third.ledger(), 6), [Relation::BothChanged]);
        assert_eq!(percent(office.ledger(), 21), 30, "the later of two that support");
    }
}
