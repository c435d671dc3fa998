//! Names to addresses, without those that are not of the public internet.

use std::{io, net::IpAddr, sync::Arc};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Every address of a name is a special one.
#[derive(Debug, thiserror::Error)]
#[error("it is {0}")]
pub(super) struct SpecialAddress(pub(super) &'static str);

/// The operating system's resolver.
#[derive(Clone, Copy, Debug)]
pub(super) struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Another resolver, without the addresses that are special. A name that has no other is refused.
pub(super) struct GuardedResolver {
    pub(super) resolver: Arc<dyn Resolve>,
    /// What is special about an address.
    pub(super) special: fn(IpAddr) -> Option<&'static str>,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (resolving, special) = (self.resolver.resolve(name), self.special);
        Box::pin(async move {
            let (mut public, mut refused) = (Vec::new(), None);
            for address in resolving.await? {
                match special(address.ip()) {
                    None => public.push(address),
                    Some(special) => refused = Some(SpecialAddress(special)),
                }
            }
            match refused {
                _ if !public.is_empty() => Ok(Box::new(public.into_iter()) as Addrs),
                Some(special) => Err(special.into()),
                None => Err(io::Error::from(io::ErrorKind::NotFound).into()),
            }
        })
    }
}
