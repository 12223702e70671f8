// Asks a running server for searches in four mixes, from none kept to all kept, and tells how long the kept and the
// others took, and how many statements PostgreSQL was asked. The server needs its Redis; its caches should be empty.
//
//   node end2end/load/cached.mjs http://127.0.0.1:3000 [requests of each mix]
//
// Beside each figure stands its ratio to the floor: the same clients asking /healthz, which does nothing.

import { cells, quantile, random, run, searches, zipf } from "./common.mjs";

const [base = "http://127.0.0.1:3000", requests = "2000"] = process.argv.slice(2);
const REQUESTS = Number(requests);
const CLIENTS = 4;
const UNIVERSE = 10_000;

const next = random(1);

const healthz = await run(base, CLIENTS, Array(500).fill("/healthz"));
const floor = quantile(healthz.answers.map((one) => one.took), 0.5);

async function mix(name, paths) {
  const { answers, asked } = await run(base, CLIENTS, paths);
  const hits = answers.filter((one) => one.hit).map((one) => one.took);
  const misses = answers.filter((one) => !one.hit).map((one) => one.took);
  const rate = ((100 * hits.length) / answers.length).toFixed(1);
  const per = ((1000 * asked) / answers.length).toFixed(0);
  console.log(`| ${name} | ${answers.length} | ${rate} % | ${per} | ${cells(hits, floor)} | ${cells(misses, floor)} |`);
}

const all = searches(UNIVERSE + 3 * REQUESTS, next);
const fresh = all.splice(UNIVERSE);
const known = fresh.slice(0, REQUESTS);

console.log(`Floor: /healthz p50 ${floor.toFixed(2)} ms, ${CLIENTS} clients\n`);
console.log("| mix | n | page hits | statements per 1,000 | hit p50 | p95 | p99 | / floor | miss p50 | p95 | p99 | / floor |");
console.log("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
await mix("nothing kept", known);
const others = fresh.slice(REQUESTS);
await mix("80 % kept", known.map((path) => (next() < 0.8 ? path : others.pop())));
await mix("all kept", known);
const draw = zipf(UNIVERSE, next);
await mix("Zipf(1.0) over 10,000, from cold", Array.from({ length: 4 * REQUESTS }, () => all[draw()]));
await mix("Zipf(1.0) over 10,000, going on", Array.from({ length: 4 * REQUESTS }, () => all[draw()]));
