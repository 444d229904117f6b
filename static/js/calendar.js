// Arrow keys in the availability calendar: one stop for Tab in each table, and from there day by day, shift by shift.

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
// On a phone days go down and shifts across.
const TURNED = matchMedia("(max-width: 40rem)");

function begin() {
  for (const table of document.querySelectorAll("[data-heat-map]:not([data-begun])")) {
    table.dataset.begun = "";
    const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => cell.querySelector("a")));
    const links = rows.flat().filter(Boolean);
    const rove = (link) => links.forEach((other) => (other.tabIndex = other === link ? 0 : -1));
    if (links.length) rove(links[0]);
    table.addEventListener("focusin", (event) => event.target.matches("a") && rove(event.target));
    table.addEventListener("keydown", (event) => {
      let step = STEPS[event.key];
      if (!step) return;
      if (TURNED.matches) step = [step[1], step[0]];
      event.preventDefault();
      let row = rows.findIndex((line) => line.includes(event.target));
      let day = rows[row]?.indexOf(event.target) ?? -1;
      // Days without a link are passed over.
      do {
        row += step[0];
        day += step[1];
      } while (rows[row] && day in rows[row] && !rows[row][day]);
      rows[row]?.[day]?.focus();
    });
  }
}

begin();
document.addEventListener("htmx:afterSettle", begin);
