//! Checks: a second person verifies, returns or reclassifies, with reasons.

use domain::coding::Coding;
use domain::{Fact, Incident, Permission};

use crate::error::ServiceError;
use crate::house::House;
use crate::incidents::Edit;
use crate::keyring::SignedIn;

/// What the checker decided.
#[derive(Debug, Clone)]
pub struct CheckDecision {
    /// A code of the codebook's decisions.
    pub decision: String,
    /// The checker's own coding, when the decision is to reclassify.
    pub coding: Option<Coding>,
}

/// The decision under which a checker's own coding replaces the coder's.
pub const RECLASSIFIED: &str = "reclassified";

impl House {
    /// Decides. The domain refuses whoever coded or submitted; the codebook says which decisions need a
    /// reason and which evidence they rest on.
    pub async fn check(
        &self,
        by: &SignedIn,
        edit: Edit<CheckDecision>,
    ) -> Result<Incident, ServiceError> {
        by.actor.needs(Permission::CheckIncident)?;
        let in_force = self.in_force();
        let decision = in_force
            .codebook
            .decision(&edit.change.decision)
            .ok_or_else(|| ServiceError::NotInCodebook(edit.change.decision.clone()))?;
        if decision.reason_required && edit.words.trim().is_empty() {
            return Err(ServiceError::ReasonNeeded);
        }
        if (decision.code == RECLASSIFIED) != edit.change.coding.is_some() {
            return Err(ServiceError::NotInCodebook(edit.change.decision.clone()));
        }
        let judged = match &edit.change.coding {
            Some(coding) => {
                let mut problems = coding.problems(&in_force.codebook, false);
                problems.extend(coding.missing_for_check(&in_force.codebook));
                if !problems.is_empty() {
                    return Err(ServiceError::Coding(problems));
                }
                coding.clone()
            }
            None => self.incident(by, edit.incident).await?.coding,
        };
        if !decision
            .evidence(&|facet, code| judged.facets.has(facet, code))
            .is_met()
        {
            return Err(ServiceError::EvidenceMissing);
        }
        self.change_incident(by, edit, |CheckDecision { decision, coding }, reason| {
            Ok(Fact::Checked {
                decision,
                coding,
                reason,
            })
        })
        .await
    }

    /// Gives it back to the coder, saying what is missing.
    pub async fn return_to_coder(
        &self,
        by: &SignedIn,
        edit: Edit<()>,
    ) -> Result<Incident, ServiceError> {
        by.actor.needs(Permission::CheckIncident)?;
        self.with_reason(by, edit, |reason| Fact::ReturnedToCoder { reason })
            .await
    }

    /// Opens a decided incident again, saying why.
    pub async fn reopen(&self, by: &SignedIn, edit: Edit<()>) -> Result<Incident, ServiceError> {
        by.actor.needs(Permission::CheckIncident)?;
        self.with_reason(by, edit, |reason| Fact::IncidentReopened { reason })
            .await
    }

    async fn with_reason(
        &self,
        by: &SignedIn,
        edit: Edit<()>,
        fact: fn(domain::fact::SealedReference) -> Fact,
    ) -> Result<Incident, ServiceError> {
        self.change_incident(by, edit, move |(), reason| {
            reason.map(fact).ok_or(ServiceError::ReasonNeeded)
        })
        .await
    }
}
