/** Hands the session to the article's page that opened this window, to that origin alone, and closes. */
const { session, expires, origin } = document.getElementById("entered").dataset;

if (window.opener) {
  window.opener.postMessage({ parvis: "session", session, expires }, origin);
  window.close();
}
