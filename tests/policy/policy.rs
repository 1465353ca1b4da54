//! The policy as parsed from the real source: every word kept, every unit known, every annotation quoted.

use crate::every::every;
use policy_ledger::policy::{
    AnnotationError, Article, Assignment, Diagnostic, Document, Fault, Paragraph, Part, Policy,
    Role, Roster, Task, TaskNumber, UnitKind, annotations, numeral, parse, source,
};
use proptest::prelude::*;

fn bundled() -> &'static Policy {
    Policy::bundled().expect("the bundled policy reads")
}

fn task(number: u16) -> &'static Task {
    bundled().task(TaskNumber(number)).expect("a task of the plan")
}

fn article(number: u16) -> &'static Article {
    bundled().article(number).expect("an article of the Opinions")
}

mod the_seeds {
    use super::*;

    #[test]
    fn are_the_original_byte_for_byte() {
        let both = [source::OPINIONS, source::ACTION_PLAN].concat();
        assert_eq!(both.len(), 52_351);
        assert_eq!(fnv(both.as_bytes()), 0x9870_487d_456e_4cd7, "FNV-1a of the published text");
    }

    fn fnv(bytes: &[u8]) -> u64 {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
    }

    #[test]
    fn read_without_a_fault() {
        let read = Policy::read(source::OPINIONS, source::ACTION_PLAN, source::ANNOTATIONS);
        let (policy, diagnostics) = read.unwrap();
        assert_eq!(diagnostics, []);
        assert_eq!(&policy, bundled());
    }
}

mod the_structure {
    use super::*;

    #[test]
    fn of_the_opinions() {
        let opinions = bundled().opinions();
        let chapters: Vec<_> = opinions
            .chapters
            .iter()
            .map(|c| (c.number, c.title.as_str(), c.articles.len(), c.tasks.len()))
            .collect();
        assert_eq!(
            chapters,
            [
                (1, "总体要求", 3, 0),
                (2, "完善现代金融服务体系", 7, 0),
                (3, "有序推进金融市场互联互通", 6, 0),
                (4, "共建粤港澳合作发展平台", 3, 0),
                (5, "加强金融风险防控协调与监管", 3, 0),
                (6, "保障措施", 3, 0),
            ]
        );
        let numbers: Vec<u16> = opinions.articles().map(|article| article.number).collect();
        assert_eq!(numbers, (1..=25).collect::<Vec<u16>>());
        assert_eq!(bundled().topics().map(|article| article.number).next(), Some(4));
        assert_eq!(bundled().topics().count(), 22);
    }

    #[test]
    fn of_the_plan() {
        let sections: Vec<_> = bundled()
            .plan
            .chapters
            .iter()
            .map(|c| (c.number, c.title.as_str(), c.tasks.len(), c.articles.len()))
            .collect();
        assert_eq!(
            sections,
            [
                (1, "加强粤港澳大湾区金融发展研究", 5, 0),
                (2, "完善现代金融服务体系", 21, 0),
                (3, "有序推进金融市场互联互通", 15, 0),
                (4, "加强金融风险防控协调与监管", 4, 0),
                (5, "保障措施", 3, 0),
            ]
        );
        let numbers: Vec<u16> = bundled().tasks().map(|task| task.number.0).collect();
        assert_eq!(numbers, (1..=48).collect::<Vec<u16>>());
        for section in &bundled().plan.chapters {
            every(&section.tasks, |task| task.section == section.number);
            assert_eq!(bundled().section(section.number), Some(section));
        }
        for task in bundled().tasks() {
            assert!(!task.text.is_empty() && !task.clause.is_empty() && !task.lead.is_empty());
        }
    }

    #[test]
    fn of_the_heads() {
        let (opinions, plan) = (bundled().opinions(), &bundled().plan);
        assert_eq!(opinions.label, "附件1");
        assert_eq!(opinions.title, "广州市关于推进共建粤港澳大湾区国际金融枢纽的实施意见");
        assert_eq!(opinions.preamble.len(), 1);
        let names =
            "《中国人民银行 中国银行保险监督管理委员会 中国证券监督管理委员会 国家外汇管理局关于";
        assert!(opinions.preamble[0].starts_with("为深入学习贯彻习近平总书记"));
        assert!(opinions.preamble[0].contains(names), "spaces inside a line stay");
        assert!(opinions.preamble[0].ends_with("现提出如下意见。"));
        assert_eq!(plan.label, "附件2");
        assert_eq!(
            plan.title,
            "广州市关于推进共建粤港澳大湾区国际金融枢纽三年行动计划（2021-2023年）"
        );
        assert_eq!(plan.preamble.len(), 1);
        assert!(plan.preamble[0].starts_with("为深入学习贯彻"));
        assert!(plan.preamble[0].ends_with("制定本行动计划。"));
    }

    #[test]
    fn of_the_principles() {
        let principles: Vec<_> = bundled().opinions().principles().collect();
        let headings: Vec<_> = principles.iter().map(|p| (p.number, p.heading.as_str())).collect();
        assert_eq!(
            headings,
            [
                (1, "完善金融服务体系，建设一流湾区"),
                (2, "突出金融创新驱动，推动高质量发展"),
                (3, "强化规则对接，优化营商环境"),
                (4, "加强协同防控风险，构建金融安全运行区"),
            ]
        );
        assert!(principles[0].text.starts_with("围绕金融和科技双轮驱动"));
        assert!(principles[3].text.ends_with("营造健康的金融生态环境。"));
        assert_eq!(article(2).principles.len(), 4, "they stand in （二）");
    }

