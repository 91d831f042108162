// Keys: a hand scanner's burst told from a person's typing, whatever has the focus.
//
// 1. A burst is never pressed into a button, a menu or a box: it is a code, and decided as a scan.
// 2. What ends a burst is Enter, Tab, or 80 ms without a key.
// 3. A single key acts only once it is clear that no burst follows it.
// 4. A timer that comes late proves no silence: on a busy computer keys wait behind it, so it is waited for anew.

const FAST = 35; // milliseconds between two keys that no person reaches
const SILENCE = 80;
const LATE = 40;
const CODE = 6; // characters that fast are a code, with an Enter or without
const OURS = new Set(["Backspace", "Delete", "Escape", "Space"]);
const isBox = (target) => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

export function listen({ scanned, pressed }) {
  let keys = "";
  let last = -1000;
  let isBurst = false;
  let timer = 0;
  let before = null; // the box that had the focus, and what stood in it before the burst
  let single = null;

  function end(isEnded) {
    clearTimeout(timer);
    const [text, wasBurst, key, box] = [keys, isBurst, single, before];
    [keys, isBurst, single, before] = ["", false, null, null];
    if (wasBurst && (text.length >= CODE || isEnded)) return scanned(text);
    if (wasBurst) return box && box.target.setRangeText(text, box.target.selectionStart, box.target.selectionEnd, "end");
    if (key && !box) pressed(key.code);
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
    const isChar = event.key.length === 1;
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
      if (isChar) keys += event.key;
    } else {
      if (keys) end(false);
      if (isEnd || event.repeat) return;
      keys = isChar ? event.key : "";
      single = event;
      before = isBox(event.target) ? { target: event.target, value: event.target.value } : null;
      if (before && event.code === "Escape") before = null;
      if (!before) event.preventDefault();
    }
    wait();
  }, { capture: true });
}
