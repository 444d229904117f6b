// What can be done to a plan, whoever asks: a key, a button or the pointer. Each says what it did.
import { aligned, boxOfAll, distributed, isLine, isSeat, middleOf, nextTowards, rotated, snap } from "./geometry.js";
import { freshCode, inLines, numbered } from "./numbering.js";
import { added, copies, isRoom, newId, replaced, settled, shifted, without } from "./plan.js";

const CLIPBOARD = "seatlease.plan";
const FACING = { up: 0, right: 90, down: 180, left: 270 };

export class Actions {
  constructor(plan, canvas, t, say) {
    Object.assign(this, { plan, canvas, t, say });
  }

  // --- In words ---

  describe(item) {
    const { t } = this;
    if (isSeat(item)) {
      const room = this.plan.roomOf(item)?.name ?? t("in no room");
      return t("Seat %(code)s, %(room)s, %(x)s from the left, %(y)s from the top, turned %(rotation)s degrees", {
        ...item,
        code: item.code || t("without a code"),
        room,
      });
    }
    const { x, y } = isLine(item) ? { x: item.x1, y: item.y1 } : item;
    const name = isRoom(item) ? item.name : item.text || "";
    const kind = isRoom(item) ? t("Room") : t(item.kind);
    return t("%(kind)s %(name)s, %(x)s from the left, %(y)s from the top", { kind, name, x, y });
  }

  describeSelection() {
    const { selected } = this.plan;
    if (selected.length === 0) {
      return this.t("Nothing selected");
    }
    return selected.length === 1 ? this.describe(selected[0]) : this.t("%(count)s selected", { count: selected.length });
  }

  // --- Choosing ---

  choose(item, more = false) {
    if (more) {
      const ids = new Set(this.plan.selection);
      if (!ids.delete(item.id)) {
        ids.add(item.id);
      }
      this.plan.select(ids);
    } else {
      this.plan.select([item.id]);
    }
    const middle = middleOf(item);
    this.canvas.reveal(middle.x, middle.y);
    const order = this.plan.inOrder;
    const place = order.findIndex((each) => each.id === item.id) + 1;
    this.say(`${this.describe(item)}. ${this.t("%(place)s of %(count)s", { place, count: order.length })}`);
  }

  // The next object, or the one before; false at the end, so that Tab leaves the plan.
  walk(step) {
    const order = this.plan.inOrder;
    const at = order.findIndex((item) => this.plan.selection.has(item.id));
    const next = at < 0 ? (step > 0 ? 0 : -1) : at + step;
    if (next < 0 || next >= order.length) {
      return false;
    }
    this.choose(order[next]);
    return true;
  }

  walkTowards(direction, more) {
    const last = this.plan.selected.at(-1);
    const from = last ? middleOf(last) : this.canvas.cursor;
    const kind = last && !isSeat(last) ? (item) => !isSeat(item) : isSeat;
    const others = this.plan.items.filter((item) => !this.plan.selection.has(item.id) && kind(item));
    const next = nextTowards(others, from, direction);
    if (next) {
      this.choose(next, more);
    } else {
      this.say(this.t("Nothing further that way"));
    }
  }

  chooseAll(kind = null) {
    this.plan.select(this.plan.items.filter((item) => !kind || kind(item)).map((item) => item.id));
    this.say(this.describeSelection());
  }

  chooseRow() {
    const rows = new Set(this.plan.selected.filter(isSeat).map((seat) => `${seat.room} ${seat.row}`));
    this.plan.select(
      this.plan.document.seats.filter((seat) => rows.has(`${seat.room} ${seat.row}`)).map((seat) => seat.id),
    );
    this.say(this.describeSelection());
  }

  // --- Changing what is there ---

  move(dx, dy) {
    if (this.plan.selection.size === 0) {
      const { x, y } = this.canvas.cursor;
      this.canvas.moveCursor(x + dx, y + dy);
      this.canvas.reveal(this.canvas.cursor.x, this.canvas.cursor.y);
      this.say(this.t("%(x)s from the left, %(y)s from the top", this.canvas.cursor));
      return;
    }
    this.plan.change(this.t("moved"), shifted(this.plan.withSeats(this.plan.selection), dx, dy));
    const middle = middleOf(this.plan.selected[0]);
    this.canvas.reveal(middle.x, middle.y);
    this.say(this.describeSelection());
  }

