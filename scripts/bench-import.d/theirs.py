"""What somebody would write by hand: pandas reads the list, sqlite3 keeps it; the same questions are asked of every row."""
import re
import sqlite3
import sys
import uuid

import pandas

LATIN, CYRILLIC = "ABCEHKMOPTXaceopxyuk", "АВСЕНКМОРТХасеорхуик"
MEND = str.maketrans(LATIN, CYRILLIC)
FIELDS = {"name": r"ф\.?\s*и\.?\s*о|фамилия", "birth": "рожд", "municipality": "муниципалитет|район", "school": r"^оо$|школ|организац", "position": "должност", "subjects": "предмет", "phone": "телефон", "email": "mail|почт"}
DRESS = {"мбоу", "маоу", "мкоу", "сош", "оош", "нош", "школа", "средняя", "основная", "общеобразовательная", "муниципальное", "бюджетное", "учреждение", "лицей", "гимназия", "имени", "им", "г", "с", "п"}


def fold(text):
    return " ".join(re.findall(r"\w+", text.lower().replace("ё", "е")))


def school_key(name):
    words = fold(name).split()
    kind = "лицей" if any(w.startswith("лице") for w in words) else "гимназия" if any(w.startswith("гимнази") for w in words) else "сад" if "сад" in words else "школа" if any(w.startswith("школ") or w in ("сош", "оош", "нош") for w in words) else ""
    number = next((w.lstrip("0") for w in words if w.isdigit()), None)
    return kind, number, frozenset(w for w in words if len(w) > 2 and w not in DRESS and not w.isdigit())


def one_edit(a, b):
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    a, b = a[start:len(a) - end], b[start:len(b) - end]
    return len(a) <= 1 and len(b) <= 1 or (len(a) == len(b) == 2 and a[0] == b[1] and a[1] == b[0])


def parse_date(value):
    text = str(value).strip().rstrip(" г.")
    found = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", text)
    iso = re.match(r"(\d{4})-(\d{2})-(\d{2})", text)
    try:
        if found:
            return pandas.Timestamp(int(found[3]), int(found[2]), int(found[1])).date().isoformat()
        if iso:
            return pandas.Timestamp(int(iso[1]), int(iso[2]), int(iso[3])).date().isoformat()
    except ValueError:
        pass
    return None


def parse_phone(text):
    digits = re.sub(r"\D", "", text)
    if len(digits) == 11 and digits[0] in "78":
        digits = digits[1:]
    return "+7" + digits if len(digits) == 10 and digits[0] in "3489" else None


