"""An awkward list of invented teachers, as institutes have them: titles above, a header of two lines with merged cells,
dates as text and as dates, phones in ten styles, look-alike letters, capitals, schools called in many ways, blanks and
mistakes. The same numbers always give the same file."""
import datetime
import random

import openpyxl

FAMILIES = "Иванов Петров Сидоров Кузнецов Смирнов Попов Васильев Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов Воробьёв Сергеев Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв Ильин Максимов Поляков Сорокин Виноградов Ковалёв Белов Медведев Антонов Тарасов Жуков Баранов Филиппов Комаров Давыдов Беляев Герасимов Богданов Осипов".split()
STEMS = "Гром Бер Сос Реч Кам Лес Пол Гор Мор Снег Вет Дуб Кед Амур Хор Бир Тун Сук Маг Кур".split()
ENDS = "ов ев ин овский ский енко чук ых".split()
GIVEN_F = "Анна Вера Галина Дарья Елена Жанна Зоя Инна Клара Лидия Мария Нина Ольга Полина Раиса Светлана Татьяна Ульяна Фаина Юлия".split()
GIVEN_M = "Андрей Борис Виктор Глеб Денис Егор Захар Игорь Кирилл Лев Максим Никита Олег Пётр Роман Семён Тимур Фёдор Юрий Яков".split()
PATRONYMIC = "Александр Борис Виктор Григорий Денис Егор Захар Иван Кирилл Леонид Максим Николай Олег Пётр Роман Семён Тимофей Фёдор Эдуард Яков".split()
PHONES = ["8{0}{1}", "+7{0}{1}", "8 ({0}) {2}-{3}-{4}", "+7 {0} {2} {3} {4}", "{0}{1}", "8-{0}-{2}-{3}-{4}", "7 {0} {1}", "+7({0}){1}", "8.{0}.{2}.{3}.{4}", "тел: 8 {0} {2}–{3}–{4}"]
LOOKALIKE = str.maketrans("аеорсх", "aeopcx")


def patronymic(father, woman):
    stem = {"Пётр": "Петр", "Лев": "Льв"}.get(father, father)
    if stem.endswith("ий"):
        stem = stem[:-2] + "ь"
        return stem + ("евна" if woman else "евич")
    if stem.endswith("й"):
        stem = stem[:-1]
        return stem + ("евна" if woman else "евич")
    return stem + ("овна" if woman else "ович")


def family(rng, woman):
    base = rng.choice(FAMILIES) if rng.random() < 0.5 else rng.choice(STEMS) + rng.choice("аеиоу") + rng.choice("бвгдклмнпрст") + rng.choice(ENDS)
    if woman and base.endswith(("ов", "ев", "ёв", "ин")):
        base += "а"
    elif woman and base.endswith("ий"):
        base = base[:-2] + "ая"
    if rng.random() < 0.02:
        base += "-" + rng.choice(FAMILIES) + ("а" if woman else "")
    return base


def rows(schools, subjects, count, seed=20261123):
    """schools: [(municipality, [ways to call the school])]."""
    rng = random.Random(seed)
    made = []
    for number in range(count):
        if made and rng.random() < 0.01:
            made.append(list(rng.choice(made)))
            continue
        woman = rng.random() < 0.8
        given = rng.choice(GIVEN_F if woman else GIVEN_M)
        name = [family(rng, woman), given, "" if rng.random() < 0.02 else patronymic(rng.choice(PATRONYMIC), woman)]
        full = " ".join(part for part in name if part)
        chance = rng.random()
        if chance < 0.02:
            full = full[0] + full[1:4].translate(LOOKALIKE) + full[4:]
        elif chance < 0.04:
            full = full.upper()
        elif chance < 0.05:
            full = name[0] + " " + name[1][0] + "."
        born = datetime.date(1955, 1, 1) + datetime.timedelta(days=rng.randrange(16_000))
        chance = rng.random()
        birth = born if chance < 0.4 else born.strftime("%d.%m.%Y") if chance < 0.9 else f"{born.day}.{born.month}.{born.year} г." if chance < 0.97 else "" if chance < 0.99 else "31.02.1980"
        municipality, ways = rng.choice(schools)
        school = rng.choice(ways) if rng.random() < 0.99 else "Школа будущего"
        digits = f"{number % 10_000_000:07d}"
        phone = rng.choice(PHONES).format(rng.choice(["914", "924", "909", "962"]), digits, digits[:3], digits[3:5], digits[5:])
        phone = "нет" if rng.random() < 0.01 else phone
        email = f"t{number}@school{number % 400}.example" if rng.random() < 0.98 else "нет почты"
        subject = rng.choice(subjects) if rng.random() < 0.8 else f"{rng.choice(subjects)}, {rng.choice(subjects)}"
        made.append([full, birth, municipality, school, rng.choice(["Учитель", "учитель", "Заместитель директора", "Учитель математики", "Педагог-психолог"]), subject, phone, email])
    return made


def write(path, made):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Учителя"
    sheet.append(["Сведения о педагогических работниках края"])
    sheet.merge_cells("A1:I1")
    sheet.append([])
    sheet.append(["№ п/п", "Ф.И.О.", "Дата рождения", "Муниципалитет", "ОО", "Должность", "Предмет(ы)", "Контакты", ""])
    sheet.append(["", "", "", "", "", "", "", "телефон", "e-mail"])
    sheet.merge_cells("H3:I3")
    for column in "ABCDEFG":
        sheet.merge_cells(f"{column}3:{column}4")
    for number, row in enumerate(made, 1):
        sheet.append([number, *row])
    book.save(path)
