//! Pages of lists: one item more than asked for tells whether there is another page.

/// One page of a list.
#[derive(Debug)]
pub struct Page<T, Id> {
    pub items: Vec<T>,
    /// What the next page begins after, if there is one.
    pub next: Option<Id>,
}

impl<T, Id> Page<T, Id> {
    /// Cuts a list that was read with [`one_more`].
    pub(super) fn cut(mut items: Vec<T>, limit: u32, id: impl Fn(&T) -> Id) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(id);
        Self { items, next }
    }
}

/// How many items to read for a page of `limit`.
pub(super) fn one_more(limit: u32) -> u32 {
    limit.saturating_add(1)
}