    #[test]
    fn of_the_three_steps() {
        let steps: Vec<_> = bundled().opinions().steps().collect();
        let years: Vec<_> = steps.iter().map(|step| (step.number, step.year)).collect();
        assert_eq!(bundled().phases().collect::<Vec<_>>(), years, "phases are the steps");
        assert_eq!(years, [(1, 2021), (2, 2023), (3, 2035)]);
        assert!(steps[0].goal.starts_with("以服务高端高质高新现代产业新体系为导向，"));
        assert!(steps[0].goal.ends_with("重大合作平台建设等方面取得一系列突破。"));
        assert!(steps[1].goal.starts_with("广州参与大湾区国际金融枢纽建设成效显现，"));
        assert!(steps[1].goal.ends_with("国际金融业务取得积极成效。"));
        assert!(steps[2].goal.starts_with("广州形成配置高效、便利安全、"));
        assert!(steps[2].goal.ends_with("在国际金融市场发挥重要影响力。"));
        assert_eq!(article(3).steps.len(), 3, "they stand in （三）");
    }
}

mod every_word {
    use super::*;

    #[test]
    fn of_the_source_is_kept_and_none_is_invented() {
        check(source::OPINIONS, bundled().opinions());
        check(source::ACTION_PLAN, &bundled().plan);
    }

    /// The document printed back in order is the source, white space aside.
    #[track_caller]
    fn check(source: &str, document: &Document) {
        assert_eq!(without_space(&print(document)), without_space(source));
    }

    #[test]
    fn of_a_clause_is_one_of_its_parts() {
        for task in bundled().tasks() {
            let said: String = Role::ALL
                .into_iter()
                .map(|role| (role, names(task, role)))
                .filter(|(_, names)| !names.is_empty())
                .map(|(role, names)| names.concat() + role.name())
                .collect();
            // 等 is the one word between names (task 34).
            let printed = task.clause.replace(['（', '）', '、', '，', '等'], "");
            assert_eq!(said, printed, "task {}", task.number.0);
        }
    }

    fn names(task: &Task, role: Role) -> Vec<&str> {
        let of_role = task.assignments().filter(|(r, _)| *r == role);
        of_role.map(|(_, assignment)| assignment.printed.as_str()).collect()
    }

    #[test]
    fn of_principles_and_steps_stands_in_the_paragraphs_too() {
        let holds = |article: &Article, text: &str| {
            article.paragraphs.iter().any(|paragraph| paragraph.printed().ends_with(text))
        };
        for principle in bundled().opinions().principles() {
            assert!(holds(article(2), &format!("是{}。{}", principle.heading, principle.text)));
        }
        for step in bundled().opinions().steps() {
            assert!(holds(article(3), &format!("步，到{}年，{}", step.year, step.goal)));
        }
    }
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn print(document: &Document) -> String {
    let mut parts =
        vec![document.label.clone(), document.title.clone(), document.preamble.concat()];
    for chapter in &document.chapters {
        parts.push(format!("{}、{}", numeral::print(chapter.number), chapter.title));
        for article in &chapter.articles {
            parts.push(format!("（{}）{}。", numeral::print(article.number), article.heading));
            parts.extend(article.paragraphs.iter().map(Paragraph::printed));
        }
        let tasks = chapter.tasks.iter();
        parts.extend(tasks.map(|task| format!("{}.{}{}", task.number.0, task.text, task.clause)));
    }
    parts.concat()
}

mod clauses {
    use super::*;

    /// One role after the other; `canonical=printed` where the clause abridges a name, and the members of
    /// a group in brackets.
    #[track_caller]
    fn check(number: u16, expected: &str) {
        assert_eq!(print_roles(task(number)), expected, "task {number}: {}", task(number).clause);
    }

    fn print_roles(task: &Task) -> String {
        let of_role = |role: Role| {
            let assignments = task.assignments().filter(|(r, _)| *r == role);
            let names: Vec<_> = assignments.map(|(_, a)| print_assignment(a)).collect();
            (!names.is_empty()).then(|| format!("{} {}", role.name(), names.join(" ")))
        };
        Role::ALL.into_iter().filter_map(of_role).collect::<Vec<_>>().join("；")
    }

    fn print_assignment(assignment: &Assignment) -> String {
        let name = bundled().roster().name(assignment.unit);
        let printed = Some(&assignment.printed).filter(|printed| *printed != name);
        let members = assignment.members.iter().map(|unit| bundled().roster().name(*unit));
        let members: Vec<_> = members.map(|name| name.trim_end_matches("区政府")).collect();
        let printed = printed.map_or(String::new(), |printed| format!("={printed}"));
        match members.as_slice() {
            [] => format!("{name}{printed}"),
            members => format!("{name}{printed}[{}]", members.join(" ")),
        }
    }

    const ALL_DISTRICTS: &str = "[越秀 海珠 荔湾 天河 白云 黄埔 番禺 花都 南沙 从化 增城]";

