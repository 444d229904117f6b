// Mouse, pen and finger on the plan.
import { isLine, pulled, snap, within } from "./geometry.js";
import { isRoom, replaced, settled, shifted } from "./plan.js";

const LINES = ["wall", "window", "door"];
const SPOTS = ["plant", "label"];
// A hand that shakes by so many pixels does not draw.
const STILL = 4;

export class Pointer {
  constructor(frame, plan, canvas, actions) {
    Object.assign(this, { frame, plan, canvas, actions });
    this.tool = "select";
    this.gesture = null;
    frame.addEventListener("pointerdown", (event) => this.down(event));
    frame.addEventListener("pointermove", (event) => this.move(event));
    frame.addEventListener("pointerup", (event) => this.up(event));
    frame.addEventListener("pointercancel", () => this.stop());
    frame.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    frame.addEventListener("dblclick", () => document.querySelector("#panel input, #panel select")?.focus());
  }

  use(tool) {
    this.tool = tool;
    this.frame.dataset.tool = tool;
    this.frame.dispatchEvent(new CustomEvent("tool", { detail: tool }));
  }

  snapped(point, event) {
    const grid = event.altKey ? 1 : this.canvas.grid;
    return { x: snap(point.x, grid), y: snap(point.y, grid) };
  }

  down(event) {
    this.frame.focus({ preventScroll: true });
    const start = this.canvas.pointAt(event);
    const client = { x: event.clientX, y: event.clientY };
    this.frame.setPointerCapture(event.pointerId);
    if (event.button === 1 || this.tool === "pan") {
      event.preventDefault();
      this.gesture = { kind: "pan", last: client };
      return;
    }
    if (event.button !== 0) {
      return;
    }
    if (this.tool !== "select") {
      this.gesture = { kind: "draw", start: this.snapped(start, event), client };
      return;
    }
    const handle = event.target.dataset?.handle;
    if (handle) {
      this.gesture = { kind: "pull", handle, item: this.plan.selected[0], client };
      return;
    }
    const item = this.plan.find(event.target.closest("[data-id]")?.dataset.id);
    // Over the floor of a room one catches seats; the room itself moves once it is selected.
    if (!item || (isRoom(item) && !this.plan.selection.has(item.id))) {
      this.gesture = { kind: "band", start, client, room: item, more: event.shiftKey };
      return;
    }
    if (event.shiftKey) {
      this.actions.choose(item, true);
      return;
    }
    const chosen = this.plan.selection.has(item.id);
    if (!chosen) {
      this.plan.select([item.id]);
    }
    this.gesture = { kind: "drag", item, start, client, chosen };
  }

  move(event) {
    const { gesture } = this;
    if (!gesture) {
      return;
    }
    if (gesture.kind === "pan") {
      this.canvas.pan(gesture.last.x - event.clientX, gesture.last.y - event.clientY);
      gesture.last = { x: event.clientX, y: event.clientY };
      return;
    }
    const far = Math.hypot(event.clientX - gesture.client.x, event.clientY - gesture.client.y);
    gesture.begun ||= far > STILL;
    if (gesture.begun) {
      this[gesture.kind](event, this.canvas.pointAt(event));
    }
  }

  drag(event, point) {
    const { item, start } = this.gesture;
    const anchor = isLine(item) ? { x: item.x1, y: item.y1 } : { x: item.x, y: item.y };
    const to = this.snapped({ x: anchor.x + point.x - start.x, y: anchor.y + point.y - start.y }, event);
    const [dx, dy] = [to.x - anchor.x, to.y - anchor.y];
    const ids = this.plan.withSeats(this.plan.selection);
    this.gesture.recipe = shifted(ids, dx, dy);
    this.plan.preview(this.gesture.recipe);
  }

  pull(event, point) {
    const to = this.snapped(point, event);
    const changed = pulled(this.gesture.item, this.gesture.handle, to.x, to.y);
    this.gesture.recipe = (document) => settled(new Set())(replaced([changed])(document));
    this.plan.preview(this.gesture.recipe);
  }

  band(event, point) {
    const { start } = this.gesture;
    this.gesture.area = {
      left: Math.min(start.x, point.x),
      top: Math.min(start.y, point.y),
      right: Math.max(start.x, point.x),
      bottom: Math.max(start.y, point.y),
    };
    this.canvas.showBand(this.gesture.area);
  }

  draw(event, point) {
    const end = this.snapped(point, event);
    this.gesture.end = end;
    const { start } = this.gesture;
    this.canvas.showBand({
      left: Math.min(start.x, end.x),
      top: Math.min(start.y, end.y),
      right: Math.max(start.x, end.x),
      bottom: Math.max(start.y, end.y),
    });
  }

  up() {
    const { gesture } = this;
    this.gesture = null;
    this.canvas.showBand(null);
    if (!gesture) {
      return;
    }
    if (gesture.kind === "draw") {
      this.place(gesture);
    } else if (gesture.recipe) {
      this.plan.change(this.actions.t(gesture.kind === "drag" ? "moved" : "resized"), gesture.recipe);
      this.actions.say(this.actions.describeSelection());
    } else if (gesture.kind === "band") {
      this.catch(gesture);
    } else if (gesture.kind === "drag" && !gesture.begun) {
      this.actions.choose(gesture.item);
    }
  }

  // What lies wholly in the rubber band; a click catches the room around it.
  catch({ area, room, start, more }) {
    if (!area && room) {
      this.canvas.moveCursor(Math.round(start.x), Math.round(start.y));
      this.actions.choose(room, more);
      return;
    }
    const caught = area ? this.plan.items.filter((item) => within(item, area)) : [];
    const kept = more ? [...this.plan.selection] : [];
    this.plan.select([...kept, ...caught.map((item) => item.id)]);
    if (!area) {
      this.canvas.moveCursor(Math.round(start.x), Math.round(start.y));
    }
    this.actions.say(this.actions.describeSelection());
  }

  place({ start, end }) {
    const { tool } = this;
    this.canvas.moveCursor(start.x, start.y);
    if (tool === "seat") {
      this.actions.addSeat(start);
    } else if (SPOTS.includes(tool)) {
      this.actions.addShape(tool, { x: start.x, y: start.y });
    } else if (LINES.includes(tool)) {
      const straight = end && this.straightened(start, end);
      this.actions.addShape(tool, straight ? { x1: start.x, y1: start.y, x2: straight.x, y2: straight.y } : null);
    } else {
      const box = end && {
        x: Math.min(start.x, end.x),
        y: Math.min(start.y, end.y),
        width: Math.max(Math.abs(end.x - start.x), 10),
        height: Math.max(Math.abs(end.y - start.y), 10),
      };
      if (tool === "room") {
        this.actions.addRoom(box);
      } else {
        this.actions.addShape(tool, box);
      }
    }
    if (tool !== "seat") {
      this.use("select");
    }
  }

  // Nearly level is level, nearly upright upright.
  straightened(start, end) {
    const [dx, dy] = [Math.abs(end.x - start.x), Math.abs(end.y - start.y)];
    if (dx < dy / 6) {
      return { x: start.x, y: end.y };
    }
    return dy < dx / 6 ? { x: end.x, y: start.y } : end;
  }

  stop() {
    this.gesture = null;
    this.canvas.showBand(null);
    this.plan.cancel();
  }

  wheel(event) {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      this.canvas.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, this.canvas.pointAt(event));
    } else if (event.shiftKey) {
      this.canvas.pan(event.deltaY, 0);
    } else {
      this.canvas.pan(event.deltaX, event.deltaY);
    }
  }
}
