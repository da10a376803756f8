//! The words of help, a file for each topic. A topic named as a role is that role's page; a test holds that every role has one.

mod administrator;
mod applicant;
mod commission;
mod coordinator;
mod data_protection;
mod expert;
mod first_login;
mod letters;
mod measurement;
mod member;
mod methodist;
mod ministry;
mod municipal;
mod school;

/// A page of help.
pub struct Topic {
    pub code: &'static str,
    pub title: &'static str,
    pub about: &'static str,
    pub parts: &'static [Part],
}

/// Steps under a heading.
pub struct Part {
    pub heading: &'static str,
    pub steps: &'static [&'static str],
}

pub const TOPICS: &[Topic] = &[
    applicant::TOPIC,
    methodist::TOPIC,
    expert::TOPIC,
    member::TOPIC,
    coordinator::TOPIC,
    municipal::TOPIC,
    school::TOPIC,
    commission::TOPIC,
    data_protection::TOPIC,
    administrator::TOPIC,
    ministry::TOPIC,
    letters::TOPIC,
    first_login::TOPIC,
    measurement::TOPIC,
];

#[cfg(test)]
mod tests {
    use super::TOPICS;
    use access::Role;

    #[test]
    fn every_role_has_its_page() {
        for role in Role::ALL {
            assert!(TOPICS.iter().any(|topic| topic.code == role.as_str()), "{role}");
        }
    }

    #[test]
    fn codes_are_not_repeated() {
        for (at, topic) in TOPICS.iter().enumerate() {
            assert!(TOPICS[at + 1..].iter().all(|other| other.code != topic.code), "{}", topic.code);
        }
    }
}
