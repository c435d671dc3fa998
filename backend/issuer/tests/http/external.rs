//! `/auth/v1/oauth`, `/auth/v1/providers`, `/account/v1/identities`: sign-in by identity providers, driven with a real one.

mod callback;
mod crowd;
mod displacement;
mod handles;
mod identities;
mod linking;
mod logout;
mod providers;
mod sign_in;
mod tickets;
mod upstream;
mod world;
