//! 亮灯: what light a task shows, by the rules that cities have published.

use super::schedule::WHOLE;

/// What a rule makes of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Light {
    /// 绿灯
    Green,
    /// 黄灯
    Yellow,
    /// 红灯
    Red,
    /// 蓝灯: the due date is near.
    Blue,
    /// 达到序时进度, in 宣城.
    Met,
    /// 未达序时进度, in 宣城.
    Unmet,
    /// 欠进度, in 金寨.
    Behind,
    /// 达进度, in 金寨.
    OnPace,
    /// 超进度, in 金寨.
    Ahead,
    /// 已完成, under every rule.
    Done,
    /// 未启动: its start date is to come and nothing is reported.
    NotStarted,
    /// 不计进度: nothing to hold against a schedule. Never green.
    Other,
}

impl Light {
    /// Every light.
    pub const ALL: [Self; 12] = [
        Self::Green,
        Self::Yellow,
        Self::Red,
        Self::Blue,
        Self::Met,
        Self::Unmet,
        Self::Behind,
        Self::OnPace,
        Self::Ahead,
        Self::Done,
        Self::NotStarted,
        Self::Other,
    ];

    /// What it means, in Chinese.
    pub fn name(self) -> &'static str {
        match self {
            Self::Green => "推进正常",
            Self::Yellow => "滞后",
            Self::Red => "严重滞后",
            Self::Blue => "临期",
            Self::Met => "达到序时进度",
            Self::Unmet => "未达序时进度",
            Self::Behind => "欠进度",
            Self::OnPace => "达进度",
            Self::Ahead => "超进度",
            Self::Done => "已完成",
            Self::NotStarted => "未启动",
            Self::Other => "不计进度",
        }
    }

    /// What it is called: 「绿灯」; the meaning where it has no colour of its own.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Green => "绿灯",
            Self::Yellow => "黄灯",
            Self::Red => "红灯",
            Self::Blue => "蓝灯",
            _ => self.name(),
        }
    }

    /// The mark that says the same without colour.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Green | Self::Met | Self::OnPace => "●",
            Self::Yellow | Self::Unmet | Self::Behind => "▲",
            Self::Red => "■",
            Self::Blue => "◆",
            Self::Ahead => "★",
            Self::Done => "✓",
            Self::NotStarted => "○",
            Self::Other => "–",
        }
    }

    /// The word in addresses and style sheets.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Red => "red",
            Self::Blue => "blue",
            Self::Met => "met",
            Self::Unmet => "unmet",
            Self::Behind => "behind",
            Self::OnPace => "on-pace",
            Self::Ahead => "ahead",
            Self::Done => "done",
            Self::NotStarted => "not-started",
            Self::Other => "other",
        }
    }

    /// Whether the task is behind its schedule or overdue.
    pub fn is_late(self) -> bool {
        matches!(self, Self::Yellow | Self::Red | Self::Unmet | Self::Behind)
    }

    /// The light of a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|light| light.slug() == slug)
    }

    /// As the end of a sentence: 「亮黄灯」, 「列为欠进度」.
    pub fn verdict(self) -> String {
        let verb = if self.noun() == self.name() { "列为" } else { "亮" };
        format!("{verb}{}", self.noun())
    }
}

/// Where the colours of a rule of lights begin. Overdue is red whatever they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// 黄灯 from this many percentage points below schedule on, itself included; 0 for anything below.
    pub yellow_from: u16,
    /// 红灯 at more than this many percentage points below schedule; from 100 on, never.
    pub red_above: u16,
    /// 蓝灯 where neither holds and the due date is at most this many days away; 0 for never.
    pub near_days: u8,
}

impl Thresholds {
    /// 银川: 低于序时进度10~30个百分点（含）黄灯，超过30个百分点红灯.
    pub const YINCHUAN: Self = Self { yellow_from: 10, red_above: 30, near_days: 0 };
    /// 宿迁: three sheets. The source says 临近办结时限 and no number; seven days is a choice made here.
    pub const SUQIAN: Self = Self { yellow_from: 0, red_above: 100, near_days: 7 };

    fn light(self, gap: Option<i16>, days_left: i32) -> Light {
        let tenths = |points: u16| i32::from(points) * 10;
        let below = gap.map_or(0, |gap| -i32::from(gap));
        if days_left < 0 || below > tenths(self.red_above) {
            Light::Red
        } else if below > 0 && below >= tenths(self.yellow_from) {
            Light::Yellow
        } else if self.near_days > 0 && days_left <= i32::from(self.near_days) {
            Light::Blue
        } else if gap.is_some() {
            Light::Green
        } else {
            Light::Other
        }
    }
}

