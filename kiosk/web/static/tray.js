// The tray: the list is fetched anew every five seconds, but never from under somebody who is writing in it.
const EVERY = 5000;
const list = document.querySelector("[data-list]");

const isWriting = () => list.contains(document.activeElement) || [...list.querySelectorAll("input")].some((one) => one.value);

async function again() {
  const answer = document.hidden || isWriting() ? null : await fetch("/tray/list").catch(() => null);
  if (answer?.ok && !isWriting()) list.innerHTML = await answer.text();
  else if (answer && !answer.ok) location.reload(); // locked, or logged out
  setTimeout(again, EVERY);
}

setTimeout(again, EVERY);
