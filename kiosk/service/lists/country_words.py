# ruff: noqa: E501 - tables of one kind a line
"""Words for countries besides their names: ISO 3166 alpha-3 codes, formal names, and nationalities as adjectives."""

_ALPHA_3 = """
AD AND AE ARE AF AFG AG ATG AI AIA AL ALB AM ARM AO AGO AQ ATA AR ARG AS ASM AT AUT AU AUS AW ABW AX ALA AZ AZE
BA BIH BB BRB BD BGD BE BEL BF BFA BG BGR BH BHR BI BDI BJ BEN BL BLM BM BMU BN BRN BO BOL BQ BES BR BRA BS BHS
BT BTN BV BVT BW BWA BY BLR BZ BLZ CA CAN CC CCK CD COD CF CAF CG COG CH CHE CI CIV CK COK CL CHL CM CMR CN CHN
CO COL CR CRI CU CUB CV CPV CW CUW CX CXR CY CYP CZ CZE DE DEU DJ DJI DK DNK DM DMA DO DOM DZ DZA EC ECU EE EST
EG EGY EH ESH ER ERI ES ESP ET ETH FI FIN FJ FJI FK FLK FM FSM FO FRO FR FRA GA GAB GB GBR GD GRD GE GEO GF GUF
GG GGY GH GHA GI GIB GL GRL GM GMB GN GIN GP GLP GQ GNQ GR GRC GS SGS GT GTM GU GUM GW GNB GY GUY HK HKG HM HMD
HN HND HR HRV HT HTI HU HUN ID IDN IE IRL IL ISR IM IMN IN IND IO IOT IQ IRQ IR IRN IS ISL IT ITA JE JEY JM JAM
JO JOR JP JPN KE KEN KG KGZ KH KHM KI KIR KM COM KN KNA KP PRK KR KOR KW KWT KY CYM KZ KAZ LA LAO LB LBN LC LCA
LI LIE LK LKA LR LBR LS LSO LT LTU LU LUX LV LVA LY LBY MA MAR MC MCO MD MDA ME MNE MF MAF MG MDG MH MHL MK MKD
ML MLI MM MMR MN MNG MO MAC MP MNP MQ MTQ MR MRT MS MSR MT MLT MU MUS MV MDV MW MWI MX MEX MY MYS MZ MOZ NA NAM
NC NCL NE NER NF NFK NG NGA NI NIC NL NLD NO NOR NP NPL NR NRU NU NIU NZ NZL OM OMN PA PAN PE PER PF PYF PG PNG
PH PHL PK PAK PL POL PM SPM PN PCN PR PRI PS PSE PT PRT PW PLW PY PRY QA QAT RE REU RO ROU RS SRB RU RUS RW RWA
SA SAU SB SLB SC SYC SD SDN SE SWE SG SGP SH SHN SI SVN SJ SJM SK SVK SL SLE SM SMR SN SEN SO SOM SR SUR SS SSD
ST STP SV SLV SX SXM SY SYR SZ SWZ TC TCA TD TCD TF ATF TG TGO TH THA TJ TJK TK TKL TL TLS TM TKM TN TUN TO TON
TR TUR TT TTO TV TUV TW TWN TZ TZA UA UKR UG UGA UM UMI US USA UY URY UZ UZB VA VAT VC VCT VE VEN VG VGB VI VIR
VN VNM VU VUT WF WLF WS WSM YE YEM YT MYT ZA ZAF ZM ZMB ZW ZWE
"""
ALPHA_3 = dict(zip(_ALPHA_3.split()[1::2], _ALPHA_3.split()[::2], strict=True))
"""ISO 3166-1: alpha-2 by alpha-3."""

