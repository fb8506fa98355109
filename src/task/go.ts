import { shown } from "../errors.ts";

/**
 * Starts a task: calls `fn`, which runs at once until it first waits, and returns the promise of its result. What `fn` throws, even before
 * it first waits, rejects the promise.
 */
export function go<Args extends unknown[], Result>(
  fn: (...args: Args) => Result | PromiseLike<Result>,
  ...args: Args
): Promise<Result> {
  try {
    if (typeof fn !== "function") throw new TypeError(`go: the task is ${shown(fn)}; expected a function`);
    // A native promise, which is what async functions return, comes back as it is.
    return Promise.resolve(fn(...args));
  } catch (error) {
    return Promise.reject(error);
  }
}
