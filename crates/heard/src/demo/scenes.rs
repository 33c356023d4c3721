//! The kinds of things that happen in the town, from `scenes.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A kind of incident, coded, with tellings of it. What each field means stands at the head of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scene {
    pub(super) id: String,
    pub(super) weight: f64,
    #[serde(default = "once")]
    pub(super) after_march: f64,
    pub(super) hours: [i64; 2],
    #[serde(default)]
    pub(super) category: String,
    #[serde(default)]
    pub(super) strand: Vec<String>,
    #[serde(default)]
    pub(super) target: Vec<String>,
    #[serde(default)]
    pub(super) says: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) indicators: Vec<String>,
    #[serde(default)]
    pub(super) place: String,
    #[serde(default)]
    pub(super) platform: Vec<String>,
    pub(super) visibility: Option<String>,
    pub(super) relationship: Option<String>,
    #[serde(default)]
    pub(super) age: Vec<String>,
    #[serde(default)]
    pub(super) gender: Vec<String>,
    pub(super) work: Option<String>,
    #[serde(default = "alone")]
    pub(super) people: [i64; 2],
    #[serde(default = "affected")]
    pub(super) who: String,
    #[serde(default)]
    pub(super) ongoing: bool,
    pub(super) ends: Option<String>,
    pub(super) aside: Option<String>,
    #[serde(default)]
    pub(super) places: Vec<String>,
    #[serde(default)]
    pub(super) links: Vec<String>,
    #[serde(default)]
    pub(super) others: Vec<String>,
    pub(super) en: Vec<String>,
    #[serde(default)]
    pub(super) ur: Vec<String>,
    #[serde(default)]
    pub(super) ar: Vec<String>,
    #[serde(default)]
    pub(super) witness: Vec<String>,
}

const fn once() -> f64 {
    1.0
}

const fn alone() -> [i64; 2] {
    [1, 1]
}

fn affected() -> String {
    "affected".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    scene: Vec<Scene>,
}

impl Scene {
    /// Every scene of the file.
    pub(super) fn all() -> Result<Vec<Self>, toml::de::Error> {
        toml::from_str::<Document>(include_str!("scenes.toml")).map(|document| document.scene)
    }

    /// The tellings in a language.
    pub(super) fn tellings(&self, language: &str) -> &[String] {
        match language {
            "ur" => &self.ur,
            "ar" => &self.ar,
            _ => &self.en,
        }
    }
}
