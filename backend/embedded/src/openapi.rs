//! The OpenAPI documents as files, for whoever makes clients: the same that a running edition shows.

use std::{fs, path::Path};

use anyhow::Context;
use utoipa::openapi::OpenApi;

/// Writes `issuer.json` and `api.json` into a folder, which is made if need be.
pub fn write(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    for (name, document) in documents() {
        let file = folder.join(name).with_extension("json");
        let text = document.to_pretty_json().context("the document has no JSON form")?;
        fs::write(&file, text + "\n").with_context(|| format!("can't write {}", file.display()))?;
    }
    Ok(())
}

fn documents() -> [(&'static str, OpenApi); 2] {
    [("issuer", issuer::document()), ("api", api::document())]
}
