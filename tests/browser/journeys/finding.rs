//! Search and filters, and the address that holds them.

use crate::browser::Screen;
use crate::page::Page;
use crate::visitor::arrive;

/// Tasks that name 各区政府: 白云 is printed nowhere.
const OF_DISTRICTS: [u16; 8] = [13, 14, 15, 38, 42, 43, 44, 45];

/// The counts on the chips of what is late.
fn late_chips(page: &Page) -> Vec<String> {
    page.texts(".late .pick").iter().map(|chip| chip.replace(['\n', ' '], "")).collect()
}

/// Picks in the select of this name.
#[track_caller]
fn choose(page: &Page, label: &str, value: &str) {
    let at = page.texts(".choice > span").iter().position(|text| text == label);
    let at = at.unwrap_or_else(|| panic!("there is no “{label}”")) + 1;
    page.choose(&format!(".choice:nth-child({at}) select"), value);
}

#[test]
fn words_units_and_numbers_are_found() {
    let page = arrive("#/ledger");
    for (words, tasks) in [
        ("仲裁委", &[29][..]),
        ("市代建局", &[40]),
        ("白云", &OF_DISTRICTS),
        ("白云 防控", &[42]),
        ("12", &[12]),
        ("#7", &[7]),
    ] {
        page.fill("#search", words);
        page.wait_for_tasks(tasks);
    }
    page.fill("#search", "没有的词");
    page.wait_for_text(".empty", "没有符合条件的任务");
    page.wait_for_tasks(&[]);
    page.click_text(".count a", "清除筛选");
    page.wait_until("all again", |page| page.listed().len() == 48);
    assert_eq!(page.value("#search"), "");
}

#[test]
fn what_was_written_is_found() {
    let page = arrive("#/ledger?task=7");
    page.type_into(".report textarea", "已于9月挂牌");
    page.fill("#search", "挂牌");
    page.wait_until("task 7", |page| page.listed().contains(&7));
    page.fill("#search", "9月挂牌");
    page.wait_for_tasks(&[7]);
}

#[test]
fn every_choice_narrows_the_list() {
    let page = arrive("#/ledger?task=3");
    page.mark("受阻");
    page.go("#/ledger");
    page.click_text("summary", "筛选条件");
    for (label, value, tasks) in
        [("板块", "5", &[46, 47, 48][..]), ("专题", "19", &[41]), ("状态", "stuck", &[3])]
    {
        choose(&page, label, value);
        page.wait_for_tasks(tasks);
        page.click_text(".count a", "清除筛选");
        page.wait_until("all again", |page| page.listed().len() == 48);
    }
    for (label, value, count) in [("阶段", "2021", 27), ("关注", "blank", 47)] {
        choose(&page, label, value);
        page.wait_until(label, |page| page.listed().len() == count);
        choose(&page, label, "");
        page.wait_until("all again", |page| page.listed().len() == 48);
    }
    choose(&page, "单位", "白云区政府");
    page.wait_for_tasks(&OF_DISTRICTS);
    choose(&page, "角色", "首位牵头");
    page.wait_for_tasks(&[45]);
    choose(&page, "单位", "黄埔区政府");
    choose(&page, "角色", "牵头");
    page.wait_for_tasks(&[17, 39, 41, 45]);
    choose(&page, "板块", "2");
    page.wait_for_tasks(&[17]);
}

#[test]
fn the_address_holds_the_view() {
    let page = arrive("#/ledger");
    page.fill("#search", "金融");
    page.click_text("summary", "筛选条件");
    choose(&page, "单位", "白云区政府");
    choose(&page, "角色", "配合");
    page.wait_until("fewer", |page| page.listed().len() < 8);
    let (listed, hash) = (page.listed(), page.hash());
    assert!(hash.contains("q=") && hash.contains("unit=") && hash.contains("role="), "{hash}");
    page.reload();
    page.wait_for_tasks(&listed);
    assert_eq!(page.value("#search"), "金融");
    page.open_tab(Screen::DESK, &hash);
    page.wait_for_tasks(&listed);
    // An open task is part of it, and going back closes it again.
    page.click(&format!("#row-{}", listed[0]));
    page.wait_for_text("#detail-title", &format!("第{}项", listed[0]));
    page.wait_gone("#detail-title", || page.back());
    page.wait_for_tasks(&listed);
}

#[test]
fn an_address_that_leads_nowhere_still_opens_something() {
    let page = arrive("#/nowhere");
    page.wait_for(".overview");
    page.go("#/ledger?task=99&section=x");
    page.wait_until("the whole list", |page| page.listed().len() == 48);
    page.go("#/source?article=99");
    page.wait_for(".printed");
    page.console_is_clean();
}

#[test]
fn a_unit_leads_to_its_tasks() {
    let page = arrive("#/ledger?task=13");
    page.click_text(".duties a", "广州碳排放权交易中心");
    page.wait_for_tasks(&[13]);
}

