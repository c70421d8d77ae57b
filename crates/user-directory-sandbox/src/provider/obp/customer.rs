//! Customers: the people in a bank's books. Names and addresses are those of the person, whichever provider changes them.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};

use super::SPECIFICATION;
use crate::clock::rfc3339;
use crate::spec::extend;
use crate::store::{Facts, People, PersonId};

/// A customer of a bank.
#[derive(Serialize, Deserialize)]
pub(crate) struct Customer {
    pub(super) id: String,
    pub(super) bank: String,
    pub(super) number: String,
    pub(super) person: PersonId,
    pub(super) title: String,
    pub(super) branch: String,
    pub(super) date_of_birth: DateTime<Utc>,
    pub(super) relationship: String,
    pub(super) births_of_dependants: Vec<DateTime<Utc>>,
    pub(super) education: String,
    pub(super) employment: String,
    pub(super) kyc: bool,
    pub(super) last_ok: DateTime<Utc>,
    /// What the bank lends at most, in euros.
    pub(super) credit: Option<u32>,
    pub(super) attributes: Vec<Attribute>,
}

/// What a bank notes of a customer in addition.
#[derive(Serialize, Deserialize)]
pub(super) struct Attribute {
    #[serde(rename = "customer_attribute_id")]
    pub(super) id: String,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) value: String,
}

/// Says that a user is a customer.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Link {
    pub(super) id: String,
    pub(super) customer: String,
    pub(super) created: DateTime<Utc>,
}

impl Link {
    pub(super) fn show(&self, user: &str) -> Value {
        json!({
            "user_customer_link_id": self.id,
            "customer_id": self.customer,
            "user_id": user,
            "date_inserted": rfc3339(self.created),
            "is_active": true,
        })
    }
}

/// All customers, found by identifier, by bank and number, or by place in a list. None is ever removed.
#[derive(Default, Deserialize)]
#[serde(from = "Vec<Customer>")]
pub(crate) struct Customers {
    all: Vec<Customer>,
    by_id: HashMap<String, usize>,
    by_number: HashMap<(String, String), usize>,
    by_bank: BTreeMap<String, Vec<usize>>,
}

impl Serialize for Customers {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.all.serialize(to)
    }
}

impl From<Vec<Customer>> for Customers {
    fn from(all: Vec<Customer>) -> Self {
        let mut customers = Self::default();
        all.into_iter().for_each(|customer| customers.add(customer));
        customers
    }
}

impl Customers {
    pub(super) fn add(&mut self, customer: Customer) {
        let place = self.all.len();
        self.by_id.insert(customer.id.clone(), place);
        self.by_number.insert((customer.bank.clone(), customer.number.clone()), place);
        self.by_bank.entry(customer.bank.clone()).or_default().push(place);
        self.all.push(customer);
    }

    pub(super) fn get(&self, id: &str) -> Option<&Customer> {
        self.all.get(*self.by_id.get(id)?)
    }

    pub(super) fn with_number(&self, bank: &str, number: &str) -> Option<&Customer> {
        self.all.get(*self.by_number.get(&(bank.to_owned(), number.to_owned()))?)
    }

    /// Returns a page of all customers, or of those of a bank, by creation.
    pub(super) fn page(&self, bank: Option<&str>, descending: bool, offset: usize, limit: usize) -> Vec<&Customer> {
        let places = bank.map(|bank| self.by_bank.get(bank).map_or(&[][..], Vec::as_slice));
        let total = places.map_or(self.all.len(), <[usize]>::len);
        let positions = offset..offset.saturating_add(limit).min(total);
        let places = positions.filter_map(|position| {
            let position = if descending { total - 1 - position } else { position };
            places.map_or(Some(position), |places| places.get(position).copied())
        });
        places.filter_map(|place| self.all.get(place)).collect()
    }
}

/// Returns all that any version shows of a customer; versions differ in how they write births.
fn everything(people: &People, customer: &Customer, birth: impl Fn(DateTime<Utc>) -> String) -> Value {
    let facts = people.get(customer.person).map(|person| person.facts.clone()).unwrap_or_default();
    let births: Vec<_> = customer.births_of_dependants.iter().map(|instant| birth(*instant)).collect();
    let mut shown = json!({
        "bank_id": customer.bank,
        "customer_id": customer.id,
        "customer_number": customer.number,
        "legal_name": Facts::full_name(&facts),
        "mobile_phone_number": facts.mobile.unwrap_or_default(),
        "email": facts.email.unwrap_or_default(),
        "face_image": {
            "url": format!("https://obp.example.com/pictures/{}.png", customer.id),
            "date": rfc3339(customer.last_ok),
        },
        "date_of_birth": birth(customer.date_of_birth),
        "relationship_status": customer.relationship,
        "dependants": births.len(),
        "dob_of_dependants": births,
        "highest_education_attained": customer.education,
        "employment_status": customer.employment,
        "kyc_status": customer.kyc,
        "last_ok_date": rfc3339(customer.last_ok),
        "title": customer.title,
        "branch_id": customer.branch,
        "name_suffix": "",
        "customer_attributes": customer.attributes,
    });
    if let Some(credit) = customer.credit {
        let limit = json!({ "currency": "EUR", "amount": credit.to_string() });
        let rating = json!({ "rating": "good", "source": "sandbox" });
        extend(&mut shown, json!({ "credit_rating": rating, "credit_limit": limit }));
    }
    shown
}

fn day(instant: DateTime<Utc>) -> String {
    instant.format("%Y%m%d").to_string()
}

pub(super) fn show_v210(people: &People, customer: &Customer) -> Value {
    SPECIFICATION.shape("CustomerJsonV210").pick(everything(people, customer, rfc3339))
}

pub(super) fn show_v300(people: &People, customer: &Customer) -> Value {
    SPECIFICATION.shape("CustomerJsonV300").pick(everything(people, customer, day))
}

pub(super) fn show_with_attributes(people: &People, customer: &Customer) -> Value {
    SPECIFICATION.shape("CustomerWithAttributesJsonV300").pick(everything(people, customer, day))
}
