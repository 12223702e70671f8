// Asks a running server for searches in four mixes, from none kept to all kept, and tells how long the kept and the
// others took, and how many statements PostgreSQL was asked. The server needs its Redis; its caches should be empty.
//
//   node end2end/load/cached.mjs http://127.0.0.1:3000 [requests of each mix]
//
// Beside each figure stands its ratio to the floor: the same clients asking /healthz, which does nothing.

import { quantile, random } from "./common.mjs";

const [base = "http://127.0.0.1:3000", requests = "2000"] = process.argv.slice(2);
const REQUESTS = Number(requests);
const CLIENTS = 4;
const UNIVERSE = 10_000;

const WORDS = ["crime", "novel", "raffia", "bag", "dog", "bowl", "notepad", "black", "linen", "steel", "oak", "sage",
  "cotton", "set", "light", "lamp", "desk", "wool", "soap", "tea", "glass", "blue", "small", "travel"];
const SORTS = ["", "price", "price-desc", "rating", "newest"];
const FILTERS = ["", "rating=4", "stock=1", "min=10&max=60", "max=25&stock=1", "rating=3&min=5"];

const next = random(1);
const pick = (list) => list[Math.floor(next() * list.length)];

/** So many different searches. */
function searches(count) {
  const found = new Set();
  while (found.size < count) {
    const words = pick(WORDS) + (next() < 0.7 ? `+${pick(WORDS)}` : "");
    const sort = pick(SORTS);
    const parts = [`q=${words}`, pick(FILTERS), sort && `sort=${sort}`, next() < 0.3 && "page=2"];
    found.add(`/search?${parts.filter(Boolean).join("&")}`);
  }
  return [...found];
}

/** Draws ranks by Zipf's law with exponent 1. */
function zipf(count) {
  const sums = [];
  let sum = 0;
  for (let rank = 1; rank <= count; rank += 1) sums.push((sum += 1 / rank));
  return () => {
    const at = next() * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

async function ask(path) {
  const started = performance.now();
  const response = await fetch(base + path, { headers: { "accept-encoding": "br" } });
  await response.arrayBuffer();
  const took = performance.now() - started;
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
  const status = response.headers.get("cache-status") ?? "";
  return { took, hit: status.includes("hit") };
}

/** Loads of everything but whole pages: each is one statement. */
async function statements() {
  const metrics = await (await fetch(`${base}/metrics`)).text();
  const lines = metrics.split("\n").filter((line) => line.startsWith("vitrine_cache_loads_total{"));
  return lines
    .filter((line) => !line.includes('namespace="page"'))
    .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

async function run(paths) {
  const answers = [];
  const queue = paths[Symbol.iterator]();
  const client = async () => {
    for (const path of queue) answers.push(await ask(path));
  };
  const before = await statements();
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { answers, asked: (await statements()) - before };
}

const floor = quantile((await run(Array(500).fill("/healthz"))).answers.map((one) => one.took), 0.5);

function cells(times) {
  if (times.length === 0) return "– | – | – | –";
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => quantile(times, q));
  return `${[p50, p95, p99].map((ms) => ms.toFixed(1)).join(" | ")} | ${(p50 / floor).toFixed(1)} ×`;
}

async function mix(name, paths) {
  const { answers, asked } = await run(paths);
  const hits = answers.filter((one) => one.hit).map((one) => one.took);
  const misses = answers.filter((one) => !one.hit).map((one) => one.took);
  const rate = ((100 * hits.length) / answers.length).toFixed(1);
  const per = ((1000 * asked) / answers.length).toFixed(0);
  console.log(`| ${name} | ${answers.length} | ${rate} % | ${per} | ${cells(hits)} | ${cells(misses)} |`);
}

const all = searches(UNIVERSE + 3 * REQUESTS);
const fresh = all.splice(UNIVERSE);
const known = fresh.slice(0, REQUESTS);

console.log(`Floor: /healthz p50 ${floor.toFixed(2)} ms, ${CLIENTS} clients\n`);
console.log("| mix | n | page hits | statements per 1,000 | hit p50 | p95 | p99 | / floor | miss p50 | p95 | p99 | / floor |");
console.log("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
await mix("nothing kept", known);
const others = fresh.slice(REQUESTS);
await mix("80 % kept", known.map((path) => (next() < 0.8 ? path : others.pop())));
await mix("all kept", known);
const draw = zipf(UNIVERSE);
await mix("Zipf(1.0) over 10,000, from cold", Array.from({ length: 4 * REQUESTS }, () => all[draw()]));
await mix("Zipf(1.0) over 10,000, going on", Array.from({ length: 4 * REQUESTS }, () => all[draw()]));