ALSO = {
    "CD": "rdc, rd congo, drc, dr congo, congo kinshasa, congo rdc, congo democratic, congo democratique, republique democratique congo",
    "CG": "congo brazzaville, congo brazza",
    "CI": "rci, cote divoire, cote d ivoire, ivory coast",
    "TR": "turkiye, turquie, turkey",
    "US": "usa, us, etats unis, etats unis amerique, united states, united states america, u s a, u s, amerika",
    "GB": "uk, u k, angleterre, england, grande bretagne, great britain, britain, united kingdom great britain northern ireland, royaume uni grande bretagne irlande nord, scotland, ecosse, wales, pays galles, northern ireland, irlande nord",
    "AE": "uae, u a e, emirats, eau, emirates",
    "SA": "ksa, arabie saoudite, saudi arabia, saudi",
    "DZ": "algerienne democratique, algeria democratic, algerie democratique",
    "CZ": "tcheque, czech",
    "KR": "coree, korea, coree sud, south korea, rok",
    "KP": "korea democratic, korea democratic peoples, coree nord, north korea, coree democratique, dprk, rpdc",
    "LA": "lao, laos, lao democratic, lao peoples democratic, lao democratique",
    "RU": "russian federation, federation russie, russian, russie",
    "SD": "soudan, sudan",
    "SS": "soudan sud, sud soudan, south sudan",
    "IR": "iran",
    "LY": "libye, libya, jamahiriya libyenne",
    "SZ": "swaziland",
    "MK": "macedoine, macedonia, ex yougoslave macedoine, former yugoslav macedonia",
    "CV": "cap vert, cape verde",
    "SY": "syrie, syria, syrian, syrienne",
    "MD": "moldavie, moldova",
    "TZ": "tanzanie, tanzania, united republic tanzania, republique unie tanzanie",
    "VE": "venezuela",
    "BO": "bolivie, bolivia",
    "FM": "micronesie, micronesia, micronesia federated states",
    "PS": "palestine, palestinian territories, territoires palestiniens, palestine occupied",
    "TW": "taiwan, chinese taipei, taiwan china",
    "NL": "pays bas, netherlands, hollande, holland",
    "BN": "brunei, brunei darussalam",
    "VA": "vatican, saint siege, holy see",
    "VN": "viet nam, vietnam",
    "MM": "birmanie, burma, myanmar",
    "BY": "bielorussie, belarus",
    "FK": "falkland islands malvinas, falkland islands, iles malouines, malouines",
    "VG": "virgin islands british, british virgin islands, iles vierges britanniques",
    "VI": "virgin islands u s, virgin islands us, u s virgin islands, iles vierges americaines, iles vierges etats unis",
    "SH": "saint helena ascension tristan da cunha, saint helena, sainte helene, sainte helene ascension tristan da cunha",
    "MF": "saint martin french part, saint martin partie francaise, saint martin",
    "SX": "sint maarten dutch part, saint martin partie neerlandaise, sint maarten",
    "GS": "south georgia south sandwich islands, georgie sud iles sandwich sud",
    "BQ": "bonaire sint eustatius saba, bonaire saint eustache saba",
    "CC": "cocos keeling islands, iles cocos keeling",
    "HM": "heard island mcdonald islands, ile heard iles macdonald",
    "UM": "united states minor outlying islands, iles mineures eloignees etats unis",
    "TL": "timor oriental, east timor, timor leste",
    "ST": "sao tome principe, sao tome",
    "GW": "guinee bissau",
    "GQ": "guinee equatoriale",
    "CF": "centrafrique, rca, car, centrafricaine",
    "KN": "saint kitts nevis, saint christophe nieves",
    "SV": "salvador, el salvador",
    "TF": "terres australes antarctiques francaises, terres australes francaises",
    "LI": "liechtenstein",
    "MO": "macao, macau, chine macao",
    "HK": "hong kong, chine hong kong",
}
"""Other names used by people and the UN, folded, without articles and formal words."""

