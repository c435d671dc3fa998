use std::sync::Arc;

use serde_json::Value;
use shared::{adapters::system_clock::SystemClock, domain::requests::RequestCounter};
use utoipa::OpenApi;

use super::*;
use crate::{handlers::dashboard, services::system_monitor::SystemMonitor};

fn monitor() -> SystemMonitor {
    SystemMonitor::new(Arc::new(SystemClock::new()), Arc::new(RequestCounter::default()), "1.2.3").unwrap()
}

/// What the dashboard and what the admin page answer.
fn both_views(monitor: &SystemMonitor) -> (Value, Value) {
    let dashboard = serde_json::to_value(DashboardResponse::from(&*monitor.snapshot())).unwrap();
    let admin = AdminResponse {
        dashboard: DashboardResponse::from(&*monitor.snapshot()),
        operator: monitor.operator_figures().into(),
        dependencies: Vec::new(),
    };
    (dashboard, serde_json::to_value(&admin).unwrap())
}

#[test]
fn the_two_views_differ_exactly_in_the_operator_part() {
    let (dashboard, mut admin) = both_views(&monitor());
    let operator = admin.as_object_mut().unwrap().remove("operator").unwrap();
    assert!(admin.as_object_mut().unwrap().remove("dependencies").is_some());

    assert_eq!(admin, dashboard);
    assert_eq!(operator["product_version"], "1.2.3");
    assert_eq!(operator["process_id"], std::process::id());
}

#[test]
fn the_dashboard_tells_nothing_of_host_name_versions_or_process_id() {
    let (dashboard, admin) = both_views(&monitor());
    let text = dashboard.to_string();
    for (field, value) in admin["operator"].as_object().unwrap() {
        assert!(!text.contains(field.as_str()), "{field} is on the dashboard");
        if let Some(value) = value.as_str() {
            assert!(!text.contains(&format!("\"{value}\"")), "the value of {field} is on the dashboard");
        }
    }
}

#[test]
fn the_dashboard_tells_exactly_what_the_service_tells() {
    let monitor = monitor();
    let (dashboard, _) = both_views(&monitor);
    assert_eq!(dashboard, serde_json::to_value(&*monitor.snapshot()).unwrap());
}

#[derive(OpenApi)]
#[openapi(paths(show, dashboard::show::show))]
struct Document;

#[test]
fn the_document_names_every_field_that_is_answered() {
    let document = serde_json::to_value(Document::openapi()).unwrap();
    let schemas = &document["components"]["schemas"];
    let (_, admin) = both_views(&monitor());
    let named = |schema: &str, value: &Value| {
        for field in value.as_object().unwrap().keys() {
            let schema = &schemas[schema]["properties"][field];
            assert!(!schema.is_null(), "{field} is not in the document");
        }
    };
    named("Host", &admin["host"]);
    named("Process", &admin["process"]);
    named("Requests", &admin["requests"]);
    named("StatusClasses", &admin["requests"]["by_status"]);
    named("Sample", &admin["history"][0]);
    named("Operator", &admin["operator"]);
}
