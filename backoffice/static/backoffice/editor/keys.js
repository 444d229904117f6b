// The keyboard on the plan. Each entry: the keys, what they do in words, and the operation; the list of shortcuts is made of it.
import { isSeat } from "./geometry.js";

const ARROWS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
const STEPS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

// A key as it is written in the table: Ctrl+Shift+z. Command counts as Ctrl.
const nameOf = (event) => {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key))) parts.push("Shift");
  parts.push(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  return parts.join("+");
};

export const shortcuts = ({ actions, canvas, dialogs, pointer, saving, plan }) => [
  { keys: ["Tab", "Shift+Tab"], does: "Next object, object before; after the last one Tab leaves the plan" },
  { keys: ["Alt+←→↑↓"], does: "Nearest object that way; with Shift as well" },
  { keys: ["←→↑↓"], does: "Move what is selected by a step of the grid, or the cross" },
  { keys: ["Shift+←→↑↓"], does: "Move by 1 cm" },
  { keys: ["Ctrl+←→↑↓"], does: "Move by 1 m" },
  { keys: ["Enter"], does: "Exact values of what is selected", run: () => document.querySelector("#panel [data-first]")?.focus() },
  { keys: ["Escape"], does: "Select nothing; then go to the tools", run: () => leave(plan, pointer) },
  { keys: ["Ctrl+a"], does: "Select all seats", run: () => actions.chooseAll(isSeat) },
  { keys: ["Ctrl+Shift+a"], does: "Select everything", run: () => actions.chooseAll() },
  { keys: ["l"], does: "Select the whole row", run: () => actions.chooseRow() },
  { keys: ["r"], does: "Turn by 90 degrees", run: () => actions.rotate(90) },
  { keys: ["Shift+r"], does: "Turn back by 90 degrees", run: () => actions.rotate(-90) },
  { keys: ["s"], does: "Seat at the cross", run: () => actions.addSeat() },
  { keys: ["w"], does: "Row of seats from the cross on", run: () => dialogs.open("row") },
  { keys: ["n"], does: "Number what is selected", run: () => dialogs.open("number") },
  { keys: ["m"], does: "Room at the cross", run: () => actions.addRoom() },
  { keys: ["b"], does: "Wall at the cross", run: () => actions.addShape("wall") },
  { keys: ["o"], does: "Window at the cross", run: () => actions.addShape("window") },
  { keys: ["d"], does: "Door at the cross", run: () => actions.addShape("door") },
  { keys: ["a"], does: "Area at the cross", run: () => actions.addShape("area") },
  { keys: ["p"], does: "Plant at the cross", run: () => actions.addShape("plant") },
  { keys: ["t"], does: "Label at the cross", run: () => actions.addShape("label") },
  { keys: ["Delete", "Backspace"], does: "Delete", run: () => dialogs.askToRemove() },
  { keys: ["Ctrl+d"], does: "Duplicate", run: () => actions.duplicate() },
  { keys: ["Ctrl+c"], does: "Copy", run: () => actions.copy() },
  { keys: ["Ctrl+x"], does: "Cut", run: () => actions.cut() },
  { keys: ["Ctrl+v"], does: "Paste at the cross", run: () => actions.paste() },
  { keys: ["Ctrl+z"], does: "Undo", run: () => actions.undo() },
  { keys: ["Ctrl+Shift+z", "Ctrl+y"], does: "Do again", run: () => actions.redo() },
  { keys: ["Ctrl+s"], does: "Save now", run: () => saving.save() },
  { keys: ["+", "="], does: "Closer", run: () => canvas.zoom(1.25) },
  { keys: ["-"], does: "Further away", run: () => canvas.zoom(1 / 1.25) },
  { keys: ["0"], does: "The whole floor", run: () => canvas.fit() },
  { keys: ["."], does: "Look at what is selected", run: () => canvas.fit(plan.selected) },
  { keys: ["?"], does: "These shortcuts", run: () => dialogs.open("help") },
];

const leave = (plan, pointer) => {
  if (pointer.gesture) {
    pointer.stop();
  } else if (pointer.tool !== "select") {
    pointer.use("select");
  } else if (plan.selection.size) {
    plan.select([]);
  } else {
    document.querySelector("#tools button")?.focus();
  }
};

export const listen = (frame, parts) => {
  const { actions, canvas, plan } = parts;
  const byKey = new Map(
    shortcuts(parts)
      .filter((entry) => entry.run)
      .flatMap((entry) => entry.keys.map((key) => [key, entry.run])),
  );
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && !event.ctrlKey && !event.altKey) {
      if (actions.walk(event.shiftKey ? -1 : 1)) {
        event.preventDefault();
      } else {
        plan.select([]);
      }
      return;
    }
    const direction = ARROWS[event.key];
    if (direction) {
      event.preventDefault();
      if (event.altKey) {
        actions.walkTowards(direction, event.shiftKey);
        return;
      }
      const length = event.shiftKey ? 1 : event.ctrlKey || event.metaKey ? 100 : canvas.grid;
      const [x, y] = STEPS[direction];
      actions.move(x * length, y * length);
      return;
    }
    const run = byKey.get(nameOf(event));
    if (run) {
      event.preventDefault();
      run();
    }
  });
  // Whoever does not know the keys yet is rarely on the plan.
  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "?" && !event.defaultPrevented && !writes && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      parts.dialogs.open("help");
    }
  });
};
