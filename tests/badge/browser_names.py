# ruff: noqa: RUF001, S603, S607  (names in many scripts; the browser is Debian's)
"""The names that are compared with a browser's drawing of them, and the recording of that drawing.

`python tests/badge/browser_names.py` draws them anew with headless Chromium (Debian's package) into
browser/names.png; the tests compare with that picture, so they need no browser. Both use FiraGO, 72 pixels
to the em.
"""

import html
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from kiosk.badge.text.fonts import typeface
from kiosk.badge.text.shortening import hold

PICTURE = Path(__file__).parent / "browser" / "names.png"
EM = 72
ROW = 130
WIDTH = 1800
NAMES = (
    "Éloïse Nguema-Œuvrard",
    "İSMAİL IŞIKOĞLU Şükrü fi fı",
    "Nguyễn Thị Ánh Nguyệt Hoàng",
    "Ραφαήλ ΠΑΠΑΚΩΝΣΤΑΝΤΊΝΟΥ",
    "Екатерина Преображенская Ї Ў",
    "Ẹniọlá Ɓooro Ŋgalla Ḥasan Łukasz",
    "AVATAR To Ty P. Wałęsa L’Été",
    "فاطمة الزهراء العلوي المدغري",
    "مُحَمَّد عَبْدُ اللّٰه الأمين",
    "محمدرضا قربانی‌نژاد گچپژ",
    "شركة الدفاع (ABC 123) المحدودة",
    "العقيد أحمد، رقم 12/11 و ٣٤٥",
    "Dr محمد علي (القاهرة) PhD",
    "لا إله الآن ملاك",
    "[محمد] <علي> «حسن» 50%",
    "משה כהן (ABC)",
)
"""Names on one line: each script, diacritics, marks, numbers and Latin inside, brackets."""
WRAPPED = (
    "محمد عبد الرحمن بن سلمان الفهد الطويل",
    "الشركة الوطنية للصناعات (NDI 2025) الدفاعية",
    "Cheick Oumar Abdoulaye Coulibaly",
)
"""Names in a box of 800 pixels, which take two lines; neither breaks after a particle."""
WRAP_WIDTH = 800


def page() -> str:
    rows = [f'<div dir="auto">{html.escape(name)}</div>' for name in NAMES]
    rows += [f'<div dir="auto" class="box">{html.escape(hold(name))}</div>' for name in WRAPPED]
    return f"""<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: Badge; src: url(badge.ttf) }}
* {{ margin: 0 }}
div {{ font: {EM}px/{ROW}px Badge; height: {ROW}px; width: {WIDTH}px; white-space: pre;
  font-feature-settings: "liga" 0, "dlig" 0; text-align: start; overflow: hidden }}
.box {{ width: {WRAP_WIDTH}px; height: {2 * ROW}px; white-space: normal; text-wrap: balance }}
</style>{"".join(rows)}"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "badge.ttf").write_bytes(typeface("figo").data)
        (folder / "page.html").write_text(page(), encoding="utf-8")
        tall = ROW * (len(NAMES) + 2 * len(WRAPPED))
        subprocess.run(
            [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--allow-file-access-from-files", "--font-render-hinting=none", "--disable-lcd-text",
                f"--window-size={WIDTH},{tall + 200}", f"--screenshot={folder / 'shot.png'}",
                str(folder / "page.html"),
            ],
            check=True,
        )  # fmt: skip
        shot = Image.open(folder / "shot.png").convert("L").crop((0, 0, WIDTH, tall))
        PICTURE.parent.mkdir(exist_ok=True)
        shot.point(lambda tone: tone // 16 * 17).quantize(16).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
