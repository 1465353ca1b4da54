//! How a unit's name is spelled: what all spellings of one name have in common. Width, spaces, traditional characters,
//! what stands in brackets, 广州市 before it and the long words of a full official name make no difference.

/// A name taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Spelling {
    /// The name itself, in short words.
    pub(super) name: String,
    /// What was added to it: in brackets, or behind a dash or a stroke.
    pub(super) additions: Vec<String>,
}

/// Long words of full names, and the short ones of the clauses. The order counts: what one leaves, the next may take.
const SHORTER: [(&str, &str); 16] = [
    ("中华人民共和国", ""),
    ("中国", ""),
    ("股份有限公司", ""),
    ("有限责任公司", ""),
    ("有限公司", ""),
    ("人民政府", "政府"),
    ("人民法院", "法院"),
    ("中级法院", "法院"),
    ("监督管理", "监管"),
    ("委员会", "委"),
    ("科学技术", "科技"),
    ("管理委", "管委"),
    ("管委会", "管委"),
    ("国有资产监管委", "国资委"),
    ("和", ""),
    ("与", ""),
];

/// Characters of names that are written in two ways, the usual one behind the other: traditional ones, and 巿 (U+5DFF),
/// which looks like 市.
const VARIANTS: &str = "專专業业東东鄉乡雲云從从會会關关華华劃划務务區区單单發发員员國国場场廣广應应開开態态據据數数機机權权構构灣湾無无電电監监萬万設设證证財财資资銀银銷销險险項项黃黄\
    規规視视觀观覽览計计產产創创術术處处辦办與与葉叶綠绿農农濟济執执聯联長长門门島岛衛卫幣币際际貿贸團团總总級级經经組组統统網网織织職职貨货質质運运遊游鎮镇陽阳隊队\
    館馆龍龙滙汇匯汇巿市廰厅廳厅範范試试驗验號号";

fn usual(c: char) -> char {
    let mut pairs = VARIANTS.chars();
    while let (Some(variant), Some(usual)) = (pairs.next(), pairs.next()) {
        if c == variant {
            return usual;
        }
    }
    c
}

/// A character as the plain one it stands for: full width as half width, capitals as small letters.
fn plain(c: char) -> char {
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    usual(narrow).to_ascii_lowercase()
}

/// The letters, characters and digits of a text, and nothing else of it: what a person chose a meaning for.
pub(super) fn letters(text: &str) -> String {
    text.chars().map(plain).filter(|c| c.is_alphanumeric()).collect()
}

impl Spelling {
    /// Reads a name. Names of several units in a row (`、`) stay one, which no unit has.
    pub(super) fn read(text: &str) -> Self {
        let (mut name, mut additions) = (String::new(), Vec::new());
        let mut depth = 0_usize;
        let mut is_behind = false;
        for c in text.chars().map(plain) {
            match c {
                '(' | '[' | '{' | '〔' | '【' | '〖' | '〈' | '《' => {
                    depth += 1;
                    additions.push(String::new());
                }
                ')' | ']' | '}' | '〕' | '】' | '〗' | '〉' | '》' => {
                    depth = depth.saturating_sub(1);
                }
                '-' | '–' | '—' | '―' | '_' | '/' | '|' | '·' | '•' | ':'
                    if depth == 0 && !name.is_empty() =>
                {
                    is_behind = true;
                    additions.push(String::new());
                }
                '、' | ',' | ';' | '，' | '；' | '&' | '+' if !name.is_empty() => {
                    match additions.last_mut() {
                        Some(addition) if depth > 0 || is_behind => addition.push('、'),
                        _ => name.push('、'),
                    }
                }
                c if !c.is_alphanumeric() => {}
                c => match additions.last_mut() {
                    Some(addition) if depth > 0 || is_behind => addition.push(c),
                    _ => name.push(c),
                },
            }
        }
        additions.retain(|addition| !addition.is_empty());
        // All of it stood in brackets.
        if name.is_empty() && !additions.is_empty() {
            name = additions.remove(0);
        }
        Self { name: shorter(name.trim_end_matches('、')), additions }
    }

    /// The name as it stands, and without the city before it, as far as it may have one. Known names go by the last.
    pub(super) fn without_city(&self) -> Vec<&str> {
        let name = self.name.as_str();
        let inside = name.strip_prefix("广东省").filter(|rest| rest.starts_with("广州"));
        let inside = inside.unwrap_or(name);
        let stripped =
            ["市", "广州", "广州市"].into_iter().filter_map(|city| inside.strip_prefix(city));
        let all = std::iter::once(name).chain(stripped);
        all.filter(|name| !name.is_empty()).collect()
    }
}

fn shorter(name: &str) -> String {
    let mut name = name.to_owned();
    for (long, short) in SHORTER {
        if name.contains(long) {
            name = name.replace(long, short);
        }
    }
    // 天河区人民政府, 天河区政府, 天河区府, 天河区.
    for government in ["区政府", "区府"] {
        if let Some(before) = name.strip_suffix(government) {
            name = format!("{before}区");
        }
    }
    name
}

/// Whether `rest`, which follows the name of a unit, names a part of it that has no standing of its own: 预算处,
/// 办公室. Bureaus of a district, branches and centres of a bureau do.
pub(super) fn is_part_of_unit(rest: &str) -> bool {
    const ENDS: [&str; 4] = ["处", "科", "室", "庭"];
    const OTHERS: [&str; 13] =
        ["局", "委", "院", "区", "县", "市", "省", "分", "中心", "公司", "协会", "、", "同"];
    if matches!(rest, "本级" | "机关" | "办") {
        return true;
    }
    (2..=12).contains(&rest.chars().count())
        && ENDS.into_iter().any(|end| rest.ends_with(end))
        && !OTHERS.into_iter().any(|other| rest.contains(other))
}

/// How alike two names are, in thousandths: the characters they share in one order, of those of both.
pub(super) fn likeness(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut best = vec![0_usize; other.len() + 1];
    let mut length = 0;
    for c in one.chars() {
        length += 1;
        let mut before = 0;
        for (at, known) in other.iter().enumerate() {
            let here = best[at + 1];
            best[at + 1] = if c == *known { before + 1 } else { here.max(best[at]) };
            before = here;
        }
    }
    2000 * best.last().copied().unwrap_or_default() / (length + other.len()).max(1)
}
