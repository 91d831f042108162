"""The gate card's words: what it says about each screen, and screens in languages that no gate uses."""
# ruff: noqa: RUF001 - Turkish has a dotless i

from collections.abc import Mapping

from kiosk.domain.model import Reason
from kiosk.service.words.catalogue import Words

MEANS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "title": "À la porte",
        "red": "ROUGE : un motif",
        "amber": "ORANGE : un motif",
        "band": "Bande jaune",
        "green_means": "Peut passer, c'est noté. Même nom qu'à l'écran, même visage que sur la photo ?",
        "red_means": "Ne passe pas. Faire ce que dit l'écran.",
        "amber_means": "Ne passe pas, sauf si le responsable en décide autrement : l'appeler.",
        "fault_means": "Personne n'entre par cet ordinateur : appeler le support, prendre la liste papier.",
        "free_means": "Panne à une sortie : laisser sortir tout le monde, appeler le support.",
        "band_means": "Faire ce qu'elle dit :",
        "ready_means": "Au suivant : le badge bien droit devant la caméra, à un bras.",
        "rule": "Une sortie n'est jamais refusée.",
        "reasons": "Les motifs de refus",
        "undo": "Touche - puis le chiffre affiché : annule le dernier passage.",
        "clock": "Touche ! puis le chiffre affiché : l'heure du poste est juste.",
    },
    "en": {
        "title": "At the gate",
        "red": "RED: a reason",
        "amber": "AMBER: a reason",
        "band": "Yellow band",
        "green_means": "May pass, and it is recorded. Same name as on the screen, same face as on the badge?",
        "red_means": "May not pass. Do what the screen says.",
        "amber_means": "May not pass, unless the supervisor decides otherwise: call them.",
        "fault_means": "Nobody enters by this computer: call support, take the paper list.",
        "free_means": "A fault at an exit: let everybody leave, call support.",
        "band_means": "Do what it says:",
        "ready_means": "Next: the badge straight before the camera, at arm's length.",
        "rule": "Nobody is ever refused an exit.",
        "reasons": "Why somebody is refused",
        "undo": "Key - then the digit shown: undoes the last passage.",
        "clock": "Key ! then the digit shown: this computer's time is right.",
    },
    "tr": {
        "title": "Kapıda",
        "red": "KIRMIZI: bir neden",
        "amber": "TURUNCU: bir neden",
        "band": "Sarı şerit",
        "green_means": "Geçebilir, kaydedildi. Ekrandaki ad, yakadaki fotoğraf aynı kişi mi?",
        "red_means": "Geçemez. Ekranda yazanı yapın.",
        "amber_means": "Sorumlu başka karar vermedikçe geçemez: sorumluyu çağırın.",
        "fault_means": "Bu bilgisayarla kimse giremez: desteği arayın, kâğıt listeyi kullanın.",
        "free_means": "Çıkışta arıza: herkesin çıkmasına izin verin, desteği arayın.",
        "band_means": "Yazanı yapın:",
        "ready_means": "Sıradaki: yaka kartı kameranın önünde, bir kol boyu uzakta, düz.",
        "rule": "Çıkış hiç kimseye yasaklanmaz.",
        "reasons": "Ret nedenleri",
        "undo": "- tuşu, sonra görünen rakam: son geçişi geri alır.",
        "clock": "! tuşu, sonra görünen rakam: bu bilgisayarın saati doğru.",
    },
    "ar": {
        "title": "عند البوابة",
        "red": "أحمر: السبب مكتوب",
        "amber": "برتقالي: السبب مكتوب",
        "band": "شريط أصفر",
        "green_means": "يمكنه الدخول، وقد سُجّل ذلك. هل الاسم على الشاشة والوجه في الصورة للشخص نفسه؟",
        "red_means": "لا يدخل. افعل ما تقوله الشاشة.",
        "amber_means": "لا يدخل إلا إذا قرر المسؤول غير ذلك: اتصل به.",
        "fault_means": "لا يدخل أحد عبر هذا الحاسوب: اتصل بالدعم واستعمل القائمة الورقية.",
        "free_means": "عطل عند المخرج: دع الجميع يخرجون واتصل بالدعم.",
        "band_means": "افعل ما يقوله:",
        "ready_means": "التالي: الشارة مستقيمة أمام الكاميرا على بعد ذراع.",
        "rule": "لا يُمنع أحد من الخروج أبدًا.",
        "reasons": "أسباب الرفض",
        "undo": "المفتاح - ثم الرقم الظاهر: يلغي المرور الأخير.",
        "clock": "المفتاح ! ثم الرقم الظاهر: ساعة هذا الحاسوب صحيحة.",
    },
}
"""What the card itself says."""

TOLD: Mapping[str, Mapping[str, str]] = {
    "ar": {
        "granted_in": "تفضّل بالدخول",
        "not_recorded": "لم يُسجَّل",
        "free_exit": "خروج حر",
        "ready": "جاهز",
    },
}
"""What screens say, in languages that appear only on cards."""

_ARABIC: Mapping[Reason, Words] = {
    Reason.AMBIGUOUS: Words("شارتان", "شارة واحدة فقط أمام الكاميرا."),
    Reason.INVALID: Words("ليست شارة هذا الحدث", "اطلب الشارة، وإلا فالاستقبال."),
    Reason.FORGED: Words("شارة مزوّرة", "أبقِه بلطف واتصل بالأمن."),
    Reason.UNKNOWN: Words("شارة مجهولة", "اتصل بالأمن."),
    Reason.UNSYNCED: Words("الشارة أحدث من هذه القائمة", "حدّث القائمة أو اسأل المسؤول."),
    Reason.BLOCKED: Words("الدخول ممنوع", "اتصل بالأمن ولا تجادل."),
    Reason.NOT_APPROVED: Words("الاعتماد قيد الانتظار", "أرسله إلى الاستقبال للموافقة."),
    Reason.REVOKED: Words("شارة ملغاة", "احتفظ بالشارة واتصل بالأمن."),
    Reason.SUSPENDED: Words("الاعتماد معلّق", "أرسله إلى الاستقبال."),
    Reason.SUPERSEDED: Words("شارة قديمة استُبدلت", "اطلب الجديدة واسترجع القديمة."),
    Reason.NOT_ISSUED: Words("شارة لم تُسلَّم", "أرسله إلى الاستقبال لتسلّمها."),
    Reason.INVALID_TIME: Words("غير صالحة اليوم", "انظر الأيام على الشارة؛ الاستقبال."),
    Reason.WRONG_SITE: Words("موقع آخر", "دلّه على الموقع الصحيح."),
    Reason.WRONG_ZONE: Words("منطقة غير مسموحة", "أشر إلى المناطق على الشارة."),
    Reason.CLOSED: Words("مغلق في هذه الساعة", "ليعد في ساعات العمل."),
    Reason.ESCORT_REQUIRED: Words("يلزم مرافق", "ليمرّ المرافق أولًا."),
    Reason.PASSBACK: Words("دخل من قبل", "قارن الصورة؛ اسأل المسؤول."),
    Reason.CAPACITY: Words("المنطقة ممتلئة", "ليصبر؛ اسأل المسؤول."),
}
ONLY_ON_CARDS: Mapping[str, Mapping[Reason, Words]] = {"ar": _ARABIC}
"""Every reason, in languages that appear only on cards."""
