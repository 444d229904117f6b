// The plan being drawn: its document, what is selected, and every step so far. Documents are never changed in place.
import { isLine, isSeat, middleOf, moved, roomAt } from "./geometry.js";
import { freshCode } from "./numbering.js";

const STEPS = 300;

// A UUIDv7: sorted by when it was made, as the database's own.
export const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let place = 0; place < 6; place += 1) {
    bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) % 256;
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

// Shapes have no identity outside; in here they do.
const taken = (document) => ({ ...document, drawing: document.drawing.map((shape) => ({ ...shape, id: newId() })) });

export const given = (document) => ({
  ...document,
  drawing: document.drawing.map(({ id, ...shape }) => shape),
});

export class Plan extends EventTarget {
  constructor(document) {
    super();
    this.document = taken(document);
    this.selection = new Set();
    this.past = [];
    this.future = [];
    this.base = null;
  }

  get items() {
    const { rooms, seats, drawing } = this.document;
    return [...rooms, ...drawing, ...seats];
  }

  get selected() {
    return this.items.filter((item) => this.selection.has(item.id));
  }

  find(id) {
    return this.items.find((item) => item.id === id) ?? null;
  }

  roomOf(seat) {
    return this.document.rooms.find((room) => room.id === seat.room) ?? null;
  }

  // Items in the order they are read out: each room with its seats, then the rest.
  get inOrder() {
    const { rooms, seats, drawing } = this.document;
    const byPlace = (a, b) => {
      const [one, other] = [middleOf(a), middleOf(b)];
      return one.y - other.y || one.x - other.x;
    };
    const sorted = [...seats].sort(byPlace);
    return [
      ...[...rooms]
        .sort((a, b) => a.y - b.y || a.x - b.x)
        .flatMap((room) => [room, ...sorted.filter((seat) => seat.room === room.id)]),
      ...sorted.filter((seat) => !this.roomOf(seat)),
      ...[...drawing].sort(byPlace),
    ];
  }

  select(ids) {
    this.selection = new Set(ids);
    this.dispatchEvent(new Event("select"));
  }

  // What moves along: the seats of a room that is selected.
  withSeats(ids) {
    const all = new Set(ids);
    for (const seat of this.document.seats) {
      if (all.has(seat.room)) {
        all.add(seat.id);
      }
    }
    return all;
  }

  // Change the document as one step that can be undone; `name` says what it was.
  change(name, recipe) {
    const before = this.base ?? this.document;
    this.base = null;
    const after = recipe(before);
    if (after === before) {
      this.document = before;
      this.dispatchEvent(new Event("change"));
      return;
    }
    this.past.push({ name, document: before, selection: new Set(this.selection) });
    this.past.splice(0, this.past.length - STEPS);
    this.future = [];
    this.document = after;
    this.dispatchEvent(new CustomEvent("change", { detail: { name } }));
  }

  // Show a change while it is being made with the pointer; `change` or `cancel` ends it.
  preview(recipe) {
    this.base ??= this.document;
    this.document = recipe(this.base);
    this.dispatchEvent(new CustomEvent("change", { detail: { preview: true } }));
  }

  cancel() {
    if (this.base) {
      this.document = this.base;
      this.base = null;
      this.dispatchEvent(new CustomEvent("change", { detail: { preview: true } }));
    }
  }

  undo() {
    return this.step(this.past, this.future);
  }

  redo() {
    return this.step(this.future, this.past);
  }

  step(from, to) {
    const step = from.pop();
    if (!step) {
      return null;
    }
    to.push({ name: step.name, document: this.document, selection: new Set(this.selection) });
    this.document = step.document;
    const there = new Set(this.items.map((item) => item.id));
    this.selection = new Set([...step.selection].filter((id) => there.has(id)));
    this.dispatchEvent(new CustomEvent("change", { detail: { name: step.name } }));
    this.dispatchEvent(new Event("select"));
    return step.name;
  }
}

// --- Recipes: a document in, another one out ---

const each = (document, replace) => ({
  ...document,
  rooms: document.rooms.map(replace),
  seats: document.seats.map(replace),
  drawing: document.drawing.map(replace),
});

export const replaced = (items) => (document) => {
  const found = new Map(items.map((item) => [item.id, item]));
  return each(document, (item) => found.get(item.id) ?? item);
};

// Seats lie in the room around them; where there is none they stay in the room they were in.
export const settled =
  (ids) =>
  (document) => ({
    ...document,
    seats: document.seats.map((seat) => {
      if (!ids.has(seat.id) && document.rooms.some((room) => room.id === seat.room)) {
        return seat;
      }
      const around = roomAt(document.rooms, seat.x, seat.y)?.id;
      const kept = document.rooms.some((room) => room.id === seat.room) ? seat.room : null;
      const room = around ?? kept;
      return room === seat.room ? seat : { ...seat, room };
    }),
  });

// Seats that move along with their room stay in it.
const leaving = (document, ids) =>
  new Set(document.seats.filter((seat) => ids.has(seat.id) && !ids.has(seat.room)).map((seat) => seat.id));

export const shifted = (ids, dx, dy) => (document) =>
  settled(leaving(document, ids))(each(document, (item) => (ids.has(item.id) ? moved(item, dx, dy) : item)));

export const added = (items) => (document) => {
  const seats = items.filter(isSeat);
  const rooms = items.filter((item) => "exclusive" in item);
  const shapes = items.filter((item) => "kind" in item && !("exclusive" in item));
  return settled(new Set(seats.filter((seat) => !seat.room).map((seat) => seat.id)))({
    ...document,
    rooms: [...document.rooms, ...rooms],
    seats: [...document.seats, ...seats],
    drawing: [...document.drawing, ...shapes],
  });
};

export const without = (ids) => (document) => {
  const stays = (item) => !ids.has(item.id);
  return settled(new Set())({
    ...document,
    rooms: document.rooms.filter(stays),
    seats: document.seats.filter(stays),
    drawing: document.drawing.filter(stays),
  });
};

// Copies with an identity, and a code or name, of their own.
export const copies = (document, items, dx, dy) => {
  const codes = new Set(document.seats.map((seat) => seat.code));
  const names = new Set(document.rooms.map((room) => room.name));
  const ids = new Map(items.map((item) => [item.id, newId()]));
  return items.map((item) => {
    const copy = { ...moved(item, dx, dy), id: ids.get(item.id) };
    if (isSeat(item)) {
      copy.code = freshCode(item.code, codes);
      codes.add(copy.code);
      const position = /(\d+)$/.exec(copy.code)?.[1];
      copy.position = position ? Math.min(Number(position), 32767) : 0;
      copy.room = ids.get(item.room) ?? null;
    } else if ("exclusive" in item) {
      copy.name = freshCode(item.name, names);
      names.add(copy.name);
    }
    return copy;
  });
};

export const isRoom = (item) => "exclusive" in item;
export const isShape = (item) => !isRoom(item) && !isSeat(item);
export { isLine, isSeat };