  // Replace the items of the selection by what `change` makes of them.
  reshape(name, change, moves = this.plan.selection) {
    const items = this.plan.items.filter((item) => moves.has(item.id));
    if (items.length === 0) {
      this.say(this.t("Nothing selected"));
      return;
    }
    const changed = change(items);
    const leaving = changed.filter((item) => isSeat(item) && !moves.has(item.room));
    this.plan.change(name, (document) => settled(new Set(leaving.map((seat) => seat.id)))(replaced(changed)(document)));
    this.say(`${name}. ${this.describeSelection()}`);
  }

  rotate(degrees) {
    const rooms = this.plan.selected.some(isRoom);
    const moves = rooms ? this.plan.withSeats(this.plan.selection) : this.plan.selection;
    this.reshape(this.t("turned"), (items) => rotated(items, degrees), moves);
  }

  align(edge) {
    this.reshape(this.t("lined up"), (items) => aligned(items, edge));
  }

  distribute(axis) {
    this.reshape(this.t("spread evenly"), (items) => distributed(items, axis));
  }

  number(options) {
    const seats = this.plan.selected.filter(isSeat);
    const codes = numbered(seats, options);
    this.plan.change(this.t("numbered"), replaced(seats.map((seat) => ({ ...seat, ...codes.get(seat.id) }))));
    const [first, last] = [[...codes.values()][0], [...codes.values()].at(-1)];
    this.say(this.t("%(count)s seats numbered %(first)s to %(last)s", { count: seats.length, first: first.code, last: last.code }));
  }

  set(item, values) {
    const name = this.t("changed");
    if (item === null) {
      this.plan.change(name, (document) => ({ ...document, floor: { ...document.floor, ...values } }));
    } else {
      const changed = { ...item, ...values };
      const moves = isSeat(item) && !("room" in values) && ("x" in values || "y" in values);
      this.plan.change(name, (document) =>
        settled(new Set(moves ? [item.id] : []))(replaced([changed])(document)),
      );
    }
  }

  setAll(values) {
    const changed = this.plan.selected.map((item) => ({ ...item, ...values }));
    this.plan.change(this.t("changed"), replaced(changed));
    this.say(this.describeSelection());
  }

  remove(ids = this.plan.selection) {
    const count = ids.size;
    if (count === 0) {
      this.say(this.t("Nothing selected"));
      return;
    }
    this.plan.change(this.t("deleted"), without(ids));
    this.plan.select([]);
    this.say(this.t("%(count)s deleted", { count }));
  }

  undo() {
    const name = this.plan.undo();
    this.say(name ? this.t("Undone: %(name)s", { name }) : this.t("Nothing to undo"));
  }

  redo() {
    const name = this.plan.redo();
    this.say(name ? this.t("Done again: %(name)s", { name }) : this.t("Nothing to do again"));
  }

  // --- Adding ---

  add(name, items) {
    this.plan.change(name, added(items));
    this.plan.select(items.map((item) => item.id));
    this.say(`${name}. ${this.describeSelection()}`);
  }

  duplicate() {
    const items = this.plan.items.filter((item) => this.plan.withSeats(this.plan.selection).has(item.id));
    if (items.length === 0) {
      this.say(this.t("Nothing selected"));
      return;
    }
    // Beside one another along a row, below one another otherwise.
    const box = boxOfAll(items);
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    const [dx, dy] = items.length === 1 && isSeat(items[0]) ? [140, 0] : width > height ? [0, height + 20] : [width + 20, 0];
    this.add(this.t("duplicated"), copies(this.plan.document, items, snap(dx, 10), snap(dy, 10)));
  }

  copy() {
    const items = this.plan.items.filter((item) => this.plan.withSeats(this.plan.selection).has(item.id));
    sessionStorage.setItem(CLIPBOARD, JSON.stringify(items));
    this.say(this.t("%(count)s copied", { count: items.length }));
    return items.length;
  }

