//! The file format, version 1, as types: to read them is to read the format, and `public/schema` is made from them.
//!
//! A [`Raw`] part is read once it is known where it stands, so that what is wrong is told with its place. Members that
//! no struct has are kept: see [`super::unknown`]. What stands in comments here is for whoever reads the code; what
//! stands in the attributes is for whoever reads the schema.

use std::marker::PhantomData;

#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::{ItemField, LISTS};
use crate::json::members::{self, Given, IfObject, Members, Open, Raw, Text};
use crate::ledger::Field;

// A ledger.
#[derive(Deserialize)]
#[serde(rename = "ledger")]
#[cfg_attr(test, derive(JsonSchema), schemars(
    title = "台账文件，第 1 版",
    description = "一份台账：每项任务各栏目的全部修改。不认识的任务和键会保留：两份文件合到一起时，对象逐键、修改逐条合并；两处不同又合不起来的，并列在一个只有 variants 键的对象里。",
    extend("$id" = "ledger-1.schema.json", "required" = ["format", "version", "policy", "people", "tasks"]),
))]
pub(super) struct File<'a> {
    #[serde(borrow, default)]
    #[cfg_attr(test, schemars(extend("const" = super::FORMAT)))]
    pub(super) format: Given<Raw<'a, Text<'a>>>,
    #[serde(borrow, default)]
    #[cfg_attr(test, schemars(description = "格式版本；更高的版本只读打开", extend("const" = super::VERSION)))]
    pub(super) version: Given<Raw<'a, u64>>,
    #[serde(borrow, default)]
    #[cfg_attr(test, schemars(description = "填报的是哪一份政策"))]
    pub(super) policy: Given<Raw<'a, Text<'a>>>,
    #[serde(borrow, default)]
    #[cfg_attr(test, schemars(description = "导出的说明；浏览器里存着的台账没有这一部分"))]
    pub(super) exported: Given<Raw<'a, Exported<'a, Person<'a>>>>,
    #[serde(borrow, default)]
    #[cfg_attr(test, schemars(description = "填报人编号 → 姓名和单位", extend("propertyNames" = id())))]
    pub(super) people: Given<Raw<'a, Members<'a, Raw<'a, Person<'a>>>>>,
    #[serde(borrow, default)]
    #[cfg_attr(test, schemars(description = "编号 → 一次期次结账的修改；值为 null 的已重开", extend("propertyNames" = id())))]
    pub(super) periods: Given<Raw<'a, List<'a, Closing<'a>>>>,
    #[serde(borrow, default)]
    #[cfg_attr(test, schemars(description = "编号 → 一份收件：text 单位，by 导出人，on 导出日期", extend("propertyNames" = id())))]
    pub(super) receipts: Given<Raw<'a, List<'a, Record<'a>>>>,
    #[serde(borrow, default)]
    #[cfg_attr(test, schemars(description = "任务序号 → 各栏目的修改，从旧到新，最后一条为现值"))]
    pub(super) tasks: Given<IfObject<'a, Row<'a>>>,
}

#[derive(Deserialize, Serialize)]
#[serde(bound(deserialize = "P: Deserialize<'de>"), rename = "exported")]
#[cfg_attr(test, derive(JsonSchema), schemars(inline))]
pub(super) struct Exported<'a, P> {
    #[serde(borrow)]
    #[cfg_attr(test, schemars(description = "UTC 时间，精确到毫秒", regex(pattern = TIME)))]
    pub(super) at: Text<'a>,
    pub(super) by: P,
    #[serde(borrow)]
    #[cfg_attr(test, schemars(description = "all 为全部，external 为对外版，否则为筛选的地址"))]
    pub(super) scope: Text<'a>,
    // One that is no text is no code.
    #[serde(borrow, default, skip_serializing_if = "Given::is_missing", deserialize_with = "any")]
    #[cfg_attr(
        test,
        schemars(
            description = "校验码：同样的内容校验码相同，与排版、导出人和时间无关",
            with = "Text",
            regex(pattern = "^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$"),
        )
    )]
    pub(super) code: Given<Option<Text<'a>>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "person")]
#[cfg_attr(test, derive(JsonSchema))]
pub(super) struct Person<'a> {
    #[serde(borrow)]
    #[cfg_attr(test, schemars(length(max = super::MAX_NAME_CHARS)))]
    pub(super) name: Text<'a>,
    #[serde(borrow)]
    #[cfg_attr(test, schemars(length(max = super::MAX_UNIT_CHARS)))]
    pub(super) unit: Text<'a>,
}

