use super::*;

fn items() -> Vec<Item> {
    (0..20).map(|at| Item::two_parameter(1.0, 0.2 * f64::from(at) - 2.0)).collect()
}

fn bank(items: &[Item]) -> Vec<BankItem<'_>> {
    items.iter().enumerate().map(|(at, item)| BankItem { item, line: at % 2, exposure: 0.0 }).collect()
}

const TWO: [Line; 2] = [Line { competency: 0, at_least: 2, at_most: 5 }, Line { competency: 0, at_least: 2, at_most: 5 }];

fn open() -> State {
    State { aim: 0.0, below: Some(0.5) }
}

#[test]
fn takes_the_item_that_tells_most_at_the_aim() {
    let items = items();
    let rules = Rules { top: 1, ..Rules::default() };
    // Difficulty −d: position 10 stands at 0, in line 0; for aim 1 position 5 would be best but line 0 is first.
    assert_eq!(next(&bank(&items), &[], &TWO, &[open()], &rules, 0.99), Ok(Step::Ask(10)));
    let aimed = State { aim: 1.0, ..open() };
    assert_eq!(next(&bank(&items), &[10], &TWO, &[aimed], &rules, 0.0), Ok(Step::Ask(5)));
}

#[test]
fn the_callers_chance_chooses_among_the_best_five() {
    let items = items();
    let chosen: Vec<Step> = [0.0, 0.2, 0.4, 0.6, 0.8].iter().map(|chance| next(&bank(&items), &[], &TWO, &[open()], &Rules::default(), *chance).unwrap()).collect();
    let mut places: Vec<usize> = chosen.iter().map(|step| if let Step::Ask(at) = step { *at } else { usize::MAX }).collect();
    places.sort_unstable();
    assert_eq!(places, [6, 8, 10, 12, 14]);
}

#[test]
fn seen_too_often_is_passed_over_unless_nothing_else_is_left() {
    let items = items();
    let mut bank = bank(&items);
    let rules = Rules { top: 1, ..Rules::default() };
    bank[10].exposure = 0.3;
    assert_ne!(next(&bank, &[], &TWO, &[open()], &rules, 0.0), Ok(Step::Ask(10)));
    bank.iter_mut().for_each(|item| item.exposure = 0.9);
    assert_eq!(next(&bank, &[], &TWO, &[open()], &rules, 0.0), Ok(Step::Ask(10)));
}

#[test]
fn lines_take_turns_and_never_exceed_their_quota() {
    let items = items();
    let bank = bank(&items);
    let mut asked = Vec::new();
    let done = loop {
        match next(&bank, &asked, &TWO, &[open()], &Rules::default(), 0.3).unwrap() {
            Step::Ask(at) => asked.push(at),
            Step::Done(stops) => break stops,
        }
        let counts = [0, 1].map(|line| asked.iter().filter(|at| bank[**at].line == line).count());
        assert!(counts[0].abs_diff(counts[1]) <= 1 && counts[0] <= 5);
    };
    assert_eq!((asked.len(), done), (10, vec![Stop::Length]));
}

#[test]
fn stops_when_sure_but_not_before_the_quotas() {
    let items = items();
    let bank = bank(&items);
    let sure = State { aim: 0.0, below: Some(0.95) };
    let rules = Rules { at_least: 3, ..Rules::default() };
    assert!(matches!(next(&bank, &[0, 2, 4], &TWO, &[sure], &rules, 0.0), Ok(Step::Ask(at)) if at % 2 == 1), "line 1 is owed two");
    assert_eq!(next(&bank, &[0, 2, 1, 3], &TWO, &[sure], &rules, 0.0), Ok(Step::Done(vec![Stop::Decided])));
    assert!(matches!(next(&bank, &[0, 2, 1, 3], &TWO, &[open()], &rules, 0.0), Ok(Step::Ask(_))));
}

#[test]
fn each_competency_stops_for_its_own_reason() {
    let items = items();
    let bank = bank(&items);
    let lines = [Line { competency: 0, at_least: 0, at_most: 30 }, Line { competency: 1, at_least: 0, at_most: 30 }];
    let asked: Vec<usize> = (0..20).filter(|at| at % 2 == 0 || *at < 4).collect();
    let states = [State { aim: 0.0, below: Some(0.5) }, State { aim: 0.0, below: Some(0.05) }];
    let rules = Rules { at_least: 2, ..Rules::default() };
    assert_eq!(next(&bank, &asked, &lines, &states, &rules, 0.0), Ok(Step::Done(vec![Stop::UsedUp, Stop::Decided])));
}

#[test]
fn what_is_out_of_range_is_refused() {
    let items = items();
    let bank = bank(&items);
    assert!(next(&bank, &[20], &TWO, &[open()], &Rules::default(), 0.0).is_err());
    assert!(next(&bank, &[], &TWO[..1], &[open()], &Rules::default(), 0.0).is_err());
    assert!(next(&bank, &[], &TWO, &[], &Rules::default(), 0.0).is_err());
    assert!(next(&bank, &[], &TWO, &[open()], &Rules::default(), 1.0).is_err());
    assert!(next(&bank, &[], &TWO, &[State { aim: f64::NAN, below: None }], &Rules::default(), 0.0).is_err());
    assert!(next(&bank, &[], &TWO, &[open()], &Rules { top: 0, ..Rules::default() }, 0.0).is_err());
    assert_eq!(next(&[], &[], &TWO, &[open()], &Rules::default(), 0.0), Ok(Step::Done(vec![Stop::UsedUp])));
}
