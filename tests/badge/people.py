# ruff: noqa: RUF001, E501  (names in many scripts)
"""Made-up badge holders for the badge tests: names that break badges, in every script we print."""

import io
from datetime import date

from PIL import Image, ImageDraw

from kiosk.badge.drawing.content import BadgeContent, DayMark

EVENT = ("SALON DE DÉFENSE", "ET DE SÉCURITÉ")
NOTE = "11–14 novembre 2025\nBamako · Koulikoro\nMali"
WEEK = ("mar. 11", "mer. 12", "jeu. 13", "ven. 14")
CATEGORIES = {
    "E": (("Exposant", "Exhibitor"), "#1f6f4a"),
    "O": (("Officiel", "Official"), "#7a1f3d"),
    "M": (("Forces armées", "Armed forces"), "#47512b"),
    "P": (("Presse", "Press"), "#c77700"),
    "V": (("Visiteur", "Visitor"), "#2b5d9b"),
    "S": (("Organisation", "Staff"), "#3c3f44"),
}


def days(*allowed: int) -> tuple[DayMark, ...]:
    return tuple(DayMark(date(2025, 11, 11 + nth), label, nth in allowed) for nth, label in enumerate(WEEK))


def portrait(tone: int = 0, size: tuple[int, int] = (413, 531)) -> bytes:
    """Draw a face that is nobody's."""
    skins = ("#6b4630", "#8d5f3f", "#c68e65", "#e2b48f", "#4c3122")
    coats = ("#22344a", "#6d2232", "#2f4b34", "#50456b", "#1c1c20")
    width, height = size
    picture = Image.new("RGB", size, ("#dfe6ea", "#e9e2d5", "#d6dde6")[tone % 3])
    pen = ImageDraw.Draw(picture)
    skin, coat = skins[tone % 5], coats[(tone * 3 + 1) % 5]
    pen.ellipse((width * 0.05, height * 0.72, width * 0.95, height * 1.4), fill=coat)
    pen.polygon(
        [(width * 0.4, height * 0.72), (width * 0.6, height * 0.72), (width * 0.5, height * 0.9)],
        fill="#f4f4f2",
    )
    pen.rectangle((width * 0.42, height * 0.55, width * 0.58, height * 0.76), fill=skin)
    pen.ellipse((width * 0.28, height * 0.18, width * 0.72, height * 0.68), fill=skin)
    pen.pieslice((width * 0.25, height * 0.13, width * 0.75, height * 0.6), 180, 360, fill="#1d1714")
    for side in (0.4, 0.6):
        pen.ellipse(
            (width * side - 9, height * 0.42 - 6, width * side + 9, height * 0.42 + 6), fill="#f6f3ee"
        )
        pen.ellipse(
            (width * side - 5, height * 0.42 - 5, width * side + 5, height * 0.42 + 5), fill="#20160f"
        )
    pen.arc((width * 0.4, height * 0.48, width * 0.6, height * 0.6), 20, 160, fill="#5a2f28", width=5)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def person(nth: int = 0, **changes: object) -> BadgeContent:
    """Make a badge; what matters to a test is said by it."""
    letter = str(changes.pop("category", "E"))
    names, colour = CATEGORIES[letter]
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    code = "".join(alphabet[(nth * 7919 + place * 31 + place * place * 3) % 32] for place in range(20))
    values: dict[str, object] = {
        "credential": code,
        "number": f"0007-{nth:07d}-{nth % 10}",
        "event_lines": EVENT,
        "event_note": NOTE,
        "given_name": "Aminata",
        "family_name": "TRAORÉ",
        "organisation": "Ministère de la Défense",
        "position": "Chargée de mission",
        "country": "ML",
        "category_names": names,
        "category_letter": letter,
        "colour": colour,
        "zones": ("HALL", "CONF", "VIP"),
        "days": days(0, 1, 3),
    }
    return BadgeContent(**(values | changes))


def crowd() -> list[BadgeContent]:
    """The people whose names break badges."""
    return [
        person(1, photo=portrait(0)),
        person(
            2,
            given_name="Mehmet Şükrü",
            family_name="IŞIKOĞLU",
            title="Dr",
            country="TR",
            photo=portrait(3),
            organisation="Yıldırım Savunma Sanayii ve Ticaret Anonim Şirketi",
            position="Genel Müdür Yardımcısı",
            category="E",
        ),
        person(
            3,
            given_name="Fatima Zahra",
            family_name="EL ALAOUI EL MDAGHRI",
            name_native="فاطمة الزهراء العلوي المدغري",
            country="MA",
            category="O",
            organisation="Royaume du Maroc — Administration de la Défense nationale",
            position="Directrice de la coopération internationale et des partenariats",
            needs_escort=True,
            photo=portrait(2),
            days=days(0),
        ),
        person(
            4,
            given_name="Nguyễn Thị",
            family_name="ÁNH NGUYỆT HOÀNG",
            country="VN",
            category="P",
            organisation="Thông tấn xã Việt Nam",
            position="Phóng viên",
            zones=("HALL", "PRESSE"),
        ),
        person(
            5,
            given_name="Ραφαήλ",
            family_name="ΠΑΠΑΚΩΝΣΤΑΝΤΊΝΟΥ",
            country="GR",
            category="V",
            organisation="Αεροδιαστημική Α.Ε.",
            position="Μηχανικός",
            photo=portrait(4),
        ),
        person(
            6,
            given_name="Екатерина Владимировна",
            family_name="ПРЕОБРАЖЕНСКАЯ",
            country="RU",
            category="V",
            organisation="Рособоронэкспорт (павильон Б)",
            position="Переводчик",
            photo=portrait(1),
        ),
        person(
            7,
            given_name="محمدرضا",
            family_name="Ghorbani-Nejad",
            name_native="محمدرضا قربانی‌نژاد (۱۲۳ ABC)",
            country="IR",
            category="E",
            organisation="شرکت صنایع هوایی ایران",
            position="Sales manager",
        ),
        person(
            8,
            given_name="<script>alert(1)</script>",
            family_name="{{7*7}}<img src=x>",
            country="FR",
            category="S",
            organisation="R&D <b>%s</b>",
            photo=portrait(0),
            is_demo=True,
        ),
        person(
            9,
            given_name="Cheick Oumar Abdoulaye Boubacar",
            family_name="COULIBALY-DIAKITÉ DE LA FALAISE",
            country="CD",
            category="M",
            organisation="État-major général des armées — Direction du matériel, des hydrocarbures et du transport des armées",
            position="Colonel-major, chef de la division logistique",
            photo=portrait(0),
            zones=("HALL", "CONF", "VIP", "TIR", "PISTE", "PRESSE", "TRIBUNE"),
            days=days(0, 1, 2, 3),
        ),
    ]