// Its columns, and the lists of which each item is a field by itself.
#[derive(Deserialize)]
#[serde(rename = "row")]
#[cfg_attr(test, derive(JsonSchema), schemars(inline))]
pub(super) struct Row<'a> {
    #[serde(borrow, default)]
    status: Given<Raw<'a, History<Status<'a>>>>,
    #[serde(borrow, default)]
    percent: Given<Raw<'a, History<Percent>>>,
    #[serde(borrow, default)]
    progress: Given<Raw<'a, History<Long<'a>>>>,
    #[serde(borrow, default)]
    standing: Given<Raw<'a, History<bool>>>,
    #[serde(borrow, default)]
    phase: Given<Raw<'a, History<Year>>>,
    #[serde(borrow, default)]
    department: Given<Raw<'a, History<Line<'a>>>>,
    #[serde(borrow, default)]
    owner: Given<Raw<'a, History<Line<'a>>>>,
    #[serde(borrow, default)]
    contact: Given<Raw<'a, History<Line<'a>>>>,
    #[serde(borrow, default)]
    start: Given<Raw<'a, History<Day<'a>>>>,
    #[serde(borrow, default)]
    due: Given<Raw<'a, History<Day<'a>>>>,
    #[serde(borrow, default)]
    deliverable: Given<Raw<'a, History<Long<'a>>>>,
    #[serde(borrow, default)]
    problems: Given<Raw<'a, History<Long<'a>>>>,
    #[serde(borrow, default)]
    next_steps: Given<Raw<'a, History<Long<'a>>>>,
    #[serde(borrow, default)]
    remark: Given<Raw<'a, History<Long<'a>>>>,
    #[serde(borrow, default)]
    sign_off: Given<Raw<'a, History<Record<'a>>>>,
    #[serde(borrow, default)]
    verdict: Given<Raw<'a, History<Record<'a>>>>,
    #[serde(borrow, default)]
    carried: Given<Raw<'a, History<Day<'a>>>>,
    #[serde(borrow, default)]
    #[cfg_attr(test, schemars(extend("propertyNames" = id())))]
    measures: Given<Raw<'a, List<'a, Record<'a>>>>,
    #[serde(borrow, default)]
    #[cfg_attr(test, schemars(extend("propertyNames" = id())))]
    notes: Given<Raw<'a, List<'a, Record<'a>>>>,
    #[serde(borrow, default)]
    #[cfg_attr(test, schemars(extend("propertyNames" = id())))]
    evidence: Given<Raw<'a, List<'a, Record<'a>>>>,
}

impl<'a> Row<'a> {
    // The changes of each column.
    pub(super) fn columns(&self) -> [(Field, Option<&'a RawValue>); 17] {
        [
            (Field::Status, self.status.part()),
            (Field::Percent, self.percent.part()),
            (Field::Progress, self.progress.part()),
            (Field::Standing, self.standing.part()),
            (Field::Phase, self.phase.part()),
            (Field::Department, self.department.part()),
            (Field::Owner, self.owner.part()),
            (Field::Contact, self.contact.part()),
            (Field::Start, self.start.part()),
            (Field::Due, self.due.part()),
            (Field::Deliverable, self.deliverable.part()),
            (Field::Problems, self.problems.part()),
            (Field::NextSteps, self.next_steps.part()),
            (Field::Remark, self.remark.part()),
            (Field::SignOff, self.sign_off.part()),
            (Field::Verdict, self.verdict.part()),
            (Field::Carried, self.carried.part()),
        ]
    }

    // The lists, each with its key.
    pub(super) fn lists(&self) -> [(&'static str, ItemField, Option<&'a RawValue>); 3] {
        let [measures, notes, evidence] = LISTS;
        [
            (measures.0, measures.1, self.measures.part()),
            (notes.0, notes.1, self.notes.part()),
            (evidence.0, evidence.1, self.evidence.part()),
        ]
    }
}

// Items under their ids. One that was taken out is null.
pub(super) type List<'a, V> = Members<'a, Raw<'a, History<V>>>;

// Changes from the oldest. What was emptied is null; what may stand there else is read by `value`, as the field has it.
pub(super) struct History<V>(PhantomData<V>);

// A change as it is read: its value, once the field is known.
pub(super) type Listed<'a> = Open<'a, Change<'a, &'a RawValue>>;

#[derive(Deserialize, Serialize)]
#[serde(bound(deserialize = "V: Deserialize<'de>"))]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "change_to_{V}"))]
pub(super) struct Change<'a, V> {
    #[cfg_attr(test, schemars(description = "值；null 为清空"))]
    pub(super) value: V,
    #[serde(borrow)]
    #[cfg_attr(test, schemars(description = "时间/序号/填报人编号", with = "Stamp"))]
    pub(super) stamp: Text<'a>,
    #[serde(borrow, default, skip_serializing_if = "Given::is_missing")]
    #[cfg_attr(
        test,
        schemars(
            description = "它取代了哪几条修改；与上一条相同（第一条则为没有）时省略",
            with = "Vec<Stamp>",
        )
    )]
    pub(super) after: Given<Vec<Text<'a>>>,
}

// A change of which any part may be missing or of another shape, to find out which.
#[derive(Deserialize)]
pub(super) struct Loose<'a> {
    #[serde(borrow, default)]
    pub(super) value: Given<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) stamp: Given<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) after: Given<&'a RawValue>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename = "record")]
