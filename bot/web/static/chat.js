"use strict";
// The chat page: what is written waits here until the line has it, under one message_id, and is fetched by number.

const LONGEST = 100000;
const POLL_MS = 4000;
const POLL_HIDDEN_MS = 30000;
const RETRY_MS = [1000, 2000, 5000, 10000, 30000];
const NUMBERS = /(?<!\d)(120|119|110|12345|12356|12355|12338)(?!\d)/;

const words = document.getElementById("words").dataset;
const list = document.getElementById("messages");
const status = document.getElementById("status");
const form = document.getElementById("form");
const input = document.getElementById("text");
const forget = document.getElementById("forget");
const chosen = new URLSearchParams(location.search).get("lang");

// ------------------------------------------------------------------ what this device keeps

let kept = { token: null, mine: [] }; // mine: id, text, shown, after (the last number before it), state

try {
  kept = JSON.parse(localStorage.getItem("hearthline")) || kept;
} catch { /* storage is off: it lasts as long as the page */ }

function keep() {
  try {
    localStorage.setItem("hearthline", JSON.stringify(kept));
  } catch { /* full or off */ }
  forget.hidden = kept.mine.length === 0;
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// ------------------------------------------------------------------ showing

let last = 0; // the highest number shown
const shown = new Map(); // message_id -> its element

function say(text) {
  status.textContent = text || "";
}

function show(kind, who, text) {
  const atEnd = list.parentElement.scrollHeight - list.parentElement.scrollTop - list.parentElement.clientHeight < 80;
  const item = document.createElement("li");
  item.className = kind;
  const name = document.createElement("span");
  name.className = "unseen";
  name.textContent = who + ": ";
  const said = document.createElement("p");
  for (const part of text.split(new RegExp(NUMBERS, "g"))) {
    said.append(kind !== "mine" && NUMBERS.test(part) && part.length < 6 ? callable(part) : part);
  }
  item.append(name, said);
  list.append(item);
  if (atEnd || kind === "mine") reveal(item);
  return item;
}

// To its end, or where it is longer than the screen, to its beginning: what to do first stands there.
function reveal(item) {
  const isLong = item.offsetHeight > list.parentElement.clientHeight;
  item.scrollIntoView({ block: isLong ? "start" : "end" });
}

function callable(digits) {
  const link = document.createElement("a");
  link.href = "tel:" + digits;
  link.textContent = digits;
  return link;
}

function showMine(message) {
  const item = show("mine", words.you, message.shown || message.text);
  item.classList.toggle("waiting", message.state === "waiting");
  item.classList.toggle("refused", message.state === "refused");
  shown.set(message.id, item);
}

function showLetter(letter) {
  const kind = letter.kind === "reply" ? "theirs" : letter.kind === "alert" ? "alert" : "news";
  const item = show(kind, words.line, letter.text);
  list.querySelectorAll(".choices").forEach((old) => old.remove());
  if (!letter.buttons) return;
  const choices = document.createElement("div");
  choices.className = "choices";
  for (const each of letter.buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = each.label;
    button.addEventListener("click", () => {
      choices.remove();
      write(each.value, each.label);
    });
    choices.append(button);
  }
  item.append(choices);
  reveal(item);
}

// ------------------------------------------------------------------ sending

let sending = false;
let failures = 0;

function write(text, label) {
  const message = { id: newId(), text, shown: label, after: last, state: "waiting" };
  kept.mine.push(message);
  keep();
  list.querySelectorAll(".choices").forEach((old) => old.remove());
  showMine(message);
  send();
}

async function call(method, path, body) {
  const headers = kept.token ? { Authorization: "Bearer " + kept.token } : {};
  if (body) headers["Content-Type"] = "application/json";
  return fetch("api/v1/" + path, { method, headers, body: body && JSON.stringify(body), cache: "no-store" });
}

async function open() {
  const response = await call("POST", "conversations", {});
  if (!response.ok) throw new Error("not opened");
  kept.token = (await response.json()).token;
  keep();
}

async function send() {
  if (sending) return;
  sending = true;
  let message;
  while ((message = kept.mine.find((each) => each.state === "waiting"))) {
    say(failures ? words.again : words.sending);
    const wait = await post(message);
    if (wait === 0) continue;
    failures += 1;
    await pause(wait);
  }
  sending = false;
}

// Post one message. How long to wait before the next try; 0 when it is settled.
async function post(message) {
  const told = { text: message.text, message_id: message.id };
  if (chosen) told.lang = chosen;
  try {
    if (!kept.token) await open();
    const response = await call("POST", "messages", told);
    if (response.status === 401) {
      kept.token = null;
      return RETRY_MS[0];
    }
    if (response.status === 429) {
      say(words.fast);
      return 1000 * (Number(response.headers.get("Retry-After")) || 5);
    }
    if (response.status >= 500) throw new Error("not now");
    settle(message, response.ok ? "sent" : "refused");
    say(response.status === 202 ? words.waiting : response.status === 413 ? words.long : response.ok ? "" : words.refused);
    failures = 0;
    await look();
    return 0;
  } catch {
    say(words.again);
    return RETRY_MS[Math.min(failures, RETRY_MS.length - 1)];
  }
}

function settle(message, state) {
  message.state = state;
  keep();
  const item = shown.get(message.id);
  item.classList.remove("waiting");
  item.classList.toggle("refused", state === "refused");
}

let awake = () => {};

function pause(milliseconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    awake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

// ------------------------------------------------------------------ fetching

let looking = null;

function look() {
  looking = looking || fetchNew().finally(() => { looking = null; });
  return looking;
}

async function fetchNew() {
  if (!kept.token) return;
  try {
    const response = await call("GET", "messages?after=" + last);
    if (!response.ok) return;
    for (const letter of (await response.json()).messages) {
      last = letter.number;
      showLetter(letter);
    }
    if (!sending) say("");
  } catch { /* no connection: the next look finds it */ }
}

async function watch() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, document.hidden ? POLL_HIDDEN_MS : POLL_MS));
    await look();
  }
}

// What was said before: the line's words by number, ours after the number that was the last when they were written.
async function recall() {
  const mine = [...kept.mine];
  const letters = [];
  if (kept.token) {
    try {
      const response = await call("GET", "messages?after=0");
      if (response.ok) letters.push(...(await response.json()).messages);
    } catch { /* shown when the line is back */ }
  }
  for (const letter of letters) {
    while (mine.length && mine[0].after < letter.number) showMine(mine.shift());
    last = letter.number;
    showLetter(letter);
  }
  mine.forEach(showMine);
}

// ------------------------------------------------------------------ what the person does

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value;
  if (!text.trim()) return;
  if ([...text].length > LONGEST) {
    say(words.long);
    return;
  }
  input.value = "";
  input.style.height = "";
  write(text);
});

input.addEventListener("keydown", (event) => {
  const hasKeyboard = matchMedia("(pointer: fine)").matches;
  if (event.key === "Enter" && hasKeyboard && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

input.addEventListener("input", () => {
  input.style.height = "auto";
  input.style.height = input.scrollHeight + 2 + "px";
});

forget.addEventListener("click", () => {
  if (!confirm(words.forget)) return;
  try {
    localStorage.removeItem("hearthline");
  } catch { /* off */ }
  location.reload();
});

addEventListener("online", () => awake());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
});

forget.hidden = kept.mine.length === 0;
recall().then(() => {
  send();
  watch();
});
