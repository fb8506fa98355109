export { check } from "./check.ts";
export { CheckError } from "./error.ts";
export { linearizable } from "./linearizable.ts";
export { checkRandom } from "./random.ts";
