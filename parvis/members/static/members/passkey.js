// Passkeys: the button is shown where the browser has them, and what went wrong is said in the page.
const has = "credentials" in navigator && "PublicKeyCredential" in window;

for (const one of document.querySelectorAll("[data-passkey]")) one.hidden = !has;
for (const one of document.querySelectorAll("[data-no-passkey]")) one.hidden = has;

document.addEventListener("allauth.error", (told) => {
  told.preventDefault();
  const where = document.querySelector("[data-passkey-trouble]");
  if (!where) return;
  where.hidden = false;
  where.scrollIntoView({ block: "nearest" });
});
