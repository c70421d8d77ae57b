//! Customers: the people in a bank's books. Names and addresses are those of the person, whichever provider changes them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};

use crate::clock::rfc3339;
use crate::store::{Index, Key, Keyed, PersonId, Place, Store};

/// A customer of a bank.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Customer {
    pub(super) id: String,
    pub(super) bank: String,
    pub(super) number: String,
    pub(super) person: PersonId,
    pub(super) title: Option<String>,
    pub(super) branch: Option<String>,
    pub(super) date_of_birth: DateTime<Utc>,
    pub(super) relationship: String,
    pub(super) births_of_dependants: Vec<DateTime<Utc>>,
    pub(super) education: String,
    pub(super) employment: String,
    pub(super) known: bool,
    pub(super) last_ok: DateTime<Utc>,
    /// What the bank lends at most, in euros.
    pub(super) credit: Option<u32>,
    pub(super) attributes: Vec<Attribute>,
}

/// What a bank notes of a customer beside that.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Attribute {
    #[serde(rename = "customer_attribute_id")]
    pub(super) id: String,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) value: String,
}

/// Says that a user is a customer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Link {
    pub(super) id: String,
    pub(super) customer: String,
    pub(super) created: DateTime<Utc>,
}

/// A link as it is shown.
#[derive(Debug, Serialize)]
pub(super) struct LinkView<'a> {
    user_customer_link_id: &'a str,
    customer_id: &'a str,
    user_id: &'a str,
    date_inserted: String,
    is_active: bool,
}

impl<'a> LinkView<'a> {
    pub(super) fn new(link: &'a Link, user: &'a str) -> Self {
        Self {
            user_customer_link_id: &link.id,
            customer_id: &link.customer,
            user_id: user,
            date_inserted: rfc3339(link.created),
            is_active: true,
        }
    }
}

impl Key for Customer {
    fn key(&self) -> &str {
        &self.id
    }
}

/// Returns what tells a number of one bank from the same number of another; no identifier of a bank has a slash.
fn number_key(bank: &str, number: &str) -> String {
    format!("{bank}/{number}")
}

/// All customers, found by identifier, by bank and number, or by place in a list. None is ever removed.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<Customer>")]
pub(crate) struct Customers {
    all: Keyed<Customer>,
    by_number: Index,
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
        for customer in all {
            customers.add(customer);
        }
        customers
    }
}

impl Customers {
    pub(super) fn add(&mut self, customer: Customer) {
        let place = self.all.all().len();
        if let Ok(place) = Place::try_from(place) {
            self.by_number.insert(&number_key(&customer.bank, &customer.number), place);
        }
        match self.by_bank.get_mut(&customer.bank) {
            Some(places) => places.push(place),
            None => {
                self.by_bank.insert(customer.bank.clone(), vec![place]);
            }
        }
        self.all.add(customer);
    }

    pub(super) fn get(&self, id: &str) -> Option<&Customer> {
        self.all.get(id)
    }

    pub(super) fn with_number(&self, bank: &str, number: &str) -> Option<&Customer> {
        let all = self.all.all();
        let keys = || all.iter().map(|one| number_key(&one.bank, &one.number).into());
        let place = self.by_number.get(&number_key(bank, number), || keys().zip(0..))?;
        all.get(place as usize)
    }

    /// Returns a page of all customers, or of those of a bank, by creation.
    pub(super) fn page(
        &self,
        bank: Option<&str>,
        descending: bool,
        offset: usize,
        limit: usize,
    ) -> impl Iterator<Item = &Customer> {
        let places = bank.map(|bank| self.by_bank.get(bank).map_or(&[][..], Vec::as_slice));
        let total = places.map_or(self.all.all().len(), <[usize]>::len);
        let end = offset.saturating_add(limit).min(total);
        (offset..end).filter_map(move |position| {
            let position = if descending { total - 1 - position } else { position };
            match places {
                Some(places) => self.all.all().get(*places.get(position)?),
                None => self.all.all().get(position),
            }
        })
    }
}

/// In which version's form a customer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    V210,
    V300,
    WithAttributes,
}

#[derive(Debug, Serialize)]
struct FaceImage {
    url: Option<String>,
    date: Option<String>,
}

#[derive(Debug, Serialize)]
struct Rating {
    rating: &'static str,
    source: &'static str,
}

#[derive(Debug, Serialize)]
struct Amount {
    currency: &'static str,
    amount: String,
}

/// What version 3 added.
#[derive(Debug, Serialize)]
struct Newer<'a> {
    title: Option<&'a str>,
    branch_id: Option<&'a str>,
    name_suffix: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Attributes<'a> {
    customer_attributes: &'a [Attribute],
}

/// A customer as they are shown.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    bank_id: &'a str,
    customer_id: &'a str,
    customer_number: &'a str,
    legal_name: Option<String>,
    mobile_phone_number: Option<&'a str>,
    email: Option<&'a str>,
    face_image: FaceImage,
    date_of_birth: String,
    relationship_status: &'a str,
    dependants: usize,
    dob_of_dependants: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_rating: Option<Rating>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_limit: Option<Amount>,
    highest_education_attained: &'a str,
    employment_status: &'a str,
    kyc_status: bool,
    last_ok_date: String,
    #[serde(flatten)]
    newer: Option<Newer<'a>>,
    #[serde(flatten)]
    attributes: Option<Attributes<'a>>,
}

impl<'a> View<'a> {
    pub(super) fn new(store: &'a Store, customer: &'a Customer, form: Form) -> Self {
        let facts = store.person(customer.person).map(|person| &person.facts);
        // Version 3 writes births as bare days; before and elsewhere they are instants.
        let birth = |instant: DateTime<Utc>| match form {
            Form::V210 => rfc3339(instant),
            Form::V300 | Form::WithAttributes => instant.format("%Y%m%d").to_string(),
        };
        let births = &customer.births_of_dependants;
        Self {
            bank_id: &customer.bank,
            customer_id: &customer.id,
            customer_number: &customer.number,
            legal_name: facts.map(crate::store::Facts::full_name).filter(|name| !name.is_empty()),
            mobile_phone_number: facts.and_then(|facts| facts.mobile.as_deref()),
            email: facts.and_then(|facts| facts.email.as_deref()),
            face_image: FaceImage { url: None, date: None },
            date_of_birth: birth(customer.date_of_birth),
            relationship_status: &customer.relationship,
            dependants: births.len(),
            dob_of_dependants: births.iter().map(|instant| birth(*instant)).collect(),
            credit_rating: customer.credit.map(|_| Rating { rating: "good", source: "sandbox" }),
            credit_limit: customer.credit.map(|amount| Amount { currency: "EUR", amount: amount.to_string() }),
            highest_education_attained: &customer.education,
            employment_status: &customer.employment,
            kyc_status: customer.known,
            last_ok_date: rfc3339(customer.last_ok),
            newer: (form != Form::V210).then_some(Newer {
                title: customer.title.as_deref(),
                branch_id: customer.branch.as_deref(),
                name_suffix: None,
            }),
            attributes: (form == Form::WithAttributes)
                .then_some(Attributes { customer_attributes: &customer.attributes }),
        }
    }
}

/// The two identifiers of a customer.
#[derive(Debug, Serialize)]
pub(super) struct Minimal<'a> {
    bank_id: &'a str,
    customer_id: &'a str,
}

impl<'a> Minimal<'a> {
    pub(super) fn new(customer: &'a Customer) -> Self {
        Self { bank_id: &customer.bank, customer_id: &customer.id }
    }
}
