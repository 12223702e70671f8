// What the measurements share.

import { Agent, get } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const WORDS = ["crime", "novel", "raffia", "bag", "dog", "bowl", "notepad", "black", "linen", "steel", "oak", "sage",
  "cotton", "set", "light", "lamp", "desk", "wool", "soap", "tea", "glass", "blue", "small", "travel"];
const SORTS = ["", "price", "price-desc", "rating", "newest"];
const FILTERS = ["", "rating=4", "stock=1", "min=10&max=60", "max=25&stock=1", "rating=3&min=5"];

/** A small fixed generator, so that each run asks the same (mulberry32). */
export function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The value that a share `q` of them does not exceed. */
export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
}

/** Draws ranks below `count` by Zipf's law with exponent 1. */
export function zipf(count, next) {
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

/** So many different searches, chosen by `next`. */
export function searches(count, next) {
  const pick = (list) => list[Math.floor(next() * list.length)];
  const found = new Set();
  while (found.size < count) {
    const words = pick(WORDS) + (next() < 0.7 ? `+${pick(WORDS)}` : "");
    const sort = pick(SORTS);
    const parts = [`q=${words}`, pick(FILTERS), sort && `sort=${sort}`, next() < 0.3 && "page=2"];
    found.add(`/search?${parts.filter(Boolean).join("&")}`);
  }
  return [...found];
}

// Connections that stay open. What is sent is read and thrown away: to unpack it would take more of the machine than the
// server under test.
const agent = new Agent({ keepAlive: true });

/** Asks for a page and reads it; throws if there is none. */
export function ask(url) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = get(url, { agent, headers: { "accept-encoding": "br" } }, (response) => {
      const { statusCode, headers } = response;
      response.on("error", reject);
      response.on("end", () => {
        const took = performance.now() - started;
        if (statusCode !== 200) return reject(new Error(`${url} answered ${statusCode}`));
        const hit = (headers["cache-status"] ?? "").includes("hit");
        resolve({ url, took, hit, etag: headers.etag ?? null });
      });
      response.resume();
    });
    sent.on("error", reject);
  });
}

/** What a counter of the cache says, for each namespace; its other labels are summed up. */
export async function counted(base, name) {
  const metrics = await (await fetch(`${base}/metrics`)).text();
  const lines = metrics.split("\n").filter((line) => line.startsWith(`vitrine_cache_${name}_total{`));
  const sums = {};
  for (const line of lines) {
    const [, namespace] = /namespace="([^"]*)"/.exec(line);
    sums[namespace] = (sums[namespace] ?? 0) + Number(line.split(" ").at(-1));
  }
  return sums;
}

/** Loads of everything but whole pages: each is one statement. */
async function statements(base) {
  const loads = Object.entries(await counted(base, "loads"));
  return loads.filter(([namespace]) => namespace !== "page").reduce((sum, [, count]) => sum + count, 0);
}

/** Has so many clients ask for the paths, one after the other; the answers, and how many statements they cost. */
export async function run(base, clients, paths) {
  const answers = [];
  const queue = paths[Symbol.iterator]();
  const client = async () => {
    for (const path of queue) answers.push(await ask(base + path));
  };
  const before = await statements(base);
  await Promise.all(Array.from({ length: clients }, client));
  return { answers, asked: (await statements(base)) - before };
}

/** Asks for the paths at an even rate, whether or not those before have been answered; as `run`. */
export async function runEvenly(base, perSecond, paths) {
  const answers = [];
  const before = await statements(base);
  const started = performance.now();
  for (const [at, path] of paths.entries()) {
    const wait = started + (at * 1000) / perSecond - performance.now();
    if (wait > 0) await pause(wait);
    answers.push(ask(base + path));
  }
  return { answers: await Promise.all(answers), asked: (await statements(base)) - before };
}

/** Cells of a table: p50, p95, p99 in milliseconds, and the p50 as a multiple of the floor. */
export function cells(times, floor) {
  if (times.length === 0) return "– | – | – | –";
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => quantile(times, q));
  return `${[p50, p95, p99].map((ms) => ms.toFixed(1)).join(" | ")} | ${(p50 / floor).toFixed(1)} ×`;
}
