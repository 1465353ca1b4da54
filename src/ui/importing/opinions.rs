//! Who says what in the preview of an import, and choosing between them: a task at a time, or column by column.

use std::sync::Arc;

use leptos::prelude::*;

use super::choices::Choices;
use super::incoming::Incoming;
use super::outcome::Shown;
use super::pending_import::PendingImport;
use crate::format::Place;
use crate::ledger::merge::{Difference, Relation};
use crate::ledger::{Change, Field};
use crate::policy::TaskNumber;
use crate::tally::ruling::Duties;
use crate::ui::elements::dom::{
    El, Fragment, IntoAnyView, classed, dyn_text, dyn_view, el, nothing,
};
use crate::ui::task::history::excerpt;
use crate::ui::widgets::parts::{radio, row_link, scroller, table_head, task_label};

/// What the rows of the preview are made from.
pub struct Side<'a> {
    /// The import.
    pub import: PendingImport,
    /// The files.
    pub incoming: &'a Incoming,
    /// What they come to.
    pub shown: &'a Shown,
}

/// A task of which people say different things, and whole rows to choose from.
struct Contested {
    task: TaskNumber,
    fields: Vec<Difference>,
    rows: Vec<Row>,
}

/// What one of those who differ says of a task.
struct Row {
    name: String,
    /// Which of the opinions of each field it is; `None` where this one says nothing of it.
    picks: Vec<Option<usize>>,
}

/// Who says something: ours, or whose it is.
#[derive(Clone, PartialEq, Eq)]
enum Voice {
    Mine,
    Theirs(String),
}

