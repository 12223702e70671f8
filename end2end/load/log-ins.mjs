// What log-ins cost those who look at products: asks a running server for searches at an even rate, in turns while nobody
// logs in and while 500 people do, and compares.
//
//   node end2end/load/log-ins.mjs http://127.0.0.1:3000 EMAIL PASSWORD [rounds]
//
// The server needs its Redis, its rate limits must be off. Ends with 1 if the p99 beside log-ins is more than 1.25 times the
// other, or if an attempt is answered otherwise than by being let in or told to come back later.

import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";

import { ask, quantile, random, searches, zipf } from "./common.mjs";

const [base = "http://127.0.0.1:3000", email, password, rounds = "6"] = process.argv.slice(2);
const PEOPLE = 500;
const GOAL = 1.25;
const UNIVERSE = 10_000;
/** Searches that are asked before anything is measured: some of them are kept then, as in a shop that is open. */
const FIRST = 2_000;
/** Milliseconds. */
const TURN = 10_000;
const BETWEEN_REQUESTS = 5;
const BETWEEN_TURNS = 1_000;

const next = random(1);
const all = searches(UNIVERSE, next);
const draw = zipf(UNIVERSE, next);

/** Adds how long searches took that were asked for one turn, each whether or not the one before has been answered. */
async function look(times) {
  const ends = performance.now() + TURN;
  const asked = [];
  while (performance.now() < ends) {
    asked.push(ask(base + all[draw()]));
    await pause(BETWEEN_REQUESTS);
  }
  for (const answer of await Promise.all(asked)) times.push(answer.took);
}

const row = (name, times) => {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => quantile(times, q).toFixed(1));
  return `| ${name} | ${times.length} | ${p50} | ${p95} | ${p99} |`;
};

const crowd = new Worker(new URL("crowd.mjs", import.meta.url), {
  workerData: { base, people: PEOPLE, email, password },
});
const tell = async (what) => {
  crowd.postMessage(what);
  return (await once(crowd, "message"))[0];
};

for (let i = 0; i < FIRST; i += 1) await ask(base + all[draw()]);
const alone = [];
const beside = [];
const counts = { in: 0, later: 0, failed: 0 };
for (let round = 0; round < Number(rounds); round += 1) {
  await look(alone);
  await tell("begin");
  await look(beside);
  const told = await tell("end");
  for (const what of Object.keys(counts)) counts[what] += told[what];
  await pause(BETWEEN_TURNS);
}
await crowd.terminate();

const ratio = quantile(beside, 0.99) / quantile(alone, 0.99);
console.log("| searches | n | p50 ms | p95 | p99 |\n|---|---:|---:|---:|---:|");
console.log(row("nobody logs in", alone));
console.log(row(`${PEOPLE} people log in`, beside));
console.log(`\np99 beside log-ins: ${ratio.toFixed(2)} times the other (goal: ${GOAL} at most)`);
console.log(`Log-ins: ${counts.in} let in, ${counts.later} told to come back later, ${counts.failed} failed`);
process.exitCode = ratio > GOAL || counts.failed > 0 || counts.in === 0 ? 1 : 0;
