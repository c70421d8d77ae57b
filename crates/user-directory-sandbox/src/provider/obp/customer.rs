//! Customers of banks. Names and addresses are those of the person, whichever provider changes them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::SPECIFICATION;
use crate::clock::rfc3339;
use crate::store::{Person, PersonId};

/// A customer: what a bank knows of a person.
#[derive(Serialize, Deserialize)]
pub(crate) struct Customer {
    pub(super) id: String,
    pub(super) bank: String,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) branch: String,
    #[serde(deserialize_with = "crate::clock::stored")]
    pub(super) date_of_birth: DateTime<Utc>,
    pub(super) relationship: String,
    #[serde(deserialize_with = "crate::clock::all_stored")]
    pub(super) births_of_dependants: Vec<DateTime<Utc>>,
    pub(super) education: String,
    pub(super) employment: String,
    pub(super) kyc: bool,
    #[serde(deserialize_with = "crate::clock::stored")]
    pub(super) last_ok: DateTime<Utc>,
    /// Credit limit in euros.
    pub(super) credit: Option<u32>,
    pub(super) attributes: Vec<Attribute>,
}

/// An attribute of a customer.
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
    /// The person who is the customer.
    pub(super) customer: PersonId,
    #[serde(deserialize_with = "crate::clock::stored")]
    pub(super) created: DateTime<Utc>,
}

impl Link {
    pub(super) fn show(&self, user: &str, customer: &str) -> Value {
        json!({
            "user_customer_link_id": self.id,
            "customer_id": customer,
            "user_id": user,
            "date_inserted": rfc3339(self.created),
            "is_active": true,
        })
    }
}

/// Returns the key by which a customer of a bank is found.
pub(super) fn number_key(bank: &str, number: &str) -> String {
    format!("{bank}\n{number}")
}

/// Returns all that any version shows of a customer; versions differ in how they write dates of birth.
fn all_fields(person: &Person, customer: &Customer, birth: impl Fn(DateTime<Utc>) -> String) -> Value {
    let facts = &person.facts;
    let births: Vec<_> = customer.births_of_dependants.iter().map(|instant| birth(*instant)).collect();
    json!({
        "bank_id": customer.bank,
        "customer_id": customer.id,
        "customer_number": customer.number,
        "legal_name": facts.full_name(),
        "mobile_phone_number": facts.mobile.as_deref().unwrap_or(""),
        "email": facts.email.as_deref().unwrap_or(""),
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
        "credit_limit": customer.credit.map(|credit| json!({ "currency": "EUR", "amount": credit.to_string() })),
        "credit_rating": customer.credit.map(|_| json!({ "rating": "good", "source": "sandbox" })),
    })
}

fn day(instant: DateTime<Utc>) -> String {
    instant.format("%Y%m%d").to_string()
}

pub(super) fn show_v210(person: &Person, customer: &Customer) -> Value {
    SPECIFICATION.shape("CustomerJsonV210").pick(all_fields(person, customer, rfc3339))
}

pub(super) fn show_v300(person: &Person, customer: &Customer) -> Value {
    SPECIFICATION.shape("CustomerJsonV300").pick(all_fields(person, customer, day))
}

pub(super) fn show_with_attributes(person: &Person, customer: &Customer) -> Value {
    SPECIFICATION.shape("CustomerWithAttributesJsonV300").pick(all_fields(person, customer, day))
}
