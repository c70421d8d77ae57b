//! The people of the start. All are fictional: `example.com` and 555-01 numbers belong to nobody.

use chrono::{DateTime, TimeDelta, Utc};

use crate::rng::Rng;
use crate::store::Facts;

const GIVEN: &str = "Ada Alan Barbara Carlos Chika Dennis Edsger Emmy Frances Grace Hedy Ines Jin Joan Kateryna Katherine Leslie \
    Linus Mary Maurice Niklaus Noor Olu Priya Radia Rosa Shafi Sofia Tim Tomoko Wei Zoe";

const FAMILY: &str = "Abara Adler Bauer Brook Castillo Chen Diaz Dubois Eriksen Fischer Garcia Hall Haruki Ivanova Jensen Kaya \
    Keller Lang Lopez Mori Nakata Novak Okafor Petrov Quinn Rossi Sato Silva Tanaka Ueda Vogel Weiss";

const COMPANIES: [&str; 6] =
    ["Acre Foods", "Blue Harbour", "Cedar Works", "Delta Freight", "Elm Street Press", "Far North Energy"];

/// Returns the facts of a seeded person; the number makes the address unique.
pub(crate) fn facts(rng: &mut Rng, index: u32) -> Facts {
    let given = rng.pick(&words(GIVEN));
    let family = rng.pick(&words(FAMILY));
    let email = format!("{}.{}{index}@example.com", given.to_lowercase(), family.to_lowercase());
    Facts {
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        email: Some(email),
        phone: Some(phone(rng)),
        mobile: Some(phone(rng)),
        company: Some(rng.pick(&COMPANIES).to_owned()),
    }
}

fn words(list: &str) -> Vec<&str> {
    list.split_whitespace().collect()
}

fn phone(rng: &mut Rng) -> String {
    // 555-0100 to 555-0199 are set aside for fiction, in every area.
    format!("+1{}55501{}", rng.pick(&["202", "303", "404", "505", "606", "707"]), rng.digits(2))
}

/// Returns when a seeded person was created: one every minute from the start of 2025 on.
pub(crate) fn created(index: u32) -> DateTime<Utc> {
    let start = DateTime::from_timestamp(1_735_689_600, 0).unwrap_or(DateTime::UNIX_EPOCH);
    start + TimeDelta::minutes(i64::from(index))
}
