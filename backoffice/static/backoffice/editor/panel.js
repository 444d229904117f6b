// Beside the plan: exact values of what is selected, or of the floor when nothing is.
import { isLine, isSeat } from "./geometry.js";
import { isRoom } from "./plan.js";
import { csrf } from "./saving.js";

const FARTHEST = 100000;

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value !== false && value !== null) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children);
  return made;
};

export class Panel {
  constructor(root, { plan, canvas, actions, dialogs, saving, setup, t }) {
    Object.assign(this, { root, plan, canvas, actions, dialogs, saving, setup, t });
    plan.addEventListener("change", (event) => event.detail?.preview || this.render());
    plan.addEventListener("select", () => this.render());
    saving.addEventListener("state", () => this.plan.selection.size === 0 && saving.state === "saved" && this.render());
    this.render();
  }

  // Draws itself anew; what has the focus keeps it.
  render() {
    const focused = this.root.contains(document.activeElement) ? document.activeElement.id : null;
    const { selected } = this.plan;
    const parts =
      selected.length === 0 ? this.floor() : selected.length === 1 ? this.one(selected[0]) : this.many(selected);
    this.root.replaceChildren(...parts.flat().filter(Boolean));
    this.root.querySelector("input, select")?.setAttribute("data-first", "");
    if (focused) {
      document.getElementById(focused)?.focus();
    }
  }

  // --- Parts ---

  title(text, note = "") {
    return element("h2", {}, text, ...(note ? [" ", element("span", { class: "bo-soft" }, note)] : []));
  }

  field(label, input) {
    const id = `panel-${label.replace(/\W+/g, "-").toLowerCase()}`;
    input.id = id;
    return element("div", { class: "ed-field" }, element("label", { for: id }, label), input);
  }

  number(label, value, set, { min = -FARTHEST, max = FARTHEST, step = 1 } = {}) {
    const change = (event) => {
      const number = Math.round(Number(event.target.value));
      if (event.target.value === "" || Number.isNaN(number)) {
        event.target.value = value;
        return;
      }
      set(Math.min(Math.max(number, min), max));
    };
    return this.field(label, element("input", { type: "number", value, min, max, step, onchange: change }));
  }

  text(label, value, set, maxlength) {
    const change = (event) => set(event.target.value.trim());
    return this.field(
      label,
      element("input", { type: "text", value, maxlength, onchange: change, autocomplete: "off", spellcheck: "false" }),
    );
  }

  select(label, value, choices, set) {
    const options = choices.map(([key, words]) => element("option", { value: key, selected: key === value }, words));
    return this.field(label, element("select", { onchange: (event) => set(event.target.value) }, ...options));
  }

  flag(label, value, set) {
    const id = `panel-${label.replace(/\W+/g, "-").toLowerCase()}`;
    const box = element("input", { type: "checkbox", id, checked: value, onchange: (event) => set(event.target.checked) });
    return element("div", { class: "ed-flag" }, box, element("label", { for: id }, label));
  }

  button(label, run, look = "") {
    return element("button", { type: "button", class: `bo-button ${look}`, onclick: run }, label);
  }

  grid(...parts) {
    return element("div", { class: "ed-grid" }, ...parts);
  }

  buttons(...parts) {
    return element("div", { class: "ed-buttons" }, ...parts);
  }

  // --- One ---

  one(item) {
    const set = (values) => this.actions.set(item, values);
    if (isSeat(item)) {
      return this.seat(item, set);
    }
    return isRoom(item) ? this.room(item, set) : this.shape(item, set);
  }

  seat(seat, set) {
    const { t, actions } = this;
    const rooms = this.plan.document.rooms.map((room) => [room.id, room.name]);
    const inNone = seat.room ? [] : [["", t("in no room")]];
    return [
      this.title(t("Seat"), seat.code),
      this.grid(
        this.text(t("Code"), seat.code, (code) => set({ code }), 20),
        this.text(t("Row"), seat.row, (row) => set({ row }), 8),
        this.number(t("Place in the row"), seat.position, (position) => set({ position }), { min: 0, max: 32767 }),
        this.number(t("Turned (degrees)"), seat.rotation, (turn) => set({ rotation: turn % 360 }), { min: 0, max: 360, step: 15 }),
        this.number(t("From the left (cm)"), seat.x, (x) => set({ x })),
        this.number(t("From the top (cm)"), seat.y, (y) => set({ y })),
      ),
      this.select(t("Room"), seat.room ?? "", [...inNone, ...rooms], (room) => set({ room: room || null })),
      this.select(t("State"), seat.state, Object.entries(this.setup.states), (state) => set({ state })),
      ...this.features((name) => seat[name] === true, (values) => set(values)),
      this.buttons(
        this.button(t("Turn"), () => actions.rotate(90)),
        this.button(t("Whole row"), () => actions.chooseRow()),
        this.button(t("Delete"), () => this.dialogs.askToRemove(), "danger"),
      ),
    ];
  }

