// Returns what runs off the screen or over its own edge, each in a few words.
() => {
  const name = (one) => String(one.className.baseVal ?? one.className) || one.tagName;
  const wide = document.documentElement.scrollWidth - innerWidth;
  const found = wide > 0 ? [`page ${wide} too wide`] : [];
  for (const one of document.querySelectorAll(".sign, .sign *, .frame *, .todo, .todo *, .keys *, .who *")) {
    const box = one.getBoundingClientRect();
    if (one.closest("symbol, svg") || box.width === 0) continue;
    if (box.left < -1 || box.right > innerWidth + 1) found.push(`${name(one)} off the side`);
    const isBlock = getComputedStyle(one).display !== "inline";
    if (isBlock && one.scrollWidth > one.clientWidth + 1) found.push(`${name(one)} too wide`);
  }
  const sign = document.querySelector(".sign");
  const inside = sign.getBoundingClientRect();
  const edge = parseFloat(getComputedStyle(sign).borderTopWidth);
  for (const one of sign.querySelectorAll(".word, .lines, .symbol")) {
    const box = one.getBoundingClientRect();
    const isIn = box.top >= inside.top + edge - 1 && box.bottom <= inside.bottom - edge + 1;
    if (!isIn) found.push(`${name(one)} off the sign`);
  }
  if (sign.querySelector(".symbol").getBoundingClientRect().height < 40) found.push("no room for the symbol");
  return found;
}
