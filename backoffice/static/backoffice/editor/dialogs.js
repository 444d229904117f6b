// The dialogs: a new row, numbering, and the list of shortcuts.
import { isSeat } from "./geometry.js";
import { nextPrefix, numbered } from "./numbering.js";
import { shortcuts } from "./keys.js";
import { isRoom } from "./plan.js";

const values = (form) => {
  const data = new FormData(form);
  const number = (name) => Number(data.get(name));
  return {
    prefix: (data.get("prefix") ?? "").trim(),
    start: number("start"),
    width: number("width"),
    direction: data.get("direction"),
    lettered: data.has("lettered"),
    count: number("count"),
    spacing: number("spacing"),
    facing: data.get("facing"),
    along: data.get("along"),
    pair: data.has("pair"),
  };
};

export class Dialogs {
  constructor({ plan, actions, t, back }) {
    Object.assign(this, { plan, actions, t, back });
    for (const dialog of document.querySelectorAll("dialog.ed-dialog")) {
      dialog.addEventListener("close", () => this.closed(dialog));
      dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
      dialog.addEventListener("input", () => this.preview(dialog));
    }
  }

  get(name) {
    return document.getElementById(`dialog-${name}`);
  }

  open(name) {
    const seats = this.plan.selected.filter(isSeat);
    if (name === "number" && seats.length === 0) {
      this.actions.say(this.t("Select the seats to number first"), true);
      return;
    }
    const dialog = this.get(name);
    dialog.returnValue = "";
    if (name === "row") {
      dialog.querySelector("[name=prefix]").value = nextPrefix(this.plan.document.seats);
    }
    dialog.showModal();
    this.preview(dialog);
  }

  // Seats of a room that goes would be left behind in none: whoever deletes it says what becomes of them.
  askToRemove() {
    const rooms = this.plan.selected.filter(isRoom);
    const left = this.plan.withSeats(this.plan.selection).size - this.plan.selection.size;
    if (left === 0) {
      this.actions.remove();
      return;
    }
    const { t } = this;
    const dialog = this.get("remove");
    const name = rooms.map((room) => room.name).join(", ");
    dialog.querySelector("[data-told]").textContent =
      left === 1 ? t("1 seat is in %(name)s.", { name }) : t("%(count)s seats are in %(name)s.", { count: left, name });
    dialog.querySelector("[value=with]").textContent =
      left === 1 ? t("Delete with its seat") : t("Delete with its %(count)s seats", { count: left });
    dialog.returnValue = "";
    dialog.showModal();
  }

  preview(dialog) {
    const told = dialog.querySelector("output");
    if (told) {
      const chosen = values(dialog.querySelector("form"));
      const seats =
        dialog.id === "dialog-number"
          ? this.plan.selected.filter(isSeat)
          : Array.from({ length: Math.min(chosen.count || 0, 500) }, (_, place) => ({ id: String(place), x: place * 100, y: 0 }));
      const direction = dialog.id === "dialog-number" ? chosen.direction : "right";
      const codes = [...numbered(seats, { ...chosen, direction }).values()].map((each) => each.code);
      told.textContent = codes.length > 4 ? `${codes.slice(0, 3).join(", ")} … ${codes.at(-1)}` : codes.join(", ");
    }
  }

  closed(dialog) {
    if (dialog.id === "dialog-remove") {
      if (dialog.returnValue === "with") {
        this.actions.remove(this.plan.withSeats(this.plan.selection));
      } else if (dialog.returnValue === "without") {
        this.actions.remove();
      }
    } else if (dialog.returnValue === "do") {
      const chosen = values(dialog.querySelector("form"));
      if (dialog.id === "dialog-row") {
        this.actions.addRow(chosen);
      } else {
        this.actions.number(chosen);
      }
    }
    this.back();
  }

  listShortcuts(parts) {
    const rows = shortcuts(parts).map(({ keys, does }) => {
      const row = document.createElement("tr");
      const head = document.createElement("th");
      head.scope = "row";
      keys.forEach((key, place) => {
        const cap = document.createElement("kbd");
        cap.textContent = key.length === 1 ? key.toUpperCase() : key.replace(/\+([a-z])$/, (_, letter) => `+${letter.toUpperCase()}`);
        head.append(...(place ? [" ", cap] : [cap]));
      });
      const cell = document.createElement("td");
      cell.textContent = this.t(does);
      row.append(head, cell);
      return row;
    });
    this.get("help").querySelector("tbody").replaceChildren(...rows);
  }
}
