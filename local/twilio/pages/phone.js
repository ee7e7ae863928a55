// One simulated phone: rings, answers, hears and speaks over WebRTC. Two tabs are two phones.
const $ = (id) => document.getElementById(id);
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const ENDINGS = {
  busy: "Call declined", "no-answer": "Nobody answered", canceled: "The caller gave up",
  failed: "The call failed", completed: "Call ended",
};
const HUNG_UP_BY = {
  person: "You hung up", conference: "The other side ended the call", api: "The other side ended the call",
  twiml: "The application ended the call", limit: "The time limit was reached", reset: "The twin was reset",
};

const ringing = new Map();
const texts = new Map();
let socket;
let mine = null; // {sid, other, own, peer, microphone, answeredAt}

const send = (message) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
const ownNumber = () => new URLSearchParams(location.hash.slice(1)).get("number") || "";
const ringsHere = (card) => !ownNumber() || card.to === ownNumber();

function connect() {
  socket = new WebSocket(`ws://${location.host}/twin/phone`);
  socket.onmessage = ({ data }) => heard(JSON.parse(data));
  socket.onclose = () => {
    ringing.clear();
    if (mine) finish("The line to the twin was lost", "");
    else show("lost", "Twin not reachable", "", "Trying again…");
    list();
    setTimeout(connect, 1000);
  };
  socket.onopen = () => !mine && idle();
}

function heard(message) {
  if (message.type === "numbers") offer(message.numbers);
  if (message.type === "calls") for (const card of message.calls) ringing.set(card.sid, card);
  if (message.type === "texts") for (const one of message.texts) texts.set(one.sid, one);
  if (message.type === "text") texts.set(message.text.sid, message.text);
  if (message.type === "ringing") ringing.set(message.call.sid, message.call);
  if (message.type === "gone" || message.type === "refused") gone(message);
  if (message.type === "answered") {
    if (mine && [message.sid, ""].includes(mine.sid)) connected(message);
    else send({ type: "hangup", sid: message.sid });
  }
  if (message.type === "said" && mine?.sid === message.sid) said(message.text);
  if (message.type === "ended" && mine?.sid === message.sid) {
    const spoken = message.talk_s ? ` · ${clock(message.talk_s)}` : "";
    finish(HUNG_UP_BY[message.by] || ENDINGS[message.status], ENDINGS[message.status] + spoken);
  }
  list();
}

function gone({ sid, status, type, reason }) {
  const wasRinging = ringing.delete(sid);
  if (mine?.sid === sid && reason) finish("The call failed", reason);
  else if (mine?.sid === sid && type === "refused") finish("Answered elsewhere", "Another phone took this call.");
  else if (mine?.sid === sid && !mine.answeredAt && status !== "in-progress") finish(ENDINGS[status] || "Call over", "");
  else if (wasRinging && !mine && !shown().length && status !== "in-progress")
    show("ended", ENDINGS[status] || "Call over", "", "Waiting for the next call.");
}

async function answer(card) {
  ringing.delete(card.sid);
  await speak({ sid: card.sid, other: card.from, own: card.to }, (sdp) => ({ type: "answer", sid: card.sid, sdp }));
}

async function call(to) {
  const from = ownNumber();
  await speak({ sid: "", other: to, own: from }, (sdp) => ({ type: "call", from, to, sdp }));
}

// One call at a time, with its microphone; `ask` makes the message that carries our offer.
async function speak(parties, ask) {
  mine = { ...parties, peer: new RTCPeerConnection({ iceServers: [] }) };
  $("said").replaceChildren();
  list();
  show("talking", "Connecting…", mine.other, "");
  const { peer } = mine;
  peer.ontrack = ({ track }) => { $("voice").srcObject = new MediaStream([track]); };
  try {
    mine.microphone = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true } });
    for (const track of mine.microphone.getTracks()) peer.addTrack(track, mine.microphone);
    $("mic").textContent = "";
  } catch {
    peer.addTransceiver("audio", { direction: "recvonly" });
    $("mic").textContent = "No microphone: you can listen, not speak.";
  }
  await peer.setLocalDescription(await peer.createOffer());
  await gathered(peer);
  if (mine?.peer === peer) send(ask(peer.localDescription.sdp));
}

function gathered(peer) {
  if (peer.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    peer.addEventListener("icegatheringstatechange", () => peer.iceGatheringState === "complete" && resolve());
    setTimeout(resolve, 1500);
  });
}

async function connected({ sid, sdp }) {
  mine.sid = sid;
  await mine.peer.setRemoteDescription({ type: "answer", sdp });
  mine.answeredAt = Date.now();
  show("talking", "In call", mine.other, mine.own ? `on ${mine.own}` : "number not shown");
  $("hangup").focus();
}