_NATIONALITIES = """
AF afghan afghane|AL albanais albanaise albanian|DZ algerien algerienne algerian|AO angolais angolaise angolan|AR argentin argentine argentinian argentinean
AM armenien armenienne armenian|AU australien australienne australian|AT autrichien autrichienne austrian|AZ azerbaidjanais azerbaidjanaise azerbaijani azeri
BH bahreinien bahreinienne bahraini|BD bangladais bangladaise bangladeshi|BE belge belgian|BJ beninois beninoise beninese|BO bolivien bolivienne bolivian
BA bosnien bosnienne bosnian|BW botswanais botswanaise botswanan motswana|BR bresilien bresilienne brazilian|BG bulgare bulgarian
BF burkinabe burkinabee burkinabais burkinabaise burkinese|BI burundais burundaise burundian|KH cambodgien cambodgienne cambodian|CM camerounais camerounaise cameroonian
CA canadien canadienne canadian|CV capverdien capverdienne verdean|CF centrafricain|TD tchadien tchadienne chadian|CL chilien chilienne chilean|CN chinois chinoise chinese
CO colombien colombienne colombian|KM comorien comorienne comorian comoran|CG congolais congolaise congolese|CR costaricain costaricaine|CI ivoirien ivoirienne ivorian
HR croate croatian|CU cubain cubaine cuban|CY chypriote cypriot|CZ tcheque|DK danois danoise danish|DJ djiboutien djiboutienne djiboutian|EG egyptien egyptienne egyptian
EC equatorien equatorienne ecuadorian|ER erythreen erythreenne eritrean|EE estonien estonienne estonian|ET ethiopien ethiopienne ethiopian
FI finlandais finlandaise finnish|FR francais francaise french fransiz|GA gabonais gabonaise gabonese|GM gambien gambienne gambian|GE georgien georgienne georgian
DE allemand allemande german alman|GH ghaneen ghaneenne ghanaian|GR grec grecque greek|GN guineen guineenne guinean|HT haitien haitienne haitian
HU hongrois hongroise hungarian|IS islandais islandaise icelandic|IN indien indienne indian|ID indonesien indonesienne indonesian|IR iranien iranienne iranian iranli
IQ irakien irakienne iraqi|IE irlandais irlandaise irish|IL israelien israelienne israeli|IT italien italienne italian|JM jamaicain jamaicaine jamaican
JP japonais japonaise japanese|JO jordanien jordanienne jordanian|KZ kazakh kazakhe kazakhstani|KE kenyan kenyane|KW koweitien koweitienne kuwaiti|KG kirghize kyrgyz
LA laotien laotienne laotian|LV letton lettone latvian|LB libanais libanaise lebanese|LR liberien liberienne liberian|LY libyen libyan|LT lituanien lituanienne lithuanian
LU luxembourgeois luxembourgeoise luxembourger|MG malgache malagasy|MW malawien malawienne malawian|MY malaisien malaisienne malaysian|ML malien malienne malian malili
MT maltais maltaise maltese|MR mauritanien mauritanienne mauritanian|MU mauricien mauricienne mauritian|MX mexicain mexicaine mexican|MD moldave moldovan
MN mongol mongole mongolian|ME montenegrin montenegrine|MA marocain marocaine moroccan fasli|MZ mozambicain mozambicaine mozambican|MM birman birmane burmese
NA namibien namibienne namibian|NP nepalais nepalaise nepali nepalese|NL neerlandais neerlandaise hollandais hollandaise dutch|NE nigerien nigerienne nigerien
NG nigerian nigeriane|NO norvegien norvegienne norwegian|OM omanais omanaise omani|PK pakistanais pakistanaise pakistani|PS palestinien palestinienne palestinian
PE peruvien peruvienne peruvian|PH philippin philippine filipino|PL polonais polonaise polish|PT portugais portugaise portuguese|QA qatarien qatarienne qatari
RO roumain roumaine romanian|RU russe rus|RW rwandais rwandaise rwandan|SA saoudien saoudienne saudi|SN senegalais senegalaise senegalese|RS serbe serbian
SL sierraleonais sierraleonaise leonean|SG singapourien singapourienne singaporean|SK slovaque slovak|SI slovene slovenian|SO somalien somalienne somali
ZA sudafricain sudafricaine|KR coreen coreenne korean|ES espagnol espagnole spanish|LK srilankais srilankaise|SD soudanais soudanaise sudanese|SE suedois suedoise swedish
CH suisse suissesse swiss|SY syrien syrian|TW taiwanais taiwanaise taiwanese|TZ tanzanien tanzanienne tanzanian|TH thailandais thailandaise thai
TG togolais togolaise togolese|TN tunisien tunisienne tunisian|TR turc turque turkish turk|UG ougandais ougandaise ugandan|UA ukrainien ukrainienne ukrainian
AE emirien emirienne emirati|GB britannique british anglais anglaise english ecossais ecossaise scottish gallois galloise welsh ingiliz|US americain americaine american amerikan etatsunien etatsunienne
UY uruguayen uruguayenne uruguayan|UZ ouzbek ouzbeke uzbek|VE venezuelien venezuelienne venezuelan|VN vietnamien vietnamienne vietnamese|YE yemenite yemeni
ZM zambien zambienne zambian|ZW zimbabween zimbabweenne zimbabwean|SS sudsoudanais sudsoudanaise
"""
NATIONALITIES = {
    word: entry.split()[0]
    for line in _NATIONALITIES.strip().splitlines()
    for entry in line.split("|")
    for word in entry.split()[1:]
}
"""Alpha-2 by adjective in French and English (and some in Turkish), folded."""

_FORMAL = (
    "the le la les l s of de du des d and et a an"
    " republic republique rep cumhuriyeti islamic islamique plurinational bolivarian bolivarienne federal"
    " federale federated federes federees state etat etats grand duchy duche principality principaute sultanate"
    " sultanat hashemite hachemite socialist socialiste people peoples populaire arab arabe commonwealth union"
    " province kingdom royaume independent independant"
)
FORMAL = frozenset(_FORMAL.split())
"""Words that distinguish nothing: articles, and the kind of state."""
NOBODYS = frozenset(
    ("", "n a", "na", "none", "aucun", "aucune", "neant", "inconnu", "inconnue", "unknown", "yok", "null")
)
"""What people write when they know no country, folded."""
