//! What changed between two texts, word by word.

use similar::{ChangeTag, TextDiff};

/// Whether a piece stands in both texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Same,
    Gone,
    New,
}

/// Words in a row of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub kind: Kind,
    pub text: String,
}

/// The pieces that lead from one text to the other.
#[must_use]
pub fn words(before: &str, after: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => Kind::Same,
            ChangeTag::Delete => Kind::Gone,
            ChangeTag::Insert => Kind::New,
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => pieces.push(Piece { kind, text: change.value().to_owned() }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_changed_word_is_the_only_one_marked() {
        let pieces = words("Хочу вести урок иначе", "Хочу строить урок иначе");
        let told: Vec<(Kind, &str)> = pieces.iter().map(|piece| (piece.kind, piece.text.trim())).collect();
        assert_eq!(told, [(Kind::Same, "Хочу"), (Kind::Gone, "вести"), (Kind::New, "строить"), (Kind::Same, "урок иначе")]);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_back_out_of_their_difference(before in "[абв \n]{0,40}", after in "[абв \n]{0,40}") {
            let pieces = words(&before, &after);
            let read = |left_out: Kind| pieces.iter().filter(|piece| piece.kind != left_out).map(|piece| piece.text.as_str()).collect::<String>();
            prop_assert_eq!(read(Kind::New), before);
            prop_assert_eq!(read(Kind::Gone), after);
        }
    }
}
