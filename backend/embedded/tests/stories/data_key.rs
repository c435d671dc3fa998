//! The local data key, told the stories that Vault is told too.

use std::sync::Arc;

use embedded::adapters::data_key::LocalDataKey;
use shared::adapters::os_randomness::OsRandomness;
use testkit::stories::data_key::DataKeyWorld;

async fn world() -> DataKeyWorld {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let make = |folder: &tempfile::TempDir| LocalDataKey::make(folder.path(), Arc::new(OsRandomness)).unwrap();
    let key = Arc::new(make(&folder));
    let elsewhere = LocalDataKey::read(folder.path(), Arc::new(OsRandomness)).unwrap().unwrap();
    DataKeyWorld { key, elsewhere: Arc::new(elsewhere), other: Arc::new(make(&other)) }
}

testkit::data_key_contract!(crate::data_key::world);
