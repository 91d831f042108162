// Parts of pages: a form or a link marked data-part="#place" fetches its answer and puts it in that place.
//
// 1. Every page works without this: the same address answers a whole page to a browser that asks for one.
// 2. Focus and caret stay where they are; what is typed is sent once it pauses; an old answer never replaces a newer one.
// 3. What takes over 300 ms says so; a link that is gone disables nothing that was typed, and says so too.
// 4. A page that is locked meanwhile stays as it is, under the form that unlocks it (lock.js).
import { lock, watchLock } from "./lock.js";

const PAUSE = 200; // milliseconds without a key after which what was typed is sent
const SLOW = 300;
const HEADERS = { "Kiosk-Part": "1" };

const newest = new WeakMap(); // place -> the number of its last question
const typing = new WeakMap(); // form -> the timer of its pause

const placeOf = (one) => document.querySelector(one.dataset.part);

async function fetchInto(place, address, options = {}) {
  const number = (newest.get(place) ?? 0) + 1;
  newest.set(place, number);
  const slow = setTimeout(() => place.setAttribute("aria-busy", "true"), SLOW);
  try {
    const answer = await fetch(address, { ...options, headers: HEADERS });
    const html = await answer.text();
    if (newest.get(place) !== number) return; // a newer question is under way
    if (answer.status === 423) return lock(html);
    if (answer.redirected) location.assign(answer.url);
    else put(place, html);
    tell(place, "");
  } catch {
    if (newest.get(place) === number) tell(place, "gone");
  } finally {
    clearTimeout(slow);
    if (newest.get(place) === number) place.removeAttribute("aria-busy");
  }
}

function put(place, html) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const key = focused && (focused.id ? `#${CSS.escape(focused.id)}` : focused.name && `[name="${CSS.escape(focused.name)}"]`);
  const caret = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  place.innerHTML = html;
  const again = key && place.querySelector(key);
  if (!again) return;
  again.focus();
  if (caret && caret[0] !== null) again.setSelectionRange(...caret);
}

// A page says in its own language that the link is gone: <p data-gone hidden>…</p>.
function tell(place, what) {
  for (const line of document.querySelectorAll("[data-gone]")) line.hidden = what !== "gone";
  place.classList.toggle("gone", what === "gone");
}

function send(form, button) {
  clearTimeout(typing.get(form));
  const place = placeOf(form);
  const data = new FormData(form, button);
  const method = form.method.toUpperCase();
  if (method === "GET") {
    const address = new URL(form.action);
    address.search = new URLSearchParams(data).toString();
    history.replaceState(null, "", address); // what is searched for lives in the address
    return fetchInto(place, address);
  }
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  return fetchInto(place, form.action, { method, body });
}

addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-part]");
  if (!form || !placeOf(form)) return;
  event.preventDefault();
  send(form, event.submitter);
});

addEventListener("input", (event) => {
  const form = event.target.closest("form[data-part][data-typed]");
  if (!form || !placeOf(form)) return;
  clearTimeout(typing.get(form));
  typing.set(form, setTimeout(send, PAUSE, form));
});

addEventListener("click", (event) => {
  const link = event.target.closest("a[data-part]");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!link || !isPlain || !placeOf(link)) return;
  event.preventDefault();
  fetchInto(placeOf(link), link.href);
});

watchLock();