    #[test]
    fn restore_what_a_list_of_bureaus_leaves_out() {
        let supported = "支持 人民银行广州分行 广东银保监局 广东证监局";
        let led = "牵头 市地方金融监管局 市发展改革委=发展改革委";
        check(1, &format!("{led}；{supported}"));
        check(4, &format!("{led}；配合 市财政局 市国资委"));
        check(
            16,
            "牵头 市科技局 市地方金融监管局=地方金融监管局；配合 市财政局；支持 广东银保监局 广东证监局",
        );
        check(
            17,
            &format!(
                "牵头 黄埔区政府；配合 市财政局 市市场监管局=市场监管局 市地方金融监管局=地方金融监管局；{supported}"
            ),
        );
        check(29, "牵头 市法院 市仲裁委=仲裁委；配合 市地方金融监管局");
        check(
            30,
            "牵头 人民银行广州分行；配合 市工业和信息化局 市政务服务数据管理局=政务服务数据管理局 \
             市地方金融监管局=地方金融监管局",
        );
        check(31, &format!("{led}；配合 市财政局 市国资委=国资委；{supported}"));
        check(32, &format!("牵头 市地方金融监管局 市市场监管局=市场监管局；{supported}"));
        check(33, &format!("{led} 市人力资源社会保障局=人力资源社会保障局；{supported}"));
        check(
            39,
            "牵头 黄埔区政府；配合 市发展改革委 市财政局=财政局 市市场监管局=市场监管局 \
             市地方金融监管局=地方金融监管局；支持 广东银保监局 广东证监局",
        );
        check(40, "牵头 天河区政府 市地方金融监管局；配合 市规划和自然资源局 市代建局=代建局");
        // The 市 comes first, then the alias with 和 names the bureau.
        check(
            47,
            &format!("{led}；配合 市财政局 市人力资源社会保障局=人力资源和社会保障局；{supported}"),
        );
    }

    #[test]
    fn restore_the_government_a_list_says_once() {
        let led = "牵头 市地方金融监管局 市发展改革委=发展改革委";
        check(21, "牵头 市地方金融监管局 南沙区政府；支持 人民银行广州分行");
        check(24, &format!("{led}；配合 黄埔区政府 南沙区政府；支持 广东证监局"));
        check(
            25,
            &format!(
                "{led}；配合 越秀区政府=越秀区 南沙区政府；支持 人民银行广州分行 广东银保监局"
            ),
        );
        check(26, &format!("{led}；配合 番禺区政府=番禺区 南沙区政府=南沙区 花都区政府"));
    }

    #[test]
    fn name_groups_with_their_members() {
        let led = "牵头 市地方金融监管局 市发展改革委=发展改革委";
        let supported = "支持 人民银行广州分行 广东银保监局 广东证监局";
        check(3, &format!("{led}；配合 相关单位"));
        check(
            13,
            &format!(
                "牵头 市地方金融监管局 广州碳排放权交易中心；配合 各区政府{ALL_DISTRICTS}；支持 人民银行广州分行"
            ),
        );
        check(
            34,
            "牵头 市地方金融监管局 市文化广电旅游局=文化广电旅游局；配合 越秀区政府 相关单位",
        );
        check(
            38,
            &format!(
                "{led}；配合 各区政府{ALL_DISTRICTS} 市住房城乡建设局 广东股权交易中心 广州碳排放权交易中心；{supported}"
            ),
        );
        check(
            41,
            "牵头 相关区政府[越秀 海珠 荔湾 黄埔 番禺 从化 增城] 市空港委；配合 市地方金融监管局",
        );
        check(
            44,
            &format!(
                "牵头 人民银行广州分行 广东银保监局 广东证监局；配合 市地方金融监管局 各区政府{ALL_DISTRICTS}"
            ),
        );
        check(45, &format!("牵头 各区政府{ALL_DISTRICTS}；配合 市地方金融监管局"));
        check(46, &format!("{led}；配合 市大湾区金融专项小组各成员单位 各金融机构"));
        check(48, &format!("{led}；配合 市大湾区金融专项小组各成员单位"));
    }

    #[test]
    fn give_a_unit_its_weightiest_role() {
        let role = |number, name| task(number).role_of(bundled().roster().find(name).unwrap());
        assert_eq!(role(21, "南沙区政府"), Some((Role::Lead, false)));
        assert_eq!(role(25, "越秀区政府"), Some((Role::Cooperate, false)));
        assert_eq!(role(45, "白云区政府"), Some((Role::Lead, true)));
        assert_eq!(role(41, "天河区政府"), None, "task 41 does not name 天河");
        assert_eq!(role(1, "广东证监局"), Some((Role::Support, false)));
    }

    #[test]
    fn show_every_printed_form() {
        let unit = bundled().roster().find("市人力资源社会保障局").unwrap();
        let forms = bundled().printed_forms(unit);
        assert_eq!(forms, ["人力资源社会保障局", "人力资源和社会保障局"]);
    }
}

mod headings {
    use super::*;

    #[track_caller]
    fn check(number: u16, expected: &[&str]) {
        let headings: Vec<_> =
            article(number).paragraphs.iter().filter_map(|p| p.heading.as_deref()).collect();
        assert_eq!(headings, expected, "article {number}");
    }

    #[test]
    fn open_the_paragraphs_that_have_one() {
        check(1, &[]);
        check(2, &[]);
        check(3, &[]);
        check(
            4,
            &[
                "加强金融机构组织协调体系建设。",
                "加大金融服务湾区实体经济力度。",
                "推动金融机构创新业务在穗先行先试。",
            ],
        );
        check(8, &["大力发展科技金融。", "开展知识产权金融服务模式创新。"]);
        check(9, &["大力拓宽跨境投融资渠道。", "促进跨境投融资便利化。", "开展跨境保险业务。"]);
        check(11, &[]);
        check(12, &[]);
        check(13, &[]);
        check(14, &[]);
        check(15, &["加强穗港澳三地人才交流合作。", "加强金融文化交流合作。"]);
        check(17, &["推进建设粤港澳大湾区国际商业银行。", "推进建设大湾区保险服务体系。"]);
        check(18, &[]);
        check(19, &[]);
        check(22, &[]);
        check(23, &[]);
        check(25, &["建立工作正面激励和清单式管理制度。"]);
        let all: Vec<_> = bundled()
            .opinions()
            .articles()
            .flat_map(|article| &article.paragraphs)
            .filter_map(|paragraph| paragraph.heading.as_deref())
            .collect();
        assert_eq!(all.len(), 26);
        assert!(all.iter().all(|heading| heading.ends_with('。') && !heading.contains('，')));
    }

