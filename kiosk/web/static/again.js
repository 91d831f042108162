// Waits until the pages of a demonstration were started anew, and goes on to its doors.

const LOOK = 500; // milliseconds between two looks

const { edition, next } = document.querySelector("[data-edition]").dataset;

async function look() {
  try {
    const answer = await fetch("/doors/edition", { cache: "no-store" });
    if (answer.ok && (await answer.text()) !== edition) {
      location.replace(next);
      return;
    }
  } catch {
    // the pages are down for a moment, as they should be
  }
  setTimeout(look, LOOK);
}

setTimeout(look, LOOK);
