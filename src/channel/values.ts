// The values of a channel in which undefined says that no more come, step by step.

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

function step<T>(value: T | undefined): IteratorResult<T, undefined> {
  return value === undefined ? END : { done: false, value };
}

export function valuesOf<T>(receive: () => Promise<T | undefined>): AsyncIterableIterator<T, undefined> {
  let over = false;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => (over ? Promise.resolve(END) : receive().then(step)),
    return() {
      over = true;
      return Promise.resolve(END);
    },
  };
}