#[cfg_attr(test, derive(JsonSchema), schemars(
    description = "由几部分组成的一条。举措：text 内容、by 责任人、on 时间节点、done 是否完成；进展记录：text、on；佐证：text 标题、by 链接或文件名、on；销号：text 依据、by 何人、on 何时；亮灯改判：text 理由、by 改为何灯",
    extend("required" = ["text"]),
))]
pub(super) struct Record<'a> {
    #[serde(borrow, default)]
    pub(super) text: Long<'a>,
    #[serde(borrow, default, skip_serializing_if = "Given::is_missing")]
    pub(super) by: Given<Line<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Given::is_missing")]
    pub(super) on: Given<Day<'a>>,
    #[serde(default, skip_serializing_if = "Given::is_missing")]
    pub(super) done: Given<bool>,
}

#[derive(Deserialize, Serialize)]
#[serde(bound(deserialize = "R: Deserialize<'de>"), deny_unknown_fields, rename = "closing")]
#[cfg_attr(
    test,
    derive(JsonSchema),
    schemars(
        description = "一期结账：name 期次，until 截至，rule 亮灯规则，rows 任务序号 → [状态, 完成率, 亮灯]",
    )
)]
pub(super) struct Closing<'a, R = Members<'a, ClosedRow<'a>>> {
    #[serde(borrow)]
    pub(super) name: Line<'a>,
    #[serde(borrow)]
    pub(super) until: Day<'a>,
    #[serde(borrow)]
    #[cfg_attr(test, schemars(length(max = 40)))]
    pub(super) rule: Text<'a>,
    #[cfg_attr(test, schemars(extend("propertyNames" = serde_json::json!({ "pattern": "^[0-9]+$" }))))]
    pub(super) rows: R,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "closed_row")]
#[cfg_attr(test, derive(JsonSchema), schemars(inline))]
pub(super) struct ClosedRow<'a>(
    #[serde(borrow)] pub(super) Status<'a>,
    pub(super) Percent,
    #[serde(borrow)]
    #[cfg_attr(test, schemars(length(max = 40)))]
    pub(super) Text<'a>,
);

fn any<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Given<Option<Text<'a>>>, D::Error> {
    <&'a RawValue>::deserialize(deserializer).map(|part| Given(Some(members::read(part))))
}

// One of the names of a status.
#[derive(Deserialize, Serialize)]
#[serde(transparent)]
#[cfg_attr(test, derive(JsonSchema), schemars(inline, rename = "status", extend("enum" = crate::ledger::Status::ALL.map(crate::ledger::Status::name))))]
pub(super) struct Status<'a>(#[serde(borrow)] pub(super) Text<'a>);

#[derive(Deserialize, Serialize)]
#[serde(transparent)]
#[cfg_attr(test, derive(JsonSchema), schemars(inline, rename = "percent"))]
pub(super) struct Percent(#[cfg_attr(test, schemars(range(max = 100)))] pub(super) u8);

#[derive(Deserialize, Serialize)]
#[serde(transparent)]
#[cfg_attr(test, derive(JsonSchema), schemars(inline, rename = "year"))]
pub(super) struct Year(#[cfg_attr(test, schemars(range(min = 1000, max = 9999)))] pub(super) u16);

#[derive(Deserialize, Serialize)]
#[serde(transparent)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "date"))]
pub(super) struct Day<'a>(
    #[serde(borrow)]
    #[cfg_attr(test, schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$")))]
    pub(super) Text<'a>,
);

#[derive(Deserialize, Serialize)]
#[serde(transparent)]
#[cfg_attr(test, derive(JsonSchema), schemars(inline, rename = "line"))]
pub(super) struct Line<'a>(
    #[serde(borrow)]
    #[cfg_attr(test, schemars(length(max = crate::ledger::field::MAX_LINE_CHARS)))]
    pub(super) Text<'a>,
);

#[derive(Default, Deserialize, Serialize)]
#[serde(transparent)]
#[cfg_attr(test, derive(JsonSchema), schemars(inline, rename = "text"))]
pub(super) struct Long<'a>(
    #[serde(borrow)]
    #[cfg_attr(test, schemars(length(max = crate::ledger::field::MAX_TEXT_CHARS)))]
    pub(super) Text<'a>,
);

// A value of any field, to be written.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Value<'a> {
    None(()),
    Status(Status<'a>),
    Percent(Percent),
    Text(Long<'a>),
    Flag(bool),
    Year(Year),
    Date(Day<'a>),
    Record(Record<'a>),
    Closing(Closing<'a>),
}

#[cfg(test)]
const TIME: &str = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$";

#[cfg(test)]
#[derive(JsonSchema)]
#[schemars(rename = "stamp", transparent)]
#[allow(dead_code)] // only to be described
struct Stamp(
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/\d+/[0-9a-v]{8}$"))]
    String,
);

#[cfg(test)]
fn id() -> serde_json::Value {
    serde_json::json!({ "pattern": "^[0-9a-v]{8}$" })
}
