import type { DetachedError } from "../errors.ts";
import {
  detached,
  disposeOf,
  type Handle,
  handleOf,
  type Kind,
  type Location,
  locate,
  type ObjectOptions,
  type Place,
} from "./location.ts";

/** An object that can cross threads has this method: share() calls it. */
export const HANDLE = Symbol("usema.handle");

/** What inspect() says of an object's state; an object may have none. */
export const STATE = Symbol("usema.state");

/** Where an object lies: for what of this library works on it from outside its class. */
export let locationOf: (object: SharedObject) => Location;

/** What every object in shared memory has in common: where it is, how it crosses to another thread, how it ends. */
export abstract class SharedObject {
  /** What the core is called with: the words, or 0 for the heap under WebAssembly. */
  protected readonly m: Place;
  /** The address in bytes; -1 once the object has been disposed. */
  protected p: number;
  protected readonly at: Location;

  static {
    locationOf = (object) => object.at;
  }

  protected constructor(kind: Kind, bytes: number, options: ObjectOptions | Handle) {
    this.at = locate(kind, bytes, options);
    this.m = this.at.m;
    this.p = this.at.p;
  }

  /** Gives the memory back to the heap. Nobody may use the object any more, in any thread: here it throws DetachedError. */
  dispose(): void {
    disposeOf(this.at);
    this.p = -1;
  }

  [HANDLE](): Handle {
    return handleOf(this.at);
  }

  [STATE](): Record<string, unknown> {
    return {};
  }

  protected gone(): DetachedError {
    return detached(this.at);
  }
}
