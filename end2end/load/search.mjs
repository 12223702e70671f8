// Times uncached searches against a running server: one client, one request after the other, every
// address asked once. Start the server with a REDIS_URL nobody listens at, so that nothing is kept.
//
//   node end2end/load/search.mjs http://127.0.0.1:3000 [requests] [figures.jsonl]
//
// Beside each figure stands its ratio to the floor: the same client asking /healthz, which does nothing. With a file, the
// figures are added to it for growth.mjs, a line for each size of catalogue.

import { appendFileSync } from "node:fs";
import { ask, quantile, random } from "./common.mjs";

const [base = "http://127.0.0.1:3000", requests = "300", file] = process.argv.slice(2);

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

/** How many results a search says it has. */
async function results(path) {
  const page = await (await fetch(base + path)).text();
  const count = /class="result-range"[^>]*>[^<]* of (?:<!>)?([\d,]+)/.exec(page)?.[1];
  return Number((count ?? "0").replaceAll(",", ""));
}

/** Of the common words, and of those that nobody would ask for, the one whose share of the products is nearest to one in five. */
async function oneInFive(products) {
  const shares = [];
  for (const word of [...COMMON, "every", "made", "range", "look"]) shares.push({ word, share: (await results(`/search?q=${word}&max=999999`)) / products });
  return shares.sort((a, b) => Math.abs(a.share - 0.2) - Math.abs(b.share - 0.2))[0];
}

const time = async (path) => (await ask(base + path)).took;

function row(kind, times, floor) {
  const sorted = [...times].sort((a, b) => a - b);
  const [p50, p95, max] = [quantile(sorted, 0.5), quantile(sorted, 0.95), sorted.at(-1)];
  const cells = [p50, p95, max].map((ms) => ms.toFixed(1)).join(" | ");
  console.log(`| ${kind} | ${sorted.length} | ${cells} | ${(p50 / floor).toFixed(0)} × |`);
  return { kind, p50, p95, max };
}

const each = Math.max(1, Math.floor(Number(requests) / 6));
const products = await results("/search");
const { word, share } = await oneInFive(products);
// A price that all but a few have: another address each time, nearly the same work.
const firstPages = Array.from({ length: each }, (_, cent) => `/search?q=${word}&min=${(cent / 100 + 0.01).toFixed(2)}`);
const deepPages = Array.from({ length: each }, (_, number) => `/search?q=${word}&page=${1000 - number}`);
const list = [
  ...firstPages.map((path) => ({ kind: "first page of a word that one in five has", path })),
  ...deepPages.map((path) => ({ kind: "the same word, pages up to 1,000", path })),
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
const rows = [...times].map(([kind, of]) => row(kind, of, floor));
rows.push(row("all of them", [...times.values()].flat(), floor));
rows.push(row("floor: /healthz", floors, floor));
console.log(`\nThe word is “${word}”: ${(share * 100).toFixed(1)} % of ${products.toLocaleString("en")} products.`);
if (file) appendFileSync(file, `${JSON.stringify({ products, rows })}\n`);