  cut() {
    if (this.copy()) {
      this.plan.select(this.plan.withSeats(this.plan.selection));
      this.remove();
    }
  }

  paste() {
    const items = JSON.parse(sessionStorage.getItem(CLIPBOARD) ?? "[]");
    if (items.length === 0) {
      this.say(this.t("Nothing was copied"));
      return;
    }
    const box = boxOfAll(items);
    const { x, y } = this.canvas.cursor;
    const dx = snap(x - box.left, this.canvas.grid);
    const dy = snap(y - box.top, this.canvas.grid);
    this.add(this.t("pasted"), copies(this.plan.document, items, dx, dy));
    this.canvas.moveCursor(x + 40, y + 40);
  }

  seat(values) {
    const codes = new Set(this.plan.document.seats.map((seat) => seat.code));
    const code = freshCode(this.lastCode ?? "A01", codes);
    return {
      id: newId(),
      room: null,
      code,
      state: "in_service",
      row: /^[^\d]*/.exec(code)[0].slice(-8),
      position: Number(/(\d+)$/.exec(code)?.[1] ?? 0),
      rotation: 0,
      ...values,
    };
  }

  addSeat({ x, y } = this.canvas.cursor) {
    const grid = this.canvas.grid;
    const seat = this.seat({ x: snap(x, grid), y: snap(y, grid) });
    this.lastCode = seat.code;
    this.add(this.t("seat added"), [seat]);
  }

  // A row from the cross on: `count` desks `spacing` apart, to the right or downwards, with a second one back to back.
  addRow({ count, spacing, facing, along, pair, ...naming }) {
    const { x, y } = this.canvas.cursor;
    const rotation = FACING[facing];
    const level = along === "right";
    const one = Array.from({ length: count }, (_, place) =>
      this.seat({ x: x + (level ? place * spacing : 0), y: y + (level ? 0 : place * spacing), rotation }),
    );
    const other = pair
      ? one.map((seat) => ({
          ...seat,
          id: newId(),
          x: level ? seat.x : seat.x + 70,
          y: level ? seat.y + 70 : seat.y,
          rotation: (rotation + 180) % 360,
        }))
      : [];
    if (pair) {
      // The first row faces away from the second.
      one.forEach((seat) => Object.assign(seat, { rotation: level ? 0 : 270 }));
      other.forEach((seat) => Object.assign(seat, { rotation: level ? 180 : 90 }));
    }
    const seats = [...one, ...other];
    const codes = numbered(seats, { ...naming, direction: level ? "right" : "down", lettered: pair });
    this.add(
      this.t("row added"),
      seats.map((seat) => ({ ...seat, ...codes.get(seat.id) })),
    );
    const box = boxOfAll(seats);
    this.canvas.moveCursor(x, box.bottom + 170);
  }

  addRoom(box = null) {
    const { x, y } = this.canvas.cursor;
    const names = new Set(this.plan.document.rooms.map((room) => room.name));
    this.add(this.t("room added"), [
      {
        id: newId(),
        name: freshCode(this.t("Room"), names),
        kind: "production",
        exclusive: false,
        clean_room: false,
        ...(box ?? { x: snap(x, 10), y: snap(y, 10), width: 1000, height: 600 }),
      },
    ]);
  }

  addShape(kind, at = null) {
    const { x, y } = { x: snap(this.canvas.cursor.x, 10), y: snap(this.canvas.cursor.y, 10) };
    const usual = {
      wall: { x1: x, y1: y, x2: x + 300, y2: y },
      window: { x1: x, y1: y, x2: x + 200, y2: y },
      door: { x1: x, y1: y, x2: x + 120, y2: y },
      area: { x, y, width: 300, height: 200, text: this.t("Area") },
      plant: { x, y },
      label: { x, y, text: this.t("Label") },
    }[kind];
    this.add(this.t("%(kind)s added", { kind: this.t(kind) }), [{ id: newId(), kind, ...usual, ...at }]);
  }

  get lines() {
    return inLines(this.plan.selected.filter(isSeat), "right").length;
  }
}
