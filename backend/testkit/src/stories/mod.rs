//! The contract of every port, told as stories. An adapter is right when all of them end well.
//!
//! A test binary runs them all on its adapters with one line: `testkit::contract!(world);`, where `world` is an async
//! function that makes a fresh [`World`].

pub mod attempt_counters;
pub mod audit;
pub mod authority_changes;
pub mod data_key;
pub mod external_sign_in;
pub mod identities;
mod listener;
pub mod outbox;
pub mod providers;
pub mod session_cache;
pub mod sessions;
pub mod setup_tokens;
pub mod signing;
pub mod unit_of_work;
pub mod users;

pub use self::{
    external_sign_in::{link_tickets, login_transactions},
    identities::{logout_tokens, upstream_sessions},
};

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use shared::domain::{
    providers::Provider,
    sessions::{ChangeFeed, Session, SessionCache},
    throttle::AttemptCounters,
    unit_of_work::{Store, UnitOfWork},
    users::User,
};

use crate::{clock::TestClock, samples::Samples};

/// The adapters that the stories are told.
#[derive(Clone)]
pub struct Stores {
    pub store: Arc<dyn Store>,
    pub cache: Arc<dyn SessionCache>,
    pub feed: Arc<dyn ChangeFeed>,
    pub counters: Arc<dyn AttemptCounters>,
}

impl fmt::Debug for Stores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stores")
    }
}

/// What lasts when a process dies.
#[async_trait]
pub trait Backend: Send + Sync {
    /// Opens the adapters. A second time, what the first committed is there, and what it had not committed is not.
    async fn open(&self, clock: Arc<TestClock>) -> Stores;
}

/// One story's own stores, clock and samples.
pub struct World {
    pub stores: Stores,
    pub clock: Arc<TestClock>,
    pub samples: Samples,
    backend: Box<dyn Backend>,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("clock", &self.clock).finish_non_exhaustive()
    }
}

impl World {
    /// A world on an empty backend.
    pub async fn new(backend: impl Backend + 'static) -> Self {
        let clock = Arc::new(TestClock::new());
        let stores = backend.open(clock.clone()).await;
        Self { stores, samples: Samples::new(clock.clone()), clock, backend: Box::new(backend) }
    }

    /// The same backend as another process sees it.
    pub async fn reopened(&self) -> Stores {
        self.backend.open(self.clock.clone()).await
    }

    async fn begin(&self) -> Box<dyn UnitOfWork> {
        self.stores.store.begin().await.unwrap()
    }

    async fn read(&self) -> Box<dyn UnitOfWork> {
        self.stores.store.read().await.unwrap()
    }

    /// Records users, each in a unit of work of its own.
    async fn record_users<'a>(&self, users: impl IntoIterator<Item = &'a User>) {
        for user in users {
            let mut unit = self.begin().await;
            unit.users().insert(user).await.unwrap();
            unit.commit().await.unwrap();
        }
    }

    /// Records providers, each in a unit of work of its own.
    async fn record_providers<'a>(&self, providers: impl IntoIterator<Item = &'a Provider>) {
        for provider in providers {
            let mut unit = self.begin().await;
            unit.providers().insert(provider).await.unwrap();
            unit.commit().await.unwrap();
        }
    }

    /// Records sessions, each in a unit of work of its own.
    async fn record_sessions<'a>(&self, sessions: impl IntoIterator<Item = &'a Session>) {
        for session in sessions {
            let mut unit = self.begin().await;
            unit.sessions().insert(session).await.unwrap();
            unit.commit().await.unwrap();
        }
    }
}

