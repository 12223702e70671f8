// What an import costs the shop: asks a running server for searches by Zipf's law at an even rate, first alone and then while
// it imports a file that somebody uploaded, and compares how long the answers took.
//
//   node end2end/load/import.mjs http://127.0.0.1:3000 EMAIL PASSWORD NAMES [rows] [requests a second]
//
// The account is an administrator's; rate limits must be off. NAMES is a file of product names, one a line, of which the
// products to come are made: so most of them change what searches find. Ends with 1 if the p95 grows by more than half.

import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

import { quantile, random, runEvenly, run, searches, zipf } from "./common.mjs";

const [base, email, password, names, rows = "100000", perSecond = "40"] = process.argv.slice(2);
const UNIVERSE = 2_000;
/** Seconds of each of the turns before and after. */
const ALONE = 30;
const GOAL = 1.5;

const next = random(1);
const all = searches(UNIVERSE, next);
const draw = zipf(UNIVERSE, next);

async function sent(path, body, cookie = "") {
  const response = await fetch(base + path, { method: "POST", redirect: "manual", headers: { accept: "text/html", cookie }, body });
  if (response.status !== 303) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
  return response;
}

async function page(path, cookie) {
  const response = await fetch(base + path, { headers: { accept: "text/html", cookie } });
  if (!response.ok) throw new Error(`${path} was answered ${response.status}`);
  return response.text();
}

/** Waits until the page of the import shows what is waited for. */
async function shown(path, cookie, wanted) {
  for (;;) {
    const text = await page(path, cookie);
    const found = wanted.exec(text);
    if (found) return found;
    await pause(1_000);
  }
}

/** Answers to an even stream of searches until told to stop. */
function stream() {
  const times = [];
  let goesOn = true;
  const done = (async () => {
    while (goesOn) {
      const paths = Array.from({ length: Number(perSecond) }, () => all[draw()]);
      const { answers } = await runEvenly(base, Number(perSecond), paths);
      times.push(...answers.map((one) => one.took));
    }
  })();
  return async () => {
    goesOn = false;
    await done;
    return times;
  };
}

async function alone() {
  const stop = stream();
  await pause(ALONE * 1_000);
  return stop();
}

const lines = readFileSync(names, "utf8").split("\n").filter(Boolean);
const file = ["id;title;price;stock"];
for (let row = 0; row < Number(rows); row += 1) {
  const title = `${lines[Math.floor(next() * lines.length)]} ${row}`.replaceAll(/[;"]/g, " ");
  file.push(`import-${row};${title};${(1 + Math.floor(next() * 9_999)) / 100};${row % 7}`);
}

const session = (await sent("/log-in", new URLSearchParams({ email, password }))).headers
  .getSetCookie()
  .map((one) => one.split(";")[0])
  .join("; ");
const form = new FormData();
form.append("file", new Blob([file.join("\n")], { type: "text/csv" }), "many.csv");
const place = new URL((await sent("/admin/import", form, session)).headers.get("location"), base).pathname;

await run(base, 4, all);
const before = await alone();

const checked = stream();
let started = performance.now();
await sent(place, new URLSearchParams({ act: "check", column0: "id", column1: "title", column2: "price", column3: "stock" }), session);
const [, token] = await shown(place, session, /name="token" value="([^"]+)"/);
const checking = { times: await checked(), took: performance.now() - started };

const imported = stream();
started = performance.now();
await sent(place, new URLSearchParams({ act: "run", token }), session);
await shown(place, session, /products made/);
const importing = { times: await imported(), took: performance.now() - started };

const after = await alone();

const floor = quantile(before, 0.95);
console.log(`${rows} rows, ${perSecond} searches a second of ${UNIVERSE} by Zipf(1.0)\n`);
console.log("| meanwhile | seconds | n | p50 | p95 | p99 | p95 / alone |");
console.log("|---|---:|---:|---:|---:|---:|---:|");
const turns = [
  ["nothing", ALONE * 1_000, before],
  ["the file is checked", checking.took, checking.times],
  ["the file is imported", importing.took, importing.times],
  ["nothing, afterwards", ALONE * 1_000, after],
];
for (const [name, took, times] of turns) {
  const cells = [0.5, 0.95, 0.99].map((q) => quantile(times, q).toFixed(1));
  const ratio = (quantile(times, 0.95) / floor).toFixed(2);
  console.log(`| ${name} | ${(took / 1_000).toFixed(0)} | ${times.length} | ${cells.join(" | ")} | ${ratio} × |`);
}
if (quantile(importing.times, 0.95) > GOAL * floor) process.exitCode = 1;
