//! Accounts that should be there, and accounts that should not.

use shared::domain::{store::StoreError, unit_of_work::UnitOfWork};

use super::{Code, Finding, Report, vault::causes};
use crate::config::CoreConfig;

/// Reads the record and undoes the unit of work, in which admins may be locked for a moment.
pub async fn check(report: &mut Report, work: Result<Box<dyn UnitOfWork>, StoreError>, core: &CoreConfig) {
    let development = core.server.environment.is_development();
    match read(work).await {
        Ok((admins, seeded)) => {
            report.check((admins == 0).then(no_admin));
            report.check((seeded && !development).then(seeded_accounts));
        }
        Err(error) => report.check([unreadable(&error)]),
    }
}

async fn read(work: Result<Box<dyn UnitOfWork>, StoreError>) -> Result<(u64, bool), StoreError> {
    let mut work = work?;
    let admins = work.users().lock_active_admins().await?;
    Ok((admins, work.users().seeded_active().await?))
}

fn no_admin() -> Finding {
    Finding::new(
        Code::NoAdmin,
        "There is no active admin: nobody can manage users and providers.",
        "Run `issuer admin create` where the stack runs, or open /setup with the one-time token that a start of the service \
         prints.",
    )
}

fn seeded_accounts() -> Finding {
    Finding::new(
        Code::SeededAccounts,
        "PASEPORT_ENV is production, but the database has active accounts that were seeded for development; their \
         passwords stand in the documentation. A start is refused.",
        "Start with PASEPORT_ENV=development on a loopback address, make an admin of your own, and delete or disable the \
         seeded accounts; or use another database.",
    )
}

/// The record can't be read though what it stands on is there.
pub(super) fn unreadable(error: &StoreError) -> Finding {
    Finding::new(
        Code::RecordUnreadable,
        format!("The record of users can't be read: {}.", causes(error)),
        "Look at the database's log; if tables were changed by hand, restore the backup.",
    )
}
