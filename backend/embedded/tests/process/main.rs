//! The program as its operator and its users see it: started as a process, spoken to over a socket, ended by signals.

mod browser;
mod crash;
mod development;
mod health;
mod permissions;
mod production;
mod program;
mod refused_starts;
mod secrets;
mod shutdown;
mod swagger;