    #[track_caller]
    fn check_line(line: &str, expected: Option<&str>) {
        let (document, _) = parse(&format!("一、章\n（一）条。\n{line}"), &Roster::default());
        let paragraph = &document.articles().next().unwrap().paragraphs[0];
        assert_eq!(paragraph.heading.as_deref(), expected);
        assert_eq!(paragraph.printed(), line);
    }

    #[test]
    fn are_short_first_sentences_without_a_comma() {
        check_line("做好工作。然后再做。", Some("做好工作。"));
        check_line("做好工作，然后再做。又做。", None);
        check_line("做好工作。", None);
        check_line("没有句号", None);
        check_line(
            &format!("{}。后文。", "长".repeat(30)),
            Some(&format!("{}。", "长".repeat(30))),
        );
        check_line(&format!("{}。后文。", "长".repeat(31)), None);
    }
}

mod faults {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(usize, Fault)]) -> Document {
        let (document, found) = parse(text, bundled().roster());
        let found: Vec<_> = found.into_iter().map(|found| (found.line, found.fault)).collect();
        assert_eq!(found, expected, "{text}");
        document
    }

    fn gap(part: Part, expected: u16, found: u16) -> Fault {
        Fault::Gap { part, expected, found }
    }

    fn repeat(part: Part, found: u16) -> Fault {
        Fault::Repeat { part, found }
    }

    fn unreadable(task: u16, part: &str) -> Fault {
        Fault::UnreadableClause { task: TaskNumber(task), part: part.to_owned() }
    }

    fn unknown(task: u16, printed: &str) -> Fault {
        Fault::UnknownUnit { task: TaskNumber(task), printed: printed.to_owned() }
    }

    fn missing(task: u16) -> Fault {
        Fault::MissingClause { task: TaskNumber(task) }
    }

    /// A plan of these lines after its head, so that the first of them is line 3.
    fn plan(lines: &[&str]) -> String {
        format!("计划\n一、章\n{}", lines.join("\n"))
    }

    const ONE: &str = "1.做一。（市财政局牵头）";
    const TWO: &str = "2.做二。（市财政局牵头）";
    const THREE: &str = "3.做三。（市财政局牵头）";

    #[test]
    fn none_in_a_sound_text() {
        let document = check(&plan(&[ONE, "", TWO, "  二、章", THREE]), &[]);
        assert_eq!(document.tasks().map(|t| t.section).collect::<Vec<_>>(), [1, 1, 2]);
        check("", &[]);
        check("\n \n", &[]);
    }

    #[test]
    fn in_the_numbering() {
        check(&plan(&[ONE, THREE]), &[(4, gap(Part::Task, 2, 3))]);
        check(&plan(&[TWO]), &[(3, gap(Part::Task, 1, 2))]);
        check(&plan(&[ONE, "", ONE, TWO]), &[(5, repeat(Part::Task, 1))]);
        check(&plan(&[ONE, THREE, TWO]), &[(4, gap(Part::Task, 2, 3)), (5, repeat(Part::Task, 2))]);
        check(
            &plan(&[ONE, THREE, TWO, "4.做四。（市财政局牵头）"]),
            &[(4, gap(Part::Task, 2, 3)), (5, repeat(Part::Task, 2))],
        );
        check("一、章\n三、章", &[(2, gap(Part::Chapter, 2, 3))]);
        check("一、章\n一、章", &[(2, repeat(Part::Chapter, 1))]);
        check("一、章\n（一）条。\n（三）条。", &[(3, gap(Part::Article, 2, 3))]);
        check("一、章\n（一）条。\n二、章\n（一）条。", &[(4, repeat(Part::Article, 1))]);
        check("一、章\n0.做。（市财政局牵头）", &[(2, repeat(Part::Task, 0))]);
    }

    #[test]
    fn in_the_clauses() {
        check(&plan(&["1.没有单位。"]), &[(3, missing(1))]);
        check(&plan(&["1.括号（不是分工）"]), &[(3, missing(1))]);
        check(&plan(&["1.做。（市财政局牵头）。", TWO]), &[(3, missing(1))]);
        check(&plan(&["1.做。市财政局牵头）"]), &[(3, missing(1))]);
        check(&plan(&["1."]), &[(3, missing(1))]);
        check(&plan(&["1.做。（市财政局牵头，市国资委）"]), &[(3, unreadable(1, "市国资委"))]);
        check(&plan(&["1.做。（牵头）"]), &[(3, unreadable(1, "牵头"))]);
        check(&plan(&["1.做。（市财政局、牵头）"]), &[(3, unreadable(1, "市财政局、牵头"))]);
        check(&plan(&["1.做。（市财政局、月球局牵头）"]), &[(3, unknown(1, "月球局"))]);
        check(&plan(&["1.做。（高等教育局牵头）"]), &[(3, unknown(1, "高等教育局"))]);
        check(&plan(&["1.做。（越秀区政府等有关部门牵头）"]), &[(3, unknown(1, "有关部门"))]);
        check(
            &plan(&["1.做。（市财政局（含月球）牵头）"]),
            &[(3, unknown(1, "市财政局（含月球）"))],
        );
    }

    #[test]
    fn name_the_line_a_task_begins_on() {
        let text = plan(&["1.做", "", "一半", "又一半。（月球局牵头）", "3.做。"]);
        let document =
            check(&text, &[(3, unknown(1, "月球局")), (7, gap(Part::Task, 2, 3)), (7, missing(3))]);
        let tasks: Vec<_> =
            document.tasks().map(|t| (t.text.as_str(), t.clause.as_str())).collect();
        assert_eq!(tasks, [("做一半又一半。", "（月球局牵头）"), ("做。", "")]);
    }

    #[test]
    fn of_words_in_no_part() {
        check("计划\n1.做。（市财政局牵头）\n一、章", &[(2, Fault::OutsideChapter)]);
        check("意见\n（一）条。\n一、章", &[(2, Fault::OutsideChapter)]);
        check("意见\n一、章\n孤零零一段。\n（一）条。", &[(3, Fault::OutsideChapter)]);
    }

    #[test]
    fn no_matter_how_the_file_was_saved() {
        let sound = plan(&[ONE, TWO]);
        let expected = check(&sound, &[]);
        for saved in [
            format!("\u{feff}{sound}"),
            sound.replace('\n', "\r\n"),
            format!("{sound}\n"),
            format!("{sound}\n\n \u{3000}\n"),
            sound.replace("2.", "2．"),
            sound.replace("1.", "　1. "),
            sound
                .replace('（', "(")
                .replace('）', ")")
                .replace("(市", "（市")
                .replace("头)", "头）"),
        ] {
            assert_eq!(check(&saved, &[]), expected, "{saved:?}");
        }
        let tail = |found: &Document| found.tasks().last().map(|task| task.lead.clone());
        assert_eq!(
            tail(&check(&sound.replace('（', "(").replace('）', ")"), &[])),
            tail(&expected)
        );
    }

    #[test]
    fn blank_names_do_not_take_the_others_with_them() {
        let document = check(
            &plan(&["1.做。（市财政局、 、国资委 牵头）"]),
            &[(3, unreadable(1, "市财政局、 、国资委 牵头"))],
        );
        let printed: Vec<_> =
            document.tasks().next().unwrap().lead.iter().map(|a| a.printed.as_str()).collect();
        assert_eq!(printed, ["市财政局", "国资委"]);
    }

    #[test]
    fn only_districts_are_members_of_the_districts_named() {
        let text = plan(&["1.越秀区、海珠区和市财政局做。（相关区政府牵头）"]);
        let document = check(&text, &[]);
        let members = &document.tasks().next().unwrap().lead[0].members;
        let names: Vec<_> = members.iter().map(|unit| bundled().roster().name(*unit)).collect();
        assert_eq!(names, ["越秀区政府", "海珠区政府"]);
    }

    #[test]
    fn a_second_label_belongs_to_the_title() {
        let document = check("附件1\n附件2\n标题\n前言。", &[]);
        assert_eq!((document.label.as_str(), document.title.as_str()), ("附件1", "附件2标题"));
        assert_eq!(document.preamble, ["前言。"]);
    }

    #[test]
    fn of_damage_to_the_real_plan() {
        let line =
            |words: &str| 1 + source::ACTION_PLAN.lines().position(|l| l.contains(words)).unwrap();
        let doctored = |from: &str, to: &str| {
            assert_eq!(source::ACTION_PLAN.matches(from).count(), 1, "{from}");
            source::ACTION_PLAN.replacen(from, to, 1)
        };
        let at = line("7.推动广州期货交易所");
        check(
            &doctored("7.推动广州期货交易所", "推动广州期货交易所"),
            &[(at + 2, gap(Part::Task, 7, 8))],
        );
        check(
            &doctored("（市法院、仲裁委牵头，市地方金融监管局配合）", ""),
            &[(line("29."), missing(29))],
        );
        check(
            &doctored("市法院、仲裁委", "市法院、裁判所"),
            &[(line("29."), unknown(29, "裁判所"))],
        );
        let (_, found) = parse(&doctored("四、加强金融风险", "加强金融风险"), bundled().roster());
        assert!(
            found.contains(&Diagnostic {
                line: line("五、保障"), fault: gap(Part::Chapter, 4, 5)
            })
        );
    }
}

