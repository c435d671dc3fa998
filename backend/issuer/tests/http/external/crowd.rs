//! Many at once: each ends at his own account.

use std::collections::BTreeSet;

use super::world::{World, come_back, location};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_sign_ins_at_once_end_each_at_its_own_account() {
    let world = World::start().await;
    for round in 0..2 {
        let mut on_their_way = Vec::new();
        for person in 0..100 {
            let (name, mut browser) = (format!("person{person}"), world.app.anonymous());
            let to = world.depart(&mut browser, "").await;
            let back = world.visit(&to, &name).await;
            on_their_way.push((name, browser, back));
        }
        let arriving = on_their_way.into_iter().map(|(name, mut browser, back)| {
            tokio::spawn(async move {
                let answer = come_back(&mut browser, &back).await;
                assert_eq!(location(&answer), "/dashboard", "{name}");
                assert_eq!(browser.refresh().await.status, 200, "{name}");
                let me = browser.get("/account/v1/me").send().await.json();
                assert_eq!(me["email"], format!("{name}@example.com"));
                me["id"].as_str().unwrap().to_owned()
            })
        });
        let mut accounts = BTreeSet::new();
        for one in arriving.collect::<Vec<_>>() {
            accounts.insert(one.await.unwrap());
        }
        assert_eq!(accounts.len(), 100, "round {round}");
    }
    let record = world.record().await;
    assert_eq!(record.iter().filter(|entry| entry.kind == "user.created").count(), 100, "nobody was made twice");
}

/// One person in many browsers, for the first time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_in_twenty_browsers_at_once_gets_one_account() {
    let world = World::start().await;
    let mut on_their_way = Vec::new();
    for _ in 0..20 {
        let mut browser = world.app.anonymous();
        let to = world.depart(&mut browser, "").await;
        let back = world.visit(&to, "grace").await;
        on_their_way.push((browser, back));
    }
    let arriving = on_their_way.into_iter().map(|(mut browser, back)| {
        tokio::spawn(async move {
            assert_eq!(location(&come_back(&mut browser, &back).await), "/dashboard");
            assert_eq!(browser.refresh().await.status, 200);
            browser.user_id.unwrap()
        })
    });
    let mut accounts = BTreeSet::new();
    for one in arriving.collect::<Vec<_>>() {
        accounts.insert(one.await.unwrap());
    }
    assert_eq!(accounts.len(), 1);
}
