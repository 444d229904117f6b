// What the pages around signing in do beyond plain forms: guess the time zone, offer passkeys, say when one fails.

for (const part of document.querySelectorAll("[data-needs-script]")) {
  part.hidden = false;
}

for (const select of document.querySelectorAll("select[data-guess-time-zone]")) {
  const guess = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const untouched = select.value === "UTC";
  if (untouched && [...select.options].some((option) => option.value === guess)) {
    select.value = guess;
  }
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const trouble of document.querySelectorAll("[data-passkey-trouble]")) {
    trouble.hidden = false;
  }
});
