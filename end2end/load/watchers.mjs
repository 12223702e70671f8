// People who look at the panel, in a thread of their own. Told a number, so many look from then on; those who looked before
// go away, and how many octets they were sent is told.

import { once } from "node:events";
import { Agent, get } from "node:http";
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";

const { base, email, password } = workerData;

// People have machines of their own: what they compute must not be taken from the server. This thread alone (setpriority(2)).
setPriority(0, 19);

const agent = new Agent({ maxSockets: Infinity });

async function cookie() {
  const response = await fetch(`${base}/log-in`, {
    method: "POST",
    redirect: "manual",
    headers: { accept: "text/html" },
    body: new URLSearchParams({ email, password }),
  });
  if (response.status !== 303) throw new Error(`log-in was answered ${response.status}`);
  return response.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
}

let session;
let octets = 0;
let open = [];

/** Opens the stream and returns once it brings something. */
async function watch() {
  session ??= await cookie();
  const sent = get(`${base}/admin/performance/live`, { agent, headers: { cookie: session } });
  const [response] = await once(sent, "response");
  if (response.statusCode !== 200) throw new Error(`the stream was answered ${response.statusCode}`);
  response.on("error", () => {});
  response.on("data", (data) => (octets += data.length));
  await once(response, "data");
  return sent;
}

parentPort.on("message", async (people) => {
  for (const one of open) one.destroy();
  const sent = octets;
  open = await Promise.all(Array.from({ length: people }, watch));
  octets = 0;
  parentPort.postMessage(sent);
});