impl Side<'_> {
    /// A field in which nobody has to choose.
    pub fn row(&self, difference: &Difference) -> El {
        let can_choose = difference.relation == Relation::Unclear;
        el("tr")
            .child(el("th").attr("scope", "row").child(row_link(difference.task)))
            .child(self.cells(&Arc::new(difference.clone()), move || can_choose))
    }

    /// A task of which people say different things: all of a row is chosen, or each column by itself.
    pub fn card(&self, fields: &[&Difference]) -> El {
        let Some(task) = fields.first().map(|difference| difference.task) else {
            return el("div");
        };
        let choices = self.import.choices;
        let rows = self.rows(fields);
        let contested = Arc::new(Contested {
            task,
            rows,
            fields: fields.iter().map(|d| (*d).clone()).collect(),
        });
        let is_one = fields.len() == 1;
        let chosen = {
            let contested = Arc::clone(&contested);
            // A row that nobody says as a whole is shown column by column.
            Memo::new(move |_| {
                choices.with(|choices| {
                    if choices.is_by_column(task) { None } else { contested.chosen_row(choices) }
                })
            })
        };
        let is_by_column = move || is_one || chosen.get().is_none();
        let whole_rows = (!is_one).then(|| row_radios(choices, &contested, chosen));
        let body = fields.iter().fold(el("tbody"), |body, difference| {
            let cells = self.cells(&Arc::new((*difference).clone()), is_by_column);
            body.child(el("tr").child(cells))
        });
        let table =
            classed("table", "differences").child(table_head(["栏目", "本机", "文件"])).child(body);
        classed("fieldset", "contested-task")
            .attr("id", format!("contested-{}", task.0))
            .child(el("legend").child(row_link(task)))
            .child(whole_rows)
            .child(scroller(format!("{}各方所填", task_label(task))).child(table))
            .child(self.warning(&contested))
    }

    /// The whole rows that can be chosen.
    fn rows(&self, fields: &[&Difference]) -> Vec<Row> {
        let mut voices: Vec<Voice> = Vec::new();
        let said: Vec<Vec<Voice>> = fields
            .iter()
            .map(|difference| {
                difference.opinions.iter().map(|o| self.voice(difference, o)).collect()
            })
            .collect();
        let mut all: Vec<&Voice> = said.iter().flatten().collect();
        // Ours first.
        all.sort_by_key(|voice| **voice != Voice::Mine);
        for voice in all {
            if !voices.contains(voice) {
                voices.push(voice.clone());
            }
        }
        let row = |voice: Voice| Row {
            picks: said.iter().map(|said| said.iter().position(|one| *one == voice)).collect(),
            name: match voice {
                Voice::Mine => "本机".to_owned(),
                Voice::Theirs(who) => who,
            },
        };
        voices.into_iter().map(row).collect()
    }

    /// Whose an opinion is. All that one file says against ours is 对方's, whoever filled it in.
    fn voice(&self, difference: &Difference, opinion: &Change) -> Voice {
        if difference.is_mine(opinion) {
            return Voice::Mine;
        }
        if is_against_ours(difference) && self.incoming.roll_up.files().len() == 1 {
            return Voice::Theirs("对方".to_owned());
        }
        let reporter = self.duties().reporter(opinion);
        let unit = reporter.unit.trim();
        Voice::Theirs(if unit.is_empty() { reporter.print() } else { unit.to_owned() })
    }

    fn duties(&self) -> Duties<'_> {
        Duties::of(self.import.session.policy(), &self.shown.mine, self.incoming.roll_up.all())
    }

    /// The column, what stands here, and what the files say; what can be chosen, where `can_choose`.
    fn cells(
        &self,
        difference: &Arc<Difference>,
        can_choose: impl Fn() -> bool + Copy + Send + Sync + 'static,
    ) -> Fragment {
        let is_asked = difference.opinions.len() > 1;
        let mine = difference.opinions.iter().position(|opinion| difference.is_mine(opinion));
        let ours = match mine.filter(|_| is_asked) {
            Some(at) => self.opinion(difference, at, can_choose),
            None => self.told(difference, difference.mine.as_ref(), false),
        };
        let others = (0..difference.opinions.len()).filter(|at| is_asked && Some(*at) != mine);
        let others: Vec<El> = others.map(|at| self.opinion(difference, at, can_choose)).collect();
        let theirs = if others.is_empty() {
            Fragment::default().child(self.told(difference, difference.theirs.as_ref(), true))
        } else {
            others.into_iter().fold(Fragment::default(), Fragment::child)
        };
        Fragment::default()
            .child(el("td").child(difference.field.name()))
            .child(el("td").child(ours))
            .child(el("td").child(theirs))
    }

    /// A value, and whose it is.
    fn told(&self, difference: &Difference, change: Option<&Change>, names_files: bool) -> El {
        let value = excerpt(change.and_then(|change| change.value.as_ref()));
        let origin = change.map(|change| {
            let roll_up = &self.incoming.roll_up;
            let who = self.duties().reporter(change).print();
            let when = self.import.session.now().local_minute(change.stamp.wall);
            let files = if names_files && roll_up.files().len() > 1 {
                roll_up.origins(difference.task, difference.field, change)
            } else {
                Vec::new()
            };
            let files =
                if files.is_empty() { String::new() } else { format!(" · {}", files.join("、")) };
            format!("{who} · {when}{files}")
        });
        el("div")
            .child(classed("span", "value").child(value))
            .child(classed("span", "hint").child(origin))
    }

    /// One of several values, to be chosen or as it was chosen.
    fn opinion(
        &self,
        difference: &Arc<Difference>,
        at: usize,
        can_choose: impl Fn() -> bool + Copy + Send + Sync + 'static,
    ) -> El {
        let choices = self.import.choices;
        let Some(opinion) = difference.opinions.get(at) else { return el("div") };
        let label = match self.voice(difference, opinion) {
            Voice::Mine => "保留本机的".to_owned(),
            Voice::Theirs(_) if is_against_ours(difference) => "采用文件的".to_owned(),
            Voice::Theirs(who) => format!("采用{who}的"),
        };
        let is_judged = difference.relation == Relation::BothChanged;
        let reason = (is_judged && at == 0).then(|| self.duties().reason(difference));
        let shown = Arc::clone(difference);
        let is_chosen =
            Memo::new(move |_| choices.with(|choices| choices.chosen(&shown).unwrap_or(0) == at));
        let (chosen, name) = (
            Arc::clone(difference),
            format!("choice-{}", Place { task: difference.task, field: difference.field }.id()),
        );
        let choosing = dyn_view(move || {
            let chosen = Arc::clone(&chosen);
            if can_choose() {
                radio(
                    name.clone(),
                    label.clone(),
                    move || is_chosen.get(),
                    move || choices.update(|choices| choices.choose(&chosen, at)),
                )
                .into_any_view()
            } else if is_chosen.get() {
                classed("span", "chosen").child("✓ 采用").into_any_view()
            } else {
                nothing()
            }
        });
        self.told(difference, Some(opinion), !difference.is_mine(opinion))
            .attr("class", "opinion")
            .child(choosing)
            .child(classed("span", "hint").child(reason))
    }

    /// Says so where 完成状态 and 完成率 would come from two sides: nobody reported such a row.
    fn warning(&self, contested: &Arc<Contested>) -> El {
        let choices = self.import.choices;
        let side = |field: Field| {
            let of_field = |d: &&Difference| d.task == contested.task && d.field == field;
            let difference = self.shown.differences.iter().find(of_field)?.clone();
            let voices = difference.opinions.iter().map(|o| self.voice(&difference, o)).collect();
            Some((difference, voices))
        };
        let sides: Vec<(Difference, Vec<Voice>)> =
            [Field::Status, Field::Percent].into_iter().filter_map(side).collect();
        let differ = move || {
            choices.with(|choices| {
                let [(one, said_of_one), (other, said_of_other)] = &sides[..] else { return false };
                let taken = |difference: &Difference, said: &[Voice]| {
                    let at = choices.chosen(difference).unwrap_or(0);
                    said.get(at).filter(|_| difference.is_contested()).cloned()
                };
                match (taken(one, said_of_one), taken(other, said_of_other)) {
                    (Some(one), Some(other)) => one != other,
                    (Some(taken), None) => departs(&taken, other),
                    (None, Some(taken)) => departs(&taken, one),
                    (None, None) => false,
                }
            })
        };
        classed("p", "banner warning")
            .attr("role", "status")
            .bool_attr("hidden", {
                let differ = differ.clone();
                move || !differ()
            })
            .child(dyn_text(move || {
                let words =
                    "完成状态和完成率取自不同的一方，没有哪个单位这样报过，请核对是否一致。";
                if differ() { words.to_owned() } else { String::new() }
            }))
    }
}

