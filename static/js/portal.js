// What every page needs: menus that close, and the visitor's time zone for hours shown beside a facility's.

for (const menu of document.querySelectorAll("[data-menu]")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes("zone=")) {
  document.cookie = `zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
}

// A refusal that htmx put on the page takes the focus, so that it is read out and seen.
document.addEventListener("htmx:afterSwap", (event) => {
  const alert = event.detail.target.querySelector("[role=alert]");
  if (!alert) return;
  alert.tabIndex = -1;
  alert.focus();
});
