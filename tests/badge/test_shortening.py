import pytest
from badge.paper import TEMPLATES
from badge.people import person
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.badge.design.template import parse_template
from kiosk.badge.text.fitting import Fitted, Measure, Particles, fit
from kiosk.badge.text.fonts import Weight
from kiosk.badge.text.shortening import initial, is_particle, shorter

WORDS = [
    "Awa",
    "Marie-Louise",
    "Şükrü",
    "Øystein",
    "Екатерина",
    "محمد",
    "B.",
    "J",
    "O'Neil",
    "Jean",
    "ÉLODIE",
]
OPENERS = ["de", "la", "bin", "ould", "El", "AG", "von", "da"]
GIVEN = st.lists(st.sampled_from([*WORDS, *OPENERS]), min_size=1, max_size=7).map(" ".join)


def template(size: str = "[12, 8]", more: str = "shorten = true"):
    text = f"""title = "Test"
size = [60, 80]
[[front]]
kind = "code"
box = [6, 6, 28, 28]
[[front]]
name = "who"
kind = "text"
box = [5, 50, 50, 10]
text = "{{title}} {{given_name}} {{family_name}}"
size = {size}
{more}
"""
    return parse_template(TEMPLATES, "t", text.encode())


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("Awa", ["Awa"]),
        ("Awa Marie Louise", ["Awa Marie Louise", "Awa Marie L.", "Awa M. L.", "Awa M.", "Awa"]),
        ("Jean-Pierre Anne-Marie", ["Jean-Pierre Anne-Marie", "Jean-Pierre A.-M.", "Jean-Pierre"]),
        ("Abd al Rahman Omar", ["Abd al Rahman Omar", "Abd al Rahman O.", "Abd al Rahman"]),
        ("Juana de la Luz Inés", ["Juana de la Luz Inés", "Juana de la Luz I.", "Juana de la Luz", "Juana"]),
        ("Ana Rosa dos", ["Ana Rosa dos", "Ana R. dos", "Ana dos"]),
        ("Mehmet Şükrü Ali", ["Mehmet Şükrü Ali", "Mehmet Şükrü A.", "Mehmet Ş. A.", "Mehmet Ş.", "Mehmet"]),
        ("محمد عبد الرحمن", ["محمد عبد الرحمن", "محمد"]),
        ("John A Smith", ["John A Smith", "John A S.", "John A", "John"]),
    ],
)  # fmt: skip
def test_given_names_are_shortened_in_a_known_order(given_name, expected):
    assert list(shorter(given_name)) == expected


@settings(max_examples=400)
@given(GIVEN)
def test_a_shorter_name_keeps_the_first_name_and_its_particles_with_their_names(given_name):
    words = given_name.split()
    tail = []
    while len(words) > 1 and is_particle(words[-1]):
        tail.insert(0, words.pop())
    first = next((nth for nth, word in enumerate(words) if not is_particle(word)), len(words) - 1)
    for shown in list(shorter(given_name))[1:]:
        kept = shown.split()
        assert kept[: first + 1] == words[: first + 1], "the first name is whole"
        assert kept[len(kept) - len(tail) :] == tail, "what opens the family name stays before it"
        body = kept[: len(kept) - len(tail)]
        assert not is_particle(body[-1]) or len(body) == 1, "no particle is left without its name"
        for word, whole in zip(body, words, strict=False):
            assert word in {whole, initial(whole)}
            assert word == whole or not is_particle(whole), "no particle is abbreviated"


@settings(max_examples=150)
@given(GIVEN, st.sampled_from(["de la Fontaine", "Ould Abdel Aziz", "Konaté"]), st.integers(25, 70))
@example("Awa Awa Marie-Louise Marie-Louise Awa Awa", "de la Fontaine", 32)
def test_no_line_of_a_shortened_name_ends_after_a_particle_or_is_of_initials_only(given_name, family, width):
    room = Measure(width, 30, 24, 14, 4, 1.1, Weight.BOLD, Particles.HELD)
    for wording in (f"{one} {family}" for one in shorter(given_name)):
        fitted = fit(wording, room)
        if isinstance(fitted, Fitted):
            lines = [line.text for line in fitted.lines]
            assert " ".join(lines).replace("- ", "-") == wording
            assert not any(is_particle(line.split()[-1]) for line in lines[:-1])
            assert not any(all(word.endswith(".") for word in line.split()) for line in lines[1:])
            assert not any(line.endswith(".-") for line in lines), "initials of a double name are one"
            return


def test_a_name_is_shortened_only_where_it_finds_no_room_and_the_template_allows_it(printed):
    one = person(given_name="Cheick Oumar Abdoulaye Boubacar", family_name="COULIBALY DIAKITÉ")
    (refused,) = printed([one], template(more="")).result.unfit
    assert "does not fit in 1 line of 50.0 mm at 8 pt" in refused.reason
    assert "Cheick Oumar A. B. COULIBALY DIAKITÉ" in printed([one], template()).text()
    assert "Cheick Oumar Abdoulaye Boubacar" in printed([one], template("[12, 5]")).text()


def test_what_does_not_fit_when_shortened_either_is_refused_by_its_whole_name(printed):
    one = person(given_name="Awa Marie", family_name="W" * 40)
    (refused,) = printed([one], template()).result.unfit
    assert refused.reason.endswith(", nor when shortened")
    assert "the box has 50.0 mm" in refused.reason
