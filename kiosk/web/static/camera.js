// The small picture of what the camera sees, with the codes in it outlined; fetched only while somebody can see it.

const OFTEN = 150; // milliseconds between two pictures
const SELDOM = 500; // between two looks whether there is a place for one
const INKS = { read: "#2be0b5", located: "#ffa800", foreign: "#ffffff" };

const hasRead = ({ boxes }) => boxes.some(([state]) => state === "read");

export function watch(screen, address, isOff) {
  let sight = { boxes: [], hint: "" };
  let seen = "";

  async function next() {
    const canvas = screen.querySelector("canvas[data-picture]");
    if (canvas && !document.hidden && !isOff()) {
      const answer = await fetch(`${address}?seen=${seen}`).catch(() => null);
      if (answer?.status === 200) {
        seen = answer.headers.get("Kiosk-Picture") ?? "";
        draw(canvas, await createImageBitmap(await answer.blob()));
      }
    }
    setTimeout(next, canvas ? OFTEN : SELDOM);
  }

  function outline(pen, [x, y, wide, tall], width, height) { // where a badge is to be held up
    pen.lineWidth = 1;
    pen.setLineDash([6, 6]);
    pen.strokeStyle = INKS.foreign;
    pen.strokeRect(x * width, y * height, wide * width, tall * height);
    pen.setLineDash([]);
  }

  function draw(canvas, image) {
    const { width, height } = canvas;
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0, width, height);
    if (sight.area) outline(pen, sight.area, width, height);
    pen.lineWidth = 3;
    for (const [state, x, y, wide, tall] of sight.boxes) {
      pen.strokeStyle = INKS[state] ?? INKS.foreign;
      pen.strokeRect(x * width, y * height, wide * width, tall * height);
    }
  }

  if (screen.querySelector("[data-put='steward']")) next();
  return {
    // Take note of where codes are; say whether one has just been read.
    see(now) {
      const isNew = hasRead(now) && !hasRead(sight);
      sight = now;
      return isNew;
    },
  };
}
