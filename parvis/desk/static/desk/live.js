// The desk's stream. Every change of one's titles comes as a `touched` event on the body ({kind, number}; kind "all" when some
// may have been missed), and one every six seconds while the stream is away. Closed while nobody looks.

const place = document.querySelector("[data-live]");
const AWAY = 6000;
let stream, timer, tries = 0;

if (place) {
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", close);
  addEventListener("pageshow", ({ persisted }) => persisted && look());
  setInterval(() => !stream?.isHeard && !document.hidden && tell("all", 0), AWAY);
  open();
}

function tell(kind, number) {
  document.body.dispatchEvent(new CustomEvent("touched", { detail: { kind, number } }));
}

async function open() {
  close();
  const pass = await fetch(place.dataset.live).then((answer) => (answer.ok ? answer.json() : null), () => null);
  if (!pass) return later();
  const mine = (stream = new EventSource(`${place.dataset.stream}?pass=${encodeURIComponent(pass.pass)}`));
  mine.onopen = () => {
    if (tries) tell("all", 0);
    mine.isHeard = true;
    tries = 0;
    document.documentElement.dataset.heard = "yes";
  };
  mine.onerror = () => {
    if (mine !== stream) return;
    later();
  };
  mine.addEventListener("touch", ({ data }) => {
    const { kind, number } = JSON.parse(data);
    tell(kind, number);
  });
}

function later() {
  close();
  timer = setTimeout(open, Math.min(60e3, 1000 * 2 ** tries++) * (0.5 + Math.random() / 2));
}

function close() {
  clearTimeout(timer);
  stream?.close();
  stream = null;
  delete document.documentElement.dataset.heard;
}

function look() {
  if (document.hidden) timer = setTimeout(close, 120e3);
  else if (!stream) {
    clearTimeout(timer);
    tries = Math.max(tries, 1);
    open();
  }
}