def main(book, database):
    db = sqlite3.connect(database, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    municipalities, schools = {}, {}
    for place, kind, parent, name, short in db.execute("SELECT p.id, p.kind, p.parent_id, n.name, n.short_name FROM place p JOIN place_name n ON n.place_id = p.id"):
        for way in (name, short):
            if kind == "municipality":
                municipalities[fold(way)] = place
            elif kind == "school":
                schools.setdefault(parent, []).append((fold(way), school_key(way), place))
    subjects = {fold(label): code for code, label in db.execute("SELECT code, label FROM term WHERE kind = 'subject'")}
    positions = {fold(label): code for code, label in db.execute("SELECT code, label FROM term WHERE kind = 'position'")}
    known, by_birth, phones, emails = {}, {}, {}, {}
    for who, f, g, p, birth, phone, email, place in db.execute("SELECT id, family, given, patronymic, birth_on, phone, email, place_id FROM person"):
        key = fold(" ".join(filter(None, (f, g, p))))
        known.setdefault(key, []).append((who, birth, phone, email, place))
        by_birth.setdefault(birth, []).append(key)
        phones[phone], emails[email] = who, who

    raw = pandas.read_excel(book, header=None, dtype=object)
    at = next(i for i in range(20) if raw.iloc[i].notna().sum() >= 5)
    titles = [str(a if pandas.notna(a) else "") + " " + str(b if pandas.notna(b) else "") for a, b in zip(raw.iloc[at], raw.iloc[at + 1])]
    columns = {field: next(c for c, title in enumerate(titles) if re.search(pattern, title.strip().lower())) for field, pattern in FIELDS.items()}
    found_school, report, people, jobs, taught = {}, [], [], [], []
    for line, row in enumerate(raw.iloc[at + 2:].itertuples(index=False), at + 3):
        cell = {field: "" if pandas.isna(row[c]) else str(row[c]).strip() for field, c in columns.items()}
        wrong = []
        name = " ".join(cell["name"].split())
        if any(c in LATIN for c in name) and re.search("[а-яё]", name, re.I):
            name = name.translate(MEND)
            wrong.append((line, "lookalike"))
        if name.isupper():
            name = name.title()
        parts = name.split()
        if len(parts) not in (2, 3) or any("." in part for part in parts) or not all(re.fullmatch(r"[А-Яа-яЁёA-Za-z'-]+", part) for part in parts):
            report.append((line, "name"))
            continue
        gaps = []
        birth = parse_date(row[columns["birth"]]) if cell["birth"] else None
        if cell["birth"] and not birth:
            gaps.append("birth")
        phone = parse_phone(cell["phone"]) if cell["phone"] else None
        if cell["phone"] and not phone:
            gaps.append("phone")
        email = cell["email"].lower()
        if email and not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", email):
            gaps.append("email")
        municipality = municipalities.get(fold(cell["municipality"]))
        if not municipality:
            report.append((line, "municipality"))
            continue
        asked = (municipality, cell["school"])
        if asked not in found_school:
            exact = {p for f, _, p in schools.get(municipality, ()) if f == fold(cell["school"])}
            kind, number, own = school_key(cell["school"])
            fits = exact or {p for _, (k, n, o), p in schools.get(municipality, ()) if (not kind or kind == k) and (number == n if number or n else own and own <= o)}
            found_school[asked] = next(iter(fits)) if len(fits) == 1 else None
        school = found_school[asked]
        if not school:
            gaps.append("school")
        codes = []
        for word in re.split("[,;/]", cell["subjects"]):
            code = subjects.get(fold(word))
            if word.strip() and not code:
                gaps.append("subject")
            elif code and code not in codes:
                codes.append(code)
        if gaps:
            report.append((line, gaps))
            continue
        key = fold(name)
        same = [other for other in known.get(key, ()) if not (birth and other[1] and birth != other[1])]
        near = birth and any(one_edit(key, other) for other in by_birth.get(birth, ()) if other != key)
        if same or near or phone in phones or email in emails:
            report.append((line, "duplicate"))
            continue
        who = str(uuid.uuid4())
        known.setdefault(key, []).append((who, birth, phone, email, school))
        by_birth.setdefault(birth, []).append(key)
        if phone:
            phones[phone] = who
        if email:
            emails[email] = who
        people.append((who, parts[0], parts[1], parts[2] if len(parts) > 2 else None, birth, phone, email, key, school, "2026-11-23T00:00:00.000000Z"))
        jobs.append((str(uuid.uuid4()), who, school, positions.get(fold(cell["position"]), ""), cell["position"]))
        taught += [(who, code, int(i == 0)) for i, code in enumerate(codes)]
    db.execute("BEGIN IMMEDIATE")
    db.executemany("INSERT INTO person (id, family, given, patronymic, birth_on, phone, email, sort_key, place_id, made_at) VALUES (?,?,?,?,?,?,?,?,?,?)", people)
    db.executemany("INSERT INTO person_job (id, person_id, place_id, position, position_text) VALUES (?,?,?,?,?)", jobs)
    db.executemany("INSERT INTO person_subject (person_id, subject, is_main) VALUES (?,?,?)", taught)
    db.execute("COMMIT")
    print(len(people), len(report))


main(sys.argv[1], sys.argv[2])
