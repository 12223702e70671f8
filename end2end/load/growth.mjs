// How times grow with the catalogue, from the figures that search.mjs adds to a file.
//
//   node end2end/load/growth.mjs figures.jsonl
//
// Fits time = c * products^k by least squares over the logarithms; 10^k is what ten times the products cost.

import { readFileSync } from "node:fs";

const sizes = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));

function exponent(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [xs, ys] = [0, 1].map((at) => points.map((point) => Math.log10(point[at])));
  const [x, y] = [mean(xs), mean(ys)];
  const covariance = mean(xs.map((one, at) => (one - x) * (ys[at] - y)));
  return covariance / mean(xs.map((one) => (one - x) ** 2));
}

console.log("| search | p95 ms at " + sizes.map(({ products }) => products.toLocaleString("en")).join(" | ") + " | for ten times the products |");
console.log("|---|" + sizes.map(() => "---:|").join("") + "---:|");
for (const { kind } of sizes[0].rows) {
  const points = sizes.map(({ products, rows }) => [products, rows.find((row) => row.kind === kind)?.p95]);
  if (points.some(([, p95]) => p95 === undefined)) continue;
  const cells = points.map(([, p95]) => p95.toFixed(1)).join(" | ");
  console.log(`| ${kind} | ${cells} | ${(10 ** exponent(points)).toFixed(2)} × |`);
}
