// Asks a running server for searches by Zipf's law while somebody edits its products, and tells how many were kept.
//
//   node end2end/load/edited.mjs http://127.0.0.1:3000 NAMES [seconds] [requests a second]
//
// NAMES is a file of product names, one a line: people search for one to three words of what they look for. Without a rate
// each client asks again as soon as it has its answer. Each search is asked once before the count begins, as a shop that has
// been open for a while has had them asked. A page that was made again and came out as before (the same ETag) was made in
// vain: a cache that knew everything would have kept it.

import { readFileSync } from "node:fs";
import { cells, counted, quantile, random, run, runEvenly, zipf } from "./common.mjs";

const [base = "http://127.0.0.1:3000", names, seconds = "60", perSecond = "0"] = process.argv.slice(2);
const CLIENTS = 8;
const UNIVERSE = 10_000;
const BATCH = 500;
const FILTERS = ["rating=4", "stock=1", "min=10&max=60", "sort=price", "sort=newest", "page=2"];

const next = random(1);
const pick = (list) => list[Math.floor(next() * list.length)];

function searches() {
  const lines = readFileSync(names, "utf8").split("\n");
  const titles = lines.map((line) => line.toLowerCase().match(/[a-z]{3,}/g) ?? []).filter((words) => words.length > 0);
  const found = new Set();
  while (found.size < UNIVERSE) {
    const words = [...pick(titles)];
    const wanted = 1 + Math.floor(next() * 3);
    while (words.length > wanted) words.splice(Math.floor(next() * words.length), 1);
    found.add(`/search?q=${words.join("+")}${next() < 0.3 ? `&${pick(FILTERS)}` : ""}`);
  }
  return [...found];
}

const all = searches();
const healthz = await run(base, CLIENTS, Array(500).fill("/healthz"));
const floor = quantile(healthz.answers.map((one) => one.took), 0.5);
const known = new Map();

/** How many of these answers, in their order, were made again and are what the same address gave before. */
function inVain(answers) {
  let count = 0;
  for (const { url, hit, etag } of answers) {
    count += !hit && known.get(url) === etag;
    known.set(url, etag);
  }
  return count;
}

inVain((await run(base, CLIENTS, all)).answers);

const [hitsBefore, missesBefore] = [await counted(base, "hits"), await counted(base, "misses")];
const draw = zipf(UNIVERSE, next);
const started = performance.now();
const answers = [];
let [asked, vain] = [0, 0];
while (performance.now() - started < Number(seconds) * 1000) {
  const paths = Array.from({ length: BATCH }, () => all[draw()]);
  const more = await (Number(perSecond) > 0 ? runEvenly(base, Number(perSecond), paths) : run(base, CLIENTS, paths));
  answers.push(...more.answers);
  vain += inVain(more.answers);
  asked += more.asked;
}
const took = (performance.now() - started) / 1000;
const hits = answers.filter((one) => one.hit).map((one) => one.took);
const misses = answers.filter((one) => !one.hit).map((one) => one.took);
const rate = ((100 * hits.length) / answers.length).toFixed(1);
const per = ((1000 * asked) / answers.length).toFixed(0);
console.log(`Floor: /healthz p50 ${floor.toFixed(2)} ms, ${CLIENTS} clients\n`);
console.log("| n | requests a second | page hits | statements per 1,000 | hit p50 | p95 | p99 | / floor | miss p50 | p95 | p99 | / floor |");
console.log("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
console.log(`| ${answers.length} | ${(answers.length / took).toFixed(0)} | ${rate} % | ${per} | ${cells(hits, floor)} | ${cells(misses, floor)} |`);

const share = ((100 * vain) / Math.max(1, misses.length)).toFixed(1);
console.log(`\nOf the pages that were made again, ${share} % came out as they had been.`);

console.log("\n| what was read | reads | from the cache |");
console.log("|---|---:|---:|");
const [hitsAfter, missesAfter] = [await counted(base, "hits"), await counted(base, "misses")];
const since = (after, before, name) => (after[name] ?? 0) - (before[name] ?? 0);
let [kept, reads] = [0, 0];
for (const name of new Set([...Object.keys(hitsAfter), ...Object.keys(missesAfter)])) {
  const found = since(hitsAfter, hitsBefore, name);
  const lookups = found + since(missesAfter, missesBefore, name);
  if (lookups > 0) console.log(`| ${name} | ${lookups} | ${((100 * found) / lookups).toFixed(1)} % |`);
  kept += found;
  reads += lookups;
}
console.log(`| **all** | ${reads} | ${((100 * kept) / Math.max(1, reads)).toFixed(1)} % |`);
