// What the panel costs the shop: asks a running server for kept pages as fast as it answers, in turns while nobody, one and
// a hundred people look at the panel, and compares how many it answers, and how many statements it sends meanwhile.
//
//   node end2end/load/panel.mjs http://127.0.0.1:3000 EMAIL PASSWORD [rounds]
//
// The account is one of staff; rate limits must be off. Ends with 1 if a hundred take 3 % or more of the answers.

import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";

import { ask, quantile, random, searches, zipf } from "./common.mjs";

const [base = "http://127.0.0.1:3000", email, password, rounds = "8"] = process.argv.slice(2);
const PEOPLE = [0, 1, 100];
const GOAL = 0.97;
const CLIENTS = 8;
const PAGES = 200;
/** Milliseconds. */
const TURN = 8_000;
const BETWEEN_TURNS = 1_500;

const next = random(1);
const all = searches(PAGES, next);
const draw = zipf(PAGES, next);

/** Statements that the server has sent up to now. */
async function statements() {
  const metrics = await (await fetch(`${base}/metrics`)).text();
  const counts = metrics.split("\n").filter((line) => line.startsWith("vitrine_statement_seconds_count"));
  return counts.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

/** One turn: how long each answer took, how long all of it, and statements sent. */
async function look() {
  const before = await statements();
  const started = performance.now();
  const times = [];
  const client = async () => {
    while (performance.now() - started < TURN) times.push((await ask(base + all[draw()])).took);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { times, took: performance.now() - started, sent: (await statements()) - before };
}

const watchers = new Worker(new URL("watchers.mjs", import.meta.url), { workerData: { base, email, password } });
const tell = async (people) => {
  watchers.postMessage(people);
  return (await once(watchers, "message"))[0];
};

for (const path of all) await ask(base + path);
const turns = new Map(PEOPLE.map((people) => [people, []]));
let seen = 0;
for (let round = 0; round < Number(rounds); round += 1) {
  // Each time another one is first, for a machine has better and worse moments.
  for (let i = 0; i < PEOPLE.length; i += 1) {
    const people = PEOPLE[(i + round) % PEOPLE.length];
    await tell(people);
    await pause(BETWEEN_TURNS);
    turns.get(people).push(await look());
    const octets = await tell(0);
    if (people === PEOPLE.at(-1)) seen += octets / people;
  }
}
await watchers.terminate();

const rate = ({ times, took }) => (1000 * times.length) / took;
const median = (values) => quantile(values, 0.5);
const alone = turns.get(0);
console.log("| people at the panel | answers a second | of those without | p50 ms | p99 | statements a second |");
console.log("|---:|---:|---:|---:|---:|---:|");
let share;
for (const [people, own] of turns) {
  // Beside the turn of the same round, for the same reason.
  share = median(own.map((turn, round) => rate(turn) / rate(alone[round])));
  const times = own.flatMap((turn) => turn.times);
  const sent = own.reduce((sum, turn) => sum + turn.sent / turn.took, 0) / own.length;
  const cells = [people, median(own.map(rate)).toFixed(0), `${(100 * share).toFixed(1)} %`];
  cells.push(quantile(times, 0.5).toFixed(2), quantile(times, 0.99).toFixed(2), (1000 * sent).toFixed(1));
  console.log(`| ${cells.join(" | ")} |`);
}
const each = seen / Number(rounds) / ((TURN + BETWEEN_TURNS) / 1000) / 1000;
console.log(`\nEach of the hundred was sent ${each.toFixed(1)} kB a second.`);
process.exitCode = share > GOAL ? 0 : 1;
