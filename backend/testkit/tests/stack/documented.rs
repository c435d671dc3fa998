//! The figures that `documents/operations.md` promises: which service has which.

use std::{collections::BTreeSet, fs, path::Path};

use crate::figures::Figures;

/// What an ordinary day does not bring: it takes a flood of sign-ins, or a failover that lost something; and mails, for this
/// stack has no mail server (`issuer/tests/mail` counts them).
const RARE: [&str; 5] = [
    "paseport_address_limit_refusals_total",
    "paseport_mails_total",
    "paseport_password_queue_refusals_total",
    "paseport_provider_limit_refusals_total",
    "paseport_session_lost_writes_total",
];

/// The part of the document about figures.
#[derive(Debug)]
pub(crate) struct Documented {
    names: BTreeSet<String>,
    apis: BTreeSet<String>,
    alerts: BTreeSet<String>,
}

impl Documented {
    pub(crate) fn read() -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../documents/operations.md");
        let text = fs::read_to_string(file).unwrap();
        let part = |from: &str, to: &str| text.split_once(from).unwrap().1.split(to).next().unwrap().to_owned();
        let tables = part("## What there is", "**How late a revocation is.**");
        // The first cell of each row.
        let cells = tables.lines().filter_map(|line| line.strip_prefix("| `")?.split(" |").next());
        let names: BTreeSet<_> = cells.flat_map(|cell| quoted(&format!("`{cell}"))).collect();
        let prefixes = quoted(&part("those that begin with", ".\n"));
        let is_apis = |name: &&String| prefixes.iter().any(|prefix| name.starts_with(prefix));
        let apis = names.iter().filter(is_apis).cloned().collect();
        Self { names, apis, alerts: words(&part("## What to alert on", "\n# ")) }
    }

    /// The issuer has all of them and the API some. Nothing is shown that the document doesn't tell of, and no alert
    /// waits for what nobody shows.
    pub(crate) fn is_shown(&self, issuer: &Figures, api: &Figures) {
        assert!(self.names.len() > 35, "{:?}", self.names);
        assert_eq!(issuer.names(), self.names, "the issuer's");
        assert_eq!(api.names(), self.apis, "the API's");
        let unknown: Vec<_> = self.alerts.difference(&self.names).collect();
        assert!(self.alerts.len() > 10 && unknown.is_empty(), "{unknown:?}");
    }

    /// Whatever counts has counted something, at one instance or another.
    pub(crate) fn has_moved(&self, before: &[Figures], after: &[Figures]) {
        let counted = |all: &[Figures], name: &str| -> u64 { all.iter().map(|figures| figures.counted(name)).sum() };
        let counting = self.names.iter().filter(|name| after.iter().any(|figures| figures.is_counter(name)));
        let still: Vec<_> = counting.filter(|name| counted(after, name) <= counted(before, name)).collect();
        assert!(still.iter().all(|name| RARE.contains(&name.as_str())), "{still:?}");
    }
}

/// What stands in backticks.
fn quoted(text: &str) -> BTreeSet<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The names within expressions.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|character: char| !character.is_ascii_alphanumeric() && character != '_');
    words.filter(|word| word.starts_with("paseport_")).map(str::to_owned).collect()
}
