// A worker of the page: blocks where the page may not.
import { blockWhenIdle, receive } from "../../src/index.ts";
import type { Parts } from "./page.ts";

addEventListener("message", async ({ data }) => {
  const { mutex, seats, words, jobs, sums, start, done, barrier, rounds } = receive<Parts>(data);
  start.sleep();
  for (let i = 0; i < rounds; i++) {
    mutex.lock();
    words[0]++;
    mutex.unlock();
    seats.acquire();
    words[1]++;
    seats.release();
  }
  barrier.wait();
  blockWhenIdle();
  let sum = 0;
  for await (const job of jobs) sum += job;
  await sums.send(sum);
  mutex.lock();
  done.done();
  // Long enough for the page to wait in vain.
  await new Promise((resolve) => setTimeout(resolve, 300));
  mutex.unlock();
});
postMessage("up");
