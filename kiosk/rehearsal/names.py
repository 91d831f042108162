"""The made-up names: family and given names of fifteen countries, with their native script.

Common names are combined at random; any resemblance to a real person is a coincidence.
"""
# ruff: noqa: E501 - lists of names, in three alphabets

from collections.abc import Mapping

MANDE_GIVEN = {
    "m": "Moussa Ibrahim Amadou Oumar Boubacar Modibo Souleymane Bakary Adama Seydou Mamadou Drissa Issa Lassana",
    "f": "Aïssata Fatoumata Mariam Oumou Kadiatou Rokia Awa Fanta Assitan Djénéba Nana Ramata Safiatou Hawa",
}  # fmt: skip
SAHEL_GIVEN = {
    "m": "Abdoulaye Hamidou Idrissa Salif Yacouba Boureima Ousmane Harouna Saïdou Mahamadou Abdou Laouali Sani",
    "f": "Aminata Salimata Rasmata Zénabou Haoua Mariama Balkissa Ramatou Zeinabou Rachida Hadiza Alimatou Bibata",
}  # fmt: skip
GULF_GIVEN = {
    "m": "Kodjo Koffi Komlan Yao Mawuli Edem Sena Kossi Prince Destin Parfait Fulgence Brice Gildas Christ",
    "f": "Afi Akossiwa Ama Essi Adjoa Abla Dédé Grâce Merveille Prisca Divine Nadège Clarisse Bénie Ornella",
}  # fmt: skip

GIVEN: Mapping[str, Mapping[str, str]] = {
    "ML": MANDE_GIVEN, "GN": MANDE_GIVEN, "SN": MANDE_GIVEN, "BF": SAHEL_GIVEN, "NE": SAHEL_GIVEN,
    "TG": GULF_GIVEN, "CG": GULF_GIVEN,
}  # fmt: skip
FAMILY: Mapping[str, str] = {
    "ML": "Ba Sy Ly Dia Traoré Coulibaly Keïta Diarra Sangaré Touré Maïga Dembélé Konaté Sidibé Doumbia Cissé Koné",
    "BF": "Ouédraogo Sawadogo Compaoré Kaboré Zongo Ilboudo Nikiéma Tapsoba Somé Sanou Barry Tiendrébéogo Yaméogo",
    "NE": "Issoufou Moumouni Seyni Garba Djibo Souley Hamani Oumarou Maïnassara Adamou Gado Alzouma Harouna",
    "GN": "Diallo Barry Camara Sylla Condé Bangoura Soumah Baldé Sow Keïta Kourouma Béavogui Touré",
    "SN": "Ndiaye N'Diaye Diop Fall Guèye Faye Sarr Mbaye Diouf Thiam Seck Ba Sy Wade Niang",
    "TG": "Agbéko Mensah Amegah Adjavon Lawson Koudjo Ayivi Dossou d'Almeida Akakpo Tchalla Gnassingué Bodjona",
    "CG": "Mboungou Nganga Makosso Loemba Mabiala Okemba Ngoma Bouanga Itoua Moukala Tchicaya Massamba Oba-Apounou",
}  # fmt: skip

ARABIC_GIVEN = {
    "m": (
        "Ahmed أحمد, Mohamed محمد, Youssef يوسف, Omar عمر, Ibrahim إبراهيم, Khalid خالد, Hassan حسن, Mustapha مصطفى,"
        " Tariq طارق, Salah صلاح, Abdelrahman عبد الرحمن, Abdallah عبد الله, Idris إدريس, Nasser ناصر, Hamza حمزة"
    ),
    "f": (
        "Amina آمنة, Fatima فاطمة, Khadija خديجة, Mariam مريم, Salma سلمى, Nour نور, Zainab زينب, Samira سميرة,"
        " Hanan حنان, Leila ليلى, Rania رانيا, Souad سعاد, Iman إيمان, Huda هدى, Naima نعيمة"
    ),
}
ARABIC_FAMILY: Mapping[str, str] = {
    "MA": (
        "El Idrissi الإدريسي, Benjelloun بنجلون, Alaoui العلوي, Bennani بناني, Tazi التازي, El Fassi الفاسي,"
        " Chraïbi الشرايبي, Berrada برادة, Lahlou لحلو, Amrani العمراني, Ouazzani الوزاني"
    ),
    "SD": (
        "al-Amin الأمين, el-Tayeb الطيب, Osman عثمان, Babiker بابكر, Abdelgadir عبد القادر, Salih صالح,"
        " al-Mahdi المهدي, el-Hassan الحسن, Bashir بشير, Elnour النور, Hamad حمد"
    ),
    "LY": (
        "al-Werfalli الورفلي, al-Tarhuni الترهوني, Misrati المصراتي, al-Zwai الزوي, Bengdara بن قدارة,"
        " al-Magariaf المقريف, Senussi السنوسي, al-Fitouri الفيتوري, Swehli السويحلي, al-Barghathi البرغثي"
    ),
    "TD": (
        "Mahamat محمد, Abakar أبكر, Hissein حسين, Adoum آدم, Saleh صالح, Idriss إدريس, Brahim إبراهيم, Haroun هارون,"
        " Youssouf يوسف, Ousmane عثمان, Djibrine جبرين"
    ),
}
PERSIAN_GIVEN = {
    "m": "Reza رضا, Alireza علی‌رضا, Mehdi مهدی, Hossein حسین, Saeed سعید, Farhad فرهاد, Behrouz بهروز, Kaveh کاوه",
    "f": "Zahra زهرا, Maryam مریم, Parisa پریسا, Shirin شیرین, Nasrin نسرین, Golnaz گلناز, Leila لیلا, Mahsa مهسا",
}
PERSIAN_FAMILY = (
    "Karimi کریمی, Hosseini حسینی, Rahimi رحیمی, Mousavi موسوی, Jafari جعفری, Ahmadi احمدی, Rostami رستمی,"
    " Tehrani تهرانی, Esfahani اصفهانی, Yazdani یزدانی, Farahani فراهانی, Golpayegani گلپایگانی"
)

FAKED: Mapping[str, tuple[str, ...]] = {"TR": ("tr_TR",), "GH": ("tw_GH",), "NG": ("yo_NG", "ig_NG", "ha_NG")}
"""Countries whose names Faker knows, and its locales."""


def pairs(text: str) -> list[tuple[str, str]]:
    """Read "Ahmed أحمد, El Idrissi الإدريسي" as pairs of a Latin and a native name."""
    read = []
    for entry in text.split(","):
        words = entry.split()
        latin = [word for word in words if word.isascii() or "LATIN" in _script(word)]
        read.append((" ".join(latin), " ".join(word for word in words if word not in latin)))
    return read


def _script(word: str) -> str:
    return "LATIN" if any("A" <= letter <= "\u024f" for letter in word) else ""
