// Select2 names its box after what is chosen, which is nothing at first: name it after the label, as a reader expects.
const nameBoxes = () => {
  for (const box of document.querySelectorAll(".select2-selection[aria-labelledby]")) {
    const select = box.closest(".select2-container").previousElementSibling;
    const label = select?.getAttribute("aria-label") ?? select?.labels?.[0]?.textContent.trim();
    if (label) {
      box.removeAttribute("aria-labelledby");
      box.setAttribute("aria-label", label);
      box.querySelector("[role=textbox]")?.setAttribute("aria-label", label);
    }
  }
};

new MutationObserver(nameBoxes).observe(document.documentElement, { childList: true, subtree: true });