/// Makes one test of every story. `$world` is an async function without parameters that gives a fresh
/// [`stories::World`](crate::stories::World). After `records` or `fast`, only of the stories of the record or of the fast
/// store.
#[macro_export]
macro_rules! contract {
    (records $world:path) => {
        $crate::contract! { @tests $world;
            users: a_user_is_read_as_written, passwords_are_counted_by_their_pepper, an_email_is_taken_in_every_spelling,
                an_update_keeps_how_and_when_a_user_came, a_list_is_walked_in_the_order_of_making,
                a_search_takes_every_character_as_itself, a_deleted_user_takes_his_sessions_along,
                only_active_admins_are_counted, r4_two_admins_do_not_remove_each_other,
                an_active_seeded_account_is_seen, users_are_counted_by_status;
            sessions: a_session_is_read_as_written, live_sessions_are_listed_the_latest_used_first,
                the_first_end_of_a_session_stays, a_checkpoint_never_goes_back, a_checkpoint_leaves_ended_sessions_alone,
                sessions_past_their_end_are_forgotten, live_sessions_of_all_users_are_counted,
                live_sessions_are_counted_by_their_pepper;
            authority_changes: a_change_is_read_as_written, pending_changes_come_oldest_first_until_applied,
                changes_since_a_time_include_the_applied, only_applied_changes_are_forgotten;
            audit: an_entry_is_read_as_written, each_filter_narrows_the_list, pages_come_newest_first,
                an_entry_outlives_its_user, entries_are_counted_by_kind_from_a_moment_on;
            setup_tokens: one_of_two_at_once_consumes_the_token, a_replaced_token_is_dead,
                a_token_is_given_back_when_the_work_is_undone;
            providers: a_provider_is_read_as_written, slug_and_issuer_are_taken_once,
                an_update_keeps_issuer_and_time_of_making, providers_are_listed_in_the_order_of_making,
                nobody_changes_a_locked_provider,
                nobody_changes_a_held_provider;
            identities: an_identity_is_read_as_written, identities_come_the_oldest_link_first,
                a_subject_is_compared_byte_by_byte, a_subject_is_linked_once_to_whomever,
                of_many_links_at_once_one_is_made, only_ones_own_identity_is_deleted,
                an_identity_needs_its_user_and_its_provider, a_deleted_user_takes_along_what_is_his_alone;
            upstream_sessions: sessions_are_found_by_provider_sid_and_subject,
                names_of_a_provider_are_compared_byte_by_byte, only_live_sessions_are_found,
                a_session_came_from_one_place_that_exists, a_forgotten_session_takes_its_origin_along;
            logout_tokens: a_logout_token_is_used_once, of_many_uses_at_once_one_counts,
                a_use_that_was_undone_was_none, logout_tokens_are_remembered_until_their_end;
            login_transactions: a_transaction_is_read_as_written, a_transaction_is_taken_once_by_its_browser,
                two_tabs_of_one_browser_have_a_transaction_each,
                a5_of_fifty_answers_at_once_one_gets_the_transaction,
                a_transaction_is_given_back_when_the_work_is_undone, transactions_past_their_end_are_forgotten_a_few_at_a_time;
            link_tickets: a_ticket_is_read_as_written_by_its_browser, a_ticket_has_five_tries,
                d7_of_many_tries_at_once_five_are_made, of_many_at_once_one_consumes_the_ticket,
                a_ticket_is_given_back_when_the_work_is_undone, a_ticket_needs_its_user,
                a_ticket_is_revoked_by_what_it_came_from,
                tickets_past_their_end_are_forgotten;
            outbox: a_mail_is_taken_as_written, due_mails_come_the_oldest_first_and_no_more_than_asked_for,
                a_mail_that_nobody_removes_is_due_again, a_removed_mail_is_gone_and_a_postponed_one_waits,
                nobody_takes_what_another_has_taken, a_mail_of_work_that_was_undone_is_none;
            unit_of_work: what_is_dropped_was_never_there, what_is_committed_outlives_the_process,
                a_reader_never_waits_for_a_writer, a_reader_sees_one_state, no_update_is_lost;
        }
    };
    (fast $world:path) => {
        $crate::contract! { @tests $world;
            session_cache: a_session_is_read_with_its_user, c1_one_of_many_steps_rotates,
                the_previous_token_has_ten_seconds, c4_an_older_token_ends_the_family,
                a_reuse_is_marked_until_the_record_has_it, a_later_token_changes_nothing, an_ended_session_stays_ended, a_session_past_its_end_is_not_live,
                a_copy_is_restored_only_in_place_of_the_one_that_was_read, a_role_value_is_never_replaced_by_an_older_one,
                a_deleted_user_has_nothing_left, every_change_is_heard;
            attempt_counters: d7_of_five_hundred_guesses_at_once_only_the_free_ones_pass,
                a_refusal_tells_when_to_come_back_and_is_noted_once, a_settled_attempt_is_given_back,
                counters_outlive_a_restart, d8_counters_are_not_undone_with_a_transaction, old_buckets_are_forgotten;
        }
    };
    (@tests $world:path; $($port:ident: $($story:ident),+;)+) => {
        $(
            mod $port {
                $(
                    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                    async fn $story() {
                        $crate::stories::$port::$story(&$world().await).await;
                    }
                )+
            }
        )+
    };
    ($world:path) => {
        $crate::contract!(records $world);
        $crate::contract!(fast $world);
    };
}
