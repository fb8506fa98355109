import { UsemaError } from "../errors.ts";
import { markInner } from "./abort.ts";
import { go } from "./go.ts";

/**
 * Tasks that belong together: nobody goes on until all of them have ended, and the first error aborts the rest.
 *
 * ```ts
 * await using group = new Group();
 * group.go((signal) => work(jobs, signal));
 * ```
 *
 * A group is joined at the end of its `await using` block or by `join`; until then the errors of its tasks are kept, and none is lost.
 * Go's errgroup, with structured concurrency's rule that errors are not dropped.
 */
export class Group implements AsyncDisposable {
  readonly #controller = new AbortController();
  #running = 0;
  #errors: unknown[] = [];
  #joining: (() => void)[] = [];
  #ended = false;

  constructor() {
    markInner(this.#controller.signal);
  }

  /** Aborted at the first error of a task, and by `abort`. Tasks pass it to whatever they wait on. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Starts `fn` as a task of this group and returns the promise of its result. Its rejection needs no handler, the group has one. Throws
   * UsemaError when the group's block has ended, since nobody would see what becomes of the task.
   */
  go<Result>(fn: (signal: AbortSignal) => Result | PromiseLike<Result>): Promise<Result> {
    if (this.#ended) throw new UsemaError("Group.go: the group has ended; start tasks before its block ends");
    this.#running++;
    const task = go(fn, this.signal);
    task.then(
      () => this.#leave(),
      (error) => {
        this.#fail(error);
        this.#leave();
      },
    );
    return task;
  }

  /** Tells all tasks to stop. That they then reject with this reason is no error. */
  abort(reason?: unknown): void {
    this.#controller.abort(reason);
  }

  /**
   * Waits until no task of the group runs. Then throws what a task has thrown, if one has; an AggregateError of all, if several have. Each
   * error is thrown by one join only.
   */
  async join(): Promise<void> {
    while (this.#running > 0) await new Promise<void>((resolve) => this.#joining.push(resolve));
    const errors = this.#errors;
    this.#errors = [];
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} tasks of a group failed`);
  }

  /** As `join`, and no task can be started any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.join();
    } finally {
      this.#ended = true;
    }
  }

  #fail(error: unknown): void {
    if (this.#isOwnAbort(error)) return;
    this.#errors.push(error);
    this.abort(error);
  }

  #isOwnAbort(error: unknown): boolean {
    const { aborted, reason } = this.signal;
    // Node's own functions reject with an AbortError whose cause is the reason.
    return (
      aborted && (error === reason || (error instanceof Error && error.name === "AbortError" && error.cause === reason))
    );
  }

  #leave(): void {
    this.#running--;
    if (this.#running > 0) return;
    const joining = this.#joining;
    this.#joining = [];
    for (const joined of joining) joined();
  }
}
