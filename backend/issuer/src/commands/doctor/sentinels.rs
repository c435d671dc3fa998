//! The Sentinels: whether enough of them are there and say the same.

use std::collections::BTreeMap;

use shared::{
    adapters::redis::{Endpoint, SentinelFacts, Trouble},
    config::RedisConfig,
};

use super::{Code, Finding, Report};

/// With fewer, one that fails takes the majority along.
const FEWEST: usize = 3;

type Answers = Vec<(Endpoint, Result<SentinelFacts, Trouble>)>;

/// What the Sentinels agree on.
pub(super) struct Agreed {
    pub(super) master: Endpoint,
    /// How many replicas they have met.
    pub(super) replicas: usize,
}

/// Asks all of them; `None` when they name no master.
pub(super) async fn check(report: &mut Report, config: &RedisConfig) -> Option<Agreed> {
    let answers = config.settings.ask_sentinels().await;
    let name = &config.settings.master_name;
    report.check(silent(&answers));
    let facts: Vec<_> =
        answers.iter().filter_map(|(endpoint, answer)| Some((endpoint, answer.as_ref().ok()?))).collect();
    if facts.is_empty() {
        return None;
    }
    report.check(few(&answers, &facts));
    report.check(unknown(name, &facts));
    report.check(quorum(&answers, &facts));
    let named = votes(&facts);
    report.check((named.len() > 1).then(|| disagreement(&named)));
    let (master, _) = named.into_iter().max_by_key(|(_, sentinels)| sentinels.len())?;
    let replicas = facts.iter().map(|(_, facts)| facts.replicas).max().unwrap_or(0);
    Some(Agreed { master: master.parse().ok()?, replicas })
}

fn silent(answers: &Answers) -> Vec<Finding> {
    let (mut refusing, mut away) = (Reasons::new(), Reasons::new());
    for (endpoint, answer) in answers {
        let Err(trouble) = answer else { continue };
        let reasons = match trouble {
            Trouble::Refused(_) | Trouble::Denied(_) => &mut refusing,
            Trouble::Unreachable(_) | Trouble::Other(_) => &mut away,
        };
        reasons.entry(trouble.to_string()).or_default().push(endpoint.to_string());
    }
    let refusing = (!refusing.is_empty()).then(|| {
        let problem = format!("These Sentinels don't let us in: {}.", listed(&refusing));
        let remedy = "Set REDIS_SENTINEL_USERNAME and REDIS_SENTINEL_PASSWORD to a user that the Sentinels know.";
        Finding::new(Code::RedisLoginRefused, problem, remedy)
    });
    let away = (!away.is_empty()).then(|| {
        let count: usize = away.values().map(Vec::len).sum();
        let consequence = if count == answers.len() {
            "Nobody knows where Redis's master is: sessions are read from the database, and checks of tokens fail."
        } else {
            "With one more away, nobody could take the master's place."
        };
        Finding::new(
            Code::SentinelUnreachable,
            format!("These Sentinels don't answer: {}. {consequence}", listed(&away)),
            "Start them, and see that REDIS_SENTINELS names each by a host and port that the services can reach: \
             `redis-cli -h … -p … PING` must answer from here.",
        )
    });
    refusing.into_iter().chain(away).collect()
}

/// Each reason, and the Sentinels that give it.
type Reasons = BTreeMap<String, Vec<String>>;

fn listed(reasons: &Reasons) -> String {
    let each = reasons.iter().map(|(reason, sentinels)| format!("{} ({reason})", sentinels.join(", ")));
    each.collect::<Vec<_>>().join("; ")
}

fn few(answers: &Answers, facts: &[(&Endpoint, &SentinelFacts)]) -> Option<Finding> {
    let known = facts.iter().filter(|(_, facts)| facts.master.is_some()).map(|(_, facts)| facts.other_sentinels + 1);
    let least = known.min().unwrap_or(FEWEST);
    let count = least.min(answers.len());
    (count < FEWEST).then(|| {
        let problem = if answers.len() < FEWEST {
            format!("REDIS_SENTINELS names {} of the at least {FEWEST} Sentinels that a majority is made of.", answers.len())
        } else {
            format!("A Sentinel knows of {least} in all, itself included; at least {FEWEST} must know each other.")
        };
        let remedy = "Run three or more on machines that fail apart, all with the same `sentinel monitor` line, and name \
                      all of them in REDIS_SENTINELS.";
        Finding::new(Code::SentinelFew, problem, remedy)
    })
}

