//! Made-up people, the same for the same seed: who Webitel's users are and whom the CRM already knows.
//!
//! The list for n people begins with the list for n - 1, so two simulators with one seed and different sizes share
//! their first people.

use std::collections::HashSet;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// Given names: as written, and as in a login.
const GIVEN: &[(&str, &str)] = &[
    ("Олена", "olena"),
    ("Андрій", "andrii"),
    ("Ганна", "hanna"),
    ("Юрій", "yurii"),
    ("Соломія", "solomiia"),
    ("Maria", "maria"),
    ("José", "jose"),
    ("Zoë", "zoe"),
    ("Björn", "bjorn"),
    ("Łukasz", "lukasz"),
    ("Anna", "anna"),
    ("David", "david"),
    ("Emma", "emma"),
    ("Ivan", "ivan"),
    ("Julia", "julia"),
    ("Karim", "karim"),
    ("Laura", "laura"),
    ("Mark", "mark"),
    ("Nina", "nina"),
    ("Oscar", "oscar"),
    ("Paul", "paul"),
    ("Rita", "rita"),
    ("Sofia", "sofia"),
    ("Viktor", "viktor"),
];

/// Family names: as written, and as in a login. One holds the quote that must be doubled in OData.
const FAMILY: &[(&str, &str)] = &[
    ("Коваленко", "kovalenko"),
    ("Шевченко", "shevchenko"),
    ("Бондар", "bondar"),
    ("Їжакевич", "yizhakevych"),
    ("O'Brien", "obrien"),
    ("Müller", "mueller"),
    ("Nowak", "nowak"),
    ("Novák", "novak"),
    ("García", "garcia"),
    ("Smith", "smith"),
    ("Jones", "jones"),
    ("Taylor", "taylor"),
    ("Brown", "brown"),
    ("Wilson", "wilson"),
    ("Martin", "martin"),
    ("Silva", "silva"),
    ("Rossi", "rossi"),
    ("Peeters", "peeters"),
    ("Jansen", "jansen"),
    ("Hansen", "hansen"),
    ("Virtanen", "virtanen"),
    ("Popescu", "popescu"),
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// Unique among all people of the seed; ASCII letters and digits.
    pub(crate) username: String,
    /// Not unique: namesakes occur.
    pub(crate) name: String,
    pub(crate) email: String,
}

/// The first `count` people of a seed.
pub(crate) fn people(seed: u64, count: usize) -> Vec<Person> {
    let mut dice = StdRng::seed_from_u64(seed ^ 0x0000_9e09_1e00);
    let mut taken = HashSet::with_capacity(count);
    let mut people: Vec<Person> = Vec::with_capacity(count);
    for _ in 0..count {
        let (given, given_login) = GIVEN[dice.random_range(0..GIVEN.len())];
        let (family, family_login) = FAMILY[dice.random_range(0..FAMILY.len())];
        let base = format!("{given_login}{family_login}");
        let mut username = base.clone();
        let mut number = 1;
        while !taken.insert(username.clone()) {
            number += 1;
            username = format!("{base}{number}");
        }
        people.push(Person {
            email: format!("{username}@example.com"),
            name: format!("{given} {family}"),
            username,
        });
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_are_unique_and_names_are_not() {
        let people = people(42, 2_000);
        let usernames: HashSet<_> = people.iter().map(|person| &person.username).collect();
        let names: HashSet<_> = people.iter().map(|person| &person.name).collect();
        assert_eq!(usernames.len(), 2_000);
        assert!(names.len() < 2_000);
        assert!(people.iter().any(|person| !person.name.is_ascii()));
        assert!(
            people
                .iter()
                .all(|person| person.username.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        );
    }

    #[test]
    fn a_shorter_list_is_the_beginning_of_a_longer_one() {
        assert_eq!(people(5, 10), people(5, 100)[..10]);
        assert_ne!(people(5, 10), people(6, 10));
    }
}
