// People who log in, in a thread of their own: what they do must not hold up the clock of who measures.
//
// Told "begin", all of them log in at once. Who is let in makes room for the next; who is told to come back later does so.
// Told "end", they stop, and what became of their attempts since "begin" is told.

import { setPriority } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

const { base, people, email, password } = workerData;

// People have machines of their own: what they compute must not be taken from the server. This thread alone (setpriority(2)).
setPriority(0, 19);

/** By a connection of its own, as people have. */
async function attempt() {
  const response = await fetch(`${base}/log-in`, {
    method: "POST",
    redirect: "manual",
    headers: { accept: "text/html", connection: "close" },
    body: new URLSearchParams({ email, password }),
  });
  await response.arrayBuffer();
  return response;
}

/** Seconds as a server says them, in milliseconds; not all come back at the same moment. */
const later = (response) => 1000 * Number(response.headers.get("retry-after")) * (0.8 + 0.4 * Math.random());

/** A crowd at the door: an end to it, and what became of it then. */
function crowd() {
  const counts = { in: 0, later: 0, failed: 0 };
  let stop;
  let going = true;
  const stopped = new Promise((resolve) => {
    stop = () => resolve((going = false));
  });
  const person = async () => {
    while (going) {
      const response = await attempt();
      if (response.status === 303) counts.in += 1;
      else if (response.status === 503) {
        counts.later += 1;
        await Promise.race([pause(later(response), undefined, { ref: false }), stopped]);
      } else counts.failed += 1;
    }
  };
  const gone = Promise.all(Array.from({ length: people }, person));
  return async () => {
    stop();
    await gone;
    return counts;
  };
}

let end;
parentPort.on("message", async (told) => {
  if (told === "begin") {
    end = crowd();
    parentPort.postMessage("begun");
  } else parentPort.postMessage(await end());
});
