//! What an action does to the document.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::action::{Action, Change};
use super::correction;
use super::pointer::{Place, select};

/// Applies one action; the document is left alone when it fails.
pub(super) fn apply(action: &Action, document: &mut Value) -> Result<()> {
    let places = select(&action.target, document);
    if places.is_empty() {
        bail!("matches nothing; correct the target or delete the action");
    }
    let value = match &action.change {
        Change::Update(value) => Some(value.clone()),
        Change::Copy(source) => Some(the_one(source, &places, document)?),
        Change::Remove => None,
    };
    let mut changed = document.clone();
    for place in &places {
        match &value {
            Some(value) => {
                let node = place.find(&mut changed).context("a target vanished")?;
                update(node, value)?;
            }
            None => remove(place, &mut changed)?,
        }
    }
    if let Some(correction) = &action.correction {
        // Where a node was removed there may be another one now: its container is what is left.
        let left: Vec<_> = match action.change {
            Change::Remove => places.iter().filter_map(Place::split).map(|p| p.0).collect(),
            _ => places,
        };
        correction::mark(correction, &left, &mut changed)?;
    }
    *document = changed;
    Ok(())
}

fn the_one(source: &serde_json_path::JsonPath, targets: &[Place], document: &Value) -> Result<Value> {
    let mut found = select(source, document);
    let (Some(place), true) = (found.pop(), found.is_empty()) else {
        bail!("its `copy: {source}` matches {} nodes; it has to match one", source.query(document).len());
    };
    if let Some(target) = targets.iter().find(|target| target.0.starts_with(&place.0)) {
        let what = if *target == place { "itself" } else { "a part of itself" };
        bail!("its `copy: {source}` copies a node onto {what}");
    }
    document.pointer(&place.to_pointer()).cloned().context("the node to copy vanished")
}

/// Updates a selected node: objects are merged, arrays extended, primitives replaced.
fn update(node: &mut Value, value: &Value) -> Result<()> {
    match (&mut *node, value) {
        (Value::Object(_), Value::Object(_)) | (Value::Array(_), Value::Array(_)) => {
            merge(node, value);
        }
        (Value::Array(items), other) => items.push(other.clone()),
        (Value::Object(_), _) => bail!("targets an object, but its update is none"),
        (_, Value::Object(_) | Value::Array(_)) => {
            bail!("targets a primitive, but its update is none; target the object that holds it")
        }
        (node, primitive) => *node = primitive.clone(),
    }
    Ok(())
}

/// Merges as the Overlay Specification has it: by key, arrays concatenated, the rest replaced.
fn merge(node: &mut Value, value: &Value) {
    match (node, value) {
        (Value::Object(map), Value::Object(update)) => {
            for (key, value) in update {
                match map.get_mut(key) {
                    Some(existing) => merge(existing, value),
                    None => {
                        map.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        (node, value) => *node = value.clone(),
    }
}

fn remove(place: &Place, document: &mut Value) -> Result<()> {
    let (parent, key) = place.split().context("cannot remove the whole document")?;
    match parent.find(document) {
        // Not `remove`, which moves the last key into the gap.
        Some(Value::Object(map)) => {
            map.shift_remove(key);
        }
        Some(Value::Array(items)) => {
            let index: usize = key.parse().context("an array has no such entry")?;
            if index < items.len() {
                items.remove(index);
            }
        }
        _ => bail!("a target vanished"),
    }
    Ok(())
}
