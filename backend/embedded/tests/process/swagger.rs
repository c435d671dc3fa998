//! Swagger UI comes from the program itself, where it is wanted.

use std::{fs, process::Command};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::program::{Launch, folder};

const DOCUMENTS: [(&str, &str); 2] =
    [("/auth/v1/openapi.json", "/auth/v1/login/local"), ("/api/openapi.json", "/api/dashboard")];

/// What the UI's script writes into the page as a style, and nothing else: the colours of the logo.
const LOGO_STYLE: &str = ".logo_small_svg__cls-2{fill:#fff}.logo_small_svg__cls-3{fill:#85ea2d}";

#[tokio::test]
async fn in_development_the_ui_and_both_documents_load() {
    let (_folder, data_dir) = folder();
    let program = Launch::development(&data_dir).start().await;
    let mut browser = program.browser();
    let page = browser.get("/swagger-ui/").await;
    assert_eq!(page.status, 200);
    let start = browser.get("/swagger-ui/swagger-initializer.js").await;
    for (document, route) in DOCUMENTS {
        assert!(start.text.contains(document), "{}", start.text);
        let document = browser.get(document).await;
        assert_eq!(document.status, 200);
        assert!(document.json()["paths"][route].is_object(), "{route}");
    }
    for file in ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js", "index.css"] {
        assert!(page.text.contains(file), "{file}");
        assert_eq!(browser.get(&format!("/swagger-ui/{file}")).await.status, 200, "{file}");
    }
}

#[tokio::test]
async fn the_documents_can_be_had_as_files_without_serving() {
    let (folder, data_dir) = folder();
    let program = Launch::development(&data_dir).start().await;
    let into = folder.path().join("new/documents");
    let mut paseport = Command::new(env!("CARGO_BIN_EXE_paseport"));
    let ended = paseport.args(["openapi", "--into"]).arg(&into).env_clear().output().unwrap();
    assert!(ended.status.success() && ended.stdout.is_empty(), "{ended:?}");
    for (file, (document, _)) in ["issuer.json", "api.json"].into_iter().zip(DOCUMENTS) {
        let written: Value = serde_json::from_str(&fs::read_to_string(into.join(file)).unwrap()).unwrap();
        assert_eq!(written, program.browser().get(document).await.json(), "{file}");
    }
}

#[test]
fn a_folder_that_can_not_be_made_is_named() {
    let mut paseport = Command::new(env!("CARGO_BIN_EXE_paseport"));
    let ended = paseport.args(["openapi", "--into", "/dev/null/documents"]).env_clear().output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.starts_with("paseport: can't make /dev/null/documents: "), "{said}");
}

#[tokio::test]
async fn the_policy_of_the_ui_lets_in_its_own_files_and_one_style() {
    let (_folder, data_dir) = folder();
    let program = Launch::development(&data_dir).start().await;
    let mut browser = program.browser();
    let page = browser.get("/swagger-ui/").await;
    let policy = page.header("content-security-policy");
    assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
    assert!(!page.text.contains("<style") && !page.text.contains("style=") && !page.text.contains("<script>"));

    // A newer UI may bring another style: then both constants have to follow.
    assert!(browser.get("/swagger-ui/swagger-ui-standalone-preset.js").await.text.contains(LOGO_STYLE));
    let hash = STANDARD.encode(Sha256::digest(LOGO_STYLE));
    assert!(policy.contains(&format!("style-src 'self' 'sha256-{hash}'")), "{policy}");
}

#[tokio::test]
async fn in_production_there_is_no_ui_unless_it_is_switched_on() {
    let (_folder, data_dir) = folder();
    let launch = Launch::production(&data_dir);
    let paths = ["/swagger-ui", "/swagger-ui/", "/swagger-ui/index.html", DOCUMENTS[0].0, DOCUMENTS[1].0];
    let program = launch.start().await;
    for path in paths {
        assert_eq!(program.browser().get(path).await.status, 404, "{path}");
    }
    assert_eq!(program.stop().await.status.code(), Some(0));

    let program = launch.with("SWAGGER_UI", "true").start().await;
    for path in ["/swagger-ui/", DOCUMENTS[0].0, DOCUMENTS[1].0] {
        assert_eq!(program.browser().get(path).await.status, 200, "{path}");
    }
}
