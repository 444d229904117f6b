// Keep what is drawn: a moment after the last change, and never over what somebody else has saved.
import { given } from "./plan.js";

const SOON = 1200;
const LATER = 8000;

export class Saving extends EventTarget {
  constructor(plan, setup, t) {
    super();
    Object.assign(this, { plan, setup, t });
    this.revision = setup.revision;
    this.problems = setup.problems;
    this.state = "saved";
    this.stuck = false;
    plan.addEventListener("change", (event) => {
      if (!event.detail?.preview) {
        this.later(SOON);
      }
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.state !== "saved") {
        event.preventDefault();
      }
    });
  }

  later(wait) {
    if (this.stuck) {
      return;
    }
    this.become("unsaved");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  become(state, message = "") {
    this.state = state;
    this.message = message;
    this.dispatchEvent(new Event("state"));
  }

  async save() {
    clearTimeout(this.timer);
    if (this.stuck || this.state === "saved") {
      return;
    }
    if (this.state === "saving") {
      this.later(SOON);
      return;
    }
    const document = this.plan.base ?? this.plan.document;
    this.become("saving");
    let answer;
    try {
      answer = await fetch(this.setup.save, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
        body: JSON.stringify({ draft: this.setup.draft, revision: this.revision, document: given(document) }),
      });
    } catch {
      this.retry(this.t("The server does not answer. Your work is kept here and saved as soon as it does."));
      return;
    }
    const said = await answer.json().catch(() => null);
    if (answer.ok && said) {
      this.revision = said.revision;
      this.problems = said.problems;
      if ((this.plan.base ?? this.plan.document) === document) {
        this.become("saved");
      } else {
        this.later(SOON);
      }
    } else if (answer.status >= 500 || answer.redirected) {
      this.retry(this.t("The server could not save this. It is tried again; keep this page open."));
    } else if (answer.status === 422 && said?.problems) {
      this.become("refused", `${said.message} ${said.problems.map((each) => `${each.path}: ${each.message}`).join(" ")}`);
    } else {
      this.stuck = true;
      this.become("refused", said?.message ?? this.t("You are signed out. Sign in again in another tab, then save."));
      this.stuck = answer.status === 409;
    }
  }

  retry(message) {
    this.become("unsaved", message);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), LATER);
  }

  // A copy of what is on the screen as a file, which can be imported.
  download() {
    const blob = new Blob([JSON.stringify(given(this.plan.document), null, 1)], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${this.setup.name}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  discardMine() {
    this.state = "saved";
    location.reload();
  }
}

export const csrf = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
