//! What stands between an issuer and its ports.

mod crossing;
mod feed;
mod session_cache;
mod signer;
mod store;

use std::sync::Arc;

use issuer::assembly::IssuerPorts;

pub(crate) use self::{
    crossing::{Crossing, Event, What},
    feed::Ears,
    session_cache::Lives,
};
use self::{feed::DeafFeed, session_cache::FaultySessionCache, signer::FaultySigner, store::FaultyStore};

/// Puts a crossing and ears into the way of one life of an issuer.
pub(crate) fn plug(ports: &mut IssuerPorts, crossing: &Arc<Crossing>, lives: &Arc<Lives>, ears: &Arc<Ears>) {
    ports.store = Arc::new(FaultyStore { inner: ports.store.clone(), crossing: crossing.clone() });
    ports.session_cache = Arc::new(FaultySessionCache {
        inner: ports.session_cache.clone(),
        lives: lives.clone(),
        crossing: crossing.clone(),
    });
    ports.signer = Arc::new(FaultySigner { inner: ports.signer.clone(), crossing: crossing.clone() });
    ports.change_feed = Arc::new(DeafFeed { inner: ports.change_feed.clone(), ears: ears.clone() });
}
