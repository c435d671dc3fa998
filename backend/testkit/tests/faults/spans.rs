//! Requests that are still under way, though nobody waits for their answers any more.
//!
//! The edge gives each request a span with its id and runs what changes something to its end within it. When the span is
//! closed, nothing of the request is left.

use std::{
    collections::BTreeSet,
    fmt,
    sync::{LazyLock, Once},
};

use tokio::sync::watch;
use tracing::{
    Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id},
};
use tracing_subscriber::{
    Layer, Registry,
    layer::{Context, SubscriberExt},
    registry::LookupSpan,
};

static OPEN: LazyLock<watch::Sender<BTreeSet<String>>> = LazyLock::new(|| watch::Sender::new(BTreeSet::new()));

/// Begins to watch, in the whole program.
pub(crate) fn watch_requests() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        tracing::subscriber::set_global_default(Registry::default().with(Requests)).expect("nobody else watches");
    });
}

/// Waits until a request with this id has come to its end.
pub(crate) async fn ended(request_id: &str) {
    let mut open = OPEN.subscribe();
    open.wait_for(|open| !open.contains(request_id)).await.expect("it is never dropped");
}

struct Requests;

/// What a request's span is remembered by.
struct RequestId(String);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Requests {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut found = Found(None);
        attributes.record(&mut found);
        if let (Some(request_id), Some(span)) = (found.0, context.span(id)) {
            OPEN.send_modify(|open| _ = open.insert(request_id.clone()));
            span.extensions_mut().insert(RequestId(request_id));
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let span = context.span(&id);
        if let Some(RequestId(request_id)) = span.and_then(|span| span.extensions_mut().remove()) {
            OPEN.send_modify(|open| _ = open.remove(&request_id));
        }
    }
}

struct Found(Option<String>);

impl Visit for Found {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "request_id" {
            self.0 = Some(value.to_owned());
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}
