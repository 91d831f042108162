// A gate's screen: the stream's signs on the page, the end of every green, and what to say when the stream is silent.
import { watch } from "./camera.js";
import { listen } from "./keys.js";
import { lock } from "./lock.js";
import { play, watchSound } from "./sound.js";

const SILENCE = 1800; // milliseconds after which the gate counts as gone
const LATE = 400;
const READ = 150; // milliseconds after it was drawn within which nobody can have read a menu
const PART = { "Kiosk-Part": "1" };
const screen = document.querySelector("[data-gate]");
const gate = screen.dataset.gate;
const address = `/gate/${encodeURIComponent(gate)}`;
const find = (name) => screen.querySelector(`[data-${name}]`);
const placed = {};
const put = (name, html) => {
  const place = screen.querySelector(`[data-put="${name}"]`);
  if (!place || placed[name] === html) return;
  placed[name] = html;
  const focused = document.activeElement?.dataset.row;
  place.innerHTML = html;
  if (focused) place.querySelector(`[data-row="${focused}"]`)?.focus();
};
const spare = (name) => document.querySelector(`template[data-spare="${name}"]`).innerHTML;

const menu = find("menu"); // a second screen has none

let heardAt = performance.now();
let isCut = false;
let ending = 0;
let newest = Number(screen.dataset.n);
let isResting = false;

function show({ n, html }) {
  put("public", html.public);
  put("steward", html.steward);
  isResting = html.look === "idle";
  limit(Number(html.ttl));
  if (n === newest) return; // told again after the link was back: seen, but neither heard nor sounded
  newest = n;
  if (html.heard) find("heard").textContent = html.heard;
  if (html.sound) sound(html.sound);
}

function limit(ttl) {
  clearTimeout(ending);
  const left = find("left");
  left?.getAnimations().forEach((one) => one.cancel());
  if (!ttl) return;
  ending = setTimeout(rest, ttl);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  left?.animate([{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }], { duration: ttl, easing: still ? "steps(5)" : "linear" });
}

function sound(name) { // the steward's screen has the loudspeaker; a second one beside it is silent
  if (menu) play(name);
}

function rest() { // a light ends by itself, whether or not the gate says so
  isResting = true;
  put("public", spare("rest"));
}

function cut() {
  isCut = true;
  clearTimeout(ending);
  find("left")?.getAnimations().forEach((one) => one.cancel());
  const which = screen.dataset.direction === "out" ? "cut-out" : "cut-in";
  put("public", spare(which));
  const half = document.querySelector(`template[data-spare="steward-${which}"]`);
  if (half) screen.querySelector(".now").replaceWith(half.content.querySelector(".now").cloneNode(true));
  screen.classList.add("cut");
  closeMenu();
  enable(false);
  find("heard").textContent = screen.querySelector(".sign .word").textContent;
  sound("fault");
}

function heard(isHeard) {
  if (isHeard) heardAt = performance.now();
  if (!isHeard && !isCut) cut();
  if (isHeard && isCut) location.reload(); // whatever happened meanwhile, the page begins from what is true now
}

function enable(isOn) {
  const why = find("why");
  if (why) why.hidden = isOn;
  for (const button of screen.querySelectorAll(".keys button, .last button")) button.disabled = !isOn;
}

let tickedAt = performance.now();

setInterval(() => {
  const now = performance.now();
  const isLate = now - tickedAt > LATE; // this browser was held up: what it should have heard waits behind this
  tickedAt = now;
  if (!isLate && !isCut && now - heardAt > SILENCE) cut();
}, 100);

function follow() {
  const stream = new EventSource(`${address}/${menu ? "" : "public/"}live`);
  stream.addEventListener("sign", (event) => { if (!isCut) show(JSON.parse(event.data)); });
  stream.addEventListener("sight", (event) => look(JSON.parse(event.data)));
  stream.addEventListener("beat", (event) => { direct(JSON.parse(event.data)); heard(true); });
  stream.addEventListener("gone", (event) => { direct(JSON.parse(event.data)); heard(false); });
  addEventListener("pagehide", () => stream.close());
}

