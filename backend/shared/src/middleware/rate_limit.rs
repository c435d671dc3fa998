//! The limit per client address on routes where guessing pays (`LOGIN_BURST`, `LOGIN_PER_SECOND`).
//!
//! It counts in the process: it keeps one address from keeping the password threads busy. What protects an account is
//! the throttle per account, which survives restarts.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use governor::{clock::QuantaInstant, middleware::NoOpMiddleware};
use http::Request;
use tower_governor::{
    GovernorError, GovernorLayer,
    governor::{GovernorConfig, GovernorConfigBuilder},
    key_extractor::KeyExtractor,
};

use super::{client_ip::ClientIp, problem::Problem};
use crate::{domain::requests::AddressBucket, figures::Count};

/// The layer for single routes.
pub type AddressLimitLayer = GovernorLayer<ByBucket, NoOpMiddleware<QuantaInstant>, Body>;

/// Counts requests per address bucket.
#[derive(Clone, Debug)]
pub struct AddressLimit {
    config: Arc<GovernorConfig<ByBucket, NoOpMiddleware<QuantaInstant>>>,
    refused: Arc<Count>,
}

impl AddressLimit {
    /// Lets `burst` requests through at once and gives back `per_second` of them in a second.
    pub fn new(burst: NonZeroU32, per_second: NonZeroU32) -> Self {
        // The library refuses a period of nothing, which more than a billion in a second would be.
        let period = (Duration::from_secs(1) / per_second.get()).max(Duration::from_nanos(1));
        let config =
            GovernorConfigBuilder::default().period(period).burst_size(burst.get()).key_extractor(ByBucket).finish();
        let config = Arc::new(config.expect("neither the burst nor the period is zero"));
        Self { config, refused: Arc::default() }
    }

    /// A layer that counts here. Layers of one limit share their counts. Answers 429 with `Retry-After`.
    pub fn layer(&self) -> AddressLimitLayer {
        let refused = self.refused.clone();
        GovernorLayer::new(self.config.clone()).error_handler(move |error| refuse(error, &refused))
    }

    /// Forgets addresses that have not been seen for so long that they are at their full burst again. To be called now
    /// and then, or the list only grows.
    pub fn forget_idle(&self) {
        self.config.limiter().retain_recent();
        self.config.limiter().shrink_to_fit();
    }

    /// How many addresses are remembered.
    pub fn remembered(&self) -> usize {
        self.config.limiter().len()
    }

    /// Requests that were refused because their address had its share.
    pub fn refused(&self) -> &Count {
        &self.refused
    }
}

/// Takes the address that the edge found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByBucket;

impl KeyExtractor for ByBucket {
    type Key = AddressBucket;

    fn extract<T>(&self, request: &Request<T>) -> Result<AddressBucket, GovernorError> {
        let ClientIp(address) = request.extensions().get().ok_or(GovernorError::UnableToExtractKey)?;
        Ok(AddressBucket::of(*address))
    }
}

fn refuse(error: GovernorError, refused: &Count) -> Response {
    let problem = match error {
        // The library cuts the wait to whole seconds.
        GovernorError::TooManyRequests { wait_time, .. } => {
            refused.add_one();
            Problem::too_many_requests(Duration::from_secs(wait_time + 1))
        }
        // Without an address there is no limit, so there is no way through.
        other => Problem::internal(other),
    };
    problem.into_response()
}

#[cfg(test)]
mod tests {
    use axum::{Router, routing::post};
    use http::StatusCode;
    use tower::ServiceExt;

    use super::*;

    fn guarded(burst: u32) -> (AddressLimit, Router) {
        // One request a second at most comes back, so that no test outruns its burst.
        let limit = AddressLimit::new(NonZeroU32::new(burst).unwrap(), NonZeroU32::MIN);
        let router = Router::new().route("/login", post(())).layer(limit.layer());
        (limit, router.route("/open", post(())))
    }

    async fn knock(router: &Router, path: &str, address: Option<&str>) -> Response {
        let mut request = Request::post(path).body(Body::empty()).unwrap();
        if let Some(address) = address {
            request.extensions_mut().insert(ClientIp(address.parse().unwrap()));
        }
        router.clone().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn after_the_burst_an_address_waits_and_others_do_not() {
        let (limit, router) = guarded(3);
        for _ in 0..3 {
            assert_eq!(knock(&router, "/login", Some("203.0.113.5")).await.status(), StatusCode::OK);
        }
        let refused = knock(&router, "/login", Some("203.0.113.5")).await;
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(refused.headers()["retry-after"], "1");
        assert_eq!(refused.extensions().get::<Problem>().unwrap().name(), "too-many-requests");
        assert_eq!(knock(&router, "/login", Some("203.0.113.6")).await.status(), StatusCode::OK);
        assert_eq!(knock(&router, "/open", Some("203.0.113.5")).await.status(), StatusCode::OK);
        assert_eq!(limit.refused().get(), 1);
    }

    #[tokio::test]
    async fn d3_one_64_is_one_address() {
        let (limit, router) = guarded(3);
        for address in ["2001:db8::1", "2001:db8::2", "2001:0db8:0:0:ffff::3"] {
            assert_eq!(knock(&router, "/login", Some(address)).await.status(), StatusCode::OK);
        }
        assert_eq!(knock(&router, "/login", Some("2001:db8::4")).await.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(knock(&router, "/login", Some("2001:db8:0:1::1")).await.status(), StatusCode::OK);
        assert_eq!(limit.remembered(), 2);
    }

    #[tokio::test]
    async fn no_limit_is_too_high_to_be_set() {
        let limit = AddressLimit::new(NonZeroU32::MAX, NonZeroU32::MAX);
        let router = Router::new().route("/login", post(())).layer(limit.layer());
        assert_eq!(knock(&router, "/login", Some("203.0.113.5")).await.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn without_an_address_nobody_passes() {
        let (_, router) = guarded(3);
        assert_eq!(knock(&router, "/login", None).await.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[tokio::test]
    async fn idle_addresses_are_forgotten_and_busy_ones_are_not() {
        let limit = AddressLimit::new(NonZeroU32::new(3).unwrap(), NonZeroU32::new(1_000_000).unwrap());
        limit.config.limiter().check_key(&AddressBucket::of("203.0.113.5".parse().unwrap())).unwrap();
        while limit.remembered() > 0 {
            limit.forget_idle();
        }
        let (limit, router) = guarded(100);
        knock(&router, "/login", Some("203.0.113.5")).await;
        limit.forget_idle();
        assert_eq!(limit.remembered(), 1);
    }
}
