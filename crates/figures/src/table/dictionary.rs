//! Names and sets of names as numbers.

use std::collections::HashMap;

/// Names in order of arrival.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dictionary {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Dictionary {
    pub(crate) fn new(names: impl Iterator<Item = String>) -> Self {
        let mut dictionary = Self::default();
        for name in names {
            dictionary.code(&name);
        }
        dictionary
    }

    /// The number of a name, which is added if it is new.
    pub(crate) fn code(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// The name behind a number that this dictionary gave out.
    pub(crate) fn name(&self, number: u32) -> &str {
        &self.names[number as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// Sets of numbers in order of arrival; set 0 is the empty set.
#[derive(Debug, Clone)]
pub(crate) struct SetDictionary {
    sets: Vec<Box<[u32]>>,
    numbers: HashMap<Box<[u32]>, u32>,
}

impl Default for SetDictionary {
    fn default() -> Self {
        let empty: Box<[u32]> = Box::default();
        Self {
            sets: vec![empty.clone()],
            numbers: HashMap::from([(empty, 0)]),
        }
    }
}

impl SetDictionary {
    /// The number of a set given as sorted members without repeats.
    pub(crate) fn code(&mut self, members: Vec<u32>) -> u32 {
        let members = members.into_boxed_slice();
        if let Some(&number) = self.numbers.get(&members) {
            return number;
        }
        let number = self.sets.len() as u32;
        self.sets.push(members.clone());
        self.numbers.insert(members, number);
        number
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.sets.iter().map(AsRef::as_ref)
    }
}
