-- The short list behind the public page: everybody who has, had or will have a place in the active, by the words, the subject, the
-- place and the order they are looked for by. It narrows a search and nothing else: whether a membership is in force and what of a
-- person may be shown is asked of memberships and consents at every reading. The row follows the card (people::public_list).
CREATE TABLE public_list (
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    sort_key TEXT NOT NULL,
    subject TEXT NOT NULL,           -- the one subject that stands on the page, or ''
    place_id TEXT NOT NULL
);
CREATE INDEX public_list_order ON public_list (sort_key, person_id);
CREATE INDEX public_list_subject ON public_list (subject, sort_key, person_id);
CREATE INDEX public_list_place ON public_list (place_id, sort_key, person_id);
CREATE TABLE public_list_word (
    word TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES public_list (person_id),
    PRIMARY KEY (word, sort_key, person_id)
);
CREATE INDEX public_list_word_person ON public_list_word (person_id, word);
INSERT INTO public_list (person_id, sort_key, subject, place_id)
    SELECT p.id, p.sort_key, COALESCE((SELECT s.subject FROM person_subject s WHERE s.person_id = p.id ORDER BY s.is_main DESC, s.subject LIMIT 1), ''), p.place_id
    FROM person p WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id);
INSERT INTO public_list_word (word, sort_key, person_id)
    SELECT t.token, l.sort_key, l.person_id FROM public_list l JOIN person_token t ON t.person_id = l.person_id WHERE substr(t.token, 1, 1) <> '~';
-- Nothing reads these any more: each is the beginning of another index, or served the page before it had its list.
DROP INDEX person_sort;
DROP INDEX person_subject_shown;
