"""Keyboards: what a computer makes of the keys that a hand scanner presses, written down key by key.

Each layout is two rows of characters, without and with Shift, in the order of the keys of a US keyboard: the
digits, then the rows of letters with the marks to their right. They are read from drawings of keyboards, and
share nothing with the product's tables.
"""
# ruff: noqa: RUF001 - Turkish has a dotless i

_DRAWN = r"""
English (US)
1234567890qwertyuiop[]asdfghjkl;'zxcvbnm,./
!@#$%^&*()QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?
French
&é"'(-è_çàazertyuiop^$qsdfghjklmùwxcvbn,;:!
1234567890AZERTYUIOP¨£QSDFGHJKLM%WXCVBN?./§
Belgian
&é"'(§è!çàazertyuiop^$qsdfghjklmùwxcvbn,;:=
1234567890AZERTYUIOP¨*QSDFGHJKLM%WXCVBN?./+
French (AFNOR)
àéèê()‘’«»azertyuiop-+qsdfghjklm/wxcvbn.,:;
1234567890AZERTYUIOP–±QSDFGHJKLM\WXCVBN?!…=
German
1234567890qwertzuiopü+asdfghjklöäyxcvbnm,.-
!"§$%&/()=QWERTZUIOPÜ*ASDFGHJKLÖÄYXCVBNM;:_
Swiss French
1234567890qwertzuiopè¨asdfghjkléàyxcvbnm,.-
+"*ç%&/()=QWERTZUIOPü!ASDFGHJKLöäYXCVBNM;:_
Swiss German
1234567890qwertzuiopü¨asdfghjklöäyxcvbnm,.-
+"*ç%&/()=QWERTZUIOPè!ASDFGHJKLéàYXCVBNM;:_
Czech
+ěščřžýáíéqwertzuiopú)asdfghjklů§yxcvbnm,.-
1234567890QWERTZUIOP/(ASDFGHJKL"!YXCVBNM?:_
Czech (QWERTY)
+ěščřžýáíéqwertyuiopú)asdfghjklů§zxcvbnm,.-
1234567890QWERTYUIOP/(ASDFGHJKL"!ZXCVBNM?:_
Slovak
+ľščťžýáíéqwertzuiopúäasdfghjklô§yxcvbnm,.-
1234567890QWERTZUIOP/(ASDFGHJKL"!YXCVBNM?:_
Turkish Q
1234567890qwertyuıopğüasdfghjklşizxcvbnmöç.
!'^+%&/()=QWERTYUIOPĞÜASDFGHJKLŞİZXCVBNMÖÇ:
Turkish F
1234567890fgğıodrnhpqwuieaütkmlyşjövcçzsb.,
!"^$%&'()=FGĞIODRNHPQWUİEAÜTKMLYŞJÖVCÇZSB:;
Spanish
1234567890qwertyuiop`+asdfghjklñ´zxcvbnm,.-
!"·$%&/()=QWERTYUIOP^*ASDFGHJKLÑ¨ZXCVBNM;:_
Italian
1234567890qwertyuiopè+asdfghjklòàzxcvbnm,.-
!"£$%&/()=QWERTYUIOPé*ASDFGHJKLç°ZXCVBNM;:_
"""
_LINES = _DRAWN.strip().splitlines()
LAYOUTS = {
    name: (small, large) for name, small, large in zip(_LINES[::3], _LINES[1::3], _LINES[2::3], strict=True)
}
US = LAYOUTS["English (US)"]
CAPS_LOCKS = ("off", "X11", "Windows")
NUMERIC_PAD = [f"\x1b[{key}" for key in ("2~", "F", "B", "6~", "D", "E", "C", "H", "A", "5~")]
"""What a terminal types for the keys 0 to 9 of a numeric pad while Num Lock is off."""


def typed(code, layout, caps_lock="off", digits=None):
    """Type a code as a scanner does that knows the US keyboard only.

    Args:
        code: of characters that a US keyboard has.
        layout: a key of LAYOUTS.
        caps_lock: one of CAPS_LOCKS.
        digits: what its numeric pad types for 0 to 9, if the scanner uses that.
    """
    return "".join(
        digits[int(char)] if digits and char.isdigit() else _key(char, layout, caps_lock) for char in code
    )


def _key(char, layout, caps_lock):
    is_shifted = char not in US[0]
    at = US[is_shifted].index(char)
    small, large = (row[at] for row in LAYOUTS[layout])
    is_letter = small.upper() == large.upper() and small != large
    if caps_lock == "off":
        return large if is_shifted else small
    if is_letter or small in "ıi":
        return small if is_shifted else large
    if caps_lock == "Windows" and layout in ("French", "Belgian"):  # caps lock is a Shift on all of its keys
        return small if is_shifted else large
    return large if is_shifted else small.upper()


_ARABIC = """
0 1 2 3 4 5 6 7 8 9 \u0650 لآ } ] \u064f [ لأ أ ÷ ـ ، / ’ آ × ؛ \u064e \u064c \u064d لإ ‘ { \u064b \u0652 إ ~
"""
ARABIC = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", _ARABIC.split(), strict=True))
"""What digits, and letters with Shift, type on the Arabic layout of Windows: some keys two letters."""


def keys_of(code, layout):
    """What each key of a code types; Arabic is known to the product by no table."""
    return [ARABIC[char] if layout == "Arabic" else _key(char, layout, "off") for char in code]