mod spellings {
    use super::*;

    /// Each of these means this unit.
    #[track_caller]
    fn check(name: &str, spellings: &[&str]) {
        let roster = bundled().roster();
        let unit = roster.find(name);
        assert!(unit.is_some(), "{name}");
        for spelled in std::iter::once(&name).chain(spellings) {
            let found = roster.resolve(spelled);
            let found = found.map(|id| roster.name(id));
            assert_eq!(found, Some(name), "「{spelled}」, nearest {:?}", nearest(spelled));
        }
    }

    fn nearest(spelled: &str) -> Vec<&'static str> {
        let roster = bundled().roster();
        roster.nearest(spelled).into_iter().map(|id| roster.name(id)).collect()
    }

    /// None of these means a unit; those in brackets are the names offered first.
    #[track_caller]
    fn check_unknown(spellings: &[(&str, &[&str])]) {
        for (spelled, offered) in spellings {
            assert_eq!(bundled().roster().resolve(spelled), None, "「{spelled}」");
            let nearest = nearest(spelled);
            assert!(nearest.starts_with(offered), "「{spelled}」: {nearest:?}");
            assert!(nearest.len() <= 3, "「{spelled}」: {nearest:?}");
        }
    }

    #[test]
    fn a32_of_one_unit_are_one() {
        check(
            "市财政局",
            &[
                "广州市财政局",
                "财政局",
                "广州财政局",
                "广东省广州市财政局",
                " 市财政局",
                "市财政局　",
                " 市财政局　",
                "市 财 政 局",
                "市\u{a0}财政局",
                "市财政局\u{200b}",
                "\u{feff}市财政局",
                "市\u{3000}财政局\n",
                "市財政局",
                "廣州市財政局",
                "巿财政局",
                "市财政局（金融处）",
                "市财政局(盖章)",
                "市财政局【盖章】",
                "市财政局〔2022〕",
                "市财政局（金融处",
                "（市财政局）",
                "【广州市财政局】",
                "市财政局-金融处",
                "市财政局 / 预算处",
                "市财政局·预算处",
                "市财政局：",
                "市财政局。",
                "“市财政局”",
                "市财政局*",
                "广州市财政局预算处",
                "市财政局办公室",
                "财政局政府采购监管处",
                "市财政局机关",
                "市财政局本级",
                "广州市财政局（本级）",
            ],
        );
    }

    #[test]
    fn a32_of_a_bureau_are_one() {
        check(
            "市市场监管局",
            &[
                "市场监管局",
                "广州市市场监管局",
                "广州市场监管局",
                "广州市市场监督管理局",
                "市场监督管理局",
                "市监局",
                "市市监局",
                "市市场监管局（知识产权局）",
            ],
        );
        check(
            "市地方金融监管局",
            &[
                "地方金融监管局",
                "市金融局",
                "金融局",
                "广州市地方金融监督管理局",
                "市金融监管局",
                "广州市金融监管局",
                "广州金融局",
                "市地方金融监管局银行处",
            ],
        );
        check(
            "市发展改革委",
            &[
                "市发改委",
                "发改委",
                "广州市发展和改革委员会",
                "市发展和改革委",
                "市发展改革委员会",
                "廣州市發展和改革委員會",
                "市發展改革委",
            ],
        );
        check(
            "市国资委",
            &[
                "国资委",
                "广州市国资委",
                "市国有资产监督管理委员会",
                "广州市人民政府国有资产监督管理委员会",
            ],
        );
        check("市科技局", &["广州市科学技术局", "科技局", "市科学技术局"]);
        check(
            "市法院",
            &["广州市中级人民法院", "市中级人民法院", "市中院", "广州中院", "市中级法院", "法院"],
        );
        check("市仲裁委", &["广州仲裁委员会", "仲裁委", "广州市仲裁委", "广州仲裁委"]);
        check(
            "市工业和信息化局",
            &["市工信局", "工信局", "广州市工业和信息化局", "市工业信息化局"],
        );
        check(
            "市政务服务数据管理局",
            &["市政务服务和数据管理局", "市政数局", "政务服务数据管理局"],
        );
        check(
            "市人力资源社会保障局",
            &[
                "市人力资源和社会保障局",
                "人力资源和社会保障局",
                "市人社局",
                "人社局",
                "广州市人社局",
                "廣州市人力資源和社會保障局",
            ],
        );
        check("市文化广电旅游局", &["市文广旅局", "市文旅局", "广州市文化广电旅游局"]);
        check(
            "市住房城乡建设局",
            &["市住房和城乡建设局", "市住建局", "住建局", "广州市住房和城乡建设局"],
        );
        check(
            "市规划和自然资源局",
            &["市规划自然资源局", "市规自局", "市规划资源局", "规划和自然资源局"],
        );
        check("市代建局", &["代建局", "广州市代建局"]);
        check(
            "市空港委",
            &["空港委", "广州空港委", "广州空港经济区管委会", "广州空港经济区管理委员会"],
        );
    }

    #[test]
    fn a32_of_a_district_are_one() {
        check(
            "天河区政府",
            &[
                "天河区人民政府",
                "天河区",
                "天河",
                "广州市天河区",
                "广州市天河区人民政府",
                "广州天河区政府",
                "天河区府",
                "天河区政府办公室",
                "天河区人民政府办公室",
                "天河区府办",
                "天河区政府金融科",
                "天河区政府（区金融局）",
                "天河區人民政府",
            ],
        );
        for district in
            ["越秀", "海珠", "荔湾", "白云", "黄埔", "番禺", "花都", "南沙", "从化", "增城"]
        {
            let name = format!("{district}区政府");
            let [full, bare] = [format!("广州市{district}区人民政府"), format!("{district}区")];
            check(&name, &[&full, &bare, district]);
        }
        check("黄埔区政府", &["黄埔区政府/广州开发区管委会", "黃埔區政府"]);
        check("各区政府", &["各区人民政府", "各区"]);
    }

    #[test]
    fn a32_of_central_bodies_and_platforms_are_one() {
        check(
            "人民银行广州分行",
            &[
                "中国人民银行广州分行",
                "人行广州分行",
                "中国人民银行 广州分行",
                "中國人民銀行廣州分行",
                "人民银行广州分行金融研究处",
            ],
        );
        check(
            "广东银保监局",
            &[
                "中国银行保险监督管理委员会广东监管局",
                "中国银保监会广东监管局",
                "银保监会广东监管局",
                "广东省银保监局",
                "银保监局",
                "广东金融监管局",
                "国家金融监督管理总局广东监管局",
            ],
        );
        check(
            "广东证监局",
            &["中国证券监督管理委员会广东监管局", "中国证监会广东监管局", "证监局"],
        );
        check(
            "广州碳排放权交易中心",
            &["碳排放权交易中心", "广州碳排放权交易中心有限公司", "广碳所", "市碳排放权交易中心"],
        );
        check("广东股权交易中心", &["广东股权交易中心股份有限公司"]);
    }

    #[test]
    fn a32_of_others_stay_unknown_with_the_nearest_names() {
        check_unknown(&[
            ("", &[]),
            ("　", &[]),
            ("（）", &[]),
            ("某协会", &[]),
            ("市财局", &["市财政局"]),
            ("深圳市财政局", &["市财政局"]),
            ("广东省财政厅", &[]),
            ("天河区财政局", &["市财政局", "天河区政府"]),
            ("天河区金融科", &["天河区政府"]),
            ("区财政局", &["市财政局"]),
            ("市财政局天河分局", &["市财政局"]),
            ("市财政局国库支付中心", &["市财政局"]),
            ("市财政局、市国资委", &["市财政局", "市国资委"]),
            ("市财政局（市国资委）", &["市财政局", "市国资委"]),
            ("市财政局/市国资委", &["市财政局", "市国资委"]),
            ("市财政局和市国资委", &[]),
            // Both are called so.
            ("金融监管局", &["市地方金融监管局", "广东银保监局"]),
            ("广东省地方金融监督管理局", &["市地方金融监管局"]),
            ("广东省高级人民法院", &[]),
            ("深圳证监局", &["广东证监局"]),
            ("广州市", &[]),
            ("广州市人民政府", &[]),
            ("政府", &[]),
            ("相关", &[]),
            ("法院路街道办", &[]),
            ("黄埔区政府、广州开发区管委会", &["黄埔区政府"]),
        ]);
    }

    #[test]
    fn a32_that_a_person_explained_are_known_from_then_on() {
        let roster = bundled().roster();
        let chosen =
            [("市财局", "市财政局"), ("金融监管局", "市地方金融监管局"), ("X", "没有的单位")];
        let knowing = roster.knowing(chosen);
        let resolve = |spelled: &str| knowing.resolve(spelled).map(|id| knowing.name(id));
        for spelled in ["市财局", " 市财局　", "市 财局", "市財局"] {
            assert_eq!(resolve(spelled), Some("市财政局"), "{spelled}");
        }
        assert_eq!(resolve("金融监管局"), Some("市地方金融监管局"));
        assert_eq!(resolve("X"), None);
        // It takes nothing from what was known: a unit's own name is its own.
        let wrong = roster.knowing([("市国资委", "市财政局")]);
        assert_eq!(wrong.resolve("市国资委"), roster.find("市国资委"));
        // The last choice counts.
        let again = roster.knowing([("市财局", "市国资委"), ("市财局", "市财政局")]);
        assert_eq!(again.resolve("市财局"), roster.find("市财政局"));
        assert_eq!(roster.resolve("市财局"), None);
    }

    #[test]
    fn a32_printed_in_the_plan_mean_whom_they_are_printed_for() {
        for task in bundled().tasks() {
            for (_, assignment) in task.assignments() {
                let found = bundled().roster().resolve(&assignment.printed);
                assert_eq!(found, Some(assignment.unit), "{}", assignment.printed);
            }
        }
    }

    #[test]
    fn a32_are_usage_or_printed() {
        let source: String = [source::OPINIONS, source::ACTION_PLAN].concat();
        for (_, unit) in bundled().roster().iter() {
            for alias in &unit.aliases {
                let printed = alias.trim_start_matches('市');
                assert!(source.contains(printed), "{alias} is nowhere printed");
            }
            for name in &unit.usage {
                let clauses = bundled().tasks().flat_map(Task::assignments);
                let is_printed = clauses.into_iter().any(|(_, a)| a.printed == *name);
                assert!(!is_printed, "{name} is printed, so that it is an alias");
            }
        }
    }
}

