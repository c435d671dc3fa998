//! What services show at `/metrics`, read as a scraper reads it.

use std::{collections::BTreeSet, time::Duration};

use testkit::stack::Service;

/// One scrape of one service.
#[derive(Debug)]
pub(crate) struct Figures(String);

impl Figures {
    pub(crate) fn of(service: &Service) -> Self {
        let (status, text) = service.ask("/metrics").unwrap();
        assert_eq!(status, 200, "{text}");
        Self(text)
    }

    /// The names of all series, labels included.
    pub(crate) fn series(&self) -> BTreeSet<String> {
        self.lines().filter_map(|line| Some(line.rsplit_once(' ')?.0.to_owned())).collect()
    }

    /// The names of all figures, without what their kind adds.
    pub(crate) fn names(&self) -> BTreeSet<String> {
        self.types().map(|(name, _)| name.to_owned()).collect()
    }

    /// Whether this only ever grows: a counter, or a histogram by the number of its samples.
    pub(crate) fn is_counter(&self, name: &str) -> bool {
        self.types().any(|(typed, kind)| typed == name && matches!(kind, "counter" | "histogram"))
    }

    /// What a counter counted, or how many samples a histogram has.
    pub(crate) fn counted(&self, name: &str) -> u64 {
        self.sum(name, &[]) + self.sum(&format!("{name}_count"), &[])
    }

    fn types(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '))
    }

    /// The sum of all series of this name whose labels hold all of these texts.
    pub(crate) fn sum(&self, name: &str, labels: &[&str]) -> u64 {
        let wanted = |line: &&str| {
            let rest = line.strip_prefix(name);
            rest.is_some_and(|rest| rest.starts_with(['{', ' '])) && labels.iter().all(|label| line.contains(label))
        };
        self.lines().filter(wanted).map(|line| line.rsplit(' ').next().unwrap().parse::<u64>().unwrap()).sum()
    }

    /// Comments hold no figures.
    fn lines(&self) -> impl Iterator<Item = &str> {
        self.0.lines().filter(|line| !line.starts_with('#'))
    }
}

/// Times as an operator wants them.
#[derive(Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
        self.0.sort_unstable();
    }

    /// The time that this many of a hundred stay below.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        self.0[(self.0.len() * percent).div_ceil(100).saturating_sub(1)]
    }

    pub(crate) fn max(&self) -> Duration {
        self.percentile(100)
    }

    /// One line for people.
    pub(crate) fn tell(&self) -> String {
        let [median, most] = [50, 99].map(|percent| self.percentile(percent));
        format!("{} times: p50 {median:.1?}, p99 {most:.1?}, max {:.1?}", self.0.len(), self.max())
    }
}