  room(room, set) {
    const { t, actions } = this;
    const seats = this.plan.document.seats.filter((seat) => seat.room === room.id);
    return [
      this.title(t("Room"), t("%(count)s seats", { count: seats.length })),
      this.text(t("Name"), room.name, (name) => set({ name }), 60),
      this.select(t("Kind"), room.kind, Object.entries(this.setup.kinds), (kind) => set({ kind })),
      this.flag(t("Let to one company at a time"), room.exclusive, (exclusive) => set({ exclusive })),
      this.flag(t("PCI clean room"), room.clean_room, (clean) => set({ clean_room: clean })),
      this.box(room, set),
      this.buttons(
        this.button(t("Its seats"), () => this.plan.select(seats.map((seat) => seat.id))),
        this.button(t("Delete"), () => this.dialogs.askToRemove(), "danger"),
      ),
    ];
  }

  box(item, set) {
    const { t } = this;
    return this.grid(
      this.number(t("From the left (cm)"), item.x, (x) => set({ x })),
      this.number(t("From the top (cm)"), item.y, (y) => set({ y })),
      this.number(t("Width (cm)"), item.width, (width) => set({ width }), { min: 1 }),
      this.number(t("Height (cm)"), item.height, (height) => set({ height }), { min: 1 }),
    );
  }

  shape(shape, set) {
    const { t } = this;
    const places = isLine(shape)
      ? this.grid(
          this.number(t("From the left (cm)"), shape.x1, (x1) => set({ x1 })),
          this.number(t("From the top (cm)"), shape.y1, (y1) => set({ y1 })),
          this.number(t("End from the left (cm)"), shape.x2, (x2) => set({ x2 })),
          this.number(t("End from the top (cm)"), shape.y2, (y2) => set({ y2 })),
        )
      : "width" in shape
        ? this.box(shape, set)
        : this.grid(
            this.number(t("From the left (cm)"), shape.x, (x) => set({ x })),
            this.number(t("From the top (cm)"), shape.y, (y) => set({ y })),
          );
    return [
      this.title(t(shape.kind)),
      "text" in shape ? this.text(t("Text"), shape.text, (text) => set({ text }), 80) : null,
      places,
      this.buttons(this.button(t("Delete"), () => this.dialogs.askToRemove(), "danger")),
    ];
  }

  // --- Many ---

  many(items) {
    const { t, actions } = this;
    const seats = items.filter(isSeat);
    const align = (label, edge) => this.button(label, () => actions.align(edge));
    return [
      this.title(t("%(count)s selected", { count: items.length }), t("%(count)s seats", { count: seats.length })),
      seats.length ? this.buttons(this.button(t("Number…"), () => this.dialogs.open("number"), "primary")) : null,
      element("h3", {}, t("Line up")),
      this.buttons(
        align(t("Left"), "left"),
        align(t("Centre"), "centre"),
        align(t("Right"), "right"),
        align(t("Top"), "top"),
        align(t("Middle"), "middle"),
        align(t("Bottom"), "bottom"),
      ),
      element("h3", {}, t("Spread evenly")),
      this.buttons(
        this.button(t("Across"), () => actions.distribute("x")),
        this.button(t("Down"), () => actions.distribute("y")),
      ),
      element("h3", {}, t("Change")),
      this.buttons(
        this.button(t("Turn"), () => actions.rotate(90)),
        this.button(t("Duplicate"), () => actions.duplicate()),
        this.button(t("Delete"), () => this.dialogs.askToRemove(), "danger"),
      ),
      seats.length === items.length ? this.shared(seats) : null,
    ].flat();
  }

