"""The words of a gate: for every reason and notice a line and what to do now, in French, English and Turkish.

There is no Arabic: few terminals join its letters or write from right to left, and unreadable is worse than
French. A gate set to Arabic uses French.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.model import Notice, Reason
from kiosk.service.words import turkish as words_turkish


@dataclass(frozen=True, slots=True)
class Words:
    """A short line in capitals, and what gate staff should do."""

    headline: str
    to_do: str


FRENCH: Mapping[Reason | Notice, Words] = {
    Reason.AMBIGUOUS: Words("DEUX BADGES", "Un seul badge devant la caméra."),
    Reason.INVALID: Words("PAS UN BADGE DE CET ÉVÉNEMENT", "Demander le badge ; sinon, accueil."),
    Reason.FORGED: Words("BADGE FALSIFIÉ", "Faire patienter, appeler la sécurité."),
    Reason.UNKNOWN: Words("BADGE INCONNU", "Appeler la sécurité."),
    Reason.UNSYNCED: Words(
        "BADGE TROP RÉCENT POUR CETTE LISTE", "Mettre la liste à jour, ou appeler le responsable."
    ),
    Reason.BLOCKED: Words("ACCÈS INTERDIT", "Appeler la sécurité, ne pas discuter."),
    Reason.NOT_APPROVED: Words("ACCRÉDITATION EN ATTENTE", "Envoyer à l'accueil pour approbation."),
    Reason.REVOKED: Words("BADGE ANNULÉ", "Garder le badge, appeler la sécurité."),
    Reason.SUSPENDED: Words("ACCRÉDITATION SUSPENDUE", "Envoyer à l'accueil."),
    Reason.SUPERSEDED: Words("ANCIEN BADGE, REMPLACÉ", "Demander le nouveau ; reprendre l'ancien."),
    Reason.NOT_ISSUED: Words("BADGE NON REMIS", "Envoyer à l'accueil pour la remise."),
    Reason.INVALID_TIME: Words("PAS VALABLE AUJOURD'HUI", "Regarder les jours sur le badge ; accueil."),
    Reason.WRONG_SITE: Words("AUTRE SITE", "Indiquer le bon site."),
    Reason.WRONG_ZONE: Words("ZONE NON AUTORISÉE", "Indiquer les zones du badge."),
    Reason.CLOSED: Words("FERMÉ À CETTE HEURE", "Revenir aux heures d'ouverture."),
    Reason.ESCORT_REQUIRED: Words("ACCOMPAGNEMENT OBLIGATOIRE", "Faire passer l'accompagnateur d'abord."),
    Reason.PASSBACK: Words("DÉJÀ ENTRÉ", "Comparer la photo ; appeler le responsable."),
    Reason.CAPACITY: Words("ZONE COMPLÈTE", "Faire patienter ; appeler le responsable."),
    Notice.CLOCK_SUSPECT: Words("HEURE DOUTEUSE", "Faire régler l'heure de ce poste."),
    Notice.LIST_STALE: Words("LISTE PÉRIMÉE", "Mettre la liste à jour."),
    Notice.ESCORTED: Words("ACCOMPAGNÉ", "Vérifier que l'accompagnateur est là."),
    Notice.UNATTRIBUTED: Words("SORTIE NON IDENTIFIÉE", "Laisser sortir."),
    Notice.NEARLY_FULL: Words("ZONE PRESQUE COMPLÈTE", "Prévenir la sécurité."),
}

ENGLISH: Mapping[Reason | Notice, Words] = {
    Reason.AMBIGUOUS: Words("TWO BADGES", "Hold up one badge only."),
    Reason.INVALID: Words("NOT A BADGE OF THIS EVENT", "Ask for the badge; else, the desk."),
    Reason.FORGED: Words("FORGED BADGE", "Ask the person to wait, call security."),
    Reason.UNKNOWN: Words("UNKNOWN BADGE", "Call security."),
    Reason.UNSYNCED: Words("BADGE NEWER THAN THIS LIST", "Update the list, or call the supervisor."),
    Reason.BLOCKED: Words("NO ACCESS", "Call security, do not argue."),
    Reason.NOT_APPROVED: Words("ACCREDITATION PENDING", "Send to the desk for approval."),
    Reason.REVOKED: Words("BADGE CANCELLED", "Keep the badge, call security."),
    Reason.SUSPENDED: Words("ACCREDITATION SUSPENDED", "Send to the desk."),
    Reason.SUPERSEDED: Words("OLD BADGE, REPLACED", "Ask for the new one; take the old one back."),
    Reason.NOT_ISSUED: Words("BADGE NOT HANDED OVER", "Send to the desk to collect it."),
    Reason.INVALID_TIME: Words("NOT VALID TODAY", "Look at the days on the badge; the desk."),
    Reason.WRONG_SITE: Words("OTHER SITE", "Show the way to the right site."),
    Reason.WRONG_ZONE: Words("ZONE NOT ALLOWED", "Point to the zones on the badge."),
    Reason.CLOSED: Words("CLOSED AT THIS HOUR", "Come back during opening hours."),
    Reason.ESCORT_REQUIRED: Words("ESCORT REQUIRED", "Let the escort pass first."),
    Reason.PASSBACK: Words("ALREADY INSIDE", "Compare the photo; call the supervisor."),
    Reason.CAPACITY: Words("ZONE FULL", "Ask people to wait; call the supervisor."),
    Notice.CLOCK_SUSPECT: Words("CLOCK IN DOUBT", "Have this computer's clock set."),
    Notice.LIST_STALE: Words("LIST OUT OF DATE", "Update the list."),
    Notice.ESCORTED: Words("ESCORTED", "See that the escort is there."),
    Notice.UNATTRIBUTED: Words("UNIDENTIFIED EXIT", "Let them leave."),
    Notice.NEARLY_FULL: Words("ZONE NEARLY FULL", "Tell security."),
}

TURKISH: Mapping[Reason | Notice, Words] = {told: Words(*both) for told, both in words_turkish.TOLD.items()}

WORDS: Mapping[str, Mapping[Reason | Notice, Words]] = {"fr": FRENCH, "en": ENGLISH, "tr": TURKISH}

DISK_LOW: Mapping[str, Words] = {
    "fr": Words("DISQUE PRESQUE PLEIN", "Plein, ce poste n'enregistre plus : appeler le support."),
    "en": Words("DISK NEARLY FULL", "Once it is full nothing is recorded: call support."),
    "tr": Words(*words_turkish.DISK_LOW),
}

SCANNER_GONE: Mapping[str, Words] = {
    "fr": Words("DOUCHETTE EN PANNE", "Plus rien ne se tape ici : appeler le support, relancer ce poste."),
    "en": Words("HAND SCANNER FAULT", "Nothing typed comes in: call support, start this gate again."),
    "tr": Words(*words_turkish.SCANNER_GONE),
}

PHRASES: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "granted_in": "ENTREZ",
        "granted_out": "AU REVOIR",
        "not_recorded": "NON ENREGISTRÉ",
        "not_recorded_do": "Personne n'entre par ici : appeler le support, ou liste papier.",
        "late": "ÉCRAN EN RETARD",
        "late_do": "Présenter le badge encore une fois ; déjà entré : comparer la photo.",
        "late_why": "L'écran ne s'affichait plus : son dernier feu vert n'a été vu de personne.",
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
        "store_damaged": "Le fichier du poste est endommagé : ne plus y toucher, appeler le support.",
        "store_disk": "Le disque ne répond plus, ou il est plein.",
        "store_missing": "Le fichier du poste n'est plus là : son disque est-il branché ?",
        "fault_other": "Panne de ce poste, à lire au support :",
        "trying": "Nouvel essai automatique",
        "picture": "caméra",
        "opening": "UN INSTANT",
        "opening_do": "La caméra s'ouvre.",
        "checking": "UN INSTANT",
        "checking_do": "Le badge est vérifié et noté.",
        "ready": "PRÊT",
        "ready_do": "Présentez le code du badge à la caméra.",
        "ready_scanner_do": "Scannez le badge avec la douchette.",
        "ask": "TAPER {digit}",
        "ask_end": "Terminer ce poste ? Pour oui, taper {digit}.",
        "ask_turn_back": "Annuler le dernier passage ? Pour oui, taper {digit}.",
        "ask_confirm_clock": "L'heure de ce poste est-elle juste ? Pour oui, taper {digit}.",
        "ask_else": "Toute autre touche : non.",
        "keys": "[q] fin   [-] annuler",
        "tally_in": "entrées : {granted}, refus : {denied}, de {began} à {ended}",
        "tally_out": "sorties : {granted}, de {began} à {ended}",
        "confirm_clock": "L'heure est-elle juste ? Si oui, touche !",
        "demo": "DÉMONSTRATION - HEURE SIMULÉE",
        "in": "entrée",
        "out": "sortie",
        "override": "Le responsable peut décider autrement.",
        "old_badge": "Ancien badge, exemplaire n° {issue} ; le nouveau porte le n° {next}.",
        "throttled": "TROP DE CODES",
        "throttled_do": "Quelqu'un montre des codes au hasard : appeler la sécurité.",
        "throttled_out_do": "Laisser sortir ; on montre des codes au hasard : appeler la sécurité.",
        "misread": "CLAVIER DE LA DOUCHETTE ?",
        "misread_do": "Essayer un badge sûr : lu, appeler la sécurité ; sinon, kiosk doctor --scanner.",
        "misread_why": "Plusieurs codes tapés de suite ne sont pas des badges : la personne attend.",
        "turned_back": "PASSAGE ANNULÉ",
        "turned_back_do": "C'est noté.",
        "turned_back_in_do": "La personne n'est pas entrée ; c'est noté.",
        "turned_back_out_do": "La personne n'est pas sortie ; c'est noté.",
        "nothing_undone": "RIEN À ANNULER",
        "nothing_undone_do": "Seul le tout dernier badge s'annule, s'il a été accordé.",
    },
    "en": {
        "granted_in": "GO IN",
        "granted_out": "GOODBYE",
        "not_recorded": "NOT RECORDED",
        "not_recorded_do": "Nobody enters here: call support, or use the paper list.",
        "late": "SCREEN TOO LATE",
        "late_do": "Hold up the badge once more; already inside: compare the photo.",
        "late_why": "The screen had stopped: nobody has seen its last green.",
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
        "ready_scanner_do": "Scan the badge with the hand scanner.",
        "ask": "TYPE {digit}",
        "ask_end": "End this gate? If yes, type {digit}.",
        "ask_turn_back": "Undo the last passage? If yes, type {digit}.",
        "ask_confirm_clock": "Is this computer's time right? If yes, type {digit}.",
        "ask_else": "Any other key: no.",
        "keys": "[q] end   [-] undo",
        "tally_in": "let in: {granted}, refused: {denied}, from {began} to {ended}",
        "tally_out": "gone out: {granted}, from {began} to {ended}",
        "confirm_clock": "Is the time right? If it is, press !",
        "demo": "DEMONSTRATION - SIMULATED TIME",
        "in": "entry",
        "out": "exit",
        "override": "The supervisor may decide otherwise.",
        "old_badge": "Old badge, copy no. {issue}; the new one has no. {next}.",
        "throttled": "TOO MANY CODES",
        "throttled_do": "Somebody is trying codes: call security.",
        "throttled_out_do": "Let people leave; somebody is trying codes: call security.",
        "misread": "THE SCANNER'S KEYBOARD?",
        "misread_do": "Try a badge known to be good: read, call security; if not, kiosk doctor --scanner.",
        "misread_why": "Several codes typed in a row are no badges: the person waits.",
        "turned_back": "PASSAGE UNDONE",
        "turned_back_do": "This is recorded.",
        "turned_back_in_do": "The person did not enter; this is recorded.",
        "turned_back_out_do": "The person did not leave; this is recorded.",
        "nothing_undone": "NOTHING TO UNDO",
        "nothing_undone_do": "Only the very last badge can be undone, if it was granted.",
    },
    "tr": words_turkish.PHRASES,
}


def spoken(language: str) -> str:
    """Return the language that a gate uses for the one wanted: French if it has no other."""
    return language if language in WORDS else "fr"