mod any_text {
    use super::*;

    /// One edit: at which place (in thousandths), over which length, doing what.
    type Slip = (u8, usize, usize, String);

    fn slips() -> impl Strategy<Value = Vec<Slip>> {
        let words = prop_oneof![
            ".{0,6}",
            "[\n\r\u{feff}（）()。，、.．0-9一二十是第步到年]{0,5}",
            Just("\n（三）".to_owned()),
            Just("\n二、".to_owned()),
            Just("\n7.".to_owned()),
            Just("（市财政局牵头）\n".to_owned()),
        ];
        prop::collection::vec((0..4u8, 0..1000usize, 0..60usize, words), 1..8)
    }

    fn slip(text: &[char], (kind, at, length, words): &Slip) -> Vec<char> {
        let from = text.len() * at / 1000;
        let to = (from + length).min(text.len());
        let (head, span, tail) = (&text[..from], &text[from..to], &text[to..]);
        match kind {
            0 => [head, tail].concat(),
            1 => [head, &words.chars().collect::<Vec<_>>(), span, tail].concat(),
            2 => [head, span, span, tail].concat(),
            // Swaps the span with the beginning.
            _ => [span, head, tail].concat(),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_damaged_source_still_reads(plan in any::<bool>(), slips in slips()) {
            let source = if plan { source::ACTION_PLAN } else { source::OPINIONS };
            let text = slips.iter().fold(source.chars().collect::<Vec<_>>(), |text, s| slip(&text, s));
            check(&text.into_iter().collect::<String>());
        }

        #[test]
        fn any_words_read(text in "[\n（）()。，、.．0-9一二十是第步到年牵头配合支持附件市区 \\PC]{0,80}") {
            check(&text);
        }
    }

    fn check(text: &str) {
        let (document, diagnostics) = parse(text, bundled().roster());
        let lines = text.lines().count();
        for diagnostic in &diagnostics {
            assert!((1..=lines).contains(&diagnostic.line), "{diagnostic:?} of {lines} lines");
        }
        assert!(diagnostics.is_sorted_by_key(|d| d.line), "{diagnostics:?}");
        for task in document.tasks() {
            assert!(document.chapters.iter().any(|section| section.number == task.section));
            for (_, assignment) in task.assignments() {
                assert!(bundled().roster().get(assignment.unit).is_some());
                assert!(
                    task.clause.contains(&assignment.printed) && !assignment.printed.is_empty()
                );
            }
        }
        for paragraph in document.articles().flat_map(|article| &article.paragraphs) {
            assert!(text.contains(&paragraph.printed()), "{}", paragraph.printed());
        }
        // What is left out is reported; whatever is not reported is all there.
        if diagnostics.iter().all(|diagnostic| diagnostic.fault != Fault::OutsideChapter) {
            assert_eq!(words(&print(&document)), words(text));
        }
    }

    /// The characters in no order, without those that number and separate.
    fn words(text: &str) -> Vec<char> {
        let is_word = |c: &char| {
            !c.is_whitespace() && !c.is_ascii_digit() && !"。.．、()（）\u{feff}".contains(*c)
        };
        let mut words: Vec<char> = text.chars().filter(is_word).collect();
        words.sort_unstable();
        words
    }
}

mod the_annotations {
    use super::*;