function direct({ direction }) {
  if (direction) screen.dataset.direction = direction;
}

async function strip() { // how the gate is, in words: twice as often as anybody looks at it
  const answer = document.hidden ? null : await fetch(`${address}/frame`).catch(() => null);
  if (answer?.ok) put("frame", await answer.text());
  setTimeout(strip, 2000);
}

// --- The camera's picture, while nobody is shown ---------------------------------------------------------------

const camera = watch(screen, `${address}/picture`, () => isCut);

function look(seen) {
  if (camera.see(seen)) sound("read"); // a tick before the verdict
  if (isResting && !isCut) put("public", spare(seen.hint ? "closer" : "rest"));
}

// --- Keys, and the menus that they open ------------------------------------------------------------------------

function closeMenu() {
  if (menu?.open) menu.close();
}

function fill(html) {
  if (!menu) return;
  menu.innerHTML = html;
  if (!menu.open) menu.show();
  (menu.querySelector("[autofocus]") ?? menu).focus(); // on the menu itself: a stray Enter presses nothing
  menu.dataset.drawnAt = performance.now();
}

async function openMenu(what, seq = "") {
  if (!menu || isCut) return;
  const answer = await fetch(`${address}/${what}${seq && `?seq=${seq}`}`, { headers: PART }).catch(() => null);
  if (answer?.status === 423) location.assign(answer.url); // its person must prove anew who they are
  else if (answer?.ok) fill(await answer.text());
}

function choose(digit) {
  if (performance.now() - Number(menu.dataset.drawnAt) > READ) menu.querySelector(`[data-digit="${digit}"]`)?.click();
}

function move(step) { // among the lines of an open menu, else among the last passages
  const lines = [...(menu?.open ? menu : screen).querySelectorAll("dialog button, .last button:enabled")];
  const here = lines.indexOf(document.activeElement);
  lines[here < 0 ? 0 : (here + step + lines.length) % lines.length]?.focus();
}

async function act(what, values) {
  const body = new URLSearchParams(values);
  const answer = await fetch(`${address}/${what}`, { method: "POST", headers: PART, body }).catch(() => null);
  if (answer?.status === 423) return lock(await answer.text());
  if (!answer || answer.status === 204) closeMenu();
  else fill(await answer.text());
}

screen.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || isCut) return;
  if (button.dataset.digit && event.isTrusted && event.detail === 0) return; // Tab, arrows and Enter could be printed in a code
  if (button.dataset.open) openMenu(button.dataset.open);
  else if (button.dataset.row) openMenu("turn-back", button.dataset.row);
  else if (button.dataset.act) act(button.dataset.act, JSON.parse(button.dataset.values ?? "{}"));
  else if (button.dataset.close !== undefined) closeMenu();
  else if (button.dataset.aside !== undefined) escape();
});

screen.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.dataset.find) openMenu(`${event.target.dataset.find}?${new URLSearchParams(new FormData(event.target))}`);
});

function escape() { // closes what is open, else sets the refused person aside whom the screen shows
  if (menu?.open) return closeMenu();
  const seq = screen.querySelector("[data-refused]")?.dataset.refused;
  if (seq && !isCut) act("aside", { seq });
}

const KEYS = {
  Escape: escape,
  Backspace: () => openMenu("turn-back"),
  Delete: () => openMenu("turn-back"),
  Space: () => openMenu("actions"),
};

if (menu) {
  listen({
    scanned: (text, keys) => { closeMenu(); if (!isCut) act("typed", { text, keys }); },
    pressed: (code) => {
      const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code);
      if (digit && menu.open) choose(digit[1]);
      else KEYS[code]?.();
    },
  });
  addEventListener("keydown", (event) => {
    if (event.code === "ArrowDown" || event.code === "ArrowUp") {
      event.preventDefault();
      move(event.code === "ArrowDown" ? 1 : -1);
    }
  });
}

watchSound(find("sound"));
limit(Number(screen.dataset.ttl));
isResting = screen.querySelector(".sign").dataset.look === "idle";
follow();
if (menu) setTimeout(strip, 2000);
