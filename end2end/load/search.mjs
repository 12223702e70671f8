// Times uncached searches against a running server: one client, one request after the other, every
// address asked once. Start the server with a REDIS_URL nobody listens at, so that nothing is kept.
//
//   node end2end/load/search.mjs http://127.0.0.1:3000 [requests]
//
// Beside each figure stands its ratio to the floor: the same client asking /healthz, which does nothing.

import { quantile, random } from "./common.mjs";

const [base = "http://127.0.0.1:3000", requests = "300"] = process.argv.slice(2);

const RARE = ["crime novel", "squalane", "raffia bag", "dog bowl", "notepad a4", "tarn", "mica", "otter"];
const COMMON = ["black", "linen", "steel", "oak", "sage", "cotton", "set", "light"];
const SORTS = ["relevance", "price", "price-desc", "rating", "newest"];
const FILTERS = ["", "rating=4", "stock=1", "min=10&max=60", "max=25&stock=1", "rating=3&min=5"];

const next = random(1);
const pick = (list) => list[Math.floor(next() * list.length)];

/** Distinct searches of one kind. */
function searches(kind, words, count) {
  const found = new Set();
  for (let tries = 0; found.size < count && tries < count * 50; tries += 1) {
    const parts = [words && `q=${encodeURIComponent(words())}`, pick(FILTERS), `sort=${pick(SORTS)}`];
    const page = 1 + Math.floor(next() * 3);
    found.add(`/search?${[...parts, `page=${page}`].filter(Boolean).join("&")}`);
  }
  return [...found].map((path) => ({ kind, path }));
}

async function time(path) {
  const started = performance.now();
  const response = await fetch(base + path);
  await response.arrayBuffer();
  const elapsed = performance.now() - started;
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
  return elapsed;
}

function row(kind, times, floor) {
  const sorted = [...times].sort((a, b) => a - b);
  const [p50, p95, max] = [quantile(sorted, 0.5), quantile(sorted, 0.95), sorted.at(-1)];
  const cells = [p50, p95, max].map((ms) => ms.toFixed(1)).join(" | ");
  console.log(`| ${kind} | ${sorted.length} | ${cells} | ${(p50 / floor).toFixed(0)} × |`);
}

const each = Math.max(1, Math.floor(Number(requests) / 4));
const list = [
  ...searches("two words, or a rare one", () => pick(RARE), each),
  ...searches("two common words", () => `${pick(COMMON)} ${pick(COMMON)}`, each),
  ...searches("one common word", () => pick(COMMON), each),
  ...searches("no words: the whole shop", undefined, each),
].sort(() => next() - 0.5);

for (let i = 0; i < 50; i += 1) await time("/healthz");
const floors = [];
const times = new Map();
for (const { kind, path } of list) {
  floors.push(await time("/healthz"));
  const of = times.get(kind) ?? [];
  of.push(await time(path));
  times.set(kind, of);
}

const floor = quantile([...floors].sort((a, b) => a - b), 0.5);
console.log("| search | n | p50 ms | p95 ms | max ms | p50 / floor |");
console.log("|---|---:|---:|---:|---:|---:|");
for (const [kind, of] of times) row(kind, of, floor);
row("all of them", [...times.values()].flat(), floor);
row("floor: /healthz", floors, floor);
