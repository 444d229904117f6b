// The clock of a hold: counts down to the second, and is read out only when it matters.

const clock = document.querySelector("[data-countdown]");
const said = document.querySelector("[data-countdown-said]");
const end = Date.parse(clock?.dataset.countdown);
const words = document.documentElement.lang || "en";
const SAY_AT = [3600, 600, 300, 60];

function unit(value, name) {
  return new Intl.NumberFormat(words, { style: "unit", unit: name, unitDisplay: "long" }).format(value);
}

function tick(last) {
  const left = Math.max(0, Math.round((end - Date.now()) / 1000));
  const two = (number) => String(number).padStart(2, "0");
  clock.textContent = `${two(Math.floor(left / 3600))}:${two(Math.floor((left % 3600) / 60))}:${two(left % 60)}`;
  clock.toggleAttribute("data-soon", left < 3600);
  if (SAY_AT.some((mark) => last > mark && left <= mark)) {
    said.textContent = left >= 3600 ? unit(1, "hour") : unit(Math.ceil(left / 60), "minute");
  }
  if (left === 0) return location.reload();
  setTimeout(() => tick(left), 1000 - (Date.now() % 1000));
}

if (clock && end > Date.now()) tick(Infinity);