    #[test]
    fn quote_goal_task_and_article() {
        for task in bundled().tasks() {
            let number = task.number.0;
            let placement = bundled().placement(task.number).expect("every task has its place");
            let step =
                bundled().opinions().steps().find(|step| step.year == placement.phase).unwrap();
            check(number, &step.goal, &placement.goal_quote);
            check(number, &task.text, &placement.task_quote);
            assert!(!placement.topics.is_empty(), "task {number} carries out an article");
            for topic in &placement.topics {
                check(number, &print_article(article(topic.article)), &topic.article_quote);
                check(number, &task.text, &topic.task_quote);
            }
            let mut articles: Vec<u16> = placement.topics.iter().map(|t| t.article).collect();
            articles.sort_unstable();
            articles.dedup();
            assert_eq!(
                articles.len(),
                placement.topics.len(),
                "task {number} names an article twice"
            );
        }
    }

    #[track_caller]
    fn check(task: u16, text: &str, quote: &str) {
        assert!(quote.chars().count() >= 4, "task {task}: {quote} is no quotation");
        assert!(text.contains(quote), "task {task}: 「{quote}」 is not in 「{text}」");
    }

    fn print_article(article: &Article) -> String {
        let paragraphs: Vec<_> = article.paragraphs.iter().map(Paragraph::printed).collect();
        format!("{}。\n{}", article.heading, paragraphs.join("\n"))
    }

