// Keys: a hand scanner's burst told from a person's typing, whatever has the focus.
//
// 1. A burst is never pressed into a button, a menu or a box: it is a code, and decided as a scan.
// 2. What ends a burst is Enter, Tab, or 80 ms without a key.
// 3. A single key acts only once it is clear that no burst follows it.
// 4. A scanner presses the keys of a US keyboard, whatever the computer's layout makes of them: what they type there is
//    told beside the characters. On an Arabic layout nothing else is left of a code.
// 5. A timer that comes late proves no silence: on a busy computer keys wait behind it, so it is waited for anew.

const FAST = 35; // milliseconds between two keys that no person reaches
const SILENCE = 80;
const LATE = 40;
const CODE = 6; // characters that fast are a code, with an Enter or without
const OURS = new Set(["Backspace", "Delete", "Escape", "Space"]);
const isBox = (target) => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

const MARKS = { BracketLeft: "[", BracketRight: "]", Semicolon: ";", Slash: "/", Period: ".", Minus: "-", Comma: ",", Equal: "=" };
const UNKNOWN = "\uFFFD"; // a key that has no place in a code
const NAMED = /^[\x20-\x7f]{2,}$/; // Dead, Process, Unidentified

// What a key types on a US keyboard; "" for a key that types nothing, or of which the browser does not say which it is.
function physical({ code, key, shiftKey }) {
  const found = /^(?:Key([A-Z])|(?:Digit|Numpad)([0-9]))$/.exec(code);
  if (found?.[1]) return shiftKey ? found[1] : found[1].toLowerCase();
  if (found) return shiftKey && code.startsWith("Digit") ? ")!@#$%^&*("[found[2]] : found[2];
  return (!shiftKey && MARKS[code]) || (code && key.length === 1 ? UNKNOWN : "");
}

export function listen({ scanned, pressed }) {
  let keys = 0; // how many
  let text = ""; // what this computer makes of them
  let onUs = ""; // what a US keyboard makes of them
  let last = -1000;
  let isBurst = false;
  let timer = 0;
  let before = null; // the box that had the focus, and what stood in it before the burst
  let single = null;

  function end(isEnded) {
    clearTimeout(timer);
    const [count, typed, pressedOnUs, wasBurst, key, box] = [keys, text, onUs, isBurst, single, before];
    [keys, text, onUs, isBurst, single, before] = [0, "", "", false, null, null];
    if (wasBurst && (count >= CODE || isEnded)) return scanned(typed, pressedOnUs.length === count ? pressedOnUs : "");
    if (wasBurst) return box && box.target.setRangeText(typed, box.target.selectionStart, box.target.selectionEnd, "end");
    if (key && !box) pressed(key.code);
  }

  function add(char, us) {
    keys += 1;
    text += char;
    onUs += us;
  }

  function wait() {
    clearTimeout(timer);
    const due = performance.now() + SILENCE;
    timer = setTimeout(() => {
      const isLate = performance.now() > due + LATE || navigator.scheduling?.isInputPending?.();
      if (isLate) wait();
      else end(false);
    }, SILENCE);
  }

  addEventListener("keydown", (event) => {
    const us = physical(event);
    const char = NAMED.test(event.key) ? "" : event.key; // one key may type two characters: lam-alif
    const isChar = event.key.length === 1 || (us !== "" && us !== UNKNOWN);
    const isEnd = event.key === "Enter" || event.key === "Tab";
    if (event.ctrlKey || event.altKey || event.metaKey || (!isChar && !isEnd && !OURS.has(event.code))) return;
    const gap = event.timeStamp - last;
    last = event.timeStamp;
    if (keys && (gap < FAST || (isBurst && gap < SILENCE))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!isBurst && before) before.target.value = before.value;
      isBurst = true;
      single = null;
      if (isEnd) return end(true);
      if (isChar) add(char, us);
    } else {
      if (keys) end(false);
      if (isEnd || event.repeat) return;
      [keys, text, onUs] = [0, "", ""];
      if (isChar) add(char, us);
      single = event;
      before = isBox(event.target) ? { target: event.target, value: event.target.value } : null;
      if (before && event.code === "Escape") before = null;
      if (!before) event.preventDefault();
    }
    wait();
  }, { capture: true });
}
