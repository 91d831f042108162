"""Own what a gate says: for every reason and notice a line and what to do now, in French and in English."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.model import Notice, Reason


@dataclass(frozen=True, slots=True)
class Words:
    """A short line in capitals, and what gate staff should do."""

    headline: str
    to_do: str


FRENCH: Mapping[Reason | Notice, Words] = {
    Reason.AMBIGUOUS: Words("DEUX BADGES", "Un seul badge devant la caméra."),
    Reason.INVALID: Words("CE N'EST PAS UN BADGE DU SALON", "Demander le badge ; sinon, accueil."),
    Reason.FORGED: Words("BADGE FALSIFIÉ", "Retenir poliment, appeler la sécurité."),
    Reason.UNKNOWN: Words("BADGE INCONNU", "Appeler la sécurité."),
    Reason.UNSYNCED: Words("BADGE TROP RÉCENT POUR CETTE LISTE", "Mettre la liste à jour, ou superviseur."),
    Reason.BLOCKED: Words("ACCÈS INTERDIT", "Appeler la sécurité, ne pas discuter."),
    Reason.NOT_APPROVED: Words("ACCRÉDITATION EN ATTENTE", "Envoyer à l'accueil pour approbation."),
    Reason.REVOKED: Words("BADGE RÉVOQUÉ", "Garder le badge, appeler la sécurité."),
    Reason.SUSPENDED: Words("ACCRÉDITATION SUSPENDUE", "Envoyer à l'accueil."),
    Reason.SUPERSEDED: Words("ANCIEN BADGE, REMPLACÉ", "Demander le nouveau ; reprendre l'ancien."),
    Reason.NOT_ISSUED: Words("BADGE NON REMIS", "Envoyer à l'accueil pour la remise."),
    Reason.INVALID_TIME: Words("PAS VALABLE AUJOURD'HUI", "Regarder les jours sur le badge ; accueil."),
    Reason.WRONG_SITE: Words("AUTRE SITE", "Indiquer le bon site."),
    Reason.WRONG_ZONE: Words("ZONE NON AUTORISÉE", "Indiquer les zones du badge."),
    Reason.CLOSED: Words("FERMÉ À CETTE HEURE", "Revenir aux heures d'ouverture."),
    Reason.ESCORT_REQUIRED: Words("ACCOMPAGNATEUR OBLIGATOIRE", "Faire passer l'accompagnateur d'abord."),
    Reason.PASSBACK: Words("DÉJÀ ENTRÉ", "Comparer la photo ; superviseur."),
    Reason.CAPACITY: Words("ZONE COMPLÈTE", "Faire patienter ; superviseur."),
    Notice.CLOCK_SUSPECT: Words("HEURE DOUTEUSE", "Faire régler l'heure de ce poste."),
    Notice.LIST_STALE: Words("LISTE ANCIENNE", "Mettre la liste à jour."),
    Notice.ESCORTED: Words("ACCOMPAGNÉ", "Vérifier que l'accompagnateur est là."),
    Notice.UNATTRIBUTED: Words("SORTIE SANS NOM", "Laisser sortir."),
    Notice.NEARLY_FULL: Words("ZONE PRESQUE COMPLÈTE", "Prévenir la sécurité."),
}

ENGLISH: Mapping[Reason | Notice, Words] = {
    Reason.AMBIGUOUS: Words("TWO BADGES", "Hold up one badge only."),
    Reason.INVALID: Words("NOT A BADGE OF THIS FAIR", "Ask for the badge; else, the desk."),
    Reason.FORGED: Words("FORGED BADGE", "Politely keep the person here, call security."),
    Reason.UNKNOWN: Words("UNKNOWN BADGE", "Call security."),
    Reason.UNSYNCED: Words("BADGE NEWER THAN THIS LIST", "Update the list, or ask a supervisor."),
    Reason.BLOCKED: Words("NO ACCESS", "Call security, do not argue."),
    Reason.NOT_APPROVED: Words("ACCREDITATION PENDING", "Send to the desk for approval."),
    Reason.REVOKED: Words("BADGE REVOKED", "Keep the badge, call security."),
    Reason.SUSPENDED: Words("ACCREDITATION SUSPENDED", "Send to the desk."),
    Reason.SUPERSEDED: Words("OLD BADGE, REPLACED", "Ask for the new one; take the old one back."),
    Reason.NOT_ISSUED: Words("BADGE NOT HANDED OVER", "Send to the desk to collect it."),
    Reason.INVALID_TIME: Words("NOT VALID TODAY", "Look at the days on the badge; the desk."),
    Reason.WRONG_SITE: Words("OTHER SITE", "Show the way to the right site."),
    Reason.WRONG_ZONE: Words("ZONE NOT ALLOWED", "Point to the zones on the badge."),
    Reason.CLOSED: Words("CLOSED AT THIS HOUR", "Come back during opening hours."),
    Reason.ESCORT_REQUIRED: Words("ESCORT REQUIRED", "Let the escort pass first."),
    Reason.PASSBACK: Words("ALREADY INSIDE", "Compare the photo; ask a supervisor."),
    Reason.CAPACITY: Words("ZONE FULL", "Ask to wait; ask a supervisor."),
    Notice.CLOCK_SUSPECT: Words("CLOCK IN DOUBT", "Have this computer's clock set."),
    Notice.LIST_STALE: Words("OLD LIST", "Update the list."),
    Notice.ESCORTED: Words("ESCORTED", "See that the escort is there."),
    Notice.UNATTRIBUTED: Words("EXIT WITHOUT A NAME", "Let them leave."),
    Notice.NEARLY_FULL: Words("ZONE NEARLY FULL", "Tell security."),
}

WORDS: Mapping[str, Mapping[Reason | Notice, Words]] = {"fr": FRENCH, "en": ENGLISH}

DISK_LOW: Mapping[str, Words] = {
    "fr": Words("DISQUE À VIDER", "Plein, ce poste n'enregistre plus : appeler le support."),
    "en": Words("CLEAR THE DISK", "Once it is full nothing is recorded: call support."),
}

PHRASES: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "granted_in": "ENTREZ",
        "granted_out": "BONNE SORTIE",
        "not_recorded": "NON ENREGISTRÉ",
        "not_recorded_do": "Personne n'entre par ici : appeler le support, ou liste papier.",
        "free_exit": "SORTIE LIBRE",
        "free_exit_do": "Laisser sortir tout le monde ; appeler le support.",
        "camera": "CAMÉRA EN PANNE",
        "camera_do": "En attendant : la douchette, ou taper le code.",
        "camera_not_opened": "Elle ne s'ouvre pas : branchée ? prise par un autre programme ?",
        "camera_lost": "Elle a disparu : vérifier son câble.",
        "camera_stalled": "Elle n'envoie plus d'image : la débrancher, la rebrancher.",
        "camera_frozen": "Son image est figée : la débrancher, la rebrancher.",
        "camera_black": "Son image est noire : objectif couvert ? pas de lumière ?",
        "camera_overexposed": "Son image est blanche : une lampe ou le soleil en face ?",
        "camera_one_picture": "Cette adresse donne une image, pas un flux : prendre l'adresse MJPEG ou RTSP.",
        "store_full": "Le disque est plein : y faire de la place.",
        "store_read_only": "Le disque ou le fichier est protégé en écriture.",
        "store_busy": "Un autre programme retient le fichier du poste : attendre, ou le fermer.",
        "store_damaged": "Le fichier du poste est abîmé : ne plus y toucher, appeler le support.",
        "store_disk": "Le disque ne répond plus, ou il est plein.",
        "store_missing": "Le fichier du poste n'est plus là : son disque est-il branché ?",
        "fault_other": "Défaut de ce poste, à lire au support :",
        "trying": "Nouvel essai automatique",
        "picture": "caméra",
        "opening": "UN INSTANT",
        "opening_do": "La caméra s'ouvre.",
        "checking": "UN INSTANT",
        "checking_do": "Le badge est vérifié et noté.",
        "ready": "PRÊT",
        "ready_do": "Présentez le code du badge à la caméra.",
        "confirm_clock": "L'heure est-elle juste ? Si oui, taper ! puis Entrée.",
        "demo": "DÉMONSTRATION - HEURE SIMULÉE",
        "in": "entrée",
        "out": "sortie",
        "override": "Un superviseur peut décider autrement.",
        "old_badge": "Ancien badge n° {issue} ; le nouveau porte le n° {next}.",
        "throttled": "TROP DE CODES",
        "throttled_do": "Quelqu'un montre des codes au hasard : appeler la sécurité.",
        "throttled_out_do": "Laisser sortir ; on montre des codes au hasard : appeler la sécurité.",
        "turned_back": "PASSAGE ANNULÉ",
        "turned_back_do": "La personne n'est pas entrée ; c'est noté.",
        "nothing_undone": "RIEN À ANNULER",
        "nothing_undone_do": "Seul le dernier passage admis ici s'annule, une seule fois.",
    },
    "en": {
        "granted_in": "GO IN",
        "granted_out": "GOODBYE",
        "not_recorded": "NOT RECORDED",
        "not_recorded_do": "Nobody enters here: call support, or use the paper list.",
        "free_exit": "FREE EXIT",
        "free_exit_do": "Let everybody leave; call support.",
        "camera": "CAMERA FAULT",
        "camera_do": "Meanwhile: the hand scanner, or type the code.",
        "camera_not_opened": "It cannot be opened: plugged in? taken by another program?",
        "camera_lost": "It has gone: check its cable.",
        "camera_stalled": "It sends no more pictures: unplug it and plug it in again.",
        "camera_frozen": "Its picture is frozen: unplug it and plug it in again.",
        "camera_black": "Its picture is black: lens covered? no light?",
        "camera_overexposed": "Its picture is white: a lamp or the sun in front of it?",
        "camera_one_picture": "This address gives one picture, no stream: use its MJPEG or RTSP address.",
        "store_full": "The disk is full: make room on it.",
        "store_read_only": "The disk or the file is write-protected.",
        "store_busy": "Another program holds the station's file: wait, or close it.",
        "store_damaged": "The station's file is damaged: leave it alone, call support.",
        "store_disk": "The disk does not answer any more, or is full.",
        "store_missing": "The station's file has gone: is its disk plugged in?",
        "fault_other": "A fault of this computer, to be read to support:",
        "trying": "Tried again by itself",
        "picture": "camera",
        "opening": "ONE MOMENT",
        "opening_do": "The camera is opening.",
        "checking": "ONE MOMENT",
        "checking_do": "The badge is checked and recorded.",
        "ready": "READY",
        "ready_do": "Hold the badge's code up to the camera.",
        "confirm_clock": "Is the time right? If it is, type ! and Enter.",
        "demo": "DEMONSTRATION - SIMULATED TIME",
        "in": "entry",
        "out": "exit",
        "override": "A supervisor may decide otherwise.",
        "old_badge": "Old badge, no. {issue}; the new one has no. {next}.",
        "throttled": "TOO MANY CODES",
        "throttled_do": "Somebody is trying codes: call security.",
        "throttled_out_do": "Let people leave; somebody is trying codes: call security.",
        "turned_back": "PASSAGE UNDONE",
        "turned_back_do": "The person did not enter; this is recorded.",
        "nothing_undone": "NOTHING TO UNDO",
        "nothing_undone_do": "Only the last person let in here can be undone, and only once.",
    },
}


def spoken(language: str) -> str:
    """Return the language that a gate speaks for a wanted one: French where it has no other."""
    return language if language in WORDS else "fr"
