// A locked page: what is on it stays, blurred and out of reach, under a form that its own person unlocks it with.
//
// 1. The station says when: it answers 423. What a page does about it is drawn by the station too (data-locked).
// 2. The page asks every ten seconds, and tells whether its person did something meanwhile: typing is doing something.
// 3. Whoever unlocks it in another tab unlocks it here. If that is somebody else, the page is loaded anew for them.

const EVERY = 10_000;
const PART = { "Kiosk-Part": "1" };

let owner = null; // who the page was drawn for
let isActive = false;

const opened = () => document.querySelector("dialog[data-lock]");

// Shows the form of an answer 423 over the page; or again, with what was wrong.
export function lock(html) {
  const drawn = new DOMParser().parseFromString(html, "text/html").querySelector("[data-locked]");
  if (!drawn) return location.reload();
  const dialog = opened() ?? document.body.appendChild(document.createElement("dialog"));
  dialog.dataset.lock = "";
  dialog.className = "start";
  dialog.replaceChildren(document.importNode(drawn, true));
  const title = dialog.querySelector("h1");
  title.id = "locked-title";
  dialog.setAttribute("aria-labelledby", title.id);
  document.body.classList.add("locked");
  if (!dialog.open) dialog.showModal();
  (dialog.querySelector("[aria-invalid]") ?? dialog.querySelector("input:not([type=hidden])"))?.focus();
}

function unlock() {
  opened()?.remove();
  document.body.classList.remove("locked");
}

async function send(form) {
  const answer = await fetch(form.action, { method: "POST", headers: PART, body: new URLSearchParams(new FormData(form)) }).catch(() => null);
  if (!answer) return; // the link is gone: what was typed stays
  const html = await answer.text();
  if (html.includes("data-locked")) lock(html);
  else ask();
}

addEventListener("cancel", (event) => { if (event.target === opened()) event.preventDefault(); }, true);
addEventListener("keydown", (event) => { if (event.code === "Escape" && opened()) event.preventDefault(); }, true);
addEventListener("submit", (event) => {
  if (!opened()?.contains(event.target) || !event.target.action.endsWith("/unlock")) return;
  event.preventDefault();
  send(event.target);
});
for (const kind of ["keydown", "pointerdown", "input"]) addEventListener(kind, () => { isActive = true; }, true);

async function ask() {
  const address = isActive && !opened() ? "/standing/active" : "/standing";
  isActive = false;
  const answer = await fetch(address, { headers: PART, redirect: "manual" }).catch(() => null);
  if (!answer) return true;
  if (owner === null && !answer.ok) return false; // nobody is logged in here: there is nothing to lock
  if (answer.status === 423) {
    if (!opened()) lock(await answer.text());
    return true;
  }
  const who = answer.ok ? await answer.text() : "";
  if (owner !== null && who !== owner) return location.reload(); // logged out, or somebody else
  owner = who;
  unlock();
  return true;
}

// Begins to ask, on a page that belongs to a person.
export async function watchLock() {
  if ((await ask()) === false) return;
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
}
