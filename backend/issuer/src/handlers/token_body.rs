//! The body of an answer with an access token in it.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::{Body, Bytes};
use http_body::{Body as HttpBody, Frame, SizeHint};
use shared::domain::tokens::AccessToken;

/// Once the server takes it, to send it, the token counts as issued. A request that changes something is brought to its
/// end though its caller has gone: then nobody takes the answer, and the token counts as thrown away.
pub(super) struct TokenBody {
    json: Body,
    token: Option<AccessToken>,
}

impl TokenBody {
    pub(super) fn new(json: Body, token: AccessToken) -> Self {
        Self { json, token: Some(token) }
    }
}

impl HttpBody for TokenBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Some(token) = self.token.take() {
            token.hand_out();
        }
        Pin::new(&mut self.json).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.json.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.json.size_hint()
    }
}

impl From<TokenBody> for Body {
    fn from(body: TokenBody) -> Self {
        Self::new(body)
    }
}
