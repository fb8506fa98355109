// The other end for postMessage: answers every number that is not negative, and counts the others down to an answer at the end.

import { parentPort } from "node:worker_threads";

let left = 0;
parentPort?.on("message", (value: number | { count: number }) => {
  if (typeof value === "object") left = value.count;
  else if (left === 0) parentPort?.postMessage(value);
  else if (--left === 0) parentPort?.postMessage(0);
});