/// A rule that gives lights. They differ between cities, so that a report names the one it used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rule {
    /// 银川市发展和改革委员会 2025年3月18日, 重点项目「红黄绿灯」推进机制: [`Thresholds::YINCHUAN`]. Between 0 and
    /// 10 points below the source is silent; green here, and red once overdue.
    #[default]
    Yinchuan,
    /// 宿迁产发集团 2025年6月, 「三色督办单」: blue near the due date, yellow below schedule, red overdue
    /// ([`Thresholds::SUQIAN`]). What gets no sheet is green here.
    Suqian,
    /// 宣城市政府 2020年12月24日, 《政府工作报告》目标任务完成情况通报: below the even share of the months (1–11月:
    /// 91.7%) is 未达, else 达.
    Xuancheng,
    /// 金寨县委督查办 2025年, 《政府工作报告》上半年督查: 欠进度, 达进度, 超进度, 已完成, 其它 (不计进度 here). The source draws no line
    /// between 达 and 超; 超 is from [`AHEAD_POINTS`] above schedule on, a choice made here.
    Jinzhai,
    /// 自定义: a unit's own thresholds.
    Custom(Thresholds),
}

/// 超进度 under [`Rule::Jinzhai`] from this many percentage points above schedule on.
pub const AHEAD_POINTS: i16 = 10;

impl Rule {
    /// Every preset and, last, 自定义 as it is before anyone sets it: 银川 with blue in the last seven days.
    pub const ALL: [Self; 5] = [
        Self::Yinchuan,
        Self::Suqian,
        Self::Xuancheng,
        Self::Jinzhai,
        Self::Custom(Thresholds { near_days: 7, ..Thresholds::YINCHUAN }),
    ];

    /// The Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yinchuan => "银川规则",
            Self::Suqian => "宿迁规则",
            Self::Xuancheng => "宣城规则",
            Self::Jinzhai => "金寨规则",
            Self::Custom(_) => "自定义规则",
        }
    }

    /// The word in files and addresses. Thresholds are kept beside it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Yinchuan => "yinchuan",
            Self::Suqian => "suqian",
            Self::Xuancheng => "xuancheng",
            Self::Jinzhai => "jinzhai",
            Self::Custom(_) => "custom",
        }
    }

    /// The rule of a slug; 自定义 with the thresholds it has in [`Rule::ALL`].
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.slug() == slug)
    }

    /// One sentence for settings and reports: what it does, after whom.
    pub fn describe(self) -> String {
        let words = match self {
            Self::Yinchuan => {
                "完成率不低于序时进度或低不到10个百分点亮绿灯，低10至30个百分点（含）亮黄灯，低超过30个百分点或逾期未完成亮红灯\
                （参照银川市发展改革委2025年3月重点项目“红黄绿灯”推进机制；低不到10个百分点和逾期两项为本工具补充）。"
            }
            Self::Suqian => {
                "距完成时限7天以内亮蓝灯，低于序时进度亮黄灯，逾期未完成亮红灯，其余亮绿灯\
                （参照宿迁产发集团2025年“三色督办单”制度；7天和绿灯为本工具补充）。"
            }
            Self::Xuancheng => {
                "完成率低于序时进度为未达序时进度，否则为达到序时进度\
                （参照宣城市政府2020年1—11月《政府工作报告》目标任务完成情况通报）。"
            }
            Self::Jinzhai => {
                "低于序时进度为欠进度，不低于为达进度，高10个百分点以上（含）为超进度，另列已完成和其他\
                （参照金寨县委督查办2025年上半年《政府工作报告》督查情况；10个百分点为本工具补充）。"
            }
            Self::Custom(own) => return own.describe(),
        };
        words.to_owned()
    }

    /// The light of a task that is not complete and has a due date.
    ///
    /// `gap` is 完成率 − 序时进度 in tenths of a percentage point, -1000 to 1000, none where the schedule says
    /// nothing; `days_left` is negative once overdue.
    pub fn light(self, gap: Option<i16>, days_left: i32) -> Light {
        // An overdue task whose dates contradict each other is behind by all of it.
        let overdue = (days_left < 0).then_some(-WHOLE.cast_signed());
        match self {
            Self::Yinchuan => Thresholds::YINCHUAN.light(gap, days_left),
            Self::Suqian => Thresholds::SUQIAN.light(gap, days_left),
            Self::Custom(own) => own.light(gap, days_left),
            Self::Xuancheng => match gap.or(overdue) {
                Some(..0) => Light::Unmet,
                Some(_) => Light::Met,
                None => Light::Other,
            },
            Self::Jinzhai => match gap.or(overdue) {
                Some(..0) => Light::Behind,
                Some(gap) if gap >= AHEAD_POINTS * 10 => Light::Ahead,
                Some(_) => Light::OnPace,
                None => Light::Other,
            },
        }
    }
}

impl Thresholds {
    fn describe(self) -> String {
        let yellow = match self.yellow_from {
            0 => "低于序时进度亮黄灯".to_owned(),
            points => format!("低于序时进度{points}个百分点以上（含）亮黄灯"),
        };
        let red = match self.red_above {
            100.. => String::new(),
            points => format!("低超过{points}个百分点或"),
        };
        let blue = match self.near_days {
            0 => String::new(),
            days => format!("距完成时限{days}天以内亮蓝灯，"),
        };
        format!("{yellow}，{red}逾期未完成亮红灯，{blue}其余亮绿灯（本单位自定）。")
    }
}
