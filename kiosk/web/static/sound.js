// Sounds: the number of tones says what it is, their pitch only helps; made here, so that no file has to be loaded.

const MS = 0.001;
const tone = (at, long, pitch) => ({ at: at * MS, long: long * MS, pitch });
export const SOUNDS = {
  read: [tone(0, 15, 660)],
  granted: [tone(0, 140, 880)],
  ask: [tone(0, 160, 660), tone(250, 160, 660)],
  refused: [tone(0, 110, 247), tone(170, 110, 247), tone(340, 110, 247)],
  override: [tone(0, 300, 880), tone(390, 120, 880)],
  exit: [tone(0, 140, 440)],
  fault: [tone(0, 700, 220)],
  alarm: [tone(0, 200, 330), tone(260, 200, 440), tone(520, 200, 550), tone(780, 200, 660)],
};
const LOUD = 0.5; // -6 dB

let context = null;

function speaker() {
  context ??= new AudioContext();
  return context;
}

export function play(name, into = speaker()) {
  if (!(name in SOUNDS) || (into === context && into.state !== "running")) return; // the page says so: SOUND OFF
  for (const { at, long, pitch } of SOUNDS[name]) {
    const [source, gain] = [new OscillatorNode(into, { type: "square", frequency: pitch }), new GainNode(into, { gain: 0 })];
    const begin = into.currentTime + at;
    gain.gain.setValueAtTime(LOUD, begin);
    gain.gain.setValueAtTime(0, begin + long);
    source.connect(gain).connect(into.destination);
    source.start(begin);
    source.stop(begin + long + 0.01);
  }
}

// Show a button while the browser keeps the sound off; a click or a key turns it on.
export function watchSound(button) {
  if (!button) return;
  const into = speaker();
  const tell = () => { button.hidden = into.state === "running"; };
  const wake = () => into.resume().then(tell, tell);
  into.addEventListener("statechange", tell);
  addEventListener("pointerdown", wake);
  addEventListener("keydown", wake);
  tell();
}
