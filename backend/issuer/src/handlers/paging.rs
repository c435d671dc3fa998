//! The parameters of every list that has pages.

use std::str::FromStr;

use shared::middleware::input::Fields;

const DEFAULT_LIMIT: u32 = 50;
const MOST: i64 = 100;

/// Reads `limit`: how many items a page has.
pub(super) fn limit(fields: &mut Fields) -> Option<u32> {
    let limit = fields.optional_integer("limit", 1..=MOST)?;
    Some(limit.and_then(|number| u32::try_from(number).ok()).unwrap_or(DEFAULT_LIMIT))
}

/// Reads `cursor`: the item that the page before ended with.
#[expect(clippy::option_option, reason = "outer: the field is at fault; inner: it is absent")]
pub(super) fn cursor<T: FromStr>(fields: &mut Fields) -> Option<Option<T>> {
    fields.optional("cursor", |text| text.parse().map_err(|_| "must be the next_cursor of a page"))
}
