// Times input that nobody means well, or that nobody thought of, against a running server.
//
//   node end2end/load/input.mjs http://127.0.0.1:3000
//
// Prints the slowest of five answers to each. What is answered may take 100 ms, what is refused 5 ms; ends with 1 if anything
// takes longer or fails.

const [base = "http://127.0.0.1:3000"] = process.argv.slice(2);

const TIMES = 5;
const LIMITS = { answered: 100, refused: 5 };

const words = "black linen steel oak sage cotton set light crime novel bag bowl dog notepad otter mica".split(" ");
const many = (count, make) => Array.from({ length: count }, (_, at) => make(at)).join("");
const q = (text) => `/search?q=${encodeURIComponent(text)}`;

const INPUT = {
  "operators of every dialect": q(`black & linen | !steel:* <-> (oak) AND NOT "sage" -cotton title:^2 ~ + || && {} [] \\`),
  "an SQL injection": q("'; DROP TABLE products; --"),
  "an open quote": q('"black linen'),
  "wildcards": q("%_* black* ?l?n?n %%%%"),
  "200 words": q(many(200, (at) => `${words[at % words.length]} `)),
  "200 different words of no product": q(many(200, (at) => `zq${at}xv `)),
  "10 kB in one word": q("a".repeat(10_240)),
  "10 kB of common words": q(many(1_700, (at) => `${words[at % words.length]} `)),
  "one letter": q("b"),
  "each letter": q("a b c d e f g h i j k l m n o p q r s t u v w x y z"),
  "emoji": q("👩‍👩‍👧‍👦 🛋️ lamp"),
  "right to left": q("كرسي خشب \u202Elamp\u202C שולחן"),
  "5,000 combining marks": q(`a${"\u0301".repeat(5_000)}`),
  "a NUL": "/search?q=black%00linen",
  "no UTF-8": "/search?q=%ff%fe%ed%a0%80",
  "page 1,000,000": `${q("black")}&page=1000000`,
  "page 10^30": `${q("black")}&page=1${"0".repeat(30)}`,
  "the last page by price": "/search?sort=price&page=41000",
  "30 filters": `${q("black")}${many(30, (at) => `&brand=brand-${at}`)}`,
  "30 values of a property": `${q("black")}${many(30, (at) => `&a.colour=colour-${at}`)}`,
  "30 properties": `/search?${many(30, (at) => `&a.property-${at}=1`)}`,
  "1,000 filters": `/search?${many(1_000, (at) => `&brand=brand-${at}`)}`,
  "prices from nowhere": `${q("black")}&min=NaN&max=1e400`,
  "a sort that is none": `${q("black")}&sort=nonsense`,
  "60 kB": `/search?x=${"a".repeat(60_000)}`,
  "completions of 10 kB": `/suggest?q=${"ab+".repeat(3_400)}`,
  "completions of one letter": "/suggest?q=s",
  "completions of operators": `/suggest?q=${encodeURIComponent(`'%_\\:*&|!()`)}`,
};

/** The slowest of some answers; the address differs each time, so that none is a kept one. */
async function slowest(path) {
  let [status, took] = [0, 0];
  for (let time = 0; time < TIMES; time += 1) {
    const started = performance.now();
    const response = await fetch(`${base}${path}&min=0.0${time}`);
    await response.arrayBuffer();
    took = Math.max(took, performance.now() - started);
    status = response.status;
  }
  return { status, took };
}

for (let i = 0; i < 50; i += 1) await (await fetch(`${base}/healthz`)).arrayBuffer();
let failures = 0;
console.log("| input | status | slowest ms |\n|---|---:|---:|");
for (const [name, path] of Object.entries(INPUT)) {
  const { status, took } = await slowest(path);
  const limit = status < 400 ? LIMITS.answered : LIMITS.refused;
  const failed = status >= 500 || took > limit;
  failures += failed;
  console.log(`| ${name} | ${status} | ${took.toFixed(1)}${failed ? " (!)" : ""} |`);
}
process.exitCode = failures > 0 ? 1 : 0;
