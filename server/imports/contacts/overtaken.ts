/** Something was changed between reading and writing it. */
export class Overtaken extends Error {}
