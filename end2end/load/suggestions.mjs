// Times completions against a running server: what its endpoint takes, and how long a reader waits from a key to the picture.
//
//   node end2end/load/suggestions.mjs http://127.0.0.1:3000 names.txt [requests]
//
// The words are beginnings of product names, a name in each line of the file; one in three has a letter wrong. Beside the
// endpoint stands the floor: the same client asking /healthz, which does nothing. The browser is Chromium (CHROMIUM names
// another), its window 1280 × 800 pixels; time runs from the key's event to the frame after the one that has the new list.

import { readFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { ask, cells, quantile, random } from "./common.mjs";

const [base = "http://127.0.0.1:3000", file, requests = "1000"] = process.argv.slice(2);

const next = random(1);
const below = (count) => Math.floor(next() * count);
const names = readFileSync(file, "utf8").split("\n").filter(Boolean).map((name) => name.toLowerCase());

/** The word with two neighbouring letters in each other's place. */
function mistyped(word) {
  const at = below(Math.max(1, word.length - 1));
  return word.slice(0, at) + (word[at + 1] ?? "") + word[at] + word.slice(at + 2);
}

/** What somebody has typed of a name so far. */
function beginning() {
  const name = names[below(names.length)];
  const typed = name.slice(0, 1 + below(Math.min(24, name.length)));
  return below(3) === 0 && typed.length > 3 ? mistyped(typed) : typed;
}

const time = async (path) => (await ask(base + path)).took;

async function endpoint() {
  for (let i = 0; i < 50; i += 1) await time("/healthz");
  const paths = Array.from({ length: Number(requests) }, () => `/suggest?q=${encodeURIComponent(beginning())}`);
  const [floors, first, again] = [[], [], []];
  for (const times of [first, again]) {
    for (const path of new Set(paths)) {
      floors.push(await time("/healthz"));
      times.push(await time(path));
    }
  }
  const floor = quantile(floors, 0.5);
  console.log("| | n | p50 ms | p95 | p99 | / floor |\n|---|---:|---:|---:|---:|---:|");
  console.log(`| completions, most products not kept yet | ${first.length} | ${cells(first, floor)} |`);
  console.log(`| the same again | ${again.length} | ${cells(again, floor)} |`);
  console.log(`| floor: /healthz | ${floors.length} | ${cells(floors, floor)} |`);
}

/** In the page: notes how long each key takes until its list is painted. */
function watch() {
  const list = document.getElementById("suggestions");
  let pressed;
  window.painted = [];
  document.getElementById("search-field").addEventListener("keydown", () => (pressed = performance.now()));
  new MutationObserver(() => {
    const since = pressed;
    pressed = undefined;
    // A message comes after the frame that is next has been drawn.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => since && window.painted.push(performance.now() - since);
    requestAnimationFrame(() => port2.postMessage(0));
  }).observe(list, { childList: true, subtree: true, attributes: true });
}

async function browser() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const opened = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await opened.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(base);
  await page.locator('#search-field[role="combobox"]').waitFor();
  await page.evaluate(watch);
  const field = page.locator("#search-field");
  for (let name = 0; name < 20; name += 1) {
    await field.fill("");
    await field.pressSequentially(names[below(names.length)].slice(0, 12), { delay: 120 });
  }
  const painted = await page.evaluate(() => window.painted);
  await opened.close();
  const [p50, p95, max] = [0.5, 0.95, 1].map((q) => quantile(painted, q).toFixed(0));
  console.log(`\nFrom a key to the picture of its list, ${painted.length} keys: p50 ${p50} ms, p95 ${p95} ms, at most ${max} ms.`);
}

await endpoint();
await browser();