function said(words) {
  const line = text("li", /^https?:/.test(words) ? "♪ music" : words);
  $("said").append(line);
  line.scrollIntoView({ block: "nearest" });
}

function finish(headline, detail) {
  mine.peer.close();
  for (const track of mine.microphone?.getTracks() || []) track.stop();
  const { other } = mine;
  mine = null;
  $("mic").textContent = "";
  show("ended", headline, other, detail);
}

function offer(numbers) {
  $("to").replaceChildren(...numbers.map((number) => new Option(number)));
  hideCalling();
}

function hideCalling() {
  const busy = ["talking", "ringing", "lost"].includes($("handset").dataset.state);
  $("call-form").classList.toggle("hidden", busy || !$("to").options.length);
}

function idle() {
  const number = ownNumber();
  show("idle", "Waiting for a call", number, number ? "Rings when this number is called."
    : "Keep this page open; it rings when somebody is called.");
}

function show(state, headline, party, detail) {
  $("handset").dataset.state = state;
  $("headline").textContent = headline;
  $("party").textContent = party;
  $("detail").textContent = detail;
  $("keypad").classList.toggle("hidden", state !== "talking");
  $("hangup").classList.toggle("hidden", state !== "talking");
  $("number-form").classList.toggle("hidden", state === "talking");
  hideCalling();
  if (state !== "talking") $("timer").textContent = "";
}

const shown = () => [...ringing.values()].filter(ringsHere);

function list() {
  const cards = mine ? [] : shown();
  $("ringing").replaceChildren(...cards.map(row));
  if (cards.length && !mine) {
    const [first] = cards;
    const more = cards.length > 1 ? `${cards.length} calls ringing` : "Incoming call";
    show("ringing", more, first.from, `calling ${first.to}`);
    document.title = `☎ ${first.from}`;
  } else {
    document.title = "Phone · telephony twin";
    if ($("handset").dataset.state === "ringing") idle();
  }
  $("texts").replaceChildren(...[...texts.values()].filter(ringsHere).reverse().map(bubble));
}

function bubble(message) {
  const item = document.createElement("li");
  const at = new Date(message.at_ms).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
  const head = ownNumber() ? `${message.from} · ${at}` : `${message.from} to ${message.to} · ${at}`;
  item.append(text("span", head, "quiet"), text("p", message.body));
  return item;
}

function row(card) {
  const item = document.createElement("li");
  const who = document.createElement("div");
  who.className = "who";
  who.append(text("span", card.to), text("span", `from ${card.from}`, "quiet"));
  const acts = document.createElement("div");
  acts.className = "acts";
  const no = text("button", "Decline", "reject");
  no.onclick = () => send({ type: "reject", sid: card.sid });
  no.setAttribute("aria-label", `Decline the call to ${card.to}`);
  const yes = text("button", "Answer", "primary");
  yes.onclick = () => answer(card);
  yes.setAttribute("aria-label", `Answer the call to ${card.to}`);
  acts.append(no, yes);
  item.append(who, acts);
  return item;
}

function text(tag, content, className = "") {
  const element = document.createElement(tag);
  element.textContent = content;
  element.className = className;
  if (tag === "button") element.type = "button";
  return element;
}

const clock = (s) => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
const press = (digit) => mine && send({ type: "digits", sid: mine.sid, digits: digit });

for (const key of KEYS) {
  const button = text("button", key);
  button.onclick = () => press(key);
  $("keypad").append(button);
}
$("hangup").onclick = () => {
  if (!mine) return;
  if (mine.sid) send({ type: mine.answeredAt ? "hangup" : "reject", sid: mine.sid });
  if (!mine.answeredAt) finish("You hung up", "");
};
$("number-form").onsubmit = (event) => {
  event.preventDefault();
  const number = $("number").value.replace(/[^+0-9]/g, "");
  location.hash = number ? `number=${encodeURIComponent(number)}` : "";
};
$("call-form").onsubmit = (event) => {
  event.preventDefault();
  if (!mine) call($("to").value);
};
addEventListener("hashchange", () => { $("number").value = ownNumber(); if (!mine) idle(); list(); });
addEventListener("keydown", ({ key, target }) => {
  if (target.tagName !== "INPUT" && KEYS.includes(key)) press(key);
});
setInterval(() => {
  if (mine?.answeredAt) $("timer").textContent = clock(Math.floor((Date.now() - mine.answeredAt) / 1000));
}, 250);
$("number").value = ownNumber();
connect();