/// Whether what is taken of one field is of another side than what stands in the other, which nobody asks about.
fn departs(taken: &Voice, other: &Difference) -> bool {
    match other.relation {
        Relation::TheirsNewer => *taken == Voice::Mine,
        Relation::MineNewer => *taken != Voice::Mine && other.theirs.is_some(),
        Relation::Same | Relation::BothChanged | Relation::Unclear => false,
    }
}

/// Whether one value stands against ours.
fn is_against_ours(difference: &Difference) -> bool {
    let mut ours = difference.opinions.iter().filter(|opinion| difference.is_mine(opinion));
    difference.opinions.len() == 2 && ours.next().is_some()
}

/// Points to pick a whole row by.
fn row_radios(
    choices: RwSignal<Choices>,
    contested: &Arc<Contested>,
    chosen: Memo<Option<usize>>,
) -> El {
    let task = contested.task;
    let name = format!("row-{}", task.0);
    let of_row = |at: usize, row: &Row| {
        let contested = Arc::clone(contested);
        radio(
            name.clone(),
            format!("{}整行", row.name),
            move || chosen.get() == Some(at),
            move || {
                choices.update(|choices| {
                    choices.unfold(task, false);
                    contested.choose_row(at, choices);
                });
            },
        )
    };
    let by_column = radio(
        name.clone(),
        "逐栏选择",
        move || chosen.get().is_none(),
        move || choices.update(|choices| choices.unfold(task, true)),
    );
    let rows = contested.rows.iter().enumerate().map(|(at, row)| of_row(at, row));
    rows.fold(classed("div", "whole-rows"), El::child).child(by_column)
}

impl Contested {
    /// The row that is chosen as a whole; `None` where the columns are of several.
    fn chosen_row(&self, choices: &Choices) -> Option<usize> {
        let chosen: Vec<usize> =
            self.fields.iter().map(|field| choices.chosen(field).unwrap_or(0)).collect();
        let is_it = |row: &Row| {
            let says = row.picks.iter().zip(&chosen);
            says.clone().all(|(pick, chosen)| *pick == Some(*chosen))
        };
        self.rows.iter().position(is_it)
    }

    fn choose_row(&self, at: usize, choices: &mut Choices) {
        let Some(row) = self.rows.get(at) else { return };
        for (field, pick) in self.fields.iter().zip(&row.picks) {
            if let Some(pick) = pick {
                choices.choose(field, *pick);
            }
        }
    }
}
