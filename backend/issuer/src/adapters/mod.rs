//! What plugs into the issuer's ports.
