//! One answer to `/metrics` while it is written.

use std::fmt;

use prometheus_client::{
    encoding::{DescriptorEncoder, EncodeLabelSet, MetricEncoder, NoLabelSet},
    metrics::MetricType,
};

use crate::figures::{Count, Distribution, Histogram, Kind, Tally};

/// Takes figures by name. Names stand here in full but for the `_total` of counters, which the format adds; labels must
/// come from the program, never from a caller.
#[derive(Debug)]
pub struct Page<'a>(DescriptorEncoder<'a>);

impl<'a> Page<'a> {
    pub(super) fn new(encoder: DescriptorEncoder<'a>) -> Self {
        Self(encoder)
    }

    /// What only goes up.
    pub fn counter(&mut self, name: &str, help: &str, count: &Count) -> fmt::Result {
        put_count(&mut self.start(name, help, MetricType::Counter)?, count.get())
    }

    /// The same by kind, each under its word.
    pub fn tally<K: Kind>(&mut self, name: &str, help: &str, label: &str, tally: &Tally<K>) -> fmt::Result {
        self.counters(name, help, tally.read().map(|(word, count)| ([(label, word)], count)))
    }

    /// The same by any labels.
    pub fn counters<L: EncodeLabelSet>(
        &mut self,
        name: &str,
        help: &str,
        counts: impl IntoIterator<Item = (L, u64)>,
    ) -> fmt::Result {
        let mut family = self.start(name, help, MetricType::Counter)?;
        counts.into_iter().try_for_each(|(labels, count)| put_count(&mut family.encode_family(&labels)?, count))
    }

    /// What goes up and down.
    pub fn gauge(&mut self, name: &str, help: &str, value: f64) -> fmt::Result {
        self.start(name, help, MetricType::Gauge)?.encode_gauge(&value)
    }

    /// How many there are now.
    pub fn size(&mut self, name: &str, help: &str, size: usize) -> fmt::Result {
        self.start(name, help, MetricType::Gauge)?.encode_gauge(&as_u64(size))
    }

    /// 1 while something is so, else 0.
    pub fn flag(&mut self, name: &str, help: &str, holds: bool) -> fmt::Result {
        self.start(name, help, MetricType::Gauge)?.encode_gauge(&u64::from(holds))
    }

    /// How many there are now, by labels.
    pub fn sizes<L: EncodeLabelSet>(
        &mut self,
        name: &str,
        help: &str,
        sizes: impl IntoIterator<Item = (L, usize)>,
    ) -> fmt::Result {
        let mut family = self.start(name, help, MetricType::Gauge)?;
        let mut put = |(labels, size): (L, usize)| family.encode_family(&labels)?.encode_gauge(&as_u64(size));
        sizes.into_iter().try_for_each(&mut put)
    }

    /// How values are spread.
    pub fn histogram(&mut self, name: &str, help: &str, histogram: &Histogram) -> fmt::Result {
        let Distribution { sum, count, buckets } = histogram.read();
        let mut metric = self.start(name, help, MetricType::Histogram)?;
        metric.encode_histogram::<NoLabelSet>(sum, count, &buckets, None)
    }

    fn start<'s>(&'s mut self, name: &'s str, help: &str, kind: MetricType) -> Result<MetricEncoder<'s>, fmt::Error> {
        self.0.encode_descriptor(name, help, None, kind)
    }
}

fn as_u64(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

fn put_count(metric: &mut MetricEncoder<'_>, count: u64) -> fmt::Result {
    metric.encode_counter::<NoLabelSet, u64, f64>(&count, None)
}
