//! Counting and disclosure control as a caller and as an attacker see them.

mod attacker;
mod charting;
mod counting;
mod disclosing;
mod releasing;