  shared(seats) {
    const { t, actions } = this;
    const same = (name) => (seats.every((seat) => seat[name] === seats[0][name]) ? seats[0][name] : "");
    const mixed = ["", t("as they are")];
    const rooms = this.plan.document.rooms.map((room) => [room.id, room.name]);
    const states = Object.entries(this.setup.states);
    return [
      this.select(t("Room"), same("room") ?? "", [mixed, ...rooms], (room) => room && actions.setAll({ room })),
      this.select(t("State"), same("state"), [mixed, ...states], (state) => state && actions.setAll({ state })),
      ...this.features((name) => seats.every((seat) => seat[name] === true), (values) => actions.setAll(values)),
    ];
  }

  // What a seat offers; documents of before there was one say nothing of it.
  features(has, set) {
    return Object.entries(this.setup.features).map(([name, label]) =>
      this.flag(label, has(name), (value) => set({ [name]: value })),
    );
  }

  // --- The floor ---

  floor() {
    const { t, actions, canvas } = this;
    const { floor, rooms, seats } = this.plan.document;
    const steps = [1, 5, 10, 20, 50, 100].map((step) => [String(step), `${step} cm`]);
    return [
      this.title(t("Floor"), t("%(rooms)s rooms, %(seats)s seats", { rooms: rooms.length, seats: seats.length })),
      this.grid(
        this.number(t("Width (cm)"), floor.width, (width) => actions.set(null, { width }), { min: 1 }),
        this.number(t("Height (cm)"), floor.height, (height) => actions.set(null, { height }), { min: 1 }),
      ),
      this.select(t("Grid"), String(canvas.grid), steps, (step) => {
        canvas.grid = Number(step);
        canvas.look();
      }),
      ...this.picture(),
      ...this.mending(),
    ];
  }

  picture() {
    const { t } = this;
    const { background } = this.plan.document;
    const put = (values) =>
      this.plan.change(t("picture"), (plan) => ({ ...plan, background: values && { ...plan.background, ...values } }));
    const input = element("input", { type: "file", accept: "image/png,image/jpeg,image/svg+xml", onchange: (event) => this.upload(event.target) });
    return [
      element("h3", {}, t("Picture to trace")),
      background
        ? this.grid(
            this.number(t("Picture from the left (cm)"), background.x, (x) => put({ x })),
            this.number(t("Picture from the top (cm)"), background.y, (y) => put({ y })),
            this.number(t("Picture width (cm)"), background.width, (width) => put({ width, height: Math.max(Math.round((background.height * width) / background.width), 1) }), { min: 1 }),
            this.number(t("Strength (%)"), background.opacity, (opacity) => put({ opacity }), { min: 0, max: 100, step: 10 }),
          )
        : null,
      this.field(background ? t("Another picture") : t("PNG or JPEG, at most 8 MB"), input),
      background ? this.buttons(this.button(t("Take the picture away"), () => put(null))) : null,
    ];
  }

  async upload(input) {
    const { t, setup } = this;
    const [file] = input.files;
    if (!file) {
      return;
    }
    if (file.size > setup.largestPicture) {
      this.actions.say(t("This picture is too large."), true);
      return;
    }
    const form = new FormData();
    form.append("file", file);
    const answer = await fetch(setup.pictures, { method: "POST", headers: { "X-CSRFToken": csrf() }, body: form }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (!answer?.ok) {
      this.actions.say(said?.message ?? t("The server does not answer. Try again."), true);
      return;
    }
    const { width } = this.plan.document.floor;
    const height = Math.max(Math.round((width * said.height) / said.width), 1);
    const background = { file: said.id, x: 0, y: 0, width, height, opacity: 50 };
    this.plan.change(t("picture"), (plan) => ({ ...plan, background }));
    this.actions.say(t("The picture lies under the plan."));
  }

  mending() {
    const { problems } = this.saving;
    if (problems.length === 0) {
      return [];
    }
    const { t } = this;
    return [
      element("h3", {}, t("To mend before publishing"), " ", element("span", { class: "bo-count wait" }, String(problems.length))),
      element(
        "ul",
        { class: "ed-problems" },
        ...problems.slice(0, 30).map((problem) => element("li", {}, element("b", {}, problem.path), ` ${problem.message}`)),
      ),
    ];
  }
}