    #[test]
    fn place_each_task_once() {
        let listed: Vec<u64> = json()["tasks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|placed| placed["task"].as_u64().unwrap())
            .collect();
        assert_eq!(listed, (1..=48).collect::<Vec<u64>>());
        for step in bundled().opinions().steps() {
            let due = |task: &&Task| bundled().placement(task.number).unwrap().phase == step.year;
            assert!(bundled().tasks().filter(due).count() > 0, "nothing is due in {}", step.year);
        }
    }

    fn json() -> serde_json::Value {
        serde_json::from_str(source::ANNOTATIONS).unwrap()
    }

    #[test]
    fn account_for_every_article() {
        for article in bundled().topics() {
            let carried = bundled().carried_by(article.number).count() > 0;
            let excused = bundled().not_carried(article.number);
            assert_ne!(carried, excused.is_some(), "article {}", article.number);
            if let Some(quote) = excused {
                assert!(print_article(article).contains(quote), "article {}", article.number);
            }
        }
        for aim in 1..4 {
            assert_eq!(bundled().carried_by(aim).count(), 0, "article {aim} is no topic");
        }
        let primary = (4..=25).flat_map(|a| bundled().carried_by(a)).filter(|(_, first)| *first);
        assert_eq!(primary.count(), 48, "each task has one primary article");
    }

    #[test]
    fn show_where_each_unit_is_named() {
        for (_, unit) in bundled().roster().iter() {
            let mut lines = source::OPINIONS.lines().chain(source::ACTION_PLAN.lines());
            assert!(lines.any(|line| line.contains(&unit.basis)), "{}: {}", unit.name, unit.basis);
        }
        let of_kind =
            |kind| bundled().roster().iter().filter(|(_, unit)| unit.kind == kind).count();
        assert_eq!(UnitKind::ALL.map(of_kind), [16, 11, 3, 2, 5]);
    }

    #[test]
    fn list_only_units_that_a_clause_means() {
        for (id, unit) in bundled().roster().iter() {
            let meant = bundled().tasks().any(|task| task.role_of(id).is_some());
            assert!(meant, "{} has nothing to do", unit.name);
        }
    }

    #[test]
    fn are_refused_with_the_reason() {
        let unit = |kind: &str, members: &str| {
            format!(
                r#"{{"units":[{{"name":"甲","kind":"{kind}","basis":"甲","members":{members}}}],"tasks":[],"not_carried":[]}}"#
            )
        };
        assert!(annotations::read(&unit("群组", "[]")).is_ok());
        assert!(annotations::read(&unit("群组", r#"[],"named_in_task":true"#)).is_ok());
        assert_eq!(
            annotations::read(&unit("部落", "[]")),
            Err(AnnotationError::UnknownKind("部落".to_owned()))
        );
        assert_eq!(
            annotations::read(&unit("群组", r#"["乙"]"#)),
            Err(AnnotationError::UnknownMember("乙".to_owned()))
        );
        for (json, at, words) in [
            ("", 1, "EOF"),
            ("\n{", 2, "EOF"),
            ("{}", 1, "missing field `units`"),
            (&unit("群组", r#""all""#), 1, "invalid type: string \"all\""),
            (&unit("群组", r#"[],"colour":"red""#), 1, "unknown field `colour`"),
        ] {
            let read = annotations::read(json);
            let Err(AnnotationError::Malformed { line, what }) = read else { panic!("{read:?}") };
            assert!(line == at && what.contains(words), "{json}: {line}, {what}");
        }
    }
}
