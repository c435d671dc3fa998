//! What a start tells the person at the terminal.

use std::io::Write;

use anyhow::Context;

use crate::{config::CoreConfig, seed, state::IssuerState};

/// Says where to go next. The one-time token for the first admin stands nowhere else.
#[expect(clippy::print_stdout, reason = "this is said to a person, not to a log")]
pub async fn print(config: &CoreConfig, issuer: &IssuerState) -> anyhow::Result<()> {
    let token = issuer.setup.prepare().await?;
    let address = config.public_url.to_text();
    let listen = config.server.listen.to_string();
    // Where a proxy has to hand requests on to.
    let behind =
        if address.ends_with(&format!("://{listen}")) { String::new() } else { format!(", listening on {listen}") };
    println!("Paseport is ready at {address}{behind}");
    if config.server.environment.is_development() {
        for seed in seed::SEEDS {
            println!("  {} / {}  ({})", seed.email, seed.password, seed.roles);
        }
    }
    if config.server.swagger_ui {
        println!("  Swagger UI: {address}/swagger-ui/");
    }
    if let Some(token) = token {
        println!("  There is no admin yet. Make one at {address}/setup with this token, valid once:");
        println!("  {}", token.expose());
    }
    std::io::stdout().flush().context("standard output can't be written")
}
