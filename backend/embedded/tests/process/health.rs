//! Liveness, readiness and figures are for whoever runs the machine, and for nobody that a proxy speaks for.

use crate::program::{Launch, folder};

#[tokio::test]
async fn health_and_metrics_are_told_to_direct_loopback_peers_only() {
    let (_folder, data_dir) = folder();
    let program = Launch::production(&data_dir).start().await;
    let mut browser = program.browser();
    assert_eq!(browser.get("/health/live").await.json()["status"], "live");
    let ready = browser.get("/health/ready").await;
    assert_eq!(ready.json()["status"], "ready");
    assert_eq!(ready.json()["dependencies"]["sqlite"]["status"], "ready");

    assert!(browser.get("/metrics").await.text.contains("\npaseport_build_info{process=\"paseport\""));

    for path in ["/health/live", "/health/ready", "/metrics"] {
        for (name, value) in [
            ("x-forwarded-for", "203.0.113.7"),
            ("x-forwarded-for", "127.0.0.1"),
            ("forwarded", "for=127.0.0.1"),
            ("x-real-ip", "127.0.0.1"),
            ("via", "1.1 proxy"),
        ] {
            assert_eq!(browser.get_with(path, name, value).await, 404, "{path} with {name}");
        }
    }
}
