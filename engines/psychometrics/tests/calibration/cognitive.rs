//! DINA and G-DINA against the reference program, and what is refused.

use super::known::{Case, close, numbers};
use psychometrics::{
    Responses,
    cognitive::{CognitiveError, Rule, diagnose},
};

#[test]
fn simulated_dina_as_the_reference_program_has_it() {
    let Some(case) = Case::read("cdm_simdina") else { return };
    let needed: Vec<Vec<bool>> = case.other("cdm_simdina_q.csv").rows.iter().map(|row| row.iter().map(|cell| cell == "1").collect()).collect();
    let responses = case.responses(&[]);
    let found = diagnose(&responses, &needed, Rule::Dina).unwrap();
    let reference = &case.json["reference"]["dina"];
    println!("{} rounds", found.iterations);
    assert!(found.converged);
    close("log-likelihood", found.loglik, reference["logLik"].as_f64().unwrap(), 5e-3);
    close("AIC", 2.0 * found.parameters as f64 - 2.0 * found.loglik, reference["AIC"].as_f64().unwrap(), 1e-2);
    for (number, success) in found.success.iter().enumerate() {
        close("guess", success[0], reference["guess"][number].as_f64().unwrap(), 2e-3);
        close("slip", 1.0 - success[1], reference["slip"][number].as_f64().unwrap(), 2e-3);
    }
    for (skill, share) in numbers(&reference["skill_mastery"]).into_iter().enumerate() {
        close("mastery", found.mastery[skill], share.unwrap(), 2e-3);
        for (person, p) in numbers(&reference["first10_skill_posterior"][skill]).into_iter().enumerate() {
            close("posterior", found.posteriors[person][skill], p.unwrap(), 5e-3);
        }
    }
    for (pattern, share) in reference["class_prob"].as_object().unwrap() {
        let class = pattern.bytes().enumerate().map(|(skill, digit)| usize::from(digit - b'0') << skill).sum::<usize>();
        close(pattern, found.classes[class], share.as_f64().unwrap(), 2e-3);
    }

    let saturated = diagnose(&responses, &needed, Rule::Gdina).unwrap();
    let reference = &case.json["reference"]["gdina"];
    println!("{} rounds; mastery {:?}", saturated.iterations, saturated.mastery);
    close("log-likelihood", saturated.loglik, reference["logLik"].as_f64().unwrap(), 5e-3);
    close("AIC", 2.0 * saturated.parameters as f64 - 2.0 * saturated.loglik, reference["AIC"].as_f64().unwrap(), 1e-2);
    // The case lists the shares of those without each skill.
    numbers(&reference["skill_mastery"]).into_iter().zip(&saturated.mastery).for_each(|(without, with)| close("mastery", *with, 1.0 - without.unwrap(), 2e-3));
}

#[test]
fn a_matrix_that_does_not_fit_is_refused() {
    let responses = Responses::from_rows(&[[Some(1), Some(0)], [Some(0), None]]).unwrap();
    let refused = |needed: &[Vec<bool>]| diagnose(&responses, needed, Rule::Dina).unwrap_err();
    assert_eq!(refused(&[vec![true]]), CognitiveError::Rows { expected: 2, found: 1 });
    assert_eq!(refused(&[vec![true, false], vec![true]]), CognitiveError::Columns { item: 1, expected: 2, found: 1 });
    assert_eq!(refused(&[vec![true, false], vec![false, false]]), CognitiveError::NoSkill { item: 1 });
    assert_eq!(refused(&[vec![true; 11], vec![true; 11]]), CognitiveError::Skills { found: 11 });
    assert_eq!(refused(&[vec![], vec![]]), CognitiveError::Skills { found: 0 });
    let scored = Responses::from_rows(&[[Some(2), Some(0)]]).unwrap();
    assert_eq!(diagnose(&scored, &[vec![true], vec![true]], Rule::Gdina).unwrap_err(), CognitiveError::NotDichotomous { item: 0, score: 2 });
    let silent = Responses::from_rows(&[[Some(1), None]]).unwrap();
    assert_eq!(diagnose(&silent, &[vec![true], vec![true]], Rule::Gdina).unwrap_err(), CognitiveError::Unanswered { item: 1 });
}
