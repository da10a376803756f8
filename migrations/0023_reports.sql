-- Indicators as named definitions with versions and owners; reports of a period frozen as snapshots. Reads across domains.
CREATE TABLE indicator_version (     -- what an indicator means, from when until when; an old report refers to the one it was made by
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,              -- the same in all versions
    number BIGINT NOT NULL,          -- 1, 2, …
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    formula TEXT NOT NULL,           -- in words
    unit TEXT NOT NULL,              -- count, percent, hours, days
    notes TEXT NOT NULL,             -- what to beware of
    owner TEXT NOT NULL,             -- who answers for the words: a post, not a person
    counter TEXT NOT NULL,           -- the code that counts …
    counter_version BIGINT NOT NULL, -- … and its version when these words were written
    valid_from TEXT NOT NULL,
    valid_to TEXT,                   -- exclusive
    made_by TEXT,                    -- account; NULL: came with the program, or erased
    made_at TEXT NOT NULL,
    UNIQUE (code, number)
);
CREATE TABLE report (                -- of a place for a period; typed are three fields of words, the rest is counted
    id TEXT PRIMARY KEY,
    place_id TEXT NOT NULL REFERENCES place (id),
    kind TEXT NOT NULL,              -- half_year, year, quarter, custom
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,          -- exclusive
    state TEXT NOT NULL,             -- draft, frozen, handed_in, returned, accepted
    done_words TEXT NOT NULL DEFAULT '',     -- what came out well
    hard_words TEXT NOT NULL DEFAULT '',
    next_words TEXT NOT NULL DEFAULT '',
    edition BIGINT NOT NULL DEFAULT 0,       -- the newest frozen; 0: none yet
    handed_on TEXT,
    handed_edition BIGINT NOT NULL DEFAULT 0,    -- the one that the place above reads
    answer_words TEXT NOT NULL DEFAULT '',   -- why it was returned
    made_by TEXT,                    -- account
    made_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (place_id, from_on, until_on)
);
CREATE INDEX report_period ON report (from_on, until_on, state);
CREATE TABLE report_edition (        -- frozen: never changed, the next one says what is different
    report_id TEXT NOT NULL REFERENCES report (id),
    number BIGINT NOT NULL,
    snapshot TEXT NOT NULL,          -- JSON: figures with the versions of their definitions, work by direction, words
    changed TEXT NOT NULL DEFAULT '',        -- what is new in it and why, in words
    frozen_at TEXT NOT NULL,
    frozen_by TEXT,                  -- account
    PRIMARY KEY (report_id, number)
);
INSERT INTO indicator_version (id, code, number, position, title, formula, unit, notes, owner, counter, counter_version, valid_from, made_at) VALUES
    ('00000000-0000-7000-8000-000000000001', 'quota', 1, 1, 'Заполненность квоты', 'Участники актива на последний день периода, делённые на квоту территории', 'percent',
     'Приостановленные участники считаются отдельно и в заполненность не входят. У школы квоты нет: показано только число участников.', 'Координатор актива', 'quota', 1, '2022-09-01', '2022-09-01T00:00:00.000000Z'),
    ('00000000-0000-7000-8000-000000000002', 'coverage', 1, 2, 'Охват муниципалитетов', 'Муниципалитеты, где есть хотя бы один действующий участник актива, делённые на все муниципалитеты территории', 'percent',
     'По предметам — отдельные строки. Участник, который помогает другому району дистанционно, район не охватывает.', 'Координатор актива', 'coverage', 1, '2022-09-01', '2022-09-01T00:00:00.000000Z'),
    ('00000000-0000-7000-8000-000000000003', 'diagnosed', 1, 3, 'Прошли диагностику', 'Педагоги, завершившие в периоде входную диагностику, делённые на педагогов территории', 'percent',
     'Считаются люди, а не попытки: кто прошёл две диагностики, посчитан один раз. Диагностика добровольна, сто процентов — не цель.', 'Координатор актива', 'diagnosed', 1, '2022-09-01', '2022-09-01T00:00:00.000000Z'),
    ('00000000-0000-7000-8000-000000000004', 'pathways', 1, 4, 'Индивидуальные маршруты', 'Маршруты, согласованные в периоде', 'count',
     'Закрытые и просроченные — отдельными строками. Закрытый маршрут не значит, что затруднения сняты: это другой показатель.', 'Координатор актива', 'pathways', 1, '2022-09-01', '2022-09-01T00:00:00.000000Z'),
    ('00000000-0000-7000-8000-000000000005', 'removed', 1, 5, 'Затруднения сняты', 'Затруднения со словом «снято» по сопоставимой повторной диагностике, делённые на все, с которыми в периоде работали', 'percent',
     'Нет повторной диагностики — «не оценено», а не «снято». Если педагогов меньше пяти, число скрыто: по нему узнали бы человека.', 'Координатор актива', 'removed', 1, '2022-09-01', '2022-09-01T00:00:00.000000Z'),
    ('00000000-0000-7000-8000-000000000006', 'load', 1, 6, 'Нагрузка актива', 'Часы по учёту работы в активе за период', 'hours',
     'Показывают, не сравнивают людей: только сумма и середина ряда по участникам, которые работали. Если их меньше пяти, середина скрыта.', 'Координатор актива', 'load', 1, '2022-09-01', '2022-09-01T00:00:00.000000Z'),
    ('00000000-0000-7000-8000-000000000007', 'events', 1, 7, 'Мероприятия', 'Проведённые мероприятия, делённые на запланированные', 'percent',
     'Мероприятие с несколькими ведущими посчитано один раз. Участники — разные люди, сколько бы раз каждый ни пришёл; кто вёл мероприятие, его участником не считается. Оценка — только от пяти ответов.', 'Координатор актива', 'events', 2, '2022-09-01', '2022-09-01T00:00:00.000000Z'),
    ('00000000-0000-7000-8000-000000000008', 'low_schools', 1, 8, 'Помощь школам с низкими результатами', 'Школы, у которых есть действующий план помощи, делённые на школы из списка года', 'percent',
     'Список закрытый: показывают число, но не названия. По отдельной школе показатель не считают.', 'Координатор актива', 'low_schools', 1, '2022-09-01', '2022-09-01T00:00:00.000000Z'),
    ('00000000-0000-7000-8000-000000000009', 'young_mentored', 1, 9, 'Молодые педагоги с наставником', 'Педагоги со стажем до трёх лет, у которых есть действующая пара с согласием обоих, делённые на всех педагогов со стажем до трёх лет', 'percent',
     'Стаж считается от первой известной даты работы. Пара без согласия педагога не считается.', 'Координатор актива', 'young_mentored', 1, '2022-09-01', '2022-09-01T00:00:00.000000Z'),
    ('00000000-0000-7000-8000-000000000010', 'practices', 1, 10, 'Практики', 'Практики, опубликованные в периоде после экспертизы', 'count',
     'Повторное использование — отдельной строкой и только подтверждённое. Без согласия автора на распространение практику не публикуют.', 'Координатор актива', 'practices', 1, '2022-09-01', '2022-09-01T00:00:00.000000Z'),
    ('00000000-0000-7000-8000-000000000011', 'response', 1, 11, 'Срок ответа на обращение', 'Середина ряда: рабочие дни от обращения до первого ответа', 'days',
     'Выходные и праздники края не считаются. Обращения без ответа в середину не входят и показаны отдельно.', 'Координатор актива', 'response', 1, '2022-09-01', '2022-09-01T00:00:00.000000Z'),
    ('00000000-0000-7000-8000-000000000012', 'consents', 1, 12, 'Порядок с согласиями', 'Участники актива с действующим согласием на обработку данных по действующему тексту, делённые на всех участников', 'percent',
     'Хорошо только сто процентов. Отзывы согласий, исполненные в срок, — отдельной строкой.', 'Координатор актива', 'consents', 1, '2022-09-01', '2022-09-01T00:00:00.000000Z');
