//! A row of `login_transactions`.

use secrecy::ExposeSecret;

use crate::{
    adapters::columns::{corrupt, hashed_handle, millis, number, optional_parsed, own_path, parsed, time},
    domain::{
        external_sign_in::{LoginTransaction, Purpose},
        ids::SessionId,
        store::StoreError,
    },
};

const SIGN_IN: &str = "sign_in";
const LINK: &str = "link";

/// All columns.
#[expect(missing_debug_implementations, reason = "a row holds secrets and personal data in the clear")]
pub struct TransactionRow {
    pub state: Vec<u8>,
    pub browser: Vec<u8>,
    pub provider_id: String,
    pub nonce: Vec<u8>,
    pub code_verifier: String,
    pub max_age: Option<i64>,
    pub return_to: String,
    pub purpose: String,
    pub user_id: Option<String>,
    pub session_id: Option<String>,
    pub created_at: i64,
    pub expires_at: i64,
}

impl TryFrom<TransactionRow> for LoginTransaction {
    type Error = StoreError;

    fn try_from(row: TransactionRow) -> Result<Self, StoreError> {
        let max_age = row.max_age.map(|seconds| number("login_transactions.max_age", seconds)).transpose()?;
        Ok(Self {
            purpose: purpose(&row)?,
            state: hashed_handle("login_transactions.state", row.state)?,
            browser: hashed_handle("login_transactions.browser", row.browser)?,
            provider_id: parsed("login_transactions.provider_id", &row.provider_id)?,
            nonce: hashed_handle("login_transactions.nonce", row.nonce)?,
            code_verifier: row.code_verifier.into(),
            max_age_seconds: max_age,
            return_to: own_path("login_transactions.return_to", &row.return_to)?,
            created_at: time("login_transactions.created_at", row.created_at)?,
            expires_at: time("login_transactions.expires_at", row.expires_at)?,
        })
    }
}

impl From<&LoginTransaction> for TransactionRow {
    /// A transaction as it is stored.
    fn from(transaction: &LoginTransaction) -> Self {
        let (purpose, user_id, session_id) = match &transaction.purpose {
            Purpose::SignIn { replaces } => (SIGN_IN, None, replaces.as_ref()),
            Purpose::Link { user_id, session_id } => (LINK, Some(user_id), Some(session_id)),
        };
        Self {
            state: transaction.state.as_bytes().to_vec(),
            browser: transaction.browser.as_bytes().to_vec(),
            provider_id: transaction.provider_id.to_string(),
            nonce: transaction.nonce.as_bytes().to_vec(),
            code_verifier: transaction.code_verifier.expose_secret().to_owned(),
            max_age: transaction.max_age_seconds.map(i64::from),
            return_to: transaction.return_to.to_string(),
            purpose: purpose.to_owned(),
            user_id: user_id.map(ToString::to_string),
            session_id: session_id.map(SessionId::to_string),
            created_at: millis(transaction.created_at),
            expires_at: millis(transaction.expires_at),
        }
    }
}

fn purpose(row: &TransactionRow) -> Result<Purpose, StoreError> {
    let session_id = optional_parsed("login_transactions.session_id", row.session_id.as_deref())?;
    match (row.purpose.as_str(), row.user_id.as_deref(), session_id) {
        (SIGN_IN, None, replaces) => Ok(Purpose::SignIn { replaces }),
        (LINK, Some(user_id), Some(session_id)) => {
            Ok(Purpose::Link { user_id: parsed("login_transactions.user_id", user_id)?, session_id })
        }
        _ => Err(corrupt("login_transactions.purpose")),
    }
}
