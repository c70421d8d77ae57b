//! One change of many people.

mod change;
mod look;
mod many;
mod pace;
mod progress;
mod run;
mod step;

pub use many::{Many, many, many_of};
pub use progress::Progress;
pub use run::{Ended, Item, Run, Stopped};