fn unknown(name: &str, facts: &[(&Endpoint, &SentinelFacts)]) -> Option<Finding> {
    let without: Vec<_> =
        facts.iter().filter(|(_, facts)| facts.master.is_none()).map(|(endpoint, _)| endpoint.to_string()).collect();
    (!without.is_empty()).then(|| {
        Finding::new(
            Code::SentinelUnknownMaster,
            format!("These Sentinels watch no master by the name {name}: {}.", without.join(", ")),
            "Set REDIS_MASTER_NAME to the name in the `sentinel monitor` line of their configuration, or add that line.",
        )
    })
}

fn quorum(answers: &Answers, facts: &[(&Endpoint, &SentinelFacts)]) -> Option<Finding> {
    let is_minority = facts.len() * 2 <= answers.len();
    let told = facts.iter().find_map(|(endpoint, facts)| Some((endpoint, facts.no_quorum.as_ref()?)));
    let problem = match told {
        _ if is_minority => format!(
            "Only {} of {} Sentinels answer: that is no majority, so the services don't know the master, and nobody takes \
             its place when it fails.",
            facts.len(),
            answers.len()
        ),
        Some((endpoint, words)) => {
            format!("The Sentinel {endpoint} says that no failover could be agreed on: {words}.")
        }
        None => return None,
    };
    let remedy = "Start the Sentinels that are away. Where some are gone for good, make the others forget them, one after \
                  the other: `redis-cli -h … -p 26379 SENTINEL RESET $REDIS_MASTER_NAME`.";
    Some(Finding::new(Code::SentinelQuorum, problem, remedy))
}

/// Each master that is named, and who names it.
fn votes(facts: &[(&Endpoint, &SentinelFacts)]) -> BTreeMap<String, Vec<String>> {
    let mut named = BTreeMap::<String, Vec<String>>::new();
    for (endpoint, facts) in facts {
        if let Some(master) = &facts.master {
            named.entry(master.to_string()).or_default().push(endpoint.to_string());
        }
    }
    named
}

fn disagreement(named: &BTreeMap<String, Vec<String>>) -> Finding {
    let views: Vec<_> = named.iter().map(|(master, by)| format!("{master} ({})", by.join(", "))).collect();
    Finding::new(
        Code::SentinelDisagree,
        format!("The Sentinels name different masters: {}.", views.join(" and ")),
        "Wait until a failover that is under way has ended (seconds), and ask again. If it stays so, the Sentinels can't \
         reach each other or watch different groups: compare `SENTINEL MASTER` of each.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(port: u16) -> Endpoint {
        Endpoint::new("10.0.0.1", port)
    }

    fn says(master: Option<u16>) -> SentinelFacts {
        SentinelFacts { master: master.map(at), other_sentinels: 2, replicas: 2, no_quorum: None }
    }

    #[test]
    fn a_split_is_told_with_who_says_what() {
        let (one, other) = (says(Some(1)), says(Some(2)));
        let sentinels = [at(7), at(8), at(9)];
        let facts = [(&sentinels[0], &one), (&sentinels[1], &other), (&sentinels[2], &one)];
        let named = votes(&facts);
        assert_eq!(named.len(), 2);
        let found = disagreement(&named);
        assert!(found.problem.contains("10.0.0.1:1 (10.0.0.1:7, 10.0.0.1:9) and 10.0.0.1:2 (10.0.0.1:8)"), "{found:?}");
    }

    #[test]
    fn a_majority_is_counted_from_all_of_them() {
        let facts = says(Some(1));
        let (here, away) = (Ok(facts.clone()), Err(Trouble::Unreachable("refused".to_owned())));
        let answers = |answers: &[&Result<SentinelFacts, Trouble>]| -> Answers {
            (1..).zip(answers).map(|(port, answer)| (at(port), (*answer).clone())).collect()
        };
        let found = |answers: &Answers| {
            let facts: Vec<_> = answers.iter().filter_map(|(at, answer)| Some((at, answer.as_ref().ok()?))).collect();
            quorum(answers, &facts).is_some()
        };
        assert!(!found(&answers(&[&here, &here, &away])));
        assert!(found(&answers(&[&here, &away, &away])));
        assert!(found(&answers(&[&here, &here, &away, &away])));
        let told = Ok(SentinelFacts { no_quorum: Some("NOQUORUM".to_owned()), ..facts });
        assert!(found(&answers(&[&here, &told, &away])));
    }
}
