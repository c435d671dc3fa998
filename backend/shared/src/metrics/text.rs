//! The two texts that Prometheus reads: OpenMetrics, and the format from before it.

use http::{HeaderMap, HeaderValue, header::ACCEPT};

/// How the figures are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextFormat {
    /// OpenMetrics 1.0, what Prometheus asks for.
    OpenMetrics,
    /// The Prometheus text format 0.0.4, for whoever doesn't ask for OpenMetrics.
    Prometheus,
}

impl TextFormat {
    pub(super) fn wanted(headers: &HeaderMap) -> Self {
        let mut wanted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let open_metrics = wanted.any(|types| types.contains("application/openmetrics-text"));
        if open_metrics { Self::OpenMetrics } else { Self::Prometheus }
    }

    pub(super) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
            Self::Prometheus => "text/plain; version=0.0.4; charset=utf-8",
        })
    }

    /// Takes OpenMetrics text.
    pub(super) fn written(self, open_metrics: String) -> String {
        match self {
            Self::OpenMetrics => open_metrics,
            Self::Prometheus => counters_by_full_name(&open_metrics),
        }
    }
}

/// The older format names a counter as its samples are named, with `_total`. All else that Paseport writes is the same
/// in both; `# EOF` is a comment there.
fn counters_by_full_name(open_metrics: &str) -> String {
    let mut text = String::with_capacity(open_metrics.len() + 1024);
    let mut lines = open_metrics.lines().peekable();
    while let Some(line) = lines.next() {
        // The type of a metric stands in the line after its help.
        let counter = [Some(&line), lines.peek()].into_iter().flatten().find_map(|line| counter(line));
        match (line.strip_prefix("# HELP "), line.strip_prefix("# TYPE "), counter) {
            (Some(help), None, Some(name)) if help.starts_with(name) => {
                text.extend(["# HELP ", name, "_total", &help[name.len()..]]);
            }
            (None, Some(_), Some(name)) => text.extend(["# TYPE ", name, "_total counter"]),
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

/// The name in a line that says that something is a counter.
fn counter(line: &str) -> Option<&str> {
    line.strip_prefix("# TYPE ")?.strip_suffix(" counter")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN_METRICS: &str = "# HELP doors Doors opened.\n# TYPE doors counter\ndoors_total 2\n\
                                # HELP heat Heat.\n# TYPE heat gauge\nheat 3\n# EOF\n";

    fn wanted(accept: &'static str) -> TextFormat {
        TextFormat::wanted(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]))
    }

    #[test]
    fn who_asks_for_open_metrics_gets_it_and_others_the_older_text() {
        let scraper = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1";
        assert_eq!(wanted(scraper), TextFormat::OpenMetrics);
        assert_eq!(wanted("*/*"), TextFormat::Prometheus);
        assert_eq!(TextFormat::wanted(&HeaderMap::new()), TextFormat::Prometheus);
    }

    #[test]
    fn the_older_text_names_a_counter_as_its_samples() {
        assert_eq!(
            TextFormat::Prometheus.written(OPEN_METRICS.to_owned()),
            "# HELP doors_total Doors opened.\n# TYPE doors_total counter\ndoors_total 2\n\
             # HELP heat Heat.\n# TYPE heat gauge\nheat 3\n# EOF\n"
        );
        assert_eq!(TextFormat::OpenMetrics.written(OPEN_METRICS.to_owned()), OPEN_METRICS);
    }
}
