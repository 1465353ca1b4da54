//! A chart's numbers as a table.

use leptos::prelude::*;

use crate::ledger::Status;
use crate::route::Route;
use crate::tally::{Slice, print_share};
use crate::ui::elements::dom::{El, IntoAnyView, classed, dyn_view, el, link};
use crate::ui::widgets::parts::{scroller, table_head};

/// The table, in a frame of its own.
pub fn view(name: &'static str, slices: Memo<Vec<Slice>>) -> El {
    let numbers = dyn_view(move || slices.with(|slices| table(name, slices).into_any_view()));
    scroller(format!("{name}的数字")).child(numbers)
}

fn table(name: &'static str, slices: &[Slice]) -> El {
    let figure = |text: String| classed("td", "number").child(text);
    let row = |slice: &Slice| {
        let tally = slice.tally;
        let href = Route::list(slice.filter.clone()).print();
        let label = el("th").attr("scope", "row").child(link(href).child(slice.label.clone()));
        let counts = Status::ALL.into_iter().map(|status| figure(tally.count(status).to_string()));
        counts
            .fold(el("tr").child(label), El::child)
            .child(figure(slice.late.to_string()))
            .child(figure(format!("{}/{}", tally.complete(), tally.total())))
            .child(figure(print_share(tally.complete(), tally.total())))
            .child(figure(format!("{}%", tally.progress())))
    };
    let columns = std::iter::once(name.trim_start_matches('按'))
        .chain(Status::ALL.map(Status::name))
        .chain(["滞后", "完成/总数", "完成比例", "平均完成率"]);
    classed("table", "numbers")
        .child(classed("caption", "sr-only").child(name))
        .child(table_head(columns))
        .child(slices.iter().map(row).fold(el("tbody"), El::child))
}
