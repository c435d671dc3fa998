//! Settings of tests: as in production but for a cheap password hash.

use std::{num::NonZeroU32, path::Path, time::Duration};

use embedded::edition::EditionSettings;
use issuer::{assembly::IssuerSettings, config::MailConfig};
use shared::{
    adapters::http_fetch::Exceptions,
    domain::{
        peppers::{Pepper, PepperRing},
        tokens::KeyTimes,
    },
    middleware::edge::EdgeConfig,
};

use crate::app::ORIGIN;

/// Settings for a product in `folder`.
pub fn settings(folder: &Path) -> EditionSettings {
    EditionSettings { data_dir: folder.to_owned(), issuer: issuer_settings(), swagger_ui: true }
}

fn issuer_settings() -> IssuerSettings {
    IssuerSettings {
        public_url: ORIGIN.parse().expect("a URL"),
        development: false,
        token_issuer: ORIGIN.to_owned(),
        token_audience: "paseport".to_owned(),
        access_token_ttl: Duration::from_mins(5),
        session_life: Duration::from_hours(14 * 24),
        password_peppers: PepperRing::new(pepper(1), None),
        refresh_peppers: PepperRing::new(pepper(2), None),
        bcrypt_cost: 4,
        key_times: KeyTimes::new(Duration::from_secs(10), Duration::from_mins(10)).expect("times that fit"),
        // The limit per address has a clock of its own, which no test can move.
        login_burst: NonZeroU32::MAX,
        login_per_second: NonZeroU32::MAX,
        free_failures: 5,
        mail: MailConfig::default(),
        outbound: Exceptions::default(),
        edge: EdgeConfig::default(),
    }
}

/// A pepper of one repeated byte.
pub fn pepper(byte: u8) -> Pepper {
    Pepper::new(vec![byte; 32]).expect("32 bytes are enough")
}
