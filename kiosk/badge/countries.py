# ruff: noqa: RUF001, E501  (Turkish, and a table of one country a line)
"""The names of countries in the badge's languages, by ISO 3166 alpha-2 code."""

from collections.abc import Mapping
from functools import cache, lru_cache

LANGUAGES = ("fr", "en", "tr", "ar")
"""The languages in which a country is named, in the order of the columns below."""

_NAMES = """
AD|Andorre|Andorra|Andorra|أندورا
AE|Émirats arabes unis|United Arab Emirates|Birleşik Arap Emirlikleri|الإمارات العربية المتحدة
AF|Afghanistan|Afghanistan|Afganistan|أفغانستان
AG|Antigua-et-Barbuda|Antigua and Barbuda|Antigua ve Barbuda|أنتيغوا وباربودا
AI|Anguilla|Anguilla|Anguilla|أنغويلا
AL|Albanie|Albania|Arnavutluk|ألبانيا
AM|Arménie|Armenia|Ermenistan|أرمينيا
AO|Angola|Angola|Angola|أنغولا
AQ|Antarctique|Antarctica|Antarktika|أنتاركتيكا
AR|Argentine|Argentina|Arjantin|الأرجنتين
AS|Samoa américaines|American Samoa|Amerikan Samoası|ساموا الأمريكية
AT|Autriche|Austria|Avusturya|النمسا
AU|Australie|Australia|Avustralya|أستراليا
AW|Aruba|Aruba|Aruba|أروبا
AX|Îles Åland|Åland Islands|Åland Adaları|جزر آلاند
AZ|Azerbaïdjan|Azerbaijan|Azerbaycan|أذربيجان
BA|Bosnie-Herzégovine|Bosnia and Herzegovina|Bosna-Hersek|البوسنة والهرسك
BB|Barbade|Barbados|Barbados|بربادوس
BD|Bangladesh|Bangladesh|Bangladeş|بنغلاديش
BE|Belgique|Belgium|Belçika|بلجيكا
BF|Burkina Faso|Burkina Faso|Burkina Faso|بوركينا فاسو
BG|Bulgarie|Bulgaria|Bulgaristan|بلغاريا
BH|Bahreïn|Bahrain|Bahreyn|البحرين
BI|Burundi|Burundi|Burundi|بوروندي
BJ|Bénin|Benin|Benin|بنين
BL|Saint-Barthélemy|Saint Barthélemy|Saint Barthélemy|سان بارتيلمي
BM|Bermudes|Bermuda|Bermuda|برمودا
BN|Brunéi|Brunei|Brunei|بروناي
BO|Bolivie|Bolivia|Bolivya|بوليفيا
BQ|Pays-Bas caribéens|Caribbean Netherlands|Karayip Hollandası|هولندا الكاريبية
BR|Brésil|Brazil|Brezilya|البرازيل
BS|Bahamas|Bahamas|Bahamalar|جزر البهاما
BT|Bhoutan|Bhutan|Bhutan|بوتان
BV|Île Bouvet|Bouvet Island|Bouvet Adası|جزيرة بوفيه
BW|Botswana|Botswana|Botsvana|بوتسوانا
BY|Bélarus|Belarus|Belarus|بيلاروس
BZ|Belize|Belize|Belize|بليز
CA|Canada|Canada|Kanada|كندا
CC|Îles Cocos|Cocos Islands|Cocos Adaları|جزر كوكوس
CD|Congo (Rép. dém.)|Congo (DR)|Kongo (DC)|جمهورية الكونغو الديمقراطية
CF|République centrafricaine|Central African Republic|Orta Afrika Cumhuriyeti|جمهورية أفريقيا الوسطى
CG|Congo|Congo|Kongo|الكونغو
CH|Suisse|Switzerland|İsviçre|سويسرا
CI|Côte d’Ivoire|Côte d’Ivoire|Fildişi Sahili|كوت ديفوار
CK|Îles Cook|Cook Islands|Cook Adaları|جزر كوك
CL|Chili|Chile|Şili|تشيلي
CM|Cameroun|Cameroon|Kamerun|الكاميرون
CN|Chine|China|Çin|الصين
CO|Colombie|Colombia|Kolombiya|كولومبيا
CR|Costa Rica|Costa Rica|Kosta Rika|كوستاريكا
CU|Cuba|Cuba|Küba|كوبا
CV|Cabo Verde|Cabo Verde|Yeşil Burun|الرأس الأخضر
CW|Curaçao|Curaçao|Curaçao|كوراساو
CX|Île Christmas|Christmas Island|Christmas Adası|جزيرة عيد الميلاد
CY|Chypre|Cyprus|Kıbrıs|قبرص
CZ|Tchéquie|Czechia|Çekya|تشيكيا
DE|Allemagne|Germany|Almanya|ألمانيا
DJ|Djibouti|Djibouti|Cibuti|جيبوتي
DK|Danemark|Denmark|Danimarka|الدنمارك
DM|Dominique|Dominica|Dominika|دومينيكا
DO|République dominicaine|Dominican Republic|Dominik Cumhuriyeti|جمهورية الدومينيكان
DZ|Algérie|Algeria|Cezayir|الجزائر
EC|Équateur|Ecuador|Ekvador|الإكوادور
EE|Estonie|Estonia|Estonya|إستونيا
EG|Égypte|Egypt|Mısır|مصر
EH|Sahara occidental|Western Sahara|Batı Sahra|الصحراء الغربية
ER|Érythrée|Eritrea|Eritre|إريتريا
ES|Espagne|Spain|İspanya|إسبانيا
ET|Éthiopie|Ethiopia|Etiyopya|إثيوبيا
FI|Finlande|Finland|Finlandiya|فنلندا
FJ|Fidji|Fiji|Fiji|فيجي
FK|Îles Malouines|Falkland Islands|Falkland Adaları|جزر فوكلاند
FM|Micronésie|Micronesia|Mikronezya|ميكرونيزيا
FO|Îles Féroé|Faroe Islands|Faroe Adaları|جزر فارو
FR|France|France|Fransa|فرنسا
GA|Gabon|Gabon|Gabon|الغابون
GB|Royaume-Uni|United Kingdom|Birleşik Krallık|المملكة المتحدة
GD|Grenade|Grenada|Grenada|غرينادا
GE|Géorgie|Georgia|Gürcistan|جورجيا
GF|Guyane française|French Guiana|Fransız Guyanası|غويانا الفرنسية
GG|Guernesey|Guernsey|Guernsey|غيرنزي
GH|Ghana|Ghana|Gana|غانا
GI|Gibraltar|Gibraltar|Cebelitarık|جبل طارق
GL|Groenland|Greenland|Grönland|غرينلاند
GM|Gambie|Gambia|Gambiya|غامبيا
GN|Guinée|Guinea|Gine|غينيا
GP|Guadeloupe|Guadeloupe|Guadeloupe|غوادلوب
GQ|Guinée équatoriale|Equatorial Guinea|Ekvator Ginesi|غينيا الاستوائية
GR|Grèce|Greece|Yunanistan|اليونان
GS|Géorgie du Sud|South Georgia|Güney Georgia|جورجيا الجنوبية
GT|Guatemala|Guatemala|Guatemala|غواتيمالا
GU|Guam|Guam|Guam|غوام
GW|Guinée-Bissau|Guinea-Bissau|Gine-Bissau|غينيا بيساو
GY|Guyana|Guyana|Guyana|غيانا
HK|Hong Kong|Hong Kong|Hong Kong|هونغ كونغ
HM|Îles Heard-et-MacDonald|Heard and McDonald Islands|Heard ve McDonald Adaları|جزيرة هيرد وجزر ماكدونالد
HN|Honduras|Honduras|Honduras|هندوراس
HR|Croatie|Croatia|Hırvatistan|كرواتيا
HT|Haïti|Haiti|Haiti|هايتي
HU|Hongrie|Hungary|Macaristan|هنغاريا
ID|Indonésie|Indonesia|Endonezya|إندونيسيا
IE|Irlande|Ireland|İrlanda|أيرلندا
IL|Israël|Israel|İsrail|إسرائيل
IM|Île de Man|Isle of Man|Man Adası|جزيرة مان
IN|Inde|India|Hindistan|الهند
IO|Océan Indien britannique|British Indian Ocean Territory|Britanya Hint Okyanusu|إقليم المحيط الهندي البريطاني
IQ|Iraq|Iraq|Irak|العراق
IR|Iran|Iran|İran|إيران
IS|Islande|Iceland|İzlanda|آيسلندا
IT|Italie|Italy|İtalya|إيطاليا
JE|Jersey|Jersey|Jersey|جيرزي
JM|Jamaïque|Jamaica|Jamaika|جامايكا
JO|Jordanie|Jordan|Ürdün|الأردن
JP|Japon|Japan|Japonya|اليابان
KE|Kenya|Kenya|Kenya|كينيا
KG|Kirghizistan|Kyrgyzstan|Kırgızistan|قيرغيزستان
KH|Cambodge|Cambodia|Kamboçya|كمبوديا
KI|Kiribati|Kiribati|Kiribati|كيريباتي
KM|Comores|Comoros|Komorlar|جزر القمر
KN|Saint-Kitts-et-Nevis|Saint Kitts and Nevis|Saint Kitts ve Nevis|سانت كيتس ونيفيس
KP|Corée du Nord|North Korea|Kuzey Kore|كوريا الشمالية
KR|Corée du Sud|South Korea|Güney Kore|كوريا الجنوبية
KW|Koweït|Kuwait|Kuveyt|الكويت
KY|Îles Caïmans|Cayman Islands|Cayman Adaları|جزر كايمان
KZ|Kazakhstan|Kazakhstan|Kazakistan|كازاخستان
LA|Laos|Laos|Laos|لاوس
LB|Liban|Lebanon|Lübnan|لبنان
LC|Sainte-Lucie|Saint Lucia|Saint Lucia|سانت لوسيا
LI|Liechtenstein|Liechtenstein|Liechtenstein|ليختنشتاين
LK|Sri Lanka|Sri Lanka|Sri Lanka|سريلانكا
LR|Libéria|Liberia|Liberya|ليبيريا
LS|Lesotho|Lesotho|Lesotho|ليسوتو
LT|Lituanie|Lithuania|Litvanya|ليتوانيا
LU|Luxembourg|Luxembourg|Lüksemburg|لوكسمبورغ
LV|Lettonie|Latvia|Letonya|لاتفيا
LY|Libye|Libya|Libya|ليبيا
MA|Maroc|Morocco|Fas|المغرب
MC|Monaco|Monaco|Monako|موناكو
MD|Moldavie|Moldova|Moldova|مولدوفا
ME|Monténégro|Montenegro|Karadağ|الجبل الأسود
MF|Saint-Martin (France)|Saint Martin (France)|Saint Martin (Fransa)|سان مارتان
MG|Madagascar|Madagascar|Madagaskar|مدغشقر
MH|Îles Marshall|Marshall Islands|Marshall Adaları|جزر مارشال
MK|Macédoine du Nord|North Macedonia|Kuzey Makedonya|مقدونيا الشمالية
ML|Mali|Mali|Mali|مالي
MM|Myanmar|Myanmar|Myanmar|ميانمار
MN|Mongolie|Mongolia|Moğolistan|منغوليا
MO|Macao|Macao|Makao|ماكاو
MP|Îles Mariannes du Nord|Northern Mariana Islands|Kuzey Mariana Adaları|جزر ماريانا الشمالية
MQ|Martinique|Martinique|Martinik|مارتينيك
MR|Mauritanie|Mauritania|Moritanya|موريتانيا
MS|Montserrat|Montserrat|Montserrat|مونتسرات
MT|Malte|Malta|Malta|مالطا
MU|Maurice|Mauritius|Mauritius|موريشيوس
MV|Maldives|Maldives|Maldivler|جزر المالديف
MW|Malawi|Malawi|Malavi|ملاوي
MX|Mexique|Mexico|Meksika|المكسيك
MY|Malaisie|Malaysia|Malezya|ماليزيا
MZ|Mozambique|Mozambique|Mozambik|موزمبيق
NA|Namibie|Namibia|Namibya|ناميبيا
NC|Nouvelle-Calédonie|New Caledonia|Yeni Kaledonya|كاليدونيا الجديدة
NE|Niger|Niger|Nijer|النيجر
NF|Île Norfolk|Norfolk Island|Norfolk Adası|جزيرة نورفولك
NG|Nigéria|Nigeria|Nijerya|نيجيريا
NI|Nicaragua|Nicaragua|Nikaragua|نيكاراغوا
NL|Pays-Bas|Netherlands|Hollanda|هولندا
NO|Norvège|Norway|Norveç|النرويج
NP|Népal|Nepal|Nepal|نيبال
NR|Nauru|Nauru|Nauru|ناورو
NU|Niue|Niue|Niue|نيوي
NZ|Nouvelle-Zélande|New Zealand|Yeni Zelanda|نيوزيلندا
OM|Oman|Oman|Umman|عُمان
PA|Panama|Panama|Panama|بنما
PE|Pérou|Peru|Peru|بيرو
PF|Polynésie française|French Polynesia|Fransız Polinezyası|بولينيزيا الفرنسية
PG|Papouasie-Nouvelle-Guinée|Papua New Guinea|Papua Yeni Gine|بابوا غينيا الجديدة
PH|Philippines|Philippines|Filipinler|الفلبين
PK|Pakistan|Pakistan|Pakistan|باكستان
PL|Pologne|Poland|Polonya|بولندا
PM|Saint-Pierre-et-Miquelon|Saint Pierre and Miquelon|Saint Pierre ve Miquelon|سان بيير وميكلون
PN|Pitcairn|Pitcairn|Pitcairn|بيتكيرن
PR|Porto Rico|Puerto Rico|Porto Riko|بورتوريكو
PS|Palestine|Palestine|Filistin|فلسطين
PT|Portugal|Portugal|Portekiz|البرتغال
PW|Palaos|Palau|Palau|بالاو
PY|Paraguay|Paraguay|Paraguay|باراغواي
QA|Qatar|Qatar|Katar|قطر
RE|La Réunion|Réunion|Réunion|ريونيون
RO|Roumanie|Romania|Romanya|رومانيا
RS|Serbie|Serbia|Sırbistan|صربيا
RU|Russie|Russia|Rusya|روسيا
RW|Rwanda|Rwanda|Ruanda|رواندا
SA|Arabie saoudite|Saudi Arabia|Suudi Arabistan|المملكة العربية السعودية
SB|Îles Salomon|Solomon Islands|Solomon Adaları|جزر سليمان
SC|Seychelles|Seychelles|Seyşeller|سيشيل
SD|Soudan|Sudan|Sudan|السودان
SE|Suède|Sweden|İsveç|السويد
SG|Singapour|Singapore|Singapur|سنغافورة
SH|Sainte-Hélène|Saint Helena|Saint Helena|سانت هيلانة
SI|Slovénie|Slovenia|Slovenya|سلوفينيا
SJ|Svalbard et Jan Mayen|Svalbard and Jan Mayen|Svalbard ve Jan Mayen|سفالبارد ويان ماين
SK|Slovaquie|Slovakia|Slovakya|سلوفاكيا
SL|Sierra Leone|Sierra Leone|Sierra Leone|سيراليون
SM|Saint-Marin|San Marino|San Marino|سان مارينو
SN|Sénégal|Senegal|Senegal|السنغال
SO|Somalie|Somalia|Somali|الصومال
SR|Suriname|Suriname|Surinam|سورينام
SS|Soudan du Sud|South Sudan|Güney Sudan|جنوب السودان
ST|Sao Tomé-et-Principe|São Tomé and Príncipe|São Tomé ve Príncipe|ساو تومي وبرينسيبي
SV|El Salvador|El Salvador|El Salvador|السلفادور
SX|Saint-Martin (Pays-Bas)|Sint Maarten|Sint Maarten|سينت مارتن
SY|Syrie|Syria|Suriye|سوريا
SZ|Eswatini|Eswatini|Esvatini|إسواتيني
TC|Îles Turques-et-Caïques|Turks and Caicos Islands|Turks ve Caicos Adaları|جزر توركس وكايكوس
TD|Tchad|Chad|Çad|تشاد
TF|Terres australes françaises|French Southern Territories|Fransız Güney Toprakları|الأقاليم الجنوبية الفرنسية
TG|Togo|Togo|Togo|توغو
TH|Thaïlande|Thailand|Tayland|تايلاند
TJ|Tadjikistan|Tajikistan|Tacikistan|طاجيكستان
TK|Tokelau|Tokelau|Tokelau|توكيلاو
TL|Timor-Leste|Timor-Leste|Doğu Timor|تيمور الشرقية
TM|Turkménistan|Turkmenistan|Türkmenistan|تركمانستان
TN|Tunisie|Tunisia|Tunus|تونس
TO|Tonga|Tonga|Tonga|تونغا
TR|Türkiye|Türkiye|Türkiye|تركيا
TT|Trinité-et-Tobago|Trinidad and Tobago|Trinidad ve Tobago|ترينيداد وتوباغو
TV|Tuvalu|Tuvalu|Tuvalu|توفالو
TW|Taïwan|Taiwan|Tayvan|تايوان
TZ|Tanzanie|Tanzania|Tanzanya|تنزانيا
UA|Ukraine|Ukraine|Ukrayna|أوكرانيا
UG|Ouganda|Uganda|Uganda|أوغندا
UM|Îles mineures (É.-U.)|US Outlying Islands|ABD Küçük Dış Adaları|جزر الولايات المتحدة النائية
US|États-Unis|United States|Amerika Birleşik Devletleri|الولايات المتحدة
UY|Uruguay|Uruguay|Uruguay|أوروغواي
UZ|Ouzbékistan|Uzbekistan|Özbekistan|أوزبكستان
VA|Saint-Siège|Holy See|Vatikan|الكرسي الرسولي
VC|Saint-Vincent-et-les-Grenadines|Saint Vincent and the Grenadines|Saint Vincent ve Grenadinler|سانت فنسنت
VE|Venezuela|Venezuela|Venezuela|فنزويلا
VG|Îles Vierges britanniques|British Virgin Islands|Britanya Virjin Adaları|جزر العذراء البريطانية
VI|Îles Vierges (É.-U.)|US Virgin Islands|ABD Virjin Adaları|جزر العذراء الأمريكية
VN|Viêt Nam|Viet Nam|Vietnam|فيتنام
VU|Vanuatu|Vanuatu|Vanuatu|فانواتو
WF|Wallis-et-Futuna|Wallis and Futuna|Wallis ve Futuna|واليس وفوتونا
WS|Samoa|Samoa|Samoa|ساموا
YE|Yémen|Yemen|Yemen|اليمن
YT|Mayotte|Mayotte|Mayotte|مايوت
ZA|Afrique du Sud|South Africa|Güney Afrika|جنوب أفريقيا
ZM|Zambie|Zambia|Zambiya|زامبيا
ZW|Zimbabwe|Zimbabwe|Zimbabve|زيمبابوي
"""


@cache
def _table() -> dict[str, dict[str, str]]:
    rows = (line.split("|") for line in _NAMES.strip().splitlines())
    return {code: dict(zip(LANGUAGES, names, strict=True)) for code, *names in rows}


def countries() -> Mapping[str, Mapping[str, str]]:
    """Return the names of every country, by code and then by language."""
    return _table()


@lru_cache(maxsize=1_000)
def country_names(code: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Name a country in some languages, equal names once: ``("Maroc", "Morocco")``.

    A text that is not a known code is returned unchanged.
    """
    found = _table().get(code.strip().upper())
    if found is None:
        return (code,)
    return tuple(dict.fromkeys(found[language] for language in languages if language in found)) or (code,)
