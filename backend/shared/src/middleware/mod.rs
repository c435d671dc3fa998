//! The HTTP side that both servers share.
