//! What the README tells people to try.

use testkit::readme;

use crate::program::{Launch, folder};

#[tokio::test(flavor = "multi_thread")]
async fn the_walk_of_the_readme_goes_as_it_is_written() {
    let (_folder, data_dir) = folder();
    let program = Launch::development(&data_dir).start().await;
    let address = program.address();
    readme::try_routes_of_swagger_ui(&address).await;
    tokio::task::spawn_blocking(move || readme::walk(&address)).await.unwrap();
}
