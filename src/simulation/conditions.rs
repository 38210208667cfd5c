//! What recruiting and selling are like in a month: as usual, but for digital tools and shocks.

use super::model::Model;
use crate::submodels::recruiting::RecruitingParameters;
use crate::submodels::selling::SellingParameters;
use crate::submodels::shocks::{Factors, times};

/// How people are approached and signed up in a month with these factors.
pub(super) fn recruiting(model: &Model, factors: &Factors) -> RecruitingParameters {
    let usual = &model.recruiting;
    RecruitingParameters {
        contacts: usual.contacts * factors.contacts,
        warm_signup: times(usual.warm_signup, factors.sign_ups),
        cold_signup: times(usual.cold_signup, factors.sign_ups),
    }
}

/// How customers are kept and order in most months.
pub(super) fn usual_selling(model: &Model) -> SellingParameters {
    SellingParameters { churn: model.digital.churn(model.selling.churn), ..model.selling }
}

/// How they do so in a month with these factors, if it is unlike most.
pub(super) fn selling(model: &Model, factors: &Factors) -> Option<SellingParameters> {
    let usual = usual_selling(model);
    let reorder = times(usual.reorder, factors.orders);
    (reorder != usual.reorder).then_some(SellingParameters { reorder, ..usual })
}
