//! The embedded edition, put together: ports, services, one router.

use std::{fmt, path::PathBuf, sync::Arc};

use api::{services::system_monitor::SystemMonitor, state::ApiState};
use axum::Router;
use issuer::{
    assembly::{self, IssuerPorts, IssuerSettings},
    state::IssuerState,
};
use shared::{
    domain::requests::RequestCounter,
    metrics::{self, Metrics},
    middleware::{
        edge,
        health::{self, Operators},
        openapi,
        request_counter::request_counter,
    },
};
use utoipa::openapi::OpenApi;

use crate::{
    frontend::{self, BuiltApp},
    readiness::Sqlite,
};

/// Strangers may reach the port without a proxy.
const OPERATORS: Operators = Operators::OnThisMachine;

/// What the edition is told from outside.
#[derive(Clone, Debug)]
pub struct EditionSettings {
    pub data_dir: PathBuf,
    pub issuer: IssuerSettings,
    pub swagger_ui: bool,
}

/// The edition, ready to serve.
pub struct Edition {
    pub router: Router,
    pub issuer: IssuerState,
    pub api: ApiState,
    /// The OpenAPI documents of issuer and API.
    pub documents: [OpenApi; 2],
}

impl fmt::Debug for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edition").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl Edition {
    /// Puts everything together. The keys are read once, so that the first request finds them.
    pub async fn assemble(settings: EditionSettings, ports: IssuerPorts) -> anyhow::Result<Self> {
        let edge = settings.issuer.edge.clone();
        let issuer = assembly::assemble(settings.issuer, &ports, vec![Arc::new(Sqlite(ports.store.clone()))])?;
        issuer.keys.reload().await?;
        let requests = Arc::new(RequestCounter::default());
        let monitor = SystemMonitor::new(ports.clock.clone(), requests.clone(), env!("CARGO_PKG_VERSION"))?;
        let api = ApiState {
            monitor: Arc::new(monitor),
            hot_check: issuer.hot_check.clone(),
            dependencies: issuer.dependencies.clone(),
        };

        let (issuer_routes, issuer_document) = issuer::router(issuer.clone());
        let (api_routes, api_document) = api::router(api.clone());
        let documents = [issuer_document, api_document];
        let dependencies = issuer.dependencies.clone();
        let metrics = Metrics::new("paseport", &ports.clock, dependencies.clone())
            .show(issuer::metrics::services(&issuer))
            .show([metrics::checks(issuer.hot_check.clone())])
            .show(ports.figures);
        let mut router = issuer_routes.merge(api_routes).merge(health::routes(dependencies, OPERATORS));
        if settings.swagger_ui {
            let [issuer_document, api_document] = documents.clone();
            router = router
                .merge(issuer::swagger::routes(issuer_document))
                .merge(openapi::route(openapi::API, api_document));
        }
        let figures = metrics.requests();
        let router = router.merge(metrics::routes(metrics, OPERATORS)).fallback(frontend::serve::<BuiltApp>);
        let router = edge::wrap(router, edge, ports.clock.clone(), ports.randomness.clone());
        let router = figures.measure(router).layer(request_counter(requests));
        Ok(Self { router, issuer, api, documents })
    }
}
