//! The caller, looked at again where he acts.
//!
//! The check that let a request in may be seconds old when its unit of work begins: the body came slowly, a password was
//! hashed. Whatever writes on a caller's behalf asks here first, inside the unit of work.

use shared::domain::{
    access::Identity,
    clock::Clock,
    store::StoreError,
    unit_of_work::UnitOfWork,
    users::{User, UserStatus},
};

/// The caller as he is now; `None` when his session is over or his account barred or gone.
pub(super) async fn acting_user(
    work: &mut dyn UnitOfWork,
    clock: &dyn Clock,
    caller: &Identity,
) -> Result<Option<User>, StoreError> {
    let session = work.sessions().find(&caller.session_id).await?;
    if !session.is_some_and(|session| session.ended.is_none() && clock.now() < session.expires_at) {
        return Ok(None);
    }
    let user = work.users().lock(&caller.user_id).await?;
    Ok(user.filter(|user| user.status == UserStatus::Active))
}
