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

/** Node's, Bun's and Deno's console ask for it. */
const SHOWN = Symbol.for("nodejs.util.inspect.custom");

// A structured clone of an object would be a dead copy of its fields. The platform's error shows the text of what it could not clone.
const byShare = () => "usema: an object crosses to another thread by share() and receive()";

/** Where an object lies: for what of this library works on it from outside its class. */
export let locationOf: (object: SharedObject) => Location;

/** What every object in shared memory has in common: where it is, how it crosses to another thread, how it ends. */
export abstract class SharedObject {
  /** What the core is called with: the words, or 0 for the heap under WebAssembly. */
  protected readonly m: Place;
  /** The address in bytes; -1 once the object has been disposed. */
  protected p: number;
  protected readonly at: Location;
  protected readonly byShare = byShare;

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

  /** For JSON.stringify: what inspect() says; of a disposed object only what it was. */
  toJSON(): { kind: Kind; name?: string; address?: number; [state: string]: unknown } {
    const { kind, name, p } = this.at;
    return { kind, ...(name !== undefined && { name }), ...(p >= 0 && { address: p, ...this[STATE]() }) };
  }

  /** For console.log. */
  [SHOWN](_depth: number, options: unknown, show: (value: unknown, options: unknown) => string): string {
    const { kind, ...rest } = this.toJSON();
    return `${kind} ${show(rest, options)}`;
  }

  protected gone(): DetachedError {
    return detached(this.at);
  }
}
