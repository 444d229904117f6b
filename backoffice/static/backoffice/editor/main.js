// The editor of a floor's draft: puts its parts together.
import { Actions } from "./actions.js";
import { Canvas } from "./canvas.js";
import { Dialogs } from "./dialogs.js";
import { listen } from "./keys.js";
import { Panel } from "./panel.js";
import { Plan } from "./plan.js";
import { Pointer } from "./pointer.js";
import { Saving } from "./saving.js";

const setup = JSON.parse(document.getElementById("editor-setup").textContent);
const frame = document.getElementById("plan");
const heard = document.getElementById("heard");
const status = document.getElementById("status");
const trouble = document.getElementById("trouble");

const t = (words, values = {}) =>
  (setup.words[words] ?? words).replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");

// Read out, and shown below the plan. The same words twice are read twice.
const say = (words, urgent = false) => {
  heard.textContent = heard.textContent === words ? `${words}\u00a0` : words;
  heard.classList.toggle("urgent", urgent);
};

const plan = new Plan(setup.document);
const canvas = new Canvas(document.getElementById("drawing"), plan, setup.picture);
const actions = new Actions(plan, canvas, t, say);
const pointer = new Pointer(frame, plan, canvas, actions);
const saving = new Saving(plan, setup, t);
const dialogs = new Dialogs({ plan, actions, t, back: () => frame.focus() });
const parts = { plan, canvas, actions, pointer, saving, dialogs, setup, t };
const panel = new Panel(document.getElementById("panel"), parts);

dialogs.listShortcuts(parts);
listen(frame, parts);

frame.addEventListener("focus", () => {
  if (plan.selection.size === 0 && !pointer.gesture) {
    const { rooms, seats } = plan.document;
    say(t("Plan with %(rooms)s rooms and %(seats)s seats. Tab goes through them, question mark lists the keys.", { rooms: rooms.length, seats: seats.length }));
  }
});

// --- Tools and buttons ---

const RUNS = {
  undo: () => actions.undo(),
  redo: () => actions.redo(),
  row: () => dialogs.open("row"),
  number: () => dialogs.open("number"),
  closer: () => canvas.zoom(1.25),
  further: () => canvas.zoom(1 / 1.25),
  fit: () => canvas.fit(),
  help: () => dialogs.open("help"),
};

const tools = [...document.querySelectorAll("[data-use]")];
for (const tool of tools) {
  tool.addEventListener("click", () => {
    pointer.use(tool.dataset.use);
    say(`${tool.getAttribute("aria-label")}.`);
  });
}
frame.addEventListener("tool", (event) => {
  for (const tool of tools) {
    tool.setAttribute("aria-pressed", String(tool.dataset.use === event.detail));
  }
});
for (const button of document.querySelectorAll("[data-run]")) {
  button.addEventListener("click", () => RUNS[button.dataset.run]());
}

// One stop for Tab, arrows inside.
const bar = document.getElementById("tools");
const buttons = [...bar.querySelectorAll("button")];
buttons.forEach((button, place) => {
  button.tabIndex = place === 0 ? 0 : -1;
});
bar.addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const at = buttons.indexOf(document.activeElement);
  if (by && at >= 0) {
    event.preventDefault();
    const next = buttons[(at + by + buttons.length) % buttons.length];
    buttons[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
});

const enable = () => {
  for (const [name, steps] of [["undo", plan.past], ["redo", plan.future]]) {
    document.querySelector(`[data-run=${name}]`).setAttribute("aria-disabled", String(steps.length === 0));
  }
};
plan.addEventListener("change", enable);

// --- Saved or not ---

const STATES = { saved: t("Saved"), saving: t("Saving…"), unsaved: t("Not saved yet"), refused: t("Not saved") };
saving.addEventListener("state", () => {
  status.textContent = STATES[saving.state];
  status.dataset.state = saving.state;
  trouble.hidden = !saving.message;
  trouble.querySelector("p").textContent = saving.message;
  trouble.querySelector("[data-theirs]").hidden = !saving.stuck;
});
trouble.querySelector("[data-mine]").addEventListener("click", () => saving.download());
trouble.querySelector("[data-theirs]").addEventListener("click", () => saving.discardMine());

// Whoever goes on to publish takes the last change along.
for (const link of document.querySelectorAll("[data-after-saving]")) {
  link.addEventListener("click", async (event) => {
    if (saving.state === "unsaved") {
      event.preventDefault();
      await saving.save();
      if (saving.state === "saved") {
        location.assign(link.href);
      }
    }
  });
}

canvas.render();
canvas.fit();
canvas.moveCursor(200, 200);
pointer.use("select");
enable();
panel.render();
document.documentElement.dataset.editor = "ready";
