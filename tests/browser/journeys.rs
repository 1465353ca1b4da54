//! What people do with the page, from opening it to the file they hand in.

use crate::page::Page;

#[test]
fn opens_under_any_path_and_then_needs_no_network() {
    let page = Page::open("");
    assert!(page.title().contains("任务台账"), "the title is {:?}", page.title());
    page.console_is_clean();
    assert_eq!(page.requests_since_load(), Vec::<String>::new());
}