/// What must 南沙区政府 do, and what of it is late: the question of the product, answered from 总览.
#[test]
fn f03_what_a_unit_is_late_with_is_found_in_three_clicks() {
    const LATE: [u16; 9] = [6, 7, 15, 21, 26, 37, 38, 42, 45];
    let page = arrive("?demo#/overview");
    page.wait_for_text(".attention summary", "各单位");
    page.click(".attention summary");
    page.click_text(".all-units a", "南沙区政府");
    page.wait_until("16 tasks", |page| page.listed().len() == 16);
    assert_eq!(late_chips(&page), ["全部滞后9", "■严重滞后4", "▲滞后5"]);
    page.click_text(".chips.late a", "全部滞后");
    page.wait_for_tasks(&LATE);
    assert!(page.hash().contains("light=late"), "{}", page.hash());
    // The same from the bar of the chart, once what narrows it further is taken off.
    page.go("#/overview");
    page.click("#chart-lead a[title^=南沙区政府]");
    page.wait_for_tasks(&[21, 37]);
    page.click_text(".chips.chosen a", "按原文列名");
    page.click_text(".chips.chosen a", "角色：牵头");
    page.wait_until("16 tasks", |page| page.listed().len() == 16);
    assert_eq!(late_chips(&page), ["全部滞后9", "■严重滞后4", "▲滞后5"]);
    page.console_is_clean();
}

#[test]
fn f03_lights_are_filtered_sorted_and_shown_in_the_rows() {
    let page = arrive("?demo#/ledger?unit=南沙区政府");
    page.click_text(".chips.late a", "严重滞后");
    page.wait_for_tasks(&[6, 26, 37, 38]);
    page.click_text(".count a", "按落后程度排序");
    // 58, 50 and 46 points behind, due today; 35 points, due next year.
    page.wait_until("the latest first", |page| page.listed() == [38, 26, 6, 37]);
    page.wait_for_text("#row-37", "时限");
    page.wait_for_text("#row-37", "严重滞后");
    page.wait_for_text("#row-6", "低46点");
    // By key as on the screen.
    page.click("#row-38");
    page.click_text(".detail-nav a", "下一项");
    page.wait_for_text("#detail-title", "第26项");
    let hash = page.hash();
    page.go("#/overview");
    page.wait_for(".total");
    page.go(&hash);
    page.wait_until("the same order", |page| page.listed() == [38, 26, 6, 37]);
    page.click_text(".count a", "按序号排序");
    page.wait_for_tasks(&[6, 26, 37, 38]);
    // Off again with a click on the chip that is on.
    page.click_text(".chips.late a", "严重滞后");
    page.wait_until("16 tasks", |page| page.listed().len() == 16);
    page.wait_for_text("#row-6", "南沙区政府");
    page.console_is_clean();
}

#[test]
fn f09_whom_to_remind_leads_to_what_of() {
    let page = arrive("?demo#/overview");
    page.wait_for_text(".attention h3", "应提醒的牵头单位（5个）");
    let units = page.texts(".reasons.units:not(.all-units) a");
    assert_eq!(units.len(), 5, "{units:?}");
    assert!(units[0].contains("市地方金融监管局") && units[0].contains("14"), "{units:?}");
    page.click_text(".reasons.units a", "人民银行广州分行");
    page.wait_for_tasks(&[30]);
}

#[test]
fn a14_what_reads_the_same_is_found() {
    let page = arrive("#/ledger?task=7");
    page.type_into(".report textarea", "已向QFLP试点企业发放额度10亿元");
    for (words, tasks) in [
        ("１２", &[12][..]),
        ("＃7", &[7]),
        ("第7项", &[7]),
        ("第 七 项", &[7]),
        ("ＱＦＬＰ", &[7, 12]),
        ("１０亿", &[7]),
        ("１０亿元　ｑｆｌｐ", &[7]),
    ] {
        page.fill("#search", words);
        page.wait_for_tasks(tasks);
    }
    page.go("#/log");
    page.fill(".search input[type=search][aria-label]", "１０亿");
    page.wait_for_text(".log tbody", "10亿元");
}

#[test]
fn a32_an_address_knows_a_unit_by_any_spelling() {
    let page = arrive("#/ledger?unit=市财政局");
    page.wait_until("fewer", |page| (1..48).contains(&page.listed().len()));
    let tasks = page.listed();
    for spelled in ["广州市财政局", "财政局", "市财政局%E3%80%80"] {
        page.go("#/overview");
        page.load(&format!("#/ledger?unit={spelled}"));
        page.wait_for_tasks(&tasks);
        assert_eq!(page.value(".choice select:has(option[value=市财政局])"), "市财政局");
    }
    page.go("#/ledger?unit=天河区人民政府");
    page.wait_until("other tasks", |page| page.listed().contains(&40));
    page.fill("#search", "中国人民银行广州分行");
    page.wait_until("those of both", |page| !page.listed().is_empty());
}
