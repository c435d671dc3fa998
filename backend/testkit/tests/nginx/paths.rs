//! Paths that two readers could read in two ways: attack g7.

use crate::world::World;

/// Nginx decodes and simplifies a path before it chooses, and hands the path on as it was sent.
const AMBIGUOUS: [&str; 44] = [
    "/users/../users/v1",
    "/users/../api/admin",
    "/users/v1/../../api/admin",
    "/api/../users/v1",
    "/api/..",
    "/api/.",
    "/api/./admin",
    "/login/../metrics",
    "/login/../health/ready",
    "/./metrics",
    "//metrics",
    "//api/dashboard",
    "/api//dashboard",
    "/api/dashboard//",
    "///users/v1",
    "/api%2fdashboard",
    "/api%2Fdashboard",
    "/api/dashboard%2fx.css",
    "/login%2f..%2fmetrics",
    "/login/%2e%2e/metrics",
    "/login/%2E%2e/users/v1",
    "/login/.%2e/users/v1",
    "/%61pi/dashboard",
    "/ap%69/dashboard",
    "/%6detrics",
    "/users%2fv1",
    "/users/%76%31",
    "/%2e/metrics",
    "/api%5cdashboard",
    "/api\\dashboard",
    "/login\\..\\metrics",
    "/login/..;/metrics",
    "/api;/dashboard",
    "/api/dashboard;x.css",
    "/api/dashboard%3bx.css",
    "/api/dashboard%3f.css",
    "/api/dashboard%23",
    "/api/dashboard#x",
    "/api/dashboard%20",
    "/metrics%09",
    "/api/dashboard%ff",
    "/%252e%252e/metrics",
    "/users/v1/%c0%ae%c0%ae/",
    "/\u{fb01}le",
];

/// What Nginx itself can't read.
const BROKEN: [&str; 8] = ["/..", "/api/../..", "/../metrics", "/api%00", "/api/%", "/api/%zz", "/api/%2", "metrics"];

#[tokio::test]
async fn g7_a_path_with_two_readings_goes_to_nobody() {
    let world = World::start().await;
    for target in AMBIGUOUS {
        let answer = world.get(target).await;
        assert_eq!(answer.status, 404, "{target}");
        assert_eq!(answer.problem(), "not-found", "{target}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{target}");
    }
    assert!(world.take().is_empty());
}

#[tokio::test]
async fn g7_a_path_without_a_reading_is_400() {
    let world = World::start().await;
    for target in BROKEN {
        let answer = world.get(target).await;
        assert_eq!(answer.status, 400, "{target}");
        assert_eq!(answer.problem(), "bad-request", "{target}");
    }
    assert!(world.take().is_empty());
}

#[tokio::test]
async fn g7_an_address_with_a_host_in_it_is_read_by_its_path() {
    let world = World::start().await;
    for (target, status) in [
        ("http://sign-in.test/api/dashboard", 200),
        ("http://evil.test/users/v1", 200),
        ("http://sign-in.test/metrics", 404),
        ("http://sign-in.test/login/../metrics", 404),
        ("http://sign-in.test//metrics", 404),
    ] {
        assert_eq!(world.get(target).await.status, status, "{target}");
    }
    let targets: Vec<_> = world.take().iter().map(|request| request.target().to_owned()).collect();
    assert_eq!(targets, ["/users/v1", "/api/dashboard"]);
}

/// Every path that can be made from these pieces; what a service gets is what its prefix says.
#[tokio::test]
async fn g7_no_service_gets_a_path_of_another() {
    const PIECES: [&str; 14] =
        ["/", "//", "/.", "/..", "%2f", "%2e", ";", "\\", "api", "users", "v1", "auth", "metrics", "health"];
    let world = World::start().await;
    for first in PIECES {
        for second in PIECES {
            for third in PIECES {
                let target = format!("/{first}{second}{third}");
                let answer = world.get(&target).await;
                assert!([200, 400, 404].contains(&answer.status.as_u16()), "{target}: {}", answer.status);
            }
        }
    }
    let below = |target: &str, prefix: &str| target == prefix || target.starts_with(&format!("{prefix}/"));
    for request in world.api.take() {
        assert!(below(request.target(), "/api"), "{request:?}");
    }
    for request in world.issuers[0].take() {
        assert!(["/auth/v1", "/users/v1"].iter().any(|prefix| below(request.target(), prefix)), "{request:?}");
    }
}
