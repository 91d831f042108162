"""The made-up people's categories, with shares, positions and organisations."""
# ruff: noqa: E501 - tables

CATEGORIES = {
    # id: people in a hundred, positions in French, in English, and the organisations that they come from
    "exhibitor": (30, "Directeur commercial;Ingénieure d'essais;Chargé de clientèle;Chef de produit", "Sales manager;Test engineer;Product manager"),
    "visitor": (22, "Consultant;Entrepreneure;Étudiante;Cadre", "Consultant;Entrepreneur;Student"),
    "armed_forces": (13, "Colonel;Commandant;Capitaine;Adjudant-chef;Lieutenant", "Colonel;Major;Captain;Lieutenant"),
    "delegation": (9, "Conseillère;Attaché de défense;Chef de délégation", "Adviser;Defence attaché;Head of delegation"),
    "official": (6, "Directeur de cabinet;Secrétaire générale;Préfet", "Chief of staff;Secretary general"),
    "startup": (6, "Fondatrice;Directeur technique", "Founder;Chief technology officer"),
    "researcher": (4, "Maître de conférences;Doctorante", "Senior lecturer;Doctoral researcher"),
    "press": (4, "Journaliste;Photographe;Cadreuse", "Journalist;Photographer"),
    "staff": (3, "Accueil;Logistique;Protocole", "Reception;Logistics"),
    "contractor": (2, "Électricien;Technicienne son", "Electrician;Sound technician"),
    "security": (1, "Agent de sécurité", "Security officer"),
}  # fmt: skip
ORGANISATIONS = {
    "armed_forces": ("Armée de terre", "Armée de l'air", "Gendarmerie nationale", "Génie militaire"),
    "official": ("Présidence", "Ministère de la Défense", "Ministère de la Sécurité", "Gouvernorat"),
    "delegation": ("Délégation officielle", "État-major", "Ambassade"),
    "press": ("Radio nationale", "Le Quotidien du Sahel", "Agence de presse du Fleuve", "Télé Savane"),
    "researcher": ("Université des Sciences", "Institut polytechnique", "Centre d'études stratégiques"),
    "staff": ("Comité d'organisation",),
    "contractor": ("Sahel Événements", "Sono Djoliba"),
    "security": ("Sécurité du salon",),
}
WORKS = (
    "Drones", "Optronique", "Blindés", "Systèmes", "Aéronautique", "Télécoms", "Logistique", "Protection", "Radar",
)  # fmt: skip
